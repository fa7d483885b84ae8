"""What the checks share, by its plain definition: the two sides of a bead, and what stands twice in a row."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from drift.checks import phrases as parsing
from drift.checks import repetition
from drift.checks.beads import TOGETHER, Part, Place, View, replaced, views
from drift.checks.slots import MANY, opposite
from drift.facts import amounts
from drift.facts.amounts import Amount, Number
from drift.facts.units import Unit
from drift.records import Alignment, Bead, Comparison, Document, Side, Token, WordMatch

if TYPE_CHECKING:
    from collections.abc import Sequence

words = st.lists(
    st.sampled_from(["harbor", "harbour", "Harbor", "froze", "it", "that", "3", "(", ")", "-"]), max_size=9
)
texts = st.lists(words, min_size=1, max_size=3)

UNITS = (
    None,
    Unit("kilometer", "length", 1000.0, "metric"),
    Unit("mile", "length", 1609.344, "imperial"),
    Unit("dollar", "money:dollar", 1.0),
)


def tokens_of(text: Sequence[str], start: int) -> tuple[Token, ...]:
    tokens = []
    for word in text:
        tokens.append(Token(start, start + len(word), word, word, "NOUN", "Number=Sing", "dep", 0))
        start += len(word) + 1
    return tuple(tokens)


def side(sentences: Sequence[Sequence[str]]) -> Side:
    document = Document.from_sentences([" ".join(text) for text in sentences])
    tokens = tuple(tokens_of(text, own.start) for text, own in zip(sentences, document.sentences, strict=True))
    return Side(document, tokens, (), tuple(tuple(WordMatch(1.0, 1.0) for _ in own) for own in tokens))


def comparison(original: Sequence[Sequence[str]], rewrite: Sequence[Sequence[str]]) -> Comparison:
    bead = Bead(tuple(range(len(original))), tuple(range(len(rewrite))), "paraphrase", 0.9, 0.1)
    return Comparison(side(original), side(rewrite), Alignment((bead,)))


def standing(view: View, word: str) -> list[tuple[int, int]]:
    return [place for place in view.places if view.key(place) == word]


@given(texts, texts)
def test_a_word_stands_alone_where_no_word_of_the_other_side_has_its_key(
    original: list[list[str]], rewrite: list[list[str]]
) -> None:
    (view,) = views(comparison(original, rewrite))
    for own in (view, view.mirrored):
        assert [tuple(p) for p in own.places] == [(s, i) for s, r in enumerate(own.side.tokens) for i in range(len(r))]
        assert all(places == standing(own, word) for word, places in own.here.words.items())
        for place in own.places:
            equal = standing(own.mirrored, own.key(place))
            found = own.counterpart(place)
            assert own.unshared(place) is (not equal)
            assert (found is not None and found.same and found.place in equal) is bool(equal)


def far(view: View, place: Place, other: Place) -> float:
    """How far apart two tokens stand, each as a share of its side."""
    shares = [own.places.index(p) / len(own.places) for own, p in ((view, place), (view.mirrored, other))]
    return abs(shares[0] - shares[1])


@given(texts, texts)
def test_of_equal_words_the_one_in_the_same_place_is_the_counterpart(
    original: list[list[str]], rewrite: list[list[str]]
) -> None:
    (view,) = views(comparison(original, rewrite))
    for own in (view, view.mirrored):
        for place in own.places:
            equal = own.mirrored.here.words.get(own.key(place))
            found = own.counterpart(place)
            if equal and found is not None:  # no vectors: nothing is nearest
                assert found.place == min(equal, key=lambda other: far(own, place, other))


rows = st.lists(st.sampled_from("the old harbor froze over in two nights".split()), min_size=1, max_size=12)


@given(rows, rows)
def test_replaced_words_stand_between_the_same_neighbors(original: list[str], rewrite: list[str]) -> None:
    (view,) = views(comparison([original], [rewrite]))
    ends = [["<", *row, ">"] for row in (original, rewrite)]
    last = (-1, -1)
    for here, there in replaced(view):
        places = [place.token for place in here], [place.token for place in there]
        assert len(here) == len(there) <= TOGETHER
        for row, own, before in zip(ends, places, last, strict=True):
            assert own == list(range(own[0], own[-1] + 1))
            assert own[0] > before
            assert 0 <= own[0] < len(row) - 2
        assert ends[0][places[0][0]] == ends[1][places[1][0]]
        assert ends[0][places[0][-1] + 2] == ends[1][places[1][-1] + 2]
        last = places[0][-1], places[1][-1]


@given(rows, st.integers(0, 11))
def test_one_word_replaced_by_a_new_one_is_found(original: list[str], place: int) -> None:
    place %= len(original)
    (view,) = views(comparison([original], [[*original[:place], "thawed", *original[place + 1 :]]]))
    assert ((Place(0, place),), (Place(0, place),)) in list(replaced(view)) or original.count(original[place]) > 1


@given(st.lists(st.integers(0, 8), min_size=1, max_size=9).map(lambda heads: [min(h, len(heads) - 1) for h in heads]))
def test_what_hangs_from_a_word_is_what_names_it_as_its_head(heads: list[int]) -> None:
    row = tuple(Token(2 * k, 2 * k + 1, "a", "a", "NOUN", "Number=Sing", "dep", head) for k, head in enumerate(heads))
    document = Document.from_sentences([" ".join("a" * len(row))])
    part = Part(Side(document, (row,), (), ()), (0,))
    for head in range(len(row)):
        below = [k for k, token in enumerate(row) if token.head == head != k]
        assert list(part.below.get(Place(0, head), ())) == below


@given(st.integers(0, 130), st.integers(0, 130))
def test_facts_are_held_against_all_others_or_those_at_their_place(ours: int, theirs: int) -> None:
    pairs = list(opposite(ours, theirs))
    every = [(i, j) for i in range(ours) for j in range(theirs)]
    if max(ours, theirs) <= MANY:
        assert pairs == every
    else:
        assert len(pairs) <= MANY * ours  # no square of the row
        assert set(pairs) <= set(every)
        if ours == theirs:
            assert {(i, i) for i in range(ours)} <= set(pairs)


def test_a_long_row_of_dependents_has_phrases_in_proportion() -> None:
    counts = []
    for size in (200, 400):
        head = Token(0, 1, "a", "a", "VERB", "VerbForm=Inf", "root", 0)
        row = [head, *(Token(2 * k, 2 * k + 1, "b", "b", "NOUN", "Number=Sing", "obj", 0) for k in range(1, size))]
        counts.append(len(parsing.phrases(row)))
    assert counts[0] > 200
    assert counts[1] < 3 * counts[0]


sizes = st.one_of(st.integers(-3, 3).map(float), st.floats(-1e6, 1e6))
values = st.builds(
    Number,
    st.lists(st.builds(Amount, sizes, st.sampled_from(UNITS)), min_size=1, max_size=2).map(tuple),
    approximate=st.booleans(),
)


@given(values, st.lists(st.one_of(values, st.none()), max_size=6), st.floats(0.9, 1.1))
def test_a_number_agrees_with_one_of_many_or_with_none(
    number: Number, others: list[Number | None], factor: float
) -> None:
    near = Number(tuple(Amount(r.value * factor, r.unit) for r in number.readings), number.approximate)
    known = [near if other is None else other for other in others]
    assert amounts.any_agrees(number, amounts.by_magnitude(known)) is any(amounts.agree(number, o) for o in known)


def test_all_checks_look_at_the_same_views_and_these_go_with_the_comparison() -> None:
    found = comparison([["froze"]], [["froze"]])
    assert views(found) is views(found)
    assert views(comparison([["froze"]], [["froze"]])) is not views(found)
    gone = weakref.ref(found)
    del found
    gc.collect()
    assert gone() is None


def doubled(words: Sequence[str]) -> bool:
    """Whether these are a phrase of up to eight words and the same again, be it in brackets."""
    return any(
        list(words) in ([*words[:n], *words[:n]], [*words[:n], "(", *words[:n], ")"])
        and all(word.replace("-", "").isalpha() for word in words[:n])
        for n in range(1, 9)
    )


scraps = st.lists(st.sampled_from(["harbor", "Harbor", "froze", "(", ")", "-", "3"]), max_size=9)
phrases = st.lists(st.sampled_from("the old harbor froze over in two nights".split()), min_size=2, unique=True)


@given(scraps, phrases, st.sampled_from([("(", ")"), ()]), scraps)
def test_a_phrase_that_stands_twice_is_found_among_others(
    before: list[str], phrase: list[str], marks: tuple[str, ...], after: list[str]
) -> None:
    again = [*marks[:1], *phrase, *marks[1:]]
    alone = Comparison(None, side([[*before, *phrase, *again, *after]]), Alignment(()))
    found = [finding.rewrite for finding in repetition.check(alone) if finding.rewrite is not None]
    assert all(doubled(span.text.lower().split()) for span in found)
    first, *_, last = alone.rewrite.tokens[0][len(before) :][: len(phrase) + len(again)]
    assert any(span.start <= last.start and first.end <= span.end for span in found)
