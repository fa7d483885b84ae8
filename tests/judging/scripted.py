"""A reader whose words are known beforehand, so that what is made of a reading is tested without a model."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.records import PairPrediction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.records import Comparison, Token


@dataclass(frozen=True)
class Scripted:
    """Says the same of each passage; of words what `words` says, -9 of all others."""

    lost: float = -9.0
    unsupported: float = -9.0
    words: Mapping[str, float] = ()  # type: ignore[assignment]

    def __call__(self, rows: Sequence[int], columns: Sequence[int]) -> PairPrediction:
        del rows, columns
        return PairPrediction(self.lost, self.unsupported)

    def all(self, places: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[PairPrediction]:
        return [self(*place) for place in places]

    def claim(self, rows: Sequence[int], column: int) -> PairPrediction:
        return self(rows, (column,))

    def ground(self, side: int, sentence: int, kept: Sequence[int] = ()) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return ((sentence,), tuple(kept)) if side == 0 else (tuple(kept), (sentence,))

    def altered(self, rows: Sequence[int], columns: Sequence[int], side: int, words: Sequence[Token]) -> list[float]:
        del rows, columns, side
        known = dict(self.words)
        return [known.get(word.text, -9.0) for word in words]


def read_by(comparison: Comparison, reader: Scripted) -> Comparison:
    """The comparison as this reader sees it."""
    return replace(comparison, cross_encoder=reader)


def odds(probability: float) -> float:
    """Log-odds."""
    return math.log(probability / (1 - probability))
