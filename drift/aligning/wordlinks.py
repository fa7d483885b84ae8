"""Which words of two sentences say the same thing: links between tokens, many to many.

A small network judges each pair of tokens by itself: their cosine, their lemmas, how far better counterparts
either has, how well the words around them go together. Two more judge it again, each among the opinions of the one
before it on the pair's neighbors, since words next to each other go with words next to each other (Lan, Jiang and
Xu 2021 on monolingual word alignment). What is said of (a, b) is said of (b, a).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.wordmodel import models
from drift.aligning.words import evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.aligning.words import Words

    Floats = NDArray[np.float32]

LINKED = 0.5  # more likely linked than not; the best F1 on MTRef and Newsela lies at 0.45 to 0.5
SHARPNESS = 12.0  # of the share that a pair has of all evidence of either token: cosines 0.06 apart count double
AROUND = 2  # tokens on either side that are looked at for a pair's surroundings


def links(a: Words, b: Words) -> frozenset[tuple[int, int]]:
    """The pairs (token of `a`, token of `b`) that correspond; tokens without a pair were dropped or added."""
    return frozenset((int(i), int(j)) for i, j in np.argwhere(probabilities(a, b) > LINKED))


def probabilities(a: Words, b: Words) -> Floats:
    """The probability of a link for every pair, shape (n, m)."""
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)), np.float32)
    first, *others = models().links
    seen = pair_inputs(a, b)
    result = first(seen)
    for net in others:
        result = net(link_inputs(seen, result))
    return result


def pair_inputs(a: Words, b: Words) -> Floats:
    """What the first network sees of each pair, shape (n, m, 14), its inputs the same for (a, b) and (b, a)."""
    cosine = a.vectors @ b.vectors.T
    same = (a.lemmas[:, None] == b.lemmas[None, :]).astype(np.float32)
    found = evidence(a, b)
    rows, columns = found.max(axis=1, keepdims=True) - found, found.max(axis=0, keepdims=True) - found
    share = np.exp((_log_share(found, 1) + _log_share(found, 0)) / 2)
    weights, others = a.weights[:, None], b.weights[None, :]
    marks, signs = a.marks[:, None], b.marks[None, :]
    little, small = (weights == 0) & ~marks, (others == 0) & ~signs
    return _stack(
        cosine, same, share, np.minimum(rows, columns), np.maximum(rows, columns), _surroundings(found),
        np.minimum(weights, others), np.abs(weights - others), marks & signs, marks != signs, little & small,
        little != small, cosine * (little & small), same * (little & small),
    )  # fmt: skip


def link_inputs(seen: Floats, first: Floats) -> Floats:
    """What a later network sees of each pair, shape (n, m, 28): the same, and the former's opinion around it."""
    steps = (-1, 1)
    phrase = [(shifted(first, 0, d), shifted(first, d, 0)) for d in steps]  # the same token with a neighbor
    rows, columns = _rival(first), _rival(first.T).T
    total, down = first.sum(axis=1, keepdims=True) - first, first.sum(axis=0, keepdims=True) - first
    around = _stack(
        first, np.log((first + 1e-4) / (1 - first + 1e-4)),
        shifted(first, -1, -1), shifted(first, 1, 1), shifted(first, -2, -2), shifted(first, 2, 2),
        *(np.maximum(shifted(first, d, 2 * d), shifted(first, 2 * d, d)) for d in steps),
        *(np.maximum(*both) for both in phrase),
        np.maximum(rows, columns), np.minimum(rows, columns), np.maximum(total, down), np.minimum(total, down),
    )  # fmt: skip
    return np.concatenate([seen, around], axis=-1)


def _stack(*parts: NDArray[np.generic]) -> Floats:
    return np.stack(np.broadcast_arrays(*parts), axis=-1).astype(np.float32)


def _log_share(found: Floats, axis: int) -> Floats:
    """Logarithm of each cell's share of its row or column."""
    scaled = SHARPNESS * (found - found.max(axis=axis, keepdims=True))
    return np.asarray(scaled - np.log(np.exp(scaled).sum(axis=axis, keepdims=True)), dtype=np.float32)


def _surroundings(found: Floats) -> Floats:
    """Mean over a token's neighbors of their best evidence among its counterpart's neighbors, both ways."""
    both: Floats = (_near(found) + _near(found.T).T) / np.float32(2)
    return both


def _near(found: Floats) -> Floats:
    steps = range(-AROUND, AROUND + 1)
    best = np.max([shifted(found, 0, d) for d in steps], axis=0)
    inside = np.ones_like(found)
    total, count = (np.sum([shifted(cells, d, 0) for d in steps], axis=0) for cells in (best, inside))
    return np.asarray(total / count, dtype=np.float32)


def _rival(first: Floats) -> Floats:
    """For each cell the highest other value in its row."""
    high = np.sort(first, axis=1)
    second = high[:, -2:-1] if first.shape[1] > 1 else np.zeros_like(high)
    return np.where(first >= high[:, -1:], second, high[:, -1:])


def shifted(cells: Floats, down: int, right: int) -> Floats:
    """The cells `down` rows below and `right` columns to the right of each; 0 beyond the edge."""
    n, m = cells.shape
    result = np.zeros_like(cells)
    rows, columns = slice(max(0, -down), min(n, n - down)), slice(max(0, -right), min(m, m - right))
    if rows.start < rows.stop and columns.start < columns.stop:
        result[rows, columns] = cells[
            rows.start + down : rows.stop + down, columns.start + right : columns.stop + right
        ]
    return result
