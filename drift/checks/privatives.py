"""Words that take their noun back, lost or put in: a "former minister" is no minister, a "draft law" no law yet.

Modifiers of this sort are the closed class that semantics calls nonsubsective: what is a "former X", an "attempted X"
or a "fake X" need not be an X (Kamp 1975, Two theories about adjectives). All others narrow their noun, and a rewrite
that drops them says less, but nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import HYPHENS, Place, key, quoted, views
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import Counterpart, View
    from drift.records import Comparison, Token


class _Class(NamedTuple):
    """Modifiers that take the same from their noun, and other words that say so too, by text or lemma."""

    modifiers: frozenset[str]
    renderings: frozenset[str]
    severity: Severity


def _class(modifiers: str, renderings: str, severity: Severity) -> _Class:
    own = frozenset(modifiers.split())
    return _Class(own, own.union(renderings.split()), severity)


_CLASSES = (
    _class(
        "former ex onetime erstwhile ousted deposed",
        """
        formerly previously previous prior earlier once late then retired outgoing past last predecessor until served
        used resign resigned leave quit oust topple fallen exiled veteran old ago dead disgraced fired sacked
        dismissed expelled emeritus historic
        """,
        Severity.major,
    ),
    _class("acting caretaker", "interim provisional temporary temporarily transitional act", Severity.major),
    _class("deputy vice", "assistant second under number-two", Severity.major),
    _class("elect designate", "incoming elected next new future win winner inaugurate", Severity.major),
    _class(
        "attempted foiled abortive thwarted botched would-be",
        """
        attempt try trying bid effort fail failed failure unsuccessful unsuccessfully foil thwart avert prevent aborted
        seek plot almost nearly aspiring
        """,
        Severity.major,
    ),
    _class(
        "fake bogus counterfeit forged sham mock",
        """
        false falsified falsify forge forgery imitation pretend phony phoney fraudulent simulated fabricated fabricate
        hoax purported knockoff pirated artificial so-called
        """,
        Severity.major,
    ),
    _class("non", "no not n't never without neither nor nothing none", Severity.major),
    _class("quasi semi pseudo", "almost nearly partly partially half", Severity.minor),
    _class(
        "suspected presumed putative accused",
        """
        suspect suspicion suspicious alleged allegedly allege accuse accusation presumably presume possible possibly
        apparent apparently reported reportedly believe think suppose supposed say may might could likely probable
        probably potential defendant charge charged if
        """,
        Severity.major,
    ),
    _class(
        "so-called self-styled self-proclaimed self-declared",
        "call dub term name style proclaim declare alleged supposed purported known unrecognized breakaway",
        Severity.minor,
    ),
    _class(
        "draft proposed planned",
        """
        plan plans planning propose proposal bill would will could may might intend intended prospective potential
        future upcoming expected would-be possible scheduled forthcoming suggest suggested consider considered
        set due if project projected new aim envisage envisaged contemplate put want
        """,
        Severity.minor,
    ),
    _class(
        "preliminary provisional unofficial unconfirmed",
        """
        initial partial early first interim tentative temporary informal unverified confirm official officially yet so
        draft exit
        """,
        Severity.minor,
    ),
)
_BY_WORD = {word: group for group in _CLASSES for word in group.modifiers}
_SAYING = {
    word: [number for number, group in enumerate(_CLASSES) if word in group.renderings]
    for word in frozenset().union(*(group.renderings for group in _CLASSES))
}

#: Modifiers that stand behind their noun: "president-elect".
_BEHIND = frozenset({"elect", "designate"})

_MODIFYING = frozenset({"amod", "compound", "nmod", "npadvmod", "advmod", "punct", "dep"})

#: Relations of what may stand in place of such a modifier.
_ADDED = frozenset({"amod", "compound", "nmod"})

#: How many words behind such a modifier may belong to its noun: "a former Spanish foreign minister".
_REACH = 4


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a modifier of this sort that one side's noun has and the other's lacks."""
    ascribed = [_ascribed(side.tokens) for side in comparison.sides]  # said once, it need not be said again
    for _, view in views(comparison):
        yield from _side(view, ascribed[1], gained=False)
        yield from _side(view.turned, ascribed[0], gained=True)


def _side(view: View, ascribed: frozenset[tuple[str, int]], *, gained: bool) -> Iterator[Finding]:
    """`ascribed` is what the other text says anywhere."""
    for place in view.places:
        word, first = _compound(view, place)
        group = _BY_WORD.get(word)
        noun = None if group is None else _noun(view, place)
        if group is None or noun is None or _stands(view.turned, word):
            continue
        counterpart = view.counterpart(noun)
        if counterpart is None or not counterpart.same or _renders(view, noun, counterpart, group):
            continue
        if (key(view.token(noun)), _CLASSES.index(group)) in ascribed:
            continue
        ours = view.span(*sorted((first, noun)))
        theirs = view.turned.span(_first(view, noun, counterpart.place), counterpart.place)
        original, rewrite = (theirs, ours) if gained else (ours, theirs)
        modifier, change = quoted(view.span(first, place).text), "new" if gained else "lost"
        yield finding(
            kind="wording",
            severity=group.severity,
            original=original,
            rewrite=rewrite,
            confidence=0.6,
            message=f"{modifier} is {change}: {quoted(original.text)} became {quoted(rewrite.text)}.",
        )


def _compound(view: View, place: Place) -> tuple[str, Place]:
    """A word with what a hyphen joins to it in front, "would-be", if both make such a modifier; and its first place."""
    row, at = view.side.tokens[place.sentence], place.token
    if at > 1 and row[at - 1].text in HYPHENS:
        word = f"{row[at - 2].text}-{row[at].text}".lower()
        if word in _BY_WORD:
            return word, Place(place.sentence, at - 2)
    return row[at].text.lower(), place


def _stands(view: View, word: str) -> bool:
    return any(_compound(view, place)[0] == word for place in view.places)


def _noun(view: View, place: Place) -> Place | None:
    """The noun that a word modifies: the last of those behind it, but for words that stand behind theirs.

    Of what a hyphen joins to the word it is the part behind the hyphen, an adjective too.
    """
    row = view.side.tokens[place.sentence]
    token = row[place.token]
    if token.text.lower() in _BEHIND:
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
    # lands have names for what they were: "the former Yugoslavia"
    return None if found is None or row[found].entity in {"GPE", "NORP", "LOC"} else Place(place.sentence, found)


def _nominal(token: Token) -> bool:
    return token.pos in {"ADJ", "NOUN", "PROPN"} or token.text in HYPHENS


def _first(view: View, noun: Place, other: Place) -> Place:
    """Where the words that stand before our noun too begin before the noun of the other side."""
    before = {key(token) for token in view.side.tokens[noun.sentence][max(0, noun.token - _REACH) : noun.token]}
    row, at = view.other.tokens[other.sentence], other.token
    while at and _nominal(row[at - 1]) and key(row[at - 1]) in before:
        at -= 1
    return Place(other.sentence, at)


def _renders(view: View, noun: Place, counterpart: Counterpart, group: _Class) -> bool:
    """Whether the other side says in any way what the modifier says, or another modifier stands in its place."""
    word = key(view.token(noun))
    if len(view.here.words[word]) != len(view.there.words.get(word, ())):
        return True  # the noun that bears the modifier may be the one that is gone
    said = [sum(_says(part.token(place), group) for place in part.places) for part in (view.here, view.there)]
    if said[1] >= max(said[0], 1):  # here the modifier itself is among them
        return True
    return _replaced(view, noun, counterpart.place)


def _says(token: Token, group: _Class) -> bool:
    return token.text.lower() in group.renderings or token.lemma.lower() in group.renderings


def _replaced(view: View, noun: Place, other: Place) -> bool:
    """Whether the noun of the other side has a modifier that ours lacks."""
    words = {key(view.token(place)) for place in _before(view, noun)}
    return any(key(view.turned.token(place)) not in words for place in _before(view.turned, other))


def _before(view: View, noun: Place) -> Iterator[Place]:
    """The modifiers of a noun, and those of the noun that it modifies itself."""
    row = view.side.tokens[noun.sentence]
    title = row[noun.token].dep in _ADDED  # "acting President Issa Hayatou"
    for head in (noun.token, row[noun.token].head)[: 1 + title]:
        for at in view.here.below.get(Place(noun.sentence, head), ()):
            if row[at].dep in _ADDED and row[at].entity != "PERSON" and at != noun.token and at < head:
                yield Place(noun.sentence, at)


def _ascribed(rows: Sequence[Sequence[Token]]) -> frozenset[tuple[str, int]]:
    """Each noun to which a text gives such a modifier anywhere, with the number of its class."""
    return frozenset(
        (key(other), number)
        for row in rows
        for at, token in enumerate(row)
        if token.dep in _MODIFYING
        for number in {*_SAYING.get(token.text.lower(), ()), *_SAYING.get(token.lemma.lower(), ())}
        for other in row[max(0, at - 2) : at + 2 + _REACH]
    )
