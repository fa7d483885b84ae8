"""The grammar of numbers in words: which words make up one number, and what it is worth.

"A hundred and twenty", "two and a half million", "a million and a half", "three quarters of a million", "two point
five": a reader is given a text and a place, and says where the number ends. Units, currencies and hedges are not its
matter. What stands after a fraction decides whether it belongs to the number: "a hundred and a half-empty hall" and
"one and a half of the team" hold none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from drift.facts.units import after_pattern, spellings

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CARDINALS = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "hundredth": 100,
}  # fmt: skip
_LARGE = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
#: What "a" may count, and a fraction may be of.
SCALES = {"hundred": 100.0, "dozen": 12.0, **_LARGE}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip

#: What a fraction with "and" stands behind: figures or a number below a hundred, "hundred", a scale, or a unit.
Behind: TypeAlias = Literal["count", "hundred", "scale", "unit"]

#: What stands between the words of a number.
SEPARATOR = r"[ \u00a0\u202f\u2010\u2011-]"
_SPACES = " \u00a0\u202f"
_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
_NEXT = re.compile(rf"{SEPARATOR}?([A-Za-z]+)\b")
_DECIMALS = re.compile(rf"{SEPARATOR}point((?:{SEPARATOR}(?:zero|oh|{_DIGIT})\b)+)", re.IGNORECASE)
_TAIL = re.compile(
    rf"(?P<joint>{SEPARATOR})and{SEPARATOR}"
    rf"(?:(?:(?P<article>an?){SEPARATOR})?(?P<part>{'|'.join(_PARTS)})|(?P<count>{_DIGIT})(?P<apart>{SEPARATOR})"
    rf"(?P<parts>{'|'.join(_PARTS)}))\b",
    re.IGNORECASE,
)
#: The whole that a share is of.
_OF_ALL = re.compile(
    r" of (?:(?:an?|the|these|those|this|that|them|us|all|his|her|its|our|my|your|their)\b|(?-i:[A-Z]))", re.IGNORECASE
)
#: "A half brother", "a quarter final" are things of their own; but "two and a half pints" are 2.5.
_THINGS = frozenset("final finals marathon marathons brother brothers sister sisters pint pints time term".split())
_MANIFOLD = frozenset("times fold".split())
_COUNTED = re.compile(
    rf"(?P<count>{_DIGIT})(?P<joint>{SEPARATOR})(?P<parts>{'|'.join(_PARTS)})\b"
    r"(?! time| place| year| month| week| day)",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"(?:(?P<article>an?){SEPARATOR})?(?P<part>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"(?:{SEPARATOR}(?P<of>of){SEPARATOR}(?:an?|one)|{SEPARATOR}(?P<article>an?))?(?={SEPARATOR})", re.IGNORECASE
)
_AMONG = re.compile(r"(one|two|three|four|nine) (?:in|out of)(?: every)? ([a-z]+|\d{1,9})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A number in words: its values, the likelier first, and where it ends in the text."""

    values: tuple[float, ...]
    end: int
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A fraction of a scale (`value` is their product) or of a unit that stands at `end` ("three quarters of an").

    `counted` where a number of parts is written ("three quarters", "one half").
    """

    value: float
    end: int
    scaled: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Tail:
    """The fraction that "and" adds to a number; `counted` as in `Part`."""

    value: float
    end: int
    counted: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """A number up to its scale, as in "two hundred thousand", which a smaller one may follow where it is `open`."""

    values: tuple[float, ...]
    end: int
    scale: float = 1.0
    ordinal: bool = False
    open: bool = False


def cardinal(text: str, start: int) -> Words | None:
    """The number that begins at `start`, in words: a cardinal, or an ordinal ("twenty-first").

    >>> cardinal("a hundred and twenty people", 0)
    Words(values=(120.0,), end=20, ordinal=False)
    """
    word, _, end = _next(text, start)
    if word in ORDINALS:
        return Words((float(ORDINALS[word]),), end, ordinal=True)
    group = _first(text, start)
    if group is None:
        return None
    values, end = group.values, group.end
    while group.open:
        tail = after_and(text, end, "scale")
        if tail is not None:
            return Words(tuple(value + tail.value * group.scale for value in values), tail.end)
        following = _smaller(text, end, group.scale)
        if following is None:
            break
        group, end = following, following.end
        values = tuple(value + more for value in values for more in following.values)
    return Words(values, end, group.ordinal)


def scaled(text: str, at: int) -> tuple[float, int] | None:
    """What the scale after a number multiplies it by, and where the scale ends: "million", "thousand million"."""
    word, _, end = _next(text, at)
    factor = SCALES.get(word)
    if factor is None:
        return None
    second, _, after = _next(text, end)
    # "A million thousand" is no way to count.
    if _LARGE.get(second, 0.0) >= factor:
        return factor * _LARGE[second], after
    return factor, end


def after_and(text: str, at: int, behind: Behind) -> Tail | None:
    """The fraction that belongs to the number or unit that ends at `at`: " and a half", "-and-three-quarters"."""
    match = _TAIL.match(text, at)
    if match is None:
        return None
    counted, end = match["count"] is not None, match.end()
    part = (match["parts"] or match["part"]).lower()
    word, begin, _ = _next(text, end)
    measured = word in SCALES or word in _MANIFOLD or _measured(text, end)
    if counted:
        plain = match["count"].lower() == "one" or part.endswith("s") or match["apart"] not in _SPACES
    else:
        plain = match["article"] is not None and part in ("half", "quarter")
    # "Two and half hours", "two and a third million", but "two and half the team", "two and a third group".
    if not plain and (behind != "count" or not measured or _is_money(text, end)):
        return None
    if (
        (word in _THINGS and (behind != "count" or part == "quarter"))
        or (behind != "count" and word in SCALES)
        or (behind == "unit" and _measured(text, end))
    ):
        return None
    # "A half-truth", "a quarter-final".
    if match["joint"] in _SPACES and begin > end and text[end] not in _SPACES and (behind != "count" or not measured):
        return None
    half = plain and part == "half" and not counted
    if _OF_ALL.match(text, end) and not (half and behind in ("scale", "unit")):
        return None
    return Tail((CARDINALS[match["count"].lower()] if counted else 1) / _PARTS[part], end, counted)


def part_of(text: str, start: int) -> Part | None:
    """A fraction of a scale or a unit: "half a million", "a quarter-million", "three quarters of an hour"."""
    counted = _fraction(text, start)
    single = None if counted else _SINGLE.match(text, start)
    if counted:
        value, end = counted
        bare = not text[start:end].lower().endswith("s")
    elif single:
        part = single["part"].lower()
        value, end = 1 / _PARTS[part], single.end()
        hyphen = text[end : end + 1] not in ("", *_SPACES)
        bare = part == "half" or (part == "quarter" and (single["article"] is not None or hyphen))
    else:
        return None
    link = _LINK.match(text, end)
    if link is None or not (link["of"] or bare) or (link["article"] and not (single and part == "half")):
        return None
    scale = scaled(text, link.end())
    if scale is not None:
        return Part(value * scale[0], scale[1], scaled=True, counted=counted is not None)
    # "Half won" is no money, "half the won" neither.
    if not _measured(text, link.end()) or (not link[0] and _is_money(text, link.end())):
        return None
    return Part(value, link.end(), scaled=False, counted=counted is not None)


def share(text: str, start: int) -> tuple[float, int] | None:
    """A share with its count, and where it ends: "two thirds", "one in four", "three out of ten"."""
    return _fraction(text, start) or _among(text, start)


def _fraction(text: str, start: int) -> tuple[float, int] | None:
    match = _COUNTED.match(text, start)
    if match is None:
        return None
    parts = match["parts"].lower()
    if match["count"].lower() != "one" and not parts.endswith("s") and match["joint"] in _SPACES:
        return None  # "two third-party offers", "the two quarter finals"
    return CARDINALS[match["count"].lower()] / _PARTS[parts], match.end()


def _among(text: str, start: int) -> tuple[float, int] | None:
    match = _AMONG.match(text, start)
    if match is None:
        return None
    count = CARDINALS[match[1].lower()]
    whole = CARDINALS.get(match[2].lower()) or (int(match[2]) if match[2].isdigit() else 0)
    if whole <= count or (match[2].isdigit() and whole > 1000):
        return None
    return count / whole, match.end()


def _first(text: str, start: int) -> _Group | None:
    """The first group of a number, which may be a scale alone or one that "a" counts."""
    word, _, end = _next(text, start)
    if word in ("a", "an"):
        return _grouped(text, end, (1.0,), counted=False) if _next(text, end)[0] in SCALES else None
    if word in SCALES:
        return _grouped(text, start, (1.0,), counted=False)
    small = _below_hundred(text, start)
    if small is None or small.ordinal:
        return small
    return _grouped(text, small.end, small.values, counted=True)


def _smaller(text: str, at: int, scale: float) -> _Group | None:
    """What may follow a scale, with or without "and": a number that is smaller than the scale."""
    small = _joined(text, at)
    if small is None or scale < 1e3:
        return None
    group = small if small.ordinal else _grouped(text, small.end, small.values, counted=True)
    # "Between one thousand and two thousand": two numbers.
    return group if group.values[0] < scale else None


def _grouped(text: str, at: int, values: tuple[float, ...], *, counted: bool) -> _Group:
    """The group that begins with `values`: hundreds, decimals or a fraction, and scales, as far as they follow.

    `counted` is False where `values` is the one that "a" or nothing stands for.
    """
    end, whole = at, True
    if counted:
        values, end, whole = _broken(text, end, values, "count")
    word, _, after = _next(text, end)
    if word == "hundred":
        values, end = tuple(100 * value for value in values), after
        rest = _joined(text, end) if whole else None
        # "Between one hundred and two hundred": two numbers.
        if rest is not None and _next(text, rest.end)[0] in ("hundred", "dozen"):
            rest = None
        if rest is not None:
            values, end = tuple(value + rest.values[0] for value in values), rest.end
            if rest.ordinal:
                return _Group(values, end, ordinal=True)
        if whole:
            values, end, whole = _broken(text, end, values, "hundred" if rest is None else "count")
    scale = scaled(text, end)
    if scale is None or _next(text, end)[0] == "hundred":
        return _Group(values, end)
    factor, end = scale
    return _Group(tuple(value * factor for value in values), end, factor, open=whole)


def _broken(text: str, at: int, values: tuple[float, ...], behind: Behind) -> tuple[tuple[float, ...], int, bool]:
    """The values with the decimals or the fraction that follows, where it ends, and whether none does."""
    match = _DECIMALS.match(text, at)
    # "At one point five men left".
    if match and text[max(0, at - 6) : at].lower() != "at one":
        digits = "".join(str(CARDINALS.get(digit, 0)) for digit in re.findall("[a-z]+", match[1].lower()))
        return tuple(value + float(f"0.{digits}") for value in values), match.end(), False
    tail = after_and(text, at, behind)
    if tail is None:
        return values, at, True
    added = tuple(value + tail.value for value in values)
    if behind == "hundred" and not tail.counted:
        # "A hundred and a half" is 150, or a hundred and one half.
        added = tuple(value + 100 * tail.value for value in values) + added
    return added, tail.end, False


def _joined(text: str, at: int) -> _Group | None:
    """A number below a hundred that goes on with the one that ends at `at`, with or without "and"; no share's."""
    word, begin, end = _next(text, at)
    joined = word == "and"
    begin = _next(text, end)[1] if joined else begin
    small = _below_hundred(text, begin)
    if small is None or share(text, begin):
        return None
    # "A hundred two-year-olds".
    another = not joined and text[at] in _SPACES and re.compile("-[a-z]").match(text, small.end)
    return None if another else small


def _below_hundred(text: str, start: int) -> _Group | None:
    """A cardinal below a hundred in words, or an ordinal after a ten ("twenty-first")."""
    word, _, end = _next(text, start)
    value = CARDINALS.get(word)
    if value is None:
        return None
    if value >= 20:
        word, _, after = _next(text, end)
        if 0 < CARDINALS.get(word, 0) < 10:
            return _Group((float(value + CARDINALS[word]),), after)
        # "Twenty second-hand cars", "a twenty second delay".
        spaced = text[end : end + 1] in _SPACES
        if ORDINALS.get(word, 10) < 10 and not (spaced and (word == "second" or text[after : after + 1] == "-")):
            return _Group((float(value + ORDINALS[word]),), after, ordinal=True)
    return _Group((float(value),), end)


def _next(text: str, at: int) -> tuple[str, int, int]:
    """The next word in lower case, where it begins and where it ends; "" if none stands there."""
    match = _NEXT.match(text, at)
    return (match[1].lower(), match.start(1), match.end()) if match else ("", at, at)


def _measured(text: str, at: int) -> bool:
    """Whether the word at `at` is a unit."""
    unit = after_pattern().match(text, at)
    return unit is not None and unit["word"] is not None


def _is_money(text: str, at: int) -> bool:
    """Whether the word at `at` is a unit of money and nothing else."""
    unit = after_pattern().match(text, at)
    named = spellings().get(unit["word"].lower(), ()) if unit is not None and unit["word"] else ()
    return bool(named) and all(unit.dimension.startswith("money") for unit in named)
