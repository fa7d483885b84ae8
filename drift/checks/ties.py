"""The same words tied the other way round: "exports rose and imports fell" became "exports fell and imports rose"."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from drift.checks import comparisons
from drift.checks.beads import Place, quoted, views
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Token

#: What hangs from what: who does what, what is done, which thing has which quality. Behind a preposition stands what
#: hangs from the word before it.
_TIES = ("nsubj", "obj", "iobj", "obl", "nmod", "amod", "udep", "comp:obj", "comp:pred", "acl")
_HEADS = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "NUM"})
_ARGUMENTS = ("nsubj", "obj", "obl:unmarked")
_TIED = frozenset({"NOUN", "PROPN", "ADJ"})


class Tie(NamedTuple):
    """Two words by their keys, the second of which hangs from the first."""

    head: str
    word: str


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding two words of a passage each of which hangs from the other's word in the rewrite."""
    for view in views(comparison):
        if not any(comparisons.exchanged(view)):  # those are told by what is said of what is compared
            yield from _crossed(view)
            yield from _turned(view)
        yield from _in_order(view)


def _crossed(view: View) -> Iterator[Finding]:
    ours, theirs = _ties(view), _ties(view.mirrored)
    gone = [tie for tie in ours if tie not in theirs]
    for one, two in combinations(gone, 2):
        crossed = Tie(one.head, two.word), Tie(two.head, one.word)
        words = {one.head, one.word, two.head, two.word}
        if len(words) == 4 and all(tie in theirs and tie not in ours for tie in crossed):
            here = [place for tie in (one, two) for place in ours[tie]]
            there = [place for tie in crossed for place in theirs[tie]]
            yield _finding(view, here, there, (ours[one][1], ours[two][1]))


def _ties(view: View) -> Mapping[Tie, tuple[Place, Place]]:
    """What hangs from what on this side of the bead, among the words that stand once on either side."""
    once = {word for word, places in view.here.words.items() if len(places) == 1 == len(view.there.words.get(word, ()))}
    found = {}
    for place in view.places:
        token, row = view.token(place), view.row(place)
        head = token.head
        if row[head].pos == "ADP" and token.dep.startswith("comp:obj"):
            head = row[head].head
        over = Place(place.sentence, head)
        if token.pos in _TIED and row[head].pos in _HEADS and token.dep.startswith(_TIES) and head != place.token:
            tie = Tie(view.key(over), view.key(place))
            if once.issuperset(tie):
                found[tie] = over, place
    return found


def _turned(view: View) -> Iterator[Finding]:
    """Two names around a verb that changed places, whatever the parse makes of them: "Rovers beat United 3-1"."""
    ours, theirs = _arguments(view), _arguments(view.mirrored)
    for verb, pairs in ours.items():
        for (one, two), here in pairs.items():
            there = theirs.get(verb, {}).get((two, one))
            if there is not None and (one, two) not in theirs[verb] and (two, one) not in pairs:
                yield _finding(view, here, there, here, Severity.critical)


def _arguments(view: View) -> Mapping[str, Mapping[tuple[str, str], tuple[Place, Place]]]:
    """The names right before a verb and those right behind it, of verbs that stand once and in the active."""
    found: dict[str, dict[tuple[str, str], tuple[Place, Place]]] = {}
    for verb, places in view.here.words.items():
        place = places[0]
        if len(places) > 1 or view.token(place).pos != "VERB" or verb in view.language.words("roles.symmetric"):
            continue
        below = [view.token(Place(place.sentence, at)) for at in view.here.below.get(place, ())]
        if any(token.dep in {"aux:pass", "nsubj:pass", "expl", "conj"} for token in below):
            continue
        names = [at for at in view.here.below.get(place, ()) if _is_argument(view.row(place)[at])]
        sides = (
            [Place(place.sentence, at) for at in names if at < place.token],
            [Place(place.sentence, at) for at in names if at > place.token],
        )
        if len(sides[0]) == 1 and sides[1]:
            pair = sides[0][0], sides[1][0]
            found[verb] = {(view.token(pair[0]).text, view.token(pair[1]).text): pair}
    return found


def _is_argument(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos in {"PROPN", "NOUN"} and token.dep.startswith(_ARGUMENTS)


def _in_order(view: View) -> Iterator[Finding]:
    """Lists that are told one by one ("respectively") of which one is in another order, and another is not."""
    words = view.language.words("quantities.respective")
    if not all(words.intersection(side.here.lemmas) for side in (view, view.mirrored)):
        return
    ours, theirs = _lists(view), _lists(view.mirrored)
    shared = [names for names in ours if names in theirs]
    moved = [names for names in shared if _order(view, ours[names]) != _order(view.mirrored, theirs[names])]
    if 0 < len(moved) < len(shared):
        here, there = ours[moved[0]], theirs[moved[0]]
        yield _finding(view, here, there, (here[0], here[-1]))


def _lists(view: View) -> Mapping[frozenset[str], Sequence[Place]]:
    """The lists of this side of the bead, in text order, by their words."""
    found: dict[Place, list[Place]] = {}
    for place in view.places:
        token = view.token(place)
        if token.dep == "conj":
            head = Place(place.sentence, token.head)
            first = next((start for start, listed in found.items() if head in listed), head)
            found.setdefault(first, [first]).append(place)
    return {frozenset(map(view.key, listed)): sorted(listed) for listed in found.values()}


def _order(view: View, listed: Sequence[Place]) -> list[str]:
    return [view.key(place) for place in listed]


def _finding(
    view: View,
    here: Sequence[Place],
    there: Sequence[Place],
    names: tuple[Place, Place],
    severity: Severity = Severity.major,
) -> Finding:
    first, second = (quoted(view.token(place).text) for place in names)
    spans = view.span(*sorted(here)), view.mirrored.span(*sorted(there))
    return finding("role", severity, *spans, 0.7, f"{first} and {second} have changed places.")
