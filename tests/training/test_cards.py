"""What the trainers write about the packaged models, and what is said of the trainers."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from training import cards
from training.labeled import SOURCES

ROOT = Path(__file__).parents[2]
PACKAGED = [
    "aligning/odds.json", "aligning/wordmodel.json", "judging/card.json", "scoring/card.json", "scoring/model.json",
]  # fmt: skip


def test_a_source_is_a_line_and_numbers_stay_together(tmp_path: Path) -> None:
    (tmp_path / "stsb").mkdir()
    (tmp_path / "stsb" / "train.tsv").write_text("a\n", encoding="utf-8")
    sources = cards.sources([tmp_path / "stsb" / "train.tsv"] * 9, use="training", rows=7)
    card = {"id": "x", "sources": sources, "weights": {"a": [[0.5] * 90] * 2}}
    cards.write(tmp_path / "card.json", card)
    text = (tmp_path / "card.json").read_text(encoding="utf-8")
    assert json.loads(text) == card
    lines = text.splitlines()
    assert sum(line.startswith('  {"folder": "stsb"') and '"licence": "CC BY-SA 4.0' in line for line in lines) == 9
    assert sum(line.startswith("   [0.5, ") for line in lines) == 2


@pytest.mark.parametrize("name", PACKAGED)
def test_the_packaged_files_are_as_the_trainers_write_them(name: str, tmp_path: Path) -> None:
    packaged = (ROOT / "drift" / name).read_text(encoding="utf-8")
    card = json.loads(packaged)
    cards.write(tmp_path / "card.json", card)
    assert (tmp_path / "card.json").read_text(encoding="utf-8") == packaged
    assert all(source["use"] and source["licence"] for source in card.get("sources", ()))


def test_every_data_set_has_a_licence() -> None:
    assert {folder for folder, _ in SOURCES.values()} <= set(cards.LICENCES)


def test_the_commands_of_the_readme_exist() -> None:
    text = (ROOT / "training" / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"python -m (training[.\w]*)", text))
    assert len(commands) >= 5
    for name in commands:
        assert find_spec(name) is not None
        assert name.count(".") > 1 or (ROOT / f"{name.replace('.', '/')}.py").exists() or find_spec(f"{name}.__main__")
