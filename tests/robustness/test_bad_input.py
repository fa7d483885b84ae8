"""What strangers hand in: a sound report, or exit code 2 and one clear line."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import random
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drift.cli import main
from drift.rendering import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift import Analyzer

GOOD = "The minister came to Rabat on Tuesday. He signed a paper there, officials said. "
CHANCE = random.Random(1)  # noqa: S311 - the same bytes each time


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", GOOD)
    return target.getvalue()


def tarred() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(GOOD)
        archive.addfile(entry, io.BytesIO(GOOD.encode()))
    return target.getvalue()


REFUSED = {
    "zip": (zipped(), "is a zip archive"),
    "tar": (tarred(), "is binary"),
    "gzip": (gzip.compress(GOOD.encode()), "is gzip data"),
    "bzip2": (bz2.compress(GOOD.encode()), "is bzip2 data"),
    "xz": (lzma.compress(GOOD.encode()), "is xz data"),
    "pdf": (b"%PDF-1.7\n" + GOOD.encode(), "is a PDF file"),
    "pdf behind junk": (b"\n\nmail header\n%PDF-1.4 " + GOOD.encode(), "is a PDF file"),
    "one NUL": (GOOD.encode() + b"a\0b", "is binary"),
    "NULs for blanks": (GOOD.replace(" ", "\0").encode(), "is binary"),
    "any bytes": (CHANCE.randbytes(20_000), "is binary"),
    "any bytes but NUL": (CHANCE.randbytes(20_000).replace(b"\0", b"\1"), "is binary"),
    "control characters": ("".join(chr(CHANCE.randrange(1, 27)) for _ in range(3000)) + GOOD, "is binary"),
    "figures alone": ("1" * 200_000, "has no words"),
    "marks alone": ("(“”)" * 50_000, "has no words"),
    "an empty page": ("<!doctype html><html><body><script>alert(1)</script></body></html>", "is empty"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD)
    return tmp_path


def refused(line: list[str], capfd: pytest.CaptureFixture[str], said: str) -> None:
    assert main(["report", *line]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("drift: ")
    assert err.count("\n") == 1
    assert said in err
    assert "internal error" not in err


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused(folder: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    content, said = REFUSED[name]
    (folder / "bad.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    refused(["good.txt", "bad.txt"], capfd, f"bad.txt {said}")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.symlink_to(path), "loop.txt cannot be read"),
        (lambda path: path.symlink_to("nothing"), "loop.txt does not exist"),
        (lambda path: path.symlink_to("/dev/zero"), "loop.txt is not a regular file"),
        (os.mkfifo, "loop.txt is not a regular file"),
        (Path.mkdir, "loop.txt is a directory"),
    ],
)
def test_what_is_no_file_is_refused(
    folder: Path, capfd: pytest.CaptureFixture[str], make: Callable[[Path], None], said: str
) -> None:
    make(folder / "loop.txt")
    refused(["loop.txt", "good.txt"], capfd, said)


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="no such file here")
def test_a_file_that_waits_for_more_does_not_hold_us_up(folder: Path) -> None:
    # what the kernel has said since it was last read is a text; where it said nothing the file would wait
    assert main(["report", "/proc/kmsg", "good.txt", "--max-chars", "100000"]) in {0, 2}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no such files here")
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/proc/self/mem", "/proc/self/pagemap"])
def test_devices_and_endless_files_are_refused(capfd: pytest.CaptureFixture[str], folder: Path, path: str) -> None:
    refused([path, "good.txt", "--max-chars", "100000"], capfd, path)


@pytest.mark.parametrize(
    ("output", "said"),
    [("no/such/report.html", "there is no folder"), ("good.txt/report.html", "there is no folder")],
)
def test_output_that_has_no_place_is_said_before_the_work(
    folder: Path, capfd: pytest.CaptureFixture[str], output: str, said: str
) -> None:
    refused(["good.txt", "good.txt", "-o", output], capfd, said)


@pytest.mark.model
def test_a_full_device_is_one_line(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    refused(["good.txt", "good.txt", "-f", "html", "-o", "/dev/full"], capfd, "No space left on device")


def test_the_longest_text_may_be_named(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    refused(["good.txt", "good.txt", "--max-chars", "20"], capfd, "limit is 20 characters")


def test_endless_standard_input_is_refused(folder: Path) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    line = f"yes | {sys.executable} -m drift report good.txt - --max-chars 1000"
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=env, cwd=folder, check=False)  # noqa: S607
    assert done.returncode == 2
    assert done.stderr == b"drift: standard input is too large; the limit is 1000 characters\n"


HOSTILE = (
    "<script>alert(1)</script> said the minister of Rabat to <b>reporters</b> on Tuesday, 3 May 2020.",
    '=HYPERLINK("http://evil.example","click") was what the minister said to the press in Rabat.',
    "+1 was the answer. @SUM(1+1) was the question that officials in Rabat had asked on Monday.",
    "The \x1b[31mred\x1b[0m minister \x07 left \u202etabaR\u202c for [a link](javascript:alert(1)).",
    "\x9b31mThe king\x9b0m\x7f and \x00the \x85mayor met in Rabat on Friday, as officials told the press.",
    "{{ 7 * 7 }} {% raw %} were the words on <img src=x onerror=alert(1)> the wall, officials said on Sunday.",
)


@pytest.mark.model
@pytest.mark.filterwarnings("error")
def test_hostile_text_stays_text_in_every_format(analyzer: Analyzer) -> None:
    original = "\n\n".join(HOSTILE)
    report = analyzer.compare(original, original.replace("Rabat", "Algiers").replace("minister", "president"))
    assert report.findings
    made = {name: write(report) for name, write in FORMATS.items()}
    page = made["html"].decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("<script") == 1
    tables = [
        list(csv.reader(io.StringIO(made["csv"].decode(), newline=""))),
        [line.split("\t") for line in made["tsv"].decode().split("\n")],
    ]
    for cell in (cell for table in tables for row in table for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t"))
    for name in set(FORMATS) - {"png", "parquet"}:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", made[name].decode()), name
    assert "](javascript:" not in made["md"].decode()
    assert json.loads(made["json"])["original"]["raw"] == original


@pytest.mark.model
@pytest.mark.parametrize("name", [*FORMATS, "text"])
def test_a_file_name_that_is_no_utf8_is_written_in_every_format(
    folder: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    path = os.fsdecode(b"caf\xe9.txt")
    try:
        Path(path).write_text(GOOD)
    except OSError:
        pytest.skip("this file system takes no such name")
    assert main(["report", path, "good.txt", "-f", name, "-o", "report.out", "--no-cache"]) == 0
    assert (folder / "report.out").stat().st_size
    assert capfd.readouterr().err == ""


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        GOOD + "1/" + "9" * 5000 + " of it, 1/" + "9" * 400 + " of that, one in " + "9" * 5000 + ".",
        GOOD + "1" * 100_000,
        GOOD + "x" * 200_000,
        GOOD + "a" + "\u0301" * 5000,
        GOOD + "(" * 5000 + "a" + ")" * 5000,
        GOOD + "“" * 3000,
        GOOD + "\u202e\u2066" * 3000 + "a",
        GOOD + "👨\u200d👩\u200d👧\u200d👦🏳️\u200d🌈 " * 200,
        GOOD + "\ud800 \udfff",
        "<!doctype html><html><body>" + "<div>" * 5000 + f"<p>{GOOD}</p>" * 3 + "</div>" * 5000 + "</body></html>",
        "\n".join(f"word{chr(97 + k // 26)}{chr(97 + k % 26)}" for k in range(600)),
    ],
    ids="fractions digits letters marks brackets quotes bidi emoji surrogates divs lines".split(),
)
def test_odd_texts_get_a_sound_report(analyzer: Analyzer, text: str) -> None:
    report = analyzer.compare(GOOD * 3, text)
    for finding in report.findings:
        for document, span in ((report.original, finding.original), (report.rewrite, finding.rewrite)):
            assert span is None or (document and document.raw[span.start : span.end] == span.text)
    data = json.loads(FORMATS["json"](report))
    assert data["rewrite"]["raw"] == text
    assert FORMATS["html"](report)
