"""Whether two facts stand in the same slot of a bead: the words around them, their place, what lies nearby."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, TypeVar

from drift.checks.beads import Place, is_word
from drift.facts.spelling import respelled
from drift.reading import raw_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from drift.checks.beads import View
    from drift.records import Fact, Side, Span

#: By what pairs are sorted: a number, or several.
R = TypeVar("R", bound=Any)
T = TypeVar("T")

#: Sentences either side of a bead where a fact may have moved: a translator merges and splits within these.
REACH = 2

#: Facts of one kind on a side of a bead that are all held against those of the other side: a sentence of the
#: development texts has at most ten numbers, names or quotations. A longer row of them is a table or a list, of which
#: each is held against as many that stand at about its place: all against all would take the square of the row.
MANY = 40


def opposite(ours: int, theirs: int) -> Iterator[tuple[int, int]]:
    """Which of so many facts of one side are held against which of the other, in order."""
    if max(ours, theirs) <= MANY:
        yield from ((i, j) for i in range(ours) for j in range(theirs))
        return
    for i in range(ours):
        middle = i * theirs // ours
        yield from ((i, j) for j in range(max(0, middle - MANY // 2), min(theirs, middle + MANY // 2)))


def one_to_one(ranked: Iterable[tuple[R, int, int]]) -> Iterator[tuple[R, int, int]]:
    """Of pairs (rank, i, j), from the lowest rank on, those of which neither is in a pair before."""
    ours: set[int] = set()
    theirs: set[int] = set()
    for rank, i, j in sorted(ranked):
        if i not in ours and j not in theirs:
            ours.add(i)
            theirs.add(j)
            yield rank, i, j


def once(items: Iterable[T], key: Callable[[T], Any]) -> list[T]:
    """The items that are alone with their key: of two alike, either may be the other side's."""
    found: dict[Any, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return [same[0] for same in found.values() if len(same) == 1]


def span(side: Side, fact: Fact) -> Span:
    """The user's own characters behind a fact."""
    return raw_span(side.document, fact.start, fact.end)


def spans(view: View, a: Fact, b: Fact) -> tuple[Span, Span]:
    """The user's own characters behind a fact of this side and one of the other."""
    return span(view.side, a), span(view.other, b)


def nearby(view: View) -> frozenset[int]:
    """The sentences of the other side in the bead and around it."""
    last = len(view.other.document.sentences) - 1
    first, final = min(view.beyond) - REACH, max(view.beyond) + REACH
    return frozenset(range(max(0, first), min(last, final) + 1)) | frozenset(view.beyond)


def within(side: Side, fact: Fact) -> range:
    """The tokens of a fact, by their numbers in its sentence."""
    tokens = side.tokens[fact.sentence]
    first = bisect_right(tokens, fact.start, key=lambda token: token.end)
    return range(first, bisect_left(tokens, fact.end, key=lambda token: token.start))


def worded(view: View, facts: Iterable[Fact]) -> list[str]:
    """The words of this side of the bead beside these facts, in order: those around numbers in the row of a form."""
    inside = {Place(fact.sentence, at) for fact in facts for at in within(view.side, fact)}
    rest = [view.token(at) for at in view.places if at not in inside]
    return [token.text.lower() for token in rest if is_word(token)]


def around(view: View, fact: Fact, *, width: int = 3) -> frozenset[str]:
    """The lemmas of the words within `width` tokens of a fact, its own excepted."""
    tokens, own = view.side.tokens[fact.sentence], within(view.side, fact)
    if not own:
        return frozenset()
    near = [*tokens[max(0, own.start - width) : own.start], *tokens[own.stop : own.stop + width]]
    language = view.language
    return frozenset(respelled(token.lemma, language) for token in near if is_word(token))


def context(view: View, a: Fact, b: Fact) -> int:
    """How many words around a fact of this side stand around one of the other side too."""
    return len(around(view, a) & around(view.mirrored, b))


def place(view: View, fact: Fact) -> float:
    """Where in its side of the bead a fact stands, 0 (start) ... 1 (end)."""
    sentences = view.side.document.sentences
    lengths = {i: len(sentences[i].text) for i in view.sentences}
    before = sum(length for i, length in lengths.items() if i < fact.sentence)
    return (before + fact.start - sentences[fact.sentence].start) / max(1, sum(lengths.values()))


def apart(view: View, a: Fact, b: Fact) -> float:
    """How far apart a fact of this side and one of the other stand, each at its `place`."""
    return abs(place(view, a) - place(view.mirrored, b))
