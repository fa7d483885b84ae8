"""Every bad input ends in exit code 2 and one line on standard error."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pytest

from drift.cli import main
from drift.cli.errors import one_line
from tests import caching

if TYPE_CHECKING:
    from pathlib import Path

FRENCH = """Le président a déclaré mardi que la réforme des retraites serait adoptée avant la fin de l’année. Les
syndicats ont annoncé une grève générale pour la semaine prochaine."""
GOOD = "The minister came to Rabat on Tuesday. He signed a paper there."


ELSEWHERE = """{"schema": "drift-verdicts/1.1", "verdicts": [{"verdict": "rejected", "kind": "number", "original": "12",
"rewrite": "21", "occurrence": 1, "confidence": 0.8, "pair": {"original": "0123456789abcdef", "rewrite": "0123456789"}
}]}"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\t\n")
    (tmp_path / "wordless.txt").write_text("--- 123 ... ***")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (tmp_path / "archive.txt").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 20)
    (tmp_path / "folder").mkdir()
    (tmp_path / "bare").mkdir()
    (tmp_path / "other.json").write_text("{}")
    (tmp_path / "elsewhere.json").write_text(ELSEWHERE)
    (tmp_path / "wrong.toml").write_text("checks = []")
    (tmp_path / "columns.csv").write_text("id,source,target\n1,a,b\n")
    (tmp_path / "twice.csv").write_text("id,original,rewrite\n1,a,b\n1,c,d\n")
    (tmp_path / "none.csv").write_text("id,original,rewrite\n")
    (tmp_path / "notes.xlsx").write_bytes(b"x")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "pairs.parquet").write_bytes(b"mine")
    return tmp_path


BAD = [
    # command line, what the line must say
    ("nonsense", "No such command"),
    ("--nonsense", "No such option"),
    ("good.txt good.txt", "did you mean drift report good.txt good.txt"),
    ("report", "Missing argument"),
    ("report --fial-on minor good.txt", "see drift report --help"),
    ("report good.txt good.txt -f text -o good.txt", "good.txt: it is an input of this run"),
    ("report good.txt blank.txt --verdicts elsewhere.json -o elsewhere.json", "it is an input of this run"),
    ("report good.txt good.txt good.txt", "unexpected extra argument"),
    ("report missing.txt good.txt", "missing.txt"),
    ("report good.txt missing.txt", "missing.txt"),
    ("report folder good.txt", "folder"),
    ("report empty.txt good.txt", "empty.txt"),
    ("report good.txt blank.txt", "blank.txt"),
    ("report good.txt wordless.txt", "wordless.txt"),
    ("report image.png good.txt", "image.png"),
    ("report archive.txt good.txt", "archive.txt"),
    ("report wordless.txt", "wordless.txt"),
    ("report - -", "cannot both be standard input"),
    ("report good.txt good.txt -f docx", "-f docx names no format"),
    ("report good.txt good.txt -o out.docx", "its suffix names no format"),
    ("report good.txt good.txt -o out", "its suffix names no format"),
    ("report good.txt good.txt -o nowhere/out.html", "there is no folder nowhere"),
    ("report good.txt good.txt -o folder -f html", "it is a folder"),
    ("report good.txt good.txt --check quotation", "--check: no such kind of finding: quotation"),
    ("report good.txt good.txt --skip omission,nmae", "--skip: no such kind of finding: nmae, did you mean name?"),
    ("report good.txt good.txt --fail-on severe", "severe"),
    ("report good.txt good.txt --fail-on neutral", "neutral"),
    ("report good.txt good.txt -f json -o a.json -o b.json", "-f goes with one -o"),
    ("report good.txt good.txt -o a.json -o b.docx", "-o b.docx: its suffix names no format"),
    ("report good.txt good.txt --verdicts missing.json", "missing.json: No such file"),
    ("report good.txt good.txt --verdicts good.txt", "good.txt is no JSON file"),
    ("report good.txt good.txt --verdicts other.json", "other.json is not a file of verdicts"),
    ("report good.txt good.txt --verdicts elsewhere.json", "elsewhere.json holds verdicts on other texts"),
    ("report good.txt --verdicts elsewhere.json", "elsewhere.json holds verdicts on other texts"),
    ("report good.txt good.txt --baseline other.json", "other.json is not a report that drift saved as JSON"),
    ("report good.txt good.txt --baseline folder", "folder: Is a directory"),
    ("report good.txt good.txt --config wrong.toml", "wrong.toml: no such setting: checks"),
    ("report good.txt good.txt --config good.txt", "good.txt is no TOML file"),
    ("report good.txt good.txt --figures good.txt", "cannot write to good.txt: it is no folder"),
    ("report good.txt good.txt --figures nowhere/figures", "there is no folder nowhere"),
    ("batch twice.csv -o out --config wrong.toml", "wrong.toml: no such setting: checks"),
    ("trace good.txt", "at least two documents"),
    ("trace good.txt good.txt", "given twice"),
    ("trace - good.txt", "trace reads files, not standard input"),
    ("trace good.txt missing.txt", "missing.txt"),
    ("trace bare", "no .txt"),
    ("trace good.txt archive.txt", "archive.txt"),
    ("trace good.txt blank.txt -o out.pdf", "its suffix names no format"),
    ("trace good.txt blank.txt -f xml", "-f xml names no format"),
    ("batch columns.csv -o out", "has no column original, rewrite"),
    ("batch twice.csv -o out", "the id '1' of row 2 occurs twice"),
    ("batch none.csv -o out", "holds no pairs"),
    ("batch missing.csv -o out", "no such file: missing.csv"),
    ("batch folder -o out", "is a folder: folder"),
    ("batch notes.xlsx -o out", "PAIRS must end in"),
    ("batch twice.csv", "Missing option"),
    ("batch twice.csv -o nowhere/out", "there is no folder nowhere"),
    ("batch twice.csv -o good.txt", "cannot write to good.txt"),
    ("batch none.csv -o out --workers 0", "--workers"),
    ("batch none.csv -o out --pages -1", "--pages"),
    ("batch none.csv -o out --workers 2 --cluster tcp://h:1", "exclude each other"),
    ("batch none.csv -o out --check nonsense", "--check: no such kind of finding: nonsense"),
    ("bench nonsense --data folder", "unknown suite 'nonsense'"),
    ("bench sick --data missing", "no such folder: missing"),
    ("bench sick", "bench needs --data"),
    ("bench sick --data folder -f xml", "-f xml names no format"),
    ("bench sick --data folder --limit 0", "--limit"),
    ("bench sick --data folder", "sick"),
    ("explain nonsense", "no such kind of finding: nonsense"),
    ("explain", "Missing argument"),
]


@pytest.mark.parametrize(("line", "said"), BAD, ids=[line for line, _ in BAD])
def test_bad_input_is_one_line_and_exit_2(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    monkeypatch.delenv("DRIFT_BENCH_DATA", raising=False)
    before = sorted(folder.rglob("*"))
    assert main(line.split()) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("drift: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert said in err
    assert "Traceback" not in err
    # nothing was written but the lock and state of a batch that was refused
    assert [path for path in sorted(folder.rglob("*")) if path not in before and "out" not in path.parts] == []


@pytest.mark.model
@pytest.mark.parametrize(("checks", "code"), [("", 2), ("--check repetition,moved", 0)])
def test_what_no_kind_can_judge_does_not_pass_for_clean(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, checks: str, code: int
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", caching.home())
    (folder / "fr.txt").write_text(FRENCH)
    assert main(["report", "fr.txt", "fr.txt", "--fail-on", "critical", *checks.split()]) == code
    out, err = capfd.readouterr()
    assert "was not judged" in out
    assert err.endswith("kinds that were asked for say nothing in these languages, see the report\n") is (code == 2)


def test_help_has_a_short_name(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "-h"]) == 0
    assert "--fail-on" in capfd.readouterr().out


@pytest.mark.model
def test_a_model_that_is_not_there_is_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert main(["report", "good.txt", "good.txt", "--model", str(folder / "bare")]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("drift: model ")
    assert err.count("\n") == 1


def test_an_unexpected_error_is_one_line_and_a_traceback_only_on_request(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        msg = "a slip of ours"
        raise TypeError(msg)

    monkeypatch.delenv("DRIFT_DEBUG", raising=False)
    monkeypatch.setattr("drift.cli.inputs.document", broken)
    assert main(["report", str(folder / "good.txt")]) == 2
    assert capfd.readouterr().err == "drift: internal error: TypeError: a slip of ours (DRIFT_DEBUG=1 shows where)\n"
    with pytest.raises(TypeError, match="a slip of ours"):
        main(["--debug", "report", str(folder / "good.txt")])
    monkeypatch.setenv("DRIFT_DEBUG", "1")
    with pytest.raises(TypeError, match="a slip of ours"):
        main(["report", str(folder / "good.txt")])


def test_a_file_name_cannot_speak_to_the_terminal(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "\x1b[31mred\nnext\u202e.txt"]) == 2
    err = capfd.readouterr().err
    assert "\x1b" not in err
    assert "\u202e" not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("message", "said"), [("a\nb", "a b"), ("a\x1b[0m", r"a\x1b[0m"), ("café – ok", "café – ok"), ("\u202e", r"\u202e")]
)
def test_messages_are_made_one_harmless_line(message: str, said: str) -> None:
    assert one_line(message) == said


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "drift", *arguments],
        capture_output=True,
        timeout=300,
        check=False,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize(
    ("line", "stdin", "said"),
    [
        ("report -", b"", b"standard input"),
        ("report good.txt -", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", b"standard input"),
        ("report nothing.txt -", b"Some words.", b"nothing.txt"),
        ("batch - -o out", b"id|original|rewrite\n", b"has no column"),
    ],
)
def test_a_real_process_ends_with_2_and_one_line(folder: Path, line: str, stdin: bytes, said: bytes) -> None:
    done = command(*line.split(), input=stdin, cwd=folder, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"drift: ")
    assert done.stderr.count(b"\n") == 1
    assert said in done.stderr


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    code = f"{sys.executable} -m drift checks | head -c 1"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(["bash", "-o", "pipefail", "-c", code], capture_output=True, cwd=folder, env=env, check=False)  # noqa: S607
    assert done.stdout == b"o"
    assert done.stderr == b""
    assert done.returncode == 0


def test_a_caller_of_main_finds_its_process_as_it_was(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_it_is() -> object:
        return warnings.showwarning, sys.stdout, sys.stdout.errors, sys.stderr.errors, dict(os.environ)

    def warned(*_: object, **__: object) -> None:
        warnings.warn("cache x cannot be read", RuntimeWarning, stacklevel=1)
        sys.exit(7)

    before = as_it_is()
    assert main(["checks"]) == 0
    assert as_it_is() == before
    monkeypatch.setattr("drift.cli.inputs.document", warned)
    with pytest.raises(SystemExit, match="7"):  # no reader went away: whoever raised it meant it
        main(["report", "good.txt"])
    assert capfd.readouterr().err == "drift: cache x cannot be read\n"
    assert as_it_is() == before


def test_an_interrupt_is_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("drift.cli.inputs.document", interrupted)
    assert main(["report", "good.txt"]) == 130
    assert capfd.readouterr().err == "drift: interrupted\n"


def test_an_interrupt_while_modules_are_imported_is_one_line(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupting:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "drift.cli.app":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "drift.cli.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    assert main(["checks"]) == 130
    assert capfd.readouterr().err == "drift: interrupted\n"
