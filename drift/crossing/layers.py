"""The cross-encoder's layers in numpy: BERT's, so that using the model needs no torch.

Each pair is computed by itself: what a pair yields does not depend on what else is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drift.crossing.inputs import Pair

    Floats = NDArray[np.float32]

HEADS = 12
EPSILON = 1e-12  # BERT's, in layer normalization
LAYERS = 3


class Output(NamedTuple):
    """Log-odds of a pair: that the meaning `changed`, that the rewrite says something `unsupported`, that it is good.

    `tags`, shape (n,), are the log-odds that a piece is part of a change.
    """

    changed: float
    unsupported: float
    quality: float
    tags: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """Parameters by name, in single precision; matrices have shape (outputs, inputs)."""

    parameters: Mapping[str, Floats]

    def __call__(self, pair: Pair) -> Output:
        """What the network says of a pair."""
        x = self._embed(pair)
        for layer in range(LAYERS):
            x = self._layer(x, f"layers.{layer}.")
        tags = self._linear(x, "tag")[:, 0]
        sides = [x[pair.sides == side] for side in (0, 1)]
        tops, means = [side.max(axis=0) for side in sides], [side.mean(axis=0) for side in sides]
        pooled = np.tanh(self._linear(np.concatenate([x[0], *tops, *means]), "pool"))
        changed, unsupported, quality = self._linear(pooled, "heads").tolist()
        return Output(changed, unsupported, quality, tags)

    def _embed(self, pair: Pair) -> Floats:
        get = self.parameters
        x = get["words.weight"][pair.ids].astype(np.float32)
        x = x + get["positions.weight"][pair.places] + get["sides.weight"][pair.sides]
        x += get["looks.weight"][pair.looks] + get["echoes.weight"][pair.echoes]
        x += pair.nearest[:, None] * get["near"] + pair.vectors @ get["context.weight"].T
        return self._normalize(x, "norm")

    def _layer(self, x: Floats, name: str) -> Floats:
        size = len(x)
        query, key, value = (
            self._linear(x, name + part).reshape(size, HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[2]))
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        weights /= weights.sum(axis=2, keepdims=True)
        mixed = (weights @ value).transpose(1, 0, 2).reshape(size, -1)
        x = self._normalize(x + self._linear(mixed, name + "merge"), name + "first")
        return self._normalize(x + self._linear(_gelu(self._linear(x, name + "rise")), name + "fall"), name + "second")

    def _linear(self, x: Floats, name: str) -> Floats:
        return np.asarray(x @ self.parameters[name + ".weight"].T + self.parameters[name + ".bias"], dtype=np.float32)

    def _normalize(self, x: Floats, name: str) -> Floats:
        centered = x - x.mean(axis=1, keepdims=True)
        scale = np.sqrt((centered**2).mean(axis=1, keepdims=True) + np.float32(EPSILON))
        return np.asarray(
            centered / scale * self.parameters[name + ".weight"] + self.parameters[name + ".bias"], dtype=np.float32
        )


def _gelu(x: Floats) -> Floats:
    from scipy.special import erf

    return np.asarray(x * np.float32(0.5) * (1 + erf(x * np.float32(np.sqrt(0.5)))), dtype=np.float32)
