"""Sentence and word-piece vectors from a sentence-transformers model, in one pass."""

from __future__ import annotations

import hashlib
import itertools
import os
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from logging import ERROR, getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from drift.encoding import packaged
from drift.encoding.plain import PlainEncoder, unit
from drift.encoding.protocol import Encoded, ModelError
from drift.ground.threads import cores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Precision = Literal["float32", "bfloat16"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
BATCH = 16  # windows a forward pass: some 600 word pieces, whose layers fit a core's cache; larger ones are no faster
STEP = 8  # word pieces; windows are padded to a multiple of it

_loading = threading.Lock()  # sentences and claims are encoded in threads of their own; one of them loads the model
_alone = threading.Lock()  # torch's number of threads is the whole process's, and what was begun first is wanted first


class TransformerEncoder:
    """A sentence-transformers model: the packaged default (`name` None), a folder, or a hub name.

    The model is loaded at first use, so that a run whose vectors are all cached never imports torch. With `precision`
    "bfloat16" the matrices are multiplied in that format, added up in single precision: with processors that know
    bfloat16 in little more than half the time; cosines move by 0.00001, at most 0.00003 (731 news sentences).
    """

    def __init__(self, name: str | None = None, *, precision: Precision = "float32") -> None:
        self.name = name
        self.precision = precision
        self.cacheable = True
        self._loaded: Any = None

    @classmethod
    def of(cls, model: Any, *, precision: Precision = "float32") -> TransformerEncoder:
        """An encoder of a loaded SentenceTransformer, of whichever back end; nothing pins its vectors between runs."""
        made = cls(f"{type(model).__name__}-{model.get_backend()}", precision=precision)
        made._loaded = model
        made.cacheable = False
        return made

    @cached_property
    def identity(self) -> str:
        """Name and hash, of the files where they are known without loading, else of the loaded weights; precision."""
        return self._weights + ("" if self.precision == "float32" else f"+{self.precision}")

    @property
    def _weights(self) -> str:
        if self.name is None:
            return f"{packaged.NAME}@{packaged.HASHES['model.safetensors'][:12]}"
        path = Path(self.name)
        if path.is_dir():
            return f"{path.name}@{_folder_hash(path)[:12]}"
        weights = self._model.state_dict()
        return f"{self.name}@{_weights_hash(weights)[:12]}" if weights else self.name  # other back ends hide theirs

    @property
    def _model(self) -> Any:
        """The model, which the first to ask for it loads."""
        with _loading:
            if self._loaded is None:
                self._loaded = self._opened()
        return self._loaded

    def _opened(self) -> Any:
        source = self.name
        if source is None:
            folder = packaged.folder()
            packaged.verify(folder)
            source = str(folder)
        elif _is_path(source) and not Path(source).is_dir():
            msg = f"model {source!r} cannot be loaded: there is no such folder"
            raise ModelError(msg)
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
        windows = _windows(model, texts)
        outcome = _forward(model, windows, self.precision)
        return [_join([(windows[k], *outcome[k]) for k in own]) for own in _by_text(windows, len(texts))]


def _is_path(name: str) -> bool:
    """Whether a model's name can only be meant as a folder; a hub name has at most one slash."""
    path = Path(name)
    folder = len(path.parts) > 1 and path.parent.is_dir()
    return path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1 or "\\" in name or folder


def _load(source: str) -> Any:
    """The model, without the progress bars that loading draws on standard error."""
    # A notebook without widgets is no concern of the user here. The filter stays: to put filters back, as
    # catch_warnings does, would also put back those that another thread has changed meanwhile.
    warnings.filterwarnings("ignore", message="IProgress not found")
    # On newer processors MKL adds up in an order that depends on how many rows there are, unless it is told not to; it
    # reads this at its first product, and costs nothing that can be measured.
    os.environ.setdefault("MKL_CBWR", "AUTO,STRICT")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    hub = getLogger("huggingface_hub")  # which tells each of its tries; the last one's error tells enough
    level = hub.level
    hub.setLevel(ERROR)
    try:
        # no pickles, and no code that comes with a model
        return SentenceTransformer(source, trust_remote_code=False, model_kwargs={"use_safetensors": True})
    finally:
        hub.setLevel(level)
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class _Window:
    """What the model reads at once of a text: token ids, their offsets in the text, and which are not added ones."""

    text: int
    inputs: dict[str, list[int]]
    offsets: NDArray[np.int32]
    own: NDArray[np.bool_]

    @property
    def width(self) -> int:
        """Its length when padded."""
        return -(-len(self.own) // STEP) * STEP


def _windows(model: Any, texts: Sequence[str]) -> list[_Window]:
    """Each text as one window, or several where it is longer than the model can read."""
    found = model.tokenizer(
        list(texts),
        truncation=True,
        max_length=model.max_seq_length,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
    )
    offsets = found.pop("offset_mapping")
    special = found.pop("special_tokens_mask")
    owner = found.pop("overflow_to_sample_mapping")
    return [
        _Window(
            text=owner[k],
            inputs={name: values[k] for name, values in found.items()},
            offsets=np.array(offsets[k], dtype=np.int32).reshape(-1, 2),
            own=~np.array(special[k], dtype=bool),
        )
        for k in range(len(owner))
    ]


def _by_text(windows: Sequence[_Window], count: int) -> list[list[int]]:
    result: list[list[int]] = [[] for _ in range(count)]
    for k, window in enumerate(windows):
        result[window.text].append(k)
    return result


def _forward(
    model: Any, windows: Sequence[_Window], precision: Precision
) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Sentence vector and rows of word pieces of each window.

    The vectors of a window do not depend on what else is encoded, nor on the number of cores: it is only batched
    with windows of its own padded length, and each batch runs on one thread, the batches side by side.
    """
    import torch

    order = sorted(range(len(windows)), key=lambda k: windows[k].width)
    groups = [list(same) for _, same in itertools.groupby(order, key=lambda k: windows[k].width)]
    batches = [group[start : start + BATCH] for group in groups for start in range(0, len(group), BATCH)]
    # other back ends (ONNX, OpenVINO) use all cores for one batch, and OpenVINO refuses a second one meanwhile
    workers = min(len(batches), cores()) if model.get_backend() == "torch" else 1
    with _alone:
        before = torch.get_num_threads()
        try:
            with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
                outcome = pool.map(lambda chunk: _batch(model, [windows[k] for k in chunk], precision), batches)
                found = dict(zip(itertools.chain(*batches), itertools.chain(*outcome), strict=True))
        finally:
            torch.set_num_threads(before)
    return [found[k] for k in range(len(windows))]


def _batch(
    model: Any, windows: Sequence[_Window], precision: Precision
) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    import torch

    batch = {name: [window.inputs[name] for window in windows] for name in windows[0].inputs}
    padded = model.tokenizer.pad(batch, padding="max_length", max_length=windows[0].width, return_tensors="pt")
    half = torch.autocast(model.device.type, dtype=torch.bfloat16, enabled=precision == "bfloat16")
    with torch.inference_mode(), half:
        out = model({name: values.to(model.device) for name, values in padded.items()})
    sentences = out["sentence_embedding"].float().cpu().numpy()
    pieces = out["token_embeddings"].float().cpu().numpy()
    return [(sentences[k], pieces[k, : len(window.own)][window.own]) for k, window in enumerate(windows)]


def _join(parts: Sequence[tuple[_Window, NDArray[np.float32], NDArray[np.float32]]]) -> Encoded:
    """One text from its windows, the sentence vector weighted by their lengths."""
    weights = [max(1, len(rows)) for _, _, rows in parts]
    vector = sum(weight * vector for weight, (_, vector, _) in zip(weights, parts, strict=True))
    rows = np.concatenate([rows for _, _, rows in parts])
    offsets = np.concatenate([window.offsets[window.own] for window, _, _ in parts])
    return Encoded(unit(np.asarray(vector, dtype=np.float32)), unit(rows).astype(np.float16), offsets)


def _folder_hash(path: Path) -> str:
    """Hash of all weights and tokenizer files below a model's folder."""
    digest = hashlib.sha256()
    wanted = {".safetensors", ".bin", ".json", ".txt", ".model"}
    for file in sorted(item for item in path.rglob("*") if item.suffix in wanted and item.is_file()):
        digest.update(f"{file.relative_to(path).as_posix()}:{packaged.sha256(file)}\n".encode())
    return digest.hexdigest()


def _weights_hash(weights: Mapping[str, Any]) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(weights.items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).float().numpy().tobytes())
    return digest.hexdigest()
