from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drift.aligning import words
from drift.aligning.cells import Cells
from drift.aligning.weights import WORD, content, piece_weights
from drift.aligning.wordlinks import links, probabilities
from drift.aligning.words import embed, gather, join, match, match_within, sentences
from drift.encoding import Encoded, open_encoder
from drift.encoding.plain import PlainEncoder
from drift.language import language
from tests.caching import cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.aligning.words import Words
    from drift.encoding.protocol import TextEncoder


class Hashed:
    """Words are random unit vectors fixed by their letters, texts their mean: related means shared words."""

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.stack([np.mean([self._word(w) for w in text.split()] or [np.zeros(64)], axis=0) for text in texts])

    @staticmethod
    def _word(word: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(word.casefold().encode()).digest()[:4], "big")
        return np.random.default_rng(seed).standard_normal(64)


HASHED = PlainEncoder(Hashed())
VOCABULARY = "the of not in 12 7 harbor froze January parliament rejected budget volcano covered ash villages".split()
phrases = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=9)
#: Whole sentences with a capital and a stop, none twice, so that a text can be put in another order.
texts = st.lists(phrases.map(lambda own: ["Now", *own, "."]), min_size=1, max_size=4, unique_by=tuple)


def flat(parts: Iterable[Sequence[str]]) -> list[str]:
    return [token for part in parts for token in part]


def plain(*tokens: Sequence[str]) -> list[Words]:
    return embed(HASHED, tokens)


@settings(max_examples=60)
@given(texts, texts)
def test_every_token_lacks_between_nothing_and_everything(a: list[list[str]], b: list[list[str]]) -> None:
    for found, own in zip(match(*plain(flat(a), flat(b))), (a, b), strict=True):
        assert found.missing.shape == (len(flat(own)),)
        assert ((found.missing >= 0) & (found.missing <= 1)).all()


@settings(max_examples=60)
@given(texts)
def test_identical_texts_lack_nothing(a: list[list[str]]) -> None:
    for found in match(*plain(flat(a), flat(a))):
        assert found.missing.tolist() == [0.0] * len(flat(a))


@settings(max_examples=60)
@given(texts, texts)
def test_swapping_the_sides_swaps_the_results(a: list[list[str]], b: list[list[str]]) -> None:
    one, other = plain(flat(a), flat(b))
    for forward, back in zip(match(one, other), match(other, one)[::-1], strict=True):
        assert forward.missing == pytest.approx(back.missing, abs=1e-4)
    assert probabilities(one, other) == pytest.approx(probabilities(other, one).T, abs=1e-4)


@settings(max_examples=60)
@given(texts, st.permutations(["Now harbor froze.", "Parliament rejected budget.", "Ash covered villages."]))
def test_the_order_of_the_other_sides_sentences_changes_nothing(a: list[list[str]], b: list[str]) -> None:
    own, there, shuffled = plain(flat(a), flat(s.split() for s in sorted(b)), flat(s.split() for s in b))
    best, second = -np.sort(-words.evidence(own, there), axis=1)[:, :2].T
    assume((best > second).all())  # of two that answer equally well the first is taken
    assert match(own, there)[0].missing == pytest.approx(match(own, shuffled)[0].missing, abs=1e-4)


@settings(max_examples=40)
@given(texts, texts)
def test_blocks_change_nothing(a: list[list[str]], b: list[list[str]]) -> None:
    sides = plain(flat(a), flat(b))
    whole = words.counterparts(*sides)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "CELLS", 1)
        pieces = words.counterparts(*sides)
    for expected, found in zip(whole, pieces, strict=True):
        assert found.best.tolist() == expected.best.tolist()
        assert found.mutual.tolist() == expected.mutual.tolist()


@settings(max_examples=40)
@given(texts, texts)
def test_sentences_all_paired_find_what_the_whole_texts_find(a: list[list[str]], b: list[list[str]]) -> None:
    sides = plain(flat(a), flat(b))
    for whole, within in zip(match(*sides), match_within(*sides, [(range(len(a)), range(len(b)))]), strict=True):
        assert within.missing == pytest.approx(whole.missing, abs=1e-4)
        assert within.best.tolist() == whole.best.tolist()


def test_a_sentence_finds_only_what_its_pair_holds() -> None:
    a, b = plain(["Ash", "covered", ".", "Now", "froze", "."], ["Now", "froze", ".", "Ash", "covered", "."])
    right, _ = match_within(a, b, [((0,), (1,)), ((1,), (0,))])
    assert right.best.tolist() == [3, 4, 5, 0, 1, 2]
    assert right.missing.tolist() == [0.0] * 6
    lone, other = match_within(a, b, [((0,), (1,)), ((1,), ())])
    assert lone.missing[3:].tolist() == [1.0] * 3
    assert lone.best[3:].tolist() == [-1] * 3
    assert other.missing[:3].tolist() == [1.0] * 3


@settings(max_examples=40)
@given(st.lists(st.tuples(phrases, phrases), min_size=1, max_size=4))
def test_each_pair_of_sentences_finds_what_it_would_find_by_itself(pairs: list[tuple[list[str], list[str]]]) -> None:
    alone = [plain(*pair) for pair in pairs]
    whole = match_within(*(join(side) for side in zip(*alone, strict=True)), [((k,), (k,)) for k in range(len(pairs))])
    for side in (0, 1):
        found = [match(*pair)[side] for pair in alone]
        shifts = np.cumsum([0, *(len(pair[1 - side]) for pair in alone)])
        assert whole[side].missing.tolist() == np.concatenate([own.missing for own in found]).tolist()
        assert whole[side].cosine.tolist() == np.concatenate([own.cosine for own in found]).tolist()
        best = [own.best + shift for own, shift in zip(found, shifts, strict=False)]
        assert whole[side].best.tolist() == np.concatenate(best).tolist()


#: Lengths of the pieces of a text, and of the tokens.
cuts = st.lists(st.integers(1, 4), max_size=12)


@settings(max_examples=80)
@given(cuts, cuts, st.integers(0, 2**32 - 1))
def test_a_token_has_the_mean_of_the_pieces_that_touch_it(pieces: list[int], tokens: list[int], seed: int) -> None:
    offsets, spans = (
        [(end - n, end) for n, end in zip(own, np.cumsum(own).tolist(), strict=True)] for own in (pieces, tokens)
    )
    vectors = np.random.default_rng(seed).standard_normal((len(pieces), 5)).astype(np.float16)
    encoded = Encoded(np.ones(5, np.float32), vectors, np.array(offsets, np.int32).reshape(-1, 2))
    found = gather(encoded, spans, ["a"] * len(spans), ["a"] * len(spans), language("en")).vectors
    for (start, end), vector in zip(spans, found, strict=True):
        touching = [own for own, (first, last) in zip(vectors, offsets, strict=True) if first < end and start < last]
        mean = np.mean(touching, axis=0, dtype=np.float64) if touching else np.zeros(5)
        assert vector == pytest.approx(mean / (np.linalg.norm(mean) if touching else 1), abs=1e-5)


@given(st.text(st.sampled_from("ab7 .’-"), max_size=20), st.lists(st.integers(0, 20), unique=True))
def test_the_pieces_of_a_word_share_its_weight(text: str, starts: list[int]) -> None:
    starts = sorted(start for start in starts if start < len(text))
    found = piece_weights(
        text, np.array([(start, start + 1) for start in starts], np.int32).reshape(-1, 2), language("en")
    )
    expected = dict.fromkeys(starts, 0.0)
    for word in WORD.finditer(text):
        own = [start for start in starts if word.start() <= start < word.end()]
        expected |= {start: content(word.group(), language("en")) / len(own) for start in own}
    assert found == pytest.approx(np.array(list(expected.values())), abs=1e-6)


def test_words_against_nothing_are_all_missing() -> None:
    (some,) = plain(["a", "b", "c", "d"])
    found, nothing = match(some, join([]))
    assert found.missing.tolist() == [1.0] * 4
    assert found.best.tolist() == [-1] * 4
    assert len(nothing.missing) == 0
    assert links(some, join([])) == frozenset()


def test_words_lack_what_the_other_side_lacks() -> None:
    found, _ = match(*plain("ship sail red".split(), "blue ship".split()))
    assert found.best[0] == 1
    assert (found.missing[1:] > 0.5).all()
    assert found.missing[0] < found.missing[1:].min()


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("", []),
        ("no stop here", [3]),
        ("One ends . Two ends ! three", [3, 4]),
        ("One ends . Two ends ! Three", [3, 3, 1]),
        ("Mr. Gantz left. He returned .", [3, 3]),
        ("The U . S . Census counts . It ends", [8, 2]),
        ("It ends . and goes on", [6]),
        (". . .", [1, 1, 1]),
    ],
)
def test_tokens_fall_into_sentences(text: str, lengths: list[int]) -> None:
    assert [len(run) for run in sentences(text.split())] == lengths


@pytest.fixture(scope="module")
def model() -> TextEncoder:
    return open_encoder(cache=cache())


def missing(model: TextEncoder, a: str, b: str) -> tuple[dict[str, float], dict[str, float]]:
    tokens = a.split(), b.split()
    found = match(*embed(model, tokens))
    return tuple(dict(zip(own, part.missing.tolist(), strict=True)) for own, part in zip(tokens, found, strict=True))


# Changed words stand clear of the 0 of what was kept; how high they are is measured by `drift bench words`.
@pytest.mark.model
@pytest.mark.parametrize(
    ("original", "rewrite", "lost", "new"),
    [
        ("He did not sign the agreement .", "He did sign the agreement .", {"not"}, set()),
        ("The film is good .", "The film is not good .", set(), {"not"}),
        ("He has no money .", "He has money .", {"no"}, set()),
        ("The firm denied the charges .", "The firm confirmed the charges .", {"denied"}, {"confirmed"}),
        ("Police arrested 12 people .", "Police arrested 21 people .", {"12"}, {"21"}),
        ("The minister resigned , officials say .", "The minister resigned .", {"officials", "say"}, set()),
    ],
)
def test_only_what_changed_lacks_something(
    model: TextEncoder, original: str, rewrite: str, lost: set[str], new: set[str]
) -> None:
    for values, changed in zip(missing(model, original, rewrite), (lost, new), strict=True):
        words_only = {word: value for word, value in values.items() if word.isalnum()}
        assert {word for word, value in words_only.items() if value > 0.25} == changed


@pytest.mark.model
def test_unrelated_sentences_lack_nearly_everything(model: TextEncoder) -> None:
    sides = missing(model, "Penguins juggle lemons quietly", "Parliament rejected the budget by nine votes")
    assert min(value for side in sides for value in side.values()) > 0.8


@pytest.mark.model
def test_links_join_phrases_and_leave_out_what_was_dropped(model: TextEncoder) -> None:
    a, b = "The minister resigned on Monday , officials say .".split(), "On Monday the minister quit .".split()
    found = {(a[i], b[j]) for i, j in links(*embed(model, (a, b)))}
    assert {("minister", "minister"), ("resigned", "quit"), ("Monday", "Monday")} <= found
    assert not {pair for pair in found if pair[0] in {"officials", "say"}}


@settings(max_examples=40)
@given(texts, texts)
def test_all_sentences_near_is_no_restriction(a: list[list[str]], b: list[list[str]]) -> None:
    first, second = plain(flat(a), flat(b))
    n, m = (int(side.sentences[-1]) + 1 for side in (first, second))
    keys = np.arange(n * m)
    pairs = zip(match(first, second), match(first, second, Cells(n, m, keys // m, keys % m)), strict=True)
    for whole, near in pairs:
        assert near.best.tolist() == whole.best.tolist()
        assert near.missing == pytest.approx(whole.missing, abs=1e-4)


def test_only_near_sentences_are_looked_at() -> None:
    text = [["Now", "harbor", "froze", "."], ["Now", "volcano", "covered", "villages", "."]]
    first, second = plain(flat(text), flat(text[::-1]))
    straight = Cells(2, 2, np.array([0]), np.array([0]))
    found, back = match(first, second, straight)
    assert set(found.best[:4].tolist()) <= set(range(5))
    assert found.best[4:].tolist() == [-1] * 5
    assert back.best[5:].tolist() == [-1] * 4
    assert found.missing[4:].tolist() == [1.0] * 5
    crossed, _ = match(first, second, Cells(2, 2, np.array([0, 1]), np.array([1, 0])))
    assert crossed.best.tolist() == [5, 6, 7, 8, 0, 1, 2, 3, 4]
    assert crossed.missing.max() == 0.0
