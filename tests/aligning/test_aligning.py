from __future__ import annotations

import hashlib
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.aligning import align
from drift.aligning.beads import chain
from drift.aligning.cells import Cells, choose, nearest
from drift.aligning.odds import BACKGROUND, rivals
from drift.aligning.sentences import gather
from drift.encoding.plain import PlainEncoder
from drift.language import language
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


@settings(max_examples=60)
@given(texts, texts)
def test_every_sentence_is_in_exactly_one_bead(a: list[str], b: list[str]) -> None:
    beads = aligned(a, b).beads
    assert sorted(i for bead in beads for i in bead.original) == list(range(len(a)))
    assert sorted(j for bead in beads for j in bead.rewrite) == list(range(len(b)))


@settings(max_examples=40)
@given(st.lists(st.sampled_from(TOPICS), unique=True, min_size=1))
def test_identical_documents_are_the_same_throughout(a: list[str]) -> None:
    result = aligned(a, a)
    assert result.links == {(i, i) for i in range(len(a))}
    assert {bead.kind for bead in result.beads} == {"same"}


@settings(max_examples=40)
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


paragraphs = st.lists(st.sampled_from(TOPICS), unique=True, min_size=4, max_size=10)


@settings(max_examples=40)
@given(paragraphs, st.data())
def test_shuffled_paragraphs_come_back_as_moves(a: list[str], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(a) - 1), min_size=1, max_size=2)))
    blocks = [range(start, end) for start, end in itertools.pairwise([0, *cuts, len(a)])]
    order = [i for block in data.draw(st.permutations(blocks)) for i in block]
    result = aligned(a, [a[i] for i in order])
    assert result.links == {(i, j) for j, i in enumerate(order)}
    in_order = sorted(result.links - result.moved)
    assert [j for _, j in in_order] == sorted(j for _, j in in_order)
    assert bool(result.moved) == (order != sorted(order))


@settings(max_examples=40)
@given(paragraphs, st.integers(0, 10))
def test_an_unrelated_sentence_changes_no_other_bead(a: list[str], place: int) -> None:
    at = min(place, len(a))
    result = aligned(a, [*a[:at], "Penguins juggle lemons quietly", *a[at:]])
    assert result.links == {(i, i + (i >= at)) for i in range(len(a))}
    assert result.added == {at}


def brute(grid: np.ndarray) -> float:
    """The best total of all chains, tried one by one."""
    n, m = grid.shape

    def onward(i: int, j: int) -> float:
        rest = [grid[r, c] + onward(r + 1, c + 1) for r in range(i, n) for c in range(j, m) if grid[r, c] > 0]
        return max(rest, default=0.0)

    return onward(0, 0)


@settings(max_examples=80)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_chain_is_as_good_as_the_best_of_all_chains(n: int, m: int, data: st.DataObject) -> None:
    keys = np.arange(n * m)
    odds = np.array(data.draw(st.lists(st.floats(-3, 5), min_size=n * m, max_size=n * m)))
    pairings = chain(Cells(n, m, keys // m, keys % m), odds)
    assert sum(p.odds for p in pairings) == pytest.approx(brute(odds.reshape(n, m)))
    for before, after in itertools.pairwise(pairings):
        assert before.original[-1] < after.original[0]
        assert before.rewrite[-1] < after.rewrite[0]


WEATHER = "The storm flooded the harbor of Naples on Friday"
DAMAGE = "it sank two ferries and eleven fishing boats"
RESCUE = "divers pulled nine sailors from the water"


@pytest.mark.parametrize(
    ("original", "rewrite", "links"),
    [
        ([f"{WEATHER}, {DAMAGE}."], [f"{WEATHER}.", f"{DAMAGE}."], {(0, 0), (0, 1)}),
        ([f"{WEATHER}.", f"{DAMAGE}."], [f"{WEATHER}, {DAMAGE}."], {(0, 0), (1, 0)}),
        (
            [f"{WEATHER}, {DAMAGE}, and {RESCUE}."],
            [f"{WEATHER}.", f"{DAMAGE}.", f"{RESCUE}."],
            {(0, 0), (0, 1), (0, 2)},
        ),
        ([f"{WEATHER}."], [f"{WEATHER}.", "Parliament rejected the budget by nine votes."], {(0, 0)}),
        ([f"{WEATHER}."], ["Parliament rejected the budget by nine votes.", f"{WEATHER}."], {(0, 1)}),
        (
            [TOPICS[0], f"{WEATHER}, {DAMAGE}.", TOPICS[1]],
            [TOPICS[0], f"{DAMAGE}.", f"{WEATHER}.", TOPICS[1]],
            {(0, 0), (1, 1), (1, 2), (2, 3)},
        ),
    ],
)
def test_what_was_merged_or_split_is_joined(original: list[str], rewrite: list[str], links: set) -> None:
    assert aligned(original, rewrite).links == links


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), min_size=1, max_size=12))
def test_a_rival_is_the_best_other_value_of_its_group(rows: list[tuple[int, float]]) -> None:
    groups, values = np.array([g for g, _ in rows]), np.array([v for _, v in rows])
    for k, rival in enumerate(rivals(values, groups)):
        others = [v for q, (g, v) in enumerate(rows) if g == groups[k] and q != k]
        assert rival == max([BACKGROUND, *others])


@settings(max_examples=20)
@given(st.lists(st.sampled_from(TOPICS), min_size=1), st.lists(st.sampled_from(TOPICS), min_size=1))
def test_cells_are_found_by_their_place(a: list[str], b: list[str]) -> None:
    first, second = (gather(texts, encode(texts), language("en")).vectors for texts in (a, b))
    cells = choose(nearest(first, second), nearest(second, first), (a, b), every=0)
    assert (np.diff(cells.rows * cells.width + cells.columns) > 0).all()
    assert cells.at(cells.rows, cells.columns).tolist() == list(range(len(cells)))
    outside = cells.at(np.array([-1, 0, len(a), 0]), np.array([0, -1, 0, len(b)]))
    assert outside.tolist() == [-1] * 4


def test_few_pairs_looked_at_give_the_beads_that_all_pairs_give() -> None:
    rng = np.random.default_rng(3)
    words = [f"word{k}" for k in range(900)]
    a = [" ".join(rng.choice(words, 9)) + "." for _ in range(240)]
    b = [" ".join(word for word in text.split() if rng.random() > 0.2) or text for text in a]
    b = [*b[120:150], *b[:40], *b[45:120], "Nothing like it.", *b[150:]]
    pair = Document.from_sentences(a), Document.from_sentences(b)
    encoded = encode(a), encode(b)
    every, few = (align(*pair, encoded, every=count).alignment.beads for count in (10**6, 0))
    assert [(bead.original, bead.rewrite, bead.kind) for bead in every] == [
        (bead.original, bead.rewrite, bead.kind) for bead in few
    ]
    assert sum(bead.kind == "omitted" for bead in every) == 5


def test_the_picture_of_long_texts_is_the_best_of_blocks() -> None:
    a = [TOPICS[k % 10] for k in range(2001)]
    result = align(Document.from_sentences(a), Document.from_sentences(a[:3]), (encode(a), encode(a[:3])))
    assert result.similarities.shape == (1001, 2)
    assert result.similarities[0].tolist() == pytest.approx([1.0, float(result.similarities[0, 1])])
    assert result.similarities[1, 1] == pytest.approx(1.0)


def test_beads_say_how_likely_they_are_and_what_came_next() -> None:
    beads = aligned(TOPICS[:3], [TOPICS[0], TOPICS[2]]).beads
    assert beads[0].reason.startswith("log-odds ")
    assert beads[0].similarity == pytest.approx(1.0)
    assert beads[0].runner_up < 0.9
    assert beads[1].kind == "omitted"
    assert "likelier" in beads[1].reason
