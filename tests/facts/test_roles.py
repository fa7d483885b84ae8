"""Roles on parses that no writer had in mind."""

from __future__ import annotations

import pytest

from drift.facts import roles
from drift.records import Document, Token


def row(heads: list[int]) -> tuple[Document, tuple[Token, ...]]:
    """ "He" and verbs, of which each is joined to the verb at the place that is given."""
    words = ["Ann", *["ran"] * len(heads)]
    document = Document.from_sentences([" ".join(words)])
    starts = [4 * k for k in range(len(words))]
    verbs = (
        Token(
            start, start + 3, "ran", "run", "VERB", "Tense=Past|VerbForm=Fin", "conj" if head != k else "root", head, ""
        )
        for k, (start, head) in enumerate(zip(starts[1:], heads, strict=True), start=1)
    )
    return document, (Token(0, 3, "Ann", "Ann", "PROPN", "Number=Sing", "nsubj", 1, ""), *verbs)


@pytest.mark.parametrize(
    ("heads", "count"),
    [([1, 1, 2], 3), ([1, *range(1, 1500)], 1500), ([3, 1, 2], 3), ([2, 1], 2)],
    ids=["a coordination", "one deeper than Python's stack", "a circle", "a circle of two"],
)
def test_a_subject_is_that_of_each_verb_once(heads: list[int], count: int) -> None:
    document, tokens = row(heads)
    found = [fact.value.predicate_index for fact in roles.extract(document, [tokens]) if fact.value.function == "agent"]
    assert sorted(found) == list(range(1, count + 1))
