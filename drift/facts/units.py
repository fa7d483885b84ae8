"""Units of measure and currencies: how they are written, and what one of them is worth in its dimension."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.language import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.language import Language


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `factor` leads to the base unit of its dimension; units of one system convert exactly."""

    name: str
    dimension: str
    factor: float = 1.0
    system: str = ""


#: A point of a percentage: it adds up like a percent, but two points on ten percent are a fifth more.
POINT = "percentage point"


@functools.cache
def units(own: Language) -> Mapping[str, Unit]:
    """The units that a language's `units.tsv` has, by the names that they have in every language."""
    return {unit.name: unit for unit, _, _ in _table(own)}


@functools.cache
def spellings(own: Language) -> Mapping[str, tuple[Unit, ...]]:
    """Every spelling, in lower case, and the units it may name."""
    table: dict[str, tuple[Unit, ...]] = {}
    for unit, words, _ in _table(own):
        for word in words:
            table[word] = (*table.get(word, ()), unit)
    return table


@functools.cache
def after_pattern(own: Language) -> re.Pattern[str]:
    """A unit right after a figure or number word: an optional space or hyphen, then the spelling.

    One-letter spellings count only where they touch the figure ("5m", not "5 m people").
    """
    touching = [word for word in spellings(own) if len(word) == 1 and word.isalpha()]
    long = [word for word in spellings(own) if word not in touching]
    signs = alternatives(word for word in long if not word[-1].isalnum())
    words = alternatives(word for word in long if word[-1].isalnum())
    return re.compile(
        rf"[ \u00a0\u202f-]?(?P<sign>{signs})"
        rf"|(?:[ \u00a0\u202f-]|\b|(?<=[\d]))(?P<word>{words})(?:\b(?!['’]t))"
        rf"|(?<=\d)(?P<touch>{alternatives(touching)})\b(?!['’])",
        re.IGNORECASE,
    )


@functools.cache
def before_pattern(own: Language) -> re.Pattern[str]:
    """A currency mark at the very end of the text before a figure."""
    return re.compile(rf"(?:(?<![A-Za-z.])|(?<=\b))(?P<mark>{alternatives(marks(own))}) ?$")


def marks(own: Language) -> Sequence[str]:
    """The marks of currencies that stand before a figure."""
    return [mark for _, _, before in _table(own) for mark in before]


@functools.cache
def _table(own: Language) -> Sequence[tuple[Unit, Sequence[str], Sequence[str]]]:
    """Each unit, its spellings after a number and its marks before one."""
    found = []
    for line in own.file("units.tsv").splitlines():
        if line and not line.startswith("#"):
            name, dimension, factor, system, after, before = [*line.split("\t"), "", ""][:6]
            unit = Unit(name, dimension, float(factor), system)
            found.append((unit, list(filter(None, after.split(";"))), list(filter(None, before.split(";")))))
    return found
