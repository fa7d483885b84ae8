"""A change that a check tells raises drift, in a report and in a row of scores alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.records import Finding, Severity, Span
from drift.scoring.told import certain, raised

if TYPE_CHECKING:
    import drift

NUMBER = Finding(
    "number", "Accuracy/Mistranslation", Severity.major, Span(0, 2, "12"), Span(0, 2, "21"), 0.9, "12 became 21."
)


@pytest.mark.parametrize(
    ("finding", "counts"),
    [
        (NUMBER, True),
        (replace(NUMBER, kind="name", severity=Severity.critical), True),
        (replace(NUMBER, severity=Severity.minor), False),
        (replace(NUMBER, kind="quote"), False),
        (replace(NUMBER, kind="repetition", category="Linguistic conventions"), False),
        (replace(NUMBER, rewrite=None), False),
        (replace(NUMBER, original=None), False),
    ],
)
def test_what_stands_on_both_sides_and_changes_the_meaning_counts(finding: Finding, *, counts: bool) -> None:
    assert bool(certain([finding])) is counts


shares = st.floats(0, 1)


@given(shares, st.lists(shares, max_size=4))
def test_findings_never_lower_drift_and_their_order_is_nothing(drift_: float, confidences: list[float]) -> None:
    findings = [replace(NUMBER, confidence=confidence) for confidence in confidences]
    found = raised(drift_, findings)
    assert drift_ - 1e-12 <= found <= 1.0
    assert found == raised(drift_, findings[::-1])
    assert raised(drift_, []) == pytest.approx(drift_)


@given(shares, shares, shares)
def test_of_two_passages_with_one_finding_each_the_further_one_stays_further(a: float, b: float, sure: float) -> None:
    told = [replace(NUMBER, confidence=sure)]
    low, high = sorted((a, b))
    assert raised(low, told) <= raised(high, told) + 1e-12


@pytest.mark.model
@pytest.mark.parametrize(
    ("original", "rewrite"),
    [
        ("The bridge cost $3.5 million, the mayor said.", "The bridge cost $5.3 million, the mayor said."),
        ("The ticket costs €49 a month.", "The ticket costs $49 a month."),  # the same words but for a mark
        ("The deal is worth $74 million.", "The deal is worth $74 billion."),
        ("Nine people were killed in the fire.", "Nineteen people were killed in the fire."),
        ("Israel attacked Iran.", "Iran attacked Israel."),
    ],
)
def test_a_changed_fact_is_drift_everywhere(analyzer: drift.Analyzer, original: str, rewrite: str) -> None:
    report = analyzer.compare(original, rewrite)
    scored = analyzer.score([(original, rewrite)])
    (row,) = scored["drift"]
    assert row > 0.5
    assert scored["unsupported"].item() > 0.5
    assert report.scores.drift.value == pytest.approx(row, abs=1e-3)
    assert report.alignment.beads[0].drift == pytest.approx(row, abs=1e-3)
    assert report.alignment.beads[0].kind == "altered"


@pytest.mark.model
@pytest.mark.parametrize(
    ("original", "rewrite"),
    [
        ("The bridge cost $3.5 million.", "The bridge cost 3.5 million dollars."),
        ("The council approved the plan on Monday.", "The plan was approved by the council on Monday."),
    ],
)
def test_the_same_fact_in_other_words_is_none(analyzer: drift.Analyzer, original: str, rewrite: str) -> None:
    (row,) = analyzer.score([(original, rewrite)])["drift"]
    assert row < 0.3


@pytest.mark.model
def test_a_row_and_a_report_of_a_longer_text_agree(analyzer: drift.Analyzer) -> None:
    start = (
        "The minister came to Rabat on Tuesday. He met the king there. They signed a paper. Reporters waited outside. "
    )
    original, rewrite = start + "It costs $3 million.", start + "It costs $8 million."
    report = analyzer.compare(original, rewrite)
    (row,) = analyzer.score([(original, rewrite)])["drift"]
    assert row == pytest.approx(report.scores.drift.value, abs=1e-3)
    assert 0.05 < row < 0.5  # one passage of five
