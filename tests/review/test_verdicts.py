from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from drift.records import Identity, Pair, Severity, Verdict
from drift.review import ReviewError, identities, pair_of, verdicts
from tests.review import review_samples as samples

if TYPE_CHECKING:
    from pathlib import Path

    from drift.report import Report

FIRST, SECOND = Identity("number", "12", "21", 1), Identity("number", "12", "21", 2)
NEGATION = Identity("negation", "Nobody", "Somebody", 1)
ELSEWHERE = Identity("name", "Smith", "Smyth", 1)


def verdict(identity: Identity, *, accepted: bool = False) -> Verdict:
    return Verdict(identity, accepted, 0.8)


def kinds(report: Report) -> list[str]:
    return [finding.kind for finding in report.findings]


def test_a_finding_is_known_by_kind_words_and_occurrence() -> None:
    assert identities(samples.pair().findings) == (FIRST, SECOND, NEGATION)


def test_occurrences_go_by_place_and_not_by_the_order_given() -> None:
    backward = samples.pair().findings[::-1]
    assert identities(backward) == (NEGATION, SECOND, FIRST)


def test_an_edit_elsewhere_changes_no_identity() -> None:
    longer = ("A new sentence, put before all others.",)
    moved = samples.pair((*longer, *samples.ORIGINAL), (*longer, *samples.REWRITE))
    assert identities(moved.findings) == identities(samples.pair().findings)


def test_what_no_page_can_hold_does_not_change_an_identity() -> None:
    finding = samples.pair().findings[0]
    odd, shown = (
        replace(finding, rewrite=replace(finding.rewrite, end=finding.rewrite.start + 3, text=text))
        for text in ("\0\ud800x", "\ufffd\ufffdx")
    )
    assert identities([odd]) == identities([shown])


@pytest.mark.parametrize(
    ("given", "stay", "rejected", "accepted", "unmatched"),
    [
        ([], ["number", "number", "negation"], [], [], []),
        ([(FIRST, False)], ["number", "negation"], ["number"], [], []),
        ([(SECOND, True)], ["number", "number", "negation"], [], ["number"], []),
        ([(FIRST, False), (SECOND, False), (NEGATION, True)], ["negation"], ["number", "number"], ["negation"], []),
        ([(FIRST, False), (FIRST, True)], ["number", "number", "negation"], [], ["number"], []),
        ([(ELSEWHERE, False)], ["number", "number", "negation"], [], [], [ELSEWHERE]),
        (
            [(replace(FIRST, occurrence=3), False)],
            ["number", "number", "negation"],
            [],
            [],
            [replace(FIRST, occurrence=3)],
        ),
        (
            [(replace(FIRST, rewrite=None), False)],
            ["number", "number", "negation"],
            [],
            [],
            [replace(FIRST, rewrite=None)],
        ),
    ],
)
def test_verdicts_are_applied(
    given: list[tuple[Identity, bool]],
    stay: list[str],
    rejected: list[str],
    accepted: list[str],
    unmatched: list[Identity],
) -> None:
    said = [verdict(identity, accepted=yes) for identity, yes in given]
    report = verdicts.apply(samples.pair(), said)
    assert kinds(report) == stay
    assert [finding.kind for finding in report.rejected] == rejected
    assert [finding.kind for finding in report.findings if finding.accepted] == accepted
    assert [item.finding for item in report.unmatched] == unmatched


def test_the_second_of_two_alike_goes_and_the_first_stays() -> None:
    report = verdicts.apply(samples.pair(), [verdict(SECOND)])
    assert report.rewrite.raw.index("21") == report.findings[0].rewrite.start < report.rejected[0].rewrite.start
    # what is left keeps its name, so that a later verdict on it does not meet the one that is gone
    assert identities((*report.findings, *report.rejected)) == (FIRST, NEGATION, SECOND)


def test_a_report_gives_back_the_verdicts_that_it_was_given_and_names_its_texts() -> None:
    report = samples.pair()
    own = {verdict(FIRST), verdict(NEGATION, accepted=True)}
    pair = pair_of(report.original, report.rewrite)
    given_back = {replace(item, pair=pair) for item in own} | {verdict(ELSEWHERE)}
    assert set(verdicts.of(verdicts.apply(report, {*own, verdict(ELSEWHERE)}))) == given_back


def test_a_rejection_that_is_taken_back_leaves_the_order_as_it_was() -> None:
    report = samples.pair()
    first = report.findings[0]
    alike = [replace(first, kind=kind, message=f"{kind} {number}.") for kind in ("name", "number") for number in (1, 2)]
    report = replace(report, findings=(*alike, *report.findings[1:]))
    for name in identities(report.findings):
        judged = verdicts.apply(report, [verdict(name)])
        assert len(judged.rejected) == 1
        assert verdicts.apply(judged, []).findings == report.findings


# Findings that settings leave out


def unsure() -> Report:
    """The first of the two findings alike is less sure than the others."""
    report = samples.pair()
    return replace(report, findings=(replace(report.findings[0], confidence=0.4), *report.findings[1:]))


def test_a_verdict_on_a_thresholded_report_outlives_the_next_threshold() -> None:
    judged = verdicts.apply(unsure().rethreshold(confidence=0.5), [verdict(SECOND), verdict(NEGATION, accepted=True)])
    assert kinds(judged) == ["negation"]
    assert judged.scores.fidelity == verdicts.apply(unsure(), [verdict(FIRST), verdict(SECOND)]).scores.fidelity
    again = judged.rethreshold(confidence=0.3)
    assert kinds(again) == ["number", "negation"]
    assert [finding.accepted for finding in again.findings] == [False, True]
    assert identities(again.rejected) == (SECOND,)


@pytest.mark.parametrize("settings", [{"confidence": 0.5}, {"severity": "critical"}, {"skip": ["number"]}])
def test_a_verdict_never_hits_another_finding_for_what_a_threshold_leaves_out(settings: dict[str, Any]) -> None:
    for name in (FIRST, SECOND, NEGATION):
        report = unsure().rethreshold(**settings)
        for judged in (verdicts.apply(report, [verdict(name)]), verdicts.apply(unsure(), [verdict(name)])):
            assert identities(judged.rejected) == (name,)
            assert judged.rethreshold(**settings).findings == tuple(
                finding
                for finding, own in zip(report.findings, identities(report.findings), strict=True)
                if own != name
            )
    assert set(identities(unsure().rethreshold(confidence=0.5).findings)) == {SECOND, NEGATION}


def test_a_threshold_loses_no_verdict_on_what_it_leaves_out() -> None:
    said = [verdict(FIRST, accepted=True), verdict(SECOND), verdict(ELSEWHERE)]
    whole = verdicts.apply(unsure(), said)
    kept = whole.rethreshold(confidence=0.5)
    assert set(verdicts.of(kept)) == set(verdicts.of(whole))
    assert [item.finding for item in verdicts.unseen(whole)] == [ELSEWHERE]
    assert {item.finding for item in verdicts.unseen(kept)} == {FIRST, ELSEWHERE}
    assert verdicts.apply(kept, verdicts.of(kept)).whole == whole


def test_a_kind_whose_findings_were_all_rejected_may_still_be_asked_for() -> None:
    report = samples.pair()
    report = replace(report, findings=(replace(report.findings[0], kind="house.style"),))
    kept = report.rethreshold(only=["house.style"])
    assert verdicts.apply(kept, [verdict(identities(kept.findings)[0])]).findings == ()


# The pair that a verdict was given on: its texts as they are, one edited, both edited, others.
EDITED = (*samples.REWRITE[:3], "Rain fell again.")


@pytest.mark.parametrize(
    ("original", "rewrite", "applies"),
    [
        (samples.ORIGINAL, samples.REWRITE, True),
        (samples.ORIGINAL, EDITED, True),
        (EDITED, samples.REWRITE, True),
        (EDITED, EDITED[::-1], False),
    ],
)
def test_a_verdict_applies_to_its_texts_also_where_one_was_edited(
    original: tuple[str, ...], rewrite: tuple[str, ...], *, applies: bool
) -> None:
    there = samples.pair(original, rewrite)
    said = [replace(verdict(SECOND), pair=pair_of(there.original, there.rewrite))]
    here = samples.pair()
    judged = verdicts.apply(here, said)
    assert (len(judged.rejected) == 1) == applies
    assert judged.unmatched == (() if applies else tuple(said))
    assert verdicts.on_other_texts(said, here.original, here.rewrite) != applies
    assert not verdicts.on_other_texts([*said, verdict(ELSEWHERE)], here.original, here.rewrite)
    assert not verdicts.on_other_texts([], here.original, here.rewrite)


def test_verdicts_on_two_pairs_live_in_one_file() -> None:
    one, other = samples.pair(), samples.pair(EDITED, EDITED[::-1])
    said = (
        replace(verdict(FIRST), pair=pair_of(one.original, one.rewrite)),
        replace(verdict(FIRST, accepted=True), pair=pair_of(other.original, other.rewrite)),
    )
    judged = verdicts.apply(one, said)
    assert (len(judged.rejected), judged.unmatched) == (1, said[1:])
    assert set(verdicts.of(judged)) == set(said)


def test_what_was_said_of_a_text_alone_says_nothing_of_a_pair() -> None:
    report = samples.pair()
    said = [replace(verdict(FIRST), pair=pair_of(None, report.rewrite))]
    assert not verdicts.apply(report, said).rejected
    assert not verdicts.on_other_texts(said, None, samples.pair(rewrite=EDITED).rewrite)


def test_applying_is_repeatable_and_can_be_taken_back() -> None:
    report = samples.pair()
    said = [verdict(FIRST), verdict(ELSEWHERE)]
    once = verdicts.apply(report, said)
    assert verdicts.apply(once, said) == once
    back = verdicts.apply(once, [])
    assert back.findings == report.findings
    assert back.rejected == back.unmatched == ()


def test_scores_are_those_of_the_findings_that_stay() -> None:
    report = samples.pair()
    words = sum(report.word_counts)
    one = verdicts.apply(report, [verdict(NEGATION), verdict(FIRST)])
    assert one.scores.fidelity.value == pytest.approx(1 - 5 / words, abs=1e-3)
    clean = verdicts.apply(report, [verdict(NEGATION), verdict(FIRST), verdict(SECOND)])
    assert clean.scores.fidelity.value == 1.0
    assert replace(clean.scores, fidelity=report.scores.fidelity) == report.scores
    assert [bead.kind for bead in clean.alignment.beads] == ["paraphrase", "paraphrase", "paraphrase", "same"]
    assert [bead.kind for bead in one.alignment.beads] == ["paraphrase", "altered", "paraphrase", "same"]


def test_a_text_alone_has_verdicts_too() -> None:
    both = samples.pair()
    faults = tuple(
        replace(finding, original=None, category="Linguistic conventions", severity=Severity.minor)
        for finding in both.findings
    )
    alone = replace(both, original=None, findings=faults)
    report = verdicts.apply(alone, [verdict(Identity("negation", None, "Somebody"))])
    assert kinds(report) == ["number", "number"]
    assert report.scores.fluency.value == pytest.approx(1 - 2 / sum(alone.word_counts), abs=1e-4)
    assert report.scores.fidelity == alone.scores.fidelity


# The file


def test_what_is_written_is_read_and_follows_the_schema(tmp_path: Path) -> None:
    said = (
        verdict(FIRST),
        replace(verdict(NEGATION, accepted=True), pair=Pair("53aa51172d142c89", "be50c3628f2bf5bb")),
        replace(verdict(Identity("omission.sentence", "Ü “x”\n", None)), pair=Pair(None, "be50c3628f2bf5bb")),
    )
    path = verdicts.write(tmp_path / "verdicts.json", said)
    assert verdicts.read(path) == said
    schema = verdicts.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(path.read_text("utf-8")))
    assert schema["properties"]["schema"]["enum"][-1] == verdicts.SCHEMA
    assert schema["$id"].rpartition(":")[2] == verdicts.SCHEMA.rpartition("/")[2]


GOOD = {"verdict": "rejected", "kind": "number", "original": "12", "rewrite": None, "occurrence": 1, "confidence": 1}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("verdict", "maybe", "verdict 1: verdict must be accepted or rejected"),
        ("verdict", ["rejected"], "verdict must be"),
        ("kind", "", "kind must be"),
        ("kind", 3, "kind must be"),
        ("original", 12, "original must be the words of the original, or null"),
        ("rewrite", False, "rewrite must be"),
        ("occurrence", 0, "occurrence must be 1 or more"),
        ("occurrence", True, "occurrence must be"),
        ("occurrence", 1.5, "occurrence must be"),
        ("confidence", 1.2, "confidence must be a probability"),
        ("confidence", "high", "confidence must be"),
    ],
)
def test_a_wrong_verdict_is_refused_by_the_reader_and_by_the_schema(
    tmp_path: Path, key: str, value: object, said: str
) -> None:
    path = tmp_path / "verdicts.json"
    for content, refused in (
        (GOOD, False),
        ({**GOOD, key: value}, True),
        ({k: GOOD[k] for k in GOOD if k != key}, True),
    ):
        file = {"schema": verdicts.SCHEMA, "verdicts": [content]}
        path.write_text(json.dumps(file))
        assert jsonschema.Draft202012Validator(verdicts.schema()).is_valid(file) != refused
        if not refused:
            assert len(verdicts.read(path)) == 1
    path.write_text(json.dumps({"schema": verdicts.SCHEMA, "verdicts": [{**GOOD, key: value}]}))
    with pytest.raises(ReviewError, match=said):
        verdicts.read(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON file"),
        (b"\xff\xfe", "no JSON file"),
        (b"[" * 100_000, "no JSON file"),
        (b"[]", "not a file of verdicts"),
        (b'{"schema": "1.1"}', "not a file of verdicts"),
        (b'{"schema": "drift-verdicts/2.0", "verdicts": []}', "not a file of verdicts"),
        (b'{"schema": "drift-verdicts/1.0"}', "verdicts is no list"),
        (b'{"schema": "drift-verdicts/1.0", "verdicts": [1]}', "verdict 1 is no object"),
    ],
)
def test_what_is_no_file_of_verdicts_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "verdicts.json"
    path.write_bytes(content)
    with pytest.raises(ReviewError, match=said):
        verdicts.read(path)


@pytest.mark.parametrize("pair", [3, {}, {"original": "a"}, {"rewrite": "a"}, {"original": 1, "rewrite": "a"}])
def test_a_pair_that_is_none_is_refused_by_the_reader_and_by_the_schema(tmp_path: Path, pair: object) -> None:
    path = tmp_path / "verdicts.json"
    file = {"schema": verdicts.SCHEMA, "verdicts": [{**GOOD, "pair": pair}]}
    path.write_text(json.dumps(file))
    assert not jsonschema.Draft202012Validator(verdicts.schema()).is_valid(file)
    with pytest.raises(ReviewError, match="verdict 1: pair must hold"):
        verdicts.read(path)


def test_a_file_of_the_first_version_is_read_and_applies_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    file = {"schema": "drift-verdicts/1.0", "verdicts": [{**GOOD, "rewrite": "21"}]}
    jsonschema.Draft202012Validator(verdicts.schema()).validate(file)
    path.write_text(json.dumps(file))
    assert len(verdicts.apply(samples.pair(), verdicts.read(path)).rejected) == 1


def test_a_later_minor_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    path.write_text(json.dumps({"schema": "drift-verdicts/1.7", "verdicts": [{**GOOD, "note": "why"}], "by": "me"}))
    assert len(verdicts.read(path)) == 1


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="No such file"):
        verdicts.read(tmp_path / "nowhere.json")
