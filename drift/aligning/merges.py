"""Sentences that are merged or split: what stands alone beside a pairing and belongs to it.

A sentence joins the pairing next to it when that is likelier than not: when the other side holds what it says, and
better than any sentence around does; when the pairing gains by it; and when the sides' lengths make room for it.
The likeliest joins first, and what it makes likely is asked again.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.beads import Pairing
from drift.aligning.odds import BACKGROUND, RAISED, learned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.aligning.odds import Evidence
    from drift.aligning.sentences import Run, Sentences

    Free = tuple[NDArray[np.bool_], NDArray[np.bool_]]

# Log-odds lost by what makes a bead n-m: none of the 3,000 gold beads of ArgRewrite v2 and the round trip is one,
# 1 in 15 of the Aesop translations is.
TURN = 2.0
REACH = 4  # sentences; further away the same topic comes up again for reasons of its own (1 and 2 do worse, 999 too)


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a pair of texts and the other, so that both directions read alike.

    `found` (k,) tells for each cell how much of this side's sentence the other side's holds, `across` (k,) which
    that is; the cells of sentence s stand from `bounds[s]` to `bounds[s + 1]`.
    """

    own: Sentences
    other: Sentences
    found: NDArray[np.float64]
    across: NDArray[np.int64]
    bounds: NDArray[np.int64]
    typical: float

    def features(self, sentence: int, beside: range, across: range) -> dict[str, float]:
        """What tells whether `sentence`, next to the run `beside` of its own side, belongs to the run `across`."""
        pieces = self.own.run(range(sentence, sentence + 1))
        held = self.own.run(beside)
        asked = self.other.run(across)
        contained = _share(pieces, asked)
        grown = range(min(sentence, beside.start), max(sentence + 1, beside.stop))
        lengths = [
            float(side.lengths[run.start : run.stop].sum()) for side, run in ((self.other, across), (self.own, grown))
        ]
        return {
            "contained": contained,
            "home": contained - self._rival(sentence, across),
            "gain": _share(asked, self.own.run(grown)) - _share(asked, held),
            "typical overlap": self.typical,
            "room": math.log(lengths[0] / lengths[1]),
        }

    def _rival(self, sentence: int, across: range) -> float:
        """How much of the sentence the best sentence near the run, but outside it, holds."""
        cut = slice(self.bounds[sentence], self.bounds[sentence + 1])
        near = self.across[cut]
        before = (near >= across.start - REACH) & (near < across.start)
        after = (near >= across.stop) & (near < across.stop + REACH)
        return float(self.found[cut][before | after].max(initial=BACKGROUND))


def halves(a: Sentences, b: Sentences, evidence: Evidence) -> tuple[Half, Half]:
    """The texts from the side of the original and from that of the rewrite."""
    cells, typical = evidence.cells, evidence.typical
    down, across = np.arange(cells.height + 1), np.arange(cells.width + 1)
    order = np.argsort(cells.columns, kind="stable")
    return (
        Half(a, b, evidence.recall, cells.columns, np.searchsorted(cells.rows, down), typical),
        Half(
            b,
            a,
            evidence.precision[order],
            cells.rows[order],
            np.searchsorted(cells.columns[order], across),
            typical,
        ),
    )


def join(sides: tuple[Half, Half], pairings: Sequence[Pairing], free: Free) -> list[Pairing]:
    """The pairings grown by the `free` sentences beside them that belong to them, which are free no longer."""
    grown = list(pairings)
    queue: list[tuple[float, int, int, int, Pairing]] = []

    def ask(k: int) -> None:
        runs = grown[k].original, grown[k].rewrite
        for side in (0, 1):
            own, across = runs[side], runs[1 - side]
            for sentence in (own.start - 1, own.stop):
                if 0 <= sentence < len(free[side]) and free[side][sentence]:
                    odds = _odds(sides[side].features(sentence, own, across)) - TURN * (len(across) > 1)
                    if odds > 0:
                        heapq.heappush(queue, (-odds, k, side, sentence, grown[k]))

    for k in range(len(grown)):
        ask(k)
    while queue:
        negative, k, side, sentence, asked = heapq.heappop(queue)
        if grown[k] is not asked or not free[side][sentence]:
            continue  # it has grown since, and was asked again
        free[side][sentence] = False
        runs = [asked.original, asked.rewrite]
        runs[side] = range(min(sentence, runs[side].start), max(sentence + 1, runs[side].stop))
        grown[k] = Pairing(runs[0], runs[1], min(asked.odds, -negative))
        ask(k)
    return grown


def _odds(features: dict[str, float]) -> float:
    weights = learned()["beside"]
    weighed = sum(weights[name] * value for name, value in features.items())
    return float(weighed + weights["intercept"] + RAISED)


def _share(pieces: Run, other: Run) -> float:
    """How much of a run's content the other run holds: the mean best cosine of its word pieces, by their weight."""
    best = (pieces.vectors @ other.vectors.T).max(axis=1)
    return float(best @ pieces.weights / pieces.weights.sum())
