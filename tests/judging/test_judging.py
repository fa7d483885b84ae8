"""The cross-encoder: what it sees, and that a reading is repeatable."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.judging.crossencoder import LEAST
from drift.judging.inputs import CLS, LONGEST, MOST, SEP, Passage, nearest, pair
from tests import caching

if TYPE_CHECKING:
    from drift.judging import PairCrossEncoder

WIDTH = 24
rows = st.lists(st.integers(200, 240), min_size=1, max_size=12)


def passage(ids: list[int]) -> Passage:
    rng = np.random.default_rng(sum(ids))
    vectors = rng.standard_normal((len(ids), WIDTH)).astype(np.float16)
    return Passage(np.array(ids, dtype=np.int64), np.zeros(len(ids), dtype=np.int64), vectors)


@given(rows, rows)
def test_both_sides_stand_in_one_sequence(a: list[int], b: list[int]) -> None:
    found = pair(passage(a), passage(b))
    assert found.ids.tolist() == [CLS, *a, SEP, *b, SEP]
    assert found.sides.tolist() == [0] * (len(a) + 2) + [1] * (len(b) + 1)
    assert found.places.tolist() == [*range(len(a) + 2), *range(1, len(b) + 2)]
    assert len({len(getattr(found, name)) for name in ("ids", "looks", "echoes", "nearest", "vectors")}) == 1


@given(rows, rows)
def test_an_echo_is_a_piece_of_the_other_side(a: list[int], b: list[int]) -> None:
    found = pair(passage(a), passage(b))
    assert [bool(code & 1) for code in found.echoes[1 : len(a) + 1].tolist()] == [piece in b for piece in a]
    assert [bool(code & 1) for code in found.echoes[len(a) + 2 : -1].tolist()] == [piece in a for piece in b]


@given(rows)
def test_a_passage_beside_itself_is_all_echo(a: list[int]) -> None:
    found = pair(passage(a), passage(a))
    assert set(found.echoes[1 : len(a) + 1].tolist()) == {7}


def test_a_long_passage_is_read_as_far_as_the_model_can() -> None:
    found = pair(passage([200] * (LONGEST + 40)), passage([201] * (LONGEST + 1)))
    assert len(found.ids) == 2 * LONGEST + 3 <= 512


@given(st.integers(1, 9), st.integers(1, 3), st.integers(0, 99))
def test_a_claim_is_read_beside_its_bead_and_the_nearest_sentences(n: int, m: int, seed: int) -> None:
    similarities = np.random.default_rng(seed).random((n, m)).astype(np.float32)
    found = nearest(similarities, (n - 1,))
    assert n - 1 in found
    assert found == sorted(set(found))
    assert len(found) == min(n, MOST)
    rest = [k for k in range(n) if k not in found]
    best = similarities.max(axis=1)
    assert all(best[k] <= best[kept] for k in rest for kept in found if kept != n - 1)


def test_looks_tell_capitals_figures_and_marks() -> None:
    from drift.judging.inputs import looks_of

    text = "Paris paid 3m to NATO, twice"
    words = ["Paris", "paid", "3m", "to", "NATO", ",", "twice"]
    offsets = np.array([[text.index(word), text.index(word) + len(word)] for word in words], dtype=np.int32)
    assert looks_of(text, offsets).tolist() == [1, 0, 3, 0, 2, 9, 0]


@pytest.fixture(scope="module")
def reader() -> tuple[PairCrossEncoder, SimpleNamespace]:
    analyzer = caching.analyzer()
    a = "The minister signed the deal in Rabat. Nobody objected. It rained on 12 May."
    b = "In Rabat the minister signed the agreement. Everybody objected. It rained on 21 May."
    ((comparison, _),) = analyzer.comparisons([(a, b)])
    documents = [side.document for side in comparison.sides]
    return comparison.cross_encoder, SimpleNamespace(a=a, b=b, analyzer=analyzer, documents=documents)


@pytest.mark.model
def test_a_reading_tells_a_change_from_a_paraphrase(reader: tuple[PairCrossEncoder, SimpleNamespace]) -> None:
    read, _ = reader
    assert read((0,), (0,)).changed < 0
    assert read((0,), (0,)).changed < min(read((1,), (1,)).changed, read((2,), (2,)).changed)


@pytest.mark.model
def test_a_reading_depends_on_its_sentences_alone(reader: tuple[PairCrossEncoder, SimpleNamespace]) -> None:
    read, texts = reader
    ((alone, _),) = texts.analyzer.comparisons([("Nobody objected.", "Everybody objected.")])
    once, again = read((1,), (1,)), alone.cross_encoder((0,), (0,))
    assert (once.changed, once.unsupported, once.quality) == (again.changed, again.unsupported, again.quality)


@pytest.mark.model
def test_a_word_that_changed_is_told_from_those_that_stayed(reader: tuple[PairCrossEncoder, SimpleNamespace]) -> None:
    from drift.parsing import parse

    read, texts = reader
    for side, changed, stayed in ((0, "Nobody", "objected"), (1, "Everybody", "objected")):
        row = parse(texts.documents[side])[1]
        first, second = (next(token for token in row if token.text == word) for word in (changed, stayed))
        odds = read.altered((1,), (1,), side, [first, second])
        assert odds[0] > odds[1]
        reading = read((1,), (1,))
        assert odds[0] <= (reading.lost_piece, reading.new_piece)[side]
        elsewhere = parse(texts.documents[side])[2][0]
        assert read.altered((1,), (1,), side, [elsewhere]) == [LEAST]
        assert read.altered((1,), (1,), side, []) == []


@pytest.mark.model
def test_another_encoder_is_read_by_the_default_one(tmp_path: object) -> None:
    import drift

    class Plain:
        def encode(self, texts: list[str]) -> np.ndarray:
            return np.stack([np.bincount([ord(c) % 64 for c in text], minlength=64) for text in texts]).astype(float)

    a, b = "The bank paid in May.", "The bank did not pay in May."
    ((ours, _),) = caching.analyzer().comparisons([(a, b)])
    ((theirs, _),) = drift.Analyzer(Plain(), cache=caching.folder()).comparisons([(a, b)])
    assert ours.cross_encoder is not None
    assert theirs.cross_encoder is not None
    assert ours.cross_encoder((0,), (0,)) == theirs.cross_encoder((0,), (0,))


def test_an_altered_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from drift.encoding import ModelError
    from drift.judging import crossencoder as module

    monkeypatch.setattr(module, "card", lambda: {"sha256": "0" * 64})
    module.load.cache_clear()
    with pytest.raises(ModelError, match=r"altered.*model\.safetensors"):
        module.load()


@pytest.mark.model
def test_passages_that_are_read_together_see_nothing_of_each_other(
    reader: tuple[PairCrossEncoder, SimpleNamespace],
) -> None:
    from drift.judging import load, read_ahead

    _, texts = reader
    places = [((row,), (column,)) for row in range(3) for column in range(3)] + [((0, 1, 2), (0, 1))]
    made = [next(texts.analyzer.comparisons([(texts.a, texts.b)]))[0].cross_encoder for _ in range(2)]
    together = [item.using(load()) for item in made]
    read_ahead([(together[0], places[:7]), (together[1], places)])
    for place in places:
        ((alone, _),) = texts.analyzer.comparisons([(texts.a, texts.b)])
        assert together[1](*place) == alone.cross_encoder(*place)
    assert together[0].unread(places) == places[7:]


@given(st.lists(st.floats(-9, 9, width=32), min_size=1, max_size=40))
def test_gelu_is_that_of_the_error_function(values: list[float]) -> None:
    from math import erf

    from drift.judging.layers import gelu

    expected = [x * 0.5 * (1 + erf(x / 2**0.5)) for x in values]
    assert np.allclose(gelu(np.array(values, dtype=np.float32)), expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize(("sizes", "count"), [([10] * 4, 2), ([300] * 3, 2), ([300] * 3, 1), ([7], 2), ([], 2)])
def test_what_is_read_together_is_cut_so_that_every_core_has_a_part(
    sizes: list[int], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from drift.judging import crossencoder as module

    monkeypatch.setattr(module, "cores", lambda: count)
    jobs = [(None, k, SimpleNamespace(ids=[0] * size)) for k, size in enumerate(sizes)]
    parts = list(module.shares(jobs))
    assert [job for part in parts for job in part] == jobs
    assert all(parts)
    assert len(parts) >= min(count, len(jobs))
    assert all(sum(len(job[2].ids) for job in part[:-1]) < module.PIECES for part in parts)
