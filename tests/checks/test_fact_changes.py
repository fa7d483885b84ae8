"""Labelled examples of changed and unchanged numbers, dates, names, quotations and spellings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drift.checks import date, name, number, quote, terminology
from drift.facts import extract
from drift.parsing import parse
from drift.records import Alignment, Bead, Comparison, Document, Side

CHECKS = {"number": number, "date": date, "name": name, "quote": quote, "terminology": terminology}
EXAMPLES = json.loads((Path(__file__).parent / "fact_changes.json").read_text(encoding="utf-8"))


def side(text: str | list[str]) -> Side:
    document = Document.from_sentences([text] if isinstance(text, str) else text)
    tokens = parse(document)
    return Side(document, tokens, extract(document, tokens), ())


def comparison(original: str | list[str] | None, rewrite: str | list[str]) -> Comparison:
    theirs = side(rewrite)
    if original is None:
        return Comparison(None, theirs, Alignment(()))
    ours = side(original)
    beads = tuple(Bead((i,), (i,), "paraphrase", 0.9, 0.1) for i in range(len(ours.document.sentences)))
    return Comparison(ours, theirs, Alignment(beads))


def label(example: dict[str, Any]) -> str:
    text = example["rewrite"]
    return f"{example['kind']}-{text if isinstance(text, str) else ' '.join(text)}"[:70]


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_labelled_example(example: dict[str, Any]) -> None:
    pair = comparison(example["original"], example["rewrite"])
    found = list(CHECKS[example["kind"]].check(pair))
    shown = [(f.severity.name, f.original and f.original.text, f.rewrite and f.rewrite.text) for f in found]
    if example["found"] is None:
        assert shown == []
    else:
        assert tuple(example["found"]) in shown


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_spans_are_exact_and_messages_are_sentences(example: dict[str, Any]) -> None:
    pair = comparison(example["original"], example["rewrite"])
    for module in CHECKS.values():
        for finding in module.check(pair):
            for half, span in ((pair.original, finding.original), (pair.rewrite, finding.rewrite)):
                if span is not None:
                    assert half is not None
                    assert half.document.raw[span.start : span.end] == span.text
            assert finding.message.endswith(".")
            assert "\n" not in finding.message


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_a_text_beside_itself_has_no_findings(example: dict[str, Any]) -> None:
    if example["kind"] == "terminology":
        pytest.skip("terminology looks at the rewrite alone")
    pair = comparison(example["rewrite"], example["rewrite"])
    assert [f for kind in ("number", "date", "name", "quote") for f in CHECKS[kind].check(pair)] == []


def test_half_of_the_examples_are_negatives() -> None:
    negatives = sum(example["found"] is None for example in EXAMPLES)
    assert len(EXAMPLES) >= 80
    assert 2 * negatives >= len(EXAMPLES)
