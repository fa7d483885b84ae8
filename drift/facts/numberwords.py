"""The grammar of numbers in words: which words make up one number, and what it is worth.

"A hundred and twenty", "two and a half million", "a million and a half", "three quarters of a million", "two point
five": a reader is given a text and a place, and says where the number ends. Units, currencies and hedges are not its
matter. What stands after a fraction decides whether it belongs to the number: "a hundred and a half-empty hall" and
"one and a half of the team" hold none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from drift.facts.units import spellings, written
from drift.language import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.language import Language

#: What a fraction with "and" stands behind: figures or a number below a hundred, "hundred", a scale, or a unit.
Behind: TypeAlias = Literal["count", "hundred", "scale", "unit"]

#: What stands between the words of a number.
SEPARATOR = r"[ \u00a0\u202f\u2010\u2011-]"
_SPACES = " \u00a0\u202f"
HALF, QUARTER, HUNDRED = 2, 4, 100
_NEXT = re.compile(rf"{SEPARATOR}?([^\W\d_]+)\b")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words that make up numbers with what they are worth, and the patterns that join them.

    `scales` are what "a" may count and a fraction may be of, `large` those of them that may multiply one another;
    `parts` are 3 for "third", and `several` are the plurals among them.
    """

    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    scales: Mapping[str, float]
    large: Mapping[str, float]
    parts: Mapping[str, int]
    several: frozenset[str]
    tail: re.Pattern[str]
    of_all: re.Pattern[str]
    decimals: re.Pattern[str]
    counted: re.Pattern[str]
    single: re.Pattern[str]
    link: re.Pattern[str]
    among: re.Pattern[str]


@cache
def lexicon(own: Language) -> Lexicon:
    """The number words of a language."""

    def any_of(name: str) -> str:
        return alternatives(own.words(name))

    cardinals = {
        **{word: value for value, word in enumerate(own.ordered("numbers.small"))},
        **{word: 10 * value for value, word in enumerate(own.ordered("numbers.tens"), 2)},
    }
    large = {word: float(value) for word, value in own.table("numbers.large").items()}
    several = own.table("numbers.parts_several")
    parts = {**own.table("numbers.parts"), **several}
    digit = alternatives(word for word, value in cardinals.items() if 0 < value < 10)
    zero = alternatives([*(word for word, value in cardinals.items() if value == 0), *own.words("numbers.oh")])
    one = alternatives([*(word for word, value in cardinals.items() if value == 1), *own.words("function.indefinite")])
    part, single = alternatives(parts), alternatives(own.table("numbers.parts"))
    and_, article, of = any_of("numbers.and"), any_of("function.indefinite"), any_of("function.of")
    return Lexicon(
        cardinals=cardinals,
        ordinals=own.table("numbers.ordinals"),
        scales={**{word: float(value) for word, value in own.table("numbers.scales").items()}, **large},
        large=large,
        parts=parts,
        several=frozenset(several),
        tail=re.compile(
            rf"(?P<joint>{SEPARATOR}){and_}{SEPARATOR}"
            rf"(?:(?:(?P<article>{article}){SEPARATOR})?(?P<part>{part})|(?P<count>{digit})(?P<apart>{SEPARATOR})"
            rf"(?P<parts>{part}))\b",
            re.IGNORECASE,
        ),
        of_all=re.compile(rf" {of} (?:{any_of('numbers.wholes')}\b|(?-i:[A-Z]))", re.IGNORECASE),
        decimals=re.compile(
            rf"{SEPARATOR}{any_of('numbers.decimal_point')}((?:{SEPARATOR}(?:{zero}|{digit})\b)+)", re.IGNORECASE
        ),
        counted=re.compile(
            rf"(?P<count>{digit})(?P<joint>{SEPARATOR})(?P<parts>{part})\b(?! {any_of('numbers.counted_by_ordinals')})",
            re.IGNORECASE,
        ),
        single=re.compile(rf"(?:(?P<article>{article}){SEPARATOR})?(?P<part>{single})\b", re.IGNORECASE),
        link=re.compile(
            rf"(?:{SEPARATOR}(?P<of>{of}){SEPARATOR}{one}|{SEPARATOR}(?P<article>{article}))?(?={SEPARATOR})",
            re.IGNORECASE,
        ),
        among=re.compile(
            rf"({any_of('numbers.among_counts')}) {any_of('numbers.among')}(?: {any_of('numbers.every')})?"
            r" ([^\W\d_]+|\d{1,9})\b",
            re.IGNORECASE,
        ),
    )


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


def cardinal(text: str, start: int, own: Language) -> Words | None:
    """The number that begins at `start`, in words: a cardinal, or an ordinal ("twenty-first").

    >>> from drift.language import language
    >>> cardinal("a hundred and twenty people", 0, language("en"))
    Words(values=(120.0,), end=20, ordinal=False)
    """
    word, _, end = _next(text, start)
    ordinal = lexicon(own).ordinals.get(word)
    if ordinal is not None:
        return Words((float(ordinal),), end, ordinal=True)
    group = _first(text, start, own)
    if group is None:
        return None
    values, end = group.values, group.end
    while group.open:
        tail = after_and(text, end, "scale", own)
        if tail is not None:
            return Words(tuple(value + tail.value * group.scale for value in values), tail.end)
        following = _smaller(text, end, group.scale, own)
        if following is None:
            break
        group, end = following, following.end
        values = tuple(value + more for value in values for more in following.values)
    return Words(values, end, group.ordinal)


def scaled(text: str, at: int, own: Language) -> tuple[float, int] | None:
    """What the scale after a number multiplies it by, and where the scale ends: "million", "thousand million"."""
    word, _, end = _next(text, at)
    large, factor = lexicon(own).large, lexicon(own).scales.get(word)
    if factor is None:
        return None
    second, _, after = _next(text, end)
    # "A million thousand" is no way to count.
    if large.get(second, 0.0) >= factor:
        return factor * large[second], after
    return factor, end


def after_and(text: str, at: int, behind: Behind, own: Language) -> Tail | None:
    """The fraction that belongs to the number or unit that ends at `at`: " and a half", "-and-three-quarters"."""
    words = lexicon(own)
    match = words.tail.match(text, at)
    if match is None:
        return None
    counted, end = match["count"] is not None, match.end()
    part = (match["parts"] or match["part"]).lower()
    word, begin, _ = _next(text, end)
    things, fraction = own.words("numbers.things"), part in own.words("numbers.fractions")
    measured = word in words.scales or word in own.words("numbers.manifold") or _measured(text, end, own)
    count = words.cardinals[match["count"].lower()] if counted else 1
    if counted:
        plain = count == 1 or part in words.several or match["apart"] not in _SPACES
    else:
        plain = match["article"] is not None and fraction
    # "Two and half hours", "two and a third million", but "two and half the team", "two and a third group".
    if not plain and (behind != "count" or not measured or _is_money(text, end, own)):
        return None
    if (
        (word in things and (behind != "count" or (fraction and words.parts[part] == QUARTER)))
        or (behind != "count" and word in words.scales)
        or (behind == "unit" and _measured(text, end, own))
    ):
        return None
    # "A half-truth", "a quarter-final".
    if match["joint"] in _SPACES and begin > end and text[end] not in _SPACES and (behind != "count" or not measured):
        return None
    half = plain and words.parts[part] == HALF and not counted
    if words.of_all.match(text, end) and not (half and behind in ("scale", "unit")):
        return None
    return Tail(count / words.parts[part], end, counted)


def part_of(text: str, start: int, own: Language) -> Part | None:
    """A fraction of a scale or a unit: "half a million", "a quarter-million", "three quarters of an hour"."""
    words = lexicon(own)
    counted = _fraction(text, start, own)
    single = None if counted else words.single.match(text, start)
    half = False
    if counted:
        value, end = counted
        bare = not text[start:end].lower().endswith(tuple(words.several))
    elif single:
        part = single["part"].lower()
        value, end = 1 / words.parts[part], single.end()
        hyphen = text[end : end + 1] not in ("", *_SPACES)
        half = words.parts[part] == HALF
        quarter = words.parts[part] == QUARTER and part in own.words("numbers.fractions")
        bare = half or (quarter and (single["article"] is not None or hyphen))
    else:
        return None
    link = words.link.match(text, end)
    if link is None or not (link["of"] or bare) or (link["article"] and not half):
        return None
    scale = scaled(text, link.end(), own)
    if scale is not None:
        return Part(value * scale[0], scale[1], scaled=True, counted=counted is not None)
    # "Half won" is no money, "half the won" neither.
    if not _measured(text, link.end(), own) or (not link[0] and _is_money(text, link.end(), own)):
        return None
    return Part(value, link.end(), scaled=False, counted=counted is not None)


def share(text: str, start: int, own: Language) -> tuple[float, int] | None:
    """A share with its count, and where it ends: "two thirds", "one in four", "three out of ten"."""
    return _fraction(text, start, own) or _among(text, start, own)


def _fraction(text: str, start: int, own: Language) -> tuple[float, int] | None:
    words = lexicon(own)
    match = words.counted.match(text, start)
    if match is None:
        return None
    parts, count = match["parts"].lower(), words.cardinals[match["count"].lower()]
    if count != 1 and parts not in words.several and match["joint"] in _SPACES:
        return None  # "two third-party offers", "the two quarter finals"
    return count / words.parts[parts], match.end()


def _among(text: str, start: int, own: Language) -> tuple[float, int] | None:
    words = lexicon(own)
    match = words.among.match(text, start)
    if match is None:
        return None
    count = words.cardinals[match[1].lower()]
    whole = words.cardinals.get(match[2].lower()) or (int(match[2]) if match[2].isdigit() else 0)
    if whole <= count or (match[2].isdigit() and whole > 1000):
        return None
    return count / whole, match.end()


def _first(text: str, start: int, own: Language) -> _Group | None:
    """The first group of a number, which may be a scale alone or one that "a" counts."""
    word, _, end = _next(text, start)
    scales = lexicon(own).scales
    if word in own.words("function.indefinite"):
        return _grouped(text, end, (1.0,), own, counted=False) if _next(text, end)[0] in scales else None
    if word in scales:
        return _grouped(text, start, (1.0,), own, counted=False)
    small = _below_hundred(text, start, own)
    if small is None or small.ordinal:
        return small
    return _grouped(text, small.end, small.values, own, counted=True)


def _smaller(text: str, at: int, scale: float, own: Language) -> _Group | None:
    """What may follow a scale, with or without "and": a number that is smaller than the scale."""
    small = _joined(text, at, own)
    if small is None or scale < 1e3:
        return None
    group = small if small.ordinal else _grouped(text, small.end, small.values, own, counted=True)
    # "Between one thousand and two thousand": two numbers.
    return group if group.values[0] < scale else None


def _grouped(text: str, at: int, values: tuple[float, ...], own: Language, *, counted: bool) -> _Group:
    """The group that begins with `values`: hundreds, decimals or a fraction, and scales, as far as they follow.

    `counted` is False where `values` is the one that "a" or nothing stands for.
    """
    end, whole = at, True
    scales, large = lexicon(own).scales, lexicon(own).large
    if counted:
        values, end, whole = _broken(text, end, values, "count", own)
    word, _, after = _next(text, end)
    if scales.get(word) == HUNDRED:
        values, end = tuple(100 * value for value in values), after
        rest = _joined(text, end, own) if whole else None
        # "Between one hundred and two hundred": two numbers.
        following = _next(text, rest.end)[0] if rest is not None else ""
        if following in scales and following not in large:
            rest = None
        if rest is not None:
            values, end = tuple(value + rest.values[0] for value in values), rest.end
            if rest.ordinal:
                return _Group(values, end, ordinal=True)
        if whole:
            values, end, whole = _broken(text, end, values, "hundred" if rest is None else "count", own)
    scale = scaled(text, end, own)
    if scale is None or scales.get(_next(text, end)[0]) == HUNDRED:
        return _Group(values, end)
    factor, end = scale
    return _Group(tuple(value * factor for value in values), end, factor, open=whole)


def _broken(
    text: str, at: int, values: tuple[float, ...], behind: Behind, own: Language
) -> tuple[tuple[float, ...], int, bool]:
    """The values with the decimals or the fraction that follows, where it ends, and whether none does."""
    words = lexicon(own)
    match = words.decimals.match(text, at)
    if match and not text[:at].lower().endswith(own.ordered("numbers.no_decimals")):
        digits = "".join(str(words.cardinals.get(digit, 0)) for digit in re.findall(r"[^\W\d_]+", match[1].lower()))
        return tuple(value + float(f"0.{digits}") for value in values), match.end(), False
    tail = after_and(text, at, behind, own)
    if tail is None:
        return values, at, True
    added = tuple(value + tail.value for value in values)
    if behind == "hundred" and not tail.counted:
        # "A hundred and a half" is 150, or a hundred and one half.
        added = tuple(value + 100 * tail.value for value in values) + added
    return added, tail.end, False


def _joined(text: str, at: int, own: Language) -> _Group | None:
    """A number below a hundred that goes on with the one that ends at `at`, with or without "and"; no share's."""
    word, begin, end = _next(text, at)
    joined = word in own.words("numbers.and")
    begin = _next(text, end)[1] if joined else begin
    small = _below_hundred(text, begin, own)
    if small is None or share(text, begin, own):
        return None
    # "A hundred two-year-olds".
    another = not joined and text[at] in _SPACES and re.compile("-[a-z]").match(text, small.end)
    return None if another else small


def _below_hundred(text: str, start: int, own: Language) -> _Group | None:
    """A cardinal below a hundred in words, or an ordinal after a ten ("twenty-first")."""
    cardinals, ordinals = lexicon(own).cardinals, lexicon(own).ordinals
    word, _, end = _next(text, start)
    value = cardinals.get(word)
    if value is None:
        return None
    if value >= 20:
        word, _, after = _next(text, end)
        if 0 < cardinals.get(word, 0) < 10:
            return _Group((float(value + cardinals[word]),), after)
        # "Twenty second-hand cars", "a twenty second delay".
        spaced = text[end : end + 1] in _SPACES
        unit = word in spellings(own) or text[after : after + 1] == "-"
        if ordinals.get(word, 10) < 10 and not (spaced and unit):
            return _Group((float(value + ordinals[word]),), after, ordinal=True)
    return _Group((float(value),), end)


def _next(text: str, at: int) -> tuple[str, int, int]:
    """The next word in lower case, where it begins and where it ends; "" if none stands there."""
    match = _NEXT.match(text, at)
    return (match[1].lower(), match.start(1), match.end()) if match else ("", at, at)


def _measured(text: str, at: int, own: Language) -> bool:
    """Whether the word at `at` is a unit."""
    unit = written(text, at, own)
    return unit is not None and unit.sort == "word"


def _is_money(text: str, at: int, own: Language) -> bool:
    """Whether the word at `at` is a unit of money and nothing else."""
    unit = written(text, at, own)
    return unit is not None and all(one.dimension.startswith("money") for one in unit.units)
