"""Where the judge reads a change: the words whose pieces it tags, as stretches of the raw texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.reading import raw_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Comparison, Side, Span, Token

#: Log-odds from which a word counts as changed, and words between two of them that belong to the stretch. Read off the
#: marked words of the watched items of `training/rewrites` (`python -m training.judge.finish`).
MARKED = -0.5
BETWEEN = 2


def stretches(
    comparison: Comparison, rows: Sequence[int], columns: Sequence[int]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The changed stretches of some sentences of the original and of the rewrite, read together, in text order.

    Where no word of either side is tagged, the likeliest word of both.

    Raises:
        ValueError: the comparison has no original or no reader.
    """
    reader = comparison.cross_encoder
    if comparison.original is None or reader is None:
        msg = "stretches need two texts and a reader"
        raise ValueError(msg)
    sides = (comparison.original, rows), (comparison.rewrite, columns)
    tokens = [[token for k in own for token in side.tokens[k]] for side, own in sides]
    odds = [reader.altered(rows, columns, k, own) for k, own in enumerate(tokens)]
    top = max((value for own in odds for value in own), default=MARKED)
    least = min(MARKED, top)
    found = [
        tuple(_span(side, own[start : end + 1]) for start, end in _runs(own, values, least))
        for (side, _), own, values in zip(sides, tokens, odds, strict=True)
    ]
    return found[0], found[1]


def _runs(tokens: Sequence[Token], odds: Sequence[float], least: float) -> Iterator[tuple[int, int]]:
    """First and last token of each stretch whose words are likely enough, marks without a word left out."""
    start = end = -1
    for place, (token, value) in enumerate(zip(tokens, odds, strict=True)):
        if value < least or not any(map(str.isalnum, token.text)):
            continue
        if start >= 0 and place - end - 1 > BETWEEN:
            yield start, end
            start = -1
        start = place if start < 0 else start
        end = place
    if start >= 0:
        yield start, end


def _span(side: Side, tokens: Sequence[Token]) -> Span:
    return raw_span(side.document, tokens[0].start, tokens[-1].end)
