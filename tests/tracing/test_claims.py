from __future__ import annotations

import pytest

from drift.tracing import claims
from tests.tracing.topic_texts import texts

TOPICS = ("quay", "sovereignty", "drivers", "mayor")


def compared(
    one: str, other: str, families: dict[int, int] | None = None
) -> tuple[list[object], list[tuple[str, str]]]:
    documents = texts(TOPICS, a=one, b=other)
    statements, conflicts = claims.compare(0, list(documents), documents, families or {0: 0, 1: 1})
    return statements, [(item.kind, item.message) for item in conflicts]


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("The bombs killed three drivers on the road.", "The attack killed five drivers near the border.", ["number"]),
        ("The bombs killed three drivers on the road.", "Three drivers were killed by the attack there.", []),
        ("More than 20 drivers came to the town.", "Some said that 23 drivers came to the town.", []),
        ("The bombs killed three drivers on the road.", "Three bombs killed the drivers on the road.", []),
        ("The quay wall broke on Tuesday at night.", "The old quay wall broke late on Friday.", ["date"]),
        ("The quay wall broke on Tuesday at night.", "On Tuesday the old quay wall broke.", []),
        ("The quay wall was closed in 1993.", "The quay wall was closed in the early 1990s.", []),
        ("Washington recognized its sovereignty.", "Washington promised to recognize its sovereignty.", ["status"]),
        ("Washington recognised its sovereignty.", "Washington has recognized the sovereignty of Morocco.", []),
        ("The company will sign the quay contract soon.", "The company signed the quay contract.", []),  # time went on
        ("The mayor signed the plan.", "The mayor did not sign the plan of the council.", ["negation"]),
        ("The mayor signed the plan of the council.", "The mayor did not read the plan of the council.", []),
    ],
)  # fmt: skip
def test_conflicts_are_told_from_other_words(one: str, other: str, kinds: list[str]) -> None:
    _, found = compared(one, other)
    assert [kind for kind, _ in found] == kinds


def test_a_conflict_is_told_in_the_texts_own_words() -> None:
    one = "Washington recognized Morocco's full sovereignty there."
    _, ((kind, message),) = compared(one, "Washington promised to recognize the full sovereignty.")
    assert kind == "status"
    assert "recognized Morocco's full sovereignty" in message
    assert "promised to recognize the full sovereignty" in message


def test_documents_of_one_family_neither_confirm_nor_contradict_each_other() -> None:
    statements, conflicts = compared(
        "The bombs killed three drivers on the road.", "The bombs killed five drivers on the road.", {0: 0, 1: 0}
    )
    assert statements == []
    assert conflicts == []


def test_shared_statements_cite_a_sentence_of_each() -> None:
    statements, _ = compared(
        "The mayor spoke for an hour. It rained all day long.", "For an hour the mayor spoke there."
    )
    (statement,) = statements
    assert [(item.document, item.text) for item in statement.sentences] == [  # type: ignore[attr-defined]
        ("a", "The mayor spoke for an hour."),
        ("b", "For an hour the mayor spoke there."),
    ]
