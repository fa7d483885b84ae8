"""What an encoder is, and what encoding a text yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


class ModelError(RuntimeError):
    """The model cannot be had, or is not the one that was promised. One clear line."""


@runtime_checkable
class Encoder(Protocol):
    """Anything that turns n texts into an array of shape (n, d)."""

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        """Encode `texts`; rows need not be of unit length."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as vectors.

    `vector` has shape (d,) and unit length. `pieces` has shape (m, d), rows of unit length: the contextual
    vectors of the text's m word pieces, in half precision, which keeps books small and cosines within 0.001;
    `offsets`, shape (m, 2), are their character offsets in the text.
    """

    vector: NDArray[np.float32]
    pieces: NDArray[np.float16]
    offsets: NDArray[np.int32]


class TextEncoder(Protocol):
    """An encoder as the rest of the house uses it: sentence and word vectors from one pass."""

    @property
    def identity(self) -> str:
        """Name and hash of the model, as it stands in signatures and cache keys."""

    @property
    def cacheable(self) -> bool:
        """Whether `identity` pins the vectors, so that they may be kept between runs."""

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts, in order; the result does not depend on their order."""
