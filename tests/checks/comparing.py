"""Comparisons for tests: sentences side by side, matched word by word with the packaged model."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeAlias

from drift.aligning import match_words, unmatched
from drift.encoding import open_encoder
from drift.facts import extract
from drift.judging import PairCrossEncoder
from drift.parsing import parse_all
from drift.reading import read
from drift.records import Alignment, Bead, Comparison, Document, Side
from tests.caching import cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.encoding import TextEncoder

Text: TypeAlias = str | list[str]


@functools.cache
def encoder() -> TextEncoder:
    return open_encoder(None, cache=cache())


def alone(text: Text) -> Comparison:
    """A rewrite without its original; a string is read as a text is, a list gives the sentences."""
    return compared([(None, text)])[0]


def beside(original: Text, rewrite: Text) -> Comparison:
    """Sentence i beside sentence i; an empty string stands for a missing one."""
    return compared([(original, rewrite)])[0]


def compared(pairs: Sequence[tuple[Text | None, Text]]) -> list[Comparison]:
    """Each pair as `beside` or, where there is no original, `alone` has it: all are parsed and encoded at once."""
    laid = [_laid(original, rewrite) for original, rewrite in pairs]
    documents = [document for own, _ in laid for document in own]
    tokens = iter(parse_all(documents, cache=cache()))
    sentences = [
        [sentence.text for sentence in document.sentences] for own, _ in laid if len(own) == 2 for document in own
    ]
    texts = sorted({text for own in sentences for text in own})
    vectors = dict(zip(texts, encoder().encode_all(texts), strict=True))
    comparisons = []
    for own, alignment in laid:
        parsed = [next(tokens) for _ in own]
        facts = [extract(document, row) for document, row in zip(own, parsed, strict=True)]
        if len(own) == 1:
            comparisons.append(Comparison(None, Side(own[0], parsed[0], facts[0], unmatched(parsed[0])), alignment))
            continue
        encoded = [[vectors[sentence.text] for sentence in document.sentences] for document in own]
        words = match_words(own, parsed, encoded, alignment)
        sides = [Side(*parts) for parts in zip(own, parsed, facts, words, strict=True)]
        reader = PairCrossEncoder((own[0], own[1]), (encoded[0], encoded[1]))
        comparisons.append(Comparison(*sides, alignment, reader))
    return comparisons


def _laid(original: Text | None, rewrite: Text) -> tuple[list[Document], Alignment]:
    if original is None:
        document = read(rewrite, repair=False) if isinstance(rewrite, str) else Document.from_sentences(rewrite)
        return [document], Alignment(())
    ours, theirs = ([text] if isinstance(text, str) else text for text in (original, rewrite))
    rows = [(here, there) for here, there in zip(ours, theirs, strict=True) if here or there]
    beads, i, j = [], 0, 0
    for here, there in rows:
        kind = "paraphrase" if here and there else "omitted" if here else "added"
        beads.append(Bead((i,) if here else (), (j,) if there else (), kind, 0.9 if here and there else 0.0, 0.1))
        i, j = i + bool(here), j + bool(there)
    documents = [Document.from_sentences([texts[k] for texts in rows if texts[k]]) for k in (0, 1)]
    return documents, Alignment(tuple(beads))
