"""How well log-odds part faithful rewrites from changed ones, near and far: the figures of `bench/dev/rewrites`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Judge = Callable[[Sequence[tuple[str, str]]], Sequence[float]]


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive's value is above a negative's, ties half."""
    if not len(positive) or not len(negative):
        return float("nan")
    a, b = np.sort(np.asarray(negative, dtype=float)), np.asarray(positive, dtype=float)
    below, upto = np.searchsorted(a, b, "left"), np.searchsorted(a, b, "right")
    return float(((below + upto) / 2).mean() / len(a))


def rewrites(items: Sequence[dict[str, Any]], judge: Judge) -> dict[str, float]:
    """AUC of all, far, near and near-changed over far-faithful; share of twins in the right order."""
    pairs, names = [], []
    for item in items:
        texts = {"F1": item["faithful"][0], "F2": item["faithful"][1]}
        texts |= {"F0": item["near"]} if item.get("near") else {}
        texts |= {f"C{k}": change["text"] for k, change in enumerate(item["changed"], 1)}
        for name, text in texts.items():
            pairs.append((item["original"], text))
            names.append((item["id"], name))
    values = dict(zip(names, judge(pairs), strict=True))
    of = {
        name: [v for (_, own), v in values.items() if own == name]
        for name in ("F0", "F1", "F2", "C1", "C2", "C3", "C4")
    }
    twins = [
        (values[item["id"], "C4" if (item["id"], "C4") in values else "C2"], values[item["id"], "F2"]) for item in items
    ]
    return {
        "all": auc(of["C1"] + of["C2"] + of["C3"] + of["C4"], of["F0"] + of["F1"] + of["F2"]),
        "far": auc(of["C2"] + of["C4"], of["F2"]),
        "near": auc(of["C1"], of["F0"] + of["F1"]),
        "cross": auc(of["C1"], of["F2"]),
        "twins": float(np.mean([a > b for a, b in twins])),
    }
