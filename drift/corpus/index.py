"""The page of a run, `index.html`: self-contained, without a network, readable without its script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.corpus.overview import BINS, WHOLE
from drift.corpus.shards import SCORES
from drift.rendering import palette
from drift.rendering.page import policy_hash
from drift.rendering.phrases import SEVERITIES, SEVERITY_MEANINGS, SHAPES, kind_label, kind_summary
from drift.rendering.safe import encodable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.corpus.overview import KindCount, Overview

SCORE_MEANINGS = {
    "drift": "0: the same meaning, 1: another",
    "coverage": "share of the original that the rewrite has",
    "support": "share of the rewrite that the original has",
    "quality": "0 to 100, as a careful rater would say",
}
SEEN = 0.4  # percent of a bar's width: what is there shows, however rare


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stacked bar, in percent of its width."""

    name: str
    start: float
    width: float


def html(overview: Overview, rows: Sequence[Mapping[str, Any]], state: Mapping[str, Any]) -> bytes:
    """The page as UTF-8; the same bytes for the same run. Its policy allows its own style and script, nothing else."""
    from importlib.resources import files

    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    templates = files("drift.corpus") / "templates"
    script = (templates / "index.js").read_text(encoding="utf-8")
    style = palette.css() + (templates / "index.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("drift.corpus"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(whole="{:,}".format, short=short, label=kind_label, says=kind_summary)
    kinds = overview.kinds()
    compared = overview.counts["pairs"] - overview.counts["errors"]
    page = environment.get_template("index.html.j2").render(
        state=state,
        counts=overview.counts,
        compared=compared,
        unjudged=overview.unjudged,
        worst=_by_worst(overview),
        whole_bar=parts(_by_worst(overview).items(), overview.counts["pairs"]),
        kinds=[(kind, _by_share(kind, compared)) for kind in kinds],
        distributions=[(score, SCORE_MEANINGS[score], _columns(score, overview.bins[score])) for score in WHOLE],
        rows=rows,
        errors=overview.errors,
        scores=SCORES,
        severities=[severity.name for severity in SEVERITIES],
        shapes={severity.name: shape for severity, shape in SHAPES.items()},
        meanings={severity.name: meaning for severity, meaning in SEVERITY_MEANINGS.items()},
        # our own two files, not text from outside; the policy lets no other script run
        script=Markup(script),  # noqa: S704
        style=Markup(style),  # noqa: S704
        script_hash=policy_hash(script),
        style_hash=policy_hash(style),
    )
    return encodable(page).encode()


def short(count: int) -> str:
    """A count that fits over a column: three digits and a letter. 12,345 is 12k; whole counts stay below 10,000."""
    for unit, size in (("G", 10**9), ("M", 10**6), ("k", 10**3)):
        if count >= 10 * size or (count >= size and unit != "k"):
            return f"{count // size}{unit}" if count >= 10 * size else f"{count / size:.1f}{unit}"
    return str(count)


def parts(counts: Iterable[tuple[str, int]], whole: float) -> list[Part]:
    """The pieces of a stacked bar whose full width stands for `whole`; what is there is at least `SEEN` wide."""
    made: list[Part] = []
    start = 0.0
    for name, count in counts:
        width = max(SEEN, 100 * count / whole) if count else 0.0
        if count:
            made.append(Part(name, round(start, 2), round(width, 2)))
        start += width
    return made


def _by_share(kind: KindCount, compared: int) -> list[Part]:
    """A bar as long as the share of the compared pairs that have the kind, parted by the severity of its findings."""
    return parts(((s.name, n) for s, n in kind.severities.items()), kind.total * compared / kind.pairs)


def _by_worst(overview: Overview) -> dict[str, int]:
    """Pairs by their worst finding, those without one, and those with an error."""
    found = {severity.name: overview.by_worst[severity] for severity in SEVERITIES}
    return {**found, "none": overview.by_worst[None], "error": overview.counts["errors"]}


def _columns(score: str, bins: Sequence[int]) -> list[tuple[str, int, float]]:
    """Of each tenth of a score: what it spans, its count, its height in percent of the highest."""
    highest = max(1, *bins)
    step = WHOLE[score] / BINS
    digits = 0 if WHOLE[score] > 1 else 1
    return [
        (f"{k * step:.{digits}f} to {(k + 1) * step:.{digits}f}", count, round(100 * count / highest, 1))
        for k, count in enumerate(bins)
    ]
