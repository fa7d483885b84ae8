"""The raw text cut into pieces, so that overlapping findings, words and repairs can be marked in it.

Joined, the pieces of a stretch are that stretch of the raw text, character for character.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.records import Document, Repair, Span
    from drift.report import SideWords

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
    for start, end in stretches:
        here = [
            (number, span)
            for number, span in findings
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
    for at, to in zip(cuts, (*cuts[1:], end), strict=True):
        points = tuple(number for number, span in findings if span.start == span.end == at)
        inserted = next((repair for repair in repairs if repair.span.start == repair.span.end == at), None)
        if points or inserted:
            yield Piece("", findings=points, repair=inserted, repaired=inserted is not None)
        if to > at:
            repair = next((repair for repair in repairs if repair.span.start <= at and to <= repair.span.end), None)
            yield Piece(
                raw[at:to],
                findings=tuple(number for number, span in findings if span.start <= at and to <= span.end),
                missing=any(low <= at and to <= high for low, high in words),
                repair=repair,
                repaired=repair is not None and to == min(repair.span.end, end),
            )


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
