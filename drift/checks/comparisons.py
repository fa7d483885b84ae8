"""The terms of a comparison, exchanged: "Spain is poorer than Italy" / "Italy is poorer than Spain"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import Place, key, quoted, views
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.checks.beads import View
    from drift.records import Comparison

#: How many words may stand between a comparative and its "than": "more cars from abroad than".
_REACH = 8

_COMPARED = frozenset({"NOUN", "PROPN", "ADJ"})
_WITHIN = frozenset({"compound", "amod", "nmod", "poss"})


class Than(NamedTuple):
    """The words of a comparative, and those by which its two terms differ: those before "than", those behind."""

    degree: tuple[Place, ...]
    words: tuple[str, ...]
    compared: Mapping[str, Place]
    standard: Mapping[str, Place]


class Exchange(NamedTuple):
    """A comparison of each side, and the word of each term of the first that stands in the other term of the second."""

    here: Than
    there: Than
    compared: str
    standard: str


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a comparison whose terms changed places while the comparative stayed."""
    for _, view in views(comparison):
        for exchange in exchanged(view):
            if exchange.here.words == exchange.there.words:
                yield _finding(view, exchange)


def exchanged(view: View) -> Iterator[Exchange]:
    """The comparisons whose terms changed places, whatever became of the comparative."""
    theirs: dict[str, Than] = {}
    for there in _comparisons(view.turned):
        for word in there.standard:
            theirs.setdefault(word, there)
    for here in _comparisons(view) if theirs else ():
        first = next((word for word in here.compared if word in theirs), None)
        second = None if first is None else next((w for w in here.standard if w in theirs[first].compared), None)
        if first is not None and second is not None:
            yield Exchange(here, theirs[first], first, second)


def _comparisons(view: View) -> Iterator[Than]:
    for place in view.places:
        if view.token(place).text.lower() != "than":
            continue
        row = view.side.tokens[place.sentence]
        before = range(place.token - 1, max(-1, place.token - 1 - _REACH), -1)
        degree = next((at for at in before if row[at].tag in {"JJR", "RBR"}), None)
        standard = _standard(view, place)
        if degree is None or standard is None:
            continue
        # "more likely" is two words
        parts = [
            at for at in dict.fromkeys((degree, row[degree].head)) if at == degree or row[at].pos in {"ADJ", "ADV"}
        ]
        left = _words(view, (Place(place.sentence, at) for at in range(place.token) if at != degree))
        right = _words(view, (standard, *_modifiers(view, standard)))
        yield Than(
            tuple(Place(place.sentence, at) for at in parts),
            tuple(row[at].text.lower() for at in parts),
            {word: at for word, at in left.items() if word not in right},
            {word: at for word, at in right.items() if word not in left},
        )


def _standard(view: View, than: Place) -> Place | None:
    """The noun behind "than": what it governs, or the subject of the clause that it begins."""
    row, token = view.side.tokens[than.sentence], view.token(than)
    governed = [at for at in view.here.below.get(than, ()) if row[at].dep == "pobj"]
    if token.dep == "mark":
        governed = [at for at in view.here.below.get(Place(than.sentence, token.head), ()) if row[at].dep == "nsubj"]
    return next((Place(than.sentence, at) for at in governed if row[at].pos in {"NOUN", "PROPN"}), None)


def _modifiers(view: View, noun: Place) -> Iterator[Place]:
    row = view.side.tokens[noun.sentence]
    return (Place(noun.sentence, at) for at in view.here.below.get(noun, ()) if row[at].dep in _WITHIN)


def _words(view: View, places: Iterator[Place] | tuple[Place, ...]) -> dict[str, Place]:
    tokens = ((place, view.token(place)) for place in places)
    return {key(token): place for place, token in tokens if token.pos in _COMPARED}


def _finding(view: View, exchange: Exchange) -> Finding:
    here, there, first, second = exchange
    ours, theirs = (here.compared[first], here.standard[second]), (there.standard[first], there.compared[second])
    names = [quoted(view.token(place).text) for place in ours]
    return Finding(
        kind="role",
        category="Accuracy/Mistranslation",
        severity=Severity.major,
        original=view.span(min(ours), max(ours)),
        rewrite=view.turned.span(min(theirs), max(theirs)),
        confidence=0.6,
        message=f"{names[0]} and {names[1]} have changed places around {quoted(' '.join(here.words))}.",
    )
