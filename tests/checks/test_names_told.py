"""Codes, countries, and what makes two names alike; pairs of sentences stand in `examples/`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from drift.checks import terminology
from drift.checks.terminology import ALIKE, LETTERS, _lookalikes
from drift.facts.names import Code, coded, countries, is_land, is_seat
from drift.language import language
from tests.checks.comparing import beside


def test_a_seat_of_government_is_a_city() -> None:
    assert is_seat(("bern",), language("en"))
    assert not is_seat(("luxembourg",), language("en"))
    assert not is_seat(("switzerland",), language("en"))


@pytest.mark.parametrize(
    ("a", "b", "differs"),
    [
        ("A380", "A350", True),
        ("F-16", "F16", False),
        ("Covid-19", "Covid-2019", False),
        ("H5N1", "H5N8", True),
        ("A320", "B320", False),
    ],
)
def test_codes_differ_by_their_figures(a: str, b: str, differs: bool) -> None:  # noqa: FBT001 - a table
    (one,), (two,) = ([code for *_, code in coded(text)] for text in (a, b))
    assert one.differs(two) is differs
    assert two.differs(one) is differs


def test_codes_are_capitalized_and_have_both_letters_and_figures() -> None:
    text = "The A380, an mp3, 25m people and 1980s Paris"
    assert [(text[start:end], code) for start, end, code in coded(text)] == [("A380", Code("a", ("380",)))]


def test_a_thing_of_several_names_is_no_country() -> None:
    (code,) = countries(language("en"))["coronavirus",]
    assert not is_land(code)
    assert all(map(is_land, countries(language("en"))["france",]))


def test_a_name_spelled_in_two_ways_is_told_beside_what_was_wrong_with_it_before() -> None:
    pair = beside(
        ["The expert Bruce Maddy-Weitzman spoke.", "According to Maddy-Weitzman it is over."],
        ["The expert Bruce Maddie-Weitzman spoke.", "According to Maddy-Weitzman it is over."],
    )
    (finding,) = terminology.check(pair)  # which gives way to the finding of the name
    assert finding.rewrite is not None
    assert (finding.rewrite.text, finding.original) == ("Bruce Maddie-Weitzman", None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcde", min_size=LETTERS, max_size=20), max_size=12, unique=True), st.data())
def test_all_words_that_are_alike_share_a_key(words: list[str], data: st.DataObject) -> None:
    for word in list(words):
        at = data.draw(st.integers(1, len(word) - 1))
        words.append(word[:at] + data.draw(st.sampled_from(["", "x", word[at] * 2])) + word[at + 1 :])
    found = _lookalikes(dict.fromkeys(words))
    for a in found:
        for b in found:
            if a != b and a[0] == b[0] and DamerauLevenshtein.normalized_similarity(a, b) >= ALIKE:
                assert b in found[a]
