from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from drift.aligning.odds import learned
from drift.bench.files import DataError
from tests.caching import analyzer
from training.alignment import train

if TYPE_CHECKING:
    from pathlib import Path

    import drift

OLD = [
    "The harbor of Lisbon froze in January.",
    "Two ferries sank.",
    "Divers pulled nine sailors out.",
    "Bread is dear.",
]
NEW = ["In January the port of Lisbon froze.", "Two ferries sank and divers pulled out nine sailors.", "Cats sleep."]


@pytest.fixture
def real() -> drift.Analyzer:
    return analyzer()


def offsets(texts: list[str]) -> list[tuple[int, int]]:
    joined = " ".join(texts)
    return [(joined.index(text), joined.index(text) + len(text)) for text in texts]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    gold = [[0, 0], [1, 1], [2, 1]]
    draft = {
        "old": [{"i": k + 1, "text": text} for k, text in enumerate(OLD)],
        "new": [{"i": k + 1, "text": text} for k, text in enumerate(NEW)],
        "gold_pairs": [[i + 1, j + 1] for i, j in gold],
    }
    fable = {"sents_a": OLD, "sents_b": NEW, "gold": [*gold, [3, -1]]}
    article = {
        "original": " ".join(OLD),
        "rewrite": " ".join(NEW),
        "original_sentences": offsets(OLD),
        "rewrite_sentences": offsets(NEW),
        "links": [[[0], [0]], [[1, 2], [1]], [[3], []], [[], [2]]],
    }
    rows = {"argrewrite_v2/dev.jsonl": draft, "gnat_aesop/dev.jsonl": fable, "roundtrip/planted.jsonl": article}
    for name, row in rows.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


def test_the_weights_are_made_anew_with_their_sources(data: Path, tmp_path: Path, real: drift.Analyzer) -> None:
    out = tmp_path / "odds.json"
    train(data, out, real)
    made = json.loads(out.read_text(encoding="utf-8"))
    assert {part: sorted(made[part]) for part in ("anywhere", "here", "beside")} == {
        part: sorted(learned()[part]) for part in ("anywhere", "here", "beside")
    }
    assert made["here"]["overlap"] > 0
    assert made["beside"]["contained"] > 0
    assert [source["folder"] for source in made["sources"]] == ["argrewrite_v2", "gnat_aesop", "roundtrip"]
    assert {len(source["sha256"]) for source in made["sources"]} == {64}
    assert all(source["licence"] for source in made["sources"])


def test_missing_data_are_said(tmp_path: Path, real: drift.Analyzer) -> None:
    with pytest.raises(DataError, match="argrewrite_v2"):
        train(tmp_path, tmp_path / "odds.json", real)
