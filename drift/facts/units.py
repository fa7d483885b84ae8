"""Units of measure and currencies: how they are written, and what one of them is worth in its dimension."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from drift.language import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.language import Language


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `factor` leads to the base unit of its dimension, where its own zero is `zero`.

    Units of one system convert exactly. The dimension of a rate has a slash ("length/time").
    """

    name: str
    dimension: str
    factor: float = 1.0
    system: str = ""
    zero: float = 0.0

    @property
    def is_rate(self) -> bool:
        """Whether it counts something by something else: dollars an hour, milligrams a day."""
        return "/" in self.dimension


class Written(NamedTuple):
    """The units that stand after a number, the likelier first, where their spelling ends, and its sort.

    The sort is "sign" ("%"), "word", or "letter" for a letter alone.
    """

    units: tuple[Unit, ...]
    end: int
    sort: str


#: A percent, and a point of a percentage: it adds up like a percent, but two points on ten percent are a fifth more.
PERCENT, POINT = "percent", "percentage point"
#: The dimension whose units have zeros of their own.
TEMPERATURE = "temperature"


@functools.cache
def units(own: Language) -> Mapping[str, Unit]:
    """The units that a language's `units.tsv` has, by the names that they have in every language."""
    return {unit.name: unit for unit, _, _ in _table(own)}


@functools.cache
def spellings(own: Language) -> Mapping[str, tuple[Unit, ...]]:
    """Every spelling, in lower case, and the units it may name."""
    table: dict[str, tuple[Unit, ...]] = {}
    for unit, words, _ in _table(own):
        for word in dict.fromkeys(word.lower() for word in words):
            table[word] = (*table.get(word, ()), unit)
    return table


def written(text: str, at: int, own: Language) -> Written | None:
    """The unit right after the figure or number word that ends at `at`: an optional space or hyphen, then the spelling.

    A letter alone touches its figure, or stands apart from it in the case of the table ("5 m").
    """
    match = _after(own).match(text, at)
    if match is None:
        return None
    sort = match.lastgroup if match.lastgroup in {"sign", "letter"} else "word"
    named = spellings(own)[(match["sign"] or match["word"] or match["letter"]).lower()]
    end = match.end()
    power = _powers(own).get((match["power"] or "").lower().strip())
    behind = _behind(own).match(text, end)
    if behind is not None and power is None:
        power = _powers(own)[behind[0]]
    if power is not None:
        raised = tuple(_raised(unit, power) for unit in named if unit.dimension == "length")
        named, end = raised or named, behind.end() if raised and behind else end
        if not raised and match["power"]:
            return None
    per = _per(own).match(text, end)
    if per is not None:
        by = [unit for unit in spellings(own)[per["by"].lower()] if not per["time"] or unit.dimension == "time"]
        rates = tuple(_rate(unit, other) for unit in named for other in by if not unit.is_rate)
        named, end = (*named, *rates), per.end() if rates and not per["time"] else end
    return Written(named, end, sort)


def _raised(unit: Unit, power: int) -> Unit:
    return replace(unit, name=f"{unit.name}^{power}", dimension=f"{unit.dimension}^{power}", factor=unit.factor**power)


def _rate(unit: Unit, by: Unit) -> Unit:
    name, dimension = f"{unit.name} per {by.name}", f"{unit.dimension}/{by.dimension}"
    return Unit(name, dimension, unit.factor / by.factor, unit.system)


@functools.cache
def _powers(own: Language) -> Mapping[str, int]:
    return {
        word.lower(): power
        for power, name in ((2, "squared"), (3, "cubed"))
        for side in ("before", "behind")
        for word in own.ordered(f"units.{name}.{side}")
    }


@functools.cache
def _after(own: Language) -> re.Pattern[str]:
    listed = {word for _, words, _ in _table(own) for word in words}
    letters = {word for word in listed if len(word) == 1 and word.isalpha()}
    signs = alternatives(word for word in listed - letters if not word[-1].isalnum())
    words = alternatives(word for word in listed - letters if word[-1].isalnum())
    powers = alternatives(word for name in ("squared", "cubed") for word in own.words(f"units.{name}.before"))
    one, spaced = alternatives(letters), r"(?<=\d[ \u00a0\u202f])"
    behind = _behind(own).pattern
    return re.compile(
        rf"(?:[ \u00a0\u202f-]|\b|(?<=\d))(?:(?P<power>{powers})[ -])?"
        rf"(?:(?P<word>{words})(?:\b(?!['’]t)|(?={behind}))"
        rf"|(?P<letter>(?(power)(?-i:{one})|(?:(?<=\d){one}|{spaced}(?-i:{one}))))(?:\b(?!['’])|(?={behind})))"
        rf"|[ \u00a0\u202f-]?(?P<sign>{signs})",
        re.IGNORECASE,
    )


@functools.cache
def _behind(own: Language) -> re.Pattern[str]:
    """The power right behind a unit ("m2")."""
    return re.compile(
        rf"{alternatives(word for word in _powers(own) if not word.isalpha() and len(word) == 1)}(?![\w])"
    )


@functools.cache
def _per(own: Language) -> re.Pattern[str]:
    """What a unit is counted by: "an hour", "/day", "per kilogram"."""
    by = alternatives(word for word in spellings(own) if word[-1].isalnum())
    per, times = alternatives(own.words("units.rates.per")), alternatives(own.words("units.rates.times"))
    sign = alternatives(own.words("units.rates.sign"))
    return re.compile(
        rf"(?:\s?(?P<sign>{sign})\s?|[ -](?:{per}|(?P<time>{times}))[ -])(?P<by>{by})\b(?!['’])", re.IGNORECASE
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
    prefixes = {name: (float(factor), symbols.split(";")) for name, factor, symbols in _rows(own, "prefixes.tsv")}
    found = []
    for row in _rows(own, "units.tsv"):
        name, dimension, factor, system, after, before, taken, zero = [*row, *[""] * 4][:8]
        unit = Unit(name, dimension, float(factor), system, float(zero or 0))
        parts = [part.split(";") for part in after.split("|")]
        bare = [word for part in parts for word in part if word and not word.startswith("-")]
        found.append((unit, bare, list(filter(None, before.split(";")))))
        short, long = ([word.removeprefix("-").lower() for word in part] for part in (parts[0], parts[-1]))
        for prefix in taken.split():
            times, symbols = prefixes[prefix]
            spelled = [*(symbol + word for symbol in symbols for word in short), *(prefix + word for word in long)]
            larger = replace(unit, name=prefix + name, factor=unit.factor * times)
            found.append((larger, spelled, []))
    return found


def _rows(own: Language, name: str) -> Iterator[list[str]]:
    """The rows of a file of the language, comments left out."""
    yield from (line.split("\t") for line in own.file(name).splitlines() if line and not line.startswith("#"))
