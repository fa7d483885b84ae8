"""Which sentences stand at a place of the raw text, by bisection: sentences stand in text order, ends and all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.records import Document, Sentence, Span


def sentence_at(document: Document, position: int) -> int:
    """Index of the sentence that holds a raw offset; between two it is the one before, before all the first: 0."""
    return max(0, bisect_right(document.sentences, position, key=_start) - 1)


def sentences_of(document: Document, span: Span) -> range:
    """Indices of the sentences that a raw span touches, in text order; none where it lies between two.

    What is empty, a span or a sentence, counts as the one character that stands at its place.
    """
    first = bisect_right(document.sentences, span.start, key=_end)
    return range(first, bisect_left(document.sentences, max(span.end, span.start + 1), lo=first, key=_start))


def _start(sentence: Sentence) -> int:
    return sentence.span.start


def _end(sentence: Sentence) -> int:
    return max(sentence.span.end, sentence.span.start + 1)
