"""The numbers of a text: figures and number words with scale, unit, currency, approximation and bound.

Dates are not read here: the stretches that `drift.facts.dates` finds are left out.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.facts import dates, numberwords
from drift.facts.amounts import Amount, Number
from drift.facts.figures import LONGEST, VULGAR, amounts_of
from drift.facts.hedges import hedge
from drift.facts.numberwords import CARDINALS, ORDINALS, SCALES, SEPARATOR
from drift.facts.units import Unit, after_pattern, before_pattern, spellings
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from drift.records import Document, Sentence, Token

_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
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


@dataclass(frozen=True, slots=True)
class Found:
    """A number and where it stands in the text of its sentence."""

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


def find(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """The numbers of one sentence, offsets in `text`, none over another; `taken` stretches (dates) are left out."""
    found: list[Found] = []
    position = 0
    for match in _candidates().finditer(text):
        if match.start() < position or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        if match.lastgroup == "code":
            position = match.end()
            continue
        item = _READERS[match.lastgroup or ""](text, match, position)
        if item is not None:
            found.append(item)
            position = item.end
    return _share_units(text, found)


def _checked(found: Found, sentence: Sentence, tokens: Sequence[Token]) -> Number | None:
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
    if number.ordinal and word in ORDINALS and not number.soft:
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
    words = [*CARDINALS, *SCALES, *_VAGUE, *_SOFT, *ORDINALS]
    listed = "|".join(sorted(set(words), key=lambda word: (-len(word), word)))
    counted = "|".join([*SCALES, "half", "quarter", *(word for word, value in ORDINALS.items() if 3 <= value <= 10)])
    return re.compile(
        # Every form begins with a figure or a word: nowhere else need all of them be tried.
        rf"(?:(?=[\d{''.join(VULGAR)}])|\b(?=[a-z]))(?:"
        # Letters and figures in one token are a name ("G7", "COVID-19", "F-16"), unless a currency leads.
        r"(?P<code>\b(?!(?:USD|EUR|GBP|AUD|CAD|JPY|CNY|RMB|INR|CHF|NIS|ILS|Rs|US|AU|CA|HK|NZ)?[$£€¥]?\d)"
        r"[A-Za-z]+(?:-?\d[\w-]*)|\b\d+[A-Za-z]+\d\w*|\b(?:https?|www)\S+)"
        r"|(?P<clock>(?<![\d.,:£$€])(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:[ap]\.?m\b\.?|o[’']clock)"
        r"|(?<![\d.,:£$€])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]))"
        r"|(?P<figure>(?<![\w])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[.,'’]\d+)*[½¼¾⅓⅔⅕⅛]?|[½¼¾⅓⅔⅕⅛])"
        # An article counts a scale ("a hundred"), part of one ("a quarter million") or a unit ("an hour and a half").
        rf"|(?P<words>\b(?:an?(?={SEPARATOR}(?:{counted})\b|(?:{SEPARATOR}[a-z]+){{1,2}}{SEPARATOR}and{SEPARATOR})|{listed})\b))",
        re.IGNORECASE,
    )


def _clock(_: str, match: re.Match[str], __: int) -> Found:
    parts = re.match(r"(\d+)(?:[:.](\d\d))?\s?([ap])?", match[0], re.IGNORECASE)
    if parts is None:  # The candidate pattern begins with these figures.
        raise AssertionError(match[0])
    hour, minute, half = int(parts[1]), int(parts[2] or 0), (parts[3] or "").lower()
    hours = {hour % 12 + 12} if half == "p" else {hour % 12} if half == "a" else {hour, (hour + 12) % 24}
    readings = [Amount(60.0 * value + minute, _CLOCK) for value in sorted(hours)]
    if not half:
        readings.append(Amount(float(hour)))
    return Found(match.start(), match.end(), Number(tuple(readings), clock=True))


_CLOCK = Unit("time of day", "clock")
_NTH = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_MIXED = re.compile(r"[ -](\d)/(\d)(?![\d/])")
_SLASH = re.compile(rf"/(\d{{1,{LONGEST}}})(?![\d/])")
_STOPPED_CLOCK = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
_SHORT = re.compile(r"(?:[ \u00a0]?(?P<word>mn|mln|bn|tn)|(?P<letter>[kmb]))\b(?!['’])", re.IGNORECASE)
_POSSESSIVE = re.compile("['’]")


def _figure(text: str, match: re.Match[str], floor: int) -> Found | None:
    start, end = match.span()
    values = amounts_of(match[0]) if end - start <= LONGEST else []
    if not values:
        return None
    if _NTH.match(text, end):
        return _finish(text, start, end + 2, values[:1], floor=floor, ordinal=True)
    mixed, over = _MIXED.match(text, end), _SLASH.match(text, end)
    added = numberwords.after_and(text, end, "count") if values[0].is_integer() else None
    if mixed and int(mixed[2]) > int(mixed[1]) > 0:
        values, end = [values[0] + int(mixed[1]) / int(mixed[2])], mixed.end()
    elif over and int(over[1]):
        values, end = [values[0] / int(over[1])], over.end()
    elif added:
        values, end = [value + added.value for value in values], added.end
    scale = numberwords.scaled(text, end)
    if scale and not _POSSESSIVE.match(text, scale[1]):
        factor, end = scale
        tail = numberwords.after_and(text, end, "scale")
        values, end = [(value + (tail.value if tail else 0)) * factor for value in values], tail.end if tail else end
        return _finish(text, start, end, values, floor=floor)
    if over and int(over[1]):
        return _as_share(_finish(text, start, end, values, floor=floor))
    short = _SHORT.match(text, end)
    if short:
        word = short[0].strip().lower()
        meters = [Amount(value, spellings()["metre"][0]) for value in values] if short["letter"] and word == "m" else []
        values = [value * _SHORT_SCALES[word] for value in values]
        return _finish(text, start, short.end(), values, floor=floor, extra=meters)
    clock = _STOPPED_CLOCK.fullmatch(text, start, end)
    extra = [Amount(60.0 * int(clock[1]) + int(clock[2]), _CLOCK)] if clock else []
    if clock and int(clock[1]) < 12:
        extra.append(Amount(60.0 * (int(clock[1]) + 12) + int(clock[2]), _CLOCK))
    enumerator = start == 0 and re.compile(r"[.)]\s").match(text, end) is not None
    return _finish(text, start, end, values, floor=floor, extra=extra, soft=enumerator)


def _as_share(found: Found) -> Found:
    """A fraction of nothing that is named may be written in percent."""
    number = found.number
    if number.unit is not None:
        return found
    percent = tuple(Amount(100 * reading.value, _percent()) for reading in number.readings)
    return replace(found, number=replace(number, readings=(*percent, *number.readings)))


@functools.cache
def _percent() -> Unit:
    return spellings()["%"][0]


def _words(text: str, match: re.Match[str], floor: int) -> Found | None:
    """A number in words that begins where the candidate does."""
    start, end = match.span()
    word = match[0].lower()
    if word in _VAGUE:
        return _vague(text, start, end, _VAGUE[word], floor)
    part = numberwords.part_of(text, start)
    if part is not None:
        # "Half an hour" is not missed by itself, "three quarters of an hour" is.
        return _finish(text, start, part.end, [part.value], floor=floor, soft=not part.scaled and not part.counted)
    share = numberwords.share(text, start)
    if share is not None:
        return _share(text, start, share[1], share[0], soft=False)
    if word == "half" and _WHOLE.match(text, end):
        return _share(text, start, end, 0.5, soft=True)
    if word in _SOFT and word not in CARDINALS:
        return Found(start, end, Number((Amount(float(_SOFT[word])),), soft=True))
    return _cardinal(text, start, floor) or _one_and_a_half(text, start, end, floor)


_WHOLE = re.compile(r" (?:of|the)\b", re.IGNORECASE)
_OF_VAGUE = re.compile(r" of (thousands|millions|billions)\b", re.IGNORECASE)
_TENS_OF = re.compile(r"\btens of $", re.IGNORECASE)
_SOME = re.compile(r"\b(?:several|few|many|couple of) $", re.IGNORECASE)
_OCLOCK = re.compile(r" o[’']clock\b", re.IGNORECASE)
#: Characters before a number that hold a mark of currency, a sign or a word of vagueness.
_REACH = 12


def _vague(text: str, start: int, end: int, value: float, floor: int) -> Found:
    of = _OF_VAGUE.match(text, end)
    tens = _TENS_OF.search(text, max(floor, start - _REACH), start)
    if of:
        value, end = value * _VAGUE[of[1].lower()], of.end()
    elif tens:
        value, start = value * 10, tens.start()
    return _finish(text, start, end, [value], floor=floor, vague=True)


def _share(text: str, start: int, end: int, value: float, *, soft: bool) -> Found:
    approximate, bound, _ = hedge(text, start)
    return _as_share(Found(start, end, Number((Amount(value),), approximate, bound, soft)))


def _cardinal(text: str, start: int, floor: int) -> Found | None:
    """A cardinal in words, or an ordinal."""
    words = numberwords.cardinal(text, start)
    if words is None:
        return None
    oclock = _OCLOCK.match(text, words.end)
    if oclock:
        value = words.values[0]
        hours = (Amount(60.0 * value, _CLOCK), Amount(60.0 * (value + 12), _CLOCK), Amount(value))
        return Found(start, oclock.end(), Number(hours, clock=True))
    said = text[start : words.end].lower()
    vague = said.split()[0] in SCALES and _SOME.search(text, max(floor, start - _REACH), start) is not None
    soft = said in ("one", "zero") and not after_pattern().match(text, words.end)
    return _finish(text, start, words.end, words.values, floor=floor, ordinal=words.ordinal, soft=soft, vague=vague)


def _one_and_a_half(text: str, start: int, end: int, floor: int) -> Found | None:
    """A unit that an article counts is a number where a fraction follows: "an hour and a half"."""
    unit = after_pattern().match(text, end)
    if unit is None or unit["word"] is None or numberwords.after_and(text, unit.end(), "unit") is None:
        return None
    return _finish(text, start, end, [1.0], floor=floor)


def _finish(  # noqa: PLR0913 - the parts of a number are many
    text: str,
    start: int,
    end: int,
    values: Sequence[float],
    *,
    floor: int,
    extra: Sequence[Amount] = (),
    ordinal: bool = False,
    soft: bool = False,
    vague: bool = False,
) -> Found:
    """Add what stands around the number: sign and currency before it, from `floor` on, unit after it, hedges."""
    values, start = _signed(text, start, end, values, floor)
    mark = None if ordinal else before_pattern().search(text, max(floor, start - _REACH), start)
    units: tuple[Unit, ...] = ()
    if mark:
        units, start, extra = spellings()[mark["mark"].lower()], mark.start("mark"), ()
    elif after := _unit_after(text, end):
        units, end = spellings()[_spelling(after)], after.end()
        extra = extra if after["touch"] else ()
        # "An hour and a half", "20 minutes and a half"; but "a million dollars and a half" adds no half dollar.
        few = not ordinal and 1 <= values[0] < 100 and float(values[0]).is_integer()
        tail = numberwords.after_and(text, end, "unit") if few else None
        if tail is not None:
            values, end = [value + tail.value for value in values], tail.end
    readings = [Amount(value, unit) for value in values for unit in units or (None,)]
    approximate, bound, _ = hedge(text, start)
    approximate = approximate or _ROUND.match(text, end) is not None
    return Found(start, end, Number((*readings, *extra), approximate, bound, soft, vague, ordinal))


_ROUND = re.compile(r",? or so\b|-odd\b|-plus\b|\+")
_SECOND = re.compile(r"[ \u00a0\u202f]second(?=-)", re.IGNORECASE)


def _unit_after(text: str, end: int) -> re.Match[str] | None:
    after = after_pattern().match(text, end)
    # "10 second-hand cars" are no seconds.
    if after is None or _SECOND.match(text, end):
        return None
    # "5 $6": the sign is the next figure's.
    money = after["sign"] and spellings()[_spelling(after)][0].dimension.startswith("money")
    return None if money and text[after.end() : after.end() + 1].isdigit() else after


def _spelling(after: re.Match[str]) -> str:
    return re.sub(r"per[ -]?cent", "percent", (after["sign"] or after["word"] or after["touch"]).lower())


_MINUS = re.compile(r"(?:(?:^|(?<=[\s(]))[-−]|\bminus )$", re.IGNORECASE)
_BELOW = re.compile(r"\s?(?:°|degrees?)?\s?(?:[CF]|Celsius|Fahrenheit)?\s?below (?:zero|freezing)\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|per ?cent)", re.IGNORECASE)


def _signed(text: str, start: int, end: int, values: Sequence[float], floor: int) -> tuple[Sequence[float], int]:
    """The values with the sign that is written, and where it begins; a share may have lost it to a verb ("fell")."""
    minus = _MINUS.search(text, max(floor, start - _REACH), start)
    # "5 -10" is a range.
    ranged = minus is not None and text[: minus.start()].rstrip()[-1:].isdigit()
    if (minus is None or ranged) and not _BELOW.match(text, end):
        return values, start
    negative = [-value for value in values]
    return [*negative, *(values if _PERCENT.match(text, end) else [])], minus.start() if minus is not None else start


#: A reader is given a text, a candidate in it and the end of the number before.
_READERS: Mapping[str, Callable[[str, re.Match[str], int], Found | None]] = {
    "clock": _clock,
    "figure": _figure,
    "words": _words,
}


_JOINT = re.compile(r"\s?(?:-|–|—|to|or|and|,)\s?", re.IGNORECASE)


def _share_units(text: str, found: list[Found]) -> list[Found]:
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
        scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if b.readings[0].value >= s), None)
        scaled_words = re.search(r"\d[- ]?[a-z]", text[two.start : two.end], re.IGNORECASE)
        if scale and scaled_words and joint not in (",", "and") and a.readings[0].value < 1000:
            a = replace(a, readings=tuple(replace(r, value=r.value * scale) for r in a.readings) + a.readings)
        shared[index] = replace(shared[index], number=a)
    return shared


def _is_plain(number: Number) -> bool:
    return not (number.clock or number.soft or number.vague or number.ordinal)


def _units(number: Number) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(reading.unit for reading in number.readings if reading.unit))


def _with_units(number: Number, units: tuple[Unit, ...]) -> tuple[Amount, ...]:
    return tuple(Amount(reading.value, unit) for reading in number.readings for unit in units)
