from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.tracing import Evidence
from drift.tracing.families import FAMILY_MOST, components, jointly


def by_walking(count: int, links: list[tuple[int, int]]) -> list[list[int]]:
    found: list[list[int]] = []
    for place in range(count):
        if not any(place in same for same in found):
            same, waiting = {place}, [place]
            while waiting:
                at = waiting.pop()
                near = {b for a, b in links if a == at} | {a for a, b in links if b == at}
                waiting += near - same
                same |= near
            found.append(sorted(same))
    return found


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=14))
def test_connected_sets_come_by_their_first_place(count: int, numbers: list[tuple[int, int]]) -> None:
    links = [(a % count, b % count) for a, b in numbers]
    assert components(count, links) == by_walking(count, links)


def said(weight: float) -> tuple[Evidence, ...]:
    return (Evidence("spelling", weight, "says so"),) if weight else ()


NAMES = {place: f"{place}.txt" for place in range(9)}


def odds(pairs: list[tuple[int, int]], weights: list[float]) -> list[float]:
    return [sum(item.weight for item in found) for found in jointly(pairs, [said(w) for w in weights], NAMES)]


def test_a_rewrite_of_a_rewrite_follows_from_the_sure_edge() -> None:
    sure, unsure = odds([(0, 1), (1, 2)], [3.0, 0.0])
    assert sure == pytest.approx(3.0 - math.log(2), abs=0.01)  # of three documents two would stand above 0
    assert unsure > 1.5


def test_siblings_stay_below_their_original() -> None:
    # 1 - 0 - 2, and 0 is surely above 1: whether 0 is above 2 is told by nothing
    _, other = odds([(0, 1), (0, 2)], [3.0, 0.0])
    assert other == pytest.approx(math.log((math.exp(1.5) + math.exp(-1.5)) / math.exp(1.5)), abs=0.06)


def test_a_lone_pair_is_left_as_it_is() -> None:
    assert jointly([(0, 1)], [said(1.0)], NAMES) == [said(1.0)]


def by_trying_all(pairs: list[tuple[int, int]], weights: list[float], cut: int) -> float:
    """The log-odds of an edge's direction: each document as the first, weighed by the edges that lead away from it."""
    members = sorted({place for pair in pairs for place in pair})
    forward, backward = 0.0, 0.0
    for root in members:
        depth, waiting = {root: 0}, [root]
        while waiting:
            place = waiting.pop()
            for a, b in pairs:
                if place in (a, b):
                    other = b if place == a else a
                    if other not in depth:
                        depth[other] = depth[place] + 1
                        waiting.append(other)
        score = sum(w / 2 if depth[a] < depth[b] else -w / 2 for (a, b), w in zip(pairs, weights, strict=True))
        if depth[pairs[cut][0]] < depth[pairs[cut][1]]:
            forward += math.exp(score)
        else:
            backward += math.exp(score)
    return math.log(forward / backward)


@given(st.lists(st.tuples(st.integers(0, 7), st.floats(-1.0, 1.0)), min_size=1, max_size=8))
def test_the_joint_decision_is_the_sum_over_all_trees(rows: list[tuple[int, float]]) -> None:
    pairs = [(parent % (k + 1), k + 1) for k, (parent, _) in enumerate(rows)]
    weights = [weight for _, weight in rows]
    for cut, value in enumerate(odds(pairs, weights)):
        expected = by_trying_all(pairs, weights, cut)
        if abs(expected - weights[cut]) < FAMILY_MOST:
            assert value == pytest.approx(expected, abs=0.11)  # what adds less than a tenth is left out
