"""Any object with `encode`: sentence vectors from the text, word vectors from each word by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from drift.encoding.protocol import Encoded, ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.encoding.protocol import Encoder

WORD = re.compile(r"\w+|[^\w\s]")


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to unit length; zero rows stay zero."""
    rows = np.asarray(rows, dtype=np.float32)
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return scaled


class PlainEncoder:
    """Wraps an object with `encode`. Its words are encoded one by one, without context.

    The object's vectors are pinned by nothing that could be checked, so they are never kept between runs.
    """

    cacheable = False

    def __init__(self, encoder: Encoder, *, identity: str = "") -> None:
        self.encoder = encoder
        self.identity = (identity or type(encoder).__qualname__) + "+isolated-words"

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts and their distinct words.

        Raises:
            ModelError: the object returned something else than a finite (n, d) array.
        """
        if not texts:
            return []
        spans = [[match.span() for match in WORD.finditer(text)] for text in texts]
        words = sorted({text[a:b] for text, found in zip(texts, spans, strict=True) for a, b in found})
        vectors = self._encode([*texts, *words])
        row = {word: len(texts) + k for k, word in enumerate(words)}
        result = []
        for k, (text, found) in enumerate(zip(texts, spans, strict=True)):
            rows = (vectors[[row[text[a:b]] for a, b in found]] if found else vectors[:0]).astype(np.float16)
            result.append(Encoded(vectors[k], rows, np.array(found, dtype=np.int32).reshape(-1, 2)))
        return result

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = np.asarray(self.encoder.encode(texts), dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            msg = f"{self.identity}: encode() gave shape {vectors.shape} for {len(texts)} texts, or values not finite"
            raise ModelError(msg)
        return unit(vectors)
