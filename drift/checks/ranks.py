"""Ranks that changed: "the second-largest city" became "the largest city", "one of the best" became "the best".

A superlative by itself names the first of its kind; an ordinal before it, or "one of", takes that back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import HYPHENS, Place, key, quoted, views
from drift.checks.slots import nearby
from drift.facts.amounts import Number
from drift.facts.numberwords import CARDINALS, ORDINALS
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Span, Token

#: Superlatives that rank nothing.
_NO_RANKS = frozenset("least most latest last next utmost".split())
#: One superlative for another that ranks by the same.
_SAME = {"biggest": "largest", "greatest": "largest"}
#: Words by which a superlative is one of several, with "of" and by themselves.
_SEVERAL = frozenset("one some several many few part two three four five".split())
_AMONG = frozenset({"among", "amongst"})
#: With these the other side may say a rank otherwise: "the largest after Paris", "next to", "runner-up".
_OTHERWISE = frozenset("after behind next except outside runner besides excluding follow apart beyond only".split())
#: Words that may stand between "one of" and a superlative: "one of the world's three largest".
_REACH = 6
_DEFINITE = frozenset("the its their his her our my your 's ’s".split())


class _Rank(NamedTuple):
    """A superlative with its noun: `rank` is 1 where nothing is said of it, 0 for one of several; from `first` on."""

    rank: int
    first: Place
    noun: Place
    plural: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of one side of a bead, and the numbers there and around it."""

    words: frozenset[str]
    numbers: frozenset[float]

    @classmethod
    def by(cls, view: View) -> _Said:
        """What this side says."""
        facts = view.side.of("number", nearby(view.turned))
        return cls(
            frozenset(token.lemma.lower() for i in view.sentences for token in view.side.tokens[i]),
            frozenset(fact.value.readings[0].value for fact in facts if isinstance(fact.value, Number)),
        )

    def renders(self, rank: int) -> bool:
        """Whether it says a rank otherwise than before the superlative: by another number, or what comes before."""
        if rank == 0:
            return bool(self.words & (_SEVERAL | _AMONG | {"top", "leading"} | CARDINALS.keys()))
        return bool(self.words & _OTHERWISE) or rank in self.numbers


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a superlative whose rank is lost, or new."""
    for _, view in views(comparison):
        ours, theirs = _ranks(view), _ranks(view.turned)
        changed = [(mine, theirs[what]) for what, mine in ours.items() if what in theirs]
        changed = [(mine, other) for mine, other in changed if mine.rank != other.rank and 1 in {mine.rank, other.rank}]
        said = [_Said.by(side) for side in (view, view.turned)] if changed else []
        for mine, other in changed:
            bare, ranked = (other, mine) if other.rank == 1 else (mine, other)
            if not bare.plural and not said[bare is other].renders(ranked.rank):
                yield _finding(view, mine, other)


def _ranks(view: View) -> dict[tuple[str, str], _Rank]:
    """The superlatives that stand once with their noun, by both."""
    found: dict[tuple[str, str], list[_Rank]] = {}
    for place in view.places:
        word = _superlative(view, place)
        noun = _noun(view, place) if word else None
        if noun is None:
            continue
        rank = _rank(view, place, noun)
        if rank is not None:
            found.setdefault((_SAME.get(word, word), key(view.token(noun))), []).append(rank)
    return {what: ranks[0] for what, ranks in found.items() if len(ranks) == 1}


def _superlative(view: View, place: Place) -> str:
    row, token = view.side.tokens[place.sentence], view.token(place)
    word = token.text.lower()
    if place.token and row[place.token - 1].text.lower() == "most" and token.pos == "ADJ":
        return f"most {word}"
    return word if token.tag == "JJS" and word not in _NO_RANKS else ""


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
    row, at = view.side.tokens[place.sentence], place.token - 1
    plural = view.token(noun).tag in {"NNS", "NNPS"}
    at -= at >= 0 and row[at].text.lower() == "most"
    hyphen = at >= 0 and row[at].text in HYPHENS
    ordinal = _ordinal(row, at - hyphen)
    if ordinal:
        return _Rank(ordinal, Place(place.sentence, at - hyphen), noun, plural)
    several = _several(row, at)
    if several is not None:
        return _Rank(0, Place(place.sentence, several), noun, plural)
    if at < 0 or not _definite(row, at):
        return None
    return _Rank(1, Place(place.sentence, at + 1), noun, plural)


def _several(row: Sequence[Token], at: int) -> int | None:
    """Where "one of the", "among the world's three" begins that ends at a token, if it does."""
    for k in range(at, max(-1, at - _REACH), -1):
        word = row[k].text.lower()
        if word in _AMONG:
            return k
        if word == "of":
            return k - 1 if k and row[k - 1].text.lower() in _SEVERAL else None
    return None


def _ordinal(row: Sequence[Token], at: int) -> int:
    """The rank that an ordinal says, 0 if the word is none."""
    if at < 0:
        return 0
    word = row[at].text.lower()
    figures = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", word)
    return int(figures[1]) if figures else ORDINALS.get(word, 0)


def _definite(row: Sequence[Token], at: int) -> bool:
    return row[at].text.lower() in _DEFINITE


def _finding(view: View, mine: _Rank, other: _Rank) -> Finding:
    original, rewrite = _span(view, mine), _span(view.turned, other)
    weaker = other.rank == 0
    return finding(
        kind="number",
        severity=Severity.minor if weaker else Severity.major,
        original=original,
        rewrite=rewrite,
        confidence=0.7,
        message=f"The rank is another: {quoted(original.text)} became {quoted(rewrite.text)}.",
    )


def _span(view: View, rank: _Rank) -> Span:
    return view.span(rank.first, rank.noun)
