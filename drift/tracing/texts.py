"""A document as tracing sees it: its sentences without site furniture, their vectors, and its facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from drift.facts.names import Name as NameFact
from drift.language import foreign
from drift.tracing import prints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded, TextEncoder
    from drift.encoding.cache import Cache
    from drift.records import Document, Fact, Finding, Token
    from drift.tracing.records import Name

# What is wrong with a text by itself that a rewriter may have brought in.
SLIPS = ("repetition", "fragment", "fluency", "terminology")


@dataclass(frozen=True)
class Text:
    """One document. `kept` are the sentences that are looked at; all else is made when it is first asked for.

    `cache` keeps its parse between runs.

    The parser, the extractors and the checks speak English: a document in another language has no tokens, facts or
    slips.
    """

    name: Name
    document: Document
    encoder: TextEncoder = field(repr=False)
    cache: Cache | None = field(default=None, repr=False)

    @property
    def foreign(self) -> bool:
        """Whether it is in another language than English."""
        return foreign(self.document.language)

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """The sentences that are no site furniture."""
        return prints.kept(self.document)

    @cached_property
    def lengths(self) -> NDArray[np.float32]:
        """The words of each kept sentence, shape (n,)."""
        return prints.lengths([self.document.sentences[index] for index in self.kept])

    @cached_property
    def encoded(self) -> tuple[Encoded, ...]:
        """All sentences, encoded."""
        return tuple(self.encoder.encode_all([sentence.text for sentence in self.document.sentences]))

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """Those of the kept sentences, shape (n, d)."""
        return np.stack([self.encoded[index].vector for index in self.kept])

    @cached_property
    def tokens(self) -> tuple[tuple[Token, ...], ...]:
        """The parse, which most of the time goes into."""
        from drift.facts import parse

        return ((),) * len(self.document.sentences) if self.foreign else parse(self.document, cache=self.cache)

    @cached_property
    def every_fact(self) -> tuple[Fact, ...]:
        """The facts of all sentences."""
        from drift.facts import extract

        return () if self.foreign else extract(self.document, self.tokens)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the kept sentences."""
        kept = frozenset(self.kept)
        return tuple(fact for fact in self.every_fact if fact.sentence in kept)

    @property
    def names(self) -> list[tuple[NameFact, str]]:
        """Its names: value, and as written."""
        return [(fact.value, fact.text) for fact in self.facts if isinstance(fact.value, NameFact)]

    @cached_property
    def slips(self) -> tuple[Finding, ...]:
        """Repetitions, broken sentences and names in two spellings that it has by itself."""
        from drift.checks import CHECKS, run
        from drift.records import Alignment, Comparison, Side, WordMatch

        if self.foreign:
            return ()
        words = tuple(tuple(WordMatch(0.0, 0.0) for _ in row) for row in self.tokens)
        side = Side(self.document, self.tokens, self.every_fact, words)
        return tuple(item for item in run(Comparison(None, side, Alignment(())), CHECKS) if item.kind in SLIPS)


def print_of(document: Document, vectors: Sequence[NDArray[np.float32]]) -> prints.Print:
    """The print of a document whose sentences have these vectors, furniture included."""
    kept = prints.kept(document)
    sentences = [document.sentences[index] for index in kept]
    return prints.Print(
        np.stack([vectors[index] for index in kept]).astype(np.float16),
        prints.lengths(sentences),
        prints.rare(document, sentences),
        document.language,
        len(document.raw),
    )
