"""The tutorial and the how-to pages are run as they stand: files are saved, commands typed, Python executed."""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from drift.cli import main

DOCS = Path(__file__).parent.parent / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    return [text for name, text in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")) if name == language]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the tutorial's two texts and its verdicts, as the working folder."""
    original, rewrite = blocks("tutorial.md", "text")
    (tmp_path / "original.txt").write_text(original, encoding="utf-8")
    (tmp_path / "rewrite.txt").write_text(rewrite, encoding="utf-8")
    (tmp_path / "verdicts.json").write_text(blocks("tutorial.md", "json")[0], encoding="utf-8")
    (tmp_path / "pairs.csv").write_text(blocks("many-pairs.md", "text")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(text: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with the output that is shown."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(first, rest) for first, _, rest in (part.partition("\n") for part in parts)]


def matches(shown: str, output: str) -> bool:
    """Whether the output is as shown, "…" standing for anything."""
    pattern = ".*".join(re.escape(piece) for piece in shown.rstrip().split("…"))
    return re.match(pattern, output, re.DOTALL) is not None


@pytest.mark.model
@pytest.mark.parametrize("page", ["tutorial.md", "many-pairs.md", "models.md"])
def test_commands_give_what_is_shown(desk: Path, page: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    ran = 0
    for command, shown in [pair for text in blocks(page, "console") for pair in typed(text)]:
        words = shlex.split(command, comments=True)
        if words[0] != "drift" or "models/mine" in words:  # make has its own check; nobody has that model
            continue
        expected = re.search(r"# exit code (\d)", command)
        code = main(words[1:])
        output = capfdbinary.readouterr().out.decode()
        assert code == (int(expected[1]) if expected else 0), command
        assert matches(shown, output), f"{command}\n{output}"
        ran += 1
    assert ran


@pytest.mark.model
@pytest.mark.parametrize("page", ["tutorial.md", "many-pairs.md", "jupyter.md", "models.md"])
def test_python_runs(desk: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, object] = {}
    if page == "many-pairs.md":
        assert main(["batch", "pairs.csv", "-o", "results"]) == 0
    for text in blocks(page, "python"):
        lines = [
            line
            for line in text.splitlines(keepends=True)
            if "needs 30 verdicts" not in line and "learned." not in line
        ]
        with redirect_stdout(io.StringIO()):
            exec(compile("".join(lines), page, "exec"), names)  # noqa: S102 - the documentation's own examples
    assert names
