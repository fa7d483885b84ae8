"""The value of a number: every way to read it, and whether two numbers agree.

A figure can often be read in two ways ("2m" is two million or two meters, "1.234" a thousand or one and a bit,
"pounds" money or mass). A `Number` keeps every reading; two numbers agree when any two readings do.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from drift.facts.units import PERCENT, POINT, TEMPERATURE, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: Rounding a figure that is said to be approximate: "about 21.6" for "nearly 22". A judgment, not measured.
APPROXIMATE = 0.05
#: Miles for kilometers and the like are rounded when they are converted. A judgment, not measured.
CONVERTED = 0.06
#: And may lie this far off where one is exactly the other rounded to its decimals: 3 km are 1.9 miles, "two miles", but
#: a mile is no kilometer. A judgment, not measured.
CONVERTED_AND_ROUNDED = 0.09
#: Degrees Celsius: half of one is lost where a scale is left for the other, and more where the text says "about".
DEGREES, DEGREES_ABOUT = 0.6, 2.0
#: "Dozens" may be "scores", but no "hundreds". A judgment, not measured.
VAGUE = 0.5
#: The zone of a text that says "local time", and the minutes of a day.
LOCAL, DAY = math.inf, 1440
#: Numbers of a passage, of more there are sums and remainders of everything. A judgment, not measured.
DERIVED = 4
#: Floating-point noise only.
EXACT = 1e-6
#: Larger than the largest ratio of two amounts that agree.
_STEP = 1.1
#: A power that no amount has.
_ANY = 10**6


@dataclass(frozen=True, slots=True)
class Amount:
    """One way to read a number: a value, of a unit where one is written."""

    value: float
    unit: Unit | None = None

    @property
    def base(self) -> float:
        """The value in the base unit of its dimension."""
        return self.value * self.unit.factor + self.unit.zero if self.unit else self.value


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text.

    `readings` come best first. `approximate` marks "about", "nearly"; `bound` is "over" or "under" where the
    text says so. `zone` are the minutes that the zone of a time of day is ahead of Greenwich, `LOCAL` where the text
    says that the time is local. A `soft` number ("one", "both", "twice", a list's "1.") may answer a number of the
    other text but is never missed by itself. `vague` is a bare plural scale ("millions"). `counted` is the lemma of
    the word that is counted, "" if none.
    """

    readings: tuple[Amount, ...]
    approximate: bool = False
    bound: str = ""
    soft: bool = False
    vague: bool = False
    ordinal: bool = False
    clock: bool = False
    zone: float | None = None
    counted: str = field(default="", compare=False)

    @property
    def unit(self) -> Unit | None:
        """The unit of the first reading that has one."""
        return next((reading.unit for reading in self.readings if reading.unit), None)


@lru_cache(maxsize=65_536)  # each number of a passage is held against all of the other side, by several rooms
def agree(a: Number, b: Number) -> bool:
    """Whether some reading of one equals some reading of the other, unit and approximation considered."""
    if a.vague != b.vague:
        return False
    if a.zone is not None and b.zone is not None and a.zone != b.zone:
        return _same_moment(a, b)
    if a.vague:
        return any(_close(x.base, y.base, VAGUE) for x in a.readings for y in b.readings)
    approximate = a.approximate or b.approximate
    # "Five dollars" may leave out that it is "an hour", but five dollars a day are another amount
    rates = all(any(_is_rate(reading) for reading in number.readings) for number in (a, b))
    pairs = [(x, y) for x in a.readings for y in b.readings if not rates or (_is_rate(x) and _is_rate(y))]
    return any(_readings_agree(x, y, approximate=approximate) for x, y in pairs)


def _is_rate(reading: Amount) -> bool:
    return reading.unit is not None and reading.unit.is_rate


def _same_moment(a: Number, b: Number) -> bool:
    """Whether two times of day in two zones are one; "local time" may be that of any zone but Greenwich's."""
    if LOCAL in {a.zone, b.zone}:
        return 0 not in {a.zone, b.zone} and same_amount(a, b)
    moments = ({(x.value - (n.zone or 0)) % DAY for x in n.readings if x.unit} for n in (a, b))
    return bool(set.intersection(*moments))


def magnitudes(number: Number) -> frozenset[int]:
    """Powers of `_STEP` near its amounts. Numbers that agree have one in common, so that no others need be compared."""
    powers = set()
    if (
        number.vague
        or number.zone is not None
        or any(x.unit and x.unit.dimension == TEMPERATURE for x in number.readings)
    ):
        powers.add(_ANY)  # these agree by more than their size
    for reading in number.readings:
        for value in (reading.value, reading.base):
            size = abs(value)
            power = math.floor(math.log(size, _STEP)) if size > 1e-12 and math.isfinite(size) else 0
            powers |= {power, power + 1}
    return frozenset(powers)


def derived(known: Sequence[Number]) -> Iterator[Number]:
    """What two of some numbers amount to: their sum, what is left of one, or a share of one; of few numbers alone."""
    for one, two in itertools.permutations(known, 2) if len(known) <= DERIVED else ():
        a, b = one.readings[0], two.readings[0]
        if one.unit == two.unit and not (one.clock or two.clock or one.ordinal or two.ordinal):
            yield replace(one, readings=(Amount(a.value + b.value, a.unit),), soft=False)
            yield replace(one, readings=(Amount(a.value - b.value, a.unit),), soft=False)
        share = next((x.value for x in one.readings if x.unit is None and 0 < x.value < 1), 0.0)
        if share and not two.clock:
            yield replace(two, readings=tuple(Amount(share * x.value, x.unit) for x in two.readings))


def by_magnitude(known: Iterable[Number]) -> Mapping[int, Sequence[Number]]:
    """Different numbers by their magnitudes, for `any_agrees`."""
    found: dict[int, list[Number]] = {}
    for number in dict.fromkeys(known):
        for magnitude in magnitudes(number):
            found.setdefault(magnitude, []).append(number)
    return found


def any_agrees(number: Number, known: Mapping[int, Sequence[Number]]) -> bool:
    """Whether it agrees with one of those that were sorted by magnitude."""
    return any(agree(number, other) for magnitude in magnitudes(number) for other in known.get(magnitude, ()))


def same_amount(a: Number, b: Number) -> bool:
    """Whether the figures agree when the units are ignored."""
    return any(_close(x.value, y.value, EXACT) for x in a.readings for y in b.readings)


def rounded(a: Number, b: Number) -> bool:
    """Whether one is the other rounded to fewer digits ("1.34 billion", "1.3 billion")."""
    return any(
        _rounds(x.value, y.value)
        for x in a.readings
        for y in b.readings
        if x.unit == y.unit or x.unit is None or y.unit is None
    )


def opposed(a: Number, b: Number) -> bool:
    """Whether one is a lower and the other an upper bound."""
    return {a.bound, b.bound} == {"over", "under"}


def thousandfold(x: Amount, y: Amount) -> bool:
    """Whether one is the other a thousand times."""
    return _close(1000 * min(x.value, y.value), max(x.value, y.value), EXACT)


def points_for_percent(a: Number, b: Number) -> bool:
    """Whether one counts percent and the other percentage points."""
    return {number.unit.name for number in (a, b) if number.unit} == {PERCENT, POINT}


def comparable(a: Number, b: Number) -> bool:
    """Whether the two measure the same dimension (all money is one), or one of them names none."""
    money = all(n.unit is not None and n.unit.dimension.startswith("money") for n in (a, b))
    return money or any(_comparable(x.unit, y.unit) for x in a.readings for y in b.readings)


def _comparable(a: Unit | None, b: Unit | None) -> bool:
    return a is None or b is None or _dimensions_agree(a.dimension, b.dimension)


def _dimensions_agree(a: str, b: str) -> bool:
    # "money:dollar" is any dollar: it agrees with "money:dollar:us" and with "money:dollar:au".
    return a == b or a.startswith(b + ":") or b.startswith(a + ":")


def _readings_agree(x: Amount, y: Amount, *, approximate: bool) -> bool:
    tolerance = APPROXIMATE if approximate else EXACT
    if x.unit is None or y.unit is None:
        return _close(x.value, y.value, tolerance)
    if not _dimensions_agree(x.unit.dimension, y.unit.dimension):
        return False
    if x.unit.dimension == TEMPERATURE and x.unit.system != y.unit.system:
        return abs(x.base - y.base) <= (DEGREES_ABOUT if approximate else DEGREES)
    exact = _converted(x, y) or _converted(y, x)
    if x.unit.system != y.unit.system:
        tolerance = max(tolerance, CONVERTED_AND_ROUNDED if exact else CONVERTED)
    elif exact and not (_is_round(x) and _is_round(y)):  # "two thirds" for 67 percent
        tolerance = max(tolerance, CONVERTED)
    return _close(x.base, y.base, tolerance)


def _converted(x: Amount, y: Amount) -> bool:
    """Whether x is y in other units, rounded to the decimals that it has ("two miles", "3 km")."""
    factor = x.unit.factor if x.unit else 1.0
    decimals = len(f"{x.value:.6f}".rstrip("0").partition(".")[2])
    return x.value != 0 and _close(round(y.base / factor, decimals), x.value, EXACT)


def _is_round(reading: Amount) -> bool:
    """Whether it can be written with few decimals, as a third cannot."""
    return _close(round(reading.value, 3), reading.value, EXACT)


def _close(x: float, y: float, tolerance: float) -> bool:
    return abs(x - y) <= tolerance * max(abs(x), abs(y), 1e-12)


def _rounds(x: float, y: float) -> bool:
    small, large = sorted((f"{abs(x):.12g}".rstrip("0").rstrip("."), f"{abs(y):.12g}".rstrip("0").rstrip(".")), key=len)
    if "e" in small + large or x == y:
        return False
    digits = len(small.replace(".", "").strip("0"))
    # Fewer than two digits kept is no rounding that a reader takes for granted.
    if digits < 2 or len(large.replace(".", "").strip("0")) <= digits:
        return False
    return _close(float(f"{abs(x):.{digits}g}"), float(f"{abs(y):.{digits}g}"), EXACT)
