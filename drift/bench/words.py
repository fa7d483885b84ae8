"""Suites of words: their differences in iSTS (graded, by token), their links in MultiMWA."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.aligning import wordlinks, words
from drift.bench.entry import entry
from drift.bench.files import DataError
from drift.bench.metrics import auc, overlap, spearman
from drift.bench.results import Figure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row

ISTS = ("*test*.jsonl", "*valid*.jsonl", "*.jsonl")
MTREF = ("*mtref-test*.tsv", "*mtref-dev*.tsv", "*mtref*.tsv")
MTREF_COLUMNS = ("id", "a", "na1", "b", "na2", "x", "y", "sure", "possible")


@entry(
    "rsd_ists",
    ISTS,
    columns=("text_a", "text_b", "labels_a", "labels_b"),
    by=lambda row: str(row.get("subset", "")),
)
def ists(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """Interpretable STS as word differences: Spearman over the tokens of both sides pooled, ignored tokens dropped."""
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
    return figures


@entry("multimwa", MTREF, columns=MTREF_COLUMNS[:8], names=MTREF_COLUMNS)
def mtref(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """MultiMWA MTRef: micro F1 of the links (sure and possible; sure only), and of the tokens that have none.

    A token without a link is a deletion on the first side, an addition on the second.
    """
    found: list[Collection[tuple[int, int]]] = []
    missing: list[float] = []
    lone: list[list[Collection[tuple[int, int]]]] = [[], []]
    unlinked: list[bool] = []
    for row in rows:
        sides = words.embed(analyzer.encoder, (row["a"].split(), row["b"].split()))
        found.append(wordlinks.links(*sides))
        tokens = [(side, k) for side in (0, 1) for k in range(len(sides[side]))]
        for place, pairs in enumerate((found[-1], gold_links(row))):
            linked = {(side, pair[side]) for pair in pairs for side in (0, 1)}
            lone[place].append(frozenset(tokens) - linked)
        missing += [float(value) for values in analyzer.words(row["a"].split(), row["b"].split()) for value in values]
        unlinked += [token in lone[1][-1] for token in tokens]
    every = overlap(found, [gold_links(row) for row in rows])
    sure = overlap(found, [gold_links(row, possible=False) for row in rows])
    alone = overlap(lone[0], lone[1])
    return (
        Figure("links", "F1", every.f1, every.wanted),
        Figure("links", "precision", every.precision, every.found),
        Figure("links", "recall", every.recall, every.wanted),
        Figure("links", "F1", sure.f1, sure.wanted, "sure"),
        Figure("links", "F1", alone.f1, alone.wanted, "unlinked tokens"),
        Figure("words", "unaligned AUC", auc(unlinked, missing), len(missing)),
    )


def gold_links(row: Mapping[str, str], *, possible: bool = True) -> frozenset[tuple[int, int]]:
    """The links of one row of MultiMWA: the sure ones, and the possible ones with them."""
    pairs = (link.split("-") for link in f"{row['sure']} {row.get('possible', '') if possible else ''}".split())
    return frozenset((int(i), int(j)) for i, j in pairs)
