"""The small trained models behind words: one hidden layer each, parameters in JSON, evaluated with numpy.

`python -m training.words` fits them; `wordmodel.json` says what they were fitted on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Net:
    """A network with one hidden layer of tanh units and one logistic output.

    `hidden` has shape (inputs, units), `bias` and `output` have shape (units,).
    """

    hidden: Array
    bias: Array
    output: Array
    offset: float

    def __call__(self, rows: Array) -> Array:
        """Values in (0, 1), shape (...), for inputs of shape (..., inputs)."""
        units = np.tanh(rows @ self.hidden + self.bias)
        return np.asarray(1.0 / (1.0 + np.exp(-(units @ self.output + self.offset))), dtype=np.float32)

    def to_json(self) -> dict[str, Any]:
        """The parameters as JSON-ready data, to five digits."""
        return {
            "hidden": [[float(f"{value:.5g}") for value in row] for row in self.hidden],
            "bias": [float(f"{value:.5g}") for value in self.bias],
            "output": [float(f"{value:.5g}") for value in self.output],
            "offset": float(f"{self.offset:.5g}"),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Net:
        """The network that `to_json` described."""
        return cls(
            np.array(data["hidden"], dtype=np.float32),
            np.array(data["bias"], dtype=np.float32),
            np.array(data["output"], dtype=np.float32),
            float(data["offset"]),
        )


class WordModels(NamedTuple):
    """`missing` judges a token beside its counterpart; `links` judge two tokens, each net after the one before."""

    missing: Net
    links: tuple[Net, ...]


@cache
def card() -> dict[str, Any]:
    """The packaged models as data, with what they were fitted on."""
    data: dict[str, Any] = json.loads(files("drift.aligning").joinpath("wordmodel.json").read_text(encoding="utf-8"))
    return data


@cache
def models() -> WordModels:
    """The packaged models."""
    data = card()
    return WordModels(Net.from_json(data["missing"]), tuple(Net.from_json(net) for net in data["links"]))
