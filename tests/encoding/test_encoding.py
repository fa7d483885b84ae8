from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.encoding import ModelError, open_encoder, packaged, transformer
from drift.encoding.plain import PlainEncoder, unit
from drift.encoding.transformer import TransformerEncoder
from tests.encoding.counting import same

if TYPE_CHECKING:
    from pathlib import Path


class Letters:
    """A tiny deterministic encoder: counts of letters."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        self.seen += texts
        return np.array([[text.count(letter) + 0.01 for letter in "abcdefgh"] for text in texts], dtype=np.float32)


@given(st.lists(st.text(max_size=30), max_size=6))
def test_plain_encoder_gives_unit_vectors_and_exact_offsets(texts: list[str]) -> None:
    for text, item in zip(texts, PlainEncoder(Letters()).encode_all(texts), strict=True):
        assert np.linalg.norm(item.vector) == pytest.approx(1.0, abs=1e-5)
        assert len(item.pieces) == len(item.offsets)
        assert all(text[start:end].strip() for start, end in item.offsets)


@pytest.mark.parametrize(
    "result",
    [np.zeros(3, np.float32), np.zeros((1, 3), np.float32), np.full((4, 2), np.nan)],
    ids=["one dimension", "too few rows", "not finite"],
)
def test_an_encoder_that_returns_nonsense_is_refused(result: np.ndarray) -> None:
    class Broken:
        def encode(self, texts: list[str]) -> np.ndarray:
            return result

    with pytest.raises(ModelError, match="Broken"):
        PlainEncoder(Broken()).encode_all(["two words"])


def test_zero_rows_stay_zero() -> None:
    assert np.array_equal(unit(np.array([[0.0, 0.0], [3.0, 4.0]])), np.array([[0, 0], [0.6, 0.8]], dtype=np.float32))


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ModelError, match="no encode method"):
        open_encoder(42)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_an_altered_packaged_model_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "model"
    shutil.copytree(packaged.folder(), copy)
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    monkeypatch.setattr(packaged, "folder", lambda: copy)
    with pytest.raises(ModelError, match=f"{name} .* was altered"):
        TransformerEncoder().encode_all(["one"])


@pytest.mark.model
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        TransformerEncoder(str(tmp_path)).encode_all(["one"])


@pytest.mark.parametrize("name", ["./mine", "/no/such", "~/mine", "a/b/c", r"models\\mine", "models/mine"])
def test_a_folder_that_is_missing_is_asked_of_no_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(transformer, "_load", lambda _: pytest.fail("the hub was asked"))
    with pytest.raises(ModelError, match="there is no such folder"):
        TransformerEncoder(name).encode_all(["one"])


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", "sentence-transformers/all-mpnet-base-v2"])
def test_a_name_of_the_hub_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    asked: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(transformer, "_load", asked.append)
    with pytest.raises(AttributeError):  # None is no model
        TransformerEncoder(name).encode_all(["one"])
    assert asked == [name]


@pytest.mark.model
def test_the_packaged_model_agrees_with_sentence_transformers_own_encode() -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["Algeria cut diplomatic ties with Morocco in August.", "Rabat denies this.", ""]
    ours = np.stack([item.vector for item in TransformerEncoder().encode_all(texts)])
    theirs = SentenceTransformer(str(packaged.folder())).encode(texts)
    assert np.allclose(ours, theirs, atol=1e-5)


@pytest.mark.model
def test_texts_longer_than_the_window_are_encoded_whole() -> None:
    text = "The minister spoke. " * 200 + "Penguins swim."
    item = TransformerEncoder().encode_all([text])[0]
    assert item.offsets[-1].tolist() == [len(text) - 1, len(text)]
    assert len(item.pieces) > 500
    assert np.linalg.norm(item.vector) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.model
def test_vectors_do_not_depend_on_what_is_encoded_with_them() -> None:
    encoder = TransformerEncoder()
    texts = ["Rabat denies this.", "Algeria cut ties.", "word " * 40, "", "The minister spoke at length on Monday."]
    together = encoder.encode_all(texts * 9)
    alone = [encoder.encode_all([text])[0] for text in texts]
    assert all(same(a, b) for a, b in zip(together, alone * 9, strict=True))


@pytest.mark.model
def test_threads_that_ask_at_the_same_time_load_one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []
    together = threading.Barrier(2)

    class Model:
        def eval(self) -> None:
            loads.append("done")

    def load(source: str) -> Model:
        loads.append(source)
        time.sleep(0.2)  # long enough for the other thread to ask as well
        return Model()

    def ask(_: int) -> object:
        together.wait(10)
        return encoder._model  # noqa: SLF001 - what `encode_all` begins with

    monkeypatch.setattr(transformer, "_load", load)
    encoder = TransformerEncoder("some model")
    # from Python 3.12 on a cached property has no lock
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask, range(2))
    assert first is second
    assert loads == ["some model", "done"]


def test_a_folder_serves_as_model(tmp_path: Path) -> None:
    encoder = TransformerEncoder(str(packaged.folder()))
    assert encoder.identity.startswith("model@")
    assert same(encoder.encode_all(["cab"])[0], TransformerEncoder().encode_all(["cab"])[0])


def test_importing_drift_loads_nothing_heavy() -> None:
    heavy = ("torch", "transformers", "spacy", "matplotlib", "pandas", "numpy")
    code = f"import sys, drift; print([name for name in {heavy} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.model
def test_bfloat16_moves_cosines_by_less_than_a_ten_thousandth() -> None:
    texts = ["The ministry denied on Tuesday that any talks had been held.", "Nobody objected.", "Rabat 1975"]
    single, half = (open_encoder(cache=False, precision=name).encode_all(texts) for name in ("float32", "bfloat16"))
    for a, b in zip(single, half, strict=True):
        assert 1e-9 < 1 - float(a.vector.astype(np.float64) @ b.vector) < 1e-4
        assert np.array_equal(a.offsets, b.offsets)


def test_precision_is_part_of_an_encoders_identity() -> None:
    names = {open_encoder(cache=False, precision=name).identity for name in ("float32", "bfloat16")}
    assert len(names) == 2
    with pytest.raises(ValueError, match="no such precision: 'int8'; there are float32, bfloat16"):
        open_encoder(precision="int8")  # type: ignore[arg-type]


@pytest.mark.model
def test_a_loaded_sentence_transformer_gives_contextual_word_pieces(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = open_encoder(SentenceTransformer(str(packaged.folder())), cache=tmp_path)
    assert same(encoder.encode_all(["A cab."])[0], open_encoder(cache=False).encode_all(["A cab."])[0])
    assert encoder.identity.startswith("SentenceTransformer-torch@")
    assert not list(tmp_path.iterdir())  # nothing pins its vectors, so none are kept


def test_encoding_leaves_torch_its_threads() -> None:
    import torch

    before = torch.get_num_threads()
    try:
        torch.set_num_threads(3)
        open_encoder(cache=False).encode_all(["A cab.", "A much longer sentence about a cab in the rain of Rabat."])
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)
