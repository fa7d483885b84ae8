"""How much of one text another one holds, from the cosines of their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from drift.tracing.prints import Print

# All thresholds are for the default model, from 40 round-trip articles and their rewrites (1,560 unrelated pairs) and
# five agency reports of one event (one rewrite among them).
SAME = 0.70  # two sentences say the same; rewrites have 0.73 to 1.0 of their words in such sentences, independent
# reports of one event at most 0.30, unrelated articles at most 0.21
DERIVED = 0.50  # the middle of that gap
PAIRS = 3  # sentences that must pair one to one, so that a single shared quotation makes no rewrite
EVENT = 0.52  # mean best cosine: independent reports of one event have 0.57 to 0.62, unrelated articles at most 0.46
CENTERS = 0.50  # cosine of two texts' mean vectors: reports of one event have 0.86 and more; below, none is looked at
SHARED = 2  # rare names, numbers or stretches of quotations that two reports of one event must have in common


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts beside each other, by their places in the list of texts (`first` < `second`).

    `shares`: of the first's words and of the second's, those in sentences that the other text has.
    `closeness`: mean best cosine of the first's sentences and of the second's, weighted by their words.
    `paired`: sentences that are each other's nearest and say the same; `shorter`: those of the shorter text.
    `shared`: rare names, numbers and stretches of quotations that both have.
    """

    first: int
    second: int
    shares: tuple[float, float]
    closeness: tuple[float, float]
    paired: int
    shorter: int
    shared: int

    @property
    def derived(self) -> bool:
        """Whether one holds so much of the other that it must derive from it, or both from a third."""
        return max(self.shares) >= DERIVED and self.paired >= min(PAIRS, self.shorter)

    @property
    def one_event(self) -> bool:
        """Whether the two report one event."""
        return (sum(self.closeness) / 2 >= EVENT and self.shared >= SHARED) or self.derived


def compare(first: int, second: int, a: Print, b: Print) -> Likeness:
    """The likeness of two texts from their prints."""
    cosines = a.vectors.astype(np.float32) @ b.vectors.astype(np.float32).T
    best = cosines.max(axis=1), cosines.max(axis=0)
    partner = cosines.argmax(axis=1)
    mutual = cosines.argmax(axis=0)[partner] == np.arange(len(a.vectors))
    weights = a.lengths / a.lengths.sum(), b.lengths / b.lengths.sum()
    return Likeness(
        first,
        second,
        (float(weights[0] @ (best[0] >= SAME)), float(weights[1] @ (best[1] >= SAME))),
        (float(weights[0] @ best[0]), float(weights[1] @ best[1])),
        int((mutual & (best[0] >= SAME)).sum()),
        min(len(a.vectors), len(b.vectors)),
        len(np.intersect1d(a.rare, b.rare, assume_unique=True)),
    )
