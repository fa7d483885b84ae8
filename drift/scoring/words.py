"""The tokens of one side as scoring sees them: folded keys, content weights, what the other side lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.aligning.weights import content
from drift.facts.spelling import american

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.records import Side, Token

NEGATIONS = frozenset(
    {
        "not",
        "n't",
        "n’t",
        "no",
        "never",
        "none",
        "nobody",
        "nothing",
        "nowhere",
        "neither",
        "nor",
        "without",
        "cannot",
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """A token with what scoring asks of it.

    `key` is the lemma in one spelling (a name's own form), `form` the word itself, case and spelling folded.
    `weight` is its content in [0, 1]. `missing` and `elsewhere` are those of its `WordMatch`; `distance` is 1 minus
    the cosine of the nearest counterpart, which tells apart words that both count as wholly present.
    """

    token: Token
    key: str
    form: str
    weight: float
    missing: float
    elsewhere: float
    distance: float
    sentence: int
    index: int

    @property
    def is_mark(self) -> bool:
        """Whether the token is punctuation or a symbol: nothing that is read aloud."""
        return not any(map(str.isalnum, self.token.text))


@dataclass(frozen=True, slots=True)
class Text:
    """One side prepared: its words by sentence, and what the whole text holds."""

    side: Side
    sentences: tuple[tuple[Word, ...], ...]
    keys: frozenset[str]
    forms: frozenset[str]

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
    rows = tuple(
        tuple(_word(side, sentence, index, anywhere=anywhere) for index in range(len(row)))
        for sentence, row in enumerate(side.tokens)
    )
    words = [word for row in rows for word in row]
    return Text(side, rows, frozenset(word.key for word in words), frozenset(word.form for word in words))


def _word(side: Side, sentence: int, index: int, *, anywhere: bool) -> Word:
    token, found = side.tokens[sentence][index], side.words[sentence][index]
    return Word(
        token=token,
        key=american(token.text if token.pos == "PROPN" else token.lemma),
        form=american(token.text),
        weight=content(token.text),
        missing=found.elsewhere if anywhere else found.missing,
        elsewhere=found.elsewhere,
        distance=1.0 - found.similarity if found.sentence >= 0 else found.elsewhere if anywhere else 1.0,
        sentence=sentence,
        index=index,
    )
