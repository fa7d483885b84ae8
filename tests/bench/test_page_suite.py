from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from drift.bench import DataError, run
from drift.bench.page import _strung
from tests.rendering import rendering_samples

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    {"original": "One. Two.", "rewrite": "1. 2.", "original_sentences": ["One.", "Two."]},
    {"original": "Three.", "rewrite": "3.", "original_sentences": ["Three."]},
]


class SampleAnalyzer:
    """Stands in for the real analyzer: every comparison gives the same report."""

    def compare(self, original: str, rewrite: str) -> object:
        assert original.startswith("One. Two.\n\nThree.")
        return rendering_samples.realistic()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "roundtrip").mkdir()
    (tmp_path / "roundtrip" / "control.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    return tmp_path


def test_articles_are_strung_together_until_they_are_long_enough() -> None:
    assert _strung(ROWS, 2) == ("One. Two.", "1. 2.")
    assert _strung(ROWS, 4) == ("One. Two.\n\nThree.\n\nOne. Two.", "1. 2.\n\n3.\n\n1. 2.")
    with pytest.raises(DataError, match="no article"):
        _strung([], 1)


@pytest.mark.browser
def test_a_page_is_weighed_and_timed_in_a_browser(data: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    (result,) = run(["page"], data=data, analyzer=SampleAnalyzer(), limit=40)
    (group,) = {figure.group for figure in result.figures}
    assert group.endswith("sentences, 11 findings")
    assert 0.05 < result.value("page", "megabytes", group) < 1.0
    for name in ("to interactive", "of the slowest filter"):
        assert result.value("page", f"seconds {name}", group) > 0.0
        assert result.value("page", f"processor seconds {name}", group) > 0.0


def test_without_a_browser_it_says_what_it_needs(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(DataError, match="needs playwright and a chromium"):
        run(["page"], data=data, analyzer=SampleAnalyzer(), limit=40)
