"""Suites of single pairs with a human grade: STS-B, SICK, MSRP, WMT direct assessment, WMT MQM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.bench.asking import closeness, score
from drift.bench.entry import entry, grouped
from drift.bench.metrics import auc, calibration_error, pearson, spearman
from drift.bench.pairs import calibration
from drift.bench.results import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row

STSB = ("*test*.tsv", "*dev*.tsv", "*train*.tsv")
SICK = ("*test*.txt", "*trial*.txt", "*train*.txt")
MSRP = ("*test*.tsv", "*val*.tsv", "*train*.tsv")
WMT = ("*test*.tsv", "*dev*.tsv")
MQM = ("*test*.jsonl", "*dev*.jsonl")
COLUMNS = ("similarity", "drift", "quality")


@entry("stsb", STSB, columns=("sentence1", "sentence2", "score"))
def stsb(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """STS-B: Spearman with the graded similarity (the README's metric is that of the cosine)."""
    pairs = [(row["sentence1"], row["sentence2"]) for row in rows]
    gold = [float(row["score"]) for row in rows]
    _, systems = closeness(analyzer, pairs, COLUMNS)
    return [Figure(system, "Spearman", spearman(values, gold), len(rows)) for system, values in systems.items()]


@entry(
    "sick2014",
    SICK,
    columns=("sentence_A", "sentence_B", "relatedness_score", "entailment_judgment"),
    notes=("three-way entailment accuracy needs a contradiction label, which no column of score() gives",),
)
def sick(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """SICK: Pearson with relatedness; whether A entails B, told by `unsupported` below 0.5."""
    pairs = [(row["sentence_A"], row["sentence_B"]) for row in rows]
    gold = [float(row["relatedness_score"]) for row in rows]
    lacking = np.array([row["entailment_judgment"] != "ENTAILMENT" for row in rows])
    columns, systems = closeness(analyzer, pairs, COLUMNS)
    for system, values in systems.items():
        yield Figure(system, "Pearson", pearson(values, gold), len(rows))
    unsupported = columns["unsupported"]
    right = (unsupported >= 0.5) == lacking  # `unsupported` is a calibrated probability
    yield Figure("unsupported", "accuracy (entailment or not)", float(np.mean(right)), len(rows))
    yield Figure("unsupported", "AUC", auc(lacking, unsupported), len(rows))
    yield Figure("unsupported", "ECE", calibration_error(lacking, unsupported), len(rows))


@entry("msrp", MSRP, columns=("Quality", "#1 String", "#2 String"))
def msrp(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """MSRP: accuracy and F1 of "is a paraphrase", which is drift below 0.5."""
    columns = score(analyzer, [(row["#1 String"], row["#2 String"]) for row in rows])
    gold = np.array([row["Quality"] == "1" for row in rows])
    guess = columns["drift"] < 0.5  # `drift` is a calibrated probability
    hits, either = int(np.sum(guess & gold)), int(guess.sum() + gold.sum())
    yield Figure("drift", "accuracy", float(np.mean(guess == gold)), len(rows))
    yield Figure("drift", "F1", 2 * hits / either if either else float("nan"), len(rows))
    yield Figure("similarity", "AUC", auc(~gold, -columns["similarity"]), len(rows))
    yield from calibration(~gold, columns["drift"])


@entry(
    "wmt15-17_da",
    WMT,
    columns=("year", "lp", "reference", "hypothesis", "da_z"),
    by=lambda row: (row["year"], row["lp"]),
)
def wmt(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """WMT direct assessment: Pearson with the z-scores in each language pair, then the mean."""
    pairs = [(row["reference"], row["hypothesis"]) for row in rows]
    gold = np.array([float(row["da_z"]) for row in rows])
    groups = grouped(f"{row['year']} {row['lp']}" for row in rows)
    _, systems = closeness(analyzer, pairs, COLUMNS)
    for system, values in systems.items():
        each = {group: pearson(values[index], gold[index]) for group, index in groups.items()}
        yield Figure(system, "mean Pearson", float(np.mean(list(each.values()))), len(rows))
        for group, value in each.items():
            yield Figure(system, "Pearson", value, len(groups[group]), group)


@entry(
    "wmt23_mqm_zhen",
    MQM,
    columns=("doc", "system", "ref", "hyp", "mqm", "errors"),
    notes=(
        "a document is one system's rendering of one document, its value the mean over its segments",
        "omission AUC: segments in which a rater marked an omission against the rest",
    ),
)
def mqm(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """WMT23 zh-en MQM: segment and document Pearson with MQM, detection of segments with an omission."""
    pairs = [(str(row["ref"]), str(row["hyp"])) for row in rows]
    gold = np.array([float(row["mqm"]) for row in rows])
    omission = np.array([any("omission" in str(e["category"]).lower() for e in row["errors"]) for row in rows])
    documents = grouped(f"{row['system']} {row['doc']}" for row in rows)
    document_gold = [float(gold[index].mean()) for index in documents.values()]
    _, systems = closeness(analyzer, pairs, (*COLUMNS, "omitted"))
    for system, values in systems.items():
        means = [float(values[index].mean()) for index in documents.values()]
        yield Figure(system, "segment Pearson", pearson(values, gold), len(rows))
        yield Figure(system, "document Pearson", pearson(means, document_gold), len(documents))
        yield Figure(system, "omission AUC", auc(omission, -values), len(rows))
