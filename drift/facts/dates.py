"""Dates by their parts: year, month, day, weekday, decade, and what is said relative to the day of writing.

Nothing is guessed: "last December" has a month and no year, unless the text bears its own date (`dated`).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Document, Sentence, Token


@dataclass(frozen=True, slots=True)
class Date:
    """The parts of a date that are written. `decade` is its first year ("the 60s" have 60 without a century).

    `shift` and `unit` say "last week" as (-1, "week"). `swapped` marks figures whose day and month may be
    read either way ("3/4/2021").
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None
    shift: int | None = None
    unit: str = ""
    swapped: bool = False

    @property
    def parts(self) -> frozenset[str]:
        """Names of the parts that are present."""
        named = {"year": self.year, "month": self.month, "day": self.day, "weekday": self.weekday, "decade": self.decade}
        present = {name for name, value in named.items() if value is not None}
        return frozenset(present | ({f"shift:{self.unit}"} if self.shift is not None else set()))


def agree(a: Date, b: Date) -> bool:
    """Whether two dates share a part and contradict each other in none."""
    return bool(shared(a, b)) and not clash(a, b)


def shared(a: Date, b: Date) -> frozenset[str]:
    """The parts that both name (a decade answers a year and the other way round)."""
    common = set(a.parts & b.parts)
    if (a.decade is not None and b.year is not None) or (b.decade is not None and a.year is not None):
        common.add("decade")
    return frozenset(common)


def clash(a: Date, b: Date) -> frozenset[str]:
    """The parts that both name and that differ."""
    common = shared(a, b)
    if (a.swapped or b.swapped) and {a.day, a.month} == {b.day, b.month}:
        common -= {"day", "month"}
    found = {name for name in ("year", "month", "day", "weekday") if name in common and getattr(a, name) != getattr(b, name)}
    if "decade" in common and not _decades_agree(a, b):
        found.add("decade")
    if any(part.startswith("shift:") for part in common) and a.shift != b.shift:
        found.add(f"shift:{a.unit}")
    return frozenset(found)


def _decades_agree(a: Date, b: Date) -> bool:
    x, y = (date.decade if date.decade is not None else (date.year or 0) // 10 * 10 for date in (a, b))
    return x == y or (min(x, y) < 100 and x % 100 == y % 100)


MONTHS = (
    "january february march april may june july august september october november december"
).split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DECADES = {word: 10 * n for n, word in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)}
_MONTH_SHORT = {name[:3]: n for n, name in enumerate(MONTHS, 1)} | {"sept": 9}
_RELATIVE = {
    "yesterday": (-1, "day"), "today": (0, "day"), "tomorrow": (1, "day"), "tonight": (0, "day"),
}  # fmt: skip
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "following": 1}

#: A number right after these is a year, not a count.
_YEAR_LEADS = r"(?:in|since|by|of|until|till|from|before|after|during|for|the|early|late|mid|and|to|between|around|about|circa|year|fy)"


@functools.cache
def _pattern() -> re.Pattern[str]:
    long = "|".join(MONTHS)
    short = "|".join(sorted(_MONTH_SHORT, key=lambda name: (-len(name), name)))
    # "may" and "march" are words too: the month needs a day or year beside it, or its capital (checked later).
    month = rf"(?P<month>{long}|(?:{short})\b\.?)"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    year = r"(?P<year>(?:1[0-9]|20)\d\d)"
    days = "|".join(WEEKDAYS)
    return re.compile(
        rf"(?P<iso>\b(?:1[89]|20)\d\d-(?:0\d|1[0-2])-[0-3]\d\b)"
        rf"|(?P<slash>(?<![\d./])[0-3]?\d(?P<mark>[./])[0-3]?\d(?P=mark)(?:(?:1[89]|20)\d\d|\d\d)(?![\d/]))"
        rf"|(?P<dmy>\b{day}(?: (?:of )?|-){month}\b(?:,? {year}\b)?)"
        rf"|(?P<mdy>\b{month.replace('month', 'month2')}[ -]{day.replace('day', 'day2')}\b(?!['’]?s\b)(?![.,:]\d)(?:,? {year.replace('year', 'year2')}\b)?)"
        rf"|(?P<my>\b{month.replace('month', 'month3')},?(?: of)? {year.replace('year', 'year3')}\b)"
        rf"|(?P<alone>\b(?:{long})\b)"
        rf"|(?P<weekday>\b(?:{days})s?\b)"
        rf"|(?P<decade>(?:\b(?:1[0-9]|20)|\b|['’])\d0['’]?s\b|\b(?:{'|'.join(_DECADES)})\b)"
        rf"|(?P<years>(?<![\w.,$£€¥#-])(?:1[0-9]|20)\d\d(?:[-–/]\d\d(?!\d))?(?![\w%$£€°]|[.,]\d|-(?!(?:1[0-9]|20)\d\d\b)\w|\s?(?:%|percent|per cent)))"
        rf"|(?P<relative>\b(?:{'|'.join(_RELATIVE)})\b)"
        rf"|(?P<shift>\b(?:{'|'.join(_SHIFTS)})[ ](?:day|night|week|weekend|month|year|decade|century|summer|winter|spring|autumn|fall)\b(?! of\b))",
        re.IGNORECASE,
    )


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> Iterator[Fact]:
    """The dates of each sentence that was parsed, in text order."""
    for sentence, parsed in zip(document.sentences, tokens, strict=True):
        if not parsed:
            continue
        for start, end, date in find(sentence, parsed):
            first, last = sentence.start + start, sentence.start + end
            yield Fact("date", date, sentence.index, first, last, document.clean[first:last])


def spans(sentence: Sentence, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the dates of a sentence stand, offsets in its text; `drift.facts.numbers` leaves them out."""
    return [(start, end) for start, end, _ in find(sentence, tokens)]


def find(sentence: Sentence, tokens: Sequence[Token]) -> list[tuple[int, int, Date]]:
    """The dates of one sentence with their place in its text."""
    text = sentence.text
    found: list[tuple[int, int, Date]] = []
    for match in _pattern().finditer(text):
        date = _value(match, text, sentence.start, tokens)
        if date is not None and date.parts:
            found.append((match.start(), match.end(), date))
    return found


def _value(match: re.Match[str], text: str, offset: int, tokens: Sequence[Token]) -> Date | None:  # noqa: PLR0911 - one form a branch
    kind = next(name for name in ("iso", "slash", "dmy", "mdy", "my", "alone", "weekday", "decade", "years", "relative", "shift") if match[name])
    word = match[0].lower()
    if kind == "iso":
        year, month, day = (int(part) for part in word.split("-"))
        return _valid(year, month, day)
    if kind == "slash":
        return _slashed(word)
    if kind in ("dmy", "mdy", "my"):
        suffix = {"dmy": "", "mdy": "2", "my": "3"}[kind]
        name = match["month" + suffix].rstrip(".")
        if not name[0].isupper():
            return None
        day = int(match["day" + suffix]) if kind != "my" else None
        year_text = match["year" + suffix]
        return _valid(int(year_text) if year_text else None, _month(name), day)
    if kind == "alone":
        return _alone(match, text, offset, tokens)
    if kind == "weekday":
        return Date(weekday=WEEKDAYS.index(word.removesuffix("s") if word not in WEEKDAYS else word)) if match[0][0].isupper() else None
    if kind == "decade":
        return _decade(word, text, match)
    if kind == "years":
        return Date(year=int(word[:4])) if _is_year(text, match, offset, tokens) else None
    if kind == "relative":
        shift, unit = _RELATIVE[word]
        return Date(shift=shift, unit=unit)
    lead, unit = word.split(" ")
    return Date(shift=_SHIFTS[lead], unit={"night": "day", "fall": "autumn", "weekend": "week"}.get(unit, unit))


def _valid(year: int | None, month: int, day: int | None) -> Date | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Date(year=year, month=month, day=day)


def _slashed(word: str) -> Date | None:
    first, second, year = (int(part) for part in re.split(r"[./]", word))
    year += 0 if year >= 100 else 2000 if year < 50 else 1900
    if first > 12:
        return _valid(year, second, first)
    if second > 12:
        return _valid(year, first, second)
    date = _valid(year, second, first)
    return None if date is None else Date(year=year, month=second, day=first, swapped=first != second)


def _month(name: str) -> int:
    name = name.lower()
    return MONTHS.index(name) + 1 if name in MONTHS else _MONTH_SHORT[name[:4] if name[:4] == "sept" else name[:3]]


def _alone(match: re.Match[str], text: str, offset: int, tokens: Sequence[Token]) -> Date | None:
    name = match[0]
    if not name[0].isupper():
        return None
    token = next((t for t in tokens if t.start <= offset + match.start() < t.end), None)
    # "Theresa May", "April Jones", "May I", "March": with a name beside it, or no proper noun, it is no month.
    beside = {t.text for t in tokens if t.end + 1 == offset + match.start() or t.start == offset + match.end() + 1}
    person = token is not None and token.entity == "PERSON"
    if name.lower() in ("may", "march", "april", "june", "august"):
        lead = re.search(r"\b(?:in|last|next|this|since|until|till|by|of|from|early|late|mid|and|to|through|during|for|between|each|every)[ -]$", text[: match.start()], re.IGNORECASE)
        if person or not lead or (token is not None and token.pos != "PROPN"):
            return None
    elif person and any(word[:1].isupper() for word in beside):
        return None
    return Date(month=_month(name))


def _decade(word: str, text: str, match: re.Match[str]) -> Date | None:
    if word in _DECADES:
        lead = re.search(r"\b(?:the|nineteen|early|late|mid)[ -]$", text[: match.start()], re.IGNORECASE)
        aged = re.search(r"\b(?:his|her|their|my|your|our)(?: early| late| mid)?[ -]$", text[: match.start()], re.IGNORECASE)
        return Date(decade=_DECADES[word]) if lead and not aged else None
    figures = re.sub(r"\D", "", word)
    aged = re.search(r"\b(?:his|her|their|my|your|our)(?: early| late| mid)?[ -]$", text[: match.start()], re.IGNORECASE)
    if aged or (len(figures) == 2 and int(figures) < 20):
        return None
    return Date(decade=int(figures))


def _is_year(text: str, match: re.Match[str], offset: int, tokens: Sequence[Token]) -> bool:
    """Whether four figures are a year: not where they count something or bear a currency or unit."""
    value = int(match[0][:4])
    before, after = text[: match.start()], text[match.end() :]
    if re.search(r"[$£€¥] ?$|\b(?:No\.?|Road|Route|Room|room|road|route|page|flight|Flight|about|nearly|over|than) $", before):
        return bool(re.search(r"\b(?:about|over|than) $", before)) and 1900 <= value <= 2100 and not re.match(r" [a-z]", after)
    if re.match(r"\s?(?:m|km|kg|g|cm|mm|mph|ft|miles?|met(?:er|re)s?|people|men|women|pounds?|dollars?|euros?|years?|days?|hours?|tons?|tonnes?|acres?|million|billion|thousand)\b", after):
        return False
    index = next((i for i, t in enumerate(tokens) if t.start <= offset + match.start() < t.end), None)
    if index is not None:
        token = tokens[index]
        head = tokens[token.head]
        # A plural noun that the figure modifies is being counted ("1500 workers").
        if token.dep == "nummod" and head.tag in ("NNS", "NNPS") and head is not token and head.start >= token.end:
            return value >= 1900 and re.search(rf"\b{_YEAR_LEADS} $", before, re.IGNORECASE) is not None and token.entity == "DATE"
    if value < 1700 and not re.search(rf"\b{_YEAR_LEADS}[ -]$", before, re.IGNORECASE):
        return False
    return value >= 1700 or (index is not None and tokens[index].entity == "DATE")
