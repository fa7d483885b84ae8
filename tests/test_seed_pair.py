"""What a careful editor finds in the seed pair, and what must not be alleged of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import drift
from tests.caching import analyzer, seed_report

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parent.parent / "seeds"
LIST = json.loads(Path(__file__).with_name("seed_pair.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report() -> drift.Report:
    return seed_report()


def named(wanted: dict[str, str]) -> str:
    return f"{wanted['kind']}: {wanted['original']} > {wanted['rewrite']}"


def tells(finding: drift.Finding, wanted: dict[str, str | None]) -> bool:
    def holds(side: str) -> bool:
        span, text = getattr(finding, side), wanted[side]
        return span is None if text is None else span is not None and text in span.text

    return finding.kind == wanted["kind"] and holds("original") and holds("rewrite")


@pytest.mark.parametrize("wanted", LIST["must"], ids=named)
def test_an_editor_finds(wanted: dict[str, str], report: drift.Report) -> None:
    found = [finding for finding in report.findings if tells(finding, wanted)]
    assert [finding.severity.name for finding in found] == [wanted["severity"]]


@pytest.mark.parametrize("wanted", LIST["known failures"], ids=named)
@pytest.mark.xfail(strict=True, reason="known failure: kept so that a change which mends it is noticed")
def test_an_editor_would_also_find(wanted: dict[str, str], report: drift.Report) -> None:
    assert any(tells(finding, wanted) for finding in report.findings)


@pytest.mark.parametrize("text", LIST["never"], ids=lambda item: item["text"])
def test_an_editor_strikes(text: dict[str, str], report: drift.Report) -> None:
    inside = [
        finding.message
        for finding in report.findings
        if finding.rewrite is not None
        and text["text"] in finding.rewrite.text
        and not finding.kind.startswith("addition")
    ]
    assert inside == [], text["why"]


def test_every_major_finding_is_on_the_list(report: drift.Report) -> None:
    major = [finding for finding in report.findings if finding.severity >= drift.Severity.major]
    assert all(any(tells(finding, wanted) for wanted in LIST["must"]) for finding in major)


def test_a_reordered_quotation_is_not_told_piece_by_piece(report: drift.Report) -> None:
    told = [f.message for f in report.findings if f.original and f.original.text.startswith("It would seem to me")]
    assert len(told) == 1
    assert "in another order, “It would seem to me" in told[0]


@pytest.mark.parametrize("side", ["original", "rewrite"])
def test_what_one_side_lacks_is_told_once(side: str, report: drift.Report) -> None:
    """No words that are left out or new stand within the words of another finding."""
    other = {"original": "rewrite", "rewrite": "original"}[side]
    spans = [(getattr(finding, side), finding) for finding in report.findings if getattr(finding, side) is not None]
    lone = [(span, finding) for span, finding in spans if getattr(finding, other) is None]
    within = [
        (finding.message, around.message)
        for span, finding in lone
        for wide, around in spans
        if finding is not around and wide.start <= span.start and span.end <= wide.end
    ]
    assert within == []


def test_no_finding_rests_on_residue(report: drift.Report) -> None:
    """Everything found is found in the repaired wire too, which has no residue to rest on."""
    assert report.original is not None
    repaired = analyzer().compare(report.original.clean, report.rewrite.raw)
    told = sorted((finding.kind, finding.message) for finding in report.findings)
    assert sorted((finding.kind, finding.message) for finding in repaired.findings) == told


def test_repairs_can_be_switched_off() -> None:
    raw = drift.read(next(SEEDS.glob("001_*.txt")), repair=False)
    assert raw.repairs == ()
    assert raw.clean == raw.raw
