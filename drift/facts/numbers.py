"""Numbers by value: figures and number words with scale, unit, currency, approximation and bound.

A figure can often be read in two ways ("2m" is two million or two meters, "1.234" a thousand or one and a
bit, "pounds" money or mass). A `Number` keeps every reading; two numbers agree when any two readings do.
Dates are not read here: the stretches that `drift.facts.dates` finds are left out.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drift.facts import dates
from drift.facts.units import POINT, Unit, after_pattern, before_pattern, spellings
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from drift.records import Document, Sentence, Token

#: Rounding a figure that is said to be approximate: "about 21.6" for "nearly 22". No data set; a twentieth
#: is what a newsroom's style books allow for "about".
APPROXIMATE = 0.05
#: Miles for kilometers and the like are rounded when they are converted.
CONVERTED = 0.06
#: Floating-point noise only.
EXACT = 1e-6
#: Larger than the largest ratio of two amounts that agree.
_STEP = 1.1


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a number: an amount, of a unit where one is written."""

    amount: float
    unit: Unit | None = None

    @property
    def base(self) -> float:
        """The amount in the base unit of its dimension."""
        return self.amount * (self.unit.factor if self.unit else 1.0)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text.

    `readings` come best first. `approximate` marks "about", "nearly"; `bound` is "over" or "under" where the
    text says so. A `soft` number ("one", "both", "twice", a list's "1.") may answer a number of the other
    text but is never missed by itself. `vague` is a bare plural scale ("millions"). `counted` is the lemma of
    the word that is counted, "" if none.
    """

    readings: tuple[Reading, ...]
    approximate: bool = False
    bound: str = ""
    soft: bool = False
    vague: bool = False
    ordinal: bool = False
    clock: bool = False
    counted: str = field(default="", compare=False)

    @property
    def unit(self) -> Unit | None:
        """The unit of the first reading that has one."""
        return next((reading.unit for reading in self.readings if reading.unit), None)


def agree(a: Number, b: Number) -> bool:
    """Whether some reading of one equals some reading of the other, unit and approximation considered."""
    if a.vague != b.vague:
        return False
    tolerance = APPROXIMATE if a.approximate or b.approximate else EXACT
    return any(_readings_agree(x, y, tolerance) for x in a.readings for y in b.readings)


def magnitudes(number: Number) -> frozenset[int]:
    """Powers of `_STEP` near its amounts. Numbers that agree have one in common, so that no others need be compared."""
    powers = set()
    for reading in number.readings:
        for amount in (reading.amount, reading.base):
            size = abs(amount)
            power = math.floor(math.log(size, _STEP)) if size > 1e-12 and math.isfinite(size) else 0
            powers |= {power, power + 1}
    return frozenset(powers)


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
    return any(_close(x.amount, y.amount, EXACT) for x in a.readings for y in b.readings)


def rounded(a: Number, b: Number) -> bool:
    """Whether one is the other rounded to fewer digits ("1.34 billion", "1.3 billion")."""
    return any(
        _rounds(x.amount, y.amount)
        for x in a.readings
        for y in b.readings
        if x.unit == y.unit or x.unit is None or y.unit is None
    )


def opposed(a: Number, b: Number) -> bool:
    """Whether one is a lower and the other an upper bound."""
    return {a.bound, b.bound} == {"over", "under"}


def pointed(number: Number) -> bool:
    """Whether it counts percentage points."""
    return number.unit is not None and number.unit.name == POINT


def comparable(a: Number, b: Number) -> bool:
    """Whether the two measure the same dimension (all money is one), or one of them names none."""
    money = all(n.unit is not None and n.unit.dimension.startswith("money") for n in (a, b))
    return money or any(_comparable(x.unit, y.unit) for x in a.readings for y in b.readings)


def _comparable(a: Unit | None, b: Unit | None) -> bool:
    return a is None or b is None or _dimensions_agree(a.dimension, b.dimension)


def _dimensions_agree(a: str, b: str) -> bool:
    # "money:dollar" is any dollar: it agrees with "money:dollar:us" and with "money:dollar:au".
    return a == b or a.startswith(b + ":") or b.startswith(a + ":")


def _readings_agree(x: Reading, y: Reading, tolerance: float) -> bool:
    if x.unit is None or y.unit is None:
        return _close(x.amount, y.amount, tolerance)
    if not _dimensions_agree(x.unit.dimension, y.unit.dimension):
        return False
    if x.unit.system != y.unit.system:
        tolerance = max(tolerance, CONVERTED)
    return _close(x.base, y.base, tolerance)


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


_UNITS = "zero one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "hundredth": 100,
}  # fmt: skip
_SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
_CARDINALS = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: value for value, word in enumerate(_TEENS, 10)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
#: Words that carry a number without being one; they answer a number but are not missed.
_SOFT = {
    "once": 1, "single": 1, "sole": 1, "first": 1, "twice": 2, "both": 2, "pair": 2, "couple": 2, "double": 2,
    "doubled": 2, "twin": 2, "twins": 2, "triple": 3, "tripled": 3, "trio": 3, "quadruple": 4, "quarter": 0.25,
    "half": 0.5, "either": 2, "neither": 2, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5,
    "tenfold": 10, "triplets": 3, "quartet": 4, "dual": 2, "bilateral": 2, "duo": 2, "none": 0, "nil": 0,
    "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13,
    "xiv": 14, "xv": 15, "xvi": 16, "xx": 20, "xxi": 21,
}  # fmt: skip
_VAGUE = {
    "dozens": 12.0, "scores": 20.0, "hundreds": 100.0, "thousands": 1e3, "millions": 1e6, "billions": 1e9,
    "trillions": 1e12,
}  # fmt: skip
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}

_OVER = (
    "more than",
    "over",
    "above",
    "at least",
    "exceeding",
    "exceeded",
    "exceeds",
    "upwards of",
    "no fewer than",
    "no less than",
    "not less than",
)
_UNDER = (
    "less than",
    "fewer than",
    "under",
    "below",
    "at most",
    "up to",
    "no more than",
    "not more than",
    "as many as",
    "as much as",
)
_ABOUT = (
    "about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa", "ca", "close to", "just over",
    "just under", "estimated", "or so", "nearly the", "an estimated", "approx", "approximate", "virtually", "probably",
)  # fmt: skip
#: Bounds that a rewrite may turn into mere approximation, so that only a clear contradiction is told.
_HEDGES = tuple(
    sorted(
        [(phrase, "over") for phrase in _OVER] + [(phrase, "under") for phrase in _UNDER] + [(p, "") for p in _ABOUT],
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    number: Number


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> Iterator[Fact]:
    """The numbers of each sentence that was parsed, in text order."""
    for sentence, parsed in zip(document.sentences, tokens, strict=True):
        if not parsed:
            continue
        for found in find(sentence.text, dates.spans(sentence, parsed)):
            start, end = sentence.start + found.start, sentence.start + found.end
            number = _checked(found, sentence, parsed)
            if number is not None:
                yield Fact("number", number, sentence.index, start, end, document.clean[start:end])


def find(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[_Found]:
    """The numbers of one sentence, offsets in `text`; `taken` stretches (dates) are left out."""
    found: list[_Found] = []
    position = 0
    for match in _candidates().finditer(text):
        if match.start() < position or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        for item in _read(text, match):
            found.append(item)
            position = max(position, item.end)
        position = max(position, match.end()) if match.lastgroup == "code" else position
    return _share_units(text, found)


def _checked(found: _Found, sentence: Sentence, tokens: Sequence[Token]) -> Number | None:
    """The number with the noun it counts; None where the parse shows that the word is no number."""
    start, end = sentence.start + found.start, sentence.start + found.end
    inside = [index for index, token in enumerate(tokens) if token.start < end and token.end > start]
    if not inside:
        return found.number
    number = found.number
    first = tokens[inside[0]]
    word = sentence.text[found.start : found.end].lower()
    if number.ordinal and word == "second":
        follower = tokens[inside[-1] + 1].pos if inside[-1] + 1 < len(tokens) else ""
        article = inside[0] > 0 and tokens[inside[0] - 1].text.lower() in ("a", "per", "each", "every")
        if first.pos in ("NOUN", "VERB", "ADV") or (article and follower not in ("NOUN", "PROPN", "ADJ")):
            return None
    if number.ordinal and word in _ORDINALS and not number.soft:
        number = replace(number, soft=first.pos == "ADV" or first.dep == "advmod")
    return replace(number, counted=_counted(tokens, inside))


def _counted(tokens: Sequence[Token], inside: list[int]) -> str:
    """The noun that the number stands for: the nearest head outside, or the next noun."""
    for index in inside:
        head = tokens[index].head
        hops = 0
        while head in inside and tokens[head].head != head and hops < len(inside):
            head, hops = tokens[head].head, hops + 1
        if head not in inside and tokens[head].pos in ("NOUN", "PROPN"):
            return tokens[head].lemma.lower()
    following = itertools.takewhile(lambda t: t.pos in ("NOUN", "ADJ"), tokens[inside[-1] + 1 : inside[-1] + 4])
    return next((token.lemma.lower() for token in following if token.pos == "NOUN"), "")


@functools.cache
def _candidates() -> re.Pattern[str]:
    words = [*_CARDINALS, "hundred", "dozen", *_SCALES, *_VAGUE, *_SOFT, *_ORDINALS]
    compounds = "|".join(f"{tens}[- ](?:{'|'.join(_UNITS[1:])})" for tens in _TENS)
    listed = "|".join(sorted(set(words), key=lambda word: (-len(word), word)))
    return re.compile(
        # Every form begins with a figure or a word: nowhere else need all of them be tried.
        r"(?:(?=[\d½¼¾⅓⅔⅕⅛])|\b(?=[a-z]))(?:"
        # Letters and figures in one token are a name ("G7", "COVID-19", "F-16"), unless a currency leads.
        r"(?P<code>\b(?!(?:USD|EUR|GBP|AUD|CAD|JPY|CNY|RMB|INR|CHF|NIS|ILS|Rs|US|AU|CA|HK|NZ)?[$£€¥]?\d)"
        r"[A-Za-z]+(?:-?\d[\w-]*)|\b\d+[A-Za-z]+\d\w*|\b(?:https?|www)\S+)"
        r"|(?P<clock>(?<![\d.,:£$€])(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:[ap]\.?m\b\.?|o[’']clock)"
        r"|(?<![\d.,:£$€])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]))"
        r"|(?P<figure>(?<![\w])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[.,'’]\d+)*[½¼¾⅓⅔⅕⅛]?|[½¼¾⅓⅔⅕⅛])"
        rf"|(?P<words>\b(?:{compounds}|{listed})\b))",
        re.IGNORECASE,
    )


def _read(text: str, match: re.Match[str]) -> Iterator[_Found]:
    if match.lastgroup == "code":
        return
    if match.lastgroup == "clock":
        yield _clock(match)
    elif match.lastgroup == "figure":
        found = _figure(text, match)
        if found:
            yield found
    else:
        found = _words(text, match.start())
        if found:
            yield found


def _clock(match: re.Match[str]) -> _Found:
    parts = re.match(r"(\d+)(?:[:.](\d\d))?\s?([ap])?", match[0], re.IGNORECASE)
    if parts is None:  # The candidate pattern begins with these figures.
        raise AssertionError(match[0])
    hour, minute, half = int(parts[1]), int(parts[2] or 0), (parts[3] or "").lower()
    hours = {hour % 12 + 12} if half == "p" else {hour % 12} if half == "a" else {hour, (hour + 12) % 24}
    readings = [Reading(60.0 * value + minute, _CLOCK) for value in sorted(hours)]
    if not half:
        readings.append(Reading(float(hour)))
    end = match.end()
    return _Found(match.start(), end, Number(tuple(readings), clock=True))


_CLOCK = Unit("time of day", "clock")
LONGEST = 40  # characters: a longer run of figures is a key or a dump, and may be more than a float can hold


def _figure(text: str, match: re.Match[str]) -> _Found | None:
    start, end = match.span()
    amounts = amounts_of(match[0]) if end - start <= LONGEST else []
    if not amounts:
        return None
    tail = text[end:]
    if re.match(r"(?:st|nd|rd|th)\b", tail, re.IGNORECASE):
        return _finish(text, start, end + 2, [Reading(amounts[0])], ordinal=True)
    mixed = re.match(r"[ -](\d)/(\d)(?![\d/])", tail)
    if mixed and int(mixed[2]) > int(mixed[1]) > 0:
        return _finish(text, start, end + mixed.end(), [Reading(amounts[0] + int(mixed[1]) / int(mixed[2]))])
    fraction = re.match(rf"/(\d{{1,{LONGEST}}})(?![\d/])", tail)
    if fraction and int(fraction[1]):
        ratio = [Reading(100 * amounts[0] / int(fraction[1]), _percent()), Reading(amounts[0] / int(fraction[1]))]
        return _finish(text, start, end + fraction.end(), ratio)
    clock = re.fullmatch(r"([01]?\d|2[0-3])\.([0-5]\d)", match[0])
    readings: list[Reading] = []
    scale = _scale_pattern().match(tail)
    plain = True
    if scale:
        word = (scale["long"] or scale["mid"] or scale["short"]).lower()
        factor = _SCALES.get(word) or _SHORT_SCALES.get(word) or {"hundred": 100.0, "dozen": 12.0}[word]
        readings += [Reading(amount * factor) for amount in amounts]
        plain = bool(scale["short"]) and word == "m"
        end_scaled = end + scale.end()
        return _finish(
            text, start, end_scaled, readings, extra=[Reading(amount, _meter()) for amount in amounts] if plain else []
        )
    readings += [Reading(amount) for amount in amounts]
    extra = [Reading(60.0 * int(clock[1]) + int(clock[2]), _CLOCK)] if clock else []
    if clock and int(clock[1]) < 12:
        extra.append(Reading(60.0 * (int(clock[1]) + 12) + int(clock[2]), _CLOCK))
    enumerator = start == 0 and re.match(r"[.)]\s", tail) is not None
    return _finish(text, start, end, readings, extra=extra, soft=enumerator)


@functools.cache
def _scale_pattern() -> re.Pattern[str]:
    long = "|".join([*_SCALES, "hundred", "dozen"])
    return re.compile(
        rf"(?:[ \u00a0-]?(?P<long>{long})|[ \u00a0]?(?P<mid>mn|mln|bn|tn)|(?P<short>[kmb]))\b(?!['’])", re.IGNORECASE
    )


@functools.cache
def _percent() -> Unit:
    return spellings()["%"][0]


@functools.cache
def _meter() -> Unit:
    return spellings()["metre"][0]


def amounts_of(figures: str) -> list[float]:  # noqa: PLR0911 - one return a convention
    """The values that a string of figures and separators may stand for, the likelier first.

    >>> amounts_of("1,234")
    [1234.0, 1.234]
    >>> amounts_of("1.000.000")
    [1000000.0]
    """
    extra = 0.0
    if figures[-1] in _VULGAR:
        extra = _VULGAR[figures[-1]]
        figures = figures[:-1] or "0"
    parts = re.split(r"[.,'’ \u00a0\u2009\u202f]", figures)
    marks = [char for char in figures if not char.isdigit()]
    if not marks:
        return [float(figures) + extra]
    grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3 and parts[0] != "0"
    indian = len(parts) > 2 and len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1])
    whole = float("".join(parts))
    if len(set(marks)) == 1:
        if len(marks) > 1:
            return [whole] if grouped or indian else []
        decimal = float(f"{parts[0]}.{parts[1]}")
        if marks[0] == ",":
            # "(3,5)" may also list a three and a five.
            return (
                [decimal, float(parts[0]), float(parts[1])]
                if not grouped
                else [whole]
                if parts[1] == "000"
                else [whole, decimal]
            )
        if marks[0] == ".":
            return [decimal] if not grouped else [whole, decimal] if parts[1] == "000" else [decimal, whole]
        return [whole]
    # Two kinds of mark: the last one, used once, is the decimal mark.
    if marks.count(marks[-1]) == 1 and marks[-1] in ".," and all(len(part) == 3 for part in parts[1:-1]):
        return [float("".join(parts[:-1]) + "." + parts[-1])]
    return []


def _finish(  # noqa: PLR0913 - the parts of a number are many
    text: str,
    start: int,
    end: int,
    readings: list[Reading],
    *,
    extra: Sequence[Reading] = (),
    ordinal: bool = False,
    soft: bool = False,
    vague: bool = False,
) -> _Found:
    """Add what stands around the figure: currency before, unit after, hedges."""
    half = re.match(r" and a half\b", text[end:])
    amounts = [replace(r, amount=r.amount + 0.5) for r in readings] if half else readings
    end += half.end() if half else 0
    amounts, start = _signed(text, start, end, amounts)
    mark = before_pattern().search(text[:start])
    units: tuple[Unit, ...] = ()
    if mark and not ordinal:
        units = spellings()[mark["mark"].lower()]
        start = mark.start("mark")
        extra = ()
    else:
        after = after_pattern().match(text, end)
        # "20th century" counts centuries, "10 second-hand cars" no seconds.
        if after and not (after["word"] or "").lower().startswith("second-"):
            spelled = (after["sign"] or after["word"] or after["touch"]).lower()
            units = spellings()[re.sub(r"per[ -]?cent", "percent", spelled)]
            end = after.end()
            if after["touch"] is None:
                extra = ()
    with_units = [Reading(r.amount, unit) for r in amounts for unit in units] or amounts
    approximate, bound, _ = hedge(text[:start])
    approximate = approximate or re.match(r",? or so\b|-odd\b|-plus\b|\+", text[end:]) is not None
    number = Number((*with_units, *extra), approximate, bound, soft, vague, ordinal)
    return _Found(start, end, number)


_MINUS = re.compile(r"(?:(?:^|(?<=[\s(]))[-−]|\bminus )$", re.IGNORECASE)
_BELOW = re.compile(r"\s?(?:°|degrees?)?\s?(?:[CF]|Celsius|Fahrenheit)?\s?below (?:zero|freezing)\b", re.IGNORECASE)


def _signed(text: str, start: int, end: int, readings: list[Reading]) -> tuple[list[Reading], int]:
    """The readings with the sign that is written, and where it begins; a share may have lost it to a verb ("fell")."""
    minus = _MINUS.search(text[:start])
    # "5 -10" is a range.
    ranged = minus is not None and text[: minus.start()].rstrip()[-1:].isdigit()
    if (minus is None or ranged) and not _BELOW.match(text, end):
        return readings, start
    negative = [replace(reading, amount=-reading.amount) for reading in readings]
    share = re.match(r"\s?(?:%|per ?cent)", text[end:], re.IGNORECASE) is not None
    return [*negative, *(readings if share else [])], minus.start() if minus is not None else start


def hedge(before: str) -> tuple[bool, str, int]:
    """Whether the words right before a number make it approximate, which bound they set, and where they begin."""
    tail = before.rstrip(" (").lower()
    for phrase in ("the ", "a ", "an "):
        tail = tail.removesuffix(phrase.rstrip()).rstrip() if tail.endswith(" " + phrase.rstrip()) else tail
    for phrase, bound in _HEDGES:
        if tail.endswith(phrase) and (len(tail) == len(phrase) or not tail[-len(phrase) - 1].isalnum()):
            return True, bound, len(tail) - len(phrase)
    return False, "", len(before)


_FIRST = re.compile(r"([A-Za-z]+)")
_WORD = re.compile(r"[ \u00a0-]?([A-Za-z]+)\b")


def _words(text: str, start: int) -> _Found | None:
    """A number in words that begins at `start`."""
    first = re.compile(r"[A-Za-z]+").match(text, start)
    if first is None:
        return None
    word = first[0].lower()
    if word in _VAGUE:
        return _vague(text, start, first.end(), _VAGUE[word])
    part = _fraction(text, start)
    if part:
        return part
    if word in _SCALES or word in ("hundred", "dozen"):
        # "a million", "half a million", "several hundred": the scale itself.
        return _bare_scale(text, start, first.end(), word)
    if word in _SOFT and word not in _CARDINALS:
        return _Found(start, first.end(), Number((Reading(float(_SOFT[word])),), soft=True))
    return _cardinal(text, start)


def _vague(text: str, start: int, end: int, value: float) -> _Found:
    of = re.compile(r" of (thousands|millions|billions)\b").match(text, end)
    before = re.search(r"\b(tens|hundreds|thousands) of $", text[:start], re.IGNORECASE)
    if of:
        value, end = value * _VAGUE[of[1]], of.end()
    elif before and before[1].lower() == "tens":
        value, start = value * 10, before.start()
    return _finish(text, start, end, [Reading(value)], vague=True)


def _bare_scale(text: str, start: int, end: int, word: str) -> _Found:
    value = _SCALES.get(word) or {"hundred": 100.0, "dozen": 12.0}[word]
    lead = re.search(r"\b(half|quarter of|third of)[ -](?:a |an )?$|\b(?:a|an|one) $", text[:start], re.IGNORECASE)
    if lead:
        start = lead.start()
        value *= {"h": 0.5, "q": 0.25, "t": 1 / 3}.get((lead[1] or "").lower()[:1], 1.0)
    elif re.search(r"\b(?:several|few|many|couple of) $", text[:start], re.IGNORECASE):
        return _finish(text, start, end, [Reading(value)], vague=True)
    second = re.compile(r" (?:and a half )?(thousand|million|billion|trillion)\b").match(text, end)
    if second:
        value, end = value * _SCALES[second[1]], second.end()
    return _finish(text, start, end, [Reading(value)])


def _fraction(text: str, start: int) -> _Found | None:
    """A share in words: "two thirds", "one in four", "half of", "half an hour", "half a million"."""
    return _parts(text, start) or _among(text, start) or _half(text, start)


def _parts(text: str, start: int) -> _Found | None:
    parts = "|".join(_PARTS)
    counted = re.compile(
        rf"(one|two|three|four|five|six|seven|eight|nine)[ -]({parts})\b(?! time| place| year| month| week| day)",
        re.IGNORECASE,
    ).match(text, start)
    if counted and (counted[1].lower() == "one" or counted[2].lower().endswith("s") or "-" in counted[0]):
        value = _CARDINALS[counted[1].lower()] / _PARTS[counted[2].lower()]
        return _ratio(text, start, counted.end(), value)
    return None


def _among(text: str, start: int) -> _Found | None:
    among = re.compile(r"(one|two|three|four|nine) (?:in|out of)(?: every)? ([a-z]+|\d{1,9})\b", re.IGNORECASE).match(
        text, start
    )
    if among:
        whole = _CARDINALS.get(among[2].lower()) or (int(among[2]) if among[2].isdigit() else 0)
        if whole > _CARDINALS[among[1].lower()] and not (among[2].isdigit() and whole > 1000):
            return _ratio(text, start, among.end(), _CARDINALS[among[1].lower()] / whole)
    return None


def _half(text: str, start: int) -> _Found | None:
    half = re.compile(r"half[ -](?:an? |of an? )?", re.IGNORECASE).match(text, start)
    if half:
        scale = re.compile(rf"(?:{'|'.join(_SCALES)}|dozen|hundred)\b").match(text, half.end())
        if scale:
            value = 0.5 * (_SCALES.get(scale[0]) or {"dozen": 12.0, "hundred": 100.0}[scale[0]])
            return _finish(text, start, scale.end(), [Reading(value)])
        unit = after_pattern().match(text, half.end())
        if (
            unit
            and unit["word"]
            and spellings()[unit["word"].lower()][0].dimension in ("time", "length", "mass", "volume")
        ):
            return _Found(
                start, unit.end(), Number(tuple(Reading(0.5, u) for u in spellings()[unit["word"].lower()]), soft=True)
            )
        if re.compile(r"half (?:of|the)\b", re.IGNORECASE).match(text, start):
            return replace_soft(_ratio(text, start, start + 4, 0.5))
    return None


def replace_soft(found: _Found) -> _Found:
    """The same number, one that is not missed by itself."""
    return replace(found, number=replace(found.number, soft=True))


def _ratio(text: str, start: int, end: int, value: float) -> _Found:
    approximate, bound, _ = hedge(text[:start])
    return _Found(start, end, Number((Reading(100 * value, _percent()), Reading(value)), approximate, bound))


def _cardinal(text: str, start: int) -> _Found | None:
    """Cardinal words ("two hundred and fifty thousand"), or an ordinal one ("twenty-first")."""
    total = current = 0.0
    kind, end = "start", start
    for word, after, follows in _grammar(text, start):
        kind, end = follows, after
        if kind == "scale":
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif kind in ("hundred", "dozen"):
            current = (current or 1) * (100 if kind == "hundred" else 12)
        else:
            current += _ORDINALS[word] if kind == "ordinal" else _CARDINALS[word]
    if end == start:
        return None
    value = total + current
    if re.match(r" o[’']clock\b", text[end:]):
        hours = (Reading(60.0 * value, _CLOCK), Reading(60.0 * (value + 12), _CLOCK), Reading(value))
        return _Found(start, end + 8, Number(hours, clock=True))
    soft = text[start:end].lower() in ("one", "zero") and not after_pattern().match(text, end)
    return _finish(text, start, end, [Reading(value)], ordinal=kind == "ordinal", soft=soft)


def _grammar(text: str, start: int) -> Iterator[tuple[str, int, str]]:
    """The number words from `start` on that make up one number: the word, its end and its kind."""
    last, position = "start", start
    while match := (_FIRST if position == start else _WORD).match(text, position):
        word = match[1].lower()
        if word == "and" and last in ("hundred", "scale"):
            following = _WORD.match(text, match.end())
            if following is None or _kind(following[1].lower()) not in ("unit", "teen", "tens"):
                return
        elif (kind := _kind(word)) in _FOLLOWS[last]:
            yield word, match.end(), kind
            last = kind
        else:
            return
        position = match.end()


def _kind(word: str) -> str:
    if word in _CARDINALS:
        return "unit" if _CARDINALS[word] < 10 else "teen" if _CARDINALS[word] < 20 else "tens"
    if word in _SCALES:
        return "scale"
    if word in _ORDINALS:
        return "ordinal"
    return word if word in ("hundred", "dozen") else ""


_FOLLOWS = {
    "start": {"unit", "teen", "tens", "ordinal"},
    "unit": {"hundred", "scale", "dozen"},
    "teen": {"hundred", "scale", "dozen"},
    "tens": {"unit", "scale", "ordinal", "hundred"},
    "hundred": {"unit", "teen", "tens", "scale", "ordinal"},
    "scale": {"unit", "teen", "tens"},
    "dozen": set[str](),
    "ordinal": set[str](),
}


_JOINT = re.compile(r"\s?(?:-|–|—|to|or|and|,)\s?", re.IGNORECASE)


def _share_units(text: str, found: list[_Found]) -> list[_Found]:
    """What a range writes once holds for both ends: "20 or 25 years", "3-4 million", "$3-4bn"."""
    shared = list(found)
    for index, (one, two) in enumerate(itertools.pairwise(found)):
        joint = text[one.end : two.start].strip().lower()
        if not _JOINT.fullmatch(text[one.end : two.start]) or not _is_plain(one.number) or not _is_plain(two.number):
            continue
        a, b = shared[index].number, shared[index + 1].number
        units_a, units_b = _units(a), _units(b)
        if units_a and not units_b and joint not in (",", "and") and units_a[0].dimension.startswith("money"):
            b = replace(b, readings=(*_with_units(b, units_a), *b.readings))
            shared[index + 1] = replace(shared[index + 1], number=b)
        elif units_b and not units_a:
            a = replace(a, readings=(*_with_units(a, units_b), *a.readings))
        scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if b.readings[0].amount >= s), None)
        scaled_words = re.search(r"\d[- ]?[a-z]", text[two.start : two.end], re.IGNORECASE)
        if scale and scaled_words and joint not in (",", "and") and a.readings[0].amount < 1000:
            a = replace(a, readings=tuple(replace(r, amount=r.amount * scale) for r in a.readings) + a.readings)
        shared[index] = replace(shared[index], number=a)
    return shared


def _is_plain(number: Number) -> bool:
    return not (number.clock or number.soft or number.vague or number.ordinal)


def _units(number: Number) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(reading.unit for reading in number.readings if reading.unit))


def _with_units(number: Number, units: tuple[Unit, ...]) -> tuple[Reading, ...]:
    return tuple(Reading(reading.amount, unit) for reading in number.readings for unit in units)


def phrase(facts: Iterable[Fact]) -> str:
    """The numbers as an editor would list them."""
    return ", ".join(f"“{fact.text}”" for fact in facts)
