from __future__ import annotations

import math
from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.records import Comparison, Finding, Severity, Span
from drift.scoring import grade, summarize
from drift.scoring.grading import worst
from tests.scoring.scoring_samples import comparison

TEXT = ["He paid Smith for the television .", "The committee met in November .", "Nobody objected loudly ."]
PAIRED = [((k,), (k,)) for k in range(3)]


def finding(
    text: str, word: str, *, category: str = "Accuracy/Mistranslation", severity: Severity = Severity.major
) -> Finding:
    start = text.index(word)
    return Finding("wording", category, severity, None, Span(start, start + len(word), word), 0.9, "m")


def test_an_untouched_text_is_perfect() -> None:
    both = comparison(TEXT, TEXT, PAIRED)
    alignment = grade(both, ())
    assert [(bead.kind, bead.drift) for bead in alignment.beads] == [("same", 0.0)] * 3
    scores = summarize(replace(both, alignment=alignment), ())
    assert (scores.drift.value, scores.coverage.value, scores.support.value) == (0.0, 1.0, 1.0)
    assert (scores.fidelity.value, scores.fluency.value, scores.quality.value) == (1.0, 1.0, 100.0)


@pytest.mark.parametrize(
    "rewrite",
    [
        "he paid smith for the television .",
        "He paid Smith for the television !",
        "He paid “ Smith ” for the television",
    ],
)
def test_typography_and_case_are_the_same(rewrite: str) -> None:
    both = comparison([TEXT[0]], [rewrite], [((0,), (0,))])
    (bead,) = grade(both, ()).beads
    assert (bead.kind, bead.drift) == ("same", 0.0)


def test_british_and_american_spelling_are_the_same() -> None:
    both = comparison(["The colour of defence"], ["The color of defense"], [((0,), (0,))])
    assert grade(both, ()).beads[0].kind == "same"


def test_figures_keep_their_points() -> None:
    both = comparison(["It grew 3.5 times"], ["It grew 35 times"], [((0,), (0,))])
    assert grade(both, ()).beads[0].kind != "same"


def test_a_major_finding_makes_a_bead_altered_and_a_minor_one_does_not() -> None:
    both = comparison(TEXT, TEXT, PAIRED)
    raw = both.rewrite.document.raw
    kinds = [bead.kind for bead in grade(both, (finding(raw, "committee"),)).beads]
    assert kinds == ["same", "altered", "same"]
    assert grade(both, (finding(raw, "committee", severity=Severity.minor),)).beads[1].kind == "same"


def test_lone_sentences_have_drift_one_and_keep_their_kind() -> None:
    both = comparison(
        TEXT, [*TEXT[:1], "Something else entirely ."], [((0,), (0,)), ((1,), ()), ((2,), ()), ((), (1,))]
    )
    beads = grade(both, ()).beads
    assert [(bead.kind, bead.drift) for bead in beads[1:]] == [("omitted", 1.0), ("omitted", 1.0), ("added", 1.0)]
    scores = summarize(both, ())
    assert scores.coverage.value < 0.6
    assert scores.support.value < 0.8
    assert scores.drift.value > 0.4
    assert scores.quality.value < 60


def test_merged_beads_keep_their_kind() -> None:
    both = comparison(TEXT[:2], [" ".join(TEXT[:2])], [((0, 1), (0,))])
    (bead,) = grade(both, ()).beads
    assert (bead.kind, bead.drift) == ("merged", 0.0)


def test_furniture_weighs_nothing() -> None:
    lone = [*PAIRED, ((), (3,))]
    plain = summarize(comparison(TEXT, [*TEXT, "Leave a reply"], lone), ())
    marked = summarize(comparison(TEXT, [*TEXT, "Leave a reply"], lone, furniture=(3,)), ())
    assert plain.support.value < 1.0
    assert (marked.support.value, marked.drift.value, marked.quality.value) == (1.0, 0.0, 100.0)


def test_fidelity_is_the_linear_mqm_score_and_omissions_are_counted_elsewhere() -> None:
    both = comparison(TEXT, TEXT, PAIRED)
    raw = both.rewrite.document.raw
    words = 14  # without punctuation
    assert summarize(both, (finding(raw, "committee"),)).fidelity.value == pytest.approx(1 - 5 / words, abs=1e-4)
    omission = finding(raw, "committee", category="Accuracy/Omission")
    assert summarize(both, (omission,)).fidelity.value == 1.0
    assert summarize(both, (finding(raw, "committee", severity=Severity.critical),)).fidelity.value == 0.0
    rough = summarize(both, (finding(raw, "met", category="Linguistic conventions", severity=Severity.minor),))
    assert rough.fluency.value == pytest.approx(1 - 1 / words, abs=1e-4)
    assert rough.fidelity.value == 1.0


def test_intervals_hold_their_value_and_repeat() -> None:
    both = comparison(
        TEXT, [*TEXT[:2], "Something else entirely ."], [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((), (2,))]
    )
    scores, again = summarize(both, ()), summarize(both, ())
    assert scores == again
    for low, value, high in (
        (s.low, s.value, s.high) for s in (scores.coverage, scores.support, scores.drift, scores.quality)
    ):
        assert low <= value <= high
    assert scores.drift.low < scores.drift.high


def test_one_bead_has_a_point_for_an_interval() -> None:
    scores = summarize(comparison(TEXT[:1], ["He paid Jones for the radio ."], [((0,), (0,))]), ())
    for score in (scores.coverage, scores.support, scores.fidelity, scores.fluency, scores.drift, scores.quality):
        assert score.low == pytest.approx(score.value, abs=1e-4)
        assert score.high == pytest.approx(score.value, abs=1e-4)


def test_a_text_alone_is_judged_by_its_language() -> None:
    alone = comparison(TEXT, TEXT, PAIRED)
    alone = Comparison(None, alone.rewrite, alone.alignment)
    raw = alone.rewrite.document.raw
    scores = summarize(alone, (finding(raw, "met", category="Terminology/Inconsistent", severity=Severity.minor),))
    assert scores.fluency.value == pytest.approx(1 - 1 / 14, abs=1e-4)
    for score in (scores.coverage, scores.support, scores.fidelity, scores.drift, scores.quality):
        assert all(map(math.isnan, astuple(score)))  # there is nothing to hold it against
    assert grade(alone, ()) == alone.alignment


@pytest.mark.parametrize(
    ("claims", "low", "high"),
    [([0.9], 0.9, 0.9), ([0.9, 0.1], 0.9, 0.92), ([0.2] * 500, 0.2, 0.29), ([1.0, 1.0], 1.0, 1.0), ([0.0, 0.0], 0, 0)],
)
def test_the_worst_claim_decides(claims: list[float], low: float, high: float) -> None:
    assert low <= worst(np.array(claims)) <= high


@given(st.lists(st.floats(0, 0.99), min_size=2, max_size=9), st.data())
def test_a_more_doubtful_claim_always_shows(claims: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(claims) - 1))
    raised = [min(1.0, value + 0.01) if k == place else value for k, value in enumerate(claims)]
    assert worst(np.array(raised)) > worst(np.array(claims))
    assert worst(np.array(claims[::-1])) == pytest.approx(worst(np.array(claims)))
