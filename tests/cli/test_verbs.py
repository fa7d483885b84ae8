from __future__ import annotations

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import drift
from drift.cli import main
from drift.cli.app import app
from drift.findings import KINDS

VERBS = ("report", "trace", "batch", "bench", "checks", "explain", "models")
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "spacy",
    "matplotlib",
    "pandas",
    "trafilatura",
    "dateparser",
    "scipy",
)


def test_the_verbs_are_those_of_the_contract() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    listed = shown.output.partition("Commands:")[2].split("\n")
    assert tuple(line.split()[0] for line in listed if line.strip()) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_a_help_text_with_an_example(verb: str) -> None:
    shown = CliRunner().invoke(app, [verb, "--help"])
    assert shown.exit_code == 0
    assert "Example" in shown.output
    assert f"\n    drift {verb}" in shown.output


def test_version_and_bare_command(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capfd.readouterr().out == f"drift {drift.__version__}\n"
    assert main([]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("Usage: drift")
    assert err == ""


def test_checks_lists_every_kind(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["checks"]) == 0
    rows = capfd.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == list(KINDS)
    assert all(kind.category in row and kind.summary in row for kind, row in zip(KINDS.values(), rows, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_explain_says_what_the_registry_says(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", kind]) == 0
    out = capfd.readouterr().out
    for text in (kind, KINDS[kind].category, KINDS[kind].summary, *KINDS[kind].severity, *KINDS[kind].example):
        assert text in out


def test_explain_takes_a_family(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "omission"]) == 0
    out = capfd.readouterr().out
    assert "omission.sentence" in out
    assert "omission.clause" in out
    assert "addition" not in out.replace("not in this", "")


def test_models_tells_the_default_its_state_and_its_hash(capfd: pytest.CaptureFixture[str]) -> None:
    from drift.encoding import packaged

    assert main(["models"]) == 0
    out = capfd.readouterr().out
    assert packaged.NAME in out
    assert packaged.HASHES["model.safetensors"] in out
    assert "installed, files as published" in out
    assert "--model" in out


def test_models_says_that_a_file_was_altered(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from drift.encoding import packaged

    monkeypatch.setitem(packaged.HASHES, "tokenizer.json", "0" * 64)
    assert main(["models"]) == 0
    assert "was altered" in capfd.readouterr().out


@pytest.mark.parametrize(
    "line", ["--help", "--version", "checks", "explain quote", "models", "report --help", "batch --help"]
)
def test_light_commands_load_nothing_heavy(line: str) -> None:
    code = (
        "import sys; from drift.cli import main; code = main(sys.argv[1:]);"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]; sys.exit(code or ' '.join(heavy) or 0)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code, *line.split()], capture_output=True, env=env, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
