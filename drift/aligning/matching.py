"""Each token of both sides with its counterpart on the other, in the form that everything after the aligner reads."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from drift.aligning import words
from drift.language import language_of
from drift.records import WordMatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.aligning.cells import Cells
    from drift.aligning.words import Match, Words
    from drift.encoding import Encoded
    from drift.records import Alignment, Document, Token

    Tokens: TypeAlias = tuple[tuple[Token, ...], ...]
    Matches: TypeAlias = tuple[tuple[WordMatch, ...], ...]


def match_words(
    documents: Sequence[Document],
    tokens: Sequence[Tokens],
    encoded: Sequence[Sequence[Encoded]],
    alignment: Alignment,
    near: Cells | None = None,
) -> tuple[Matches, Matches]:
    """Of the original and of the rewrite a match for each token, by sentence.

    `near` are the pairs of sentences that are looked at for words that stand elsewhere, None for all.
    """
    a, b = (_words(*side) for side in zip(documents, tokens, encoded, strict=True))
    within = words.match_within(a, b, [(bead.original, bead.rewrite) for bead in alignment.beads])
    anywhere = words.match(a, b, near)
    return _by_sentence(within[0], anywhere[0], *tokens), _by_sentence(within[1], anywhere[1], *reversed(tokens))


def unmatched(tokens: Tokens) -> Matches:
    """The matches of a text that stands alone: nothing is missing from it."""
    return tuple((WordMatch(0.0, 0.0),) * len(row) for row in tokens)


def _words(document: Document, tokens: Tokens, encoded: Sequence[Encoded]) -> Words:
    own = language_of(document)
    return words.join(
        [
            words.gather(
                vectors,
                [(token.start - sentence.start, token.end - sentence.start) for token in row],
                [token.text for token in row],
                [token.lemma for token in row],
                own,
            )
            for sentence, row, vectors in zip(document.sentences, tokens, encoded, strict=True)
        ]
    )


def _by_sentence(within: Match, anywhere: Match, own: Tokens, other: Tokens) -> Matches:
    places = [(i, k) for i, row in enumerate(other) for k in range(len(row))]
    matches = _matches(within, anywhere, places)
    return tuple(tuple(islice(matches, len(row))) for row in own)


def _matches(within: Match, anywhere: Match, places: Sequence[tuple[int, int]]) -> Iterator[WordMatch]:
    """One for each token of a side; `places` are the sentence and token numbers of the other side's tokens."""
    found = zip(
        within.missing.tolist(), np.minimum(within.missing, anywhere.missing).tolist(),
        within.best.tolist(), within.cosine.tolist(), strict=True,
    )  # fmt: skip
    for missing, elsewhere, best, cosine in found:
        sentence, token = places[best] if best >= 0 else (-1, -1)
        yield WordMatch(round(missing, 4), round(elsewhere, 4), sentence, token, round(cosine, 4))
