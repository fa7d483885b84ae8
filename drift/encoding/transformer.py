"""Sentence and word-piece vectors from a sentence-transformers model, in one pass."""

from __future__ import annotations

import hashlib
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.encoding import packaged
from drift.encoding.plain import PlainEncoder, unit
from drift.encoding.protocol import Encoded, ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BATCH = 32  # texts a forward pass; larger batches gain nothing on two cores


class TransformerEncoder:
    """A sentence-transformers model: the packaged default (`name` None), a folder, or a hub name.

    The model is loaded at first use, so that a run whose vectors are all cached never imports torch.
    """

    cacheable = True

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    @cached_property
    def identity(self) -> str:
        """Name and hash: of the files where they are known without loading, else of the loaded weights."""
        if self.name is None:
            return f"{packaged.NAME}@{packaged.HASHES['model.safetensors'][:12]}"
        path = Path(self.name)
        if path.is_dir():
            return f"{path.name}@{_folder_hash(path)[:12]}"
        return f"{self.name}@{_weights_hash(self._model)[:12]}"

    @cached_property
    def _model(self) -> Any:
        source = self.name
        if source is None:
            folder = packaged.folder()
            packaged.verify(folder)
            source = str(folder)
        try:
            model = _load(source)
        except Exception as error:  # sentence-transformers raises many kinds; all mean: no such model here
            first = str(error).strip().splitlines()[:1] or [type(error).__name__]
            msg = f"model {source!r} cannot be loaded: {first[0]}"
            raise ModelError(msg) from error
        model.eval()
        return model

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts; those longer than the model's window are encoded in windows and averaged."""
        if not texts:
            return []
        model = self._model
        if not getattr(model.tokenizer, "is_fast", False) or not hasattr(model[0], "auto_model"):
            return PlainEncoder(model, identity=self.identity).encode_all(texts)  # e.g. static embeddings
        order = sorted(range(len(texts)), key=lambda k: (len(texts[k]), texts[k]))  # little padding
        result: list[Encoded | None] = [None] * len(texts)
        for start in range(0, len(order), BATCH):
            chunk = order[start : start + BATCH]
            for k, encoded in zip(chunk, _forward(model, [texts[k] for k in chunk]), strict=True):
                result[k] = encoded
        return [encoded for encoded in result if encoded is not None]


def _load(source: str) -> Any:
    """The model, without the progress bars that loading draws on standard error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a notebook without widgets is no concern of the user here
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        return SentenceTransformer(source)
    finally:
        if shown:
            logging.enable_progress_bar()


def _forward(model: Any, texts: list[str]) -> list[Encoded]:
    import torch

    features = model.tokenizer(
        texts,
        padding=True,
        truncation=True,
        max_length=model.max_seq_length,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
        return_tensors="pt",
    )
    offsets = features.pop("offset_mapping").numpy()
    special = features.pop("special_tokens_mask").numpy().astype(bool)
    owner = features.pop("overflow_to_sample_mapping").numpy()
    known = {key: value.to(model.device) for key, value in features.items()}
    with torch.inference_mode():
        out = model(known)
    sentences = out["sentence_embedding"].float().cpu().numpy()
    pieces = out["token_embeddings"].float().cpu().numpy()
    result = []
    for k in range(len(texts)):
        windows = np.flatnonzero(owner == k)
        keep = [~special[w] for w in windows]
        counts = np.array([max(1, int(mask.sum())) for mask in keep], dtype=np.float32)
        vector = unit((sentences[windows] * counts[:, None]).sum(axis=0))
        rows = np.concatenate([pieces[w][mask] for w, mask in zip(windows, keep, strict=True)])
        spans = np.concatenate([offsets[w][mask] for w, mask in zip(windows, keep, strict=True)])
        result.append(Encoded(vector, half(unit(rows)), spans.astype(np.int32)))
    return result


def half(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Round to half precision, so that vectors fresh from the model equal those from the cache."""
    return rows.astype(np.float16).astype(np.float32)


def _folder_hash(path: Path) -> str:
    """Hash of all weights and tokenizer files below a model's folder."""
    digest = hashlib.sha256()
    wanted = {".safetensors", ".bin", ".json", ".txt", ".model"}
    for file in sorted(item for item in path.rglob("*") if item.suffix in wanted and item.is_file()):
        digest.update(f"{file.relative_to(path).as_posix()}:{packaged.sha256(file)}\n".encode())
    return digest.hexdigest()


def _weights_hash(model: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).float().numpy().tobytes())
    return digest.hexdigest()
