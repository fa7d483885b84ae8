"""The order-preserving set of links of highest total log-odds, exact.

Only links that are likelier than not can add to the total, and a sentence left out adds nothing: what a pair of
texts makes likely is the only price of a null.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.aligning.cells import Cells


@dataclass(frozen=True, slots=True)
class Pairing:
    """A run of rows that renders a run of columns, and the log-odds of what is least likely about it."""

    original: range
    rewrite: range
    odds: float


class _Chain(NamedTuple):
    """A chain by its last link and the chain before it."""

    total: float
    row: int
    column: int
    odds: float
    before: _Chain | None


def chain(cells: Cells, odds: NDArray[np.float64]) -> list[Pairing]:
    """The links, each later than the one before on both sides, with the highest sum of `odds` (k,), in order."""
    best = _Prefix(cells.width)
    for row, links in _rows(cells, odds):
        grown = []
        for column, gain in links:
            before = best.before(column)
            grown.append(_Chain((before.total if before else 0.0) + gain, row, column, gain, before))
        for item in grown:  # only now: two links of one row are no chain
            best.add(item)
    result = []
    link = best.before(cells.width)
    while link is not None:
        result.append(Pairing(range(link.row, link.row + 1), range(link.column, link.column + 1), link.odds))
        link = link.before
    return result[::-1]


def _rows(cells: Cells, odds: NDArray[np.float64]) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """The likely cells by row."""
    likely = np.flatnonzero(odds > 0)
    bounds = np.flatnonzero(np.diff(cells.rows[likely], prepend=-1, append=-1))
    for start, end in itertools.pairwise(bounds):
        chosen = likely[start:end]
        yield int(cells.rows[chosen[0]]), list(zip(cells.columns[chosen].tolist(), odds[chosen].tolist(), strict=True))


class _Prefix:
    """The best chain that ends before a column (Fenwick 1994); of equal ones the first."""

    def __init__(self, width: int) -> None:
        self._tree: list[_Chain | None] = [None] * (width + 1)

    def add(self, item: _Chain) -> None:
        at = item.column + 1
        while at < len(self._tree):
            held = self._tree[at]
            if held is None or item.total > held.total:
                self._tree[at] = item
            at += at & -at

    def before(self, column: int) -> _Chain | None:
        best = None
        at = column
        while at > 0:
            held = self._tree[at]
            if held is not None and (best is None or held.total > best.total):
                best = held
            at -= at & -at
        return best
