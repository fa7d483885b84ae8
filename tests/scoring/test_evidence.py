from __future__ import annotations

import math
from collections import Counter
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.aligning import content
from drift.language import language
from drift.records import Comparison
from drift.scoring import features
from drift.scoring.evidence import NAMES
from drift.scoring.surface import breaks, characters, disorder, f_score, unshared
from tests.scoring.scoring_samples import comparison

WORDS = st.lists(st.sampled_from("a b c d e f".split()), max_size=8)


def test_equal_texts_lack_nothing() -> None:
    text = ["He paid Smith for the television ."]
    found = features(comparison(text, text, [((0,), (0,))]))
    zero = [
        name for name in NAMES if name.startswith(("lost_", "new_")) or name.endswith(("_changed", "_lost", "_new"))
    ]
    assert len(zero) > 30
    # nothing was read: either direction is as likely changed as not, both together likelier
    assert {name: getattr(found, name) for name in zero if getattr(found, name)} == {
        "read_changed": pytest.approx(math.log(3))
    }
    assert (found.words_shared, found.characters_shared, found.dependencies_shared) == (1.0, 1.0, 1.0)
    assert found.vector().tolist() == list(astuple(found))


@pytest.mark.parametrize(
    ("original", "rewrite", "name", "value"),
    [
        ("He paid Smith .", "He not paid Smith .", "negations", 1.0),
        ("He not paid Smith .", "He paid Smith .", "negations", 1.0),
        ("He paid Smith .", "He paid Jones .", "names_changed", 2.0),
        ("He paid Smith in Rome .", "He paid Rome in Smith .", "replaced", 2.0),
        ("He paid Smith .", "He paid Smith ?", "question", 1.0),
        ("He paid Smith .", "He paid paid Smith .", "repeated", 1.0),
        ("He paid the television .", "He paid .", "lost_first", content("television", language("en"))),
        ("He paid .", "He paid the television .", "new_first", content("television", language("en"))),
        ("He paid for colour .", "He paid for color .", "words_shared", 1.0),
        ("He paid Smith .", "he paid smith .", "words_shared", 1.0),
    ],
)
def test_one_change_shows_where_it_belongs(original: str, rewrite: str, name: str, value: float) -> None:
    found = features(comparison([original], [rewrite], [((0,), (0,))]))
    assert getattr(found, name) == pytest.approx(value)


def test_similarity_is_weighted_by_content_unless_given() -> None:
    both = comparison(["television", "a b"], ["television"], [((0,), (0,)), ((1,), ())])
    assert 0.5 < features(both).similarity < 0.9
    assert features(both, similarity=0.3).similarity == 0.3


def test_a_text_alone_has_no_features() -> None:
    alone = comparison(["a"], ["a"], [((0,), (0,))])
    with pytest.raises(ValueError, match="no pair"):
        features(Comparison(None, alone.rewrite, alone.alignment))


@given(WORDS, WORDS)
def test_measures_stay_in_their_range(a: list[str], b: list[str]) -> None:
    for value in (f_score(a, b), disorder(a, b), breaks(a, b), characters(" ".join(a), " ".join(b))):
        assert 0.0 <= value <= 1.0
    assert f_score(a, b) == f_score(b, a)
    assert f_score(a, b) * (len(a) + len(b)) == pytest.approx(2 * (Counter(a) & Counter(b)).total() if a or b else 0)
    assert len(unshared(a, b)) - len(unshared(b, a)) == len(a) - len(b)


@given(WORDS)
def test_a_sequence_is_in_its_own_order(a: list[str]) -> None:
    assert (f_score(a, a), disorder(a, a), breaks(a, a), unshared(a, a)) == (1.0, 0.0, 0.0, [])


def test_reversal_is_disorder() -> None:
    assert disorder(list("abcd"), list("dcba")) == 1.0
    assert breaks(list("abcd"), list("cdab")) == pytest.approx(1 / 3)
