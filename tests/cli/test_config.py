"""Settings from a TOML file: where it is found, what it may say, and that the command line goes before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drift.cli import config
from drift.cli.errors import UsageError
from drift.cli.options import Bits, FailOn

EVERYTHING = """
fail-on = "major"
check = ["omission", "number"]
skip = ["omission.clause"]
least-confidence = 0.6
repair = false
cache = false

[severity]
number = "critical"
omission = "minor"
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "work" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work" / "deep")
    return tmp_path / "work" / "deep"


def test_without_a_file_nothing_is_set(here: Path) -> None:
    assert config.load(None) == config.Config()
    assert config.load(None).note == ()


def test_every_setting(here: Path) -> None:
    (here / "drift.toml").write_text(EVERYTHING)
    found = config.load(None)
    assert found == config.Config(
        here / "drift.toml",
        fail_on=FailOn.major,
        check=("omission.sentence", "omission.clause", "number"),
        skip=("omission.clause",),
        least_confidence=0.6,
        severity={"number": "critical", "omission": "minor"},
        repair=False,
        cache=False,
    )
    assert found.note == ("settings of drift.toml",)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"drift.toml": "repair = false"}, "drift.toml"),
        ({"../drift.toml": "repair = false"}, "../drift.toml"),
        ({"../drift.toml": "", "../../drift.toml": "repair = false"}, None),  # the nearest counts, empty or not
        ({"../pyproject.toml": "[tool.drift]\nrepair = false"}, "../pyproject.toml"),
        ({"pyproject.toml": "[tool.other]\nx = 1", "../drift.toml": "repair = false"}, "../drift.toml"),
        ({"pyproject.toml": "tool = 1", "../drift.toml": "repair = false"}, "../drift.toml"),
        ({"pyproject.toml": "[tool.drift]\ncache = false", "drift.toml": "repair = false"}, "drift.toml"),
    ],
)
def test_the_nearest_file_is_found(here: Path, files: dict[str, str], found: str | None) -> None:
    for name, content in files.items():
        (here / name).write_text(content)
    loaded = config.load(None)
    assert loaded.repair == (found is None)
    assert loaded.note == (() if found is None else (f"settings of {found}",))


def test_a_given_file_goes_before_the_nearest(here: Path) -> None:
    (here / "drift.toml").write_text("repair = false")
    (here / "other.toml").write_text("cache = false")
    (here / "pyproject.toml").write_text("[tool.drift]\nskip = ['moved']")
    assert config.load(Path("other.toml")) == config.Config(Path("other.toml"), cache=False)
    assert config.load(Path("pyproject.toml")).skip == ("moved",)
    assert config.load(Path("/dev/null")) == config.Config()  # this is how no settings are asked for


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("skp = []", "no such setting: skp; the settings are model, precision, fail-on"),
        ("least_confidence = 0.5", "no such setting: least_confidence"),
        ("[severities]\nnumber = 'minor'", "no such setting: severities"),
        ("precision = 'int8'", "precision must be one of float32, bfloat16"),
        ("fail-on = 'neutral'", "fail-on must be one of minor, major, critical"),
        ("fail-on = ['major']", "fail-on must be"),
        ("check = 'number'", "check must be a list"),
        ("check = ['quotation']", "no such kind of finding: quotation"),
        ("skip = ['nmae']", "no such kind of finding: nmae, did you mean name?"),
        ("skip = [1]", "skip must be a list"),
        ("least-confidence = 1.5", "least-confidence must be a probability"),
        ("least-confidence = nan", "least-confidence must be a probability"),
        ("least-confidence = true", "least-confidence must be a probability"),
        ("severity = 'minor'", "severity must be a table"),
        ("[severity]\nnumber = 5", "severity must be a table"),
        ("[severity]\nnumber = 'fatal'", "number: unknown severity 'fatal'; known: neutral, minor"),
        ("[severity]\nnumbers = 'minor'", "no such kind of finding: numbers, did you mean number?"),
        ("repair = 1", "repair must be true or false"),
        ("cache = 'yes'", "cache must be true or false"),
        ("model = ''", "model must be"),
        ("check = [", "is no TOML file"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(here: Path, content: str, said: str) -> None:
    (here / "drift.toml").write_text(content)
    with pytest.raises(UsageError, match=r"drift\.toml") as caught:
        config.load(None)
    assert said in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_said(here: Path, content: bytes | None) -> None:
    if content is not None:
        (here / "given.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"given\.toml"):
        config.load(Path("given.toml"))


def test_a_model_folder_is_meant_as_seen_from_the_file(here: Path) -> None:
    (here.parent / "models").mkdir()
    (here.parent / "drift.toml").write_text("model = 'models'")
    assert config.load(None).model == str(here.parent / "models")
    (here.parent / "drift.toml").write_text("model = 'some/hub-name'")
    assert config.load(None).model == "some/hub-name"


NOTHING = {
    "check": None,
    "skip": None,
    "model": None,
    "precision": None,
    "fail_on": None,
    "no_repair": False,
    "no_cache": False,
}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {}),
        ({"check": ["date"]}, {"check": ("date",), "skip": ()}),
        ({"skip": ["date"]}, {"check": (), "skip": ("date",)}),
        ({"model": "other"}, {"model": "other"}),
        ({"precision": Bits.bfloat16}, {"precision": Bits.bfloat16}),
        ({"fail_on": FailOn.minor}, {"fail_on": FailOn.minor}),
        ({"no_repair": True, "no_cache": True}, {"repair": False, "cache": False}),
    ],
)
def test_the_command_line_goes_before_the_file(said: dict[str, object], expected: dict[str, object]) -> None:
    file = {"model": "a", "fail_on": FailOn.major, "check": ("name",), "skip": ("number",)}
    assert config.chosen(config.Config(**file), **{**NOTHING, **said}) == config.Config(**{**file, **expected})
