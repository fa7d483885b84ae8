"""The hand-written corpora keep their form, and the check of it finds what is wrong."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from training.rewrites.gather import faults

TRAINING = Path(__file__).resolve().parents[2] / "training"
ITEMS = [json.loads(line) for line in (TRAINING / "rewrites" / "items.jsonl").read_text(encoding="utf-8").splitlines()]
ARTICLES = [
    json.loads(line) for line in (TRAINING / "articles" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_items_have_their_form_and_an_id_of_their_own() -> None:
    assert len({item["id"] for item in ITEMS}) == len(ITEMS) > 2000
    assert {item["id"]: list(faults(item)) for item in ITEMS if list(faults(item))} == {}


def test_spans_of_articles_hold_the_words_that_they_name() -> None:
    assert len({row["id"] for row in ARTICLES}) == len(ARTICLES) >= 26
    for row in ARTICLES:
        assert len(row["changes"]) == 10, row["id"]
        for change in row["changes"]:
            for name in ("original", "drifted"):
                span, words = change[f"{name}_span"], change[f"{name}_text"]
                assert words == (None if span is None else row[name][slice(*span)]), (row["id"], change)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("text", ITEMS[0]["original"], "a text stands twice"),
        ("severity", "bad", "no severity"),
        ("rewrite_text", "words that stand nowhere", "stands 0 times"),
    ],
)
def test_what_is_wrong_with_an_item_is_named(name: str, value: str, said: str) -> None:
    item = copy.deepcopy(ITEMS[0])
    item["changed"][0][name] = value
    assert any(said in fault for fault in faults(item))
