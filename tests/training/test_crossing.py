"""Training the cross-encoder: batches, labels, that numpy computes the same, that it goes on after a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from drift.judging import layers
from drift.judging.inputs import Passage, pair
from training.crossing.examples import FAMILIES, LIMITS, family, seen
from training.labeled import SOURCES, Labeled

torch = pytest.importorskip("torch")

from training.crossing import train as crosstraining  # noqa: E402 - needs torch
from training.crossing.train import Store, least, loss  # noqa: E402 - needs torch

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "the bank paid twelve": [300, 301, 302, 303],
    "twelve was paid by the bank": [303, 310, 302, 311, 300, 301],
    "twelve was not paid by the bank": [303, 310, 320, 302, 311, 300, 301],
    "the bank paid twenty": [300, 301, 302, 330],
}
A, CLEAN, NEGATED, ALONE = TEXTS
GROUP = [
    Labeled("human", "1", A, CLEAN, 0.0, unsupported=0.0),
    Labeled("human", "1", A, NEGATED, 1.0, unsupported=1.0),
    Labeled("human", "1", A, ALONE, 0.9, unsupported=1.0),
]


def store() -> Store:
    rng = np.random.default_rng(2)
    rows = list(TEXTS.values())
    count = sum(map(len, rows))
    starts = [np.cumsum([0, *[len(word) + 1 for word in text.split()]])[:-1] for text in TEXTS]
    offsets = [
        [(int(a), int(a) + len(word)) for a, word in zip(start, text.split(), strict=True)]
        for start, text in zip(starts, TEXTS, strict=True)
    ]
    return Store(
        sentences={text: [k] for k, text in enumerate(TEXTS)},
        bounds=np.cumsum([0, *map(len, rows)]),
        ids=np.array([piece for row in rows for piece in row], dtype=np.int32),
        looks=np.zeros(count, dtype=np.int8),
        pieces=(rng.standard_normal((count, crosstraining.WIDTH)) / 20).astype(np.float16),
        offsets=np.array([place for own in offsets for place in own], dtype=np.int32),
        vectors=rng.standard_normal((len(rows), crosstraining.WIDTH)).astype(np.float32),
    )


def network() -> crosstraining.Network:
    torch.manual_seed(4)
    width = crosstraining.WIDTH
    start = {
        "embeddings.word_embeddings.weight": torch.randn(400, width),
        "embeddings.position_embeddings.weight": torch.randn(512, width),
        "embeddings.token_type_embeddings.weight": torch.randn(2, width),
        "embeddings.LayerNorm.weight": torch.ones(width),
        "embeddings.LayerNorm.bias": torch.zeros(width),
    }
    for number in range(crosstraining.LAYERS):
        for own, values in crosstraining.Layer().named_parameters():
            part, kind = own.split(".")
            start[f"encoder.layer.{number}.{crosstraining.PARTS[part]}.{kind}"] = values.detach()
    return crosstraining.Network(start)


def test_new_pieces_are_marked_beside_the_unedited_twin() -> None:
    rows = GROUP[:2]
    pairs = [store().pair(row) for row in rows]
    clean, edited = crosstraining.tags_of([rows], pairs, store())
    places = slice(len(TEXTS[A]) + 2, -1)
    assert set(clean[places].tolist()) == {0.0}
    assert edited[places].tolist() == [0, 0, 1, 0, 0, 0, 0]
    assert np.isnan(edited[1 : len(TEXTS[A]) + 1]).all()  # what a paraphrase of the original lacks is not known


def test_spans_that_raters_marked_are_the_labels() -> None:
    start = NEGATED.index("not")
    row = Labeled("mqm", "1", A, NEGATED, quality=20.0, spans=((start, start + 3, 0.9),))
    (marked,) = crosstraining.tags_of([[row]], [store().pair(row)], store())
    assert marked[len(TEXTS[A]) + 2 : -1].tolist() == pytest.approx([0, 0, 0.9, 0, 0, 0, 0])


def test_the_twin_is_the_least_changed() -> None:
    assert least(GROUP[::-1]) is GROUP[0]


def test_learning_orders_the_texts_of_an_item() -> None:
    learner, data = network(), store()
    optimizer = torch.optim.Adam(learner.parameters(), lr=1e-3)
    first = float(loss(learner, [GROUP], data).detach())
    for _ in range(25):
        optimizer.zero_grad()
        value = loss(learner, [GROUP], data)
        value.backward()
        optimizer.step()
    learner.eval()
    with torch.inference_mode():
        heads, _ = learner(crosstraining.collate([data.pair(row) for row in GROUP]))
    assert float(value.detach()) < first / 2
    assert heads[0, 0] < min(heads[1, 0], heads[2, 0])
    assert heads[0, 1] < min(heads[1, 1], heads[2, 1])


def test_an_interrupted_run_goes_on_as_if_it_had_not_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(crosstraining, "SAVE", 2)
    plan = [[GROUP], [GROUP[:2]], [GROUP], [GROUP[:2]]]
    whole = network()
    told: list[tuple[int, int]] = []
    crosstraining.learn(
        whole, plan, store(), tmp_path / "whole", progress=lambda done, total, _: told.append((done, total))
    )
    assert told == [(2, 4), (4, 4)]

    def stop(*arguments: object) -> object:
        if (tmp_path / "part").exists():
            raise KeyboardInterrupt
        return loss(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(crosstraining, "loss", stop)
    with pytest.raises(KeyboardInterrupt):
        crosstraining.learn(network(), plan, store(), tmp_path / "part")
    monkeypatch.setattr(crosstraining, "loss", loss)
    resumed = network()
    crosstraining.learn(resumed, plan, store(), tmp_path / "part")
    for name, values in whole.state_dict().items():
        assert torch.equal(values, resumed.state_dict()[name]), name
    assert capsys.readouterr().out == ""


def side(size: int, seed: int) -> Passage:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((size, crosstraining.WIDTH)).astype(np.float16) / 20
    return Passage(rng.integers(104, 399, size), rng.integers(0, 10, size), vectors)


@pytest.mark.parametrize("sizes", [(1, 1), (7, 4), (30, 41)])
def test_numpy_computes_what_torch_trained(sizes: tuple[int, int]) -> None:
    sequence = pair(side(sizes[0], 5), side(sizes[1], 6))
    trained = network().eval()
    with torch.inference_mode():
        for values in trained.parameters():  # no scale of one, no offset of nothing
            values.add_(torch.randn_like(values) / 20)
        heads, tags = trained(crosstraining.collate([sequence]))
    stored = {name: values.numpy() for name, values in trained.state_dict().items()}
    (found,) = layers.Network.of(stored)([sequence])
    assert np.allclose([found.changed, found.unsupported, found.quality], heads[0].numpy(), atol=1e-4)
    assert np.allclose(found.tags, tags[0].numpy(), atol=1e-4)


def test_padding_changes_no_pair() -> None:
    both = [pair(side(5, 1), side(6, 2)), pair(side(40, 3), side(50, 4))]
    learner = network().eval()
    with torch.inference_mode():
        alone, _ = learner(crosstraining.collate(both[:1]))
        beside, _ = learner(crosstraining.collate(both))
    assert np.allclose(alone[0].numpy(), beside[0].numpy(), atol=1e-4)


def test_padding_and_order_in_a_batch_change_no_pair() -> None:
    learner, data = network().eval(), store()
    pairs = [data.pair(row) for row in GROUP]
    with torch.inference_mode():
        there, _ = learner(crosstraining.collate(pairs))
        back, _ = learner(crosstraining.collate(pairs[::-1]))
        alone, _ = learner(crosstraining.collate(pairs[:1]))
    assert torch.allclose(there, back.flip(0), atol=1e-5)
    assert torch.allclose(there[:1], alone, atol=1e-5)


def test_a_pair_of_the_store_is_that_of_the_reader() -> None:
    data = store()
    row = GROUP[1]
    direct = pair(data.passage(data.sentences[row.original]), data.passage(data.sentences[row.rewrite]))
    assert np.array_equal(data.pair(row).ids, direct.ids)


def test_every_source_but_round_trips_has_one_family() -> None:
    assert sorted(name for own in FAMILIES.values() for name in own) == sorted({*LIMITS, "edited"})
    assert {name for name in SOURCES if family(name) is None} == {"roundtrip"}


def test_about_seven_of_ten_items_are_learned_from_whatever_their_case() -> None:
    texts = [f"Sentence number {k} of many." for k in range(2000)]
    assert 0.65 < np.mean([seen(text) for text in texts]) < 0.75
    assert all(seen(text) == seen(text.upper()) for text in texts)
