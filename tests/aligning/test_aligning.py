from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.aligning import align
from drift.aligning.affinity import gather
from drift.aligning.beads import chain, weigh
from drift.encoding.plain import PlainEncoder
from drift.records import Alignment, Document

if TYPE_CHECKING:
    from drift.encoding import Encoded

TOPICS = [
    "The harbor of Lisbon froze in January",
    "Parliament rejected the budget by nine votes",
    "A volcano near Naples covered villages in ash",
    "Doctors praised the cheaper malaria vaccine",
    "The orchestra canceled its autumn tour",
    "Farmers planted sorghum instead of maize",
    "Two satellites collided above the Pacific",
    "The museum returned stolen bronze figures",
    "Engineers repaired the flooded tunnel",
    "Voters ignored the referendum on parking",
]


class Hashed:
    """Words are random unit vectors fixed by their letters, texts their mean: related means shared words."""

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.stack(
            [np.mean([self._word(w) for w in text.lower().split()] or [np.zeros(64)], axis=0) for text in texts]
        )

    @staticmethod
    def _word(word: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(word.strip(".,").encode()).digest()[:4], "big")
        return np.random.default_rng(seed).standard_normal(64)


def encode(texts: list[str]) -> list[Encoded]:
    return PlainEncoder(Hashed()).encode_all(texts)


def aligned(a: list[str], b: list[str]) -> Alignment:
    return align(Document.from_sentences(a), Document.from_sentences(b), (encode(a), encode(b))).alignment


texts = st.lists(st.sampled_from(TOPICS), max_size=8)


@settings(deadline=None, max_examples=60)
@given(texts, texts)
def test_every_sentence_is_in_exactly_one_bead(a: list[str], b: list[str]) -> None:
    beads = aligned(a, b).beads
    assert sorted(i for bead in beads for i in bead.original) == list(range(len(a)))
    assert sorted(j for bead in beads for j in bead.rewrite) == list(range(len(b)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(TOPICS), unique=True, min_size=1))
def test_identical_documents_are_the_same_throughout(a: list[str]) -> None:
    result = aligned(a, a)
    assert result.links == {(i, i) for i in range(len(a))}
    assert {bead.kind for bead in result.beads} == {"same"}


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(TOPICS), unique=True, max_size=8),
    st.lists(st.sampled_from(TOPICS), unique=True, max_size=8),
)
def test_reversing_the_roles_mirrors_omissions_and_additions(a: list[str], b: list[str]) -> None:
    forward, back = aligned(a, b), aligned(b, a)
    assert forward.omitted == back.added
    assert forward.added == back.omitted
    assert forward.links | forward.moved == {(i, j) for j, i in back.links | back.moved}


@pytest.mark.parametrize(
    ("original", "rewrite", "links", "omitted", "added", "moved"),
    [
        (TOPICS[:4], [TOPICS[0], TOPICS[2], TOPICS[3]], {(0, 0), (2, 1), (3, 2)}, {1}, set(), set()),
        ([TOPICS[0], TOPICS[2]], TOPICS[:3], {(0, 0), (1, 2)}, set(), {1}, set()),
        (
            TOPICS[:3],
            [f"{TOPICS[0]} and {TOPICS[1].lower()}", TOPICS[2]],
            {(0, 0), (1, 0), (2, 1)},
            set(),
            set(),
            set(),
        ),
        (
            [f"{TOPICS[0]} and {TOPICS[1].lower()}", TOPICS[2]],
            TOPICS[:3],
            {(0, 0), (0, 1), (1, 2)},
            set(),
            set(),
            set(),
        ),
        (TOPICS[:6], [TOPICS[5], *TOPICS[:5]], {(5, 0)} | {(i, i + 1) for i in range(5)}, set(), set(), {(5, 0)}),
        ([], TOPICS[:2], set(), set(), {0, 1}, set()),
        (TOPICS[:2], [], set(), {0, 1}, set(), set()),
    ],
    ids=["dropped", "added", "merged", "split", "moved", "empty original", "empty rewrite"],
)
def test_shapes(original: list[str], rewrite: list[str], links: set, omitted: set, added: set, moved: set) -> None:
    result = aligned(original, rewrite)
    assert result.links == links
    assert result.omitted == omitted
    assert result.added == added
    assert result.moved == moved


def test_an_unrelated_sentence_changes_no_other_bead() -> None:
    rewrite = [*TOPICS[:2], "Penguins juggle lemons quietly", *TOPICS[2:5]]
    shift = {0: 0, 1: 1, 2: 3, 3: 4, 4: 5}
    assert aligned(TOPICS[:5], rewrite).links == {(i, shift[j]) for i, j in aligned(TOPICS[:5], TOPICS[:5]).links}


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.sampled_from(TOPICS), min_size=1, max_size=5), st.lists(st.sampled_from(TOPICS), min_size=1, max_size=5)
)
def test_the_chain_is_as_good_as_the_best_of_all_chains(a: list[str], b: list[str]) -> None:
    evidence = weigh(gather(a, encode(a)), gather(b, encode(b)))
    gains = {shape: item.odds.astype(float) * max(shape) for shape, item in evidence.items()}

    def best(i: int, j: int) -> float:
        if i == len(a) or j == len(b):
            return 0.0
        options = [best(i + 1, j), best(i, j + 1)]
        options += [
            gain[i, j] + best(i + r, j + c) for (r, c), gain in gains.items() if i + r <= len(a) and j + c <= len(b)
        ]
        return max(options)

    found = chain(evidence, len(a), len(b))
    total = sum(p.odds * max(len(p.original), len(p.rewrite)) for p in found)
    assert total == pytest.approx(best(0, 0), abs=1e-4)
