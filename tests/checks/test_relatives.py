"""What is said of somebody's relative or aide, and of the person."""

from __future__ import annotations

import pytest

from drift.checks import relatives
from tests.checks.comparing import beside

EXCHANGED = (
    ("The minister's brother was arrested.", "The minister was arrested.", "minister's brother", "minister", "major"),
    (
        "A brother of the minister was arrested.",
        "Police arrested the minister.",
        "brother of the minister",
        None,
        "major",
    ),
    ("The singer's lawyer rejected the claim.", "The singer rejected the claim.", "singer's lawyer", "singer", "major"),
    ("Smith's wife sold the house.", "Smith sold the house.", "Smith's wife", "Smith", "major"),
    ("They attacked the mayor's driver.", "They attacked the mayor.", "mayor's driver", "mayor", "major"),
    (
        "The king's spokesman said talks had failed.",
        "The king said talks had failed.",
        "king's spokesman",
        "king",
        "minor",
    ),
)

SAME = (
    ("The minister's brother was arrested.", "Police arrested the minister's brother."),
    ("The minister's brother was arrested.", "The minister was arrested with his brother."),
    ("The singer's lawyer rejected the claim.", "The singer's attorney rejected the claim."),
    ("The singer's lawyer rejected the claim.", "The singer's legal team rejected the claim."),
    ("The country's army attacked the town.", "The country attacked the town."),
    ("The company's shares fell.", "The company fell."),
    ("His brother was arrested.", "He was arrested."),
    ("The minister's brother was arrested. The minister resigned.", "His brother was arrested. The minister resigned."),
)

pytestmark = pytest.mark.model


def told(original: str, rewrite: str) -> list[tuple[str, str, str]]:
    found = relatives.check(beside(original, rewrite))
    return [(f.original.text, f.rewrite.text, f.severity.name) for f in found if f.original and f.rewrite]


@pytest.mark.parametrize(("original", "rewrite", "ours", "theirs", "severity"), EXCHANGED)
def test_what_is_said_of_another_person_is_told(
    original: str, rewrite: str, ours: str, theirs: str | None, severity: str
) -> None:
    theirs = theirs or "minister"
    assert told(original, rewrite) == [(ours, theirs, severity)]
    assert told(rewrite, original) == [(theirs, ours, severity)]


@pytest.mark.parametrize(("original", "rewrite"), SAME)
def test_what_is_said_of_the_same_person_is_left_alone(original: str, rewrite: str) -> None:
    assert told(original, rewrite) == []
    assert told(rewrite, original) == []
