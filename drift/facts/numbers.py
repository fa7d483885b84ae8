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
from drift.facts.amounts import DAY, Amount, Number
from drift.facts.figures import LONGEST, VULGAR, amounts_of
from drift.facts.hedges import behind, hedge
from drift.facts.numberwords import HALF, SEPARATOR, lexicon
from drift.facts.units import PERCENT, Unit, Written, before_pattern, marks, spellings, units, written
from drift.language import alternatives, language_of
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from drift.language import Language
    from drift.records import Document, Sentence, Token


@dataclass(frozen=True, slots=True)
class Found:
    """A number and where it stands in the text of its sentence."""

    start: int
    end: int
    number: Number


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> Iterator[Fact[Number]]:
    """The numbers of each sentence that was parsed, in text order."""
    own = language_of(document)
    for sentence, parsed in zip(document.sentences, tokens, strict=True):
        if not parsed:
            continue
        for found in find(sentence.text, own, dates.spans(sentence, parsed, own)):
            start, end = sentence.start + found.start, sentence.start + found.end
            number = _checked(found, sentence, parsed, own)
            if number is not None:
                yield Fact("number", number, sentence.index, start, end, document.clean[start:end])


def find(text: str, own: Language, taken: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """The numbers of one sentence, offsets in `text`, none over another; `taken` stretches (dates) are left out."""
    found: list[Found] = []
    position = 0
    for match in _candidates(own).finditer(text):
        if match.start() < position or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        if match.lastgroup == "code":
            position = match.end()
            continue
        item = _READERS[match.lastgroup or ""](text, match, position, own)
        if item is not None:
            found.append(item)
            position = item.end
    return _compound(text, _share_units(text, found, own), own)


def _checked(found: Found, sentence: Sentence, tokens: Sequence[Token], own: Language) -> Number | None:
    """The number with the noun it counts; None where the parse shows that the word is no number."""
    start, end = sentence.start + found.start, sentence.start + found.end
    inside = [index for index, token in enumerate(tokens) if token.start < end and token.end > start]
    if not inside:
        return found.number
    number = found.number
    first = tokens[inside[0]]
    word = sentence.text[found.start : found.end].lower()
    ordinal = word in lexicon(own).ordinals
    if number.ordinal and ordinal and word in spellings(own):  # "second"
        follower = tokens[inside[-1] + 1].pos if inside[-1] + 1 < len(tokens) else ""
        article = inside[0] > 0 and tokens[inside[0] - 1].text.lower() in own.words("numbers.rates")
        if first.pos in ("NOUN", "VERB", "ADV") or (article and follower not in ("NOUN", "PROPN", "ADJ")):
            return None
    if number.ordinal and ordinal and not number.soft:
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
def _soft(own: Language) -> Mapping[str, float]:
    """Words that carry a number without being one; they answer a number but are not missed."""
    return {word: float(value) for word, value in own.table("numbers.soft").items()}


@functools.cache
def _vague_scales(own: Language) -> Mapping[str, float]:
    return {word: float(value) for word, value in own.table("numbers.vague").items()}


@functools.cache
def _candidates(own: Language) -> re.Pattern[str]:
    words = lexicon(own)
    listed = alternatives(
        [
            *words.cardinals,
            *words.scales,
            *_vague_scales(own),
            *_soft(own),
            *words.ordinals,
            *own.table("numbers.named_times"),
        ]
    )
    ordinals = (word for word, value in words.ordinals.items() if 3 <= value <= 10)
    counted = alternatives([*words.scales, *own.words("numbers.fractions"), *ordinals])
    article, and_ = alternatives(own.words("function.indefinite")), alternatives(own.words("numbers.and"))
    letters = {mark.rstrip("$£€¥") for mark in marks(own)}
    currencies = alternatives(mark for mark in letters if len(mark) > 1 and mark.isalpha())
    half_days = alternatives(own.words("numbers.clock.morning") | own.words("numbers.clock.afternoon"))
    clock = rf"(?:{half_days}\b\.?|{alternatives(own.words('numbers.clock.either'))})"
    zones, hours = alternatives(own.table("numbers.zones")), alternatives(own.words("numbers.spoken.hours"))
    return re.compile(
        # Every form begins with a figure or a word: nowhere else need all of them be tried.
        rf"(?:(?=[\d{''.join(VULGAR)}])|\b(?=[^\W\d_]))(?:"
        # Letters and figures in one token are a name ("G7", "COVID-19", "F-16"), unless a currency leads.
        rf"(?P<code>\b(?!{currencies}?[$£€¥]?\d)"
        r"[A-Za-z]+(?:-?\d[\w-]*)|\b\d+[A-Za-z]+\d\w*|\b(?:https?|www)\S+)"
        rf"|(?P<clock>(?<![\d.,:£$€])(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?{clock}"
        r"|(?<![\d.,:£$€])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
        rf"|(?<![\d.,:£$€])(?:[01]\d|2[0-3])[0-5]\d(?= ?(?:(?-i:{zones})|{hours})\b))"
        r"|(?P<figure>(?<![\w])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[.,'’]\d+)*[½¼¾⅓⅔⅕⅛]?|[½¼¾⅓⅔⅕⅛])"
        # An article counts a scale ("a hundred"), part of one ("a quarter million") or a unit ("an hour and a half").
        rf"|(?P<words>\b(?:{article}(?={SEPARATOR}(?:{counted}\b|[^\W\d_]+(?:{SEPARATOR}[^\W\d_]+)?{SEPARATOR}{and_}{SEPARATOR}))"
        rf"|{listed})\b))",
        re.IGNORECASE,
    )


_CLOCK_PARTS = re.compile(r"(\d\d?)(?:[:.]?(\d\d))?(?::(\d\d))?\s?(.*)", re.DOTALL)


def _clock(text: str, match: re.Match[str], _: int, own: Language) -> Found:
    parts = _CLOCK_PARTS.match(match[0])
    if parts is None:  # The candidate pattern begins with these figures.
        raise AssertionError(match[0])
    hour, minute, second = int(parts[1]), int(parts[2] or 0), int(parts[3] or 0)
    found = _time(text, match.span(), 60.0 * hour + minute, own, parts[4])
    number = found.number
    if parts[3]:  # "2:14:30" is a time that something took, or one of the day
        took = (Amount(60.0 * hour + minute + second / 60, unit) for unit in spellings(own).get("minutes", ()))
        return replace(found, number=replace(number, readings=(*took, *number.readings), clock=False))
    return found


def _time(text: str, span: tuple[int, int], minutes: float, own: Language, half: str = "") -> Found:
    """A time of day, in minutes as it is written: the `half` of the day may stand in it or behind it, then a zone."""
    start, end = span
    if not half and (said_behind := _around(own).half_day.match(text, end)):
        half, end = said_behind["half"], said_behind.end("half" if " " in said_behind["half"] else 0)
    named = own.classes("numbers.clock").get(half.lower().rstrip("."))
    either = {minutes % DAY, (minutes + DAY / 2) % DAY}
    said = {"morning": {minutes % (DAY / 2)}, "afternoon": {minutes % (DAY / 2) + DAY / 2}}.get(named or "", either)
    if named is None and (minutes >= DAY / 2 + 60 or text.startswith("0", start)):  # "19:30", "07:30"
        said = {minutes}
    readings = [Amount(value, _CLOCK) for value in sorted(said)]
    if named not in {"morning", "afternoon"} and not minutes % 60:
        readings.append(Amount(minutes // 60))
    zone = _around(own).zone.match(text, end)
    ahead = float(own.table("numbers.zones")[zone[1]]) if zone else None
    return Found(start, zone.end() if zone else end, Number(tuple(readings), clock=True, zone=ahead))


def _spoken(text: str, start: int, own: Language) -> Found | None:
    """A time of day in words: "noon", "half past seven in the evening", "a quarter to six"."""
    spoken = _around(own).spoken.match(text, start)
    if spoken is None:
        return None
    cardinals = lexicon(own).cardinals
    if spoken["named"]:
        found = _time(text, spoken.span(), 0.0, own, "")
        named = float(own.table("numbers.named_times")[spoken["named"].lower()])
        return replace(found, number=replace(found.number, readings=(Amount(named, _CLOCK),)))
    hour = cardinals.get(spoken["hour"].lower()) or int(spoken["hour"])
    part = lexicon(own).parts.get((spoken["part"] or "").lower())
    count = (spoken["count"] or "").lower()
    minutes = 60 / part if part else cardinals.get(count) or float(count)
    if not 0 < hour <= 12 or not 0 < minutes < 60:
        return None
    return _time(text, spoken.span(), 60.0 * hour + (-minutes if spoken["to"] else minutes), own)


_CLOCK = Unit("time of day", "clock")
_MIXED = re.compile(r"[ -](\d)/(\d)(?![\d/])")
_SLASH = re.compile(rf"/(\d{{1,{LONGEST}}})(?![\d/])")
_STOPPED_CLOCK = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
_POSSESSIVE = re.compile("['’]")


@functools.cache
def _around(own: Language) -> _Around:
    def any_of(*names: str) -> str:
        return alternatives(word for name in names for word in own.words(name))

    short = own.table("numbers.short_scales")
    large = alternatives(word for word, value in _vague_scales(own).items() if value >= 1e3)
    fractions = own.words("numbers.fractions")
    quarter = alternatives(word for word in fractions if lexicon(own).parts.get(word) == numberwords.QUARTER)
    small = alternatives(word for word, value in lexicon(own).cardinals.items() if 0 < value < 60)
    units_of_order = alternatives(word for word in lexicon(own).ordinals if word in spellings(own))
    percent, of = any_of("numbers.percent"), any_of("function.of")
    return _Around(
        nth=re.compile(rf"{any_of('numbers.nth')}\b", re.IGNORECASE),
        short=re.compile(
            rf"(?:[ \u00a0]?(?P<word>{alternatives(word for word in short if len(word) > 1)})"
            rf"|(?P<letter>{alternatives(word for word in short if len(word) == 1)}))\b(?!['’])",
            re.IGNORECASE,
        ),
        whole=re.compile(rf" {any_of('function.of', 'function.definite')}\b", re.IGNORECASE),
        of_vague=re.compile(rf" {of} ({large})\b", re.IGNORECASE),
        tens_of=re.compile(rf"\b{any_of('numbers.tens_of')} $", re.IGNORECASE),
        several=re.compile(rf"\b{any_of('numbers.several')} $", re.IGNORECASE),
        clock=re.compile(rf" {any_of('numbers.clock.either')}\b", re.IGNORECASE),
        half_day=re.compile(
            rf" (?P<half>{any_of('numbers.clock.morning', 'numbers.clock.afternoon')})\b\.?", re.IGNORECASE
        ),
        zone=re.compile(rf" \(?({alternatives(own.table('numbers.zones'))})\b"),
        spoken=re.compile(
            rf"(?:(?P<named>{alternatives(own.table('numbers.named_times'))})"
            rf"|(?:(?:{any_of('function.indefinite')} )?(?P<part>(?P<quarter>{quarter})|{any_of('numbers.fractions')})"
            rf"|(?P<count>{small}|\d\d?)(?P<minutes> {any_of('numbers.spoken.minutes')})?)"
            rf" (?P<way>{any_of('numbers.spoken.past')}|(?(quarter)|(?(minutes)|(?!)))"
            rf"(?:{any_of('numbers.spoken.after')}|(?P<to>{any_of('numbers.spoken.to')})))"
            rf" (?P<hour>{small}|1[0-2]|[1-9]))\b(?![.:,]?\d)",
            re.IGNORECASE,
        ),
        rounding=re.compile(rf",? {any_of('numbers.rounding')}\b|{any_of('numbers.rounding_joined')}\b|\+"),
        minus=re.compile(rf"(?:(?:^|(?<=[\s(]))[-−]|\b{any_of('numbers.minus')} )$", re.IGNORECASE),
        below=re.compile(
            rf"\s?(?:°|{any_of('numbers.degrees')})?\s?{any_of('numbers.thermometers')}?"
            rf"\s?{any_of('numbers.below_zero')}\b",
            re.IGNORECASE,
        ),
        percent=re.compile(rf"\s?(?:%|{percent})", re.IGNORECASE),
        no_unit=re.compile(rf"[ \u00a0\u202f]{units_of_order}(?=-)", re.IGNORECASE),
        aged=re.compile(rf"\b{any_of('numbers.aged')} $", re.IGNORECASE),
        compound=re.compile(rf"(?:,? |, ?)?(?:{any_of('numbers.and')} )?", re.IGNORECASE),
        joint=re.compile(rf"\s?(?:-|–|—|,|{any_of('numbers.ranges', 'numbers.and')})\s?", re.IGNORECASE),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What may stand around a number: "20th", "3bn", "half of", "dozens of thousands", "two o'clock", "20 or so".

    Behind `no_unit` a unit is an ordinal ("10 second-hand cars"); a `joint` stands between the ends of a range.
    """

    nth: re.Pattern[str]
    short: re.Pattern[str]
    whole: re.Pattern[str]
    of_vague: re.Pattern[str]
    tens_of: re.Pattern[str]
    several: re.Pattern[str]
    clock: re.Pattern[str]
    half_day: re.Pattern[str]
    zone: re.Pattern[str]
    spoken: re.Pattern[str]
    rounding: re.Pattern[str]
    minus: re.Pattern[str]
    below: re.Pattern[str]
    percent: re.Pattern[str]
    no_unit: re.Pattern[str]
    aged: re.Pattern[str]
    compound: re.Pattern[str]
    joint: re.Pattern[str]


def _figure(text: str, match: re.Match[str], floor: int, own: Language) -> Found | None:
    start, end = match.span()
    values = amounts_of(match[0]) if end - start <= LONGEST else []
    if not values:
        return None
    nth = _around(own).nth.match(text, end)
    if nth:
        return _finish(text, start, nth.end(), values[:1], own, floor=floor, ordinal=True)
    mixed, over = _MIXED.match(text, end), _SLASH.match(text, end)
    added = numberwords.after_and(text, end, "count", own) if values[0].is_integer() else None
    if mixed and int(mixed[2]) > int(mixed[1]) > 0:
        values, end = [values[0] + int(mixed[1]) / int(mixed[2])], mixed.end()
    elif over and int(over[1]):
        values, end = [values[0] / int(over[1])], over.end()
    elif added:
        values, end = [value + added.value for value in values], added.end
    scale = numberwords.scaled(text, end, own)
    if scale and not _POSSESSIVE.match(text, scale[1]):
        factor, end = scale
        tail = numberwords.after_and(text, end, "scale", own)
        values, end = [(value + (tail.value if tail else 0)) * factor for value in values], tail.end if tail else end
        return _finish(text, start, end, values, own, floor=floor)
    if over and int(over[1]):
        return _as_share(_finish(text, start, end, values, own, floor=floor), own)
    short = _around(own).short.match(text, end)
    if short:
        word = short[0].strip().lower()
        # "5m" may also be meters
        length = [unit for unit in spellings(own).get(word, ()) if short["letter"]]
        extra = [Amount(value, unit) for value in values for unit in length]
        values = [value * own.table("numbers.short_scales")[word] for value in values]
        return _finish(text, start, short.end(), values, own, floor=floor, extra=extra)
    clock = _STOPPED_CLOCK.fullmatch(text, start, end)
    extra = [Amount(60.0 * int(clock[1]) + int(clock[2]), _CLOCK)] if clock else []
    if clock and int(clock[1]) < 12:
        extra.append(Amount(60.0 * (int(clock[1]) + 12) + int(clock[2]), _CLOCK))
    enumerator = start == 0 and re.compile(r"[.)]\s").match(text, end) is not None
    return _finish(text, start, end, values, own, floor=floor, extra=extra, soft=enumerator)


def _as_share(found: Found, own: Language) -> Found:
    """A fraction of nothing that is named may be written in percent."""
    number = found.number
    if number.unit is not None:
        return found
    unit = units(own).get(PERCENT)
    percent = tuple(Amount(100 * reading.value, unit) for reading in number.readings) if unit else ()
    return replace(found, number=replace(number, readings=(*percent, *number.readings)))


def _said(text: str, match: re.Match[str], floor: int, own: Language) -> Found | None:
    """A number in words that begins where the candidate does, or a time of day."""
    return _spoken(text, match.start(), own) or _words(text, match, floor, own)


def _words(text: str, match: re.Match[str], floor: int, own: Language) -> Found | None:
    start, end = match.span()
    word = match[0].lower()
    vague = _vague_scales(own).get(word)
    if vague is not None:
        return _vague(text, (start, end), vague, floor, own)
    words = lexicon(own)
    part = numberwords.part_of(text, start, own)
    if part is not None:
        # "Half an hour" is not missed by itself, "three quarters of an hour" is.
        return _finish(text, start, part.end, [part.value], own, floor=floor, soft=not part.scaled and not part.counted)
    share = numberwords.share(text, start, own)
    if share is not None:
        return _share(text, start, share[1], share[0], own, soft=False)
    half = word in own.words("numbers.fractions") and words.parts.get(word) == HALF
    if half and _around(own).whole.match(text, end):
        return _share(text, start, end, 0.5, own, soft=True)
    soft = _soft(own).get(word)
    if soft is not None and word not in words.cardinals:
        found = Found(start, end, Number((Amount(soft),), soft=True))
        return _as_share(found, own) if 0 < soft < 1 else found
    return _cardinal(text, start, floor, own) or _one_and_a_half(text, start, end, floor, own)


#: Characters before a number that hold a mark of currency, a sign or a word of vagueness.
_REACH = 12


def _vague(text: str, span: tuple[int, int], value: float, floor: int, own: Language) -> Found:
    start, end = span
    of = _around(own).of_vague.match(text, end)
    tens = _around(own).tens_of.search(text, max(floor, start - _REACH), start)
    if of:
        value, end = value * _vague_scales(own)[of[1].lower()], of.end()
    elif tens:
        value, start = value * 10, tens.start()
    return _finish(text, start, end, [value], own, floor=floor, vague=True)


def _share(  # noqa: PLR0913 - the parts of a share
    text: str, start: int, end: int, value: float, own: Language, *, soft: bool
) -> Found:
    approximate, bound, _ = hedge(text, start, own)
    return _as_share(Found(start, end, Number((Amount(value),), approximate, bound, soft)), own)


def _cardinal(text: str, start: int, floor: int, own: Language) -> Found | None:
    """A cardinal in words, or an ordinal."""
    words = numberwords.cardinal(text, start, own)
    if words is None:
        return None
    oclock = _around(own).clock.match(text, words.end)
    if oclock:
        return _time(text, (start, oclock.end()), 60.0 * words.values[0], own)
    said = text[start : words.end].lower()
    scale = said.split()[0] in lexicon(own).scales
    vague = scale and _around(own).several.search(text, max(floor, start - _REACH), start) is not None
    soft = said in own.words("numbers.soft_alone") and written(text, words.end, own) is None
    return _finish(
        text, start, words.end, words.values, own, floor=floor, ordinal=words.ordinal, soft=soft, vague=vague
    )


def _one_and_a_half(text: str, start: int, end: int, floor: int, own: Language) -> Found | None:
    """A unit that an article counts is a number where a fraction follows: "an hour and a half"."""
    unit = written(text, end, own)
    if unit is None or unit.sort != "word" or numberwords.after_and(text, unit.end, "unit", own) is None:
        return None
    return _finish(text, start, end, [1.0], own, floor=floor)


def _finish(  # noqa: PLR0913 - the parts of a number are many
    text: str,
    start: int,
    end: int,
    values: Sequence[float],
    own: Language,
    *,
    floor: int,
    extra: Sequence[Amount] = (),
    ordinal: bool = False,
    soft: bool = False,
    vague: bool = False,
) -> Found:
    """Add what stands around the number: sign and currency before it, from `floor` on, unit after it, hedges."""
    values, start = _signed(text, (start, end), values, floor, own)
    mark = None if ordinal else before_pattern(own).search(text, max(floor, start - _REACH), start)
    named: tuple[Unit, ...] = ()
    if mark:
        named, start, extra = spellings(own)[mark["mark"].lower()], mark.start("mark"), ()
    elif after := _unit_after(text, end, own):
        named, end = after.units, after.end
        extra = extra if after.sort == "letter" else ()
        # "An hour and a half", "20 minutes and a half"; but "a million dollars and a half" adds no half dollar.
        few = not ordinal and 1 <= values[0] < 100 and float(values[0]).is_integer()
        tail = numberwords.after_and(text, end, "unit", own) if few else None
        if tail is not None:
            values, end = [value + tail.value for value in values], tail.end
    elif _around(own).aged.search(text, max(0, start - _REACH), start) and not re.compile(r"\s?[\w%]").match(text, end):
        extra = [*extra, *(Amount(value, unit) for value in values for unit in spellings(own).get("years", ()))]
    readings = [Amount(value, unit) for value in values for unit in named or (None,)]
    approximate, bound, _ = hedge(text, start, own)
    approximate = approximate or _around(own).rounding.match(text, end) is not None
    bound = bound or behind(text, end, own)
    return Found(start, end, Number((*readings, *extra), approximate, bound, soft, vague, ordinal))


def _unit_after(text: str, end: int, own: Language) -> Written | None:
    after = written(text, end, own)
    if after is None or _around(own).no_unit.match(text, end):
        return None
    # "5 $6": the sign is the next figure's.
    money = after.sort == "sign" and after.units[0].dimension.startswith("money")
    return None if money and text[after.end : after.end + 1].isdigit() else after


def _signed(
    text: str, span: tuple[int, int], values: Sequence[float], floor: int, own: Language
) -> tuple[Sequence[float], int]:
    """The values with the sign that is written, and where it begins; a share may have lost it to a verb ("fell")."""
    start, end = span
    minus = _around(own).minus.search(text, max(floor, start - _REACH), start)
    # "5 -10" is a range.
    ranged = minus is not None and text[: minus.start()].rstrip()[-1:].isdigit()
    if (minus is None or ranged) and not _around(own).below.match(text, end):
        return values, start
    negative = [-value for value in values]
    return [
        *negative,
        *(values if _around(own).percent.match(text, end) else []),
    ], minus.start() if minus is not None else start


#: A reader is given a text, a candidate in it, the end of the number before and the language.
_READERS: Mapping[str, Callable[[str, re.Match[str], int, Language], Found | None]] = {
    "clock": _clock,
    "figure": _figure,
    "words": _said,
}


def _share_units(text: str, found: list[Found], own: Language) -> list[Found]:
    """What a range writes once holds for both ends: "20 or 25 years", "3-4 million", "$3-4bn"."""
    shared = list(found)
    listing = {",", *own.words("numbers.and")}
    for index, (one, two) in enumerate(itertools.pairwise(found)):
        joint = text[one.end : two.start].strip().lower()
        if (
            not _around(own).joint.fullmatch(text[one.end : two.start])
            or not _is_plain(one.number)
            or not _is_plain(two.number)
        ):
            continue
        a, b = shared[index].number, shared[index + 1].number
        units_a, units_b = _units(a), _units(b)
        if units_a and not units_b and joint not in listing and units_a[0].dimension.startswith("money"):
            b = replace(b, readings=(*_with_units(b, units_a), *b.readings))
            shared[index + 1] = replace(shared[index + 1], number=b)
        elif units_b and not units_a:
            a = replace(a, readings=(*_with_units(a, units_b), *a.readings))
        scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if b.readings[0].value >= s), None)
        figures = re.compile(r"\D*[\d.,]+").match(text, two.start)
        scale_at = figures.end() if figures else two.end
        scaled_words = numberwords.scaled(text, scale_at, own) or _around(own).short.match(text, scale_at)
        if scale and scaled_words and joint not in listing and a.readings[0].value < 1000:
            a = replace(a, readings=tuple(replace(r, value=r.value * scale) for r in a.readings) + a.readings)
        shared[index] = replace(shared[index], number=a)
    return shared


def _compound(text: str, found: list[Found], own: Language) -> list[Found]:
    """Neighbors that are one measure in ever smaller units as one: "2 hours 14 minutes", "five feet and ten inches"."""
    joined: list[Found] = []
    for item in reversed(found):
        if joined and _around(own).compound.fullmatch(text[item.end : joined[-1].start]):
            readings = tuple(_sums(item.number, joined[-1].number))
            if readings:
                joined[-1] = Found(item.start, joined[-1].end, replace(item.number, readings=readings))
                continue
        joined.append(item)
    return joined[::-1]


def _sums(one: Number, two: Number) -> Iterator[Amount]:
    """What two numbers come to, in the unit of the first, where the second is less than one of it."""
    if not _is_plain(one) or not _is_plain(two):
        return
    for a, b in itertools.product(one.readings, two.readings):
        if a.unit is None or b.unit is None or not float(a.value).is_integer():
            continue
        same = (a.unit.dimension, a.unit.system) == (b.unit.dimension, b.unit.system)
        if same and b.unit.factor < a.unit.factor and 0 < b.base < a.unit.factor:
            yield Amount(a.value + b.base / a.unit.factor, a.unit)


def _is_plain(number: Number) -> bool:
    return not (number.clock or number.soft or number.vague or number.ordinal)


def _units(number: Number) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(reading.unit for reading in number.readings if reading.unit))


def _with_units(number: Number, units: tuple[Unit, ...]) -> tuple[Amount, ...]:
    return tuple(Amount(reading.value, unit) for reading in number.readings for unit in units)
