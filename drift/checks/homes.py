"""Where content that a bead lacks may stand in the other document: what moved was neither left out nor added."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.checks.beads import key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from drift.checks.beads import Place, View
    from drift.records import Side

#: The share of the words that one sentence must have free, and how little they may lack on average in the whole other
#: document (`WordMatch.elsewhere`). Of phrases moved to other sentences of `roundtrip` dev nine in ten keep both
#: limits, of phrases that were cut out one in fifty.
SHARE, LACK = 0.4, 0.25


@dataclass(frozen=True, slots=True)
class Homes:
    """Words of the other document that stand for nothing of their own bead: the sentences where each does."""

    free: Mapping[str, Collection[int]]

    @classmethod
    def of(cls, views: Iterable[View]) -> Homes:
        """The free words of the document on the other side of all these beads."""
        taken: dict[int, Collection[str]] = {}
        other: Side | None = None
        for view in views:
            other = view.other
            taken.update((j, view.here.words) for j in view.beyond)
        free: dict[str, set[int]] = defaultdict(set)
        for j, row in enumerate(other.tokens if other is not None else ()):
            for word in set(map(key, row)).difference(taken.get(j, ())):
                free[word].add(j)
        return cls(dict(free))

    def hold(self, side: Side, words: Collection[Place], *, beyond: Collection[int] = ()) -> bool:
        """Whether a sentence of the other document, not one of `beyond`, has what these words of a side say."""
        lack = sum(side.words[place.sentence][place.token].elsewhere for place in words)
        if not words or lack >= LACK * len(words):
            return False
        wanted = {key(side.tokens[place.sentence][place.token]) for place in words}
        places = [j for word in wanted for j in self.free.get(word, ()) if j not in beyond]
        return any(places.count(j) >= SHARE * len(wanted) for j in set(places))
