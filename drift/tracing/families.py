"""Which related documents hang together, and who stands above whom in a family of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from drift.results.trace import Evidence, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.results.trace import Name
    from drift.tracing.likeness import Likeness

FAMILY_MOST = 3.0  # log-odds that the rest of a family may add to an edge: it must not outweigh all that the two show
LEAST = 0.1  # log-odds below which it is not worth a line


def closest(pairs: Sequence[Likeness], count: int) -> list[Likeness]:
    """Of the derived pairs, those that join each family of texts most closely, without a circle.

    Two rewrites of one original, or a rewrite of a rewrite, resemble each other too; each text is joined only
    to those it is nearest to (a maximum spanning forest), since changes add up along the way.
    """
    family = _Sets(count)
    ordered = sorted((pair for pair in pairs if pair.derived), key=lambda p: (-sum(p.closeness), p.first, p.second))
    return [pair for pair in ordered if family.join(pair.first, pair.second)]


def components(count: int, links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The places 0 ... count - 1 in connected sets, each in order, sets by their first place."""
    family = _Sets(count)
    for one, other in links:
        family.join(one, other)
    found: dict[int, list[int]] = {}
    for place in range(count):
        found.setdefault(family.root(place), []).append(place)
    return list(found.values())


class _Sets:
    """The places 0 ... count - 1, each in a set of its own until sets are joined."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, place: int) -> int:
        """The place that stands for the set of a place."""
        above = self._above
        while above[place] != place:
            above[place] = above[above[place]]  # half the way next time: long chains stay cheap
            place = above[place]
        return place

    def join(self, one: int, other: int) -> bool:
        """Make one set of those of two places; whether they were two."""
        first, second = self.root(one), self.root(other)
        self._above[first] = second
        return first != second


def jointly(
    pairs: Sequence[tuple[int, int]], evidence: Sequence[tuple[Evidence, ...]], names: Mapping[int, Name]
) -> list[tuple[Evidence, ...]]:
    """The evidence of each pair, with what the rest of its family says about the direction.

    `pairs` are the edges of a forest. A document was made from one other, so in a tree one document is the first and
    all edges lead away from it: each document is tried as the first, and weighed by the evidence of all edges.
    """
    odds = [sum(item.weight for item in found) for found in evidence]
    beside: dict[int, list[int]] = {}
    for number, (one, other) in enumerate(pairs):
        beside.setdefault(one, []).append(number)
        beside.setdefault(other, []).append(number)
    result = []
    for number, (one, other) in enumerate(pairs):
        # the best tree with its first document on either side of the edge; without this edge's own odds
        sides = [_first_on(place, number, pairs, odds, beside) for place in (one, other)]
        extra = max(-FAMILY_MOST, min(FAMILY_MOST, sides[0] - sides[1]))
        found = evidence[number]
        if abs(extra) >= LEAST:
            original, rewrite = (one, other) if extra > 0 else (other, one)
            message = (
                f"A text is made from one other, and the rest of the family fits better where {short(names[original])} "
                f"stands above {short(names[rewrite])}."
            )
            added = Evidence("family", round(extra, 3), message)
            found = tuple(sorted((*found, added), key=lambda item: (-abs(item.weight), item.kind)))
        result.append(found)
    return result


def _first_on(
    side: int, cut: int, pairs: Sequence[tuple[int, int]], odds: Sequence[float], beside: Mapping[int, list[int]]
) -> float:
    """Log of the summed weights of all trees whose first document is on one side of an edge, that edge left out.

    The other side's documents all hang from the edge, so their edges lead away from it.
    """
    one, other = pairs[cut]
    away = other if side == one else one
    fixed, _ = _leading(away, cut, pairs, odds, beside)
    base, reach = _leading(side, cut, pairs, odds, beside)
    # moving the first document across an edge turns that edge alone
    scores = [base]
    value = {side: base}
    for place, parent, number in reach:
        forward = odds[number] if pairs[number][0] == parent else -odds[number]
        value[place] = value[parent] - forward
        scores.append(value[place])
    most = max(scores)
    return fixed + most + math.log(sum(math.exp(score - most) for score in scores))


def _leading(
    root: int, cut: int, pairs: Sequence[tuple[int, int]], odds: Sequence[float], beside: Mapping[int, list[int]]
) -> tuple[float, list[tuple[int, int, int]]]:
    """Half the log-odds of all edges leading away from `root`, and (document, parent, edge) in the order reached."""
    total, reached, waiting, seen = 0.0, [], [root], {root}
    while waiting:
        parent = waiting.pop()
        for number in beside[parent]:
            place = pairs[number][1] if pairs[number][0] == parent else pairs[number][0]
            if number != cut and place not in seen:
                seen.add(place)
                total += (odds[number] if pairs[number][0] == parent else -odds[number]) / 2
                reached.append((place, parent, number))
                waiting.append(place)
    return total, reached
