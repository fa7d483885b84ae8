"""Suites of an article and its summary, told by `unsupported`: QAGS, SummEdits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.bench.asking import closeness
from drift.bench.entry import entry, grouped
from drift.bench.files import DataError
from drift.bench.metrics import auc, balanced_accuracy, best_threshold, calibration_error, pearson
from drift.bench.results import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row

CNNDM, XSUM = ("*cnndm*.jsonl",), ("*xsum*.jsonl",)
SUMMEDITS = ("summedits_*.jsonl", "*.jsonl")


@entry("qags", CNNDM, XSUM, columns=("article", "summary_sentences"), by=lambda row: row["file"])
def qags(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """QAGS: Pearson with the mean over a summary's sentences of the majority vote, in each of its two parts."""
    pairs = [(str(row["article"]), " ".join(s["sentence"] for s in row["summary_sentences"])) for row in rows]
    gold = np.array([_majority(row["summary_sentences"]) for row in rows])
    _, systems = closeness(analyzer, pairs, ("unsupported", "drift", "similarity"))
    for system, values in systems.items():
        for part, index in grouped(row["file"] for row in rows).items():
            yield Figure(system, "Pearson", pearson(values[index], gold[index]), len(index), part)


def _majority(sentences: Sequence[Row]) -> float:
    votes = [[response["response"] == "yes" for response in sentence["responses"]] for sentence in sentences]
    return float(np.mean([2 * sum(vote) > len(vote) for vote in votes]))


@entry(
    "summedits",
    SUMMEDITS,
    columns=("doc", "summary", "label", "split"),
    by=lambda row: (row["file"], row["split"]),
)
def summedits(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """SummEdits: balanced accuracy by domain; the threshold is tuned on `evaluation`, the figure is of `test`.

    Without test rows the threshold is tuned on the rows that it is judged on, and the metric's name says so;
    without evaluation rows only the fixed threshold 0.5 is reported.
    """
    unknown = sorted({str(row["split"]) for row in rows} - {"evaluation", "test"})
    if unknown:
        msg = f"summedits: the column split is evaluation or test, not {unknown[0]!r}"
        raise DataError(msg)
    pairs = [(str(row["doc"]), str(row["summary"])) for row in rows]
    wrong = np.array([int(row["label"]) == 0 for row in rows])
    test = np.array([row["split"] == "test" for row in rows])
    parts = np.array([row["file"].split("_", 1)[-1] for row in rows])
    columns, systems = closeness(analyzer, pairs, ("unsupported", "drift", "similarity"))
    for system, values in systems.items():
        yield from _summedits_figures(system, 1.0 - values, wrong, test, parts)
    judged = test if test.any() else ~test
    ece = calibration_error(wrong[judged], columns["unsupported"][judged])
    yield Figure("unsupported", "ECE", ece, int(judged.sum()))


def _summedits_figures(
    system: str,
    suspicion: NDArray[np.float64],
    wrong: NDArray[np.bool_],
    test: NDArray[np.bool_],
    parts: NDArray[np.str_],
) -> Iterable[Figure]:
    judged = test if test.any() else ~test
    groups = {"": np.ones(len(wrong), dtype=bool), **{str(part): parts == part for part in np.unique(parts)}}
    tuned: list[float] = []
    metric = "balanced accuracy" if test.any() else "balanced accuracy (threshold tuned on the same rows)"
    for group, inside in groups.items():
        chosen = judged & inside
        count = int(chosen.sum())
        yield Figure(system, "AUC", auc(wrong[chosen], suspicion[chosen]), count, group)
        if system == "unsupported":
            fixed = balanced_accuracy(wrong[chosen], suspicion[chosen] >= 0.5)
            yield Figure(system, "balanced accuracy (threshold 0.5)", fixed, count, group)
        tuning = ~test & inside
        if group and tuning.any() and chosen.any() and len(np.unique(wrong[tuning])) == 2:
            threshold = best_threshold(wrong[tuning], suspicion[tuning])
            tuned.append(balanced_accuracy(wrong[chosen], suspicion[chosen] >= threshold))
            yield Figure(system, metric, tuned[-1], count, group)
    if tuned:
        yield Figure(system, f"{metric}, mean over domains", float(np.mean(tuned)), int(judged.sum()))
