"""Words in place of others that the cross-encoder reads as a change, and renderings that it must not tell."""

from __future__ import annotations

import functools

import pytest

import drift
from drift.checks import replacements
from drift.records import Comparison

TOLD = (
    ("The report was commissioned by the ministry.", "The report was criticized by the ministry."),
    ("They are demanding his release.", "They are demanding his resignation."),
    ("The patient recovered.", "The patient died."),
    ("The vaccine was tested on mice.", "The vaccine was tested on humans."),
    ("They opened accounts for years before deleting them.", "They opened accounts for years before excluding them."),
    ("At two euros or less a hit, it is cheap.", "At two euros or less a coup, it is cheap."),
)

LEFT_ALONE = (
    ("It is hard to reach the camp.", "It is difficult to reach the camp."),
    ("The talks were delayed.", "The negotiations were delayed."),
    ("The minister rejected the claim.", "The minister dismissed the claim."),
    ("The police detained two men.", "The police arrested two men."),
    ("The mayor welcomed the decision.", "The mayor hailed the decision."),
    ("The house was destroyed in the fire.", "The home was destroyed in the fire."),
    # other kinds tell these, and better
    ("He paid 30 euros.", "He paid 40 euros."),
    ("The summit was held in Rabat.", "The summit was held in Tunis."),
    ("He was acquitted.", "He was convicted."),
    ("The plan was not a success.", "The plan was a failure."),
)

pytestmark = pytest.mark.model


@functools.cache
def analyzer() -> drift.Analyzer:
    return drift.Analyzer(cache=False)


def told(original: str, rewrite: str) -> list[str]:
    return [f.message for f in analyzer().compare(original, rewrite).findings if "does not say the same" in f.message]


@pytest.mark.parametrize(("original", "rewrite"), TOLD)
def test_another_word_in_its_place_is_told(original: str, rewrite: str) -> None:
    assert len(told(original, rewrite)) == 1


@pytest.mark.parametrize(("original", "rewrite"), LEFT_ALONE)
def test_a_rendering_or_what_others_tell_is_left_alone(original: str, rewrite: str) -> None:
    assert told(original, rewrite) == []


def test_without_a_reader_nothing_is_told() -> None:
    ((comparison, _),) = analyzer().comparisons([TOLD[0]])
    assert len(list(replacements.check(comparison))) == 1
    blind = Comparison(comparison.original, comparison.rewrite, comparison.alignment)
    assert list(replacements.check(blind)) == []
