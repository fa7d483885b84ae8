"""Figures that the other side has no more: of a range an end alone, "many" in place of how many, or nothing at all."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from drift.checks.beads import Place, became, quoted
from drift.checks.number_roles import counted, is_scored
from drift.checks.slots import span, within
from drift.facts.amounts import Number, comparable
from drift.findings import finding
from drift.reading import raw_span
from drift.records import Fact, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from drift.checks.beads import View

#: A scale in the plural says so many times itself at most: "thousands" are no million. A judgment, not measured.
_TIMES = 1000


def ends(
    view: View,
    matched: Mapping[Fact[Number], Fact[Number]],
    left: Sequence[Fact[Number]],
    others: Sequence[Fact[Number]],
) -> Iterator[Finding]:
    """Ranges of this side of which the other kept an end: `left` and `others` are the numbers without an equal."""
    if any(not other.value.soft for other in others):
        return
    ranges = [pair for pair in pairwise(view.facts(Number)) if _ranged(view, *pair)]
    theirs = [one for pair in pairwise(view.mirrored.facts(Number)) if _ranged(view.mirrored, *pair) for one in pair]
    for a, b in ranges:
        kept, gone = (a, b) if a in matched else (b, a)
        if gone in left and kept in matched and matched[kept] not in theirs:
            here, there = raw_span(view.side.document, a.start, b.end), span(view.other, matched[kept])
            original, rewrite = view.ordered(here, there)
            message = f"Of a range an end alone is told: {became(original.text, rewrite.text)}."
            severity = Severity.minor if matched[kept].value.approximate else Severity.major
            yield finding("number", severity, original, rewrite, 0.7, message)


def _ranged(view: View, a: Fact[Number], b: Fact[Number]) -> bool:
    """Whether two neighboring numbers are the ends of a range: "20 to 40", "between 20 and 40", "20-40 mm"."""
    if a.sentence != b.sentence or not comparable(a.value, b.value) or a.value.soft or b.value.soft:
        return False
    if a.value.clock or a.value.ordinal or not a.value.readings[0].value < b.value.readings[0].value:
        return False
    words, between = view.language.words, view.side.document.clean[a.end : b.start].strip().lower()
    own = within(view.side, a)
    before = view.before(Place(a.sentence, own.start)) if own else ""
    if between in words("numbers.and"):
        return before in words("numbers.between")
    return before not in words("numbers.from") and (between in words("numbers.through") or between in {"-", "–", "—"})


def told(view: View, left: Sequence[Fact[Number]], open_: Collection[Fact[Number]]) -> Iterator[Finding]:
    """Numbers `left` on this side, for which nothing stands on the other: made vague there, or left out."""
    taken = {
        place for fact in view.mirrored.facts(Number) if not fact.value.vague for place in _places(view.mirrored, fact)
    }
    for fact in left:
        number = fact.value
        if fact not in open_ or number.clock or number.ordinal or number.vague or is_scored(view, fact):
            continue
        noun = counted(view, fact)
        there = view.sure(noun) if noun else None
        if noun is None or there is None:
            continue
        many = _vague(view.mirrored, there)
        original = span(view.side, fact)
        if many is not None and not _says(view, many):
            other = view.mirrored.span(many, there)
            pair = view.ordered(original, other)
            yield finding("number", Severity.minor, *pair, 0.6, _message(view, f"{quoted(original.text)}", other.text))
        elif many is None and not view.is_rewrite and not _counted(view.mirrored, there, taken):
            message = f"How many is not told any more: {quoted(original.text)} is left out."
            yield finding("number", Severity.minor, original, view.mirrored.span(there), 0.5, message)


def _message(view: View, figure: str, vague: str) -> str:
    if view.is_rewrite:
        return f"A figure stands for what was left open: {quoted(vague)} became {figure}."
    return f"A figure was made vague: {figure} became {quoted(vague)}."


def _places(view: View, fact: Fact) -> set[Place]:
    return {Place(fact.sentence, at) for at in within(view.side, fact)}


def _before(view: View, noun: Place) -> Iterator[Place]:
    """The words that stand before a noun in its own phrase, the nearest first."""
    row = view.row(noun)
    for at in range(noun.token - 1, max(-1, noun.token - 6), -1):
        if row[at].pos in {"VERB", "AUX", "PUNCT", "CCONJ", "SCONJ", "PRON"}:
            return
        yield Place(noun.sentence, at)


def _vague(view: View, noun: Place) -> Place | None:
    """The word before a noun that leaves open how many there are."""
    words = view.language.words("quantifiers.vague.words")
    return next((place for place in _before(view, noun) if view.token(place).text.lower() in words), None)


def _says(view: View, many: Place) -> bool:
    """Whether this side has the vague word of the other too."""
    return not view.mirrored.surplus(many)


def _counted(view: View, noun: Place, taken: Collection[Place]) -> bool:
    """Whether a noun has a number, or a word that tells how many, or is said of one."""
    telling, token = view.language.words("quantifiers.vague.telling"), view.token(noun)
    if not token.has("Number=Plur"):
        return True
    near = [*_before(view, noun), *(Place(noun.sentence, at) for at in view.here.below.get(noun, ()))]
    return any(
        place in taken or view.token(place).pos == "NUM" or view.token(place).text.lower() in telling for place in near
    )
