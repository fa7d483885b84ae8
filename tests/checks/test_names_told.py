"""Names that are dropped, exchanged or kept, and things of several names: sentences matched word by word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from drift.checks import name, terminology
from drift.checks.terminology import ALIKE, LETTERS, _lookalikes
from drift.facts.names import Code, coded, countries, is_land, is_seat
from tests.checks.comparing import beside


def told(original: str, rewrite: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (f.severity.name, f.original and f.original.text, f.rewrite and f.rewrite.text)
        for f in name.check(beside(original, rewrite))
    ]


@pytest.mark.parametrize(
    ("original", "rewrite", "severity", "dropped"),
    [
        ("Netanyahu praised Gantz and Lapid.", "Netanyahu praised Gantz.", "major", "Lapid"),
        (
            "Benny Gantz and Antony Blinken signed the accord on Monday.",
            "Antony Blinken signed the accord on Monday.",
            "major",
            "Benny Gantz",
        ),
        (
            "The ministers of France, Germany and Poland met in Brussels.",
            "The ministers of France and Poland met in Brussels.",
            "major",
            "Germany",
        ),
        ("He lives in Dresden with his wife.", "He lives with his wife.", "minor", "Dresden"),
    ],
)
def test_a_name_that_nothing_stands_for_is_dropped(original: str, rewrite: str, severity: str, dropped: str) -> None:
    assert told(original, rewrite) == [(severity, dropped, None)]


@pytest.mark.parametrize(
    ("original", "rewrite"),
    [
        ("He lives in Dresden with his wife.", "He lives there with his wife."),
        ("On Monday Netanyahu said he would resign.", "On Monday he said he would resign."),
        ("Spokesman Peskov denied it on Friday.", "The spokesman denied it on Friday."),
        ("On Monday Angela Merkel, the chancellor, spoke.", "On Monday the chancellor spoke."),
        ("The visit of Pope Francis to Iraq was a success.", "The visit of the pope to Iraq was a success."),
        ("The talks in France and Germany failed.", "The French and German talks failed."),
        ("They were led by Boris Johnson and Angela Merkel.", "They were led by Johnson and Merkel."),
        ("The price was 150 NIS each way.", "The price was 150 shekels each way."),
    ],
)
def test_a_name_that_something_stands_for_is_not_dropped(original: str, rewrite: str) -> None:
    assert told(original, rewrite) == []


def test_a_name_that_stands_in_the_next_sentence_is_not_dropped() -> None:
    pair = beside(
        ["Gantz and Lapid came to the talks.", "They shook hands."],
        ["Gantz came to the talks.", "He and Lapid shook hands."],
    )
    assert list(name.check(pair)) == []


def test_two_neighbors_are_no_compound_of_a_name() -> None:
    told_ = told("One victim, Doris Finch, said she forgave him.", "One victim, Doris Fincham, said she forgave him.")
    assert told_ == [("minor", "Doris Finch", "Doris Fincham")]


def test_a_surplus_use_of_a_country_is_exchanged() -> None:
    original = "They threw paint at the Russian embassy over Russia's invasion of Ukraine."
    assert told(original, original.replace("Russian", "Mexican")) == [("major", "Russian", "Mexican")]
    assert told(original.replace("Russian", "Mexican"), original) == [("major", "Mexican", "Russian")]


def test_a_seat_of_government_may_be_exchanged_for_a_city() -> None:
    original = "The team was led by Sabine Kruger of the University of Bern."
    assert told(original, original.replace("Bern", "Basel")) == [("major", "Bern", "Basel")]
    assert is_seat(("bern",))
    assert not is_seat(("luxembourg",))
    assert not is_seat(("switzerland",))


def test_an_everyday_noun_excuses_no_name_of_a_person_and_a_usual_spelling_excuses_others() -> None:
    assert told("Dr. Engel left the hospital.", "Dr. Angel left the hospital.") == [("minor", "Engel", "Angel")]
    assert told("They flew to Lissabon.", "They flew to Lisbon.") == []


def test_a_name_that_describes_a_noun_does_not_stand_for_a_person() -> None:
    assert (
        told(
            "The verdict followed a 2 1/2 week trial, during which Waagner represented himself.",
            "The conviction followed a 2 1/2 week trial, during which the Venango County man represented himself.",
        )
        == []
    )


@pytest.mark.parametrize(
    ("original", "rewrite"), [("SARS-CoV-2", "SARS-CoV-4"), ("A380", "A350"), ("F-16", "F-18"), ("H5N1", "H1N1")]
)
def test_other_figures_make_another_name(original: str, rewrite: str) -> None:
    frame = "Much was written about the {} that year."
    assert told(frame.format(original), frame.format(rewrite)) == [("major", original, rewrite)]


def test_figures_of_a_name_that_stands_on_the_other_side_are_no_change() -> None:
    assert told("The A380 is larger than the A350.", "The A350 is smaller than the A380.") == []


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
    (code,) = countries()["coronavirus",]
    assert not is_land(code)
    assert all(map(is_land, countries()["france",]))


def test_one_thing_is_told_by_two_names() -> None:
    pair = beside(
        ["The Polisario Front sent three men.", "The Polisario Front wants a vote."],
        ["The Polisario Front sent three men.", "The Polisario Forehead wants a vote."],
    )
    (finding,) = terminology.check(pair)
    assert finding.rewrite is not None
    assert (finding.rewrite.text, finding.original) == ("Polisario Forehead", None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Polisario sent three men.", "The Polisario wants a vote."),
        ("The Polisario Front sent three men.", "The Front wants a vote."),
        ("The Polisario Front sent three men.", "It wants a vote."),
        ("The Polisario Forehead sent three men.", "The Polisario Forehead wants a vote."),
    ],
)
def test_short_forms_and_one_constant_name_are_no_two_names(first: str, second: str) -> None:
    pair = beside(["The Polisario Front sent three men.", "The Polisario Front wants a vote."], [first, second])
    assert list(terminology.check(pair)) == []


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
