"""Code and a language's folder know each other by names: what is asked for is there, what is there is asked for."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import drift
from drift.facts import extract, polarity
from drift.language import alternatives, language, language_of, packs, recognized
from drift.language.packs import COMPLETE, _read
from drift.parsing import parse
from drift.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

packs_module = sys.modules["drift.language.packs"]

ENGLISH = language(COMPLETE)
PACKAGE = Path(drift.__file__).parent
ASKING = {"words", "ordered", "classes", "groups", "table", "file"}
_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")


def strings() -> Iterator[tuple[str, bool]]:
    """Every name of a list that code may ask for, as a pattern, and whether it is asked for on the spot."""
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = {
            id(node.args[0])
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ASKING - {"file"}
            and node.args
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
                if node.value.partition(".")[0] in ENGLISH.tables:
                    yield re.escape(node.value), id(node) in asked
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+" for part in node.values
                ]
                if re.match(r"[a-z_]+\\\.", parts[0]) and parts[0].partition("\\")[0] in ENGLISH.tables:
                    yield "".join(parts), False


def literals() -> set[str]:
    return {
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def lists(table: Any, name: str = "") -> Iterator[str]:
    """The names of all lists and values of a folder's tables."""
    for key, value in table.items():
        inner = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            yield from lists(value, inner)
        else:
            yield inner


def test_every_list_that_code_asks_for_is_there() -> None:
    asked = {pattern.replace("\\", "") for pattern, on_the_spot in strings() if on_the_spot}
    assert len(asked) > 100
    for name in sorted(asked):
        ENGLISH.table(name.partition(".")[0])
        assert ENGLISH.ordered(name) is not None  # raises where there is none


def test_every_list_is_asked_for() -> None:
    patterns = {pattern for pattern, _ in strings()}
    plain = {pattern.replace("\\", "") for pattern in patterns if "[" not in pattern}
    known = literals()
    unasked = []
    for name in lists(dict(ENGLISH.tables)):
        parts = name.split(".")
        above = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
        made = any(
            re.fullmatch(pattern, other) and other.rpartition(".")[2] in known
            for pattern in patterns
            for other in above
            if "[" in pattern
        )
        if not above & plain and not made:
            unasked.append(name)
    assert unasked == []


def test_every_other_file_is_read() -> None:
    known = literals()
    folder = files("drift.language").joinpath(COMPLETE)
    others = {file.name for file in folder.iterdir() if file.is_file() and not file.name.endswith(".toml")}
    assert {name for name in others if name not in known} == set()


def test_a_language_without_a_folder_has_no_words_and_no_facts_that_need_some() -> None:
    unknown = language("xx")
    for name in lists(dict(ENGLISH.tables)):
        assert unknown.ordered(name) == ()
        assert unknown.words(name) == frozenset()
    with pytest.raises(KeyError):
        unknown.words("negation.misspelled")
    text = "Mr. Smith said on 3 May that 20 miles are not enough; he may go to Morocco twice. " * 5
    document = Document.from_sentences([text])
    foreign = Document(document.raw, document.clean, document.sentences, language="xx")
    tokens = parse(document)
    assert {fact.kind for fact in extract(document, tokens)} > {"number", "date", "name", "polarity", "modality"}
    assert not {fact.kind for fact in extract(foreign, tokens)} & {"modality", "attribution", "date"}


def test_a_short_text_counts_as_english_where_its_language_has_no_folder() -> None:
    assert recognized("xx", "Algeria cut ties in October.") is ENGLISH
    assert recognized("xx", "mot " * 70) is language("xx")
    assert language_of(Document.from_sentences(["Yes."])) is ENGLISH


@pytest.mark.parametrize("code", ["", COMPLETE])
def test_a_code_has_one_language(code: str) -> None:
    assert language(code) is ENGLISH
    assert COMPLETE in packs()


def test_a_folder_of_a_few_lines_makes_a_rule_speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PACKAGE / "language" / COMPLETE, tmp_path / COMPLETE)
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "negation.toml").write_text('explicit = "kupu"', encoding="utf-8")
    monkeypatch.setattr(packs_module, "_root", lambda: tmp_path)
    monkeypatch.setattr(packs_module, "_read", cache(_read.__wrapped__))
    document = Document.from_sentences(["The two parties kupu agreed on it."])
    foreign = Document(document.raw, document.clean, document.sentences, language="xx")
    tokens = parse(document)
    assert packs() == (COMPLETE, "xx")
    assert [fact.text for fact in polarity.extract(foreign, tokens)] == ["kupu"]
    assert [fact.text for fact in polarity.extract(document, tokens)] == []


@pytest.mark.parametrize(("words", "text", "found"), [(["a", "a b"], "a b", "a b"), ([], "", None), (["."], "x", None)])
def test_alternatives_match_the_longest_and_nothing_where_there_are_none(
    words: list[str], text: str, found: str | None
) -> None:
    match = re.match(alternatives(words), text)
    assert (match[0] if match else None) == found
