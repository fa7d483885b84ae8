"""What a suite returns: figures as plain data, ours beside the published ones."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from drift.analyzer import Analyzer

MEASURED = "measured here"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one system.

    `system` is a column of `Analyzer.score` or a peer's name, `metric` what was computed, `group` the part of
    the suite that it covers (an error type, a language pair; empty: all of it), `count` the items behind it
    (0 where a publication does not say), `source` where a figure that was not measured here comes from.
    """

    system: str
    metric: str
    value: float
    count: int = 0
    group: str = ""
    source: str = MEASURED


@dataclass(frozen=True, slots=True)
class Result:
    """What one suite measured. `figures` holds the measured ones first, then the published ones.

    `domain` says how the data relate to what the scorer was trained on; `files` are the names of the files
    read; `limit` and `seed` are those of the call, so that a sampled figure cannot pass for a full one.
    """

    suite: str
    figures: tuple[Figure, ...]
    domain: str
    files: tuple[str, ...]
    items: int
    limit: int | None
    seed: int
    notes: tuple[str, ...] = ()

    def value(self, system: str, metric: str, group: str = "") -> float:
        """The measured figure of that name.

        Raises:
            KeyError: the suite has no such measured figure.
        """
        for figure in self.figures:
            if (figure.system, figure.metric, figure.group, figure.source) == (
                system,
                metric,
                group,
                MEASURED,
            ):
                return figure.value
        msg = f"{self.suite} has no measured figure {system!r}, {metric!r}, {group!r}"
        raise KeyError(msg)

    def to_dict(self) -> dict[str, object]:
        """The result as JSON-ready data."""
        return asdict(self)


class Suite(Protocol):
    """A benchmark: reads its folder below `data`, asks the analyzer, computes its metrics."""

    __name__: str
    __doc__: str | None

    def __call__(self, analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
        """Run the suite on at most `limit` items, drawn with `seed`."""
