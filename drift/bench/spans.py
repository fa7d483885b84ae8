"""Suites of places that annotators marked: what a summary made up (RAGTruth), what a retelling lost (InfoLossQA)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from drift.bench.asking import score
from drift.bench.entry import entry
from drift.bench.findings import meet
from drift.bench.metrics import Overlap, auc, overlap
from drift.bench.results import Figure
from drift.records import Severity
from drift.scoring.penalties import ACCURACY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row
    from drift.records import Span
    from drift.report import Report

FILES = ("test*.jsonl.gz", "test*.jsonl", "dev*.jsonl.gz", "dev*.jsonl")
TOLD = "told: findings, minor or worse, that set one text against the other; no site furniture, no broken language"


def told(report: Report, side: Literal["original", "rewrite"]) -> tuple[Span, ...]:
    """Where, on a side, the report says that the texts differ in meaning: a raw span a finding.

    Of findings, minor or worse, whose MQM category is accuracy: those that set one text against the other. One without
    a place on the side says nothing of it.
    """
    held = (item for item in report.findings if item.severity > Severity.neutral and item.category.startswith(ACCURACY))
    spans = (item.original if side == "original" else item.rewrite for item in held)
    return tuple(span for span in spans if span is not None)


@entry(
    "ragtruth_summary",
    FILES,
    columns=("source", "summary", "spans"),
    notes=(
        TOLD,
        "response: a summary is wrong if it has a marked span, told if it has a span told",
        "span: characters both marked and told, over those told and over those marked, of all summaries together",
    ),
)
def ragtruth(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """RAGTruth, summaries: F1 of the summaries that say what their article does not, and of the characters."""
    pairs = [(str(row["source"]), str(row["summary"])) for row in rows]
    spans = [told(report, "rewrite") for report in analyzer.compare_many(pairs)]
    wrong = [bool(row["spans"]) for row in rows]
    yield from _agreement("response", responses(wrong, spans), len(rows))
    marked = [[(int(span["start"]), int(span["end"])) for span in row["spans"]] for row in rows]
    found = overlap([characters(places(own)) for own in spans], [characters(own) for own in marked])
    yield from _agreement("span", found, len(rows))
    yield Figure("unsupported", "AUC", auc(wrong, score(analyzer, pairs)["unsupported"]), len(rows))


def responses(wrong: Sequence[bool], spans: Sequence[Sequence[Span]]) -> Overlap:
    """Counts of summaries: wrong ones with a span told, those with a span told, wrong ones."""
    hits = sum(is_wrong and bool(own) for is_wrong, own in zip(wrong, spans, strict=True))
    return Overlap(hits, sum(map(bool, spans)), sum(wrong))


def _agreement(what: str, found: Overlap, count: int) -> Iterator[Figure]:
    yield Figure("findings", f"{what} F1", found.f1, count)
    yield Figure("findings", f"{what} precision", found.precision, count)
    yield Figure("findings", f"{what} recall", found.recall, count)


@entry(
    "infoloss",
    FILES,
    columns=("original", "rewrite", "losses"),
    notes=(
        TOLD,
        "omission: gone from the rewrite, concept: still there but vague; recall: a span told meets one of the loss",
        "annotators did not mark every loss, and telling all gives recall 1: hence the share of the original told",
    ),
)
def infoloss(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """InfoLossQA: losses of plain-language versions that a finding stands on, by kind, and how much is told for it.

    The share told is of the characters of all originals together.
    """
    reports = analyzer.compare_many((str(row["original"]), str(row["rewrite"])) for row in rows)
    located: dict[str, list[bool]] = {}
    precise: list[bool] = []
    covered = 0
    for row, report in zip(rows, reports, strict=True):
        spans = told(report, "original")
        for loss in row["losses"]:
            located.setdefault(str(loss["kind"]), []).append(_met(spans, loss["original_spans"]))
        lost = [place for loss in row["losses"] for place in loss["original_spans"]]
        precise += [_met([span], lost) for span in spans]
        covered += len(characters(places(spans)))
    for kind, hits in sorted(located.items()):
        yield Figure("findings", "recall", _share(hits), len(hits), kind)
    yield Figure("findings", "precision", _share(precise), len(precise))
    yield Figure("findings", "findings a document", len(precise) / len(rows) if rows else float("nan"), len(rows))
    length = sum(len(str(row["original"])) for row in rows)
    yield Figure("findings", "share of the original told", covered / length if length else float("nan"), len(rows))


def places(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Spans as (start, end)."""
    return [(span.start, span.end) for span in spans]


def characters(marked: Iterable[tuple[int, int]]) -> set[int]:
    """The characters in places given as (start, end), each once."""
    return {character for start, end in marked for character in range(start, end)}


def _met(spans: Iterable[Span], marked: Sequence[Sequence[int]]) -> bool:
    """Whether a span overlaps a marked place by a character."""
    return any(meet(span, place) for span in spans for place in marked)


def _share(hits: Sequence[bool]) -> float:
    return float(np.mean(hits)) if hits else float("nan")
