"""How findings are weighed by the judge: `python -m training.weighing --rewrites FILE --out weights.json --kept FILE`.

The watched items' texts are compared with their originals; of each finding it is known whether it is right: on a
faithful text none is, on a changed one those that touch the marked words. A logistic regression with a slope a kind,
drawn to those of all kinds together, says how far the judge's reading moves a finding's confidence.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from drift.analyzer import Analyzer
from drift.checks import run, weighing
from drift.findings import calibrated
from drift.records import Severity
from training.judge import examples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from drift.records import Finding, Span

    Row = dict[str, Any]

PULL = 4.0  # ridge that draws a kind's weights to those of all kinds
FEW = 15  # findings of a kind, from which it has weights of its own
#: Kinds that say nothing of the pair, or nothing that is right or wrong.
APART = frozenset({"moved", "boilerplate", "repetition", "fragment", "fluency", "terminology"})
#: Kinds whose values are compared, which are so whatever the judge reads, and sentences that stand alone, of which its
#: reading says nothing (a slope of 0 on the watched items): it sees what they stand beside, and not that they are gone.
CERTAIN = frozenset({"number", "date", "name", "role", "identifier", "omission.sentence", "addition.sentence"})


def rows(items: Sequence[dict[str, Any]], analyzer: Analyzer) -> Iterator[Row]:
    """Every finding on the texts of some items, with what the judge reads at its place, and whether it is right."""
    asked = [(item, change) for item in items for change in (*_faithful(item), *item["changed"])]
    pairs = [(item["original"], change["text"]) for item, change in asked]
    for (item, change), (comparison, _) in zip(asked, analyzer.comparisons(pairs), strict=True):
        told = calibrated(run(comparison))
        found = [own for own in told if own.kind not in APART and own.severity > Severity.neutral]
        for finding, seen in zip(found, weighing.read(found, comparison), strict=True):
            yield {
                "item": item["id"], "type": change.get("type"), "kind": finding.kind, "severity": finding.severity.name,
                "confidence": finding.confidence, "right": _right(finding, change, item["original"]),
                "seen": None if seen is None else list(seen),
                "said": [None if s is None else s.text for s in (finding.original, finding.rewrite)],
            }  # fmt: skip


def _faithful(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": text} for text in examples.faithful(item) if text != item["original"]]


def _right(finding: Finding, change: dict[str, Any], original: str) -> bool:
    """Whether it touches the marked words of either side."""
    if "type" not in change:
        return False
    sides = (original, "original_text", finding.original), (change["text"], "rewrite_text", finding.rewrite)
    return any(_touches(text, change[words], span) for text, words, span in sides)


def _touches(text: str, words: str | None, span: Span | None) -> bool:
    start = -1 if words is None else text.find(words)
    return span is not None and start >= 0 and span.start < start + len(words or "") and span.end > start


def fit(found: Sequence[Row]) -> dict[str, list[float]]:
    """The weights of each kind: a constant, the passage's log-odds, the word's."""
    known = [row for row in found if row["seen"] is not None and row["kind"] not in CERTAIN]
    everything = _fit(known, np.zeros(3), 0.01)
    kinds = sorted({row["kind"] for row in known})
    result = {}
    for kind in kinds:
        own = [row for row in known if row["kind"] == kind]
        weights = _fit(own, everything, PULL) if len(own) >= FEW else everything
        result[kind] = [round(float(value), 3) for value in weights]
    return result


def _fit(found: Sequence[Row], around: NDArray[np.float64], pull: float) -> NDArray[np.float64]:
    design = np.array([[1.0, *row["seen"]] for row in found])
    offset = np.array([np.log(row["confidence"] / (1 - row["confidence"])) for row in found])
    right = np.array([row["right"] for row in found], dtype=float)

    def loss(beta: NDArray[np.float64]) -> float:
        odds = offset + design @ beta
        return float((np.logaddexp(0, odds) - right * odds).sum() + pull * ((beta - around) ** 2).sum())

    # more of a change can only speak for a finding
    bounds = [(None, None), (0.0, None), (0.0, None)]
    result: NDArray[np.float64] = minimize(loss, np.clip(around, [-9, 0, 0], 9), method="L-BFGS-B", bounds=bounds).x
    return result


def main() -> None:
    """Collect, fit, write."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rewrites", type=Path, required=True)
    ask.add_argument("--kept", type=Path, required=True, help="where the findings are kept between runs, JSON Lines")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--limit", type=int, help="items at most")
    asked = ask.parse_args()
    if not asked.kept.exists():
        items = [item for item in examples.items(asked.rewrites) if examples.fold(item["id"]) == examples.WATCHED]
        with asked.kept.open("w", encoding="utf-8") as kept:
            for row in rows(items[: asked.limit], Analyzer()):
                kept.write(json.dumps(row, ensure_ascii=False) + "\n")
    found = [json.loads(line) for line in asked.kept.read_text(encoding="utf-8").splitlines()]
    weights = fit(found)
    lines = ",\n".join(f" {json.dumps(kind)}: {json.dumps(own)}" for kind, own in weights.items())
    asked.out.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    print(len(found), "findings;", sum(row["right"] for row in found), "right")


if __name__ == "__main__":
    main()
