from __future__ import annotations

import pytest

from drift.language import language
from drift.tracing import Edge, Entry, Spelling, ledger, quotations, spelling, standing
from tests.tracing.topic_texts import texts

VISIT = {
    "one": "The minister Abdellatif Loudiyi came to Rabat. He met Nasser Bourita in 2019.",
    "two": "In Rabat the minister Abdellatif Loudiyi spoke. It was cold in Fez.",
    "three": "In Rabat the minister Abdeltif Ludiya spoke, and Nasser Burita listened to yaar lapidi there.",
}


def built(
    contents: dict[str, str], families: dict[int, int] | None = None, topics: tuple[str, ...] = ()
) -> list[Entry]:
    documents = texts(topics, **contents)
    places = list(documents)
    return ledger.build(0, places, documents, families or {place: place for place in places})


def entry(entries: list[Entry], text: str) -> Entry:
    return next(item for item in entries if text in {spelling.text for spelling in item.spellings})


def test_independent_documents_outvote_one() -> None:
    found = entry(built(VISIT), "Abdeltif Ludiya")
    assert found.likely == "Abdellatif Loudiyi"
    assert found.witnesses == 3
    assert "2 independent documents" in found.why


def test_a_rewrite_is_no_second_witness() -> None:
    found = entry(built(VISIT, {0: 0, 1: 0, 2: 2}), "Abdeltif Ludiya")
    assert found.likely == ""
    assert found.witnesses == 2


def test_of_two_spellings_the_one_of_the_more_careful_document_is_likely() -> None:
    found = entry(built(VISIT), "Nasser Burita")
    assert found.likely == "Nasser Bourita"
    assert found.why == "three, which has the other spelling, garbles “Abdeltif Ludiya” too"


def test_a_name_without_capitals_is_doubted_in_a_document_that_garbles_names() -> None:
    found = entry(built(VISIT), "yaar lapidi")
    assert (found.likely, found.documents) == ("", ("three",))
    assert "lapid" in found.why.split(":")[-1]
    assert all("lapidi" not in item.spellings[0].text for item in built({"three": VISIT["three"]}))


def test_a_date_in_one_document_alone_is_said_so() -> None:
    found = entry(built(VISIT), "2019")
    assert (found.kind, found.witnesses, found.why) == ("date", 1, "in one document alone")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("“We can not let a vessel berth here”", "“We cannot let any vessel berth here”", True),  # nearly verbatim
        ("“creeping normalisation there”", "“slow normalization there”", True),  # a topic in common
        ("“the harbor is closed for now”", "“bees do not fly at night”", False),
    ],
)
def test_quotations_of_one_utterance_are_one_entry(one: str, other: str, together: bool) -> None:  # noqa: FBT001
    documents = texts(("normali",), a=f"He spoke of {one} again.", b=f"She heard {other} from him.")
    found = quotations.utterances([0, 1], documents)
    assert (len(found) == 1) is together


def test_what_only_rewrites_write_is_the_rewriters() -> None:
    spellings = (Spelling("hostile actions", ("o",)), Spelling("hostilities", ("r",)))
    shown = Edge("o", "r", 0.9, 1.0, 0.9, "shown")
    open_ = Edge("o", "r", 0.9, 1.0, 0.5, "open")
    undecided = Entry("quote", 0, spellings, "", "as many", 1)
    assert ledger.settle(undecided, [shown]).likely == "hostile actions"
    assert ledger.settle(undecided, [open_]).likely == ""
    third = Entry("quote", 0, (*spellings, Spelling("acts of hostility", ("x",))), "", "as many", 2)
    assert ledger.settle(third, [shown]).likely == ""


@pytest.mark.parametrize(
    ("word", "expected"), [("tackeray", "thackeray"), ("lapidi", "lapid"), ("harbor", None), ("Zz", None)]
)
def test_unknown_words_have_known_neighbors(word: str, expected: str | None) -> None:
    found = spelling.neighbors(word, language("en"))
    assert (expected in found) if expected else found == ()


def test_a_rewrite_counts_with_its_original() -> None:
    entries = built(VISIT)
    edge = Edge("two", "three", 0.9, 1.0, 0.9, "shown")
    one, two, three = standing.standings(0, ("one", "two", "three"), entries, [edge], {})
    assert (one.role, two.role, three.role) == ("independent", "independent", "rewrite")
    assert three.source == "two"
    assert three.odd >= 3
    assert one.odd == 0
    open_ = Edge("two", "three", 0.9, 1.0, 0.5, "open")
    assert [item.role for item in standing.standings(0, ("two", "three"), entries, [open_], {})] == [
        "related",
        "related",
    ]
