"""The trained models as data: gradient-boosted trees in JSON, evaluated with numpy.

Training (`drift.scoring.fitting`) needs LightGBM; using a model needs only this file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray


# The share of a plain logistic curve in a calibrated probability. It keeps the order of sums where the measured
# curve is flat or has ended; it moves no probability by more than this.
SLANT = 0.02


class Curve(NamedTuple):
    """A rising curve from sums to probabilities: straight lines between measured points."""

    sums: tuple[float, ...]
    shares: tuple[float, ...]

    def __call__(self, sums: ArrayLike) -> NDArray[np.float64]:
        """Probabilities in (0, 1), shape as given; a higher sum never has a lower one."""
        values = np.asarray(sums, dtype=np.float64)
        measured = np.interp(values, self.sums, self.shares)
        # A gentle slope, so that sums far outside still differ in floating point.
        result: NDArray[np.float64] = (1 - SLANT) * measured + SLANT / (1.0 + np.exp(-values / 4.0))
        return result


@dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble of binary trees over named features.

    Arrays have shape (trees, nodes); node 0 is the root. At an inner node a row goes to `left` where its
    feature is at most `threshold`, else to `right`; a leaf has itself as both. `value` is a leaf's share of the
    sum. `slopes` (features,) add a linear part, by which even small differences count, as they do not for trees.
    `calibration` maps the sum to a probability (see `Curve`); without it the sum is the answer.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int
    slopes: NDArray[np.float64]
    calibration: Curve | None = None

    def raw(self, rows: ArrayLike) -> NDArray[np.float64]:
        """The uncalibrated sums, shape (n,), for rows of shape (n, features)."""
        matrix = np.asarray(rows, dtype=np.float64)
        if matrix.ndim != 2 or matrix.shape[1] != len(self.names):
            msg = f"expected rows of {len(self.names)} features, got an array of shape {matrix.shape}"
            raise ValueError(msg)
        trees = np.arange(len(self.feature))
        node = np.zeros((len(matrix), len(trees)), dtype=np.int64)
        row = np.arange(len(matrix))[:, None]
        for _ in range(self.depth):
            goes_left = matrix[row, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        total: NDArray[np.float64] = self.value[trees, node].sum(axis=1) + matrix @ self.slopes
        return total

    def __call__(self, rows: ArrayLike) -> NDArray[np.float64]:
        """Calibrated probabilities in [0, 1], or the sums of a model without calibration, shape (n,)."""
        total = self.raw(rows)
        return total if self.calibration is None else self.calibration(total)

    def to_json(self) -> dict[str, Any]:
        """The model as JSON-ready data; trees are cut to the nodes that they have."""
        rows = []
        for t in range(len(self.feature)):
            used = int(max(self.left[t].max(), self.right[t].max())) + 1
            rows.append(
                [
                    [int(self.feature[t, k]), float(self.threshold[t, k]), int(self.left[t, k]),
                     int(self.right[t, k]), float(self.value[t, k])]
                    for k in range(used)
                ]
            )  # fmt: skip
        return {
            "names": list(self.names),
            "calibration": None if self.calibration is None else [list(part) for part in self.calibration],
            "slopes": [float(slope) for slope in self.slopes],
            "trees": rows,
        }

    def over(self, names: tuple[str, ...]) -> Trees:
        """The same model for rows that hold the features `names`, which may be more than its own.

        Raises:
            ValueError: a feature of the model is not among them.
        """
        lacking = [name for name in self.names if name not in names]
        if lacking:
            msg = f"the model needs features that are no longer computed ({', '.join(lacking)}): retrain it"
            raise ValueError(msg)
        places = np.array([names.index(name) for name in self.names])
        slopes = np.zeros(len(names))
        slopes[places] = self.slopes
        return replace(self, names=names, feature=places[self.feature], slopes=slopes)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Trees:
        """The model that `to_json` described."""
        return cls.stack(data["names"], data["trees"], data["calibration"], data.get("slopes"))

    @classmethod
    def stack(
        cls,
        names: Sequence[str],
        trees: Sequence[Sequence[Sequence[float]]],
        calibration: Sequence[Sequence[float]] | None,
        slopes: Sequence[float] | None = None,
    ) -> Trees:
        """From trees given as lists of nodes [feature, threshold, left, right, value]."""
        size = max(len(tree) for tree in trees)
        table = np.zeros((len(trees), size, 5))
        for t, tree in enumerate(trees):
            table[t, : len(tree)] = tree
        left, right = table[:, :, 2].astype(np.int64), table[:, :, 3].astype(np.int64)
        return cls(
            names=tuple(names),
            feature=table[:, :, 0].astype(np.int64),
            threshold=table[:, :, 1],
            left=left,
            right=right,
            value=table[:, :, 4],
            depth=_depth(left, right),
            slopes=np.array(slopes if slopes is not None else np.zeros(len(names)), dtype=np.float64),
            calibration=None if calibration is None else Curve(tuple(calibration[0]), tuple(calibration[1])),
        )


def _depth(left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    """The longest way from a root to a leaf, over all trees."""
    deepest = 0
    for t in range(len(left)):
        level, here = 0, [0]
        while here := [k for n in here for k in {int(left[t, n]), int(right[t, n])} - {n}]:
            level += 1
        deepest = max(deepest, level)
    return deepest


@dataclass(frozen=True, slots=True)
class Models:
    """The models of the package: `drift` and `quality` over `Features`, `support` over `Claim`.

    `coverage` (slope, intercept) turns a word's `elsewhere` into the probability that an annotator finds no
    counterpart for it, before it is shifted to 0 for a word that is wholly present (see `uncovered`).
    """

    drift: Trees
    quality: Trees
    support: Trees
    coverage: tuple[float, float]
    identity: str


@cache
def models() -> Models:
    """The packaged models, read once.

    Raises:
        ValueError: the models need features that this version does not compute.
    """
    from drift.scoring.claims import CLAIM_NAMES
    from drift.scoring.evidence import NAMES

    data = json.loads(files("drift.scoring").joinpath("model.json").read_text(encoding="utf-8"))
    return Models(
        drift=Trees.from_json(data["drift"]).over(NAMES),
        quality=Trees.from_json(data["quality"]).over(NAMES),
        support=Trees.from_json(data["support"]).over(CLAIM_NAMES),
        coverage=(float(data["coverage"][0]), float(data["coverage"][1])),
        identity=str(data["id"]),
    )


def card() -> dict[str, Any]:
    """The model card: what the models were trained on, with which versions and licences, and how well they do."""
    data: dict[str, Any] = json.loads(files("drift.scoring").joinpath("card.json").read_text(encoding="utf-8"))
    return data


def uncovered(elsewhere: ArrayLike, coverage: tuple[float, float]) -> NDArray[np.float64]:
    """How much of a word counts as lacking, in [0, 1]: 0 where `elsewhere` is 0, 1 where it is 1, rising between.

    The curve is a logistic one, fitted to words that annotators left without a counterpart, and stretched to
    both ends, so that a text that has every word of the other covers it wholly.
    """
    slope, intercept = coverage
    values = 1.0 / (1.0 + np.exp(-(slope * np.asarray(elsewhere, dtype=np.float64) + intercept)))
    low, high = 1.0 / (1.0 + np.exp(-intercept)), 1.0 / (1.0 + np.exp(-(slope + intercept)))
    stretched: NDArray[np.float64] = np.clip((values - low) / (high - low), 0.0, 1.0)
    return stretched
