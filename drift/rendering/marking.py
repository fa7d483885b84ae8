"""The raw text cut into pieces, so that overlapping findings, words and repairs can be marked in it.

Joined, the texts of the pieces of a stretch are that stretch of the raw text, character for character.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from drift.records import Document, Repair, Span
    from drift.results import SideWords

T = TypeVar("T")

MARKUP = "markup"
"""The kind of the repairs that turn HTML into text."""

# White space that a browser shows as one blank; a no-break space is none.
_BLANKS = re.compile(r"[^\S\xa0]+")
# A content word is underlined when more of its meaning is missing than present: the middle of the scale, no tuning.
_MISSING = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of raw text that is marked alike from end to end; empty where a mark has no length.

    `findings` are the numbers of the findings that cover it, `opens` and `closes` those that begin and end
    here; `missing` says that the other side lacks the word; `repair` is the repair that cleaning made here,
    and `repaired` whether it ends here (so that its outcome is shown once).
    """

    text: str
    findings: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()
    missing: bool = False
    repair: Repair | None = None
    repaired: bool = False

    @property
    def markup(self) -> bool:
        """Whether it is a tag or an entity of HTML: source, not words."""
        return self.repair is not None and self.repair.kind == MARKUP

    @property
    def shown(self) -> str:
        """The words as a browser would show them: for an entity its character, for a tag nothing or a break."""
        if self.repair is None or self.repair.kind != MARKUP:
            return self.text
        return self.repair.replacement if self.repaired else ""


def rendered(document: Document, start: int, end: int) -> str:
    """The raw stretch as a reader meets it: that of a page without tags, entities and line breaks of the source.

    A text without HTML comes back as it is.
    """
    parts: list[str] = []
    at = start
    first = bisect.bisect_left(document.repairs, start, key=lambda repair: repair.span.start)
    for repair in document.repairs[max(0, first - 1) :]:
        if repair.span.start >= end:
            break
        if repair.kind == MARKUP and repair.span.end > start:
            parts += [
                document.raw[at : max(at, repair.span.start)],
                repair.replacement if repair.span.end <= end else "",
            ]
            at = min(repair.span.end, end)
    text = "".join([*parts, document.raw[at:end]])
    return _BLANKS.sub(" ", text) if parts else text


def sentences(document: Document, places: Mapping[int, Span], words: SideWords) -> dict[int, tuple[Piece, ...]]:
    """The pieces of each sentence, by sentence index. `places` are the findings' raw spans by number.

    A finding that runs over several sentences opens in the first and closes in the last.
    """
    marked = [(start, end) for start, end, match in words if match.missing >= _MISSING]
    spans = [(sentence.span.start, sentence.span.end) for sentence in document.sentences]
    pieces = _opened(_cut(document, spans, places, marked))
    return {sentence.index: tuple(cut) for sentence, cut in zip(document.sentences, pieces, strict=True)}


def whole(document: Document, places: Mapping[int, Span]) -> tuple[Piece, ...]:
    """The pieces of the whole raw text, with its repairs and the given findings."""
    return tuple(_opened(_cut(document, [(0, len(document.raw))], places, []))[0])


def _cut(
    document: Document,
    stretches: Sequence[tuple[int, int]],
    places: Mapping[int, Span],
    words: Sequence[tuple[int, int]],
) -> Iterator[list[Piece]]:
    findings = sorted(places.items(), key=lambda item: (item[1].start, item[1].end, item[0]))
    starts = [start for start, _ in words]
    repairs = document.repairs
    repair_starts = [repair.span.start for repair in repairs]
    # Stretches stand in text order, so that of many findings only those that begin and may not have ended are asked.
    begun = 0
    opened: list[tuple[int, Span]] = []
    for start, end in stretches:
        while begun < len(findings) and findings[begun][1].start <= end:
            opened.append(findings[begun])
            begun += 1
        opened = [(number, span) for number, span in opened if span.end >= start]
        here = [
            (number, span)
            for number, span in opened
            if _touches(span.start, span.end, start, end) or span.start == span.end == end
        ]
        first = bisect.bisect_left(starts, start)
        inside = list(words[first : bisect.bisect_left(starts, end)])
        # Repairs are sorted and apart, so at most one of them began before the stretch and reaches into it.
        low = max(0, bisect.bisect_left(repair_starts, start) - 1)
        fixed = [
            repair
            for repair in repairs[low : bisect.bisect_right(repair_starts, end)]
            if _touches(repair.span.start, repair.span.end, start, end)
        ]
        yield list(_stretch(document.raw, start, end, findings=here, words=inside, repairs=fixed))


def _touches(start: int, end: int, low: int, high: int) -> bool:
    """Whether they overlap; what has no length belongs to the stretch that it begins or lies within."""
    return start < high and end > low if end > start else low <= start < max(high, low + 1)


def _stretch(  # noqa: PLR0913 - the three kinds of marks and where to cut
    raw: str,
    start: int,
    end: int,
    *,
    findings: Sequence[tuple[int, Span]],
    words: Sequence[tuple[int, int]],
    repairs: Sequence[Repair],
) -> Iterator[Piece]:
    edges = {start, end}
    for low, high in (
        *((span.start, span.end) for _, span in findings),
        *words,
        *((repair.span.start, repair.span.end) for repair in repairs),
    ):
        edges.update(edge for edge in (low, high) if start < edge < end)
    cuts = sorted(edges)
    points = _by_start((span, number) for number, span in findings if span.start == span.end)
    inserted = _by_start((repair.span, repair) for repair in repairs if repair.span.start == repair.span.end)
    # What has a length is met in text order; every cut lies within it or at its edges.
    marks = _Reach((span.start, span.end, number) for number, span in findings if span.start < span.end)
    fixes = _Reach((repair.span.start, repair.span.end, repair) for repair in repairs)
    lacks = _Reach((low, high, True) for low, high in words)
    for at, to in zip(cuts, (*cuts[1:], end), strict=True):
        here = tuple(points.get(at, ()))
        repair = next(iter(inserted.get(at, ())), None)
        if here or repair:
            yield Piece("", findings=here, repair=repair, repaired=repair is not None)
        if to > at:
            repair = next(iter(fixes.over(at, to)), None)
            yield Piece(
                raw[at:to],
                findings=tuple(marks.over(at, to)),
                missing=bool(lacks.over(at, to)),
                repair=repair,
                repaired=repair is not None and to == min(repair.span.end, end),
            )


def _by_start(items: Iterable[tuple[Span, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for span, item in items:
        found.setdefault(span.start, []).append(item)
    return found


class _Reach(Generic[T]):
    """Items with a start and an end, sorted by start, to be asked in text order what covers a piece."""

    def __init__(self, items: Iterable[tuple[int, int, T]]) -> None:
        self._items = list(items)
        self._next = 0
        self._open: list[tuple[int, int, T]] = []

    def over(self, at: int, to: int) -> list[T]:
        """Those that cover all from `at` to `to`, in order; `at` never goes back."""
        while self._next < len(self._items) and self._items[self._next][0] <= at:
            self._open.append(self._items[self._next])
            self._next += 1
        self._open = [item for item in self._open if item[1] > at]
        return [item for _, end, item in self._open if to <= end]


def _opened(stretches: Iterator[list[Piece]]) -> list[list[Piece]]:
    """The pieces with `opens` and `closes` set over all stretches together."""
    cut = list(stretches)
    first: dict[int, tuple[int, int]] = {}
    last: dict[int, tuple[int, int]] = {}
    for row, pieces in enumerate(cut):
        for column, piece in enumerate(pieces):
            for number in piece.findings:
                first.setdefault(number, (row, column))
                last[number] = (row, column)
    return [
        [
            replace(
                piece,
                opens=tuple(number for number in piece.findings if first[number] == (row, column)),
                closes=tuple(number for number in piece.findings if last[number] == (row, column)),
            )
            for column, piece in enumerate(pieces)
        ]
        for row, pieces in enumerate(cut)
    ]
