"""The parse: our sentences, clean offsets, heads within the sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from drift.ground.cache import Cache
from drift.parsing import parse
from drift.records import Document

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.model
def test_a_kept_parse_is_the_same_and_needs_no_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import import_module

    module = import_module("drift.parsing.parser")
    texts = ["The  army denied it.", "\u201cNo,\u201d said \u00c9ric; he didn't.", "The  army denied it."]
    document = Document.from_sentences(texts)
    plain = parse(document)
    assert parse(document, cache=Cache(tmp_path / "kept.sqlite3")) == plain
    monkeypatch.setattr(module, "pipeline", None)  # nobody may ask for it
    assert parse(document, cache=Cache(tmp_path / "kept.sqlite3")) == plain
    with pytest.raises(TypeError):
        parse(Document.from_sentences([*texts, "Something new."]), cache=Cache(tmp_path / "kept.sqlite3"))
