"""Two facts say the same wherever they stand in their texts."""

from __future__ import annotations

import pytest

from drift import facts as rooms
from drift.facts import EXTRACTORS, extract
from drift.language import language
from drift.parsing import parse
from drift.records import Document, Fact
from tests.caching import cache


def agree(one: Fact, other: Fact) -> bool:
    return rooms.agree(one, other, language("en"))


def facts(kind: str, text: str) -> list[Fact]:
    document = Document.from_sentences([text])
    return [fact for fact in extract(document, parse(document, cache=cache())) if fact.kind == kind]


@pytest.mark.parametrize(
    ("kind", "text", "other", "same"),
    [
        ("number", "It sold 3,452 cars.", "Last year, as we know, 3452 cars were sold.", True),
        ("number", "It sold 3,452 cars.", "It sold 3,542 cars.", False),
        ("date", "It rained on 3 May 2021.", "On May 3, 2021, it rained.", True),
        ("date", "It rained on 3 May 2021.", "On May 4, 2021, it rained.", False),
        ("name", "Rabat is quiet.", "It is quiet in Rabat.", True),
        ("name", "They met Benny Gantz.", "On that day they met Gantz.", True),
        ("name", "They met Benny Gantz.", "They met Yair Lapid.", False),
        ("quote", "He said “it is over”.", "“It is over”, they all heard.", True),
        ("quote", "He said “it is over”.", "He said “it is late”.", False),
        ("polarity", "He did not resign.", "The minister, we are told, did not resign.", True),
        ("polarity", "He did not resign.", "He hasn't resigned.", True),
        ("polarity", "He did not resign.", "He never resigned.", True),
        ("polarity", "He did not resign.", "Nobody came.", False),
        ("modality", "It may rain.", "Perhaps it rains.", True),
        ("modality", "It may rain.", "It must rain.", False),
        ("attribution", "Benny Gantz said that it rains.", "It rains, said Gantz.", True),
        ("attribution", "The minister said that it rains.", "As it happens, the minister said that it rains.", True),
        ("attribution", "The minister said that it rains.", "The teacher said that it rains.", False),
        ("role", "The dog bit the man.", "Last night in Rabat the dog bit him.", True),
        ("role", "The dog bit the man.", "The man bit the dog.", False),
    ],
)
def test_the_same_is_said_wherever_it_stands(kind: str, text: str, other: str, *, same: bool) -> None:
    pairs = [(a, b) for a in facts(kind, text) for b in facts(kind, other)]
    assert pairs
    assert any(agree(a, b) for a, b in pairs) == same
    assert any(agree(b, a) for a, b in pairs) == same
    assert all(agree(a, a) for a, _ in pairs)


def test_facts_of_two_kinds_never_agree_and_unknown_kinds_go_by_their_values() -> None:
    one, other = (Fact("number", 1, 0, 0, 1, "1"), Fact("rhyme", 1, 0, 0, 1, "1"))
    assert not agree(one, other)
    assert agree(other, Fact("rhyme", 1, 3, 8, 9, "1"))
    assert not agree(other, Fact("rhyme", 2, 0, 0, 1, "2"))


def test_every_extractor_says_when_its_facts_agree() -> None:
    from drift.facts import _AGREEING

    assert len(_AGREEING) == len(EXTRACTORS) - 1  # names are asked in a language
