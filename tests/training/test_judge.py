"""Training the judge: what labels say, what is learned from them, and that numpy computes what was learned."""

from __future__ import annotations

import functools
import gzip
import json
import math
import random
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from drift.encoding import packaged
from drift.judging import load
from drift.judging.inputs import CLS, LONGEST, SEP, Pair, Passage, join, looks_of, pair
from drift.judging.layers import Network
from drift.records import PairPrediction
from training.judge import examples
from training.judge.examples import Example
from training.labeled import Labeled

torch = pytest.importorskip("torch")

from training.judge import edits, train  # noqa: E402 - needs torch
from training.judge.network import ORDER, QUALITY, READ, TAGS, Judge, Reading, loss, odds, split  # noqa: E402 - needs torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from training.judge.examples import Group
    from training.judge.network import Batch


def change(text: str, kind: str, original: str | None, rewrite: str | None) -> dict[str, str | None]:
    return {"text": text, "type": kind, "severity": "major", "original_text": original, "rewrite_text": rewrite}


ITEM = {
    "id": "A-1", "original": "The old bridge fell on Monday.", "near": "The old bridge fell Monday.",
    "faithful": ["On Monday the old bridge fell.", "Monday saw the collapse of the old bridge."],
    "changed": [
        change("The new bridge fell on Monday.", "antonym", "old", "new"),
        change("The bridge fell on Monday.", "dropped_qualifier", "old", None),
        change("The old bridge fell on Monday, killing two.", "added_claim", None, ", killing two"),
    ],
}  # fmt: skip

A, RAISED = "The bank paid twelve.", "The bank paid twenty."
CLEAN, NEGATED = "Twelve was paid by the bank.", "Twelve was not paid by the bank."
TWIN = Labeled("stsb", "1", A, CLEAN, 0.0, unsupported=0.0, quality=95.0)
NOT = Labeled("stsb", "1", A, NEGATED, 1.0, unsupported=1.0, quality=20.0)
MORE = Labeled("stsb", "1", A, RAISED, 0.9, unsupported=1.0)
ROWS = [TWIN, NOT, MORE]


def whole(original: str, rewrite: str) -> str:
    """What is no article is not shortened."""
    return original


GROUP = examples.labeled(ROWS, whole)


def write_inference(folder: Path, *labels: str) -> Path:
    folder.mkdir(exist_ok=True)
    rows = [{"original": "a b", "rewrite": "a", "label": label, "group": "g"} for label in labels]
    with gzip.open(folder / "x.jsonl.gz", "wt") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


# What labels say.


def test_faithful_texts_lose_nothing_and_changed_ones_differ_from_each() -> None:
    pairs = list(examples.rewrites(ITEM))
    faithful = [one for one in pairs if not one.changed]
    assert len(faithful) == 4 * 3
    assert {(one.lost, one.unsupported, one.marks) for one in faithful} == {(0.0, 0.0, ((), ()))}
    assert len(pairs) - len(faithful) == 2 * 4 * 3
    added = next(one for one in pairs if one.changed and one.rewrite.endswith("killing two."))
    assert (added.lost, added.unsupported) == (0.0, 1.0)
    assert told(added)[1] == {", killing two": 1.0}
    assert (added.swapped().lost, added.swapped().unsupported) == (1.0, 0.0)


def test_a_pair_read_the_other_way_round_has_no_rating() -> None:
    one = replace(GROUP[1], lost=0.25)
    assert one.swapped() == Example(
        NEGATED, A, 1.0, 0.25, 1.0, one.marks[::-1], quality=None, weight=one.weight, source="stsb"
    )
    assert one.quality is not None


@pytest.mark.parametrize(
    ("label", "known"),
    [
        ("entail", (None, 0.0, None)),
        ("same", (0.0, 0.0, 0.0)),
        ("contradict", (1.0, 1.0, 1.0)),
        ("neutral", (None, 1.0, 1.0)),
        ("changed", (None, None, 1.0)),
    ],
)
def test_a_label_of_inference_says_no_more_than_it_does(
    label: str, known: tuple[float | None, ...], tmp_path: Path
) -> None:
    (one,) = examples.inference(write_inference(tmp_path, label))
    assert (one.lost, one.unsupported, one.changed) == known
    assert one.marks == (((), ()) if label == "same" else (None, None))


def told(one: Example) -> tuple[dict[str, float] | None, ...]:
    """The marked words of either side, with how surely they changed."""
    return tuple(
        None if marks is None else {text[start:end]: value for start, end, value in marks}
        for text, marks in zip((one.original, one.rewrite), one.marks, strict=True)
    )


OTHER = "Twelve was paid by a bank."
SPANNED = replace(TWIN, source="mqm", changed=None, spans=((0, 6, 0.9), (11, 15, 0.4)))


@pytest.mark.parametrize(
    ("rows", "marked"),
    [
        ([TWIN], [({}, {})]),
        ([TWIN, NOT], [({}, {}), (None, {"not": 1.0})]),
        # beside its own source the words that were taken are known as well
        ([TWIN, replace(MORE, original=CLEAN, rewrite=OTHER)], [({}, {}), ({"the": 0.9}, {"a": 0.9})]),
        # the sides exchanged: what was edited is the original, and of the other side nothing is known
        ([TWIN, replace(MORE, original=CLEAN, rewrite=RAISED)], [({}, {}), (None, {"twenty": 0.9})]),
        ([TWIN, replace(MORE, original=OTHER)], [({}, {}), (None, None)]),
        ([replace(TWIN, changed=0.5), NOT], [(None, None), (None, None)]),
        ([TWIN, replace(NOT, changed=None)], [({}, {}), (None, None)]),
        ([SPANNED], [(None, {"Twelve": 0.9, "paid": 0.4})]),
        ([replace(SPANNED, spans=())], [(None, {})]),
    ],
    ids=[
        "a twin", "an edit", "its own source", "the sides exchanged", "another text", "a doubtful twin",
        "nothing known", "raters' spans",
        "raters found nothing",
    ],
)  # fmt: skip
def test_new_words_are_marked_beside_the_unedited_twin(
    rows: list[Labeled], marked: list[tuple[dict[str, float] | None, ...]]
) -> None:
    assert [told(one) for one in examples.labeled(rows, whole)] == marked


@pytest.mark.parametrize("turn", range(3))
def test_the_twin_is_the_least_changed_and_comes_first(turn: int) -> None:
    found = examples.labeled([*ROWS[turn:], *ROWS[:turn]], whole)
    assert found[0].rewrite == CLEAN
    assert sorted(one.rewrite for one in found) == sorted(row.rewrite for row in ROWS)


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (TWIN, (0.0, 0.0, 0.0, 0.95)),
        (NOT, (None, 1.0, 1.0, 0.2)),
        (replace(NOT, unsupported=None), (None, None, 1.0, 0.2)),
        (replace(TWIN, changed=None), (None, 0.0, None, 0.95)),
    ],
    ids=["faithful", "changed", "direction unknown", "supported"],
)
def test_only_a_faithful_text_is_known_to_lose_nothing(row: Labeled, known: tuple[float | None, ...]) -> None:
    (one,) = examples.labeled([row], whole)
    assert (one.lost, one.unsupported, one.changed, one.quality) == pytest.approx(known)


def test_an_article_is_shortened_for_each_claim() -> None:
    found = examples.labeled(ROWS, lambda original, rewrite: f"{original} {rewrite}")
    assert [one.original for one in found] == [f"{A} {one.rewrite}" for one in found]


def test_far_rewrites_are_edited_beside_the_original() -> None:
    made = iter([(0.9, 1.0, "Monday saw the collapse of the new bridge."), None, (0.25, 0.0, "Monday saw the bridge.")])
    ((twin, worded, dropped),) = examples.far_edits([ITEM], lambda text: next(made), 3)
    assert {one.original for one in (twin, worded, dropped)} == {ITEM["original"]}
    assert (twin.rewrite, twin.changed, told(twin)) == (ITEM["faithful"][-1], 0.0, ({}, {}))
    assert (worded.lost, worded.unsupported, worded.changed) == (None, 1.0, 0.9)
    assert told(worded) == (None, {"new": 0.9})
    assert (dropped.lost, dropped.unsupported, dropped.changed) == (None, None, 0.25)
    assert told(dropped) == (None, {})


# The network.


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """What is this small is slower on several."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def base_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """An encoder of the packaged one's kind, small enough for a test, of some width and depth, with its word pieces."""
    from transformers import BertConfig, BertModel

    @functools.cache
    def made(width: int, depth: int) -> Path:
        folder = tmp_path_factory.mktemp("base")
        torch.manual_seed(0)
        config = BertConfig(
            vocab_size=30522,
            hidden_size=width,
            num_hidden_layers=depth,
            num_attention_heads=2,
            intermediate_size=width + 8,
            initializer_range=0.1,
        )
        encoder = BertModel(config)
        with torch.no_grad():
            encoder.embeddings.word_embeddings.weight.mul_(4)  # so that words differ
        encoder.save_pretrained(folder)
        shutil.copy(packaged.folder() / "tokenizer.json", folder / "tokenizer.json")
        return folder

    return made


@pytest.fixture
def base(base_of: Callable[[int, int], Path]) -> Path:
    return base_of(24, 2)


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder below the judge computes in single precision, so that nothing but errors makes a difference."""
    from transformers import BertModel

    monkeypatch.setattr(BertModel, "bfloat16", lambda own: own)


def judge(base: Path, layers: int) -> Judge:
    """A judge with no scale of one and no offset of nothing."""
    torch.manual_seed(4)
    made = Judge(base, layers).eval()
    with torch.no_grad():
        for values in made.parameters():
            if values.requires_grad:
                values.add_(torch.randn_like(values) / 10)
    return made


@functools.cache
def parts(base: Path) -> tuple[Any, Any]:
    """The word pieces and the encoder below the judge."""
    from tokenizers import Tokenizer
    from transformers import BertModel

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, BertModel.from_pretrained(str(base), add_pooling_layer=False).eval()


def passage(base: Path, text: str) -> Passage:
    """A sentence as the package reads it."""
    tokenizer, encoder = parts(base)
    found = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = found.ids[:READ], np.array(found.offsets[:READ], dtype=np.int32)
    with torch.inference_mode():
        vectors = encoder(torch.tensor([[CLS, *ids, SEP]])).last_hidden_state[0, 1:-1]
    return Passage(np.array(ids), looks_of(text, offsets), torch.nn.functional.normalize(vectors).numpy())


def sequences(base: Path) -> list[Pair]:
    """`PAIRS` as the package reads them: each sentence is encoded by itself."""
    return [
        pair(*(join([passage(base, text[start:end]) for start, end in split(text)]) for text in texts))
        for texts in PAIRS
    ]


PAIRS = [
    ("Paid.", "Unpaid?"),
    ("The old bridge fell on Monday. Nobody was hurt, NATO said in 2014.", "On Monday the old bridge fell."),
    ("Paid " * (LONGEST + 60), "Three words a time. " * (LONGEST // 5 + 1)),
    (A, A),
    ("The", "Bridge"),  # which in the encoder of width 24 point away from each other
]


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize(("width", "depth", "layers"), [(24, 2, 1), (24, 2, 2), (48, 3, 3)])
def test_numpy_computes_what_torch_trained(
    width: int, depth: int, layers: int, base_of: Callable[[int, int], Path]
) -> None:
    base = base_of(width, depth)
    trained = judge(base, layers)
    batch = Reading(base).batch([(Example(*texts),) for texts in PAIRS])
    with torch.inference_mode():
        heads, tags = trained(batch)
    network = Network.of({name: values.numpy() for name, values in trained.state_dict().items()})
    assert network.depth == layers
    read = sequences(base)
    assert max(len(one.ids) for one in read) == 2 * LONGEST + 3
    assert heads.std(0).min() > 0.01  # what is one and the same proves nothing
    assert width > 24 or min(one.nearest.min() for one in read) < -0.2
    for k, (sequence, found) in enumerate(zip(read, network(read), strict=True)):
        size = len(sequence.ids)
        for name in ("ids", "sides", "places", "looks", "echoes"):
            assert getattr(batch, name)[k, :size].tolist() == getattr(sequence, name).tolist(), name
        assert batch.own[k].tolist() == [1] * size + [0] * (batch.ids.shape[1] - size)
        assert [found.lost, found.unsupported, found.quality] == pytest.approx(heads[k].tolist(), abs=1e-4)
        assert np.allclose(found.tags, tags[k, :size].numpy(), atol=1e-4)


@pytest.mark.usefixtures("exact")
def test_padding_and_order_in_a_batch_change_no_pair(base: Path) -> None:
    network, reading = judge(base, 2), Reading(base)
    groups = [(Example(*texts),) for texts in PAIRS]
    with torch.inference_mode():
        there, back = (network(reading.batch(own)) for own in (groups, groups[::-1]))
        for k, group in enumerate(groups):
            heads, tags = network(reading.batch([group]))
            size = tags.shape[1]
            for others, row in ((there, k), (back, len(groups) - 1 - k)):
                assert torch.allclose(others[0][row], heads[0], atol=1e-5)
                assert torch.allclose(others[1][row, :size], tags[0], atol=1e-5)


def test_a_judge_begins_with_the_layers_of_the_encoder(base: Path) -> None:
    from safetensors.torch import load_file

    start = load_file(base / "model.safetensors")
    own = Judge(base, 2).state_dict()
    for number in range(2):
        query = start[f"encoder.layer.{number}.attention.self.query.weight"]
        assert torch.equal(own[f"layers.{number}.query.weight"], query)
        fall = start[f"encoder.layer.{number}.output.dense.bias"]
        assert torch.equal(own[f"layers.{number}.fall.bias"], fall)
    assert torch.equal(own["words.weight"], start["embeddings.word_embeddings.weight"])


@pytest.mark.parametrize(("lost", "unsupported"), [(0.0, 0.0), (-3.0, 2.0), (40.0, -70.0), (-40.0, -40.0)])
def test_either_is_changed_as_the_package_has_it(lost: float, unsupported: float) -> None:
    ours = odds(torch.tensor([[lost, unsupported, 5.0]], dtype=torch.float64))
    assert float(ours) == pytest.approx(PairPrediction(lost, unsupported).changed, abs=1e-6)


# What is read.

CHANGED = Example(ITEM["original"], "The new bridge fell.", marks=(((4, 7, 1.0),), ((4, 7, 0.6),)))
MARK = [-1.0]


@pytest.mark.parametrize(
    ("one", "tags"),
    [
        (CHANGED, [*MARK, 0, 1, 0, 0, 0, 0, 0, *MARK, 0, 0.6, 0, 0, 0, *MARK]),
        (CHANGED.swapped(), [*MARK, 0, 0.6, 0, 0, 0, *MARK, 0, 1, 0, 0, 0, 0, 0, *MARK]),
        (replace(CHANGED, marks=(None, ((4, 7, 1.0),))), [-1] * 9 + [0, 1, 0, 0, 0, *MARK]),
        (replace(CHANGED, marks=((), None)), [*MARK, *[0] * 7, *[-1] * 7]),
        # the likeliest of several spans; a stretch of no width marks nothing
        (replace(CHANGED, marks=(((0, 7, 0.3), (5, 10, 0.8), (20, 20, 1.0)), None)),
         [*MARK, 0.3, 0.8, 0.8, 0, 0, 0, 0, *[-1] * 8]),
    ],
    ids=["both sides", "swapped", "one side unknown", "nothing marked", "spans that overlap"],
)  # fmt: skip
def test_marked_words_are_tagged_on_either_side(one: Example, tags: list[float], base: Path) -> None:
    batch = Reading(base).batch([(one,), (Example(" ".join([A] * 4), CLEAN),)])
    assert batch.tags[0].tolist() == pytest.approx(tags + [-1.0] * (batch.tags.shape[1] - len(tags)))
    assert set(batch.tags[1].tolist()) == {-1.0}


def test_a_batch_knows_its_groups_and_labels(base: Path) -> None:
    batch = Reading(base).batch([GROUP, (Example(A, CLEAN, unsupported=0.0, weight=0.25),)])
    assert batch.groups.tolist() == [0, 0, 0, 1]
    assert len(set(batch.originals.tolist())) == 1
    assert batch.weights.tolist() == pytest.approx([examples.OTHERS] * 3 + [0.25])
    known = [[0, 0, 0, 0.95], [-1, 1, 1, 0.2], [-1, 1, 0.9, -1], [-1, 0, -1, -1]]
    assert batch.labels.tolist() == [pytest.approx(row) for row in known]


# What it costs.

LOST, UNSUPPORTED, GOOD = 1.5, -0.5, 0.25


def sure(*log_odds: float) -> float:
    """The cost, in nats, that each of these holds."""
    return sum(math.log1p(math.exp(-value)) for value in log_odds)


EITHER = PairPrediction(LOST, UNSUPPORTED).changed


@pytest.mark.parametrize(
    ("one", "cost"),
    [
        (Example("a b", "a c"), 0.0),
        (Example("a b", "a c", unsupported=0.0), sure(-UNSUPPORTED)),
        (Example("a b", "a c", lost=1.0), sure(LOST)),
        (Example("a b", "a c", changed=1.0), sure(EITHER)),
        (Example("a b", "a c", changed=0.0), sure(-LOST, -UNSUPPORTED)),
        (Example("a b", "a c", unsupported=1.0, changed=1.0), sure(UNSUPPORTED, EITHER)),
        # where both directions are known the union adds nothing
        (Example("a b", "a c", 1.0, 1.0, 1.0), sure(LOST, UNSUPPORTED)),
        (Example("a b", "a c", 0.0, 0.0, 0.0), sure(-LOST, -UNSUPPORTED)),
        (Example("a b", "a c", unsupported=0.25), 0.25 * sure(UNSUPPORTED) + 0.75 * sure(-UNSUPPORTED)),
        (Example("a b", "a c", lost=1.0, weight=0.5), 0.5 * sure(LOST)),
        (Example("a b", "a c", quality=1.0), QUALITY * sure(GOOD)),
        (Example("a b", "a c", marks=((), None)), TAGS * sure(2.0)),
        (Example("a b", "a c", marks=(None, ((2, 3, 1.0),))), TAGS * (sure(2.0) + 4 * sure(-2.0)) / 5),
    ],
    ids=[
        "nothing", "supported", "lost", "changed somehow", "the same", "unsupported, lost or not", "both", "neither",
        "a probability", "a light pair", "a rating", "no piece marked", "a piece marked",
    ],
)  # fmt: skip
def test_what_is_not_known_costs_nothing(one: Example, cost: float, base: Path) -> None:
    batch = Reading(base).batch([(one,)])
    heads, tags = torch.tensor([[LOST, UNSUPPORTED, GOOD]]), torch.full(batch.tags.shape, -2.0)
    assert float(loss((heads, tags), batch)) == pytest.approx(cost, abs=1e-6)


LESS = Example(A, CLEAN, changed=0.0, weight=0.0)  # of no weight: nothing costs but the order
MUCH = replace(LESS, rewrite=NEGATED, changed=0.81)
BOTH = torch.tensor([[-9.0, 0.5, 0.0], [-9.0, 2.0, 0.0]])


@pytest.mark.parametrize(
    ("groups", "heads", "cost"),
    [
        ([(LESS, MUCH)], BOTH, ORDER * 0.9 * sure(1.5)),
        ([(LESS, MUCH)], BOTH.flip(0), ORDER * 0.9 * sure(-1.5)),
        ([(MUCH, LESS)], BOTH, ORDER * 0.9 * sure(-1.5)),
        ([(LESS,), (MUCH,)], BOTH.flip(0), 0.0),
        ([(LESS, replace(MUCH, changed=0.01))], BOTH.flip(0), 0.0),
        ([(LESS, replace(MUCH, changed=None))], BOTH.flip(0), 0.0),
        # beside its own source an edit looks near: it is further away where it surely changes the meaning
        ([(LESS, replace(MUCH, original=CLEAN, changed=0.64))], BOTH.flip(0), 0.0),
        ([(LESS, replace(MUCH, original=CLEAN))], BOTH.flip(0), ORDER * 0.9 * sure(-1.5)),
        ([tuple(replace(LESS, changed=None, unsupported=value) for value in (0.0, 1.0))], BOTH, ORDER * sure(1.5)),
        ([tuple(replace(LESS, changed=None, quality=value) for value in (1.0, 0.0))],
         BOTH[:, [0, 2, 1]].flip(0), ORDER * sure(1.5)),
    ],
    ids=[
        "in order", "out of order", "the other way", "of two texts", "hardly apart", "not known", "beside its source",
        "surely changed", "support", "a rating",
    ],
)  # fmt: skip
def test_texts_of_one_group_are_ordered(groups: list[Group], heads: torch.Tensor, cost: float, base: Path) -> None:
    batch = Reading(base).batch(groups)
    assert float(loss((heads, torch.zeros(batch.tags.shape)), batch)) == pytest.approx(cost, abs=1e-3)


def test_learning_orders_the_texts_of_a_group(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "WARM", 1)
    run, batch = begun(base, rate=3e-3), Reading(base).batch([GROUP])

    def cost() -> float:
        with torch.inference_mode():
            return float(loss(run.judge(batch), batch))

    first = cost()
    for _ in range(25):
        run.learn([GROUP])
    assert cost() < first / 2
    clean, *others = run.odds([(A, one.rewrite) for one in GROUP])
    assert clean < min(others)
    with torch.inference_mode():
        heads, tags = run.judge(batch)
    assert heads[0, 1] < min(heads[1, 1], heads[2, 1])  # unsupported
    assert heads[0, 2] > heads[1, 2]  # quality
    told = tags[1][batch.tags[1] >= 0]
    assert int(told.argmax()) == NEGATED.split().index("not")


# Runs.


def begun(base: Path, seed: int = 1, rate: float = 1e-3) -> train.Run:
    torch.manual_seed(seed)
    return train.Run(Judge(base, 2), Reading(base), rate, "cpu")


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(base: Path, tmp_path: Path) -> None:
    draw = random.Random(3)  # noqa: S311 - no secret
    parts = [[train.chosen(ITEM, draw), train.some(GROUP, draw)] for _ in range(6)]
    through, first, second = begun(base), begun(base), begun(base, seed=2)
    for part in parts:
        through.learn(part)
    for part in parts[:3]:
        first.learn(part)
    first.save(tmp_path / "checkpoint.pt")
    second.load(tmp_path / "checkpoint.pt")
    for part in parts[3:]:
        second.learn(part)
    assert (second.step, second.pairs) == (through.step, through.pairs) == (6, 6 * (6 + 3))
    for name in ("judge", "mean"):
        kept = getattr(through, name).state_dict()
        for key, values in getattr(second, name).state_dict().items():
            assert torch.allclose(values, kept[key], atol=1e-6), (name, key)
    assert not list(tmp_path.glob("*.part"))


@pytest.fixture
def written(base: Path, tmp_path: Path, exact: None, monkeypatch: pytest.MonkeyPatch) -> tuple[train.Run, Path]:
    """A run that has learned, and what it wrote."""
    monkeypatch.setattr(train, "WARM", 1)
    run = begun(base, rate=1e-2)
    for _ in range(5):
        run.learn([GROUP])
    run.write(tmp_path / "model.safetensors")
    return run, tmp_path / "model.safetensors"


def test_the_package_loads_what_is_written(
    written: tuple[train.Run, Path], base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import load_file

    run, path = written
    stored = load_file(path)
    assert {values.dtype for values in stored.values()} == {np.dtype(np.float16)}
    assert set(stored) == set(run.judge.state_dict()) - {"words.weight", "positions.weight"}
    monkeypatch.setattr(packaged, "folder", lambda: base)
    monkeypatch.setattr(packaged, "verify", lambda folder: None)
    batch = Reading(base).batch([(Example(*texts),) for texts in PAIRS])
    with torch.inference_mode():
        (mean, _), (last, _) = run.mean(batch), run.judge(batch)
    found = torch.tensor([one[:3] for one in load(path)(sequences(base))])
    assert torch.allclose(found, mean, atol=1e-2)
    assert not torch.allclose(found, last, atol=5e-2)  # it is the running mean that is written


def test_a_run_begins_with_what_another_wrote(written: tuple[train.Run, Path], base: Path) -> None:
    run, path = written
    other = begun(base, seed=5)
    before = other.odds(PAIRS)
    other.begin(path)
    assert other.odds(PAIRS) == pytest.approx(run.odds(PAIRS), abs=0.1)
    assert before != pytest.approx(run.odds(PAIRS), abs=0.1)
    ours, theirs = other.judge.state_dict(), run.mean.state_dict()
    assert all(torch.allclose(values, theirs[name], atol=2e-3) for name, values in ours.items())


def test_odds_come_in_the_order_that_was_asked(base: Path) -> None:
    def counted(batch: Batch) -> tuple[torch.Tensor, None]:
        """The longer a pair, the surer it has lost something."""
        return torch.stack([torch.tensor([size / 4, -30.0, 0.0]) for size in batch.own.sum(1)]), None

    run = begun(base)
    run.mean = counted
    sizes = [7 * k % 20 + 1 for k in range(20)]
    asked = [("old " * size, "new") for size in sizes]
    assert run.odds(asked) == pytest.approx([(size + 4) / 4 for size in sizes], abs=1e-3)


# Batches.


def mix(share: float = 0.3, edits: float = 0.2) -> train.Mix:
    pairs = [Example(f"text {k}", f"other {k}", source="nli") for k in range(48)]
    return train.Mix(pairs, [ITEM], [GROUP], share, edits)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(train, "POOL", 48)
    return train.POOL


def taken(batches: Iterator[list[Group]], count: int) -> list[list[Group]]:
    return [next(batches) for _ in range(count)]


@pytest.mark.parametrize("skip", [0, 1, 17])
def test_batches_are_the_same_for_the_same_seed_and_skip_what_was_seen(skip: int, pool: int) -> None:
    seen = taken(train.stream(mix(), 1, 256), 24)
    assert taken(train.stream(mix(), 1, 256, skip=skip), 24 - skip) == seen[skip:]
    assert taken(train.stream(mix(), 2, 256), 24) != seen


def test_batches_hold_whole_groups_of_each_kind(pool: int, base: Path) -> None:
    parts = taken(train.stream(mix(), 1, 256), 200)
    groups = [group for part in parts for group in part]
    sizes = {group[0].source: len(group) for group in groups}
    assert sizes == {"nli": 1, "rewrites": 6, "stsb": 3}
    assert all(len(group) == sizes[group[0].source] for group in groups)
    assert all(len({one.source for one in group}) == 1 for group in groups)
    everything = [one.source for group in groups for one in group]
    shares = [everything.count(name) / len(everything) for name in ("nli", "rewrites", "stsb")]
    assert shares == pytest.approx([0.5, 0.3, 0.2], abs=0.06)
    reading = Reading(base)
    assert max(reading.batch(part).ids.numel() for part in parts[:40]) <= 256


def test_every_pair_of_inference_is_seen_before_one_comes_again(pool: int) -> None:
    batches = train.stream(mix(0.0, 0.0), 1, 256)
    for _ in range(2):
        seen: list[str] = []
        while len(seen) < pool:
            seen += [" ".join(sorted((one.original, one.rewrite))) for group in next(batches) for one in group]
        assert sorted(seen) == sorted(f"other {k} text {k}" for k in range(48))


def test_half_of_the_pairs_are_turned() -> None:
    draw = random.Random(0)  # noqa: S311 - no secret
    one = Example(A, NEGATED, unsupported=1.0)
    found = [train.turned(one, draw) for _ in range(400)]
    assert {found.count(one), found.count(one.swapped())} <= set(range(150, 251))
    assert found.count(one) + found.count(one.swapped()) == 400


def test_the_twin_comes_with_some_of_what_was_made_of_it() -> None:
    draw = random.Random(0)  # noqa: S311 - no secret
    group = (GROUP[0], *(replace(GROUP[1], rewrite=f"{NEGATED} {k}") for k in range(12)))
    found = [train.some(group, draw) for _ in range(40)]
    assert all(own[0] == group[0] and len(set(own)) == 1 + train.SIBLINGS for own in found)
    assert {one for own in found for one in own} == set(group)


# The command.


def test_figures_of_rewrites() -> None:
    values = {ITEM["changed"][0]["text"]: 3.0, ITEM["changed"][1]["text"]: 2.0, ITEM["faithful"][1]: 1.0}
    found = train.looked_at([ITEM], lambda pairs: [values.get(text, 0.0) for _, text in pairs])
    assert found == dict.fromkeys(("far", "near", "near-over-far", "twins"), 1.0) | {"all": pytest.approx(7 / 9)}


@pytest.fixture
def command(
    base: Path, tmp_path: Path, pool: int, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[train.Mix, int]]:
    """Calls the command for one step, with the small encoder; returns what it drew from, and what it skipped."""
    items = tmp_path / "items.jsonl"
    items.write_text("".join(json.dumps({**ITEM, "id": f"A-{k}"}) + "\n" for k in range(30)))
    folder = write_inference(tmp_path / "nli", "entail", "same")
    words = (
        f"train --inference {folder} --rewrites {items} --out {tmp_path / 'out'} --minutes 0 --pieces 128 --layers 2"
    )
    found: list[tuple[train.Mix, int]] = []

    def watched(mix: train.Mix, *arguments: int, skip: int) -> Iterator[list[Group]]:
        found.append((mix, skip))
        return stream(mix, *arguments, skip=skip)

    stream = train.stream
    monkeypatch.setattr(train, "stream", watched)
    monkeypatch.setattr(packaged, "folder", lambda: base)
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)  # of the process that tests

    def called(*more: str) -> tuple[train.Mix, int]:
        monkeypatch.setattr(sys, "argv", [*words.split(), *more])
        train.main()
        return found[-1]

    return called


def test_the_command_trains_goes_on_and_writes_what_it_watched(
    command: Callable[..., tuple[train.Mix, int]], tmp_path: Path
) -> None:
    drawn, skipped = command()
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {"checkpoint.pt", "log.jsonl", "model.safetensors"}
    assert [one.unsupported for one in drawn.pairs] == [0.0, 0.0]
    own = {item["id"] for item in drawn.items}
    assert own == {name for name in (f"A-{k}" for k in range(30)) if examples.fold(name) > examples.WATCHED}
    assert 0 < len(own) < 30
    assert (drawn.groups, drawn.edits) == ([], 0.0)
    assert (skipped, command()[1]) == (0, 1)
    rows = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows] == [1, 2]
    assert rows[0]["pairs"] < rows[1]["pairs"]
    assert all(0.0 <= row[name] <= 1.0 for row in rows for name in ("all", "far", "near", "near-over-far", "twins"))


def test_labeled_groups_are_kept_and_come_back_equal(
    command: Callable[..., tuple[train.Mix, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"The bank paid {k}\u2028of “them”." for k in range(2, 32)]
    rows = [[replace(row, original=text, item=str(k)) for row in (*ROWS, SPANNED)] for k, text in enumerate(texts)]
    monkeypatch.setattr(edits, "groups", lambda data, seed: [rows[:20], rows[20:]])
    monkeypatch.setattr(edits, "neighbors", lambda: ({}, {}))
    first, _ = command("--data", str(tmp_path))
    labeled = [group for group in first.groups if group[0].source != "edits"]
    assert {group[0].original for group in labeled} == {text for text in texts if edits.seen(text)}
    far = [group for group in first.groups if group[0].source == "edits"]
    assert len(far) == len(first.items)
    assert {group[0].rewrite for group in far} == {ITEM["faithful"][-1]}
    assert {len(group) for group in far} == {1 + train.SIBLINGS}
    assert first.edits > 0.0

    monkeypatch.delattr(edits, "groups")  # making them takes minutes
    again, _ = command("--data", str(tmp_path))
    assert again.groups == first.groups
    assert not list((tmp_path / "out").glob("*.part"))
