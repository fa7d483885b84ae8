"""Encodings kept between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.encoding.protocol import Encoded
from drift.ground.cache import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.encoding.protocol import TextEncoder
    from drift.ground.cache import Cache


class CachedEncoder:
    """An encoder that asks the model only for texts it has not seen."""

    cacheable = True

    def __init__(self, encoder: TextEncoder, cache: Cache) -> None:
        self.encoder = encoder
        self.cache = cache

    @property
    def identity(self) -> str:
        """That of the encoder behind the cache."""
        return self.encoder.identity

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts; equal texts are encoded once."""
        return self.cache.through(Kind(self.identity, _pack, _unpack), texts, self.encoder.encode_all)


def _pack(value: Encoded) -> bytes:
    rows, width = value.pieces.shape
    return b"".join(
        [
            np.array([width, rows], dtype="<i4").tobytes(),
            value.vector.astype("<f4").tobytes(),
            value.offsets.astype("<i4").tobytes(),
            value.pieces.astype("<f2").tobytes(),
        ]
    )


def _unpack(body: bytes) -> Encoded:
    width, rows = (int(k) for k in np.frombuffer(body, "<i4", 2))
    after = 8 + 4 * width
    vector = np.frombuffer(body, "<f4", width, 8).astype(np.float32)
    offsets = np.frombuffer(body, "<i4", rows * 2, after).reshape(rows, 2).astype(np.int32)
    pieces = np.frombuffer(body, "<f2", rows * width, after + 8 * rows).reshape(rows, width).astype(np.float16)
    return Encoded(vector, pieces, offsets)
