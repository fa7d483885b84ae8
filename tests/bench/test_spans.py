"""Figures of marked places, worked out by hand: what a summary made up, what a retelling lost."""

from __future__ import annotations

import gzip
import math
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from drift.bench import DataError, run
from drift.bench.files import json_rows
from drift.bench.spans import told
from drift.findings import finding
from drift.records import Severity, Span
from tests.bench.telling import comparing

if TYPE_CHECKING:
    from drift.bench import Result
    from drift.records import Finding
    from tests.bench.conftest import CountingAnalyzer
    from tests.bench.test_suites import Put

SHARED = Path(__file__).parents[3] / "shared" / "bench" / "dev"
no_data = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no data sets in {SHARED}")


def place(start: int, end: int) -> Span:
    return Span(start, end, "x" * (end - start))


def found(
    *, original: Span | None = None, rewrite: Span | None = None, kind: str = "wording", weight: str = "minor"
) -> Finding:
    return finding(kind, Severity[weight], original, rewrite, 0.5, "m")


def measured(name: str, data: Path, analyzer: CountingAnalyzer, told: dict[str, list[Finding]]) -> Result:
    comparing(analyzer, told)
    (result,) = run([name], data=data, analyzer=analyzer)
    return result


def test_only_findings_that_set_one_text_against_the_other_tell_a_place() -> None:
    kept = found(original=place(0, 3), rewrite=place(5, 9))
    left_out = found(kind="omission.clause", original=place(10, 20), weight="major")
    silent = [
        found(kind="boilerplate", original=place(30, 40), rewrite=place(30, 40), weight="neutral"),
        found(kind="moved", original=place(30, 40), rewrite=place(30, 40), weight="neutral"),
        found(kind="moved", original=place(30, 40), rewrite=place(30, 40), weight="major"),
        found(kind="quote", original=place(30, 40), rewrite=place(30, 40), weight="neutral"),
        *(found(kind=kind, rewrite=place(30, 40)) for kind in ("repetition", "fragment", "fluency", "terminology")),
    ]
    report = SimpleNamespace(findings=(kept, left_out, *silent))
    assert told(report, "original") == (place(0, 3), place(10, 20))
    assert told(report, "rewrite") == (place(5, 9),)


MARKED = {"type": "Evident Conflict", "implicit_true": False, "due_to_null": False}
SUMMARIES = [
    {"id": "1", "source": "s", "summary": "hit, wrong in part", "spans": [{"start": 0, "end": 10, **MARKED}]},
    {"id": "2", "source": "s", "summary": "missed, and is so", "spans": [{"start": 2, "end": 6, **MARKED}]},
    {"id": "3", "source": "s", "summary": "an alarm", "spans": []},
    {"id": "4", "source": "s", "summary": "a right one", "spans": []},
]  # fmt: skip
TOLD = {
    # 5 to 9 is told twice and counts once: 10 characters told, of which 5 are marked
    "hit, wrong in part": [found(rewrite=place(5, 15)), found(kind="number", rewrite=place(5, 9))],
    "missed, and is so": [found(original=place(2, 6)), found(kind="fluency", rewrite=place(2, 6))],
    "an alarm": [found(kind="addition.clause", rewrite=place(0, 6), weight="major")],
}


def test_summaries_are_right_or_wrong_as_a_whole_and_by_the_character(put: Put, analyzer: CountingAnalyzer) -> None:
    result = measured("ragtruth", put("ragtruth_summary/dev.jsonl", SUMMARIES), analyzer, TOLD)
    # told: 1 and 3, wrong: 1 and 2
    assert result.value("findings", "response precision") == 0.5
    assert result.value("findings", "response recall") == 0.5
    assert result.value("findings", "response F1") == 0.5
    # 5 characters of 10 + 6 told, of 10 + 4 marked
    assert result.value("findings", "span precision") == pytest.approx(5 / 16)
    assert result.value("findings", "span recall") == pytest.approx(5 / 14)
    assert result.value("findings", "span F1") == pytest.approx(2 * 5 / (16 + 14))
    # unsupported: 1 for the summary that says "wrong", else 0: of four pairs two won, two tied
    assert result.value("unsupported", "AUC") == 0.75


def test_summaries_of_which_nothing_is_told(put: Put, analyzer: CountingAnalyzer) -> None:
    result = measured("ragtruth", put("ragtruth_summary/dev.jsonl", SUMMARIES), analyzer, {})
    assert result.value("findings", "response F1") == 0.0
    assert result.value("findings", "span F1") == 0.0


def test_peers_of_ragtruth_say_that_they_read_other_rows(put: Put, analyzer: CountingAnalyzer) -> None:
    result = measured("ragtruth", put("ragtruth_summary/dev.jsonl", SUMMARIES), analyzer, {})
    peers = {(figure.system, figure.metric, figure.group): figure for figure in result.figures if figure.group}
    assert peers["LettuceDetect large", "span F1", "its own test split, summaries"].value == 0.446
    assert peers["TinyLettuce 17M", "response F1", "three tasks pooled"].value == 0.685
    assert all("other rows" in figure.source for figure in peers.values())


LOSSES = [
    {
        "id": "PMC1", "original": "x" * 100, "rewrite": "one",
        "losses": [
            {"kind": "omission", "original_spans": [[0, 10]], "rewrite_spans": [], "question": "", "answer": ""},
            {"kind": "omission", "original_spans": [[20, 30]], "rewrite_spans": [], "question": "", "answer": ""},
            {"kind": "concept", "original_spans": [[40, 45], [60, 70]], "rewrite_spans": [[0, 3]],
             "question": "", "answer": ""},
        ],
    },
    {
        "id": "PMC2", "original": "x" * 60, "rewrite": "two",
        "losses": [{"kind": "concept", "original_spans": [[5, 9]], "rewrite_spans": [[0, 3]],
                    "question": "", "answer": ""}],
    },
]  # fmt: skip


def test_losses_are_located_by_a_character(put: Put, analyzer: CountingAnalyzer) -> None:
    said = {
        "one": [
            found(kind="omission.clause", original=place(9, 20)),  # the last of the first loss, up to the second
            found(kind="number", original=place(69, 80), rewrite=place(0, 3)),  # the second place of the third
            found(kind="date", original=place(80, 90), weight="major"),  # no loss
            found(kind="addition.clause", rewrite=place(0, 3), weight="major"),  # nothing of the original
        ],
        "two": [found(original=place(9, 15)), found(kind="quote", original=place(5, 9), weight="neutral")],
    }
    result = measured("infoloss", put("infoloss/dev.jsonl", LOSSES), analyzer, said)
    assert result.value("findings", "recall", "omission") == 0.5
    assert result.value("findings", "recall", "concept") == 0.5
    assert result.value("findings", "precision") == 0.5
    assert result.value("findings", "findings a document") == 2.0
    assert result.value("findings", "share of the original told") == pytest.approx((11 + 11 + 10 + 6) / 160)


def test_characters_told_twice_count_once(put: Put, analyzer: CountingAnalyzer) -> None:
    said = {"one": [found(original=place(0, 50)), found(kind="omission.clause", original=place(40, 60))]}
    result = measured("infoloss", put("infoloss/dev.jsonl", LOSSES[:1]), analyzer, said)
    assert result.value("findings", "share of the original told") == 0.6
    assert result.value("findings", "recall", "omission") == 1.0


def test_without_a_finding_there_is_no_precision(put: Put, analyzer: CountingAnalyzer) -> None:
    result = measured("infoloss", put("infoloss/dev.jsonl", LOSSES), analyzer, {})
    assert math.isnan(result.value("findings", "precision"))
    assert result.value("findings", "recall", "concept") == 0.0
    assert result.value("findings", "share of the original told") == 0.0


@pytest.mark.parametrize(("name", "recall"), [("dev", 0.504), ("test", 0.568)])
def test_peers_of_infoloss_are_those_of_the_split(
    put: Put, analyzer: CountingAnalyzer, name: str, recall: float
) -> None:
    result = measured("infoloss", put(f"infoloss/{name}.jsonl", LOSSES), analyzer, {})
    values = [
        figure.value
        for figure in result.figures
        if (figure.system, figure.metric, figure.group) == ("gpt4", "recall", "omission")
    ]
    assert values == [recall]


def test_packed_rows_are_read_and_broken_ones_named(put: Put, analyzer: CountingAnalyzer) -> None:
    data = put("ragtruth_summary/plain", SUMMARIES)
    path = data / "ragtruth_summary" / "dev.jsonl.gz"
    packed = gzip.compress((data / "ragtruth_summary" / "plain").read_bytes())
    path.write_bytes(packed)
    result = measured("ragtruth", data, analyzer, TOLD)
    assert (result.items, result.files) == (4, ("dev.jsonl.gz",))
    assert result.value("findings", "response F1") == 0.5
    for broken in (packed[:-20], b"no gzip", packed[:12] + b"\xff" * 40):
        path.write_bytes(broken)
        with pytest.raises(DataError, match=r"dev\.jsonl\.gz: not packed with gzip, or cut off"):
            json_rows([path], ())


@no_data
def test_a_real_summary_whose_marked_words_are_told(analyzer: CountingAnalyzer, put: Put) -> None:
    rows = json_rows([SHARED / "ragtruth_summary" / "dev.jsonl.gz"], ("source", "summary", "spans"))
    row = next(row for row in rows if row["spans"])
    span = row["spans"][0]
    rest = sum(other["end"] - other["start"] for other in row["spans"][1:])
    words = row["summary"][span["start"] : span["end"]]
    said = {row["summary"]: [found(rewrite=Span(span["start"], span["end"], words))]}
    result = measured("ragtruth", put("ragtruth_summary/dev.jsonl", [row]), analyzer, said)
    assert result.value("findings", "response F1") == 1.0
    assert result.value("findings", "span precision") == 1.0
    assert result.value("findings", "span recall") == pytest.approx(len(words) / (len(words) + rest))


@no_data
def test_a_real_abstract_of_which_all_is_told(analyzer: CountingAnalyzer, put: Put) -> None:
    row = json_rows([SHARED / "infoloss" / "dev.jsonl"], ("original", "rewrite", "losses"))[0]
    said = {row["rewrite"]: [found(original=Span(0, len(row["original"]), row["original"]))]}
    result = measured("infoloss", put("infoloss/dev.jsonl", [row]), analyzer, said)
    kinds = {loss["kind"] for loss in row["losses"]}
    assert kinds <= {"omission", "concept"}
    assert all(result.value("findings", "recall", kind) == 1.0 for kind in kinds)
    assert result.value("findings", "precision") == 1.0
    assert result.value("findings", "share of the original told") == 1.0
