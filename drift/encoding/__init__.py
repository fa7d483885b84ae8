"""Texts become vectors: the encoder protocol, sentence-transformers, the packaged model, the cache."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from drift.encoding.protocol import Encoded, Encoder, ModelError, TextEncoder

if TYPE_CHECKING:
    from os import PathLike

    from drift.encoding.transformer import Precision

__all__ = ["Encoded", "Encoder", "ModelError", "TextEncoder", "open_encoder"]


def open_encoder(
    model: str | PathLike[str] | Encoder | None = None,
    *,
    cache: bool | str | PathLike[str] = True,
    precision: Precision = "float32",
) -> TextEncoder:
    """The encoder for `model`, behind a cache unless `cache` is False. Nothing is loaded yet.

    `model` is None for the packaged default, a folder, a hub name, a loaded SentenceTransformer, or an object with
    `encode`. `cache` is
    True for the user's cache folder, or a path to the cache file's folder. `precision` is that of the model's matrices,
    "float32" or "bfloat16"; an object with `encode` has its own.

    Raises:
        ModelError: `model` is none of these.
        ValueError: there is no such precision.
    """
    from drift.encoding.cache import CachedEncoder
    from drift.encoding.plain import PlainEncoder
    from drift.encoding.transformer import PRECISIONS, TransformerEncoder

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
    if cache is False or not encoder.cacheable:
        return encoder
    if cache is True:
        from platformdirs import user_cache_path

        try:
            folder = user_cache_path("paraphrase-drift")
        except RuntimeError:  # what newer versions of platformdirs say; older ones answer with a folder named "~"
            folder = Path("~")
        if not folder.is_absolute():
            warnings.warn("there is no home folder: no vectors are kept between runs", RuntimeWarning, stacklevel=3)
            return encoder
        return CachedEncoder(encoder, folder / "vectors.sqlite3")
    return CachedEncoder(encoder, Path(cache) / "vectors.sqlite3")
