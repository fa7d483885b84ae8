"""The whole way through, on the packaged model."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import drift
from drift.encoding import open_encoder
from drift.pipeline import Pipeline, weight
from drift.reading import raw_span
from drift.records import Verdict
from drift.rendering import exploring
from drift.review import identities
from tests import caching

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.checks import Check
    from drift.records import Comparison

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parent.parent / "seeds"
ORIGINAL = next(SEEDS.glob("001_*.txt"))
REWRITE = next(SEEDS.glob("000_*.txt"))


@pytest.fixture(scope="session")
def report() -> drift.Report:
    return caching.seed_report()


def spans(report: drift.Report) -> Iterator[tuple[drift.Span, drift.Document]]:
    for finding in report.findings:
        if finding.original is not None:
            assert report.original is not None
            yield finding.original, report.original
        if finding.rewrite is not None:
            yield finding.rewrite, report.rewrite


def test_spans_show_the_users_own_text(report: drift.Report) -> None:
    for span, document in spans(report):
        assert document.raw[span.start : span.end] == span.text
    assert report.rewrite.raw == REWRITE.read_bytes().decode()


def test_scores_lie_in_their_intervals_and_ranges(report: drift.Report) -> None:
    for name in ("coverage", "support", "fidelity", "fluency", "drift", "quality"):
        score = getattr(report.scores, name)
        assert 0 <= score.low <= score.value <= score.high <= (100 if name == "quality" else 1), name


def test_every_sentence_is_in_exactly_one_bead(report: drift.Report) -> None:
    assert report.original is not None
    beads = report.alignment.beads
    assert sorted(i for bead in beads for i in bead.original) == [s.index for s in report.original.sentences]
    assert sorted(j for bead in beads for j in bead.rewrite) == [s.index for s in report.rewrite.sentences]


def test_the_same_input_gives_the_same_report(analyzer: drift.Analyzer, report: drift.Report, tmp_path: Path) -> None:
    again = analyzer.compare(ORIGINAL, REWRITE)
    for suffix in ("html", "json", "md"):
        first = report.save(tmp_path / f"first.{suffix}").read_bytes()
        assert again.save(tmp_path / f"again.{suffix}").read_bytes() == first, suffix


def test_a_cached_run_equals_a_fresh_one(report: drift.Report, tmp_path: Path) -> None:
    fresh = drift.Analyzer(cache=False).compare(ORIGINAL, REWRITE)
    assert fresh.findings == report.findings
    fresh.save(tmp_path / "fresh.json")
    report.save(tmp_path / "cached.json")
    assert (tmp_path / "fresh.json").read_bytes() == (tmp_path / "cached.json").read_bytes()


def test_an_unchanged_text_has_no_findings(analyzer: drift.Analyzer) -> None:
    text = "Algeria cut diplomatic ties with Morocco in August. Rabat denied the charge on Monday."
    unchanged = analyzer.compare(text, text)
    assert unchanged.findings == ()
    assert {bead.kind for bead in unchanged.alignment.beads} == {"same"}
    assert unchanged.scores.drift.value == 0
    assert unchanged.scores.coverage.value == 1


def test_order_of_pairs_changes_nothing(analyzer: drift.Analyzer) -> None:
    pairs = [
        ("The bank raised rates by 3 percent.", "The bank raised rates by 8 percent."),
        ("Kenya will host the summit in May.", "In May, Kenya hosts the summit."),
        ("Nobody was hurt.", "Several people were hurt."),
    ]
    forward = list(analyzer.compare_many(pairs))
    backward = list(analyzer.compare_many(pairs[::-1]))[::-1]
    assert [r.findings for r in forward] == [r.findings for r in backward]
    frame, mirrored = analyzer.score(pairs), analyzer.score(pairs[::-1])
    assert np.allclose(frame.to_numpy(), mirrored.to_numpy()[::-1], atol=1e-5)


def test_score_has_a_row_a_pair_in_order(analyzer: drift.Analyzer) -> None:
    frame = analyzer.score([("A dog barked.", "A dog barked."), ("A dog barked.", "Taxes rose in Peru."), ("", "")])
    assert list(frame.columns) == ["similarity", "drift", "omitted", "unsupported", "quality"]
    assert len(frame) == 3
    assert frame.drift[0] == 0
    assert frame.drift[1] > 0.9
    assert frame.quality[0] == 100


@pytest.mark.parametrize("nothing", ["", " ", "\u200b", "?!"])
def test_a_text_without_words_is_scored_all_the_same(analyzer: drift.Analyzer, nothing: str) -> None:
    frame = analyzer.score([("A cat sat.", nothing), (nothing, "A cat sat."), (nothing, nothing)])
    assert frame.notna().all(axis=None)
    assert frame.drift[0] > 0.5
    assert frame.drift[2] < 0.1


def test_a_pair_that_cannot_be_read_waits_for_its_turn(analyzer: drift.Analyzer, tmp_path: Path) -> None:
    sound = ("The plan works well.", "The plan works badly.")
    stream = analyzer.compare_many([sound, (tmp_path / "nowhere.txt", sound[1]), sound])
    assert next(stream).rewrite.raw == sound[1]
    with pytest.raises(drift.ReadError, match="nowhere"):
        next(stream)
    assert list(stream) == []
    done: list[drift.Report] = []
    with pytest.raises(drift.ReadError, match="nowhere"):
        drift.Reports.collect(analyzer.compare_many([sound, sound, (sound[0], tmp_path / "nowhere.txt")]), done=done)
    assert len(done) == 2


def test_the_resolution_of_the_picture_changes_no_score(
    analyzer: drift.Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = [
        "The bank raised its rates in May.", "Traders had expected nothing else.", "Oil fell by 3 percent.",
        "Two ministers left the city on Monday.", "Nobody was hurt in the storm.", "Kenya hosts the next summit.",
        "Comment", "A farmer sold his land to the council.",
    ]  # fmt: skip
    rewrite = ["In May the bank cut its rates.", *original[1:4], "Several people were hurt.", "A farmer left the city."]
    pairs = [(" ".join(original), " ".join(rewrite)), (" ".join(rewrite), " ".join(original))]
    exact = analyzer.score(pairs)
    monkeypatch.setattr(sys.modules["drift.aligning.align"], "PICTURE", 2)
    assert np.allclose(analyzer.score(pairs), exact, rtol=0, atol=1e-6)


def test_a_text_that_is_too_long_is_not_scored(analyzer: drift.Analyzer) -> None:
    with pytest.raises(drift.ReadError, match="5000005 characters"):
        analyzer.score([("A cat sat.", "word " * 1_000_001)])


def test_an_interrupted_score_keeps_its_rows_and_goes_on(
    analyzer: drift.Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [(f"The dog barked {n} times.", f"The dog barked {n + n % 2} times.") for n in range(5)]
    whole = analyzer.score(pairs)
    asked: list[list[str]] = []

    def batches(self: Pipeline, left: Iterable[tuple[str, str]]) -> Iterator[object]:
        """Batches of two; the second is interrupted when it is reached for the first time."""
        source = iter(left)
        while batch := list(islice(source, 2)):
            asked.append([original for original, _ in batch])
            if len(asked) == 2:
                raise KeyboardInterrupt
            yield from plain(self, batch)

    plain = Pipeline.batches  # the unit that an interruption loses
    monkeypatch.setattr(Pipeline, "batches", batches)
    done: list[object] = []
    with pytest.raises(KeyboardInterrupt):
        analyzer.score(pairs, done=done)
    assert len(done) == 2
    frame = analyzer.score(pairs, done=done)
    texts = [original for original, _ in pairs]
    assert asked == [texts[:2], texts[2:4], texts[2:4], texts[4:]]  # what was judged once is not judged again
    assert len(done) == 5
    assert frame.equals(whole)
    assert analyzer.score(iter(pairs), done=done).equals(whole)


def test_long_pairs_make_small_batches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    taken: list[int] = []
    monkeypatch.setattr(Pipeline, "begin", lambda self, pairs, read: taken.append(len(pairs)) or pairs)
    monkeypatch.setattr(Pipeline, "prepared", lambda self, begun: iter(()))
    pipeline = Pipeline(open_encoder(None), open_encoder(None), None, repair=True)
    article, path = "word " * 2_000, tmp_path / "a.txt"
    path.write_text(article)
    list(pipeline.batches([("a", "b")] * 70))
    list(pipeline.batches([(article, article)] * 3))
    assert taken == [32, 32, 6, 2, 1]
    for source in (article, article.encode(), path, drift.Document.from_sentences([article])):
        assert weight((source, "b")) == 9
    assert weight((tmp_path / "nowhere", "b")) == 1  # reading says what is wrong


def test_words_tell_what_is_missing(analyzer: drift.Analyzer) -> None:
    a, b = analyzer.words(
        "The minister praised the deal on Monday .".split(), "The minister praised the deal .".split()
    )
    assert a.shape == (8,)
    assert b.shape == (6,)
    assert int(a.argmax()) in {5, 6}
    assert b.max() < 0.5


def test_read_and_from_sentences_feed_the_analyzer(analyzer: drift.Analyzer) -> None:
    sentences = ["Oil prices fell on Friday.", "Traders blamed weak demand."]
    whole = analyzer.compare(drift.read(" ".join(sentences)), drift.Document.from_sentences(sentences))
    assert whole.alignment.links == {(0, 0), (1, 1)}


def test_one_text_alone(analyzer: drift.Analyzer) -> None:
    alone = analyzer.check("The uprising (uprising) ended in 2000. The minister left the city.")
    assert alone.original is None
    assert [finding.kind for finding in alone.findings] == ["repetition"]


def test_kinds_can_be_chosen_and_left_out(report: drift.Report) -> None:
    quotes = drift.Analyzer(cache=caching.folder(), only=["quote"]).compare(ORIGINAL, REWRITE)
    assert {finding.kind for finding in quotes.findings} == {"quote"}
    rest = drift.Analyzer(cache=caching.folder(), skip=["quote", "omission"]).compare(ORIGINAL, REWRITE)
    kinds = {finding.kind for finding in report.findings}
    assert {finding.kind for finding in rest.findings} == kinds - {"quote", "omission.sentence", "omission.clause"}
    with pytest.raises(ValueError, match="no such kind of finding: quotes"):
        drift.Analyzer(only=["quotes"])


def test_any_object_with_encode_serves(analyzer: drift.Analyzer) -> None:
    class Bag:
        def encode(self, texts: list[str]) -> np.ndarray:
            table = np.zeros((len(texts), 256), dtype=np.float32)
            for row, text in zip(table, texts, strict=True):
                for word in text.lower().split():
                    row[sum(word.encode()) % 256] += 1
            return table

    plain = drift.Analyzer(Bag()).compare("A dog barked at night. Taxes rose.", "Taxes rose. A dog barked at night.")
    assert plain.alignment.links == {(0, 1), (1, 0)}
    assert "Bag+isolated-words" in plain.signature


def test_a_missing_model_is_one_clear_line(tmp_path: Path) -> None:
    encoder = open_encoder(tmp_path / "nowhere", cache=False)
    with pytest.raises(drift.ModelError) as caught:
        encoder.encode_all(["text"])
    assert "\n" not in str(caught.value)


def test_a_threshold_afterwards_is_the_same_as_one_before(report: drift.Report) -> None:
    strict = drift.Analyzer(cache=caching.folder(), least_confidence=0.8, skip=["quote"]).compare(ORIGINAL, REWRITE)
    after = report.rethreshold(confidence=0.8, skip=["quote"])
    assert after.findings == strict.findings
    assert after.scores == strict.scores
    assert after.alignment == strict.alignment


def test_details_name_the_users_own_words(report: drift.Report) -> None:
    assert report.details is not None
    assert report.original is not None
    for own, other in ((0, report.rewrite), (1, report.original)):
        assert len(report.details.counterparts[own]) == len(report.words[own])
        spans = [span for span in report.details.counterparts[own] if span is not None]
        assert len(spans) > len(report.words[own]) / 2
        assert all(other.raw[span.start : span.end] == span.text for span in spans)
    assert {fact.kind for facts in report.details.facts for fact in facts} >= {"name", "number", "quote"}


def test_facts_that_both_sides_have_are_met_wherever_they_stand(analyzer: drift.Analyzer) -> None:
    report = analyzer.compare(
        "The minister did not resign. The 3,452 cars were sold by Benny Gantz in Rabat.",
        "Yesterday, he told us, the minister did not resign. The 3452 cars were sold by Benny Gantz in Paris.",
    )
    shown = [fact for bead in exploring.data(report)["beads"] for fact in bead["facts"]]
    met = {(fact["side"], fact["kind"], fact["text"]): fact["met"] for fact in shown}
    for kind, original, rewrite in (
        ("polarity", "not", "not"),
        ("role", "minister", "minister"),
        ("number", "3,452", "3452"),
        ("name", "Benny Gantz", "Benny Gantz"),
    ):
        assert met["original", kind, original], original
        assert met["rewrite", kind, rewrite], rewrite
    assert not met["original", "name", "Rabat"]
    assert not met["rewrite", "name", "Paris"]


def shouting(comparison: Comparison) -> Iterator[drift.Finding]:
    for row in comparison.rewrite.tokens:
        for token in row:
            if token.text.isupper() and len(token.text) > 4:
                span = raw_span(comparison.rewrite.document, token.start, token.end)
                yield drift.Finding("shouting", "Style", drift.Severity.minor, None, span, 0.6, "It shouts.")


def test_a_check_of_ones_own_reports_like_any_other(tmp_path: Path) -> None:
    analyzer = drift.Analyzer(cache=caching.folder(), checks=[shouting], only=["number"])
    report = analyzer.compare("The road was closed.", "The ROADS were closed.")
    assert [(f.kind, f.confidence) for f in report.findings] == [("shouting", 0.6)]
    assert report.rethreshold(skip=["shouting"]).findings == ()
    assert "with:" in report.signature
    for suffix in ("html", "md", "json", "csv", "tsv", "sarif", "xml"):
        assert b"SHOUTING" in report.save(tmp_path / f"own.{suffix}").read_bytes().upper(), suffix


class Shouting:
    def __call__(self, comparison: Comparison, *, least: int = 4) -> Iterator[drift.Finding]:
        return shouting(comparison) if least else iter(())


@pytest.mark.parametrize(
    ("check", "name"),
    [
        (shouting, "shouting"),
        (partial(shouting), "shouting"),
        (partial(Shouting(), least=0), "Shouting"),
        (Shouting(), "Shouting"),
        (Shouting().__call__, "Shouting.__call__"),
    ],
)
def test_any_callable_is_a_check_and_the_signature_names_it(check: Check, name: str) -> None:
    assert f"|with:{__name__}.{name}" in drift.Analyzer(cache=False, checks=[check]).signature


def test_what_the_settings_leave_out_moves_no_verdict_to_another_finding() -> None:
    def unevenly(comparison: Comparison) -> Iterator[drift.Finding]:
        for number, item in enumerate(shouting(comparison)):
            kind = "repetition" if number < 2 else item.kind  # one kind that settings know, one that they do not
            yield replace(item, kind=kind, confidence=(0.2, 0.7)[number % 2])

    text = "The ROADS were closed, the ROADS that led to the ROADS of all the ROADS."
    everything = drift.Analyzer(cache=caching.folder(), checks=[unevenly]).compare("It rained.", text)
    own = identities(everything.findings)
    named = {finding.rewrite: name for finding, name in zip(everything.findings, own, strict=True)}
    assert max(name.occurrence for name in own) == 2
    for settings in ({"least_confidence": 0.5}, {"skip": ["repetition"]}, {"only": ["repetition"]}):
        report = drift.Analyzer(cache=caching.folder(), checks=[unevenly], **settings).compare("It rained.", text)
        assert 0 < len(report.findings) < len(everything.findings)
        for finding, name in zip(report.findings, identities(report.findings), strict=True):
            assert name == named[finding.rewrite]


def test_recalibration_moves_confidences_and_nothing_else(analyzer: drift.Analyzer, report: drift.Report) -> None:
    verdicts = [Verdict(identity, accepted=False, confidence=0.9) for identity in identities(report.findings)] * 2
    learned = analyzer.recalibrate(verdicts)
    assert learned.encoder is analyzer.encoder
    assert analyzer.recalibrations == ()
    again = learned.compare(ORIGINAL, REWRITE)
    assert [f.message for f in again.findings] == [f.message for f in report.findings]
    assert all(new.confidence < old.confidence for new, old in zip(again.findings, report.findings, strict=True))
    assert f"|recalibrated:{len(verdicts)}@" in again.signature
    assert again.scores == report.scores
    with pytest.raises(ValueError, match="at least 30"):
        analyzer.recalibrate(verdicts[:20])


def test_bars_count_where_they_are_asked_for(analyzer: drift.Analyzer, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [("It rained.", "Rain fell."), ("It rained.", "It snowed.")]
    analyzer.score(pairs, progress=True)
    assert "2/2" in capsys.readouterr().err
    analyzer.score(pairs)
    assert capsys.readouterr().err == ""
