from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from drift.records import Identity, Verdict
from drift.review import ReviewError, baseline, identities, verdicts
from tests.review import review_samples as samples

if TYPE_CHECKING:
    from pathlib import Path

COUNTED = {
    "kind": "date", "category": "", "severity": "minor", "confidence": 1, "message": "", "original": None,
    "rewrite": None, "occurrence": 1,
}  # fmt: skip


def test_a_report_knows_all_of_itself(tmp_path: Path) -> None:
    report = samples.pair()
    assert [finding.known for finding in report.findings] == [None] * 3
    known = baseline.read(report.save(tmp_path / "before.json"))
    assert known == set(identities(report.findings))
    assert [finding.known for finding in baseline.apply(report, known).findings] == [True] * 3


@pytest.mark.parametrize(
    ("original", "rewrite", "known"),
    [
        # one more of the same words is new, and it is the one that stands later
        (
            (*samples.ORIGINAL, "They lost 12 drones."),
            (*samples.REWRITE, "They lost 21 drones."),
            [True, True, True, False],
        ),
        (("Before.", *samples.ORIGINAL), ("Before.", *samples.REWRITE), [True, True, True]),
        (("They made 12 kites.", "Nobody left."), ("They made 21 kites.", "Somebody left."), [True, True]),
        (samples.ORIGINAL, samples.ORIGINAL, []),
    ],
)
def test_a_later_report_tells_what_is_new(
    tmp_path: Path, original: tuple[str, ...], rewrite: tuple[str, ...], known: list[bool]
) -> None:
    before = baseline.read(samples.pair().save(tmp_path / "before.json"))
    later = baseline.apply(samples.pair(original, rewrite), before)
    assert [finding.known for finding in later.findings] == known


def test_what_a_reader_rejected_in_the_baseline_is_known(tmp_path: Path) -> None:
    report = samples.pair()
    judged = verdicts.apply(report, [Verdict(Identity("number", "12", "21", 1), accepted=False, confidence=0.8)])
    known = baseline.read(judged.save(tmp_path / "before.json"))
    assert [finding.known for finding in baseline.apply(report, known).findings] == [True] * 3


def test_the_next_threshold_loses_no_mark() -> None:
    report = samples.pair().rethreshold(severity="critical")
    known = frozenset(identities(samples.pair().findings)[1:])
    marked = baseline.apply(report, known)
    assert [finding.known for finding in marked.findings] == [True]
    assert [finding.known for finding in marked.rethreshold().findings] == [False, True, True]


def test_a_baseline_with_fewer_findings_than_were_found_names_the_same(tmp_path: Path) -> None:
    report = samples.pair()
    first = replace(report.findings[0], confidence=0.4)
    report = replace(report, findings=(first, *report.findings[1:]))
    before = baseline.read(report.rethreshold(confidence=0.5).save(tmp_path / "before.json"))
    assert [finding.known for finding in baseline.apply(report, before).findings] == [False, True, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no JSON file"),
        ("[]", "not a report"),
        ('{"schema": "2.0", "findings": []}', "not a report"),
        ('{"schema": "drift-verdicts/1.0", "verdicts": []}', "not a report"),
        ('{"schema": "1.0"}', "findings"),
        ('{"schema": "1.0", "findings": [{"kind": "number"}]}', "original"),
        (
            '{"schema": "1.0", "findings": [{"kind": "number", "original": {"start": 4}, "rewrite": null}]}',
            "not a report",
        ),
        (
            json.dumps({"schema": "1.2", "findings": [{**COUNTED, "occurrence": 0}]}),
            "an occurrence that is 1 or more",
        ),
    ],
)
def test_what_is_no_report_is_said(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "before.json"
    path.write_text(content)
    with pytest.raises(ReviewError, match=said):
        baseline.read(path)


def test_a_baseline_of_an_older_minor_version_is_read(tmp_path: Path) -> None:
    path = samples.pair().save(tmp_path / "before.json")
    content = json.loads(path.read_text("utf-8"))
    content.pop("rejected", None)
    for finding in content["findings"]:
        del finding["occurrence"]
    path.write_text(json.dumps({**content, "schema": "1.0"}))
    assert baseline.read(path) == set(identities(samples.pair().findings))
