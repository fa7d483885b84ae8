"""Modifiers that take their noun back ("former", "draft"), lost and put in."""

from __future__ import annotations

import pytest

from drift.checks import privatives
from tests.checks.comparing import beside

#: Original, rewrite, what the finding marks in each.
LOST = (
    ("Former president Carlos Menem left.", "President Carlos Menem left.", "Former president", "President"),
    (
        "The former Spanish foreign minister spoke in Rabat.",
        "The Spanish foreign minister spoke in Rabat.",
        "former Spanish foreign minister",
        "Spanish foreign minister",
    ),
    (
        "The acting FIFA President, Issa Hayatou, refused to comment.",
        "FIFA President Issa Hayatou declined to comment.",
        "acting FIFA President",
        "FIFA President",
    ),
    ("Two former portfolio managers sued.", "Two portfolio managers sued.", "former portfolio managers", None),
    ("Ex-minister Paul Reed was held.", "Minister Paul Reed was held.", "Ex-minister", "Minister"),
    ("She is the ex-wife of the senator.", "She is the wife of the senator.", "ex-wife", "wife"),
    ("The vice-president resigned.", "The president resigned.", "vice-president", "president"),
    ("The president-elect spoke for an hour.", "The president spoke for an hour.", "president-elect", "president"),
    ("Deputy prime minister Ali Hassan agreed.", "Prime minister Ali Hassan agreed.", "Deputy prime minister", None),
    ("The attempted coup failed within hours.", "The coup failed within hours.", "attempted coup", "coup"),
    ("The would-be assassin was held.", "The assassin was held.", "would-be assassin", "assassin"),
    ("The suspected bomber was shot dead.", "The bomber was shot dead.", "suspected bomber", "bomber"),
    ("He carried fake passports.", "He carried passports.", "fake passports", "passports"),
    ("The draft law bans smoking in parks.", "The law bans smoking in parks.", "draft law", "law"),
    ("The proposed tax would raise 3 billion.", "The tax would raise 3 billion.", "proposed tax", "tax"),
    ("Preliminary results showed a lead.", "Results showed a lead.", "Preliminary results", "Results"),
    ("The non-lethal weapons were delivered.", "The lethal weapons were delivered.", "non-lethal", "lethal"),
    ("Non-members paid more.", "Members paid more.", "Non-members", "Members"),
    ("The semi-official agency said so.", "The official agency said so.", "semi-official", "official"),
    ("He called the so-called reform a mistake.", "He called the reform a mistake.", "so-called reform", "reform"),
)

SAID_OTHERWISE = (
    ("The former minister was questioned.", "The ex-minister was questioned."),
    ("The former minister was questioned.", "The onetime minister was questioned."),
    ("The former minister, a lawyer, was questioned.", "The lawyer, who was minister until 2010, was questioned."),
    ("Acting chairman Paul Reed opened the session.", "Interim chairman Paul Reed opened the session."),
    ("The deputy minister rejected the claim.", "The vice minister rejected the claim."),
    ("He was held for attempted murder.", "He was held because he tried to murder a man."),
    ("The suspected killer was arrested.", "The alleged killer was arrested."),
    ("He is accused of the suspected fraud.", "He is accused of the fraud of which they suspect him."),
    ("The planned merger will create 4,000 jobs.", "The merger, which they plan for May, will create 4,000 jobs."),
    ("The proposed law bans smoking.", "The bill bans smoking; the law is not passed yet."),
    ("The provisional results showed a lead.", "The early results showed a lead."),
    ("The so-called reform failed.", "What they call a reform failed."),
    ("The non-lethal weapons were delivered.", "The nonlethal weapons were delivered."),
    ("The firm had a non-operating gain.", "The firm had a gain."),
    ("The non-aligned states met.", "The states that are not aligned met."),
    # a modifier of another sort stands in its place, and is for others to judge
    ("The planned merger was criticized.", "The huge merger was criticized."),
    # said once is said
    (
        "Former president Menem came. He met the former president of Peru.",
        "The former president Menem came. He met the president of Peru.",
    ),
    # the noun is gone too, or bears the modifier in one of two places
    ("A former minister and the minister met.", "The minister met them."),
    # names, titles and lands
    ("Deputy David Machado was murdered.", "David Machado was murdered."),
    ("He grew up in the former Yugoslavia.", "He grew up in Yugoslavia."),
    # verbs and nouns that look like such modifiers
    ("The minister was accused of fraud.", "The minister faces a charge of fraud."),
    ("The court accused officials of bribery.", "The court blamed officials for bribery."),
    ("The draft was read aloud.", "The text was read aloud."),
    ("He was acting against advice.", "He went against advice."),
)

pytestmark = pytest.mark.model


def found(original: str, rewrite: str) -> list[tuple[str, str, str]]:
    told = privatives.check(beside(original, rewrite))
    return [(f.original.text, f.rewrite.text, f.severity.name) for f in told if f.original and f.rewrite]


@pytest.mark.parametrize(("original", "rewrite", "ours", "theirs"), LOST)
def test_a_lost_or_new_modifier_is_told_with_its_noun(
    original: str, rewrite: str, ours: str, theirs: str | None
) -> None:
    theirs = theirs or ours.partition(" ")[2]
    lost, new = found(original, rewrite), found(rewrite, original)
    assert [row[:2] for row in lost] == [(ours, theirs if rewrite.find(theirs) >= 0 else theirs.capitalize())]
    assert [row[:2] for row in new] == [(row[1], row[0]) for row in lost]


@pytest.mark.parametrize(("original", "rewrite"), SAID_OTHERWISE)
def test_a_modifier_that_is_said_otherwise_is_not_lost(original: str, rewrite: str) -> None:
    assert found(original, rewrite) == []


@pytest.mark.parametrize(
    ("original", "rewrite", "severity"),
    [
        ("The former minister was questioned.", "The minister was questioned.", "major"),
        ("The draft law bans smoking.", "The law bans smoking.", "minor"),
    ],
)
def test_what_makes_another_thing_of_the_noun_weighs_more_than_what_comes_to_be(
    original: str, rewrite: str, severity: str
) -> None:
    assert [row[2] for row in found(original, rewrite)] == [severity]
