"""Which pairs of sentences are looked at, and lookups among them.

Articles are small: every pair is looked at. Of book-sized texts each sentence is looked at with its nearest
sentences of the other text and with those beside them, so that memory grows with the length of the texts and not
with its square. Where more sentences are equal than are near, such as the rows of a form, the nearest are any of them:
each is looked at with the equal one that comes as many times after the first, or before the last.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

EVERY = 62_500  # pairs: up to 250 sentences against 250 all are looked at, in about a second
# Pairs of word pieces that this may take: 250 sentences of 56 pieces against as many. Articles have half of that; texts
# with longer sentences, up to a thousand words each, would take the square of their length.
PIECES = 200_000_000
NEAREST = 8  # of 1,445 links of the round-trip articles strung together to a book all are among the 8 of either side
BESIDE = 2  # of them, whose neighbors are looked at too
HUB = 3  # sentences whose mean closeness tells how close everything is to a sentence (Lample et al. 2018 take 10 words)
BLOCK = 256  # rows of cosines held at a time


@dataclass(frozen=True, slots=True)
class Cells:
    """Pairs of sentences, k of them, sorted by row and then column; `rows` and `columns` have shape (k,)."""

    height: int
    width: int
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    def __len__(self) -> int:
        """How many pairs."""
        return len(self.rows)

    def at(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """The position of each pair among the cells, -1 where it is not among them or outside the texts."""
        inside = (rows >= 0) & (rows < self.height) & (columns >= 0) & (columns < self.width)
        keys = self.rows * self.width + self.columns
        wanted = np.where(inside, rows * self.width + columns, -1)
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(inside & (keys[found] == wanted), found, -1)


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each of n sentences its nearest ones: `indices` and `cosines` (n, k), best first."""

    indices: NDArray[np.int64]
    cosines: NDArray[np.float32]

    @property
    def hub(self) -> NDArray[np.float32]:
        """Mean cosine with the `HUB` nearest, shape (n,): high for a sentence that everything is close to."""
        mean: NDArray[np.float32] = self.cosines[:, :HUB].mean(axis=1)
        return mean


def nearest(a: NDArray[np.float32], b: NDArray[np.float32]) -> Nearest:
    """For each unit vector of `a` (n, d) the `NEAREST` of `b` (m, d) by cosine."""
    count = min(NEAREST, len(b))
    indices = np.empty((len(a), count), dtype=np.int64)
    cosines = np.empty((len(a), count), dtype=np.float32)
    for start in range(0, len(a), BLOCK):
        block = a[start : start + BLOCK] @ b.T
        best = np.argpartition(-block, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(block, best, axis=1)
        order = np.lexsort((best, -values), axis=1)
        indices[start : start + BLOCK] = np.take_along_axis(best, order, axis=1)
        cosines[start : start + BLOCK] = np.take_along_axis(values, order, axis=1)
    return Nearest(indices, cosines)


def choose(down: Nearest, across: Nearest, texts: tuple[Sequence[str], Sequence[str]], *, every: int = EVERY) -> Cells:
    """The pairs to look at: all, if at most `every`, else the nearest of either text, those beside them, and equals."""
    n, m = len(down.indices), len(across.indices)
    if n * m <= every:
        keys = np.arange(n * m)
    else:
        same = np.array([i * m + j for i, j in _equal(*texts)], dtype=np.int64)
        near = _around(down, n, m, turned=False), _around(across, n, m, turned=True)
        keys = np.unique(np.concatenate([*near, same]))
    return Cells(n, m, keys // m, keys % m)


def _equal(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each sentence with the equal one of the other text, counted from the first of them and from the last."""
    ours, theirs = _places(a), _places(b)
    for text in ours.keys() & theirs.keys():
        yield from zip(ours[text], theirs[text], strict=False)
        yield from zip(reversed(ours[text]), reversed(theirs[text]), strict=False)


def _places(texts: Sequence[str]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        found[text].append(place)
    return found


def _around(near: Nearest, n: int, m: int, *, turned: bool) -> NDArray[np.int64]:
    """Keys (row * m + column) of the nearest pairs and of the pairs beside the best of them."""
    own = np.repeat(np.arange(len(near.indices)), near.indices.shape[1])
    other = near.indices.ravel()
    top = (np.arange(near.indices.shape[1]) < BESIDE)[None, :].repeat(len(near.indices), axis=0).ravel()
    keys = []
    for di in (-1, 0, 1):
        for dj in (-1, 0, 1):
            chosen = slice(None) if di == dj == 0 else top
            rows, columns = own[chosen] + di, other[chosen] + dj
            if turned:
                rows, columns = columns, rows
            inside = (rows >= 0) & (rows < n) & (columns >= 0) & (columns < m)
            keys.append(rows[inside] * m + columns[inside])
    return np.concatenate(keys)
