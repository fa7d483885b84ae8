"""Confidences moved by a user's own labels, as far as these carry."""

from __future__ import annotations

import random

import pytest

from drift.findings import recalibration
from drift.records import Finding, Identity, Severity, Verdict


def labels(*rows: tuple[str, float, int, int]) -> list[Verdict]:
    """`rows` are kind, confidence, how many labels, how many of them accepted; shuffled by a fixed seed."""
    made = [
        Verdict(Identity(kind, f"{kind} {n}", None), n < accepted, confidence)
        for kind, confidence, count, accepted in rows
        for n in range(count)
    ]
    random.Random(7).shuffle(made)  # noqa: S311 - any fixed order
    return made


def moved(learned: object, kind: str, confidence: float) -> float:
    (finding,) = learned.moved([Finding(kind, "Other", Severity.minor, None, None, confidence, "")])
    return finding.confidence


def test_fewer_than_thirty_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 30 labels, not 29"):
        recalibration(labels(("name", 0.8, 29, 20)))
    assert recalibration(labels(("name", 0.8, 30, 20))).labels == 30


def test_confidences_come_to_what_was_seen() -> None:
    learned = recalibration(labels(("name", 0.9, 400, 200)))
    assert moved(learned, "name", 0.9) == pytest.approx(0.5, abs=0.03)
    assert learned.high < 0
    assert learned.helps
    assert (learned.accepted, learned.expected) == (200, 360.0)


def test_labels_that_agree_with_the_confidences_move_nothing_for_sure() -> None:
    learned = recalibration(labels(("name", 0.8, 50, 40), ("quote", 0.6, 50, 30)))
    assert learned.low < 0 < learned.high
    assert moved(learned, "name", 0.8) == pytest.approx(0.8, abs=0.02)


def test_a_kind_goes_its_own_way_and_an_unseen_one_goes_with_the_rest() -> None:
    learned = recalibration(labels(("name", 0.7, 60, 58), ("wording", 0.7, 60, 12)))
    assert moved(learned, "name", 0.7) > 0.85
    assert moved(learned, "wording", 0.7) < 0.4
    assert learned.shifts["wording"] < learned.shift < learned.shifts["name"]
    assert moved(learned, "date", 0.7) == moved(learned, "role", 0.7)
    assert "date" not in learned.shifts


def test_more_labels_make_it_surer() -> None:
    few, many = (recalibration(labels(("name", 0.8, n, n // 2))) for n in (30, 300))
    assert many.high - many.low < few.high - few.low


def test_the_error_is_that_of_labels_not_seen() -> None:
    learned = recalibration(labels(("name", 0.9, 100, 50)))
    assert learned.before == pytest.approx(0.5 * 0.01 + 0.5 * 0.81)
    assert learned.after == pytest.approx(0.25, abs=0.02)
    noise = recalibration(labels(*[(f"kind{n}", 0.5, 1, n % 2) for n in range(40)]))
    assert not noise.helps  # kinds of one label each teach nothing about a label not seen
