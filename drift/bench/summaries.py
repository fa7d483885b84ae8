"""Suites of an article and its summary, told by `unsupported`: QAGS, SummEdits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from drift.bench.asking import agreement, peers, score
from drift.bench.files import DataError, find, json_rows, sample
from drift.bench.metrics import auc, balanced_accuracy, best_threshold, calibration_error, pearson
from drift.bench.results import Figure
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from drift.analyzer import Analyzer
    from drift.bench.results import Result

    Row = dict[str, Any]

QAGS = ("*cnndm*.jsonl", "*xsum*.jsonl")
SUMMEDITS = ("summedits_*.jsonl", "*.jsonl")


def qags(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """QAGS: Pearson with the mean over a summary's sentences of the majority vote, in each of its two parts."""
    files = tuple(path for pattern in QAGS for path in find(data, "qags", (pattern,)))
    rows = [(path.stem, row) for path in files for row in json_rows((path,), ("article", "summary_sentences"))]
    rows = sample(rows, limit, seed, by=lambda item: item[0])
    pairs = [(str(row["article"]), " ".join(s["sentence"] for s in row["summary_sentences"])) for _, row in rows]
    gold = np.array([_majority(row["summary_sentences"]) for _, row in rows])
    systems = {**agreement(score(analyzer, pairs), ("unsupported", "drift", "similarity")), **peers(pairs)}
    figures: list[Figure] = []
    for system, values in systems.items():
        for part in sorted({name for name, _ in rows}):
            index = np.array([k for k, (name, _) in enumerate(rows) if name == part])
            figures.append(Figure(system, "Pearson", pearson(values[index], gold[index]), len(index), part))
    return assemble("qags", "qags", files, figures, items=len(rows), limit=limit, seed=seed)


def _majority(sentences: Sequence[Row]) -> float:
    votes = [[response["response"] == "yes" for response in sentence["responses"]] for sentence in sentences]
    return float(np.mean([2 * sum(vote) > len(vote) for vote in votes]))


def summedits(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """SummEdits: balanced accuracy by domain; the threshold is tuned on `evaluation`, the figure is of `test`.

    Without test rows the threshold is tuned on the rows that it is judged on, and the metric's name says so;
    without evaluation rows only the fixed threshold 0.5 is reported.
    """
    files = find(data, "summedits", SUMMEDITS)
    wanted = ("doc", "summary", "label", "split")
    rows = [(path.stem.split("_", 1)[-1], row) for path in files for row in json_rows((path,), wanted)]
    rows = sample(rows, limit, seed, by=lambda item: (item[0], item[1]["split"]))
    unknown = sorted({str(row["split"]) for _, row in rows} - {"evaluation", "test"})
    if unknown:
        msg = f"summedits: the column split is evaluation or test, not {unknown[0]!r}"
        raise DataError(msg)
    pairs = [(str(row["doc"]), str(row["summary"])) for _, row in rows]
    wrong = np.array([int(row["label"]) == 0 for _, row in rows])
    test = np.array([row["split"] == "test" for _, row in rows])
    parts = np.array([part for part, _ in rows])
    columns = score(analyzer, pairs)
    systems = {**agreement(columns, ("unsupported", "drift", "similarity")), **peers(pairs)}
    figures: list[Figure] = []
    for system, values in systems.items():
        figures += _summedits_figures(system, 1.0 - values, wrong, test, parts)
    judged = test if test.any() else ~test
    ece = calibration_error(wrong[judged], columns["unsupported"][judged])
    figures.append(Figure("unsupported", "ECE", ece, int(judged.sum())))
    return assemble("summedits", "summedits", files, figures, items=len(rows), limit=limit, seed=seed)


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
