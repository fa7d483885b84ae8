"""The aligner's weights made anew from gold alignments: `python -m training.alignment --data DIR --out odds.json`.

Every pair of sentences of the gold alignments is a row, linked or not. The sets weigh the same, each by its links.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.merges import halves
from drift.aligning.odds import combine, learned, look, settle
from drift.aligning.sentences import gather
from drift.bench.alignment import AESOP, ARGREWRITE, aesop_gold, argrewrite_gold, roundtrip_gold
from drift.bench.files import find, json_rows
from drift.language import language
from training import cards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from drift.aligning.odds import Evidence
    from drift.aligning.sentences import Sentences
    from drift.analyzer import Analyzer
    from drift.bench.alignment import Gold

    Array = NDArray[np.float64]

SETS = (
    ("argrewrite_v2", ARGREWRITE[1:], argrewrite_gold),
    ("gnat_aesop", AESOP[1:], aesop_gold),
    ("roundtrip", ("*planted*.jsonl",), roundtrip_gold),
)
RIDGE = 1e-3  # on standardized features; the weights of alike features would run away from each other without


def main() -> None:
    """Fit the weights and write them."""
    from drift.analyzer import Analyzer

    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True, help="folder with argrewrite_v2, gnat_aesop and roundtrip")
    ask.add_argument("--out", type=Path, required=True, help="the file, for drift/aligning/odds.json")
    asked = ask.parse_args()
    train(asked.data, asked.out, Analyzer())


def train(data: Path, out: Path, analyzer: Analyzer) -> None:
    """Fit the weights to the sets of `data` that may be trained on, and write them with their sources to `out`.

    Raises:
        DataError: a set is missing or not what its README says.
    """
    files = {folder: find(data, folder, patterns) for folder, patterns, _ in SETS}
    gold = {folder: [read(row) for row in json_rows(files[folder], ())] for folder, _, read in SETS}
    made = weights(gold, analyzer)
    cards.write(out, {**made, "sources": cards.sources(chain(*files.values()), use="aligning")})


def weights(gold: Mapping[str, Sequence[Gold]], analyzer: Analyzer) -> dict[str, dict[str, float]]:
    """Weights of the first look, of the second, whose path is that of the first as fitted here, and of merges."""
    texts = {name: [_sentences(item, analyzer) for item in items] for name, items in gold.items()}
    seen = {name: [look(*pair, every=len(pair[0]) * len(pair[1])) for pair in pairs] for name, pairs in texts.items()}
    anywhere = _fit({name: _links(seen[name], gold[name], learned()["anywhere"]) for name in gold})
    placed = {name: [settle(item, combine(item, anywhere)) for item in items] for name, items in seen.items()}
    here = _fit({name: _links(placed[name], gold[name], learned()["here"]) for name in gold})
    beside = _fit({name: _merges(texts[name], seen[name], gold[name]) for name in gold})
    return {"anywhere": anywhere, "here": here, "beside": beside}


@dataclass(frozen=True, slots=True)
class Rows:
    """Feature rows (r, f) of one set with the features' names, and which of them are linked (r,)."""

    names: tuple[str, ...]
    matrix: Array
    linked: Array


def _sentences(gold: Gold, analyzer: Analyzer) -> tuple[Sentences, Sentences]:
    own = language("en")
    a, b = (gather(texts, analyzer.encoder.encode_all(list(texts)), own) for texts in (gold.original, gold.rewrite))
    return a, b


def _links(seen: Sequence[Evidence], gold: Sequence[Gold], names: Iterable[str]) -> Rows:
    """Every pair of sentences."""
    chosen = tuple(name for name in names if name != "intercept")
    matrix = np.concatenate([np.stack([item.features[key] for key in chosen], axis=1) for item in seen])
    linked = np.concatenate([_linked(item, own) for item, own in zip(seen, gold, strict=True)])
    return Rows(chosen, matrix, linked)


def _merges(texts: Sequence[tuple[Sentences, Sentences]], seen: Sequence[Evidence], gold: Sequence[Gold]) -> Rows:
    """Every sentence beside a linked one, of either side: whether it has the same link."""
    rows: list[dict[str, float]] = []
    linked: list[bool] = []
    for pair, evidence, item in zip(texts, seen, gold, strict=True):
        for side, half in enumerate(halves(*pair, evidence)):
            for link in sorted(item.links):
                own, across = link[side], link[1 - side]
                for sentence in (own - 1, own + 1):
                    if 0 <= sentence < len(half.own):
                        rows.append(half.features(sentence, range(own, own + 1), range(across, across + 1)))
                        linked.append(((across, sentence) if side else (sentence, across)) in item.links)
    return Rows(tuple(rows[0]), np.array([list(row.values()) for row in rows]), np.array(linked, dtype=np.float64))


def _fit(sets: Mapping[str, Rows]) -> dict[str, float]:
    names = next(iter(sets.values())).names
    shares = np.concatenate([np.full(len(rows.linked), 1.0 / rows.linked.sum()) for rows in sets.values()])
    matrix, linked = (np.concatenate([getattr(rows, part) for rows in sets.values()]) for part in ("matrix", "linked"))
    slopes, intercept = _logistic(matrix, linked, shares)
    fitted = dict(zip(names, slopes.tolist(), strict=True)) | {"intercept": intercept}
    return {name: round(value, 2) for name, value in fitted.items()}


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


if __name__ == "__main__":
    main()
