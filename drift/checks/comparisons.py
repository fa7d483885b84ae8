"""The terms of a comparison, exchanged: "Spain is poorer than Italy" / "Italy is poorer than Spain"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import Place, quoted, views
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison

#: How many words may stand between a comparative and its "than": "more cars from abroad than".
_REACH = 8

_COMPARED = frozenset({"NOUN", "PROPN", "ADJ"})
_WITHIN = frozenset({"compound", "amod", "nmod", "nmod:poss"})


class Terms(NamedTuple):
    """A comparison: its `degree` with its words, and the words by which its two terms differ, before and behind it.

    `even` tells one that says the same from both ends: "as big as".
    """

    degree: tuple[Place, ...]
    words: tuple[str, ...]
    even: bool
    compared: Mapping[str, Place]
    standard: Mapping[str, Place]


class Exchange(NamedTuple):
    """A comparison of each side, and the word of each term of the first that stands in the other term of the second."""

    here: Terms
    there: Terms
    compared: str
    standard: str


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a comparison whose terms changed places while the comparative stayed."""
    for view in views(comparison):
        for exchange in exchanged(view):
            if exchange.here.words == exchange.there.words and not exchange.here.even:
                yield _finding(view, exchange)


def exchanged(view: View) -> Iterator[Exchange]:
    """The comparisons whose terms changed places, whatever became of the comparative."""
    theirs: dict[str, Terms] = {}
    for there in _comparisons(view.mirrored):
        for word in there.standard:
            theirs.setdefault(word, there)
    for here in _comparisons(view) if theirs else ():
        first = next((word for word in here.compared if word in theirs), None)
        second = None if first is None else next((w for w in here.standard if w in theirs[first].compared), None)
        if first is not None and second is not None:
            yield Exchange(here, theirs[first], first, second)


def _comparisons(view: View) -> Iterator[Terms]:
    for place in view.places:
        degree = _degree(view, place)
        standard = None if degree is None else _standard(view, place)
        if degree is None or standard is None:
            continue
        row = view.side.tokens[place.sentence]
        words = tuple(row[at].text.lower() for at in degree)
        left = _words(view, (Place(place.sentence, at) for at in range(place.token) if at not in degree))
        right = _words(view, (standard, *view.here.under(standard, *_WITHIN)))
        yield Terms(
            tuple(Place(place.sentence, at) for at in degree),
            words,
            words[0] in view.language.words("comparisons.equal"),
            {word: at for word, at in left.items() if word not in right},
            {word: at for word, at in right.items() if word not in left},
        )


def _degree(view: View, place: Place) -> tuple[int, ...] | None:
    """The words that say how the terms of "than" or of a second "as" differ: "more likely", "twice as big"."""
    row, word, words = view.side.tokens[place.sentence], view.token(place).text.lower(), view.language.words
    unequal = word in words("comparisons.than")
    if not unequal and word not in words("comparisons.equal"):
        return None
    before, degree = range(place.token - 1, max(-1, place.token - 1 - _REACH), -1), words("comparisons.degree")
    if unequal:
        found = next((at for at in before if row[at].has("Degree=Cmp")), None)
    else:
        found = next((at for at in before if row[at].text.lower() in degree and row[at].pos == "ADV"), None)
    if found is None:
        return None
    behind = row[found].head
    head = (behind,) if behind != found and row[behind].pos in {"ADJ", "ADV"} else ()
    if unequal:
        return found, *head
    # "twice as big", "not as big": what stands before the first "as" makes the terms differ
    factor = [at for at in range(max(0, found - 2), found) if row[at].head in head and row[at].dep != "nsubj"]
    negative = [at for at in range(max(0, found - 2), found) if row[at].text.lower() in words("negation.not")]
    return (*(sorted({*factor, *negative}) or (found,)), *head)


def _standard(view: View, than: Place) -> Place | None:
    """The noun behind "than" or "as": what it governs, or the subject of the clause that it begins."""
    token, under = view.token(than), view.here.under
    governed = under(Place(than.sentence, token.head), "nsubj") if token.dep == "mark" else under(than, "comp:obj")
    return next((place for place in governed if view.token(place).pos in {"NOUN", "PROPN"}), None)


def _words(view: View, places: Iterator[Place] | tuple[Place, ...]) -> dict[str, Place]:
    return {view.key(place): place for place in places if view.token(place).pos in _COMPARED}


def _finding(view: View, exchange: Exchange) -> Finding:
    here, there, first, second = exchange
    ours, theirs = (here.compared[first], here.standard[second]), (there.standard[first], there.compared[second])
    return turned(view, ours, theirs, view.span(*here.degree).text, Severity.major, 0.6)


def turned(  # noqa: PLR0913, PLR0917 - a finding has as many parts
    view: View, ours: Sequence[Place], theirs: Sequence[Place], around: str, severity: Severity, confidence: float
) -> Finding:
    """Two who changed places around a word, which stand here and there."""
    first, second = (quoted(view.token(place).text) for place in ours)
    message = f"{first} and {second} have changed places around {quoted(around)}."
    return finding("role", severity, view.span(*ours), view.mirrored.span(*theirs), confidence, message)
