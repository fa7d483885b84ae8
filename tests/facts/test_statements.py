"""What the extractors of polarity, modality, attribution and roles read from a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.facts import attribution, modality, polarity, roles
from drift.facts.attribution import Attribution
from drift.facts.modality import Modality
from drift.facts.polarity import Polarity
from drift.facts.roles import Role
from drift.parsing import parse
from drift.records import Document
from tests.caching import cache


def polarities(text: str) -> list[tuple[str, str]]:
    document = Document.from_sentences([text])
    facts = polarity.extract(document, parse(document, cache=cache()))
    return [(f.text, f.value.strength) for f in facts if isinstance(f.value, Polarity)]


def negated(text: str) -> set[str]:
    document = Document.from_sentences([text])
    facts = polarity.extract(document, parse(document, cache=cache()))
    return {lemma for f in facts if isinstance(f.value, Polarity) for lemma in f.value.lemmas}


def modes(text: str) -> list[tuple[str, str]]:
    document = Document.from_sentences([text])
    facts = modality.extract(document, parse(document, cache=cache()))
    return [(f.value.mode, f.value.lemma) for f in facts if isinstance(f.value, Modality)]


def sources(text: str) -> list[tuple[str, str, str]]:
    document = Document.from_sentences([text])
    facts = attribution.extract(document, parse(document, cache=cache()))
    return [(f.value.speaker, f.value.verb, f.value.manner) for f in facts if isinstance(f.value, Attribution)]


def triples(text: str) -> set[tuple[str, str, str]]:
    document = Document.from_sentences([text])
    facts = roles.extract(document, parse(document, cache=cache()))
    return {(f.value.filler, f.value.function, f.value.predicate) for f in facts if isinstance(f.value, Role)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister did not resign.", [("not", "explicit")]),
        ("He hasn't paid.", [("n't", "explicit")]),
        ("Nobody knows.", [("Nobody", "explicit")]),
        ("He left without a word.", [("without", "explicit")]),
        ("She refused to pay.", [("refused", "implicit")]),
        ("Not only the mayor resigned.", []),
        ("No doubt the mayor resigned.", []),
        ("He asked whether or not it was true.", []),
        ("The mayor resigned.", []),
        ("She ruled out a coalition.", [("ruled", "implicit")]),
        ("The court ruled against her.", []),
        ("They passed a no-confidence vote.", [("no", "explicit")]),
        ("Most of them were non-smokers.", [("non", "implicit")]),
    ],
)
def test_polarity_cues(text: str, expected: list[tuple[str, str]]) -> None:
    assert polarities(text) == expected


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The minister did not resign.", "resign"),
        ("The bridge is not safe.", "safe"),
        ("The law has no effect on prices.", "effect"),
        ("She has never visited the island.", "visit"),
        ("He left without a ticket.", "ticket"),
    ],
)
def test_what_a_negation_covers(text: str, lemma: str) -> None:
    assert lemma in negated(text)


def test_a_hyphen_keeps_a_negative_to_its_own_word() -> None:
    assert negated("They passed a no-confidence vote.") == {"confidence"}
    assert negated("They told a not-so-good story.") >= {"so", "good"}
    assert "tell" not in negated("They told a never-ending story.")


def test_what_is_done_without_something_is_done_all_the_same() -> None:
    assert "leave" not in negated("He left without a ticket.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The storm may reach the coast.", ("possible", "reach")),
        ("It is possible that the storm reaches the coast.", ("possible", "reach")),
        ("The storm will reach the coast.", ("future", "reach")),
        ("Rabat allegedly used the software.", ("hearsay", "use")),
        ("The software is said to be dangerous.", ("hearsay", "be")),
        ("Prices are expected to rise.", ("probable", "rise")),
        ("The bank must pay.", ("duty", "pay")),
        ("The letter seems to be old.", ("seeming", "be")),
    ],
)
def test_modes(text: str, expected: tuple[str, str]) -> None:
    assert expected in modes(text)


def test_plain_statements_have_no_mode() -> None:
    assert modes("The bank paid its debts in May, and the price fell.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officials said the road was closed.", ("Officials", "say", "report")),
        ("The road was closed, said Benny Gantz.", ("Benny Gantz", "say", "report")),
        ("According to Amnesty International, they were beaten.", ("Amnesty International", "according", "report")),
        ("The army claimed that the road was closed.", ("The army", "claim", "claim")),
        ("Rabat denied the charge.", ("Rabat", "deny", "denial")),
    ],
)
def test_sources(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in sources(text)


@pytest.mark.parametrize(
    "text",
    [
        "You can find music according to your taste.",
        "The road was closed in May.",
        "I said that it was late.",
        "He was told to wait.",
    ],
)
def test_no_source(text: str) -> None:
    assert sources(text) == []


def test_active_and_passive_give_the_same_roles() -> None:
    active = triples("Algeria accused Morocco.")
    passive = triples("Morocco was accused by Algeria.")
    assert {("algeria", "agent", "accuse"), ("morocco", "patient", "accuse")} <= active & passive


def test_members_of_a_coordination_share_a_role() -> None:
    assert {("smith", "agent", "leave"), ("jones", "agent", "leave")} <= triples("Smith and Jones left the room.")


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    assert ("man", "agent", "sue") in triples("The man who sued the bank lost.")


@settings(max_examples=40)
@given(st.text(alphabet='abc .,?“”"’ not said may will Rabat', min_size=1, max_size=60))
def test_spans_are_exact_on_any_text(text: str) -> None:
    document = Document.from_sentences([text])
    tokens = parse(document)
    for extractor in (polarity, modality, attribution, roles):
        for fact in extractor.extract(document, tokens):
            assert document.clean[fact.start : fact.end] == fact.text
            assert fact.text


def test_verbs_of_a_coordination_share_their_subject() -> None:
    told = triples("Lund conceded defeat and was congratulated by Holm.")
    assert {
        ("lund", "agent", "concede"),
        ("lund", "patient", "congratulate"),
        ("holm", "agent", "congratulate"),
    } <= told
    assert ("lund", "agent", "congratulate") in triples("Lund conceded defeat and congratulated Holm.")
    assert ("thief", "patient", "charge") in triples("The thief was caught and charged.")
    assert ("lund", "agent", "smile") not in triples("Lund conceded defeat and Holm smiled.")
