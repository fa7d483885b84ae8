"""Text -> facts: the names, numbers, dates, quotations, polarity, modality, sources and roles of a document.

`EXTRACTORS` is the registry: an extractor is a function `(document, tokens) -> Iterable[Fact]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from drift.facts import attribution, dates, modality, names, numbers, polarity, quotes, roles
from drift.facts.parse import parse, parse_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from drift.records import Document, Fact, Token

    Extractor: TypeAlias = Callable[[Document, tuple[tuple[Token, ...], ...]], Iterable[Fact]]

EXTRACTORS: tuple[Extractor, ...] = (
    numbers.extract,
    dates.extract,
    names.extract,
    quotes.extract,
    polarity.extract,
    modality.extract,
    attribution.extract,
    roles.extract,
)


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> tuple[Fact, ...]:
    """All facts of a document, in text order (longer first where two begin together, then by kind)."""
    facts = [fact for extractor in EXTRACTORS for fact in extractor(document, tokens)]
    return tuple(sorted(facts, key=lambda fact: (fact.start, -fact.end, fact.kind)))


__all__ = ["EXTRACTORS", "extract", "parse", "parse_all"]
