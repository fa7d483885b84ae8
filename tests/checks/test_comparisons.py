"""Comparisons whose terms changed places, and those that say the same from the other end."""

from __future__ import annotations

import pytest

from drift.checks import run
from tests.checks.comparing import beside

EXCHANGED = (
    ("Germany exports more steel than France.", "France exports more steel than Germany.", "Germany", "France"),
    ("The north is poorer than the south.", "The south is poorer than the north.", "north", "south"),
    ("Inflation rose faster than wages.", "Wages rose faster than inflation.", "Inflation", "wages"),
    ("Oil prices fell more than gas prices.", "Gas prices fell more than oil prices.", "Oil", "gas"),
    ("Women are more likely than men to vote.", "Men are more likely than women to vote.", "Women", "men"),
    ("More women than men voted.", "More men than women voted.", "women", "men"),
    ("In Spain, wages rose less than prices did.", "In Spain, prices rose less than wages did.", "wages", "prices"),
    ("He said Paris was safer than London.", "He said London was safer than Paris.", "Paris", "London"),
    ("Paris is twice as big as Rome.", "Rome is twice as big as Paris.", "Paris", "Rome"),
    ("Spain is not as rich as Italy.", "Italy is not as rich as Spain.", "Spain", "Italy"),
)

SAME = (
    ("The north is poorer than the south.", "The south is richer than the north."),
    ("Germany exports more steel than France.", "France exports less steel than Germany."),
    ("He said Paris was safer than London.", "He said London was less safe than Paris."),
    ("The north is poorer than the south.", "The north is much poorer than the south of the country."),
    ("Paris is as big as Rome.", "Rome is as big as Paris."),
    ("Paris is twice as big as Rome.", "Rome is half as big as Paris."),
    ("Paris is not as big as Rome.", "Rome is bigger than Paris."),
    ("He worked as a teacher for the mayor.", "He worked for the mayor as a teacher."),
    ("Wages rose less than prices.", "Wages rose less than prices did."),
    ("Paris, rather than Berlin, hosts the talks.", "Rather than Berlin, Paris hosts the talks."),
    ("Germany has more than 20 ships.", "More than 20 ships belong to Germany."),
    ("The bridge is older than the town hall.", "The bridge is older than the hall of the town."),
)

pytestmark = pytest.mark.model


def told(original: str, rewrite: str) -> list[str]:
    return [f.message for f in run(beside(original, rewrite)) if f.kind in {"role", "wording", "negation"}]


@pytest.mark.parametrize(("original", "rewrite", "first", "second"), EXCHANGED)
def test_exchanged_terms_are_told_once(original: str, rewrite: str, first: str, second: str) -> None:
    (message,) = told(original, rewrite)
    assert message.startswith(f"“{first}” and “{second}” have changed places around ")
    assert len(told(rewrite, original)) == 1


@pytest.mark.parametrize(("original", "rewrite"), SAME)
def test_a_comparison_from_the_other_end_is_the_same(original: str, rewrite: str) -> None:
    assert told(original, rewrite) == []
    assert told(rewrite, original) == []


def test_a_contrary_without_an_exchange_is_told() -> None:
    assert told("The north is poorer than the south.", "The north is richer than the south.") != []
