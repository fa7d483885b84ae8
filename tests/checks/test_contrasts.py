"""The lists of words that exclude one another: well made, and read alike from both sides."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from drift.checks.contrasts import contrary, elsewhere, exclusive
from drift.facts.spelling import respelled
from drift.language import language

ENGLISH = language("en")
DATA = json.loads(ENGLISH.file("contrasts.json"))
LINES = [(name, line) for name, lines in DATA.items() if name != "about" for line in lines]


@pytest.mark.parametrize(("name", "line"), LINES)
def test_a_line_has_classes_and_each_word_once(name: str, line: str) -> None:
    classes = [words.split() for words in line.split(" / ")]
    words = [respelled(word, language("en")) for own in classes for word in own]
    assert len(classes) > 1
    assert all(classes)
    assert len(set(words)) == len(words)
    assert line == line.lower()
    assert len(classes) == 2 or not name.startswith("contraries")


def test_no_line_stands_twice_in_a_list() -> None:
    assert len(set(LINES)) == len(LINES)


def test_no_line_is_canceled_by_another() -> None:
    """Two words that one line keeps apart stand in no class together."""
    for kind, judge in (("contraries", contrary), ("exclusive", exclusive)):
        for name in (kind, f"{kind}_in_place"):
            for line in DATA[name]:
                for ours, theirs in combinations([words.split() for words in line.split(" / ")], 2):
                    lost = [(a, b) for a in ours for b in theirs if not judge(a, b, ENGLISH, in_place=True)]
                    assert lost == []
                    assert all(judge(b, a, ENGLISH, in_place=True) for a in ours for b in theirs)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("rise", "fall", True),
        ("surge", "slump", True),
        ("rise", "climb", False),
        ("criticise", "praise", True),  # British spelling
        ("supporter", "critic", True),
        ("buy", "sell", False),  # only in place
        ("rise", "rise", False),
        ("rise", "zebra", False),
    ],
)
def test_contraries(first: str, second: str, found: bool) -> None:  # noqa: FBT001 - a table's column
    assert contrary(first, second, ENGLISH) is found


def test_two_sides_of_one_event_count_in_place() -> None:
    assert contrary("buy", "sell", ENGLISH, in_place=True)
    assert exclusive("lend", "sell", ENGLISH, in_place=True)
    assert not exclusive("lend", "sell", ENGLISH)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("kill", "injure", True),
        ("injure", "wound", False),
        ("most", "all", True),
        ("some", "few", False),
        ("charge", "accuse", False),
        ("charge", "convict", True),
        ("sea", "ocean", False),
        ("grandson", "son", True),
    ],
)
def test_words_of_closed_sets(first: str, second: str, found: bool) -> None:  # noqa: FBT001 - a table's column
    assert exclusive(first, second, ENGLISH) is found


def test_prepositions_place_a_thing_elsewhere_or_where_it_was() -> None:
    assert elsewhere("off", "near", ENGLISH)
    assert not elsewhere("near", "outside", ENGLISH)
    assert not elsewhere("towards", "to", ENGLISH)


def test_a_language_without_lists_keeps_nothing_apart() -> None:
    assert not contrary("rise", "fall", language("xx"))
