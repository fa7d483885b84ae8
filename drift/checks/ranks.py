"""Ranks that changed: "the second-largest city" became "the largest city", "one of the best" became "the best".

A superlative by itself names the first of its kind; an ordinal before it, or "one of", takes that back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import HYPHENS, Place, became, views
from drift.checks.slots import nearby
from drift.facts.amounts import Number
from drift.facts.numberwords import lexicon
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Token

#: Words that may stand between "one of" and a superlative: "one of the world's three largest".
_REACH = 6


class _Rank(NamedTuple):
    """A superlative with its noun: `rank` is 1 where nothing is said of it, 0 for one of several; from `first` on."""

    rank: int
    first: Place
    noun: Place
    plural: bool


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a superlative whose rank is lost, or new."""
    for _, view in views(comparison):
        ours, theirs = _ranks(view), _ranks(view.mirrored)
        for what, mine in ours.items():
            other = theirs.get(what)
            if other is None or mine.rank == other.rank or 1 not in {mine.rank, other.rank}:
                continue
            bare, ranked, barely = (other, mine, view.mirrored) if other.rank == 1 else (mine, other, view)
            if not bare.plural and not _renders(barely, ranked.rank):
                original, rewrite = view.span(mine.first, mine.noun), view.mirrored.span(other.first, other.noun)
                severity = Severity.minor if other.rank == 0 else Severity.major
                message = f"The rank is another: {became(original.text, rewrite.text)}."
                yield finding("number", severity, original, rewrite, 0.7, message)


def _renders(view: View, rank: int) -> bool:
    """Whether this side says a rank otherwise than before the superlative: by another number, or what comes before."""
    words, language = view.here.lemmas, view.language
    if rank == 0:
        return not words.isdisjoint(language.words("ranks.several") | lexicon(language).cardinals.keys())
    if not words.isdisjoint(language.words("ranks.otherwise")):
        return True
    numbers = (fact.value for fact in view.side.of(Number, nearby(view.mirrored)))
    return any(number.readings[0].value == rank for number in numbers)


def _ranks(view: View) -> dict[tuple[str, str], _Rank]:
    """The superlatives that stand once with their noun, by both."""
    found: dict[tuple[str, str], list[_Rank]] = {}
    same = view.language.classes("ranks.same")
    for place in view.places:
        word = _superlative(view, place)
        noun = _noun(view, place) if word else None
        rank = None if noun is None else _rank(view, place, noun)
        if noun is not None and rank is not None:
            found.setdefault((same.get(word, word), view.key(noun)), []).append(rank)
    return {what: ranks[0] for what, ranks in found.items() if len(ranks) == 1}


def _superlative(view: View, place: Place) -> str:
    token, language = view.token(place), view.language
    word = token.text.lower()
    before = view.side.tokens[place.sentence][place.token - 1].text.lower() if place.token else ""
    if token.pos == "ADJ" and before in language.words("ranks.most"):
        return f"{before} {word}"
    return (
        word if token.pos == "ADJ" and token.has("Degree=Sup") and word not in language.words("ranks.not_ranks") else ""
    )


def _noun(view: View, place: Place) -> Place | None:
    """The noun that a superlative stands with: the last of the row of nouns and adjectives behind it."""
    row, found = view.side.tokens[place.sentence], None
    for at in range(place.token + 1, min(len(row), place.token + 1 + _REACH)):
        if row[at].pos in {"NOUN", "PROPN"}:
            found = at
        elif row[at].pos != "ADJ" and row[at].text not in HYPHENS:
            break
    return None if found is None else Place(place.sentence, found)


def _rank(view: View, place: Place, noun: Place) -> _Rank | None:
    row, at, language = view.side.tokens[place.sentence], place.token - 1, view.language
    plural = view.token(noun).has("Number=Plur")
    at -= at >= 0 and row[at].text.lower() in language.words("ranks.most")
    if at < 0:
        return None
    ordinal_at = at - (row[at].text in HYPHENS)
    ordinal = _ordinal(row[ordinal_at].text.lower(), language) if ordinal_at >= 0 else 0
    if ordinal:
        return _Rank(ordinal, Place(place.sentence, ordinal_at), noun, plural)
    several = _several(row, at, language)
    if several is not None:
        return _Rank(0, Place(place.sentence, several), noun, plural)
    definite = row[at].text.lower() in language.words("ranks.definite")
    return _Rank(1, Place(place.sentence, at + 1), noun, plural) if definite else None


def _several(row: Sequence[Token], at: int, language: Language) -> int | None:
    """Where "one of the", "among the world's three" begins that ends at a token, if it does."""
    for k in range(at, max(-1, at - _REACH), -1):
        word = row[k].text.lower()
        if word in language.words("ranks.several.among"):
            return k
        if word in language.words("function.of"):
            return k - 1 if k and row[k - 1].text.lower() in language.words("ranks.several.parts") else None
    return None


def _ordinal(word: str, language: Language) -> int:
    """The rank that an ordinal says, 0 if the word is none."""
    figures = re.fullmatch(r"(\d{1,3})(\D+)", word)
    if figures and figures[2] in language.words("numbers.nth"):
        return int(figures[1])
    return lexicon(language).ordinals.get(word, 0)
