"""Numbers and dates that changed places: "12 killed and 30 hurt" became "30 killed and 12 hurt".

Each of the two still stands in the passage, so that comparing values finds nothing. What tells the exchange are the
words around: those that belong to one number only, on either side, must all be the other's on the other side.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, TypeAlias

from drift.checks.beads import Place, became, is_light, key, quoted, views
from drift.checks.number_roles import amount
from drift.checks.slots import once, within
from drift.facts import amounts
from drift.facts.amounts import Number
from drift.facts.dates import Date
from drift.findings import finding
from drift.reading import raw_span
from drift.records import Fact, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Side, Span, Token

#: Tokens on either side of a number that may say what it is of.
_WIDTH = 5


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding two neighboring numbers, or dates, that stand in each other's place."""
    for view in views(comparison):
        yield from _turned(view)
        for kind in ("number", "date"):
            ours, theirs = _single(view.facts(kind)), _single(view.mirrored.facts(kind))
            if len(ours) < 2 or len(theirs) < 2:
                continue
            taken = _taken(view, kind), _taken(view.mirrored, kind)
            for (x, a), (y, b) in pairwise((value, fact) for value, fact in ours.items() if value in theirs):
                if a.sentence == b.sentence and theirs[x].sentence == theirs[y].sentence and not _scored(view, a, b):
                    yield from _told(view, (a, b), (theirs[x], theirs[y]), taken)


_Value: TypeAlias = float | Date | None
_Pair: TypeAlias = tuple[Fact, Fact]


def _single(facts: Sequence[Fact]) -> dict[_Value, Fact]:
    """The numbers and dates that stand once, by what they amount to, in text order; soft ones are not told apart."""
    return {_value(fact): fact for fact in once(facts, _value) if not _is_soft(fact)}


def _value(fact: Fact) -> _Value:
    return fact.value if isinstance(fact.value, Date) else amount(fact)


def _scored(view: View, a: Fact, b: Fact) -> bool:
    """Whether two numbers are a score, which each side may tell with its own first: "lost 2-0", "lost 0-2"."""
    return view.side.document.clean[a.end : b.start].strip() in {"-", "–", ":"}


def _turned(view: View) -> Iterator[Finding]:
    """Scores of a row that are turned around where another keeps its order: "6-4, 3-6" became "6-4, 6-3"."""
    rows = [[(a, b) for a, b in pairwise(side.facts(Number)) if _scored(side, a, b)] for side in (view, view.mirrored)]
    scores = [[(amount(a), amount(b)) for a, b in row] for row in rows]
    if len(scores[0]) != len(scores[1]) or not any(x == y and x[0] != x[1] for x, y in zip(*scores, strict=True)):
        return
    for ours, theirs, x, y in zip(*rows, *scores, strict=True):
        if x == y[::-1] != y:
            spans = _span(view.side, ours), _span(view.other, theirs)
            message = f"The score is turned around: {became(spans[0].text, spans[1].text)}."
            yield finding("number", Severity.major, *spans, 0.8, message)


def _is_soft(fact: Fact) -> bool:
    return isinstance(fact.value, Number) and (fact.value.soft or fact.value.vague)


def _taken(view: View, kind: str) -> Collection[Place]:
    """The tokens of the numbers, or dates, of this side of the bead."""
    return frozenset(Place(fact.sentence, at) for fact in view.facts(kind) for at in within(view.side, fact))


def _told(
    view: View, ours: _Pair, theirs: _Pair, taken: tuple[Collection[Place], Collection[Place]]
) -> Iterator[Finding]:
    sides = zip((view, view.mirrored), (ours, theirs), taken, strict=True)
    around = [_around(side, *facts, numbers) for side, facts, numbers in sides]
    here, there = ((first - second, second - first) for first, second in around)
    crossed = here[0] & there[1] and here[1] & there[0]
    straight = any(own[k] & other[k] for own, other in ((here, around[1]), (there, around[0])) for k in (0, 1))
    if crossed and not straight and _comparable(*ours):
        first, second = (quoted(fact.text) for fact in ours)
        message = f"{first} and {second} have changed places."
        yield finding(ours[0].kind, Severity.major, _span(view.side, ours), _span(view.other, theirs), 0.75, message)


def _comparable(a: Fact, b: Fact) -> bool:
    """Whether two facts may stand for each other: two dates, or numbers that measure the same."""
    numbers = [fact.value for fact in (a, b) if isinstance(fact.value, Number)]
    return not numbers or amounts.comparable(*numbers)


def _around(view: View, a: Fact, b: Fact, taken: Collection[Place]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that may belong to one number of a sentence and to another."""
    first, second = _words(view, a, taken), _words(view, b, taken)
    counted = getattr(a.value, "counted", "")
    if first - {counted} and counted and not getattr(b.value, "counted", ""):
        first -= {counted}  # "five civilians were killed and eleven wounded": both count civilians
    ends = _end(view, a), _end(view, b)
    if frozenset(ends) == {"from", "to"}:
        first, second = first | {ends[0]}, second | {ends[1]}
    return first, second


def _end(view: View, fact: Fact) -> str:
    """Which end of a change a number is, by the word before it: "from 50 to 30"."""
    before = view.before(Place(fact.sentence, within(view.side, fact).start))
    return view.language.classes("quantities.ends").get(before, "")


def _words(view: View, fact: Fact, taken: Collection[Place]) -> frozenset[str]:
    """The words of content around a number, up to the next one and to what parts them, and the end that it is."""
    row, own, known = view.side.tokens[fact.sentence], within(view.side, fact), view.language
    before, behind = row[max(0, own.start - 1) : own.start], row[own.stop : own.stop + 1]
    # "Brown, 34, and Smith, 45": a number that stands by itself is of the words before the comma
    alone = (not behind or behind[0].pos == "PUNCT") and bool(before) and before[0].text in {",", "("}
    left = range(own.start - 1 - alone, max(-1, own.start - 1 - _WIDTH - alone), -1)
    right = range(own.stop, min(len(row), own.stop + _WIDTH))
    parting = known.words("quantities.parting")

    def of_it(at: int) -> bool:
        return Place(fact.sentence, at) not in taken and row[at].pos != "PUNCT" and row[at].text.lower() not in parting

    near = [row[at] for places in (left, right) for at in takewhile(of_it, places)]
    return frozenset(key(token, known) for token in near if _says(token, known, dated=fact.kind == "number"))


def _says(token: Token, known: Language, *, dated: bool) -> bool:
    """Whether a word may say what a number is of: a noun, a content word, for a number also a figure of a date."""
    if token.pos in {"NOUN", "PROPN"} or token.text.lower() in known.words("quantities.telling"):
        return True
    return (dated and token.pos == "NUM") or (token.pos in {"VERB", "ADJ", "ADV"} and not is_light(token, known))


def _span(side: Side, facts: _Pair) -> Span:
    return raw_span(side.document, min(fact.start for fact in facts), max(fact.end for fact in facts))
