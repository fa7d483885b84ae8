"""Which rows have the most drift: the one order that the list, the pages and the workers share."""

from __future__ import annotations

import heapq
import math
from typing import Generic, TypeVar

T = TypeVar("T")

NOT_JUDGED = -1.0  # the rank of a row without a drift: it comes last
EVERY = -math.inf  # the least rank that every row reaches
NONE = math.inf  # and the one that no row reaches


def rank(drift: float | None) -> float:
    """Where a row stands by its drift, as it stands in the tables; more is worse."""
    return NOT_JUDGED if drift is None else drift


class Worst(Generic[T]):
    """The `most` worst of the rows that were added, each with an item.

    Of equal rows the earlier one goes before, so that what is kept depends on the rows alone, not on the order
    in which they came. A row that is among the worst of all rows is among the worst of any of them that it is in.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[float, int, T]] = []

    def add(self, place: int, drift: float | None, item: T) -> T | None:
        """Take a row into account; the item that is not wanted any longer, which may be its own."""
        entry = (rank(drift), -place, item)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, entry)
            return None
        return heapq.heappushpop(self._heap, entry)[2]

    def least(self, first: int) -> float:
        """The rank that a row at the place `first`, or behind it, needs to be wanted."""
        if len(self._heap) < self._most:
            return EVERY
        if not self._heap:
            return NONE
        lowest, place, _ = self._heap[0]
        return math.nextafter(lowest, math.inf) if -place < first else lowest

    def items(self) -> list[T]:
        """The items, worst first."""
        return [item for _, _, item in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)]
