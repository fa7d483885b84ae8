"""The parse: our sentences, clean offsets, heads within the sentence."""

from __future__ import annotations

from dataclasses import replace

from drift.facts import parse
from drift.records import Document


def test_one_row_a_sentence_with_exact_offsets() -> None:
    document = Document.from_sentences(["Boris Johnson  met them.", "He left the U.S. on Monday."])
    rows = parse(document)
    assert len(rows) == 2
    for sentence, row in zip(document.sentences, rows, strict=True):
        assert row
        for token in row:
            assert document.clean[token.start : token.end] == token.text
            assert sentence.start <= token.start < token.end <= sentence.end
            assert 0 <= token.head < len(row)
        assert sum(token.head == index for index, token in enumerate(row)) == 1


def test_furniture_and_blank_sentences_are_not_parsed() -> None:
    document = Document.from_sentences(["Leave a Reply", " ", "He left."])
    first, *rest = document.sentences
    document = replace(document, sentences=(replace(first, kind="furniture"), *rest))
    assert [bool(row) for row in parse(document)] == [False, False, True]


def test_a_document_without_prose() -> None:
    assert parse(Document.from_sentences([])) == ()
