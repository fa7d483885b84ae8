"""The documentation is held to the code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import drift
from drift.checks import CHECKS
from drift.findings import KINDS
from drift.rendering import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REPORT = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
VERBS = ("report", "trace", "batch", "bench", "checks", "explain", "models")
# The public contract: the finding kinds, and the MQM category of each.
CONTRACT = {
    "omission.sentence": "Accuracy/Omission",
    "omission.clause": "Accuracy/Omission",
    "addition.sentence": "Accuracy/Addition",
    "addition.clause": "Accuracy/Addition",
    **dict.fromkeys(
        [
            *"number date name quote negation modality attribution role".split(),
            *"relation qualifier wording meaning identifier".split(),
        ],
        "Accuracy/Mistranslation",
    ),
    "terminology": "Terminology/Inconsistent",
    **dict.fromkeys(["repetition", "fragment", "fluency"], "Linguistic conventions"),
    "boilerplate": "Other",
    "residue": "Other",
    "moved": "Other",
}


def run(*arguments: str) -> str:
    command = [sys.executable, "-m", "drift", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("verb", VERBS)
def test_commands_are_documented(verb: str) -> None:
    assert re.search(rf"`drift {verb}\b", README), f"drift {verb} is not in README.md"
    assert "Usage: drift" in run(verb, "--help")


def test_help_names_every_command() -> None:
    listed = re.findall(r"^  (\w+) {2,}\w", run("--help").split("Commands:")[1], re.MULTILINE)
    assert listed == list(VERBS)


def test_kinds_are_those_of_the_contract() -> None:
    assert {name: kind.category for name, kind in KINDS.items()} == CONTRACT


@pytest.mark.parametrize("option", ["-o", "-f", "--verdicts", "--baseline", "--config", "--figures", "--fail-on"])
def test_options_of_the_report_are_documented(option: str) -> None:
    assert re.search(rf"`?{option}\b", REPORT)
    assert option in run("report", "--help")


def test_settings_are_documented_as_they_are_read(tmp_path: Path) -> None:
    import tomllib

    from drift.cli.config import _KEYS, load

    (example,) = re.findall(r"^```toml\n(.*?)^```", REPORT, re.MULTILINE | re.DOTALL)
    assert set(tomllib.loads(example)) == set(_KEYS)
    (tmp_path / "drift.toml").write_text(example)
    assert load(tmp_path / "drift.toml").severity["omission.sentence"] == "major"


def test_the_documented_verdicts_are_valid(tmp_path: Path) -> None:
    from drift.review import verdicts

    (example,) = re.findall(r"^```json\n(.*?)^```", REPORT, re.MULTILINE | re.DOTALL)
    (tmp_path / "verdicts.json").write_text(example)
    (verdict,) = verdicts.read(tmp_path / "verdicts.json")
    assert verdicts.write(tmp_path / "again.json", [verdict]).read_text() == example


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_on_the_report_s_page(suffix: str) -> None:
    assert f"`.{suffix}`" in REPORT


@pytest.mark.parametrize("suffix", ["html", "md", "json", "csv", "parquet", "tsv", "sarif", "xml"])
def test_formats_of_the_contract_exist_and_are_documented(suffix: str) -> None:
    assert suffix in FORMATS
    assert f".{suffix}" in README


def test_every_check_module_is_in_use() -> None:
    used = {check.__module__ for check in CHECKS}
    for path in (ROOT / "drift" / "checks").glob("*.py"):
        if re.search(r"^def check\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert f"drift.checks.{path.stem}" in used


def test_every_score_is_explained() -> None:
    for name in drift.Scores.__dataclass_fields__:
        assert f"| {name} |" in README


def test_public_names_exist_and_have_docstrings() -> None:
    for name in drift.__all__:
        assert getattr(drift, name) is not None
        assert name == "__version__" or getattr(drift, name).__doc__, name


@pytest.mark.parametrize("name", [name for name in drift.__all__ if not name.startswith("_")])
def test_public_names_are_documented(name: str) -> None:
    names = README.split("## Names")[1].split("## ")[0]
    assert f"`{name}`" in names


@pytest.mark.parametrize("kind", ["Analyzer", "Report", "Reports", "Document", "Alignment"])
def test_public_methods_have_docstrings(kind: str) -> None:
    for name, member in vars(getattr(drift, kind)).items():
        if not name.startswith("_") and (callable(member) or isinstance(member, (classmethod, property))):
            assert member.__doc__, f"{kind}.{name}"


def test_methods_named_in_the_readme_exist() -> None:
    (row,) = re.findall(r"^\| `Analyzer` \| a model.*$", README, re.MULTILINE)
    methods = re.findall(r"`(\w+)`", row)[1:]
    assert methods
    for name in methods:
        assert callable(getattr(drift.Analyzer, name)), name


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_notebooks_are_listed_and_readable_as_they_are(path: Path) -> None:
    assert f"notebooks/{path.name}" in README
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "widgets" not in notebook["metadata"]
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert any("text/html" in output.get("data", {}) for cell in code for output in cell["outputs"])
    for number, cell in enumerate(code, 1):
        assert cell["execution_count"] == number
        assert "execution" not in cell["metadata"]
        for output in cell["outputs"]:
            assert output["output_type"] != "error"
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})


def test_links_within_the_project_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page}: {target}"
