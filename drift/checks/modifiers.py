"""Words that take their noun back, lost or put in: a "former minister" is no minister, a "draft law" no law yet.

Modifiers of this sort are the closed class that semantics calls nonsubsective: what is a "former X", an "attempted X"
or a "fake X" need not be an X (Kamp 1975, Two theories about adjectives). All others narrow their noun, and a rewrite
that drops them says less, but nothing else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from drift.checks import cues
from drift.checks.beads import HYPHENS, Place, became, either_way, key, quoted
from drift.checks.cues import Cue
from drift.findings import finding
from drift.language import language_of
from drift.language.packs import entries
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Side, Token


class _Class(NamedTuple):
    """Modifiers that take the same from their noun, and all words that say so, by text or lemma."""

    severity: Severity
    new: Severity
    modifiers: frozenset[str]
    words: frozenset[str]


@cache
def _classes(language: Language) -> Mapping[str, _Class]:
    """The classes by their names."""
    found = {}
    for name, table in language.table("modifiers.classes").items():
        own = frozenset(entries(table["modifiers"]))
        weights = Severity[table["severity"]], Severity[table.get("new", table["severity"])]
        found[name] = _Class(*weights, own, own.union(entries(table["renderings"])))
    return found


@cache
def _by_modifier(language: Language) -> Mapping[str, str]:
    """The name of the class of each modifier."""
    return {word: name for name, group in _classes(language).items() for word in group.modifiers}


_MODIFYING = frozenset({"amod", "compound", "nmod", "obl:unmarked", "advmod", "punct", "dep"})

#: Relations of what may stand in place of such a modifier.
_ADDED = frozenset({"amod", "compound", "nmod"})

#: How many words behind such a modifier may belong to its noun: "a former Spanish foreign minister".
_REACH = 4


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a modifier of this sort that one side's noun has and the other's lacks."""
    ascribed = [_ascribed(side) for side in comparison.sides]  # said once, it need not be said again
    found = ((view, *lost) for view in either_way(comparison) for lost in cues.lost(view, _cues))
    for view, cue, there in found:
        noun, name = cue.of, cue.says
        if _stands(view, cue) or _renders(view, noun, there, name):
            continue
        if (view.key(noun), name) in ascribed[not view.is_rewrite]:
            continue
        ours = view.span(cue.first, noun, cue.last)
        theirs = view.mirrored.span(_first(view, noun, there), there)
        original, rewrite = view.ordered(ours, theirs)
        modifier, change = quoted(view.span(cue.first, cue.last).text), "new" if view.is_rewrite else "lost"
        message = f"{modifier} is {change}: {became(original.text, rewrite.text)}."
        group = _classes(view.language)[name]
        yield finding("qualifier", group.new if view.is_rewrite else group.severity, original, rewrite, 0.6, message)


def _cues(view: View) -> Iterator[Cue[str, Place]]:
    """The modifiers of this side, each by its class, of their nouns."""
    own = _by_modifier(view.language)
    for place in view.places:
        word, first = _compound(view, place, own)
        name = own.get(word) or own.get(view.token(place).features)
        name = None if word in view.language.words("ranks.not_ranks") else name
        noun = None if name is None else _noun(view, place)
        if name is not None and noun is not None:
            yield Cue(name, noun, first, place)


def _compound(view: View, place: Place, known: Container[str]) -> tuple[str, Place]:
    """A word with what a hyphen joins to it in front, "would-be", if both are a known one; and its first place."""
    row, at = view.row(place), place.token
    if at > 1 and row[at - 1].text in HYPHENS:
        word = f"{row[at - 2].text}-{row[at].text}".lower()
        if word in known:
            return word, Place(place.sentence, at - 2)
    return row[at].text.lower(), place


def _stands(view: View, cue: Cue[str, Place]) -> bool:
    """Whether the modifier itself is on the other side, be it elsewhere."""
    known = _by_modifier(view.language)
    word = _compound(view, cue.last, known)[0]
    return any(_compound(view.mirrored, place, known)[0] == word for place in view.mirrored.places)


def _noun(view: View, place: Place) -> Place | None:
    """The noun that a word modifies: the last of those behind it, but for words that stand behind theirs.

    Of what a hyphen joins to the word it is the part behind the hyphen, an adjective too.
    """
    row = view.row(place)
    token = row[place.token]
    if token.text.lower() in view.language.words("modifiers.behind"):
        at = place.token - 2
        joined = at >= 0 and row[at + 1].text in HYPHENS and row[at].pos in {"NOUN", "PROPN"}
        return Place(place.sentence, at) if joined else None
    if any(other.text in HYPHENS for other in row[place.token + 1 : place.token + 2]):
        behind = place.token + 2  # "ex-minister", "non-lethal weapons", whatever the parser makes of it
        return Place(place.sentence, behind) if behind < len(row) else None
    if token.dep not in _MODIFYING or token.head < place.token:
        return None
    found = None
    for at in range(place.token + 1, min(len(row), place.token + 1 + _REACH)):
        if not _nominal(row[at]) or row[at].entity == "PERSON":
            break  # "former president Carlos Menem"; a "Deputy Machado" is no vice Machado
        if row[at].pos in {"NOUN", "PROPN"} and row[at].text not in HYPHENS:
            found = at
    # lands have names for what they were: "the former Yugoslavia"; "the first Monday in May" is a date
    named = found is not None and row[found].entity in {"GPE", "NORP", "LOC", "DATE", "TIME"}
    return None if found is None or named else Place(place.sentence, found)


def _nominal(token: Token) -> bool:
    return token.pos in {"ADJ", "NOUN", "PROPN"} or token.text in HYPHENS


def _first(view: View, noun: Place, other: Place) -> Place:
    """Where the words that stand before our noun too begin before the noun of the other side."""
    before = {view.key(Place(noun.sentence, at)) for at in range(max(0, noun.token - _REACH), noun.token)}
    row, at = view.other.tokens[other.sentence], other.token
    while at and _nominal(row[at - 1]) and view.mirrored.key(Place(other.sentence, at - 1)) in before:
        at -= 1
    return Place(other.sentence, at)


def _renders(view: View, noun: Place, other: Place, name: str) -> bool:
    """Whether the other side says in any way what a modifier of the class says, or another one stands in its place."""
    word = view.key(noun)
    if len(view.here.words[word]) != len(view.there.words.get(word, ())):
        return True  # the noun that bears the modifier may be the one that is gone
    # here the modifier itself is among them
    return _said(view.mirrored, name) >= max(_said(view, name), 1) or _replaced(view, noun, other)


def _said(view: View, name: str) -> int:
    """How many words of this side say what the modifiers of a class say."""
    group = _classes(view.language).get(name)
    words = frozenset() if group is None else group.words
    return sum(not words.isdisjoint(_forms(view.token(place))) for place in view.places)


def _forms(token: Token) -> tuple[str, str, str]:
    return token.text.lower(), token.lemma.lower(), token.features


def _replaced(view: View, noun: Place, other: Place) -> bool:
    """Whether the noun of the other side has a modifier that ours lacks."""
    words = set(map(view.key, _before(view, noun)))
    return any(view.mirrored.key(place) not in words for place in _before(view.mirrored, other))


def _before(view: View, noun: Place) -> Iterator[Place]:
    """The modifiers of a noun, and those of the noun that it modifies itself."""
    heads = [noun]
    if view.token(noun).dep in _ADDED:  # "acting President Issa Hayatou"
        heads.append(Place(noun.sentence, view.token(noun).head))
    for head in heads:
        for at in view.here.under(head, *_ADDED):
            if view.token(at).entity != "PERSON" and noun != at < head:
                yield at


def _ascribed(side: Side) -> frozenset[tuple[str, str]]:
    """Each noun to which a text gives such a modifier anywhere, with the name of its class."""
    own = language_of(side.document)
    classes = _classes(own)
    return frozenset(
        (key(other, own), name)
        for row in side.tokens
        for at, token in enumerate(row)
        if token.dep in _MODIFYING
        for name, group in classes.items()
        if not group.words.isdisjoint(_forms(token))
        for other in row[max(0, at - 2) : at + 2 + _REACH]
    )
