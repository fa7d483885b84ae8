"""Comparisons for tests: sentences side by side, matched word by word with the packaged model."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from drift.aligning import words
from drift.encoding import open_encoder
from drift.facts import extract, parse
from drift.reading import read
from drift.records import Alignment, Bead, Comparison, Document, Side, WordMatch

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
    return Side(
        document, tokens, extract(document, tokens), tuple(tuple(WordMatch(0.0, 0.0) for _ in row) for row in tokens)
    )


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
    sides = [side(document) for document in documents]
    found = [_words(one) for one in sides]
    across = (
        {b.original[0]: b.rewrite for b in beads if b.original},
        {b.rewrite[0]: b.original for b in beads if b.rewrite},
    )
    matched = [
        Side(own.document, own.tokens, own.facts, _matches(found[k], found[1 - k], across[k]))
        for k, own in enumerate(sides)
    ]
    return Comparison(matched[0], matched[1], Alignment(tuple(beads)))


def _words(own: Side) -> list[words.Words]:
    encoded = encoder().encode_all([sentence.text for sentence in own.document.sentences])
    return [
        words.gather(item, [(t.start - s.start, t.end - s.start) for t in row], [t.lemma for t in row])
        for s, row, item in zip(own.document.sentences, own.tokens, encoded, strict=True)
    ]


def _matches(
    own: list[words.Words], other: list[words.Words], across: dict[int, tuple[int, ...]]
) -> tuple[tuple[WordMatch, ...], ...]:
    result = []
    for i, sentence in enumerate(own):
        there = across.get(i, ())
        match = words.match(sentence, words.join([other[j] for j in there]))
        everywhere = words.match(sentence, words.join(other)).missing
        places = [(j, k) for j in there for k in range(len(other[j].lemmas))]
        result.append(
            tuple(
                WordMatch(float(m), float(min(m, e)), *(places[b] if b >= 0 else (-1, -1)), float(c))
                for m, e, b, c in zip(match.missing, everywhere, match.best, match.cosine, strict=True)
            )
        )
    return tuple(result)
