"""Suites of word differences: iSTS (graded, by token) and MultiMWA (which tokens have no counterpart)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.bench.files import DataError, find, json_rows, sample, table_rows
from drift.bench.metrics import auc, spearman
from drift.bench.results import Figure
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from pathlib import Path

    from drift.analyzer import Analyzer
    from drift.bench.results import Result

ISTS = ("*test*.jsonl", "*valid*.jsonl", "*.jsonl")
MTREF = ("*mtref-test*.tsv", "*mtref-dev*.tsv", "*mtref*.tsv")
MTREF_COLUMNS = ("id", "a", "na1", "b", "na2", "x", "y", "sure", "possible")


def ists(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Interpretable STS as word differences: Spearman over the tokens of both sides pooled, ignored tokens dropped."""
    files = find(data, "rsd_ists", ISTS)
    rows = json_rows(files, ("text_a", "text_b", "labels_a", "labels_b"))
    rows = sample(rows, limit, seed, by=lambda row: str(row.get("subset", "")))
    gold: dict[str, list[float]] = {}
    ours: dict[str, list[float]] = {}
    for row in rows:
        subset = str(row.get("subset", ""))
        sides = analyzer.words(str(row["text_a"]).split(), str(row["text_b"]).split())
        for values, labels in zip(sides, (row["labels_a"], row["labels_b"]), strict=True):
            if len(values) != len(labels):
                msg = f"rsd_ists: {len(labels)} labels for {len(values)} tokens"
                raise DataError(msg)
            kept = [(float(v), float(g)) for v, g in zip(values, labels, strict=True) if g != -1]
            ours.setdefault(subset, []).extend(v for v, _ in kept)
            gold.setdefault(subset, []).extend(g for _, g in kept)
    each = {subset: spearman(ours[subset], gold[subset]) for subset in sorted(gold)}
    figures = [Figure("words", "Spearman", value, len(gold[subset]), subset) for subset, value in each.items()]
    if len(each) > 1:
        total = sum(len(values) for values in gold.values())
        figures.append(Figure("words", "mean Spearman", float(np.mean(list(each.values()))), total))
    return assemble("ists", "rsd_ists", files, figures, items=len(rows), limit=limit, seed=seed)


def mtref(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """MultiMWA MTRef: how well the words' missing meaning tells tokens without a link (sure or possible)."""
    files = find(data, "multimwa", MTREF)
    rows = sample(table_rows(files, MTREF_COLUMNS[:8], names=MTREF_COLUMNS), limit, seed)
    values: list[float] = []
    unlinked: list[bool] = []
    for row in rows:
        links = f"{row['sure']} {row.get('possible', '')}".split()
        ends = [tuple(int(end) for end in link.split("-")) for link in links]
        tokens = (row["a"].split(), row["b"].split())
        for side, missing in enumerate(analyzer.words(*tokens)):
            linked = {end[side] for end in ends}
            values += [float(value) for value in missing]
            unlinked += [k not in linked for k in range(len(tokens[side]))]
    figures = (
        Figure("words", "unaligned AUC", auc(unlinked, values), len(values)),
        Figure("words", "unaligned Spearman", spearman(values, [float(flag) for flag in unlinked]), len(values)),
    )
    note = "the README's metric, F1 of the links, needs links; Analyzer.words gives what each token lacks"
    return assemble("mtref", "multimwa", files, figures, items=len(rows), limit=limit, seed=seed, notes=(note,))
