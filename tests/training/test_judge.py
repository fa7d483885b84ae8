"""Training the judge: what labels say, and that a stopped run goes on as if it had not stopped."""

from __future__ import annotations

import json
import random
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from drift.encoding import packaged
from training.judge import examples

torch = pytest.importorskip("torch")

from training.judge import train  # noqa: E402 - needs torch
from training.judge.network import Reading, loss  # noqa: E402 - needs torch

if TYPE_CHECKING:
    from pathlib import Path


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


def test_faithful_texts_lose_nothing_and_changed_ones_differ_from_each() -> None:
    pairs = list(examples.rewrites(ITEM))
    faithful = [one for one in pairs if not one.changed]
    assert len(faithful) == 4 * 3
    assert {(one.lost, one.unsupported) for one in faithful} == {(False, False)}
    assert len(pairs) - len(faithful) == 2 * 4 * 3
    added = next(one for one in pairs if one.changed and one.rewrite.endswith("killing two."))
    assert (added.lost, added.unsupported) == (False, True)
    assert added.rewrite[slice(*added.marks[1][0])] == ", killing two"
    assert (added.swapped().lost, added.swapped().unsupported) == (True, False)


def test_entailment_says_nothing_of_what_was_left_out(tmp_path: Path) -> None:
    import gzip

    rows = [
        {"original": "a b", "rewrite": "a", "label": label, "group": "g"} for label in ("entail", "same", "contradict")
    ]
    with gzip.open(tmp_path / "x.jsonl.gz", "wt") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    entail, same, contradict = examples.inference(tmp_path)
    assert (entail.lost, entail.unsupported, entail.changed) == (None, False, None)
    assert (same.lost, same.unsupported) == (False, False)
    assert (contradict.lost, contradict.unsupported) == (True, True)


def test_marked_words_are_tagged_whatever_side_they_stand_on(base: Path) -> None:
    changed = next(one for one in examples.rewrites(ITEM) if one.changed)
    batch = Reading(base).batch([changed, changed.swapped()])
    for k, side in ((0, 1), (1, 0)):
        own = batch.sides[k] == side
        assert int(batch.tags[k][own].sum()) == 1  # "new"
        assert set(batch.tags[k][batch.sides[k] == 2].tolist()) == {-1.0}


def test_what_is_not_known_costs_nothing(base: Path) -> None:
    batch = Reading(base).batch([examples.unlabeled("a b", "a c")])
    heads, tags = torch.tensor([[3.0, -2.0]]), torch.zeros(1, batch.ids.shape[1])
    assert float(loss((heads, tags), batch)) == 0.0


def test_batches_are_the_same_for_the_same_seed_and_skip_what_was_seen() -> None:
    pairs = [examples.unlabeled(f"text {k}", f"other {k}") for k in range(50)]
    first, again = (train.stream(pairs, [ITEM], 0.3, 1, 256) for _ in range(2))
    seen = [next(first) for _ in range(6)]
    assert [next(again) for _ in range(6)] == seen
    assert next(train.stream(pairs, [ITEM], 0.3, 1, 256, skip=5)) == seen[5]


def test_figures_of_rewrites() -> None:
    values = {ITEM["changed"][0]["text"]: 3.0, ITEM["changed"][1]["text"]: 2.0, ITEM["faithful"][1]: 1.0}
    found = train.looked_at([ITEM], lambda pairs: [values.get(text, 0.0) for _, text in pairs])
    assert found == dict.fromkeys(("far", "near", "near-over-far", "twins"), 1.0) | {"all": pytest.approx(7 / 9)}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of the base's kind, small enough for a test, with its word pieces."""
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=30522, hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder)
    shutil.copy(packaged.folder() / "tokenizer.json", folder / "tokenizer.json")
    return folder


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(base: Path, tmp_path: Path) -> None:
    pairs = list(examples.rewrites(ITEM))
    draw = random.Random(3)  # noqa: S311 - no secret
    parts = [draw.sample(pairs, 4) for _ in range(6)]

    def begun() -> train.Run:
        torch.manual_seed(1)
        return train.Run(train.Judge(base), Reading(base), 1e-3, "cpu")

    whole, first, second = begun(), begun(), begun()
    for part in parts:
        whole.learn(part)
    for part in parts[:3]:
        first.learn(part)
    first.save(tmp_path / "checkpoint.pt")
    second.load(tmp_path / "checkpoint.pt")
    for part in parts[3:]:
        second.learn(part)
    assert (second.step, second.pairs) == (whole.step, whole.pairs) == (6, 24)
    asked = [(ITEM["original"], change["text"]) for change in ITEM["changed"]]
    assert second.odds(asked) == pytest.approx(whole.odds(asked), abs=1e-5)


def test_the_command_trains_and_writes_what_it_watched(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gzip

    items = tmp_path / "items.jsonl"
    items.write_text("".join(json.dumps({**ITEM, "id": f"A-{k}"}) + "\n" for k in range(30)))
    (tmp_path / "nli").mkdir()
    with gzip.open(tmp_path / "nli" / "x.jsonl.gz", "wt") as out:
        out.write(json.dumps({"original": "a b", "rewrite": "a", "label": "entail", "group": "g"}) + "\n")
    out = tmp_path / "out"
    words = (
        f"train --base {base} --inference {tmp_path / 'nli'} --rewrites {items} --out {out} --minutes 0 --pieces 128"
    )
    monkeypatch.setattr(sys, "argv", words.split())
    train.main()
    (row,) = map(json.loads, (out / "log.jsonl").read_text().splitlines())
    assert row["step"] == 1
    assert (out / "checkpoint.pt").exists()
    train.main()
    assert [json.loads(line)["step"] for line in (out / "log.jsonl").read_text().splitlines()] == [1, 2]
