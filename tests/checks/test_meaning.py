"""Passages that the judge reads as changed where no rule names a fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drift.checks import meaning
from drift.findings import finding
from drift.judging import probability
from drift.records import Severity, Span
from tests.checks.comparing import beside
from tests.judging.scripted import Scripted, read_by

ORIGINAL, REWRITE = "The council shelved the plan for good.", "The council took its time over the plan."


def logodds(wanted: float) -> float:
    """The least log-odds of a whole tenth that the card's curve makes so probable."""
    return next(k / 10 for k in range(-200, 400) if probability(k / 10) >= wanted)


@pytest.mark.parametrize(
    ("sure", "severity"),
    [(meaning.MAJOR, Severity.major), (meaning.TOLD, Severity.minor), (meaning.TOLD - 0.05, None), (0.1, None)],
)
def test_it_is_told_from_a_probability_on(sure: float, severity: Severity | None) -> None:
    odds = logodds(sure) - (0.2 if severity is None else 0.0)
    pair = read_by(beside(ORIGINAL, REWRITE), Scripted(odds, -60.0, {"shelved": 2.0, "time": 2.0}))
    found = list(meaning.unnamed(pair, []))
    assert [item.severity for item in found] == ([] if severity is None else [severity])
    for item in found:
        assert (item.original and item.original.text, item.rewrite and item.rewrite.text) == ("shelved", "time")
        assert item.confidence == pytest.approx(probability(odds), abs=0.01)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"shelved": 2.0}, "The rewrite does not say what “shelved” says."),
        ({"time": 2.0}, "The original does not say what “time” says."),
        ({"shelved": 2.0, "time": 2.0}, "“time” does not mean what “shelved” means."),
    ],
)
def test_the_message_says_on_which_side_the_words_stand(words: dict[str, float], message: str) -> None:
    pair = read_by(beside(ORIGINAL, REWRITE), Scripted(30.0, 30.0, words))
    (found,) = meaning.unnamed(pair, [])
    assert found.message == message


def test_without_a_reader_nothing_is_told() -> None:
    assert list(meaning.unnamed(replace(beside(ORIGINAL, REWRITE), cross_encoder=None), [])) == []


@pytest.mark.parametrize(("severity", "told"), [(Severity.minor, 0), (Severity.neutral, 1)])
def test_it_is_silent_where_a_finding_stands(severity: Severity, told: int) -> None:
    pair = read_by(beside(ORIGINAL, REWRITE), Scripted(30.0, 30.0, {"shelved": 2.0}))
    named = finding("wording", severity, Span(4, 11, "council"), Span(4, 11, "council"), 0.5, "Another word.")
    assert len(list(meaning.unnamed(pair, [named]))) == told
