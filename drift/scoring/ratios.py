"""A score as a ratio of sums over beads, with its bootstrap interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.records import Score

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 1000  # bootstrap samples: the interval's ends vary by about 0.005 between seeds on the seed pair
SEED = 20240229  # any fixed number: the interval must be the same on every run


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a score counts, bead by bead, and how much there is of it."""

    part: NDArray[np.float64]
    whole: NDArray[np.float64]
    scale: float = 1.0
    empty: float = 1.0

    def value(self, draws: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """The ratio of all beads, shape (1,), or of each row of drawn beads, shape (draws,)."""
        part = self.part[draws].sum(axis=1) if draws is not None else self.part.sum(keepdims=True)
        whole = self.whole[draws].sum(axis=1) if draws is not None else self.whole.sum(keepdims=True)
        ratio = np.divide(part, whole, out=np.full_like(part, self.empty), where=whole > 0)
        result: NDArray[np.float64] = np.clip(ratio, 0.0, 1.0) * self.scale
        return result


def drawn(count: int) -> NDArray[np.int64] | None:
    """The beads of each bootstrap sample, shape (DRAWS, count): the same on every run. None where there are none."""
    return np.random.default_rng(SEED).integers(0, count, size=(DRAWS, count)) if count else None


def measured(ratio: Ratio, draws: NDArray[np.int64] | None) -> Score:
    """The ratio's value with the percentile interval of its samples."""
    value = float(ratio.value()[0])
    if draws is None:
        return Score(value, value, value)
    low, high = np.percentile(ratio.value(draws), (2.5, 97.5))
    # The percentile interval of few, uneven beads can miss the value itself; an interval must not.
    return Score(round(value, 4), round(min(float(low), value), 4), round(max(float(high), value), 4))
