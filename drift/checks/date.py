"""Dates that the rewrite changed: another year, month, day, weekday, decade, or another relation to the present.

A lone date that is lost may go without saying. Of a list of them the reader takes the rest for the whole: "fined in
2019 and 2021" became "fined in 2021".
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from drift.checks.beads import became, quoted, views
from drift.checks.content import rows
from drift.checks.slots import apart, around, context, nearby, one_to_one, opposite, span, spans, worded
from drift.facts import dates
from drift.facts.amounts import Number
from drift.facts.dates import Date
from drift.findings import finding
from drift.language import alternatives, language_of
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Fact, Side


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a date of the original that stands as another date in the rewrite."""
    for view in views(comparison):
        ours, theirs = _unanswered(view), _unanswered(view.mirrored)
        ranked = (
            ((-context(view, a, b), apart(view, a, b)), i, j)
            for i, j in opposite(len(ours), len(theirs))
            for a, b in [(ours[i], theirs[j])]
            if _changed(a.value, b.value)
            and not _same_night(view, a, b)
            and _placed(view, a, b, len(ours) + len(theirs))
        )
        yield from (_finding(view, ours[i], theirs[j]) for _, i, j in one_to_one(ranked))
        for side, lost, new in ((view, ours, theirs), (view.mirrored, theirs, ours)):
            yield from (_listed(side, fact) for fact in _lost_of_lists(side, lost) if not new)


def _unanswered(view: View) -> list[Fact[Date]]:
    """The dates of this side of the bead that the other, in the bead or near it, does not name, nor a part of them."""
    facts = view.facts(Date)
    if not facts:
        return []
    # Words that are the same on both sides leave it to the bead alone, as in the rows of a form.
    alike = worded(view, facts) == worded(view.mirrored, view.mirrored.facts(Date))
    near = view.beyond if alike else nearby(view)
    # Each different date once: a table of dates would else take the square of its length.
    own = tuple(dict.fromkeys(fact.value for fact in facts))
    others = tuple(dict.fromkeys((fact.value, fact.sentence in view.beyond) for fact in view.other.of(Date, near)))
    amounts = frozenset(reading.value for fact in view.other.of(Number, near) for reading in fact.value.readings)
    answered = {date: _answered(date, own, others) or not amounts.isdisjoint(_figures(date)) for date in own}
    return [fact for fact in facts if not answered[fact.value]]


def _figures(date: Date) -> set[int]:
    return {part for part in (date.year, date.decade, date.day) if part is not None}


def _answered(date: Date, own: Sequence[Date], others: Sequence[tuple[Date, bool]]) -> bool:
    """Whether one of the `others`, each with whether it stands in the bead, names the date or a part of it."""
    for other, inside in others:
        # Beyond the bead only a date that has every part answers: "2015" there says nothing of "May 2015" here.
        enough = inside or date.parts <= dates.shared(date, other)
        if enough and dates.agree(date, other) and not _of_another(date, other, own):
            return True
    return False


def _of_another(date: Date, other: Date, own: Sequence[Date]) -> bool:
    """Whether a date that agrees by its day alone renders another one here: the dateline is no "Wednesday"."""
    if dates.shared(date, other):
        return False
    return any(dates.shared(mine, other) and dates.agree(mine, other) for mine in own)


def _changed(a: Date, b: Date) -> bool:
    """Whether both name the same part, differently; "last week" and "last month" count as the same part."""
    if dates.clash(a, b):
        return True
    pure = all(date.shift is not None and not date.parts - {f"shift:{date.unit}"} for date in (a, b))
    return pure and a.unit != b.unit and a.shift == b.shift and {a.unit, b.unit} <= _SPANS


#: "last week" for "last month" is a change; "last night" for "yesterday", or "this summer" for "this year", is none.
_SPANS = frozenset({"week", "month", "year", "decade", "century"})


def _same_night(view: View, a: Fact[Date], b: Fact[Date]) -> bool:
    """The night before Sunday is Saturday night, and its small hours are Sunday's: one night, two days.

    One word for the night on both sides leaves the days to differ, unless one side counts from the day that follows.
    """
    x, y = a.value.weekday, b.value.weekday
    if x is None or y is None or (x - y) % 7 not in (1, 6):
        return False
    sides = (view, a), (view.mirrored, b)
    ours, theirs = (around(own, fact, width=4) & own.language.words("dates.night") for own, fact in sides)
    return bool(ours | theirs) and (not ours & theirs or _follows(*sides[0]) != _follows(*sides[1]))


def _follows(view: View, fact: Fact[Date]) -> bool:
    """Whether the day is the one that a night leads to: "the night before Sunday", "the night to Sunday"."""
    before = [token for token in view.side.tokens[fact.sentence] if token.end <= fact.start]
    return bool(before) and before[-1].text.lower() in view.language.words("dates.leading")


def _placed(view: View, a: Fact[Date], b: Fact[Date], left: int) -> bool:
    """With one date lost and one new the slot is theirs; otherwise, or far apart, the words around must tell."""
    # Half of the bead: a date that moved from one end of a sentence to the other is seldom the same one.
    relative = a.value.shift is not None
    return (left == 2 and (not relative or apart(view, a, b) < 0.5)) or context(view, a, b) >= (2 if relative else 1)


def _finding(view: View, a: Fact[Date], b: Fact[Date]) -> Finding:
    confidence = 0.6 if a.value.shift is not None else 0.9
    message = f"The date changed: {became(a.text, b.text)}."
    return finding("date", Severity.major, *spans(view, a, b), confidence, message)


def _listed(view: View, fact: Fact[Date]) -> Finding:
    """A date of a list that the other side lacks."""
    message = f"{quoted(fact.text)} is {'new' if view.is_rewrite else 'lost'} in a list of dates."
    return finding("date", Severity.major, *view.ordered(span(view.side, fact), None), 0.7, message)


def _lost_of_lists(view: View, lost: Collection[Fact[Date]]) -> Iterator[Fact[Date]]:
    """The dates among the `lost` ones of this side that stand in a list of which the other side keeps another date.

    Only where the other side has no word by which it may say the date otherwise.
    """
    if not lost or _may_say(view):
        return
    missing = frozenset(lost)
    kept = {fact.value for fact in view.mirrored.facts(Date)}
    for index in view.sentences:
        for row in _lists(view.side, tuple(view.side.of(Date, (index,)))):
            if any(fact.value in kept for fact in row):
                yield from (fact for fact in row if fact in missing)


def _may_say(view: View) -> bool:
    """Whether the other side has one of those words more often than this."""
    ours, theirs = (Counter(side.token(place).text.lower() for place in side.places) for side in (view, view.mirrored))
    return any(theirs[word] > ours[word] for word in view.mirrored.language.words("dates.lists.otherwise"))


def _lists(side: Side, dates: Sequence[Fact[Date]]) -> Iterator[list[Fact[Date]]]:
    """The dates of one sentence in rows of two or more that are joined, and name the same parts."""
    yield from (row for row in rows(dates, lambda one, two: _joined(side, one, two)) if len(row) > 1)


def _joined(side: Side, one: Fact[Date], two: Fact[Date]) -> bool:
    clean = side.document.clean
    if one.value.parts != two.value.parts:
        return False
    sentence = side.document.sentences[one.sentence]
    known = language_of(side.document)
    ranged = _range(known).search(clean, max(sentence.start, one.start - 24), one.start)
    return ranged is None and _joint(known).fullmatch(clean, one.end, two.start) is not None


@cache
def _joint(known: Language) -> re.Pattern[str]:
    """What joins the dates of a list."""
    joint, again = alternatives(known.words("dates.lists.joints")), alternatives(known.words("dates.lists.again"))
    before = alternatives(known.words("dates.lists.before"))
    return re.compile(rf"(?:, ?|,? {joint}) (?:{again} )?(?:{before} )*", re.IGNORECASE)


@cache
def _range(known: Language) -> re.Pattern[str]:
    """What stands before a range, which has two ends, and is no list."""
    return re.compile(rf"\b{alternatives(known.words('dates.lists.ranges'))}(?: \w+)? $", re.IGNORECASE)
