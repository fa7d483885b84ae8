"""Ranks that changed: "the second-largest city" became "the largest city", "one of the best" became "the best".

A superlative by itself names the first of its kind; an ordinal before it, or "one of", takes that back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drift.checks import cues
from drift.checks.beads import HYPHENS, Place, became, views
from drift.checks.cues import Cue
from drift.checks.slots import nearby, once
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

#: The rank of a superlative of which nothing is said, and of one of several.
FIRST, SEVERAL = 1, 0


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a superlative whose rank is lost, or new."""
    for view in views(comparison):
        for mine, other in cues.exchanged(view, _ranks, _otherwise):
            bare = view.token(mine.last) if mine.says == FIRST else view.mirrored.token(other.last)
            if FIRST in {mine.says, other.says} and not bare.has("Number=Plur"):
                original, rewrite = cues.spans(view, mine, other)
                severity = Severity.minor if other.says == SEVERAL else Severity.major
                message = f"The rank is another: {became(original.text, rewrite.text)}."
                yield finding("qualifier", severity, original, rewrite, 0.7, message)


def _otherwise(view: View, rank: int) -> bool:
    """Whether this side says a rank otherwise than before the superlative: by another number, or what comes before."""
    words, language = view.here.lemmas, view.language
    if rank == FIRST:
        return False
    if rank == SEVERAL:
        return not words.isdisjoint(language.words("ranks.several") | lexicon(language).cardinals.keys())
    if not words.isdisjoint(language.words("ranks.otherwise")):
        return True
    numbers = (fact.value for fact in view.side.of(Number, nearby(view.mirrored)))
    return any(number.readings[0].value == rank for number in numbers)


def _ranks(view: View) -> list[Cue[int, tuple[str, str]]]:
    """The superlatives that stand once with their noun, and the ranks that they name."""
    return once(_superlatives(view), key=lambda cue: cue.of)


def _superlatives(view: View) -> Iterator[Cue[int, tuple[str, str]]]:
    same = view.language.classes("ranks.same")
    for place in view.places:
        word = _superlative(view, place)
        noun = _noun(view, place) if word else None
        rank = None if noun is None else _rank(view, place)
        if noun is not None and rank is not None:
            yield Cue(rank[0], (same.get(word, word), view.key(noun)), Place(place.sentence, rank[1]), noun)


def _superlative(view: View, place: Place) -> str:
    token, words = view.token(place), view.language.words
    word, before = token.text.lower(), view.before(place)
    if token.pos != "ADJ":
        return ""
    if before in words("ranks.most"):
        return f"{before} {word}"
    return word if token.has("Degree=Sup") and word not in words("ranks.not_ranks") else ""


def _noun(view: View, place: Place) -> Place | None:
    """The noun that a superlative stands with: the last of the row of nouns and adjectives behind it."""
    row, found = view.row(place), None
    for at in range(place.token + 1, min(len(row), place.token + 1 + _REACH)):
        if row[at].pos in {"NOUN", "PROPN"}:
            found = at
        elif row[at].pos != "ADJ" and row[at].text not in HYPHENS:
            break
    return None if found is None else Place(place.sentence, found)


def _rank(view: View, place: Place) -> tuple[int, int] | None:
    """The rank that a superlative names, and the token from which on it is said."""
    row, at, language = view.row(place), place.token - 1, view.language
    at -= at >= 0 and row[at].text.lower() in language.words("ranks.most")
    if at < 0:
        return None
    ordinal_at = at - (row[at].text in HYPHENS)
    ordinal = _ordinal(row[ordinal_at].text.lower(), language) if ordinal_at >= 0 else 0
    if ordinal:
        return ordinal, ordinal_at
    several = _several(row, at, language)
    if several is not None:
        return SEVERAL, several
    return (FIRST, at + 1) if row[at].text.lower() in language.words("ranks.definite") else None


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
