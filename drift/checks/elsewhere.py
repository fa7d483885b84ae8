"""Where content that a bead lacks may stand in the other document: what moved was neither left out nor added."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from drift.checks.beads import Place, key
from drift.checks.slots import REACH
from drift.facts.amounts import Number
from drift.facts.quotes import Quotation
from drift.language import language_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from drift.checks.beads import View
    from drift.records import Fact, Side

#: The share of the words that one sentence must have free, and how little they may lack on average in the whole other
#: document (`WordMatch.elsewhere`). Of phrases moved to other sentences of `roundtrip` dev nine in ten keep both
#: limits, of phrases that were cut out one in fifty.
SHARE, LACK = 0.4, 0.25
#: The share of the words that a bead's other side and the sentences around it must have together: a judgment, more than
#: one sentence must have, since several have more by chance.
SPREAD = 0.5
#: From this lack (`WordMatch.elsewhere`) on a word has no counterpart in the whole other document, as within a bead
#: (`clauses.GONE`).
NOWHERE = 0.45
#: A quotation of so many words that stands verbatim elsewhere is the same one: fewer stand anywhere by chance (a
#: judgment, not measured).
VERBATIM = 4

_Amount: TypeAlias = tuple[str, str]


class _Free(NamedTuple):
    """The sentences of the other document where a word is free.

    Where it has another word there, for the same amount or period, it is `alike`.
    """

    word: str
    sentences: Collection[int]
    alike: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of the other document stands for nothing of its own bead.

    `free` are words and `amounts` what numbers amount to, each with the sentences where it does; `said` are
    quotations, each by its words.
    """

    free: Mapping[str, Collection[int]]
    amounts: Mapping[_Amount, Collection[int]]
    said: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, views: Collection[View]) -> Elsewhere:
        """What is free in the document on the other side of all these beads."""
        if not views:
            return cls({}, {}, frozenset())
        other = next(iter(views)).other
        spoken = language_of(other.document)
        free: dict[str, set[int]] = defaultdict(set)
        amounts: dict[_Amount, set[int]] = defaultdict(set)
        said: set[tuple[str, ...]] = set()
        owed = {j: own for view in views for own in [_Owed.by(view)] for j in view.beyond}
        for j, row in enumerate(other.tokens):
            own = owed.get(j, _NOTHING)
            words = (key(token, spoken) for token in row)
            for word in {*words, *_periods(other, j).values()}.difference(own.words):
                free[word].add(j)
            for fact in other.of(Number, (j,)):
                for amount in _amounts(fact) - own.amounts:
                    amounts[amount].add(j)
            said |= {fact.value.words for fact in other.of(Quotation, (j,))} - own.said
        return cls(dict(free), dict(amounts), frozenset(said))

    def hold(
        self, side: Side, words: Collection[Place], *, beyond: Collection[int] = (), there: Collection[str] = ()
    ) -> bool:
        """Whether the other document has what these words of a side say, in a sentence that is not one of `beyond`.

        Where `beyond` is the other side of the words' own bead and `there` the words of it, the sentences around it
        may have the words with it.
        """
        found = self._free(side, words)
        lack = sum(0.0 if own.alike else _lack(side, place) for place, own in found.items())
        if not words or lack >= LACK * len(found):
            return False
        wanted: dict[str, set[int]] = defaultdict(set)
        for own in found.values():
            wanted[own.word].update(own.sentences)
        counts = Counter(j for sentences in wanted.values() for j in sentences if j not in beyond)
        if any(count >= SHARE * len(wanted) for count in counts.values()):
            return True
        near = sum(word in there or _around(sentences, beyond) for word, sentences in wanted.items())
        return bool(beyond) and near >= SPREAD * len(wanted)

    def merged(self, side: Side, words: Collection[Place], near: Iterable[int]) -> bool:
        """Whether one of the sentences `near` has what few words say: all of them, or names and numbers and half.

        What is denied is not found so, nor is one word that is neither a name nor a number.
        """
        found = self._free(side, words)
        known = {p for p in found if side.tokens[p.sentence][p.token].pos in {"PROPN", "NUM"}}
        if (not known and len(found) < 2) or any(side.of("polarity", {place.sentence for place in found})):
            return False
        enough = len(found) / 2 if known else len(found)
        return any(known <= have and len(have) >= enough for j in near for have in [_in(found, j)])

    def hint(self, side: Side, words: Collection[Place], *, beyond: Collection[int]) -> bool:
        """Whether the sentences around a bead's other side may have what these words say.

        They do where all names and numbers among the words are free there, and a share of the words is not lacking.
        """
        found = self._free(side, words)
        known = [p for p in found if side.tokens[p.sentence][p.token].pos in {"PROPN", "NUM"}]
        present = [place for place, own in found.items() if own.alike or _lack(side, place) < NOWHERE]
        return (
            bool(known)
            and len(present) >= SHARE * len(found)
            and all(_around(found[place].sentences, beyond) for place in known)
        )

    def quoted(self, side: Side, sentence: int) -> frozenset[Place]:
        """The words of a sentence that stand in quotations which the other document has free, verbatim."""
        facts = [
            fact
            for fact in side.of(Quotation, (sentence,))
            if len(fact.value.words) >= VERBATIM and fact.value.words in self.said
        ]
        return frozenset(
            Place(sentence, k)
            for k, token in enumerate(side.tokens[sentence])
            if any(fact.start <= token.start < fact.end for fact in facts)
        )

    def _free(self, side: Side, words: Iterable[Place]) -> dict[Place, _Free]:
        found: dict[Place, _Free] = {}
        spoken = language_of(side.document)
        rows: dict[int, tuple[Mapping[int, str], Mapping[int, Collection[int]]]] = {}
        for place in words:
            if place.sentence not in rows:
                rows[place.sentence] = _periods(side, place.sentence), dict(self._by_value(side, place.sentence))
            periods, values = rows[place.sentence]
            word = key(side.tokens[place.sentence][place.token], spoken)
            period, alike = periods.get(place.token, ""), values.get(place.token)
            if period in self.free:
                found[place] = _Free(period, self.free[period], alike=True)
            else:
                found[place] = _Free(word, self.free.get(word) or alike or (), alike=alike is not None)
        return found

    def _by_value(self, side: Side, sentence: int) -> Iterator[tuple[int, Collection[int]]]:
        """The tokens of a sentence's numbers that are free in the other document, and the sentences where they are."""
        row = side.tokens[sentence]
        for fact in side.of(Number, (sentence,)):
            places = next((self.amounts[amount] for amount in sorted(_amounts(fact)) if amount in self.amounts), ())
            if places:
                yield from ((k, places) for k, token in enumerate(row) if fact.start <= token.start < fact.end)


@dataclass(frozen=True, slots=True)
class _Owed:
    """What the sentences on one side of a bead say, which those on the other owe to them."""

    words: Collection[str]
    amounts: frozenset[_Amount]
    said: frozenset[tuple[str, ...]]

    @classmethod
    def by(cls, view: View) -> _Owed:
        """What this side of a bead says."""
        periods = {word for i in view.sentences for word in _periods(view.side, i).values()}
        return cls(
            view.here.words.keys() | periods,
            frozenset(amount for fact in view.facts(Number) for amount in _amounts(fact)),
            frozenset(fact.value.words for fact in view.facts(Quotation)),
        )


def _in(found: Mapping[Place, _Free], sentence: int) -> set[Place]:
    """The words that are free in a sentence."""
    return {place for place, own in found.items() if sentence in own.sentences}


_NOTHING = _Owed((), frozenset(), frozenset())


def _amounts(fact: Fact[Number]) -> frozenset[_Amount]:
    """What a number may amount to, each in the base unit of its dimension."""
    return frozenset(
        (f"{reading.base:.6g}", reading.unit.dimension if reading.unit else "") for reading in fact.value.readings
    )


def _lack(side: Side, place: Place) -> float:
    return side.words[place.sentence][place.token].elsewhere


def _around(sentences: Iterable[int], beyond: Collection[int]) -> bool:
    """Whether some of the sentences stand around a bead's other side, not in it."""
    if not beyond:
        return False
    first, last = min(beyond) - REACH, max(beyond) + REACH
    return any(first <= j <= last and j not in beyond for j in sentences)


def _periods(side: Side, sentence: int) -> dict[int, str]:
    """The tokens that say a period with a name of its own, by that name or otherwise, and which it is ("past")."""
    known = language_of(side.document)
    names, said, which = known.table("dates.periods"), known.classes("dates.periods"), known.words("dates.which")
    lemmas = [token.lemma.lower() for token in side.tokens[sentence]]
    found: dict[int, str] = {}
    for k, lemma in enumerate(lemmas):
        named = lemma if lemma in names else said.get(f"{lemmas[k - 1]} {lemma}", "") if k else ""
        if named:
            start = k if lemma in names else k - 1
            start -= start > 0 and lemmas[start - 1] in which
            found.update(dict.fromkeys(range(start, k + 1), named))
    return found
