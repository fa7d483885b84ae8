"""Comparisons for tests: sentences side by side, matched word by word with the packaged model."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from drift.aligning import match_words, unmatched
from drift.encoding import open_encoder
from drift.facts import extract
from drift.parsing import parse
from drift.reading import read
from drift.records import Alignment, Bead, Comparison, Document, Side

if TYPE_CHECKING:
    from drift.encoding import Encoder


@functools.cache
def encoder() -> Encoder:
    return open_encoder(None, cache=False)


def alone(text: str | list[str]) -> Comparison:
    document = read(text, repair=False) if isinstance(text, str) else Document.from_sentences(text)
    return Comparison(None, side(document), Alignment(()))


def side(document: Document) -> Side:
    tokens = parse(document)
    return Side(document, tokens, extract(document, tokens), unmatched(tokens))


def beside(original: str | list[str], rewrite: str | list[str]) -> Comparison:
    """Sentence i beside sentence i; an empty string stands for a missing one."""
    ours, theirs = ([text] if isinstance(text, str) else text for text in (original, rewrite))
    pairs = [(here, there) for here, there in zip(ours, theirs, strict=True) if here or there]
    documents = [Document.from_sentences([texts[k] for texts in pairs if texts[k]]) for k in (0, 1)]
    beads, i, j = [], 0, 0
    for here, there in pairs:
        kind = "paraphrase" if here and there else "omitted" if here else "added"
        beads.append(Bead((i,) if here else (), (j,) if there else (), kind, 0.9 if here and there else 0.0, 0.1))
        i, j = i + bool(here), j + bool(there)
    alignment = Alignment(tuple(beads))
    sides = [side(document) for document in documents]
    matched = match_words(
        documents,
        [own.tokens for own in sides],
        [encoder().encode_all([sentence.text for sentence in document.sentences]) for document in documents],
        alignment,
    )
    return Comparison(*(replace(own, words=words) for own, words in zip(sides, matched, strict=True)), alignment)
