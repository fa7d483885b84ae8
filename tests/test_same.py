"""A text beside itself: nothing is told of the pair, all is covered, and nothing has drifted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.reading import read
from tests.caching import analyzer

if TYPE_CHECKING:
    from drift.report import Report

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent
#: Sentences of the seeds, and of examples of all kinds, every ninth.
SENTENCES = [
    sentence.text
    for path in sorted((ROOT.parent / "seeds").glob("*.txt"))
    for sentence in read(path).sentences[::9]
] + [
    entry["original"]
    for path in sorted((ROOT / "checks" / "examples").glob("*.json"))
    for entry in json.loads(path.read_text(encoding="utf-8"))["told"][::9]
    if isinstance(entry["original"], str)
]  # fmt: skip
ROW = "Greens\t41\t18.2%\n"
FORM = "Status: not available.\nThe room is closed.\n"
PLAIN = "Nobody was hurt. "


def compared(original: str, rewrite: str) -> Report:
    return analyzer().compare(original, rewrite)


def assert_clean(text: str) -> None:
    report = compared(text, text)
    # site furniture is told of either text, on one side: it says nothing of the pair
    assert [item for item in report.findings if item.original and item.kind != "boilerplate"] == []
    assert {bead.kind for bead in report.alignment.beads if bead.original and bead.rewrite} == {"same"}
    assert (report.scores.coverage.value, report.scores.drift.value) == (1.0, 0.0)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), st.sampled_from([" ", "\n", "\n\n"]))
def test_any_text_beside_itself_is_clean(sentences: list[str], between: str) -> None:
    assert_clean(between.join(sentences))


@pytest.mark.parametrize(
    "text",
    [PLAIN * 256, FORM * 128, ROW * 300, "Name: Ann\nAge: 12\nStatus: none\n\n" * 30, "A.\nB.\nA.\nA.\n", "No. " * 40],
    ids=["sentences", "form", "table", "records", "letters", "words"],
)
def test_equal_sentences_stand_beside_themselves(text: str) -> None:
    assert_clean(text)


def test_one_change_among_equal_sentences_is_told_alone() -> None:
    for unit, other in ((PLAIN, "Two people were killed. "), (FORM, "Status: available.\nThe room is closed.\n")):
        report = compared(unit * 200, unit * 90 + other + unit * 109)
        assert 1 <= len(report.findings) <= 2
        assert report.scores.coverage.value > 0.98
