"""Which sentences stand at a place of the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.reading import sentence_at, sentences_of
from drift.records import Document, Span
from tests.reading.test_properties import ANY, attempt

THREE = Document.from_sentences(["One.", "Two.", "Three."])  # at 0 to 4, 5 to 9, 10 to 16


def span(document: Document, start: int, end: int) -> Span:
    return Span(start, end, document.raw[start:end])


@pytest.mark.parametrize(
    ("start", "end", "touched", "at"),
    [
        (0, 1, [0], 0),
        (3, 6, [0, 1], 0),
        (0, 16, [0, 1, 2], 0),
        (4, 5, [], 0),  # between two sentences
        (4, 6, [1], 0),
        (9, 11, [2], 1),
        (5, 5, [1], 1),  # an empty span lies in the sentence that begins there
        (7, 7, [1], 1),
        (4, 4, [], 0),
        (16, 16, [], 2),
    ],
)
def test_sentences_at_a_place(start: int, end: int, touched: list[int], at: int) -> None:
    assert list(sentences_of(THREE, span(THREE, start, end))) == touched
    assert sentence_at(THREE, start) == at


def test_a_document_without_sentences_has_none_anywhere() -> None:
    empty = Document("text", "text", ())
    assert list(sentences_of(empty, span(empty, 0, 4))) == []
    assert sentence_at(empty, 2) == 0


@given(text=ANY, data=st.data())
def test_a_search_finds_what_a_look_at_every_sentence_finds(text: str, data: st.DataObject) -> None:
    document = attempt(text)
    if document is None:
        return
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    own = [(sentence.index, sentence.span.start, sentence.span.end) for sentence in document.sentences]
    touched = [index for index, low, high in own if low < max(end, start + 1) and start < max(high, low + 1)]
    assert list(sentences_of(document, span(document, start, end))) == touched
    assert sentence_at(document, start) == max((index for index, low, _ in own if low <= start), default=0)
