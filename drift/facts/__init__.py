"""Text -> facts: the names, numbers, dates, quotations, polarity, modality, sources and roles of a document.

`EXTRACTORS` is the registry: an extractor is a function `(document, tokens) -> Iterable[Fact]`. Its module's `agree`
says whether two of its values are the same statement, wherever they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from drift.facts import amounts, attribution, dates, modality, names, numbers, polarity, quotes, roles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from drift.language import Language
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


_AGREEING: Mapping[str, Callable[[Any, Any], bool]] = {
    "number": amounts.agree,
    "date": dates.agree,
    "quote": quotes.agree,
    "polarity": polarity.agree,
    "modality": modality.agree,
    "attribution": attribution.agree,
    "role": roles.agree,
}


def agree(fact: Fact, other: Fact, own: Language) -> bool:
    """Whether two facts say the same; those of a kind that is not described here do if their values are equal.

    Names that the language of the first inflects are one.
    """
    if fact.kind != other.kind:
        return False
    if isinstance(fact.value, names.Name) and isinstance(other.value, names.Name):
        return names.agree(fact.value, other.value, own)
    agreeing = _AGREEING.get(fact.kind)
    return fact.value == other.value if agreeing is None else agreeing(fact.value, other.value)


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> tuple[Fact, ...]:
    """All facts of a document, in text order (longer first where two begin together, then by kind)."""
    facts = [fact for extractor in EXTRACTORS for fact in extractor(document, tokens)]
    return tuple(sorted(facts, key=lambda fact: (fact.start, -fact.end, fact.kind)))


__all__ = ["EXTRACTORS", "agree", "extract"]
