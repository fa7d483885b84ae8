"""Edits by program: each does what its name says, the same for the same seed, and leaves what it cannot edit alone."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.judge.corruptions import CORRUPTIONS, Material, corrupt

MATERIAL = Material(
    names=("Lisbon", "Meyer"),
    phrases=(" in the old harbor", " with great care"),
    neighbors={"minister": ("senator", "mayor"), "signed": ("wrote", "sealed"), "storm": ("flood",)},
    forms={"signed": ("signer",), "return": ("returning",)},
)
BY_NAME = {corruption.name: corruption for corruption in CORRUPTIONS}
TEXT = (
    "The minister was not in Paris on Monday, when Rabat signed 12 of the four deals, and he will return as was hinted."
)

#: Name of the edit, a pattern that some edit by it must match.
EXPECTED = [
    ("negation", r"minister was in Paris"),
    ("figure", r"signed (?!12)\d+ of"),
    ("numeral", r"of the (?!four)\w+ deals"),
    ("calendar", r"on (?!Monday)\w+day"),
    ("name", r"in (Lisbon|Meyer) on"),
    ("swap", r"not in Rabat on"),
    ("word", r"The (senator|mayor) was"),
    ("drop", r"^The was not|Paris on, when|when signed"),
    ("stretch", r"was not, when|Monday and he"),
    ("add", r"old harbor|with great care|only|never"),
    ("join", r"minister and (senator|mayor)|signed and (wrote|sealed)"),
    ("pronoun", r"and (she|they|it|I|we) will"),
    ("modal", r"he (may|could|might|would) return"),
    ("hedge", r"was (allegedly|reportedly|probably|possibly) not|will (allegedly|reportedly|probably|possibly)"),
    ("tense", r"minister (is|will be) not"),
    ("little", r"^(A|This) minister|not (on|at|by|with|from|of|to|for) Paris"),
    ("little dropped", r"minister not in|when Rabat signed 12 the four|^Minister"),
    ("form", r"Rabat signer 12|will returning"),
    ("aspect", r"as (was being|had been|will be|has been) hinted"),
    ("agreement", r"minister were not"),
    ("case", r"^the minister"),
    ("mark", r"hinted$|[,;.!?~^*|] "),
]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatability, not secrecy


def edits(name: str) -> set[str]:
    edit = BY_NAME[name].edit
    return {edit(MATERIAL, TEXT, seeded(seed)) for seed in range(80)}


@pytest.mark.parametrize(("name", "pattern"), EXPECTED, ids=lambda value: value if value in BY_NAME else "")
def test_an_edit_does_what_its_name_says(name: str, pattern: str) -> None:
    assert any(re.search(pattern, edited) for edited in edits(name) if edited != TEXT)


@pytest.mark.parametrize("name", ["spelling", "order", "repetition"])
def test_an_edit_of_the_form_keeps_the_letters(name: str) -> None:
    for edited in edits(name) - {TEXT}:
        words = set(re.findall(r"\w+", edited.lower())) ^ set(re.findall(r"\w+", TEXT.lower()))
        assert len(words) <= (2 if name == "spelling" else 0)


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda corruption: corruption.name)
def test_what_cannot_be_edited_is_left_alone(corruption: object) -> None:
    for text in ("", "-", "…"):
        edited = corruption.edit(MATERIAL, text, seeded(3))  # type: ignore[attr-defined]
        assert not set(edited) & set("abcdefghijklmnopqrstuvwxyz") or edited == text


@given(st.text(alphabet="The minister was not 12, in.May", min_size=1, max_size=60), st.integers(0, 50))
def test_the_same_seed_gives_the_same_edit(text: str, seed: int) -> None:
    first, again = (corrupt(MATERIAL, text, seeded(seed)) for _ in range(2))
    assert first == again
    assert first is None or first[1] != text


def test_material_is_what_the_texts_hold() -> None:
    found = Material.of(["We met Meyer in the old town, in June.", "We met Meyer."], {}, {})
    assert found.names == ("Meyer", "June")
    assert " in the old town" in found.phrases
