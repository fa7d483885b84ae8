"""Labeled pairs by item and edits by program: what is learned from, in which groups, and what an article is cut to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from drift.judging.inputs import MOST
from training.judge import edits
from training.labeled import SOURCES, Labeled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NEIGHBORS = {"paid": ("bought", "sold"), "bank": ("shop", "fund")}, {"payment": ("payable",)}


def test_about_seven_of_ten_items_are_learned_from_whatever_their_case() -> None:
    texts = [f"Sentence number {k} of many." for k in range(2000)]
    assert 0.65 < np.mean([edits.seen(text) for text in texts]) < 0.75
    assert all(edits.seen(text) == edits.seen(text.upper()) for text in texts)


def test_every_source_that_is_learned_from_has_one_family() -> None:
    assert sorted(name for own in edits.FAMILIES.values() for name in own) == sorted(edits.LIMITS)
    assert {edits.family(name) for name in edits.LIMITS} == set(edits.FAMILIES)
    assert edits.family("roundtrip") is None


@pytest.mark.parametrize(
    "names", [set(edits.LIMITS), edits.ARTICLES, set(edits.BASES)], ids=["limits", "articles", "bases"]
)
def test_what_is_named_is_read(names: set[str]) -> None:
    assert names <= set(edits.LIMITS) <= set(SOURCES)


def grouped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rows: Sequence[Labeled], seed: int = 0
) -> list[list[list[Labeled]]]:
    """The groups of each round, where the only source is that of the rows."""
    source = rows[0].source
    monkeypatch.setattr(edits, "LIMITS", {source: None})
    monkeypatch.setattr(edits, "SOURCES", {source: (source, lambda data, seed, limit: iter(rows))})
    monkeypatch.setattr(edits, "neighbors", lambda: NEIGHBORS)
    return edits.groups(tmp_path, seed)


TRANSLATED = [
    row
    for k, name in enumerate(("Monday", "Tuesday", "Friday", "Sunday"))
    for row in (
        Labeled(
            "demetr", str(k), f"On {name} the bank paid {k + 2} of them.", f"The bank paid {k + 2} on {name}.", 0.0
        ),
        Labeled("demetr", str(k), f"On {name} the bank paid {k + 2} of them.", f"The bank paid on {name}.", 0.75),
    )
]


def test_labels_are_the_same_in_each_round_and_edits_are_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = grouped(monkeypatch, tmp_path, TRANSLATED)
    assert len(rounds) == edits.ROUNDS
    assert all(found[:4] == [TRANSLATED[k : k + 2] for k in range(0, 8, 2)] for found in rounds)
    made = [found[4:] for found in rounds]
    assert [len(found) for found in made] == [4] * edits.ROUNDS
    assert made[0] != made[1] != made[2]
    assert rounds == grouped(monkeypatch, tmp_path, TRANSLATED)
    assert rounds != grouped(monkeypatch, tmp_path, TRANSLATED, seed=7)


def test_edits_stand_beside_their_unedited_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for found in grouped(monkeypatch, tmp_path, TRANSLATED):
        for k, (twin, *made) in enumerate(found[4:]):
            source = TRANSLATED[2 * k]
            assert (twin.original, twin.rewrite, twin.changed) == (source.original, source.rewrite, 0.0)
            assert len(made) == edits.BASES["demetr"].edits
            # beside the same original, beside its own source, or with the sides exchanged
            assert {row.original for row in made} <= {source.original, source.rewrite}
            assert all(row.rewrite not in {source.original, source.rewrite} for row in made)
            assert all(row.item == twin.item and row.changed > 0.0 for row in made)


def test_sentences_of_a_summary_are_claims_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = "The bank paid. Nobody knew of it. It was late."
    first, second = "The bank paid. It was late.", "A bank paid. It was late."
    rows = [
        Labeled("bump", "1", article, first, unsupported=0.0, supported=first),
        Labeled("bump", "1", article, "The bank paid. It was early.", unsupported=1.0, supported=first),
        Labeled("bump", "2", article, "No bank paid. It was early.", unsupported=1.0, supported=second),
    ]
    found = [group for group in grouped(monkeypatch, tmp_path, rows)[0] if not group[0].item.startswith("edited")]
    claims = [{row.rewrite: row.unsupported for row in group} for group in found]
    # which of two new sentences is meant is not known, so neither is learned from
    assert claims == [{"The bank paid.": 0.0}, {"It was late.": 0.0, "It was early.": 1.0}]


ARTICLE = [f"Sentence {name} was read." for name in ("one", "two", "three", "four", "five")]


@pytest.mark.parametrize(
    ("original", "claim", "kept"),
    [
        (ARTICLE, "It was read.", [ARTICLE[k] for k in (0, 2, 4)]),
        (ARTICLE[:2], "It was read.", ARTICLE[:2]),
        (ARTICLE, "Of no article.", ARTICLE),
        ([*ARTICLE, "Nobody encoded this."], "It was read.", [*ARTICLE, "Nobody encoded this."]),
    ],
    ids=["an article", "a short one", "another claim", "another text"],
)
def test_an_article_is_cut_to_what_comes_nearest_to_a_claim(original: list[str], claim: str, kept: list[str]) -> None:
    near = [0.9, 0.1, 0.5, 0.2, 0.7]
    vectors = {text: np.array([value, 0.0], dtype=np.float32) for text, value in zip(ARTICLE, near, strict=True)}
    nearest = edits.Nearest(vectors | {"It was read.": np.array([1.0, 0.0], dtype=np.float32)})
    assert MOST == 3
    assert nearest(" ".join(original), claim) == " ".join(kept)
