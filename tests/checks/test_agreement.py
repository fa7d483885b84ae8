"""Confidences: estimates moved by what readers judged, and no further than the readings carry."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.findings import KINDS, calibrated, judged
from drift.findings.calibration import HIGHEST, LOWEST, fit, probability
from drift.records import Finding, Severity, Span

estimates = st.floats(0.0, 1.0)
shifts = st.floats(-6.0, 6.0)
readings = st.lists(
    st.tuples(st.floats(0.05, 0.95), st.integers(1, 40), st.floats(0.0, 1.0)).map(lambda r: (r[0], r[1], r[1] * r[2])),
    max_size=6,
)


@pytest.mark.parametrize(
    ("rows", "estimate", "low", "high"),
    [
        ([], 0.7, 0.7, 0.7),
        ([(0.5, 1000, 900)], 0.5, 0.89, 0.91),
        ([(0.5, 2, 2)], 0.5, 0.55, 0.75),  # two readings prove little
        ([(0.9, 500, 250)], 0.9, 0.49, 0.52),
        ([(0.6, 200, 100), (0.9, 200, 190)], 0.9, 0.8, 0.95),
    ],
)
def test_many_readings_move_an_estimate_and_few_hardly(rows: list, estimate: float, low: float, high: float) -> None:
    assert low <= probability(estimate, fit(rows)) <= high


@given(readings)
def test_the_shift_is_the_likeliest(rows: list[tuple[float, int, float]]) -> None:
    def fitness(shift: float) -> float:
        total = -(shift**2) / 2
        for estimate, count, agreed in rows:
            p = 1 / (1 + math.exp(-math.log(estimate / (1 - estimate)) - shift))
            total += agreed * math.log(p) + (count - agreed) * math.log(1 - p)
        return total

    best = fit(rows)
    assert fitness(best) >= max(fitness(best + 0.05), fitness(best - 0.05)) - 1e-9


@given(estimates, estimates, shifts)
def test_the_order_of_estimates_is_kept(one: float, other: float, shift: float) -> None:
    low, high = sorted((one, other))
    assert LOWEST <= probability(low, shift) <= probability(high, shift) <= HIGHEST


def test_findings_keep_all_but_their_confidence() -> None:
    finding = Finding("quote", "Accuracy/Mistranslation", Severity.minor, None, Span(0, 2, "Oh"), 0.6, "So it is.")
    (moved,) = calibrated([finding])
    assert moved.confidence > finding.confidence
    assert (moved.kind, moved.severity, moved.rewrite, moved.message) == ("quote", 1, finding.rewrite, "So it is.")


@pytest.mark.parametrize("confidence", [0.0, 0.987654, 1.0])
def test_a_kind_that_nobody_read_keeps_its_confidence(confidence: float) -> None:
    own = Finding("house.style", "Style", Severity.minor, None, Span(0, 2, "Oh"), confidence, "So it is.")
    assert calibrated([own]) == (own,)


@pytest.mark.parametrize("kind", KINDS)
def test_readers_agree_with_no_more_than_they_judged(kind: str) -> None:
    count, agreed = judged(kind)
    assert 0 <= agreed <= count


def test_the_kinds_that_judge_meaning_were_read() -> None:
    unread = {kind for kind in KINDS if judged(kind)[0] == 0}
    new = {"meaning", "relation", "qualifier", "identifier", "residue"}  # made after the reading
    assert unread <= {"boilerplate", "moved", "fragment"} | new
