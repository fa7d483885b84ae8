"""What a comparison leaves for whoever looks closer at a report: marked words, facts, counterparts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.aligning import content
from drift.facts import agree
from drift.language import language_of
from drift.reading import raw_span
from drift.results.report import Details

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.records import Comparison, Side, Span, Token, WordMatch
    from drift.results.report import SideWords


def details(comparison: Comparison) -> Details:
    """The facts of both sides and whether the other side has them too, and the counterparts of content words."""
    original, rewrite = comparison.original, comparison.rewrite
    if original is None:
        return Details(((), rewrite.facts), ((), (False,) * len(rewrite.facts)), ((), (None,) * len(marked(rewrite))))
    beads = comparison.alignment.beads
    return Details(
        (original.facts, rewrite.facts),
        (
            tuple(_met(original, rewrite, {i: bead.rewrite for bead in beads for i in bead.original})),
            tuple(_met(rewrite, original, {j: bead.original for bead in beads for j in bead.rewrite})),
        ),
        (tuple(_counterparts(original, rewrite)), tuple(_counterparts(rewrite, original))),
    )


def marked(side: Side | None) -> SideWords:
    """Content words with their raw offsets and matches, in text order."""
    if side is None:
        return ()
    spans = ((raw_span(side.document, token.start, token.end), found) for token, found in _content(side))
    return tuple((span.start, span.end, found) for span, found in spans)


def _met(side: Side, other: Side, opposite: Mapping[int, tuple[int, ...]]) -> Iterator[bool]:
    """Of each fact of a side, whether one of the sentences `opposite` its own has a fact that agrees with it."""
    own = language_of(side.document)
    for fact in side.facts:
        yield any(agree(fact, another, own) for another in other.of(fact.kind, opposite.get(fact.sentence, ())))


def _counterparts(side: Side, other: Side) -> Iterator[Span | None]:
    """Of each content word of a side, the raw span of the word on the other side that comes nearest."""
    for _, found in _content(side):
        if found.token < 0:
            yield None
        else:
            token = other.tokens[found.sentence][found.token]
            yield raw_span(other.document, token.start, token.end)


def _content(side: Side) -> Iterator[tuple[Token, WordMatch]]:
    own = language_of(side.document)
    for row, matches in zip(side.tokens, side.words, strict=True):
        yield from (pair for pair in zip(row, matches, strict=True) if content(pair[0].text, own) > 0)
