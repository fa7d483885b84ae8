from __future__ import annotations

from typing import Any

import pytest

from drift.aligning.weights import content
from drift.aligning.words import _identity
from drift.facts.spelling import respelled
from drift.language import language

ENGLISH = language("en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Colours", "colors"),
        ("neighbouring", "neighboring"),
        ("criticised", "criticized"),
        ("normalisation", "normalization"),
        ("analysing", "analyzing"),
        ("travelled", "traveled"),
        ("cancelling", "canceling"),
        ("labelled", "labeled"),
        ("theatre", "theater"),
        ("kilometres", "kilometers"),
        ("centred", "centered"),
        ("fibre", "fiber"),
        ("defence", "defense"),
        ("dialogue", "dialog"),
        ("programmes", "programs"),
        ("tyres", "tires"),
        ("don’t", "don't"),
    ],
)
def test_variants_fold_to_one(one: str, other: str) -> None:
    assert respelled(one, ENGLISH) == respelled(other, ENGLISH)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("four", "for"),
        ("our", "or"),
        ("filled", "filed"),
        ("polled", "poled"),
        ("prise", "prize"),
        ("tour", "tor"),
        ("science", "sense"),
        ("hence", "hens"),
        ("advised", "advisee"),
        ("controlled", "control"),
        ("paste", "past"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert respelled(one, ENGLISH) != respelled(other, ENGLISH)


@pytest.mark.parametrize("kept", [respelled, content, _identity])
def test_what_is_kept_of_words_has_a_bound(kept: Any) -> None:
    assert kept.cache_info().maxsize is not None
