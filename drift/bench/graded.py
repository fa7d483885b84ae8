"""Suites of single pairs with a human grade: STS-B, SICK, MSRP, WMT direct assessment, WMT MQM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from drift.bench.asking import agreement, peers, score
from drift.bench.files import find, json_rows, sample, table_rows
from drift.bench.metrics import auc, calibration_error, pearson, spearman
from drift.bench.pairs import calibration
from drift.bench.results import Figure
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from drift.analyzer import Analyzer
    from drift.bench.results import Result

STSB = ("*test*.tsv", "*dev*.tsv", "*train*.tsv")
SICK = ("*test*.txt", "*trial*.txt", "*train*.txt")
MSRP = ("*test*.tsv", "*val*.tsv", "*train*.tsv")
WMT = ("*test*.tsv", "*dev*.tsv")
MQM = ("*test*.jsonl", "*dev*.jsonl")
CLOSENESS = ("similarity", "drift", "quality")


def stsb(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """STS-B: Spearman with the graded similarity (the README's metric is that of the cosine)."""
    files = find(data, "stsb", STSB)
    rows = sample(table_rows(files, ("sentence1", "sentence2", "score")), limit, seed)
    pairs = [(row["sentence1"], row["sentence2"]) for row in rows]
    gold = [float(row["score"]) for row in rows]
    systems = {**agreement(score(analyzer, pairs), CLOSENESS), **peers(pairs)}
    figures = [Figure(system, "Spearman", spearman(values, gold), len(rows)) for system, values in systems.items()]
    return assemble("stsb", "stsb", files, figures, items=len(rows), limit=limit, seed=seed)


def sick(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """SICK: Pearson with relatedness; whether A entails B, told by `unsupported` below 0.5."""
    files = find(data, "sick2014", SICK)
    wanted = ("sentence_A", "sentence_B", "relatedness_score", "entailment_judgment")
    rows = sample(table_rows(files, wanted), limit, seed)
    pairs = [(row["sentence_A"], row["sentence_B"]) for row in rows]
    gold = [float(row["relatedness_score"]) for row in rows]
    lacking = np.array([row["entailment_judgment"] != "ENTAILMENT" for row in rows])
    columns = score(analyzer, pairs)
    systems = {**agreement(columns, CLOSENESS), **peers(pairs)}
    figures = [Figure(system, "Pearson", pearson(values, gold), len(rows)) for system, values in systems.items()]
    guess = columns["unsupported"] >= 0.5  # `unsupported` is a calibrated probability
    figures.append(Figure("unsupported", "accuracy (entailment or not)", float(np.mean(guess == lacking)), len(rows)))
    figures.append(Figure("unsupported", "AUC", auc(lacking, columns["unsupported"]), len(rows)))
    figures.append(Figure("unsupported", "ECE", calibration_error(lacking, columns["unsupported"]), len(rows)))
    note = "three-way entailment accuracy needs a contradiction label, which no column of score() gives"
    return assemble("sick", "sick2014", files, figures, items=len(rows), limit=limit, seed=seed, notes=(note,))


def msrp(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """MSRP: accuracy and F1 of "is a paraphrase", which is drift below 0.5."""
    files = find(data, "msrp", MSRP)
    rows = sample(table_rows(files, ("Quality", "#1 String", "#2 String")), limit, seed)
    columns = score(analyzer, [(row["#1 String"], row["#2 String"]) for row in rows])
    gold = np.array([row["Quality"] == "1" for row in rows])
    guess = columns["drift"] < 0.5  # `drift` is a calibrated probability
    hits, either = int(np.sum(guess & gold)), int(guess.sum() + gold.sum())
    figures = [
        Figure("drift", "accuracy", float(np.mean(guess == gold)), len(rows)),
        Figure("drift", "F1", 2 * hits / either if either else float("nan"), len(rows)),
        Figure("similarity", "AUC", auc(~gold, -columns["similarity"]), len(rows)),
        *calibration(~gold, columns["drift"]),
    ]
    return assemble("msrp", "msrp", files, figures, items=len(rows), limit=limit, seed=seed)


def wmt(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """WMT direct assessment: Pearson with the z-scores in each language pair, then the mean."""
    files = find(data, "wmt15-17_da", WMT)
    rows = table_rows(files, ("year", "lp", "reference", "hypothesis", "da_z"))
    rows = sample(rows, limit, seed, by=lambda row: (row["year"], row["lp"]))
    pairs = [(row["reference"], row["hypothesis"]) for row in rows]
    gold = np.array([float(row["da_z"]) for row in rows])
    systems = {**agreement(score(analyzer, pairs), CLOSENESS), **peers(pairs)}
    groups = _groups(rows, ("year", "lp"))
    figures: list[Figure] = []
    for system, values in systems.items():
        each = {group: pearson(values[index], gold[index]) for group, index in groups.items()}
        figures.append(Figure(system, "mean Pearson", float(np.mean(list(each.values()))), len(rows)))
        figures += [Figure(system, "Pearson", value, len(groups[group]), group) for group, value in each.items()]
    return assemble("wmt", "wmt15-17_da", files, figures, items=len(rows), limit=limit, seed=seed)


def mqm(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """WMT23 zh-en MQM: segment and document Pearson with MQM, detection of segments with an omission."""
    files = find(data, "wmt23_mqm_zhen", MQM)
    rows = sample(json_rows(files, ("doc", "system", "ref", "hyp", "mqm", "errors")), limit, seed)
    pairs = [(str(row["ref"]), str(row["hyp"])) for row in rows]
    gold = np.array([float(row["mqm"]) for row in rows])
    omission = np.array([any("omission" in str(e["category"]).lower() for e in row["errors"]) for row in rows])
    columns = score(analyzer, pairs)
    systems = {**agreement(columns, (*CLOSENESS, "omitted")), **peers(pairs)}
    documents = _groups(rows, ("system", "doc"))
    document_gold = [float(gold[index].mean()) for index in documents.values()]
    figures: list[Figure] = []
    for system, values in systems.items():
        means = [float(values[index].mean()) for index in documents.values()]
        figures.append(Figure(system, "segment Pearson", pearson(values, gold), len(rows)))
        figures.append(Figure(system, "document Pearson", pearson(means, document_gold), len(documents)))
        figures.append(Figure(system, "omission AUC", auc(omission, -values), len(rows)))
    notes = ("a document is one system's rendering of one document, its value the mean over its segments",
             "omission AUC: segments in which a rater marked an omission against the rest")  # fmt: skip
    return assemble("mqm", "wmt23_mqm_zhen", files, figures, items=len(rows), limit=limit, seed=seed, notes=notes)


def _groups(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    names = [" ".join(str(row[key]) for key in keys) for row in rows]
    return {name: np.array([k for k, own in enumerate(names) if own == name]) for name in sorted(set(names))}
