"""Beads: the order-preserving set of links of highest total log-odds, exact.

Only links that are likelier than not can add to the total, and a sentence left out adds nothing, so what each
pair of texts makes likely is the only price of a null. A link may extend the one before it in its row or column:
that is a merge or a split, and each of its links has to be likelier than not by itself.
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

# Log-odds lost where a bead turns from one row along a column, which makes it n-m: of the gold beads of
# ArgRewrite v2 and the round trip, 0 in 3,000; of the Aesop translations 1 in 15.
TURN = 2.0

Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Links (row, column) that hang together, in order, and the log-odds of the weakest."""

    links: tuple[Link, ...]
    odds: float

    @property
    def original(self) -> range:
        """The rows, without a gap."""
        return range(self.links[0][0], self.links[-1][0] + 1)

    @property
    def rewrite(self) -> range:
        """The columns, without a gap."""
        return range(self.links[0][1], self.links[-1][1] + 1)


class _State(NamedTuple):
    """A chain that ends in a link; `way` tells how the link hangs on the one before: new, along, or down."""

    total: float
    link: Link
    odds: float
    way: str
    before: _State | None


def chain(cells: Cells, odds: NDArray[np.float64]) -> list[Pairing]:
    """The chain of links with the highest sum of `odds` (k,), as pairings in order."""
    best = _Prefix(cells.width)
    above: dict[int, tuple[_State, ...]] = {}
    last = -1
    for i, row in _rows(cells, odds):
        if i != last + 1:
            above = {}
        here: dict[int, tuple[_State, ...]] = {}
        for j, gain in row:
            states = [_grown(best.before(j), (i, j), gain, "new")]
            for way, beside in (("along", here.get(j - 1, ())), ("down", above.get(j, ()))):
                if beside:
                    turned = max(beside, key=lambda state: state.total - TURN * _turns(state, way))
                    states.append(_grown(turned, (i, j), gain - TURN * _turns(turned, way), way, odds=gain))
            here[j] = tuple(states)
        for j, ends in here.items():
            best.add(j, max(ends, key=lambda state: state.total))
        above, last = here, i
    return _pairings(best.before(cells.width))


def _rows(cells: Cells, odds: NDArray[np.float64]) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """The likely cells by row."""
    likely = np.flatnonzero(odds > 0)
    bounds = np.flatnonzero(np.diff(cells.rows[likely], prepend=-1, append=-1))
    for start, end in itertools.pairwise(bounds):
        chosen = likely[start:end]
        yield int(cells.rows[chosen[0]]), list(zip(cells.columns[chosen].tolist(), odds[chosen].tolist(), strict=True))


def _turns(state: _State, way: str) -> bool:
    return state.way not in {"new", way}


def _grown(state: _State | None, link: Link, gain: float, way: str, *, odds: float | None = None) -> _State:
    return _State((state.total if state else 0.0) + gain, link, gain if odds is None else odds, way, state)


def _pairings(state: _State | None) -> list[Pairing]:
    result: list[Pairing] = []
    links: list[Link] = []
    weakest = np.inf
    while state is not None:
        links.append(state.link)
        weakest = min(weakest, state.odds)
        if state.way == "new":
            result.append(Pairing(tuple(reversed(links)), weakest))
            links, weakest = [], np.inf
        state = state.before
    return result[::-1]


class _Prefix:
    """The best state of all columns before one (Fenwick 1994); earlier ones stay where totals are equal."""

    def __init__(self, width: int) -> None:
        self._tree: list[_State | None] = [None] * (width + 1)

    def add(self, column: int, state: _State) -> None:
        at = column + 1
        while at < len(self._tree):
            held = self._tree[at]
            if held is None or state.total > held.total:
                self._tree[at] = state
            at += at & -at

    def before(self, column: int) -> _State | None:
        best = None
        at = column
        while at > 0:
            held = self._tree[at]
            if held is not None and (best is None or held.total > best.total):
                best = held
            at -= at & -at
        return best
