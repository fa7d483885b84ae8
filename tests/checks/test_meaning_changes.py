"""Labelled examples of what a rewrite did to meaning and writing, and of what it did not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from drift.checks import run
from drift.findings import KINDS
from tests.checks.comparing import alone, beside

if TYPE_CHECKING:
    from drift.records import Comparison

EXAMPLES = json.loads((Path(__file__).parent / "meaning_changes.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.model


def comparison(example: dict[str, Any]) -> Comparison:
    if example["original"] is None:
        return alone(example["rewrite"])
    return beside(example["original"], example["rewrite"])


def label(example: dict[str, Any]) -> str:
    return f"{example['kind']}: {example['original'] or ''} > {example['rewrite']}"[:100]


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_labelled_example(example: dict[str, Any]) -> None:
    pair = comparison(example)
    findings = [f for f in run(pair) if f.kind == example["kind"]]
    shown = [[f.severity.name, f.original and f.original.text, f.rewrite and f.rewrite.text] for f in findings]
    if example["found"] is None:
        assert shown == []
    else:
        assert example["found"] in shown


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_every_finding_is_well_formed(example: dict[str, Any]) -> None:
    pair = comparison(example)
    for finding in run(pair):
        assert finding.category == KINDS[finding.kind].category
        assert finding.original is not None or finding.rewrite is not None
        assert finding.message.endswith(".")
        assert "\n" not in finding.message
        for half, span in ((pair.original, finding.original), (pair.rewrite, finding.rewrite)):
            if span is not None:
                assert half is not None
                assert half.document.raw[span.start : span.end] == span.text


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e["original"]], ids=label)
def test_a_text_beside_itself_has_no_accuracy_finding(example: dict[str, Any]) -> None:
    pair = beside(example["original"], example["original"])
    assert [f for f in run(pair) if f.category.startswith("Accuracy")] == []


def test_negatives_are_nearly_half() -> None:
    negatives = sum(example["found"] is None for example in EXAMPLES)
    assert len(EXAMPLES) >= 80
    assert 0.45 * len(EXAMPLES) <= negatives
