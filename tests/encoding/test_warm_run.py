"""A second run on the same texts takes their vectors from the cache, and loads no model."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import drift
from drift.cli import main

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

ORIGINAL = "The minister arrived in Rabat on Tuesday. He denied that the army had bought 12 drones. “No,” he said."
REWRITE = "The minister arrived in Rabat on Tuesday. He confirmed that the army had bought 21 drones. “No,” he said."
LOADED = "print(sorted({'torch', 'spacy', 'thinc', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
REPORT = f"import sys; from drift.cli import main; main(sys.argv[1:]); {LOADED}"
ALIGN = f"import sys, drift; drift.Analyzer(cache=sys.argv[1]).align(*sys.argv[2:]); {LOADED}"


def loaded(code: str, *arguments: str, **changed: str) -> str:
    """Those of the heavy packages that the code had loaded at its end, as it wrote them in its last line."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **changed}
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=env, check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a second report, of the whole way to HTML, had loaded; and the folder of both reports."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "original.txt").write_text(ORIGINAL)
    (folder / "rewrite.txt").write_text(REWRITE)
    texts = str(folder / "original.txt"), str(folder / "rewrite.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        assert main(["report", *texts, "-o", str(folder / "first.html")]) == 0
    kept = folder / "paraphrase-drift" / "vectors.sqlite3"
    before = kept.read_bytes()
    found = loaded(REPORT, "report", *texts, "-o", str(folder / "second.html"), XDG_CACHE_HOME=str(folder))
    assert kept.read_bytes() == before
    return found, folder


def test_a_second_report_is_the_same_and_loads_no_model(second: tuple[str, Path]) -> None:
    found, folder = second
    assert "transformers" not in found
    assert (folder / "first.html").read_bytes() == (folder / "second.html").read_bytes()


def test_a_second_report_imports_neither_torch_nor_the_parser(second: tuple[str, Path]) -> None:
    assert second[0] == "[]"


def test_a_second_alignment_imports_no_torch(tmp_path: Path) -> None:
    drift.Analyzer(cache=tmp_path).align(ORIGINAL, REWRITE)
    assert loaded(ALIGN, str(tmp_path), ORIGINAL, REWRITE) == "[]"
