"""The trained models as data: weighted sums of named features in JSON, evaluated with numpy."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

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
class Linear:
    """A weighted sum of named features.

    `slopes` has shape (features,). `calibration` maps the sum to a probability (see `Curve`); without it the sum is
    the answer.
    """

    names: tuple[str, ...]
    slopes: NDArray[np.float64]
    intercept: float
    calibration: Curve | None = None

    def raw(self, rows: ArrayLike) -> NDArray[np.float64]:
        """The uncalibrated sums, shape (n,), for rows of shape (n, features)."""
        matrix = np.asarray(rows, dtype=np.float64)
        if matrix.ndim != 2 or matrix.shape[1] != len(self.names):
            msg = f"expected rows of {len(self.names)} features, got an array of shape {matrix.shape}"
            raise ValueError(msg)
        # Added up row by row, so that a row's sum does not depend on how many there are.
        total: NDArray[np.float64] = (matrix * self.slopes).sum(axis=1) + self.intercept
        return total

    def __call__(self, rows: ArrayLike) -> NDArray[np.float64]:
        """Calibrated probabilities in [0, 1], or the sums of a model without calibration, shape (n,)."""
        total = self.raw(rows)
        return total if self.calibration is None else self.calibration(total)

    def to_json(self) -> dict[str, Any]:
        """The model as JSON-ready data."""
        return {
            "slopes": {name: float(slope) for name, slope in zip(self.names, self.slopes, strict=True)},
            "intercept": self.intercept,
            "calibration": None if self.calibration is None else [list(part) for part in self.calibration],
        }

    def over(self, names: tuple[str, ...]) -> Linear:
        """The same model for rows that hold the features `names`, which may be more than its own.

        Raises:
            ValueError: a feature of the model is not among them.
        """
        lacking = [name for name in self.names if name not in names]
        if lacking:
            msg = f"the model needs features that are no longer computed ({', '.join(lacking)}): retrain it"
            raise ValueError(msg)
        slopes = np.zeros(len(names))
        slopes[[names.index(name) for name in self.names]] = self.slopes
        return replace(self, names=names, slopes=slopes)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Linear:
        """The model that `to_json` described."""
        curve = data["calibration"]
        return cls(
            tuple(data["slopes"]),
            np.array(list(data["slopes"].values()), dtype=np.float64),
            float(data["intercept"]),
            None if curve is None else Curve(tuple(curve[0]), tuple(curve[1])),
        )


@dataclass(frozen=True, slots=True)
class Models:
    """The models of the package: `drift` and `quality` over `Features`, `support` over `Claim`.

    `coverage` (slope, intercept) turns a word's `elsewhere` into the probability that an annotator finds no
    counterpart for it, before it is shifted to 0 for a word that is wholly present (see `uncovered`).
    """

    drift: Linear
    quality: Linear
    support: Linear
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
        drift=Linear.from_json(data["drift"]).over(NAMES),
        quality=Linear.from_json(data["quality"]).over(NAMES),
        support=Linear.from_json(data["support"]).over(CLAIM_NAMES),
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
