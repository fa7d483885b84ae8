from __future__ import annotations

import csv
import io
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import jsonschema
import pandas as pd
import pytest

from drift.ground.files import write
from drift.records import Severity
from drift.rendering import FORMATS, data, safe, sarif
from drift.report import Report
from tests.rendering import rendering_samples as samples

if TYPE_CHECKING:
    from drift.records import Document

SUFFIXES = sorted(FORMATS)


def test_every_suffix_of_the_contract_is_known() -> None:
    assert {"html", "md", "json", "csv", "parquet", "tsv", "sarif", "xml"} <= set(FORMATS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_saved_bytes_are_the_format_s_and_repeat(any_report: Report, suffix: str, tmp_path: Path) -> None:
    path = any_report.save(tmp_path / f"report.{suffix}")
    assert path == tmp_path / f"report.{suffix}"
    assert path.read_bytes() == samples.made(any_report, suffix)  # rendered at another time
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_suffix_in_capitals_and_path_as_text(report: Report, tmp_path: Path) -> None:
    assert report.save(str(tmp_path / "REPORT.JSON")).read_bytes() == data.json(report)


@pytest.mark.parametrize("name", ["report.pdf", "report", ".html"])
def test_unknown_suffix_names_the_known(report: Report, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"\.html, \.md, \.json, \.csv, \.parquet, \.tsv, \.sarif, \.xml"):
        report.save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_file_is_replaced_whole_or_not_at_all(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    path.write_text("before")

    def fails(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        report.save(path)
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_missing_folder_is_an_os_error(report: Report, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        report.save(tmp_path / "nowhere" / "report.html")


def test_a_link_is_followed(report: Report, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "report.json"
    link.symlink_to(tmp_path / "there" / "real.json")
    report.save(link)
    assert link.is_symlink()
    assert (tmp_path / "there" / "real.json").read_bytes() == data.json(report)


def test_a_report_that_was_pickled_draws_itself_alike(report: Report) -> None:
    copy = pickle.loads(pickle.dumps(report))  # noqa: S301 - pickled on this line
    assert isinstance(copy, Report)
    assert data.json(copy) == data.json(report)


# JSON


def test_json_is_valid_by_the_published_schema(any_report: Report) -> None:
    schema = data.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    content = json.loads(data.json(any_report))
    jsonschema.Draft202012Validator(schema).validate(content)
    assert content["schema"] == data.SCHEMA_VERSION == schema["properties"]["schema"]["const"]
    assert schema["$id"].endswith(data.SCHEMA_VERSION)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "confidence"), 1.5),
        (("beads", 0, "kind"), "equal"),
        (("scores", "drift", "value"), -0.1),
        (("rewrite",), None),
        (("surplus",), 1),
    ],
)
def test_the_schema_refuses(report: Report, path: tuple[str | int, ...], value: object) -> None:
    content = json.loads(data.json(report))
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(data.schema()).validate(content)


def test_json_spans_are_exact(any_report: Report) -> None:
    content = json.loads(data.json(any_report))
    for finding in content["findings"]:
        for side in ("original", "rewrite"):
            if finding[side]:
                raw = content[side]["raw"]
                assert raw[finding[side]["start"] : finding[side]["end"]] == finding[side]["text"]
    assert content["rewrite"]["raw"] == any_report.rewrite.raw
    assert [f["message"] for f in content["findings"]] == [f.message for f in any_report.findings]


def test_json_of_one_text_has_null_scores(alone: Report) -> None:
    content = json.loads(data.json(alone))
    assert content["original"] is None
    assert [name for name, score in content["scores"].items() if score] == ["fluency"]


# Frames


def test_frame_has_a_row_a_bead(report: Report) -> None:
    frame = report.to_frame()
    assert len(frame) == len(report.alignment.beads)
    for row, bead in zip(frame.itertuples(), report.alignment.beads, strict=True):
        assert (row.kind, row.original_sentences, row.rewrite_sentences) == (bead.kind, bead.original, bead.rewrite)
        for side in ("original", "rewrite"):
            start, end, text = (getattr(row, f"{side}_{name}") for name in ("start", "end", "text"))
            assert pd.isna(start) == (not getattr(bead, side))
            assert pd.isna(start) or getattr(report, side).raw[start:end] == text


def test_findings_frame_compares_severities(report: Report) -> None:
    frame = report.findings_frame()
    assert len(frame) == len(report.findings)
    serious = frame[frame.severity >= "major"]
    assert set(serious.penalty) == {5, 25}
    for row in frame.dropna(subset=["rewrite_start"]).itertuples():
        assert report.rewrite.raw[row.rewrite_start : row.rewrite_end] == row.rewrite_text


def test_empty_frames_keep_their_types(report: Report) -> None:
    empty = samples.clean()
    full = report.findings_frame().dtypes
    assert (empty.findings_frame().dtypes == full).all()
    assert (empty.to_frame().dtypes == report.to_frame().dtypes).all()
    assert (samples.alone().to_frame().dtypes == report.to_frame().dtypes).all()


def test_parquet_is_the_findings_frame(any_report: Report, tmp_path: Path) -> None:
    read = pd.read_parquet(any_report.save(tmp_path / "findings.parquet"))
    expected = any_report.findings_frame()
    assert list(read.columns) == list(expected.columns)
    assert list(read.message) == list(expected.message)
    assert list(read.severity) == list(expected.severity)
    assert read.original_start.fillna(-1).tolist() == expected.original_start.fillna(-1).tolist()
    assert list(read.rewrite_text.dropna()) == list(expected.rewrite_text.dropna())


def test_csv_is_read_back_and_runs_no_formula(any_report: Report) -> None:
    content = FORMATS["csv"](any_report).decode()
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert len(rows) == len(any_report.findings)
    for row, finding in zip(rows, any_report.findings, strict=True):
        assert not [value for value in row.values() if value and value[0] in "=+-@\t\r\n"]
        assert row["message"].removeprefix("'") == safe.calm(finding.message)
        assert row["original_text"].removeprefix("'") == safe.calm(finding.original.text if finding.original else "")


def test_csv_marks_the_formula_of_hostile_text(hostile: Report) -> None:
    assert "'=HYPERLINK" in FORMATS["csv"](hostile).decode()


# Marot


def _marot(report: Report) -> list[dict[str, str]]:
    lines = FORMATS["tsv"](report).decode().split("\n")
    assert lines.pop() == ""
    table = [line.split("\t") for line in lines]
    assert {len(row) for row in table} == {10}
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def test_marot_rows(report: Report) -> None:
    rows = _marot(report)
    assert list(rows[0]) == [
        "system", "doc", "docSegId", "globalSegId", "rater", "source", "target", "category", "severity", "metadata",
    ]  # fmt: skip
    errors = [row for row in rows if row["category"] != "no-error"]
    assert len(errors) == len(report.findings)
    number = next(row for row in errors if json.loads(row["metadata"])["kind"] == "number")
    assert "worth <v>$3.5 million</v>." in number["source"]
    assert "valued at <v>$5.3 million</v>." in number["target"]
    assert number["severity"] == "Major"
    assert {row["docSegId"] for row in rows} == {str(n + 1) for n in range(len(report.alignment.beads))}


def test_marot_marks_balance_and_metadata_is_json(any_report: Report) -> None:
    for row in _marot(any_report):
        json.loads(row["metadata"])
        for text in (row["source"], row["target"]):
            assert text.count("<v>") == text.count("</v>") <= 1


# SARIF


def test_sarif_places(any_report: Report) -> None:
    log = json.loads(sarif.sarif(any_report))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert run["columnKind"] == "unicodeCodePoints"
    documents: list[Document] = [d for d in (any_report.rewrite, any_report.original) if d is not None]
    assert len(run["artifacts"]) == len(documents)
    for result, finding in zip(run["results"], any_report.findings, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.kind
        places = [*result.get("locations", []), *result.get("relatedLocations", [])]
        assert len(places) == sum(span is not None for span in (finding.original, finding.rewrite))
        for place in places:
            region = place["physicalLocation"]["region"]
            raw = documents[place["physicalLocation"]["artifactLocation"]["index"]].raw
            at = region["charOffset"]
            text = raw[at : at + region["charLength"]]
            assert region["snippet"]["text"] == text.replace("\ud800", "\ufffd")
            lines = raw.replace("\r\n", "\n\n").replace("\r", "\n")
            assert region["startLine"] - 1 == raw[:at].replace("\r\n", "\n").replace("\r", "\n").count("\n")
            assert region["startColumn"] - 1 == at - (lines[:at].rfind("\n") + 1)


def test_sarif_levels_and_fingerprints(report: Report) -> None:
    results = json.loads(sarif.sarif(report))["runs"][0]["results"]
    levels = {Severity.critical: "error", Severity.major: "error", Severity.minor: "warning", Severity.neutral: "note"}
    assert [r["level"] for r in results] == [levels[f.severity] for f in report.findings]
    prints = [r["partialFingerprints"]["drift/v1"] for r in results]
    assert len(set(prints)) == len(prints)


def test_sarif_paths_are_uris(report: Report) -> None:
    artifacts = json.loads(sarif.sarif(report))["runs"][0]["artifacts"]
    assert [a["location"]["uri"] for a in artifacts] == ["texts/breakwater%20rewritten.txt", "texts/breakwater.txt"]


def test_sarif_embeds_a_text_without_a_file() -> None:
    artifacts = json.loads(sarif.sarif(samples.clean()))["runs"][0]["artifacts"]
    assert [artifact["contents"]["text"] for artifact in artifacts] == ["The harbour is open."] * 2


# JUnit


def test_junit_counts_what_it_holds(any_report: Report) -> None:
    root = fromstring(FORMATS["xml"](any_report))  # noqa: S314 - written on this line
    cases, failures = list(root.iter("testcase")), list(root.iter("failure"))
    assert int(root.get("tests", "")) == len(cases)
    assert int(root.get("failures", "")) == len(failures)
    fresh = [finding for finding in any_report.findings if not finding.known]
    assert len(failures) == sum(finding.severity > Severity.neutral for finding in fresh)
    assert not root.findall(".//*[@time]") + root.findall(".//*[@timestamp]")


def test_junit_failures_hold_both_texts(report: Report) -> None:
    root = fromstring(FORMATS["xml"](report))  # noqa: S314 - written on this line
    bodies = [failure.text or "" for failure in root.iter("failure")]
    assert any("$3.5 million" in body and "$5.3 million" in body for body in bodies)


def test_what_the_baseline_has_does_not_fail_again() -> None:
    report = samples.judged()
    faults = [finding for finding in report.findings if finding.severity > Severity.neutral]
    root = fromstring(FORMATS["xml"](report))  # noqa: S314 - written on this line
    known = sum(bool(finding.known) for finding in faults)
    assert 0 < known < len(faults)
    assert len(list(root.iter("skipped"))) == int(root.get("skipped", "")) == known
    assert len(list(root.iter("failure"))) == len(faults) - known


# Verdicts and baseline


def test_every_file_tells_known_from_new_and_leaves_out_what_was_rejected() -> None:
    report = samples.judged()
    assert [finding.kind for finding in report.rejected] == ["wording"]
    content = json.loads(data.json(report))
    assert [finding["known"] for finding in content["findings"]] == [finding.known for finding in report.findings]
    assert [finding["kind"] for finding in content["rejected"]] == ["wording"]
    states = [result["baselineState"] for result in json.loads(sarif.sarif(report))["runs"][0]["results"]]
    assert states == ["unchanged" if finding.known else "new" for finding in report.findings]
    frame = report.findings_frame()
    assert frame.known.tolist() == [finding.known for finding in report.findings]
    assert frame.accepted.tolist() == [finding.accepted for finding in report.findings]
    for suffix in ("md", "csv", "tsv", "xml", "sarif"):
        assert "“board” became “council”" not in FORMATS[suffix](report).decode()
    text = FORMATS["md"](report).decode()
    assert "97 % sure, accepted, known)" in text
    assert "1 finding that a reader rejected: left out, and out of the scores" in text
    assert "of 10 findings the baseline has 4" in text


def test_without_a_baseline_nothing_is_new(report: Report) -> None:
    assert all("baselineState" not in result for result in json.loads(sarif.sarif(report))["runs"][0]["results"])
    assert report.findings_frame().known.isna().all()


def test_write_to_a_device(report: Report) -> None:
    write(Path("/dev/null"), b"gone")
    assert Path("/dev/null").is_char_device()
