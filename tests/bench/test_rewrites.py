"""Figures of hand-written rewrites and articles, worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drift.bench import run
from drift.records import Finding, Severity, Span
from tests.bench.telling import comparing

if TYPE_CHECKING:
    from tests.bench.conftest import CountingAnalyzer
    from tests.bench.test_suites import Put

ITEM = {
    "id": "A-1", "original": "The old bridge fell.", "near": "The old bridge fell!",
    "faithful": ["It fell.", "It has fallen."],
    "changed": [
        {"text": "The wrong bridge fell.", "original_text": "old", "rewrite_text": "wrong"},
        {"text": "A thing fell.", "original_text": "bridge", "rewrite_text": None},
        {"text": "The wrong one fell.", "original_text": None, "rewrite_text": "wrong"},
    ],
}  # fmt: skip


def finding(text: str, words: str, severity: Severity = Severity.major) -> Finding:
    start = text.index(words)
    return Finding("wording", "c", severity, None, Span(start, start + len(words), words), 0.5, "m")


def test_changed_texts_are_held_against_faithful_ones_near_and_far(put: Put, analyzer: CountingAnalyzer) -> None:
    wrong = ITEM["changed"][0]["text"]
    near = ITEM["near"]
    comparing(analyzer, {wrong: [finding(wrong, "wrong")], near: [finding(near, "old", Severity.minor)]})
    (result,) = run(["rewrites"], data=put("rewrites/items.jsonl", [ITEM]), analyzer=analyzer)
    # drift: F0, F1, F2 .25; C1 1, C2 .25, C3 1
    assert result.value("drift", "AUC", "near") == 1.0
    assert result.value("drift", "AUC", "far") == 0.5
    assert result.value("drift", "AUC", "near-over-far") == 1.0
    assert result.value("drift", "AUC", "all") == pytest.approx(5 / 6)
    assert result.value("drift", "ordered", "twins") == 0.0
    assert result.value("findings", "told", "C1") == 1.0
    assert result.value("findings", "told", "C2") == 0.0
    assert result.value("findings", "alarms a text", "F0") == 1.0
    assert result.value("findings", "alarms a text", "F0 major") == 0.0


def test_a_finding_about_much_more_than_the_marked_words_tells_nothing(put: Put, analyzer: CountingAnalyzer) -> None:
    long = "The wrong bridge fell" + " and fell" * 20 + "."
    changed = [{**ITEM["changed"][0], "text": long}, *ITEM["changed"][1:]]
    data = put("rewrites/items.jsonl", [{**ITEM, "changed": changed}])
    comparing(analyzer, {long: [finding(long, long)]})
    (result,) = run(["rewrites"], data=data, analyzer=analyzer)
    assert result.value("findings", "told", "C1") == 0.0


def test_articles_count_changes_told_and_alarms_on_the_faithful_one(put: Put, analyzer: CountingAnalyzer) -> None:
    drifted = "A wrong bridge fell on Monday."
    row = {
        "id": "P-1", "original": "The old bridge fell.", "faithful": "It fell.", "drifted": drifted,
        "changes": [
            {"type": "name", "original_span": [4, 7], "drifted_span": [2, 7]},
            {"type": "added_claim", "original_span": None, "drifted_span": [20, 29]},
        ],
    }  # fmt: skip
    alarm = finding("It fell.", "fell")
    comparing(analyzer, {drifted: [finding(drifted, "wrong")], "It fell.": [alarm]})
    (result,) = run(["articles"], data=put("articles/articles.jsonl", [row]), analyzer=analyzer)
    assert result.value("findings", "told") == 0.5
    assert result.value("findings", "told", "name") == 1.0
    assert result.value("findings", "alarms", "faithful, major") == 1.0
    assert result.value("findings", "alarms", "faithful, critical") == 0.0
    assert result.value("drift", "ordered") == 1.0
