"""Pairs of sentences of which one word differs: what the word lists and the slots tell, and what they leave alone."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest

from drift.checks import wording
from tests.checks.comparing import beside

GROUPS = json.loads((Path(__file__).parent / "wordings.json").read_text(encoding="utf-8"))
CAUGHT = [pair for group in GROUPS.values() for pair in group["caught"]]
LEFT_ALONE = [pair for group in GROUPS.values() for pair in group["left alone"]]

pytestmark = pytest.mark.model


@functools.cache
def told() -> dict[str, list[str]]:
    """The messages on each sentence of the originals, which stand side by side with their rewrites."""
    pairs = CAUGHT + LEFT_ALONE
    comparison = beside([original for original, _ in pairs], [rewrite for _, rewrite in pairs])
    sentences = comparison.sides[0].document.sentences
    found: dict[str, list[str]] = {}
    for finding in wording.check(comparison):
        assert finding.original is not None
        start = finding.original.start
        where = next(s.text for s in sentences if s.span.start <= start < s.span.end)
        found.setdefault(where, []).append(finding.message)
    return found


def test_each_original_stands_once() -> None:
    originals = [original for original, _ in CAUGHT + LEFT_ALONE]
    assert len(set(originals)) == len(originals)


@pytest.mark.parametrize(("original", "rewrite"), CAUGHT)
def test_a_word_that_says_something_else_is_told(original: str, rewrite: str) -> None:
    assert len(told().get(original, [])) == 1, rewrite


@pytest.mark.parametrize(("original", "rewrite"), LEFT_ALONE)
def test_a_word_that_says_the_same_is_left_alone(original: str, rewrite: str) -> None:
    assert told().get(original, []) == [], rewrite
