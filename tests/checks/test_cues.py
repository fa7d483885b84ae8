"""A new class of cues is data: a few lines in a language's folder, and a check tells when one is exchanged."""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

import drift
from drift.checks import directives, modifiers, quantifiers
from drift.checks.beads import Place
from drift.checks.cues import Cue
from drift.checks.slots import once
from drift.language.packs import COMPLETE, _read
from tests.checks.comparing import beside

packs = sys.modules["drift.language.packs"]

#: Classes that English does not have yet: the lines of data, and what a check then tells.
CLASSES = {
    "a modifier": (
        "modifiers.toml",
        {"": '[classes.replica]\nseverity = "minor"\nmodifiers = "toy replica"\nrenderings = "plaything copy"\n'},
        modifiers,
        "The man carried a toy rifle.",
        "The man carried a rifle.",
        "The man carried a rifle, a plaything.",
    ),
    "a force": (
        "directives.toml",
        {"[forces]\n": '[forces]\n"a dare" = "dare challenge"\n'},
        directives,
        "They challenged the minister to resign.",
        "They forced the minister to resign.",
        "They dared the minister to resign.",
    ),
    "a quantity": (
        "quantifiers.toml",
        {"[says]\n": '[says]\nhalf = "half"\n', "unlike = [": 'unlike = ["all / half", '},
        quantifiers,
        "Half of the hostages were freed.",
        "All of the hostages were freed.",
        "The hostages were freed by half.",
    ),
}


@pytest.mark.model
@pytest.mark.parametrize("name", CLASSES)
def test_a_new_class_is_a_few_lines_of_data(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, lines, check, original, changed, kept = CLASSES[name]
    assert list(check.check(beside(original, changed))) == []
    shutil.copytree(Path(drift.__file__).parent / "language" / COMPLETE, tmp_path / COMPLETE)
    data = (tmp_path / COMPLETE / file).read_text(encoding="utf-8")
    for before, line in lines.items():
        data = data.replace(before, line) if before else data + line
    (tmp_path / COMPLETE / file).write_text(data, encoding="utf-8")
    monkeypatch.setattr(packs, "_root", lambda: tmp_path)
    monkeypatch.setattr(packs, "_read", cache(_read.__wrapped__))
    assert len(list(check.check(beside(original, changed)))) == 1
    assert len(list(check.check(beside(changed, original)))) == 1
    assert list(check.check(beside(original, kept))) == []


def test_of_two_cues_alike_neither_is_told() -> None:
    here, there = (Cue("all", "hostage", Place(0, at), Place(0, at)) for at in (0, 5))
    other = Cue("all", "guard", Place(0, 9), Place(0, 9))
    assert once([here, there, other], key=lambda cue: cue.of) == [other]
