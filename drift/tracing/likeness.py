"""How much of one text another one holds, from the cosines of their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.tracing.texts import Text

# All thresholds are for the default model, from the development half of the round-trip articles (40 articles and
# their rewrites, 1,560 unrelated pairs) and five agency reports of one event (one rewrite among them).
SAME = 0.70  # two sentences say the same; rewrites have 0.73 to 1.0 of their words in such sentences, independent
# reports of one event at most 0.30, unrelated articles at most 0.21
DERIVED = 0.50  # the middle of that gap
PAIRS = 3  # sentences that must pair one to one, so that a single shared quotation makes no rewrite
EVENT = 0.52  # mean best cosine: independent reports of one event have 0.57 to 0.62, unrelated articles at most 0.46
CENTERS = (
    0.50  # cosine of two texts' mean vectors: reports of one event have 0.86 and more; a text below is not looked at
)
BLOCK = 1024  # texts whose centers are compared at once: bounds the memory of large folders


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts beside each other, by their places in the list of texts (`first` < `second`).

    `shares`: of the first's words and of the second's, those in sentences that the other text has.
    `closeness`: mean best cosine of the first's sentences and of the second's, weighted by their words.
    `paired`: sentences that are each other's nearest and say the same.
    """

    first: int
    second: int
    shares: tuple[float, float]
    closeness: tuple[float, float]
    paired: int
    shorter: int

    @property
    def derived(self) -> bool:
        """Whether one holds so much of the other that it must derive from it, or both from a third."""
        return max(self.shares) >= DERIVED and self.paired >= min(PAIRS, self.shorter)

    @property
    def one_event(self) -> bool:
        """Whether the two may report one event (their names must agree as well)."""
        return sum(self.closeness) / 2 >= EVENT or self.derived


def compare_all(texts: Sequence[Text]) -> Iterator[Likeness]:
    """The likeness of all pairs whose subjects are near enough, in order."""
    centers = np.stack([text.center for text in texts])
    for start in range(0, len(texts), BLOCK):
        near = centers[start : start + BLOCK] @ centers.T >= CENTERS
        for row, second in zip(*np.nonzero(near), strict=True):
            if start + row < second:
                yield compare(texts, int(start + row), int(second))


def compare(texts: Sequence[Text], first: int, second: int) -> Likeness:
    """The likeness of two texts."""
    a, b = texts[first], texts[second]
    cosines = a.vectors @ b.vectors.T
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
    )


def closest(pairs: Sequence[Likeness], count: int) -> list[Likeness]:
    """Of the derived pairs, those that join each family of texts most closely, without a circle.

    Two rewrites of one original, or a rewrite of a rewrite, resemble each other too; each text is joined only
    to those it is nearest to (a maximum spanning forest), since changes add up along the way.
    """
    family = list(range(count))

    def root(place: int) -> int:
        while family[place] != place:
            family[place] = family[family[place]]
            place = family[place]
        return place

    kept = []
    ordered = sorted((pair for pair in pairs if pair.derived), key=lambda p: (-max(p.closeness), p.first, p.second))
    for pair in ordered:
        one, other = root(pair.first), root(pair.second)
        if one != other:
            family[one] = other
            kept.append(pair)
    return kept


def components(count: int, links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The places 0 ... count - 1 in connected sets, each in order, sets by their first place."""
    family = {place: {place} for place in range(count)}
    for one, other in links:
        if family[one] is not family[other]:
            merged = family[one] | family[other]
            for place in merged:
                family[place] = merged
    seen: set[int] = set()
    found = []
    for place in range(count):
        if place not in seen:
            found.append(sorted(family[place]))
            seen |= family[place]
    return found
