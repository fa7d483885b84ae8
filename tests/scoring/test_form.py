"""Flaws of form: which are seen, and that sound texts have none."""

from __future__ import annotations

import pytest

from drift.language import language
from drift.scoring import form

CLEAN = 'The minister, Mr. Meyer, said: "We met U.S. officials at noon; all went well." He left.'
FLAWS = [
    ("unfinished", CLEAN, CLEAN[:-1], 1.0),
    ("unfinished", '"We left."', '"We left"', 1.0),
    ("unfinished", "No final mark", "None here", 0.0),
    ("unfinished", "We left.", "We left!”", 0.0),
    ("uncapitalized", CLEAN, CLEAN[0].lower() + CLEAN[1:], 1.0),
    ("uncapitalized", "iPhones sell.", "iPhones sold.", 0.0),
    ("uncapitalized", '"We left."', '"we left."', 1.0),
    ("stray", CLEAN, CLEAN.replace("met", "met~"), 1.0),
    ("stray", "He said we left.", "He said. we left.", 1.0),
    ("stray", CLEAN, CLEAN.replace("met", "met-"), 1.0),
    ("stray", CLEAN, CLEAN.replace('"We', "We"), 1.0),
    ("stray", CLEAN, CLEAN.replace("noon;", "noon;,"), 1.0),
    ("stray", CLEAN.replace("met", "met~"), CLEAN.replace("met", "saw~"), 0.0),
    (
        "stray",
        "It left.",
        "It's well-known, e.g. in two- and three-year terms, to the states' heads (all of them) ... and others.",
        0.0,
    ),
]


def flaw(name: str, original: str, rewrite: str) -> float:
    languages = [(language("en"), language("en"))] if name == "stray" else []
    value: float = getattr(form, name)(original, rewrite, *languages)
    return value


@pytest.mark.parametrize(("name", "original", "rewrite", "value"), FLAWS)
def test_flaws(name: str, original: str, rewrite: str, value: float) -> None:
    assert flaw(name, original, rewrite) == value


@pytest.mark.parametrize("name", ["unfinished", "uncapitalized", "stray", "capitals_lost"])
@pytest.mark.parametrize("rewrite", [CLEAN, "At noon, Meyer met officials of the U.S., he said.", ""])
def test_sound_renderings_have_no_flaw(name: str, rewrite: str) -> None:
    assert flaw(name, rewrite, CLEAN) == 0.0


def test_lost_capitals_are_a_share() -> None:
    assert form.capitals_lost("Rabat met Paris", "rabat met paris") == pytest.approx(2 / 3)
    assert form.capitals_lost("Rabat met Paris", "Rabat met paris") == pytest.approx(1 / 3)
    assert form.capitals_lost("", "rabat") == 0.0
