"""Dates of a list that the rewrite drops or adds: "fined in 2019 and 2021" became "fined in 2021".

A lone date that is lost may go without saying. Of a list of them the reader takes the rest for the whole.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from drift.checks.content import rows
from drift.facts.dates import Date
from drift.language import alternatives, language_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Fact, Side


def dropped(view: View, lost: Collection[Fact[Date]]) -> Iterator[Fact[Date]]:
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
