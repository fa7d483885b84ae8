"""Texts become vectors: the encoder protocol, sentence-transformers, the packaged model, the cache."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drift.encoding.protocol import Encoded, Encoder, ModelError, TextEncoder

if TYPE_CHECKING:
    from os import PathLike

    from drift.encoding.transformer import Precision
    from drift.ground.cache import Cache

__all__ = ["Encoded", "Encoder", "ModelError", "TextEncoder", "open_encoder"]


def open_encoder(
    model: str | PathLike[str] | Encoder | None = None,
    *,
    cache: bool | str | PathLike[str] | Cache | None = True,
    precision: Precision = "float32",
) -> TextEncoder:
    """The encoder for `model`, behind a cache where there is one. Nothing is loaded yet.

    `model` is None for the packaged default, a folder, a hub name, a loaded SentenceTransformer, or an object with
    `encode`. `cache` is what `drift.ground.cache.open_cache` takes. `precision` is that of the model's matrices,
    "float32" or "bfloat16"; an object with `encode` has its own.

    Raises:
        ModelError: `model` is none of these.
        ValueError: there is no such precision.
    """
    from drift.encoding.cached import CachedEncoder
    from drift.encoding.plain import PlainEncoder
    from drift.encoding.transformer import PRECISIONS, TransformerEncoder
    from drift.ground.cache import open_cache

    if precision not in PRECISIONS:
        msg = f"no such precision: {precision!r}; there are {', '.join(PRECISIONS)}"
        raise ValueError(msg)
    encoder: TextEncoder
    if model is None:
        encoder = TransformerEncoder(precision=precision)
    elif isinstance(model, (str, Path)) or hasattr(model, "__fspath__"):
        encoder = TransformerEncoder(str(model), precision=precision)
    elif isinstance(model, Encoder):
        library = sys.modules.get("sentence_transformers")  # an object of its class cannot be without it
        own = library is not None and isinstance(model, library.SentenceTransformer)
        encoder = TransformerEncoder.of(model, precision=precision) if own else PlainEncoder(model)
    else:
        msg = f"not a model: {type(model).__name__} has no encode method"
        raise ModelError(msg)
    kept = open_cache(cache) if encoder.cacheable else None
    return encoder if kept is None else CachedEncoder(encoder, kept)
