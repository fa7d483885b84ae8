"""What the checks share, by its plain definition: the two sides of a bead, and what stands twice in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from drift.checks import repetition
from drift.checks.beads import View, key, views
from drift.records import Alignment, Bead, Comparison, Document, Side, Token, WordMatch

if TYPE_CHECKING:
    from collections.abc import Sequence

words = st.lists(
    st.sampled_from(["harbor", "harbour", "Harbor", "froze", "it", "that", "3", "(", ")", "-"]), max_size=9
)
texts = st.lists(words, min_size=1, max_size=3)


def tokens_of(text: Sequence[str], start: int) -> tuple[Token, ...]:
    tokens = []
    for word in text:
        tokens.append(Token(start, start + len(word), word, word, "NOUN", "NN", "dep", 0))
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
    return [place for place in view.places if key(view.token(place)) == word]


@given(texts, texts)
def test_a_word_stands_alone_where_no_word_of_the_other_side_has_its_key(
    original: list[list[str]], rewrite: list[list[str]]
) -> None:
    ((_, view),) = views(comparison(original, rewrite))
    for own in (view, view.turned):
        assert [tuple(p) for p in own.places] == [(s, i) for s, r in enumerate(own.side.tokens) for i in range(len(r))]
        assert all(places == standing(own, word) for word, places in own.here.words.items())
        for place in own.places:
            equal = standing(own.turned, key(own.token(place)))
            found = own.counterpart(place)
            assert own.alone(place) is (not equal)
            assert (found is not None and found.same and found.place in equal) is bool(equal)


def test_all_checks_look_at_the_same_views() -> None:
    found = comparison([["froze"]], [["froze"]])
    assert views(found) is views(found)
    assert found == comparison([["froze"]], [["froze"]])


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
