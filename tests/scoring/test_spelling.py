from __future__ import annotations

import pytest

from drift.scoring.spelling import fold


@pytest.mark.parametrize(
    ("british", "american"),
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
def test_variants_fold_to_one(british: str, american: str) -> None:
    assert fold(british) == fold(american)


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
    assert fold(one) != fold(other)
