"""Findings beside what the judge reads at their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drift.checks import weighing
from drift.findings import finding
from drift.records import Severity
from tests.checks.comparing import beside
from tests.judging.scripted import Scripted, read_by

if TYPE_CHECKING:
    from drift.records import Comparison, Finding

ORIGINAL, REWRITE = "The council shelved the plan for good.", "The council delayed the plan."
WEIGHTS = {"wording": (-1.0, 0.5, 0.5)}


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "_weights", lambda: WEIGHTS)


def told(comparison: Comparison, kind: str = "wording", confidence: float = 0.5) -> Finding:
    original, rewrite = comparison.original, comparison.rewrite
    assert original is not None
    from drift.records import Span

    spans = [
        Span(side.document.raw.index(word), side.document.raw.index(word) + len(word), word)
        for side, word in ((original, "shelved"), (rewrite, "delayed"))
    ]
    return finding(kind, Severity.major, spans[0], spans[1], confidence, "It says something else.")


@pytest.mark.parametrize(
    ("passage", "word", "confidence", "severity"),
    [
        (4.0, 4.0, 0.5, Severity.major),  # the judge agrees, and makes it no surer than its readers were
        (2.0, 0.0, 0.5, Severity.major),  # it leaves it where it was
        (0.0, 0.0, 0.27, Severity.minor),  # it doubts: no major finding is less sure than half
        (-4.0, -4.0, None, None),  # it reads the same meaning: silent
    ],
)
def test_a_finding_is_as_sure_as_the_judge_leaves_it(
    passage: float, word: float, confidence: float | None, severity: Severity | None
) -> None:
    pair = read_by(beside(ORIGINAL, REWRITE), Scripted(passage, -60.0, {"shelved": word, "delayed": word - 1}))
    found = weighing.weighed([told(pair)], pair)
    if confidence is None:
        assert found == ()
    else:
        (item,) = found
        assert item.confidence == pytest.approx(confidence, abs=0.011)
        assert item.severity == severity


def test_kinds_without_weights_and_passages_without_reading_stay_as_they_are() -> None:
    pair = read_by(beside(ORIGINAL, REWRITE), Scripted(-9.0, -9.0))
    own = told(pair, kind="quote")
    assert weighing.weighed([own], pair) == (own,)
    alone = beside(ORIGINAL, REWRITE)
    from dataclasses import replace

    unread = replace(alone, cross_encoder=None)
    assert weighing.weighed([told(unread)], unread) == (told(unread),)
