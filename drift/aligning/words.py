"""Word by word: how much of each token's meaning the other side lacks.

The contextual vector of a token is the mean of its word pieces' vectors. Its counterpart is the token of the
other side with the best cosine (DiffAlign, Vamvas and Sennrich 2023); a token that the other side has letter by
letter, or that differs in spelling only, lacks little even where the context has moved its vector.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded

# Cosines of contextual word vectors (all-MiniLM-L6-v2, last layer): unrelated words of two sentences reach
# 0.3 at best, a word and itself in a paraphrase 0.85 (medians, round-trip articles).
UNRELATED, SAME = 0.30, 0.85
LEXICAL = 0.10  # added to the cosine of a token with its own lemma on the other side


STOPS = frozenset(".!?")
STOP_WORD = 3  # letters; shorter tokens that end in a full stop are mostly abbreviations


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens as vectors (n, d) of unit length or zero, and `lemmas` (n,): hashes of their folded lemmas."""

    vectors: NDArray[np.float32]
    lemmas: NDArray[np.uint64]

    def __len__(self) -> int:
        """How many tokens."""
        return len(self.lemmas)


@dataclass(frozen=True, slots=True)
class Match:
    """Per token of one side: `missing` in [0, 1], `best` index on the other side (-1 none), its `cosine`."""

    missing: NDArray[np.float32]
    best: NDArray[np.int64]
    cosine: NDArray[np.float32]


def gather(encoded: Encoded, spans: Sequence[tuple[int, int]], lemmas: Sequence[str]) -> Words:
    """Vectors of the tokens at character `spans` of an encoded text: the mean of the pieces that touch them."""
    width = encoded.vector.shape[0]
    vectors = np.zeros((len(spans), width), dtype=np.float32)
    starts, ends = encoded.offsets[:, 0], encoded.offsets[:, 1]
    first = np.searchsorted(ends, [start for start, _ in spans], side="right")
    last = np.searchsorted(starts, [end for _, end in spans], side="left")
    for k, (low, high) in enumerate(zip(first, last, strict=True)):
        if low < high:
            mean = encoded.pieces[low:high].mean(axis=0, dtype=np.float32)
            norm = float(np.linalg.norm(mean))
            vectors[k] = mean / norm if norm > 0 else mean
    return Words(vectors, np.array([_identity(lemma.casefold()) for lemma in lemmas], dtype=np.uint64))


@cache
def _identity(lemma: str) -> int:
    """A number that stands for a lemma, so that many are compared at once; the same in every run."""
    return int.from_bytes(hashlib.blake2b(lemma.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def sentences(tokens: Sequence[str]) -> list[range]:
    """Runs of tokens that end in a full stop, question or exclamation mark; each is encoded by itself."""
    ends = [
        k + 1 for k, token in enumerate(tokens) if token in STOPS or (len(token) > STOP_WORD and token[-1] in ".!?")
    ]
    bounds = [0, *ends] if ends and ends[-1] == len(tokens) else [0, *ends, len(tokens)]
    return [range(start, end) for start, end in itertools.pairwise(bounds) if start < end]


def join(parts: Sequence[Words]) -> Words:
    """The words of several sentences as one sequence."""
    return Words(
        np.concatenate([part.vectors for part in parts]) if parts else np.zeros((0, 1), dtype=np.float32),
        np.concatenate([part.lemmas for part in parts]) if parts else np.zeros(0, dtype=np.uint64),
    )


def match(side: Words, other: Words) -> Match:
    """What `side`'s tokens find in `other`."""
    n = len(side)
    if not n or not len(other):
        return Match(np.ones(n, np.float32), np.full(n, -1, np.int64), np.zeros(n, np.float32))
    cosines = side.vectors @ other.vectors.T
    evidence = cosines + LEXICAL * (side.lemmas[:, None] == other.lemmas[None, :])
    best = evidence.argmax(axis=1)
    top = evidence[np.arange(n), best]
    missing = np.clip((SAME - top) / (SAME - UNRELATED), 0.0, 1.0).astype(np.float32)
    return Match(missing, best, cosines[np.arange(n), best].astype(np.float32))
