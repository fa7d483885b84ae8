"""Stretches of a sentence that can be left out whole: phrases of the dependency parse and rows of neighbors."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from drift.records import Token

#: Dependents that are never a phrase of their own.
_BOUND = frozenset("punct det det:predet aux aux:pass mark cc case advmod:neg expl compound:prt".split())

#: Dependents that stay behind when their head is left out: "officials say" goes, what they say stays; "Rabat and" goes,
#: "Algiers" stays.
_OUTLIVING = frozenset({"ccomp", "conj", "parataxis", "appos", "cc", "punct"})

#: Dependents that a conjunct shares with its head.
_SHARED = frozenset({"nsubj", "nsubj:pass", "aux", "det"})

#: Marks that come in pairs; a phrase keeps both or neither.
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("‘", "’"), ("«", "»"), ('"', '"'))


#: Neighboring dependents of a head that are looked at together. A word of the development texts has at most eleven on
#: one side, a phrase eight parts; in a row without a clause all that depends on one word would take its cube.
MOST = 20


class Phrase(NamedTuple):
    """The tokens `first` to `last` of a sentence, both included; `head` governs the first of its `parts`.

    The parts, as (first, last), are the dependents that stand in a row, or the phrase itself.
    """

    first: int
    last: int
    head: int
    parts: tuple[tuple[int, int], ...]


def phrases(row: Sequence[Token]) -> list[Phrase]:
    """All phrases of a sentence, without punctuation and conjunctions at their ends, in text order.

    A phrase is a dependent with all that depends on it, a row of neighboring dependents on one side of their head, or
    a head whose outer clauses or conjuncts stay behind. Of a subtree with gaps it is the stretch around the head.
    """
    children: dict[int, list[int]] = {}
    for index, token in enumerate(row):
        if token.head != index:
            children.setdefault(token.head, []).append(index)
    stretches = [_stretch(_subtree(children, index), index) for index in range(len(row))]
    found: dict[tuple[int, int], Phrase] = {}
    for head in range(len(row)):
        for phrase in _around(row, head, children.get(head, []), stretches):
            trimmed = _trimmed(row, phrase)
            found[trimmed[:2]] = min(trimmed, found.get(trimmed[:2], trimmed), key=lambda p: (len(p.parts), p.head))
    return sorted(found.values())


def _subtree(children: Mapping[int, Sequence[int]], head: int) -> set[int]:
    """A token and everything that depends on it."""
    members, frontier = {head}, [head]
    while frontier:
        below = [child for child in children.get(frontier.pop(), ()) if child not in members]
        members.update(below)
        frontier += below
    return members


def _stretch(inside: Collection[int], head: int) -> tuple[int, int]:
    """The longest run without gaps around the head."""
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last


def _around(
    row: Sequence[Token], head: int, children: Sequence[int], stretches: Sequence[tuple[int, int]]
) -> Iterator[Phrase]:
    left, right = ([c for c in children if c < head], [c for c in children if c > head])
    for side in (left, right):
        for i, start in enumerate(side):
            for j in range(i, min(len(side), i + MOST)):
                if j > i and stretches[side[j - 1]][1] + 1 != stretches[side[j]][0]:
                    break  # a gap
                if not {row[start].dep, row[side[j]].dep} & _BOUND:
                    parts = tuple(stretches[member] for member in side[i : j + 1] if row[member].dep != "punct")
                    yield Phrase(parts[0][0], parts[-1][1], start, parts)
    first, last = stretches[head]
    outer = itertools.takewhile(lambda c: row[c].dep in _OUTLIVING, reversed(right))
    ends = [stretches[c][0] - 1 for c in itertools.islice(outer, MOST)]
    for end in [last, *ends]:
        # the subject stays where another verb needs it: "he came and" goes, "he went" stays
        stays = _OUTLIVING if end == last else _OUTLIVING | _SHARED
        goes = next((k for k, c in enumerate(left) if row[c].dep not in stays), len(left))
        starts = [stretches[c][1] + 1 for c in left[: min(goes, MOST)]]
        for start in [first, *starts]:
            if (start, end) != (first, last) and start <= head <= end:
                yield Phrase(start, end, head, ((start, end),))


def _trimmed(row: Sequence[Token], phrase: Phrase) -> Phrase:
    """Without marks and conjunctions at either end, but with both marks of a pair that encloses a part of it."""
    first, last = phrase.first, phrase.last
    while first < last and _loose(row[first]):
        first += 1
    while first < last and _loose(row[last]):
        last -= 1
    inside = "".join(token.text for token in row[first : last + 1])
    for opening, closing in _PAIRS:
        odd = inside.count(opening) % 2 if opening == closing else inside.count(opening) - inside.count(closing)
        if odd > 0 and row[last + 1 :] and row[last + 1].text == closing:
            last += 1
        elif odd != 0 and first > 0 and row[first - 1].text == opening:
            first -= 1
    return phrase._replace(first=first, last=last)


def _loose(token: Token) -> bool:
    return token.pos == "PUNCT" or token.dep == "cc"
