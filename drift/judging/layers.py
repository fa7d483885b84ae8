"""The judge's layers in numpy: BERT's, so that using the model needs no torch.

What a pair yields does not depend on what else is read: rows of a matrix product do not know of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from drift.judging.inputs import Pair

    Floats = NDArray[np.float32]

HEADS = 12
EPSILON = 1e-12  # BERT's, in layer normalization
TABLES = frozenset(
    f"{name}.weight" for name in ("words", "positions", "sides", "looks", "echoes")
)  # rows are looked up
ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


class Output(NamedTuple):
    """Log-odds of a pair: that content is `lost`, that the rewrite says something `unsupported`, that it is good.

    `tags`, shape (n,), are the log-odds that a piece is part of a change.
    """

    lost: float
    unsupported: float
    quality: float
    tags: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """Parameters by name, in single precision; matrices have shape (inputs, outputs), contiguous.

    So numpy's linear algebra multiplies them a fifth faster than in the shape that they are stored in.
    """

    parameters: Mapping[str, Floats]
    depth: int

    @classmethod
    def of(cls, stored: Mapping[str, NDArray[Any]]) -> Network:
        """The network of parameters as they are stored, matrices in shape (outputs, inputs)."""
        made = {name: np.asarray(values, dtype=np.float32) for name, values in stored.items()}
        depth = sum(name.endswith(".query.weight") for name in made)
        for layer in range(depth):
            for end in ("weight", "bias"):
                made[f"layers.{layer}.look.{end}"] = np.concatenate(
                    [made.pop(f"layers.{layer}.{part}.{end}") for part in ("query", "key", "value")]
                )
        return cls(
            {
                name: values if values.ndim < 2 or name in TABLES else np.ascontiguousarray(values.T)
                for name, values in made.items()
            },
            depth,
        )

    def __call__(self, pairs: Sequence[Pair]) -> list[Output]:
        """What the network says of each pair; they share matrix products, and see nothing of each other."""
        ends = np.cumsum([len(pair.ids) for pair in pairs]).tolist()
        spans = [slice(start, end) for start, end in pairwise([0, *ends])]
        x = np.concatenate([self._embed(pair) for pair in pairs])
        x = self._normalize(x, "norm")
        for layer in range(self.depth):
            x = self._layer(x, spans, f"layers.{layer}.")
        tags = self._linear(x, "tag")[:, 0]
        return [self._output(x[span], tags[span], pair) for pair, span in zip(pairs, spans, strict=True)]

    def _output(self, x: Floats, tags: Floats, pair: Pair) -> Output:
        sides = [x[pair.sides == side] for side in (0, 1)]
        tops, means = [side.max(axis=0) for side in sides], [side.mean(axis=0) for side in sides]
        pooled = np.tanh(self._linear(np.concatenate([x[0], *tops, *means]), "pool"))
        lost, unsupported, quality = self._linear(pooled, "heads").tolist()
        return Output(lost, unsupported, quality, tags)

    def _embed(self, pair: Pair) -> Floats:
        get = self.parameters
        x = get["words.weight"][pair.ids] + get["positions.weight"][pair.places] + get["sides.weight"][pair.sides]
        x += get["looks.weight"][pair.looks] + get["echoes.weight"][pair.echoes]
        x += pair.nearest[:, None] * get["near"] + pair.vectors @ get["context.weight"]
        return x

    def _layer(self, x: Floats, spans: Sequence[slice], name: str) -> Floats:
        looks = self._linear(x, name + "look").reshape(len(x), 3, HEADS, -1)
        mixed = np.concatenate([_attend(looks[span]) for span in spans])
        x = self._normalize(x + self._linear(mixed, name + "merge"), name + "first")
        return self._normalize(x + self._linear(gelu(self._linear(x, name + "rise")), name + "fall"), name + "second")

    def _linear(self, x: Floats, name: str) -> Floats:
        made: Floats = x @ self.parameters[name + ".weight"]
        made += self.parameters[name + ".bias"]
        return made

    def _normalize(self, x: Floats, name: str) -> Floats:
        made: Floats = x - x.mean(axis=1, keepdims=True)
        made /= np.sqrt(np.square(made).mean(axis=1, keepdims=True) + np.float32(EPSILON))
        made *= self.parameters[name + ".weight"]
        made += self.parameters[name + ".bias"]
        return made


def _attend(looks: Floats) -> Floats:
    """What the pieces of one pair take from each other; `looks`, (n, 3, heads, d), are queries, keys and values."""
    query, key, value = looks.transpose(1, 2, 0, 3)
    weights = query @ key.transpose(0, 2, 1)
    weights *= np.float32(1 / np.sqrt(query.shape[2]))
    weights -= weights.max(axis=2, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=2, keepdims=True)
    mixed: Floats = (weights @ value).transpose(1, 0, 2).reshape(len(looks), -1)
    return mixed


def gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit, x * Phi(x), exact to 4e-7.

    The error function is Abramowitz and Stegun's 7.1.26 in single precision: as exact as scipy's rounded to it, in a
    quarter of the time.
    """
    size = np.abs(x)
    u = size * np.float32(np.sqrt(0.5))
    t = np.reciprocal(u * np.float32(0.3275911) + np.float32(1))
    tail = t * np.float32(ERF[0])
    for value in ERF[1:]:
        tail += np.float32(value)
        tail *= t
    np.square(u, out=u)
    tail *= np.exp(np.negative(u, out=u), out=u)  # 1 - erf(|x| / sqrt 2)
    tail *= size
    tail *= np.float32(0.5)
    made: Floats = np.maximum(x, np.float32(0), out=size)
    made -= tail
    return made
