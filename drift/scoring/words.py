"""The tokens of one side as scoring sees them: folded keys, content weights, what the other side lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from drift.aligning.weights import content
from drift.facts.spelling import respelled
from drift.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.language import Language
    from drift.records import Side, Token, WordMatch


class Word(NamedTuple):
    """A token with what scoring asks of it.

    `key` is the lemma in one spelling (a name's own form), `form` the word itself, case and spelling folded.
    `weight` is its content in [0, 1]. `missing` and `elsewhere` are those of its `WordMatch`; `distance` is 1 minus
    the cosine of the nearest counterpart, which tells apart words that both count as wholly present. `is_mark` tells
    punctuation and symbols, nothing that is read aloud, `is_negation` a plain negative.
    """

    token: Token
    key: str
    form: str
    weight: float
    missing: float
    elsewhere: float
    distance: float
    sentence: int
    is_mark: bool
    is_negation: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One side prepared: its words by sentence, and what the whole text holds."""

    side: Side
    sentences: tuple[tuple[Word, ...], ...]
    keys: frozenset[str]
    forms: frozenset[str]

    @property
    def language(self) -> Language:
        """The language of the side."""
        return language_of(self.side.document)

    def words(self, sentences: Iterable[int]) -> list[Word]:
        """The words of some sentences, in the order of the sentences given; punctuation is left out."""
        return [word for index in sentences for word in self.sentences[index] if not word.is_mark]

    def mass(self, sentences: Iterable[int]) -> float:
        """The content weight of some sentences; site furniture weighs nothing."""
        own = self.side.document.sentences
        return sum(
            word.weight for index in sentences if own[index].kind != "furniture" for word in self.sentences[index]
        )


def prepare(side: Side, *, anywhere: bool = False) -> Text:
    """The side with keys, forms and weights, computed once for all its beads.

    With `anywhere` what a word lacks is looked for in the whole other text instead of the bead's other side.
    """
    own = language_of(side.document)
    rows = tuple(
        tuple(_word(*pair, sentence, own, anywhere=anywhere) for pair in zip(row, matches, strict=True))
        for sentence, (row, matches) in enumerate(zip(side.tokens, side.words, strict=True))
    )
    words = [word for row in rows for word in row]
    return Text(side, rows, frozenset(word.key for word in words), frozenset(word.form for word in words))


def _word(token: Token, found: WordMatch, sentence: int, own: Language, *, anywhere: bool) -> Word:
    return Word(
        token=token,
        key=respelled(token.text if token.pos == "PROPN" else token.lemma, own),
        form=respelled(token.text, own),
        weight=content(token.text, own),
        missing=found.elsewhere if anywhere else found.missing,
        elsewhere=found.elsewhere,
        distance=1.0 - found.similarity if found.sentence >= 0 else found.elsewhere if anywhere else 1.0,
        sentence=sentence,
        is_mark=not any(map(str.isalnum, token.text)),
        is_negation=token.text.lower() in own.words("negation.explicit"),
    )
