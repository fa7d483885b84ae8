"""The aligner's weights made anew from gold alignments, in one command.

    fit_alignment(Path("data"), Path("odds.json"))        writes what `drift.aligning.odds` reads

Every pair of sentences of the gold alignments is a row, linked or not. The sets weigh the same, each by its links.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.odds import combine, learned, look, settle
from drift.aligning.sentences import gather
from drift.bench.alignment import AESOP, ARGREWRITE, aesop_gold, argrewrite_gold, roundtrip_gold
from drift.bench.files import find, json_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from drift.aligning.odds import Evidence
    from drift.analyzer import Analyzer
    from drift.bench.alignment import Gold

    Array = NDArray[np.float64]

SETS = (
    ("argrewrite_v2", ARGREWRITE[1:], argrewrite_gold),
    ("gnat_aesop", AESOP[1:], aesop_gold),
    ("roundtrip", ("*planted*.jsonl",), roundtrip_gold),
)
RIDGE = 1e-3  # on standardized features; the weights of alike features would run away from each other without


def fit_alignment(data: Path, out: Path, *, analyzer: Analyzer | None = None) -> None:
    """Fit the weights to the sets of `data` that may be trained on, and write them with their sources to `out`.

    Raises:
        DataError: a set is missing or not what its README says.
    """
    if analyzer is None:
        from drift.analyzer import Analyzer as Default

        analyzer = Default()
    files = {folder: find(data, folder, patterns) for folder, patterns, _ in SETS}
    gold = {folder: [read(row) for row in json_rows(files[folder], ())] for folder, _, read in SETS}
    sources = [
        {
            "folder": folder,
            "file": path.name,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "use": "aligning",
        }
        for folder, paths in files.items()
        for path in paths
    ]
    text = json.dumps({**weights(gold, analyzer), "sources": sources}, indent=1)
    out.write_text(text + "\n", encoding="utf-8")


def weights(gold: Mapping[str, Sequence[Gold]], analyzer: Analyzer) -> dict[str, dict[str, float]]:
    """Weights of the first look and of the second, whose path is that of the first look as fitted here."""
    seen = {name: [observe(item, analyzer) for item in items] for name, items in gold.items()}
    names = learned()
    anywhere = _fit(seen, gold, list(names["anywhere"]))
    placed = {name: [settle(item, combine(item, anywhere)) for item in items] for name, items in seen.items()}
    return {"anywhere": anywhere, "here": _fit(placed, gold, list(names["here"]))}


def observe(gold: Gold, analyzer: Analyzer) -> Evidence:
    """The first look at all pairs of two texts' sentences."""
    sides = [gather(texts, analyzer.encoder.encode_all(list(texts))) for texts in (gold.original, gold.rewrite)]
    return look(sides[0], sides[1], every=len(sides[0]) * len(sides[1]))


def _fit(
    seen: Mapping[str, Sequence[Evidence]], gold: Mapping[str, Sequence[Gold]], names: Sequence[str]
) -> dict[str, float]:
    chosen = [name for name in names if name != "intercept"]
    rows, linked, shares = [], [], []
    for name, items in seen.items():
        matrix = np.concatenate([np.stack([item.features[key] for key in chosen], axis=1) for item in items])
        target = np.concatenate([_linked(item, own) for item, own in zip(items, gold[name], strict=True)])
        rows.append(matrix)
        linked.append(target)
        shares.append(np.full(len(target), 1.0 / target.sum()))
    slopes, intercept = _logistic(np.concatenate(rows), np.concatenate(linked), np.concatenate(shares))
    return {
        **{key: round(float(w), 2) for key, w in zip(chosen, slopes, strict=True)},
        "intercept": round(intercept, 2),
    }


def _linked(evidence: Evidence, gold: Gold) -> Array:
    cells = zip(evidence.cells.rows.tolist(), evidence.cells.columns.tolist(), strict=True)
    return np.array([cell in gold.links for cell in cells], dtype=np.float64)


def _logistic(matrix: Array, target: Array, weights: Array) -> tuple[Array, float]:
    """Weighted ridge logistic regression: slopes (f,) and intercept in the units of `matrix` (r, f)."""
    from scipy.optimize import minimize

    mean, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    scaled = np.column_stack([(matrix - mean) / spread, np.ones(len(matrix))])

    def loss(w: Array) -> tuple[float, Array]:
        margin = scaled @ w
        value = (weights * (np.logaddexp(0, margin) - target * margin)).sum() + RIDGE * (w[:-1] ** 2).sum()
        slope = scaled.T @ (weights * (1 / (1 + np.exp(-margin)) - target))
        slope[:-1] += 2 * RIDGE * w[:-1]
        return float(value), slope

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    slopes = found[:-1] / spread
    return slopes, float(found[-1] - (slopes * mean).sum())
