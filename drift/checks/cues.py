"""Cues of closed classes: words that say something of an anchor, held against what the other side says of the same.

"Almost" of all hostages, "second" of the largest city, "draft" of a law, "order" of who is to pay. Which classes there
are and which words they have is data of a language; a check finds the cues of one sort and their anchors, and has its
own words for a change. Here cues are held against each other over anchors that answer one another: each is kept, lost
or exchanged, and gained where it is lost the other way round. A side that says a class otherwise, in other words or in
another place, excuses what it has in place of the cue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from drift.checks.beads import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from drift.checks.beads import View
    from drift.records import Span

S = TypeVar("S", bound="Hashable")
A = TypeVar("A", bound="Hashable")


class Cue(NamedTuple, Generic[S, A]):
    """What a cue `says`, its class, `of` what, and the tokens `first` to `last` that say it.

    An anchor that is a place is answered by the same word on the other side; any other, a key, by its equal.
    """

    says: S
    of: A
    first: Place
    last: Place


def exchanged(
    view: View, find: Callable[[View], Iterable[Cue[S, A]]], otherwise: Callable[[View, S], bool]
) -> Iterator[tuple[Cue[S, A], Cue[S, A]]]:
    """Cues of this side with those that say something else of the same on the other, where none is said `otherwise`."""
    ours, theirs = _by_anchor(find(view)), _by_anchor(find(view.mirrored))
    for of, cues in ours.items() if theirs else ():
        others = theirs.get(answering(view, of), [])
        kept = {cue.says for cue in cues} & {cue.says for cue in others}
        for mine, other in ((mine, other) for mine in cues for other in others):
            if {mine.says, other.says} & kept or otherwise(view, other.says) or otherwise(view.mirrored, mine.says):
                continue
            yield mine, other


def lost(view: View, find: Callable[[View], Iterable[Cue[S, Place]]]) -> Iterator[tuple[Cue[S, Place], Place]]:
    """Cues of this side whose anchor's counterpart has none of their class, and that counterpart."""
    theirs = {(cue.of, cue.says) for cue in find(view.mirrored)}
    for cue in find(view):
        there = answering(view, cue.of)
        if isinstance(there, Place) and (there, cue.says) not in theirs:
            yield cue, there


def answering(view: View, of: Hashable) -> Hashable:
    """What on the other side answers an anchor of this; None where nothing does."""
    return view.same(of) if isinstance(of, Place) else of


def spans(view: View, mine: Cue[S, A], other: Cue[S, A]) -> tuple[Span, Span]:
    """Where a cue of this side and one of the other stand."""
    return view.span(mine.first, mine.last), view.mirrored.span(other.first, other.last)


def _by_anchor(cues: Iterable[Cue[S, A]]) -> dict[Hashable, list[Cue[S, A]]]:
    found: dict[Hashable, list[Cue[S, A]]] = {}
    for cue in cues:
        found.setdefault(cue.of, []).append(cue)
    return found
