"""Texts become vectors: the encoder protocol, sentence-transformers, the packaged model, the cache."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from drift.encoding.protocol import Encoded, Encoder, ModelError, TextEncoder

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Encoded", "Encoder", "ModelError", "TextEncoder", "open_encoder"]


def open_encoder(
    model: str | PathLike[str] | Encoder | None = None, *, cache: bool | str | PathLike[str] = True
) -> TextEncoder:
    """The encoder for `model`, behind a cache unless `cache` is False. Nothing is loaded yet.

    `model` is None for the packaged default, a folder, a hub name, or an object with `encode`. `cache` is
    True for the user's cache folder, or a path to the cache file's folder.

    Raises:
        ModelError: `model` is none of these.
    """
    from drift.encoding.cache import CachedEncoder
    from drift.encoding.plain import PlainEncoder
    from drift.encoding.transformer import TransformerEncoder

    encoder: TextEncoder
    if model is None:
        encoder = TransformerEncoder()
    elif isinstance(model, (str, Path)) or hasattr(model, "__fspath__"):
        encoder = TransformerEncoder(str(model))
    elif isinstance(model, Encoder):
        encoder = PlainEncoder(model)
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
