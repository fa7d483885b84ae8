"""What cleaning changes, what it must leave alone, and that every change is on the record."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from drift.reading import apply, read

if TYPE_CHECKING:
    from drift.records import Document

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"


def table(name: str) -> list[Any]:
    found: list[Any] = json.loads((HERE / "examples" / f"{name}.json").read_text(encoding="utf-8"))
    assert found
    return found


@cache
def seed(number: str) -> Document:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return read(path)


@pytest.mark.parametrize("example", table("repairs_in_the_wild"), ids=lambda e: f"{e['seed']}: {e['raw'][:40]}")
def test_repairs_in_the_wild(example: dict[str, str]) -> None:
    document = seed(example["seed"])
    at = document.raw.index(example["raw"])
    end = at + len(example["raw"])
    inside = [r for r in document.repairs if at <= r.span.start and r.span.end <= end]
    assert example["kind"] in {r.kind for r in inside}
    pieces, last = [], at
    for repair in inside:
        pieces += [document.raw[last : repair.span.start], repair.replacement]
        last = repair.span.end
    assert "".join([*pieces, document.raw[last:end]]) == example["clean"]


@pytest.mark.parametrize("example", table("repairs_synthetic"), ids=lambda e: e["about"])
def test_repairs_synthetic(example: dict[str, Any]) -> None:
    document = read(example["raw"])
    assert document.clean == example["clean"]
    assert {repair.kind for repair in document.repairs} == set(example["kinds"])
    assert apply(document.raw, document.repairs) == document.clean
    assert all(repair.reason for repair in document.repairs)


@pytest.mark.parametrize("text", table("repairs_negative"), ids=lambda t: t[:40])
def test_sound_text_is_left_alone(text: str) -> None:
    document = read(text)
    assert [(r.kind, r.span.text, r.reason) for r in document.repairs] == []
    assert document.clean == text


@pytest.mark.xfail(strict=True, reason="known failures: kept so that a change which mends one is noticed")
@pytest.mark.parametrize("example", table("repairs_known_failures"), ids=lambda e: e["about"])
def test_known_failures(example: dict[str, str]) -> None:
    assert read(example["raw"]).clean == example["clean"]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_seeds_replay_and_need_no_second_cleaning(number: str) -> None:
    document = seed(number)
    assert apply(document.raw, document.repairs) == document.clean
    again = read(document.clean)
    assert again.repairs == ()
    assert [s.text for s in again.sentences] == [s.text for s in document.sentences]
    assert [s.kind for s in again.sentences] == [s.kind for s in document.sentences]


def test_no_residue_and_no_glue_is_left_in_the_seed_original() -> None:
    clean = seed("001").clean
    assert "link" not in clean
    assert clean.count("cooperation between") == 3
    assert clean.count("Amnesty International") == 2


def test_the_clean_seeds_lose_nothing() -> None:
    # In the seeds without glue a repair may only touch blanks: letters stay as they are.
    for number in ("000", "002", "003", "004"):
        document = seed(number)
        assert "".join(document.raw.split()) == "".join(document.clean.split())


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_repair_can_be_switched_off(number: str) -> None:
    document = read(seed(number).raw, repair=False)
    assert document.repairs == ()
    assert document.clean == document.raw


def test_lost_spaces_are_judged_by_english_only() -> None:
    german = "Die Zusammenarbeit wurde gestern inder Stadt vereinbart, und allesind zufrieden mitdem Ergebnis."
    assert read(german).language == "de"
    assert read(german).repairs == ()
