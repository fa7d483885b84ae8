"""Many reports: made one by one as they are asked for (`Stream`), or kept to be looked at together (`Reports`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, overload

from drift.records import Severity, Shown, renderer

if TYPE_CHECKING:
    import pandas as pd

    from drift.results.report import Report

    About = pd.DataFrame | Iterable[Mapping[str, Any]]


class Renderer(Protocol):
    """What many reports need of whoever draws them."""

    def many(self, reports: Reports) -> pd.DataFrame:
        """A row a report."""

    def many_findings(self, reports: Reports) -> pd.DataFrame:
        """A row a finding."""

    def counted(
        self, reports: Iterable[Report], *, total: int | None, unit: str, shown: bool | None
    ) -> Iterable[Report]:
        """The reports, counted by a progress bar as they are taken; `shown` None: in a notebook alone."""


_renderer: Callable[[], Renderer] = renderer


class Stream(Shown, Iterator["Report"]):
    """The reports of many pairs, in order; each is made when it is asked for, and none is kept.

    `total` is the number of pairs, None where only the end of their iterator will tell; `taken` how many reports
    were taken. A stream that was interrupted (KeyboardInterrupt) goes on with the pair where it stopped.
    """

    __slots__ = (
        "_ahead", "_begin", "_coming", "_compare", "_error", "_running", "_size", "_source", "_waiting", "_weigh",
        "taken", "total",
    )  # fmt: skip

    def __init__(
        self,
        compare: Callable[[Any], Iterator[Report]],
        pairs: Iterable[Any],
        size: int,
        weigh: Callable[[Any], int] = lambda _: 1,
        begin: Callable[[Sequence[Any]], Any] = tuple,
    ) -> None:
        """`compare` makes the reports of a batch that `begin` began; `size` and `weigh` are those of `filled`.

        Each batch is begun before the one ahead of it is compared, so that what `begin` started runs beside that.
        """
        self._compare = compare
        self._begin = begin
        self._size = size
        self._weigh = weigh
        self._source = iter(pairs)
        self._waiting: list[Any] = []  # pairs of the batch at work that have no report yet
        self._coming: list[Any] = []  # pairs of the next batch
        self._ahead: Any = None  # the next batch, begun
        self._error: Exception | None = None  # what the source raised; it is raised when all pairs before it are done
        self._running: Iterator[Report] | None = None
        self.total = len(pairs) if isinstance(pairs, Sized) else None
        self.taken = 0

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> Report:
        while True:
            if self._running is None:
                self._running = self._compare(self._turn())
            try:
                report = next(self._running)
            except StopIteration:
                self._running = None  # the batch is done
                continue
            except KeyboardInterrupt:
                self._running = None  # a generator does not survive it; the next call begins one with what is left
                raise
            except BaseException:
                self._running, self._source, self._waiting, self._coming, self._ahead = None, iter(()), [], [], None
                raise
            del self._waiting[0]
            self.taken += 1
            return report

    def _turn(self) -> Any:
        """The batch whose turn it is, begun: what an interruption left of one, or the next."""
        if self._waiting:
            begun = self._begin(tuple(self._waiting))
        else:
            self._look_ahead()
            begun, self._ahead = self._ahead, None
            self._waiting, self._coming = self._coming, []
            if not self._waiting:
                raise StopIteration if self._error is None else self._error
        self._look_ahead()
        return begun

    def _look_ahead(self) -> None:
        """Begin the next batch, where that was not done."""
        if self._ahead is not None:
            return
        try:
            filled(self._coming, self._source, self._size, self._weigh)
        except Exception as error:  # noqa: BLE001 - the user's own iterator may raise anything; its turn comes
            self._error, self._source = error, iter(())
        if self._coming:
            self._ahead = self._begin(tuple(self._coming))


def filled(batch: list[Any], source: Iterator[Any], size: int, weigh: Callable[[Any], int]) -> list[Any]:
    """The batch, filled from the source until it weighs `size` or more; empty at the source's end.

    Items are taken one by one: what was taken is in the batch, whatever interrupts.
    """
    weight = sum(map(weigh, batch))
    while weight < size:
        taken = list(islice(source, 1))
        if not taken:
            break
        batch += taken
        weight += weigh(taken[0])
    return batch


@dataclass(frozen=True, slots=True)
class Reports(Shown, Sequence["Report"]):
    """Reports that are looked at together.

    `about` holds a mapping a report of what else is known of it, such as its outlet; its keys become columns.
    `planned` is the number of pairs there were to be, more than there are reports where collecting was stopped.
    """

    items: tuple[Report, ...]
    about: tuple[Mapping[str, Any], ...] = ()
    planned: int | None = None

    _repr_pretty_ = Shown._repr_pretty_

    def __post_init__(self) -> None:
        if self.about and len(self.about) != len(self.items):
            msg = f"{len(self.items)} reports, but rows about {len(self.about)}"
            raise ValueError(msg)

    @classmethod
    def collect(
        cls,
        reports: Iterable[Report],
        *,
        about: About | None = None,
        progress: bool | None = None,
        done: list[Report] | None = None,
    ) -> Reports:
        """All reports of an iterable, such as `Analyzer.compare_many(pairs)`, with a progress bar.

        `about` is a frame or mappings, a row a report. `progress` None shows the bar in a notebook alone. An
        interruption (Ctrl-C, the stop button) ends the collecting and keeps what is done; collecting the same
        stream again gives the rest, and `first + rest` joins them. `done` is a list of yours to which each report is
        added when it is ready, so that it has those before a pair that cannot be read. What is in it comes first.

        Raises:
            ValueError: `about` has fewer rows than there are reports.
            ReadError: as for `Analyzer.compare`, when the turn of that pair comes.
        """
        left = reports.total - reports.taken if isinstance(reports, Stream) and reports.total is not None else None
        total = left if left is not None else len(reports) if isinstance(reports, Sized) else None
        kept: list[Report] = [] if done is None else done
        planned = None if total is None else len(kept) + total
        stopped = False
        try:
            for report in _renderer().counted(reports, total=total, unit="pair", shown=progress):
                kept.append(report)  # noqa: PERF402 - an interruption or an error must leave those that were made
        except KeyboardInterrupt:
            stopped = True
        rows = () if about is None else _mappings(about)
        return cls(tuple(kept), rows[: len(kept)] if stopped else rows, planned if stopped else None)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Report: ...
    @overload
    def __getitem__(self, index: slice) -> Reports: ...
    def __getitem__(self, index: int | slice) -> Report | Reports:
        if isinstance(index, slice):
            return Reports(self.items[index], self.about[index])
        return self.items[index]

    def __add__(self, other: Reports) -> Reports:
        if bool(self.about) != bool(other.about) and self.items and other.items:
            msg = "only one of the two says what its reports are about"
            raise ValueError(msg)
        return Reports(self.items + other.items, self.about + other.about)

    def rethreshold(
        self,
        *,
        confidence: float = 0.0,
        severity: Severity | str = Severity.neutral,
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
    ) -> Reports:
        """`Report.rethreshold` of each."""
        only, skip = tuple(only), tuple(skip)
        kept = (
            report.rethreshold(confidence=confidence, severity=severity, only=only, skip=skip) for report in self.items
        )
        return replace(self, items=tuple(kept))

    def to_frame(self) -> pd.DataFrame:
        """A row a report.

        Columns: `pair` (counted from 0), those of `about`, `original` and `rewrite` (the names of the texts), `drift`,
        `coverage`, `support`, `fidelity`, `fluency`, `quality`, and the number of findings of each severity:
        `neutral`, `minor`, `major`, `critical`.

        Raises:
            ValueError: `about` has a column of one of these names.
        """
        return _renderer().many(self)

    def findings_frame(self) -> pd.DataFrame:
        """A row a finding of all reports: `pair`, the columns of `about`, and those of `Report.findings_frame`.

        Raises:
            ValueError: `about` has a column of one of these names.
        """
        return _renderer().many_findings(self)


def _mappings(about: About) -> tuple[Mapping[str, Any], ...]:
    frame: Any = about
    return tuple(frame.to_dict("records")) if hasattr(frame, "to_dict") else tuple(chain(frame))
