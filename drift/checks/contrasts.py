"""Words that exclude one another: contraries, and other words of one closed set. The lists are data of the language."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from drift.facts.spelling import respelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.language import Language


#: Spellings this alike (rapidfuzz ratio, 0 to 100) are forms of one word.
FORMS = 60.0


class Class(NamedTuple):
    """Where a word stands in a list: the number of its set (a line), and that of its class in the set."""

    line: int
    number: int


def contrary(first: str, second: str, language: Language, *, in_place: bool = False) -> bool:
    """Whether one word for the other turns a statement round.

    Contraries that two clauses may both use of one event ("bought by", "sold by") count only where one word stands
    exactly in place of the other.
    """
    return _apart(("contraries", "contraries_in_place")[: 1 + in_place], first, second, language)


def exclusive(first: str, second: str, language: Language, *, in_place: bool = False) -> bool:
    """Whether two words name different things of one kind: colors, kin, stages of a trial."""
    return _apart(("exclusive", "exclusive_in_place")[: 1 + in_place], first, second, language)


def elsewhere(first: str, second: str, language: Language) -> bool:
    """Whether one preposition for the other places a thing elsewhere, or at another time."""
    return _apart(("prepositions",), first, second, language)


def alike(first: str, second: str, language: Language) -> bool:
    """Whether two words stand in one class of any list, and so say the same."""
    one, other = respelled(first, language), respelled(second, language)
    nowhere: frozenset[Class] = frozenset()
    return any(known.get(one, nowhere) & known.get(other, nowhere) for known in _lists(language).values())


def forms(first: str, second: str) -> bool:
    """Whether two words in lower case are forms of one, by their spelling."""
    return first[:4] == second[:4] or fuzz.ratio(first, second) >= FORMS


def _apart(names: Sequence[str], first: str, second: str, language: Language) -> bool:
    """Whether the words stand in different classes of a set, and in no class together."""
    apart = False
    for name in names:
        known = _lists(language).get(name, {})
        ours, theirs = (known.get(respelled(word, language), frozenset()) for word in (first, second))
        if ours & theirs:
            return False
        apart = apart or bool({own.line for own in ours} & {own.line for own in theirs})
    return apart


@cache
def _lists(language: Language) -> Mapping[str, Mapping[str, frozenset[Class]]]:
    """Of each list of `contrasts.json` its words, in one spelling, with their classes."""
    data = json.loads(language.file("contrasts.json") or "{}")
    return {name: _classes(lines, language) for name, lines in data.items() if name != "about"}


def _classes(lines: list[str], language: Language) -> Mapping[str, frozenset[Class]]:
    found: dict[str, set[Class]] = {}
    for row, line in enumerate(lines):
        for number, words in enumerate(line.split(" / ")):
            for word in words.split():
                found.setdefault(respelled(word, language), set()).add(Class(row, number))
    return {word: frozenset(classes) for word, classes in found.items()}
