"""The verbs that need the model, on real texts: exit codes, streams and files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from drift.cli import main
from tests import caching

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

ORIGINAL = "The minister arrived in Rabat on Tuesday. He denied that the army had bought 12 drones. Nobody was hurt."
REWRITE = "The minister arrived in Rabat on Tuesday. He confirmed that the army had bought 21 drones. Nobody was hurt."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("texts")
    (made / "original.txt").write_text(ORIGINAL)
    (made / "rewrite.txt").write_text(REWRITE)
    return made


@pytest.fixture(autouse=True)
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", caching.home())


def run(line: str, *, stdin: bytes = b"", **changed: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **changed}
    return subprocess.run(
        [sys.executable, "-m", "drift", *line.split()], input=stdin, capture_output=True, env=environment, check=False
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("report original.txt rewrite.txt", 0),
        ("report original.txt rewrite.txt --fail-on minor", 1),
        ("report original.txt rewrite.txt --fail-on major", 1),
        ("report original.txt original.txt --fail-on minor", 0),
        ("report original.txt rewrite.txt --check boilerplate --fail-on minor", 0),
        ("report original.txt --fail-on major", 0),
    ],
)
def test_exit_codes(line: str, code: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == code
    out, err = capfd.readouterr()
    assert out
    assert err == ""


def test_check_and_skip_choose_the_kinds(capfd: pytest.CaptureFixture[str]) -> None:
    kinds = {}
    for options in ("", "--check number", "--skip number", "--check number,omission --skip number"):
        assert main(["report", "original.txt", "rewrite.txt", "-f", "json", *options.split()]) == 0
        kinds[options] = {finding["kind"] for finding in json.loads(capfd.readouterr().out)["findings"]}
    assert "number" in kinds[""]
    assert kinds["--check number"] == {"number"}
    assert kinds["--skip number"] == kinds[""] - {"number"}
    assert kinds["--check number,omission --skip number"] == set()


@pytest.mark.parametrize("form", ["text", "json", "md", "html", "csv", "tsv", "sarif", "xml"])
def test_every_format_goes_to_standard_output_and_to_a_file(
    form: str, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["report", "original.txt", "rewrite.txt", "-f", form]) == 0
    printed = capfdbinary.readouterr().out
    assert printed
    assert b"\x1b[" not in printed
    file = folder / f"out.{'txt' if form == 'text' else form}"
    assert main(["report", "original.txt", "rewrite.txt", "-o", str(file)]) == 0
    said = capfdbinary.readouterr().out.decode()
    assert file.read_bytes() == printed
    lines = said.splitlines()
    assert lines[0] == str(file)
    assert "should not go out" in lines[1]
    assert "1 number" in lines[2]


def test_rejected_findings_stay_away_and_known_ones_do_not_fail(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "original.txt", "rewrite.txt", "-o", "before.json", "-o", "before.md"]) == 0
    assert capfd.readouterr().out.splitlines()[:2] == ["before.json", "before.md"]
    before = json.loads((folder / "before.json").read_text())
    kinds = [finding["kind"] for finding in before["findings"]]
    verdicts = [
        {
            "verdict": "rejected" if finding["kind"] == "negation" else "accepted",
            "kind": finding["kind"],
            **{side: finding[side] and finding[side]["text"] for side in ("original", "rewrite")},
            "occurrence": 1,
            "confidence": finding["confidence"],
        }
        for finding in before["findings"]
    ]
    (folder / "verdicts.json").write_text(json.dumps({"schema": "drift-verdicts/1.0", "verdicts": verdicts}))
    judged = "report original.txt rewrite.txt --verdicts verdicts.json -f json"
    assert main(judged.split()) == 0
    after = json.loads(capfd.readouterr().out)
    assert [finding["kind"] for finding in after["findings"]] == [kind for kind in kinds if kind != "negation"]
    assert all(finding["accepted"] for finding in after["findings"])
    assert [finding["kind"] for finding in after["rejected"]] == ["negation"]
    assert after["scores"]["fidelity"]["value"] > before["scores"]["fidelity"]["value"]
    assert main("report original.txt rewrite.txt --fail-on minor --baseline before.json -f json".split()) == 0
    assert {finding["known"] for finding in json.loads(capfd.readouterr().out)["findings"]} == {True}
    (folder / "more.txt").write_text(f"{REWRITE} Everybody left by 7 June.")
    assert main("report original.txt more.txt --fail-on minor --baseline before.json -f json".split()) == 1
    known = [finding["known"] for finding in json.loads(capfd.readouterr().out)["findings"]]
    assert sorted(known) == [False] * (len(known) - len(kinds)) + [True] * len(kinds)


def test_settings_of_a_file_are_told_in_the_report(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    settings = "fail-on = 'critical'\nskip = ['fluency']\n[severity]\nnumber = 'critical'\nnegation = 'minor'\n"
    (folder / "settings.toml").write_text(settings)
    assert main(["report", "original.txt", "rewrite.txt", "--config", "settings.toml", "-f", "json"]) == 1
    report = json.loads(capfd.readouterr().out)
    severities = {finding["kind"]: finding["severity"] for finding in report["findings"]}
    assert severities["number"] == "critical"
    assert severities["negation"] == "minor"
    assert report["signature"].endswith("|without:fluency|severity:number=critical,negation=minor")
    assert "settings of settings.toml" in report["notes"]
    assert "severities set by the user: number is critical, negation is minor" in report["notes"]
    assert main("report original.txt rewrite.txt --config settings.toml --check boilerplate".split()) == 0


def test_figures_are_written_beside_the_report(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main("report original.txt rewrite.txt -f json --figures figures".split()) == 0
    json.loads(capfd.readouterr().out)  # nothing else may stand there
    assert len(list((folder / "figures").glob("*.svg"))) == len(list((folder / "figures").glob("*.png"))) == 4


def test_standard_input_is_read_as_bytes() -> None:
    done = run("report original.txt - -f json", stdin=REWRITE.replace("Rabat", "Orléans").encode("cp1252"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Orléans" in json.loads(done.stdout)["rewrite"]["raw"]


def test_streams_of_a_real_process() -> None:
    done = run(
        "report original.txt rewrite.txt --fail-on critical", FORCE_COLOR="", NO_COLOR="1", TERM="xterm-256color"
    )
    assert done.returncode in {0, 1}
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""


def test_a_batch_of_two_pairs_and_one_bad_row(folder: Path) -> None:
    rows = [
        {"id": "a", "original": "original.txt", "rewrite": "rewrite.txt"},
        {"id": "b", "original": ORIGINAL, "rewrite": ORIGINAL},
        {"id": "c", "original": "missing.txt", "rewrite": ORIGINAL},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "pairs.jsonl").write_text(lines)
    done = run("batch pairs.jsonl -o batch")
    assert done.returncode == 2
    assert done.stderr.startswith(b"0 of 3 pairs\n3 of 3 pairs, ")
    assert done.stderr.endswith(b"drift: 1 of 3 rows could not be compared; batch/index.html lists them\n")
    assert done.stderr.count(b"drift:") == 1
    assert done.stdout.startswith(b"batch/index.html: 3 pairs, ")
    assert len(list((folder / "batch" / "pages").iterdir())) == 2
    (folder / "good.jsonl").write_text(lines.rpartition('{"id": "c"')[0])
    again = run("batch good.jsonl -o good --workers 2 --shard 1 --pages 0 --fail-on minor")
    assert again.returncode == 1
    assert b"drift:" not in again.stderr
    piped = run("batch - -o piped --pages 0", stdin=lines.rpartition('{"id": "c"')[0].encode())
    assert piped.returncode == 0
    assert b"drift:" not in piped.stderr

    import pyarrow.parquet as pq

    pairs, good, spooled = (
        pq.read_table(folder / name / "pairs.parquet").to_pylist() for name in ("batch", "good", "piped")
    )
    assert [row["id"] for row in pairs] == ["a", "b", "c"]
    assert pairs[0]["drift"] > pairs[1]["drift"]
    assert pairs[2]["error"] == "original: no such file beside the manifest: missing.txt"
    assert good == spooled == pairs[:2]  # whatever the engine


def test_trace_writes_a_page(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    longer = (
        " ".join(ORIGINAL for _ in range(1)) + "\nThe council met in the old hall.\nRain fell on the town all day.\n"
    )
    (folder / "articles").mkdir()
    (folder / "articles" / "one.txt").write_text(longer)
    (folder / "articles" / "two.txt").write_text(longer.replace("Nobody", "No one"))
    assert main(["trace", "articles", "-o", "trace.html"]) == 0
    out, err = capfd.readouterr()
    assert out == "trace.html: 2 documents, of which 1 derived from another, in 1 group on one event\n"
    assert err == ""
    assert "one.txt" in (folder / "trace.html").read_text()
