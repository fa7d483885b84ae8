"""What the judge sees of a pair of passages: word pieces, their looks, and what the other side has of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

CLS, SEP = 101, 102  # BERT's ids of the marks that open a pair and end a passage
LONGEST = 250  # word pieces a side; a bead of more is read so far: both sides and the marks fit BERT's 512 places
MOST = 3  # sentences of the original that a claim is read beside: a summary's sentence joins what lies apart
LOOKS = 10  # codes of `Passage.looks`
ECHOES = 8  # codes of `Pair.echoes`


@dataclass(frozen=True, slots=True)
class Passage:
    """One side: `ids` of its m word pieces, their `looks`, both (m,), and contextual `vectors` (m, d)."""

    ids: Ints
    looks: Ints
    vectors: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages as one sequence of n pieces, with a mark before, between and after.

    `ids`, `sides` (0 or 1), `places` (from 0 on either side), `looks` and `echoes` have shape (n,), `vectors`
    (n, d) with zeros for the marks. `echoes` says whether the other side has the piece (1), with the piece before
    it (2), with the piece after it (4); `nearest` is the greatest cosine with a piece of the other side.
    """

    ids: Ints
    sides: Ints
    places: Ints
    looks: Ints
    echoes: Ints
    nearest: Floats
    vectors: Floats


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    from drift.encoding import packaged

    tokenizer = Tokenizer.from_file(str(packaged.folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def passages(texts: Sequence[str], encoded: Sequence[Encoded]) -> list[Passage]:
    """Each text with its encoding by the default encoder.

    Raises:
        ValueError: an encoding has other word pieces than the default encoder's.
    """
    found = []
    read = _tokenizer().encode_batch_fast(list(texts), add_special_tokens=False)
    for text, own, pieces in zip(texts, encoded, read, strict=True):
        ids = np.array(pieces.ids, dtype=np.int64)
        if len(ids) != len(own.pieces):
            msg = f"not the default encoder's word pieces: {len(own.pieces)} for {len(ids)} in {text[:40]!r}"
            raise ValueError(msg)
        found.append(Passage(ids, looks_of(text, own.offsets), own.pieces))
    return found


def nearest(similarities: NDArray[np.float32], kept: Collection[int] = ()) -> list[int]:
    """The sentences of the original that a claim is read beside: those `kept`, and the nearest, `MOST` in all.

    They come in text order. `similarities`, shape (n, m), are the cosines of the original's sentences and the claim's.
    """
    order = np.argsort(-similarities.max(axis=1), kind="stable").tolist()
    return sorted([*kept, *[k for k in order if k not in kept][: max(0, MOST - len(kept))]])


def join(parts: Sequence[Passage]) -> Passage:
    """Several sentences as one passage."""
    if len(parts) == 1:
        return parts[0]
    return Passage(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.looks for part in parts]),
        np.concatenate([part.vectors for part in parts]),
    )


def looks_of(text: str, offsets: NDArray[np.int32]) -> Ints:
    """Whether a piece is small, Capitalized, CAPITALS, a figure or a mark; 5 more where it touches the one before."""
    codes = np.zeros(len(offsets), dtype=np.int64)
    for k, (start, end) in enumerate(offsets.tolist()):
        piece = text[start:end]
        if any(map(str.isdigit, piece)):
            code = 3
        elif piece.islower():
            code = 0
        elif piece.isupper() and len(piece) > 1:
            code = 2
        elif piece[:1].isupper():
            code = 1
        else:
            code = 4
        codes[k] = code + 5 * (start > 0 and not text[start - 1].isspace())
    return codes


def pair(a: Passage, b: Passage) -> Pair:
    """Both passages as one sequence, each cut at `LONGEST` pieces."""
    n, m = min(LONGEST, len(a.ids)), min(LONGEST, len(b.ids))
    first, second = a.ids[:n], b.ids[:m]
    x, y = a.vectors[:n].astype(np.float32), b.vectors[:m].astype(np.float32)
    cosines = x @ y.T
    size = n + m + 3
    own = slice(1, n + 1), slice(n + 2, n + m + 2)
    ids = np.full(size, SEP, dtype=np.int64)
    ids[0] = CLS
    sides, places, looks, echoes = (np.zeros(size, dtype=np.int64) for _ in range(4))
    nearest, vectors = np.zeros(size, dtype=np.float32), np.zeros((size, a.vectors.shape[1]), dtype=np.float32)
    sides[n + 2 :] = 1
    places[: n + 2] = np.arange(n + 2)
    places[n + 2 :] = np.arange(1, m + 2)
    for place, side, passage, count, ones, others, rows in (
        (own[0], x, a, n, first, second, cosines),
        (own[1], y, b, m, second, first, cosines.T),
    ):
        ids[place] = ones
        looks[place] = passage.looks[:count]
        echoes[place] = echoes_of(ones.tolist(), others.tolist())
        vectors[place] = side
        if rows.size:
            nearest[place] = rows.max(axis=1)
    return Pair(ids, sides, places, looks, echoes, nearest, vectors)


def echoes_of(own: list[int], other: list[int]) -> list[int]:
    """Whether the other side has each piece (1), with the piece before it (2), with the piece after it (4)."""
    single = set(other)
    double = set(zip([CLS, *other], [*other, SEP], strict=True))
    left = [(x, y) in double for x, y in zip([CLS, *own], own, strict=False)]
    right = [(x, y) in double for x, y in zip(own, [*own[1:], SEP], strict=False)]  # of no pieces, none
    return [(x in single) + 2 * before + 4 * after for x, before, after in zip(own, left, right, strict=True)]
