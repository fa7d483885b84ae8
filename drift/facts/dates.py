"""Dates by their parts: year, month, day, weekday, decade, and what is said relative to the day of writing.

Nothing is guessed: "last December" has a month and no year. Where the text bears its own date (`dated`), "yesterday"
and "on Wednesday" also know their day of the year, and can be compared with a date that is written out.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from datetime import timedelta
from typing import TYPE_CHECKING

from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Document, Sentence, Token


@dataclass(frozen=True, slots=True)
class Date:
    """The parts of a date that are written. `decade` is its first year ("the 60s" have 60 without a century).

    `shift` and `unit` say "last week" as (-1, "week"). `swapped` marks figures whose day and month may be
    read either way ("3/4/2021"). `days` are the days of the year, (month, day), that it may be: known of a month
    with a day, and of "yesterday" or a weekday in a text that bears its own date; else empty.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None
    shift: int | None = None
    unit: str = ""
    swapped: bool = False
    days: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)

    @property
    def parts(self) -> frozenset[str]:
        """Names of the parts that are present."""
        named = {
            "year": self.year,
            "month": self.month,
            "day": self.day,
            "weekday": self.weekday,
            "decade": self.decade,
        }
        present = {name for name, value in named.items() if value is not None}
        return frozenset(present | ({f"shift:{self.unit}"} if self.shift is not None else set()))


def agree(a: Date, b: Date) -> bool:
    """Whether two dates share a part, or a day of the year, and contradict each other in none."""
    return bool(shared(a, b) or a.days & b.days) and not clash(a, b)


def shared(a: Date, b: Date) -> frozenset[str]:
    """The parts that both name (a decade answers a year and the other way round)."""
    common = set(a.parts & b.parts)
    if (a.decade is not None and b.year is not None) or (b.decade is not None and a.year is not None):
        common.add("decade")
    return frozenset(common)


def clash(a: Date, b: Date) -> frozenset[str]:
    """The parts that both name and that differ; "day" too where they name no part in common, but other days."""
    common = shared(a, b)
    if not common:
        return frozenset({"day"} if a.days and b.days and not a.days & b.days else ())
    if (a.swapped or b.swapped) and {a.day, a.month} == {b.day, b.month}:
        common -= {"day", "month"}
    named: tuple[str, ...] = ("year", "month", "day", "weekday")
    found = {name for name in named if name in common and getattr(a, name) != getattr(b, name)}
    if "decade" in common and not _decades_agree(a, b):
        found.add("decade")
    if any(part.startswith("shift:") for part in common) and a.shift != b.shift:
        found.add(f"shift:{a.unit}")
    return frozenset(found)


def located(date: Date, anchor: calendar_date | None) -> Date:
    """The date with its `days`, read from a text that bears the date `anchor`.

    A weekday may be the last or the next one; on its own day it may also be that of the weeks beside.
    """
    if date.month is not None and date.day is not None:
        found = {(date.month, date.day), *([(date.day, date.month)] if date.swapped else [])}
        return replace(date, days=frozenset(found))
    if anchor is None:
        return date
    away: tuple[int, ...] = ()
    if date.shift is not None and date.unit == "day":
        away = (date.shift,)
    elif date.weekday is not None:
        ahead = (date.weekday - anchor.weekday()) % 7
        away = (ahead, ahead - 7) if ahead else (-7, 0, 7)
    places = [anchor + timedelta(days=days) for days in away]
    return replace(date, days=frozenset((place.month, place.day) for place in places))


def dated(text: str) -> calendar_date | None:
    """The date that a text bears: in a dateline ("RABAT, Nov 24, 2021 (AFP) -"), after "Published" or on its own line.

    A date that a sentence of the text mentions is none. Only the head of the text is looked at.
    """
    for match in _pattern().finditer(text[:HEAD]):
        date = _plain(match)
        if date is None or date.year is None or date.month is None or date.day is None or date.swapped:
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        before, after = text[line_start : match.start()], text[match.end() : line_end if line_end >= 0 else len(text)]
        if not (_BEARS.search(before) or _DATELINE.match(after) or len(f"{before} {after}".split()) <= BESIDE):
            continue
        try:
            return calendar_date(date.year, date.month, date.day)
        except ValueError:
            continue  # 31 February
    return None


def _plain(match: re.Match[str]) -> Date | None:
    """The value of a match that is written out, without a look at its sentence."""
    if match["iso"] or match["slash"]:
        return _figures(match[0])
    if match["dmy"] or match["mdy"]:
        return _written(match, "" if match["dmy"] else "2")
    return None


def _decades_agree(a: Date, b: Date) -> bool:
    x, y = (date.decade if date.decade is not None else (date.year or 0) // 10 * 10 for date in (a, b))
    return x == y or (min(x, y) < 100 and x % 100 == y % 100)


#: Characters at the head of a text where it may bear its date, and words that may stand beside it on its line: a
#: place, a weekday and a time of day. Judgments, not measurements.
HEAD = 600
BESIDE = 6
_BEARS = re.compile(r"\b(?:published|posted|updated|modified|date|dated)\b[^.]{0,30}$", re.IGNORECASE)
_DATELINE = re.compile(r"\s*(?:\([^()]{2,30}\)\s*[-–—:]|[-–—])\s")

MONTHS = ("january february march april may june july august september october november december").split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DECADES = {
    word: 10 * n
    for n, word in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)
}
_MONTH_SHORT = {name[:3]: n for n, name in enumerate(MONTHS, 1)} | {"sept": 9}
_RELATIVE = {
    "yesterday": (-1, "day"), "today": (0, "day"), "tomorrow": (1, "day"), "tonight": (0, "day"),
}  # fmt: skip
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "following": 1}

#: A number right after these is a year, not a count.
_YEAR_LEADS = (
    r"(?:in|since|by|of|until|till|from|before|after|during|for|the|early|late|mid|and|to|between|around|about|circa"
    r"|year|fy)"
)
#: ... and these make "May", "March" and the like a month.
_MONTH_LEADS = (
    r"(?:in|last|next|this|since|until|till|by|of|from|early|late|mid|and|to|through|during|for|between|each|every)"
)
#: "his 60s" are an age.
_AGES = re.compile(r"\b(?:his|her|their|my|your|our)(?: early| late| mid)?[ -]$", re.IGNORECASE)


@functools.cache
def _pattern() -> re.Pattern[str]:
    long = "|".join(MONTHS)
    short = "|".join(sorted(_MONTH_SHORT, key=lambda name: (-len(name), name)))
    month = rf"(?:{long}|(?:{short})\b\.?)"
    day = r"[0-3]?\d"
    nth = "(?:st|nd|rd|th)?"
    year = r"(?:1[0-9]|20)\d\d"
    not_year = r"(?![\w%$£€°]|[.,]\d|-(?!(?:1[0-9]|20)\d\d\b)\w|\s?(?:%|percent|per cent))"
    units = "day|night|week|weekend|month|year|decade|century|summer|winter|spring|autumn|fall"
    return re.compile(
        # Every form begins with a figure, an apostrophe or a word: nowhere else need all of them be tried.
        r"(?=[\d'’]|\b[a-z])(?:"
        r"(?P<iso>\b(?:1[89]|20)\d\d-(?:0\d|1[0-2])-[0-3]\d\b)"
        r"|(?P<slash>(?<![\d./])[0-3]?\d(?P<mark>[./])[0-3]?\d(?P=mark)(?:(?:1[89]|20)\d\d|\d\d)(?![\d/]))"
        rf"|(?P<dmy>\b(?P<day>{day}){nth}(?: (?:of )?|-)(?P<month>{month})\b(?:,? (?P<year>{year})\b)?)"
        rf"|(?P<mdy>\b(?P<month2>{month})[ -](?P<day2>{day}){nth}\b(?!['’]?s\b)(?![.,:]\d)"
        rf"(?:,? (?P<year2>{year})\b)?)"
        rf"|(?P<my>\b(?P<month3>{month}),?(?: of)? (?P<year3>{year})\b)"
        rf"|(?P<alone>\b(?:{long})\b)"
        rf"|(?P<weekday>\b(?:{'|'.join(WEEKDAYS)})s?\b)"
        rf"|(?P<decade>(?:\b(?:1[0-9]|20)|\b|['’])\d0['’]?s\b|\b(?:{'|'.join(_DECADES)})\b)"
        rf"|(?P<years>(?<![\w.,$£€¥#-]){year}(?:[-–/]\d\d(?!\d))?{not_year})"
        rf"|(?P<relative>\b(?:{'|'.join(_RELATIVE)})\b)"
        rf"|(?P<shift>\b(?:{'|'.join(_SHIFTS)})[ ](?:{units})\b(?! of\b)))",
        re.IGNORECASE,
    )


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> Iterator[Fact]:
    """The dates of each sentence that was parsed, in text order."""
    anchor = dated(document.clean)
    for sentence, parsed in zip(document.sentences, tokens, strict=True):
        if not parsed:
            continue
        for start, end, date in find(sentence, parsed):
            first, last = sentence.start + start, sentence.start + end
            yield Fact("date", located(date, anchor), sentence.index, first, last, document.clean[first:last])


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


_KINDS = ("iso", "slash", "dmy", "mdy", "my", "alone", "weekday", "decade", "years", "relative", "shift")


def _value(  # noqa: PLR0911 - one return a form
    match: re.Match[str], text: str, offset: int, tokens: Sequence[Token]
) -> Date | None:
    kind = next(name for name in _KINDS if match[name])
    word = match[0].lower()
    if kind in ("iso", "slash"):
        return _figures(word)
    if kind in ("dmy", "mdy", "my"):
        return _written(match, {"dmy": "", "mdy": "2", "my": "3"}[kind])
    if kind == "weekday":
        name = word if word in WEEKDAYS else word.removesuffix("s")
        return Date(weekday=WEEKDAYS.index(name)) if match[0][0].isupper() else None
    if kind in ("relative", "shift"):
        return _relation(word)
    if kind == "decade":
        return _decade(word, text, match)
    if kind == "alone":
        return _alone(match, text, offset, tokens)
    return Date(year=int(word[:4])) if _is_year(text, match, offset, tokens) else None


def _relation(word: str) -> Date:
    if word in _RELATIVE:
        shift, unit = _RELATIVE[word]
        return Date(shift=shift, unit=unit)
    lead, unit = word.split(" ")
    return Date(shift=_SHIFTS[lead], unit={"night": "day", "fall": "autumn", "weekend": "week"}.get(unit, unit))


def _written(match: re.Match[str], suffix: str) -> Date | None:
    """A date with the month's name; `suffix` tells the groups of the three orders apart."""
    name, year = match["month" + suffix].rstrip("."), match["year" + suffix]
    if not name[0].isupper():
        return None
    day = int(match["day" + suffix]) if suffix != "3" else None
    return _valid(int(year) if year else None, _month(name), day)


def _valid(year: int | None, month: int, day: int | None) -> Date | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Date(year=year, month=month, day=day)


def _figures(word: str) -> Date | None:
    """A date in figures: year first with hyphens, or last with slashes or stops, day or month before it."""
    first, second, year = (int(part) for part in re.split(r"[./-]", word))
    if "-" in word:
        return _valid(first, second, year)
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
        lead = re.search(rf"\b{_MONTH_LEADS}[ -]$", text[: match.start()], re.IGNORECASE)
        if person or not lead or (token is not None and token.pos != "PROPN"):
            return None
    elif person and any(word[:1].isupper() for word in beside):
        return None
    return Date(month=_month(name))


def _decade(word: str, text: str, match: re.Match[str]) -> Date | None:
    before = text[: match.start()]
    if _AGES.search(before):
        return None
    if word in _DECADES:
        lead = re.search(r"\b(?:the|nineteen|early|late|mid)[ -]$", before, re.IGNORECASE)
        return Date(decade=_DECADES[word]) if lead else None
    figures = re.sub(r"\D", "", word)
    return None if len(figures) == 2 and int(figures) < 20 else Date(decade=int(figures))


def _is_year(text: str, match: re.Match[str], offset: int, tokens: Sequence[Token]) -> bool:
    """Whether four figures are a year: not where they count something or bear a currency or unit."""
    value = int(match[0][:4])
    before, after = text[: match.start()], text[match.end() :]
    if re.search(
        r"[$£€¥] ?$|\b(?:No\.?|Road|Route|Room|room|road|route|page|flight|Flight|about|nearly|over|than) $", before
    ):
        return (
            bool(re.search(r"\b(?:about|over|than) $", before))
            and 1900 <= value <= 2100
            and not re.match(r" [a-z]", after)
        )
    if re.match(
        r"\s?(?:m|km|kg|g|cm|mm|mph|ft|miles?|met(?:er|re)s?|people|men|women|pounds?|dollars?|euros?|years?|days?|hours?|tons?|tonnes?|acres?|million|billion|thousand)\b",
        after,
    ):
        return False
    index = next((i for i, t in enumerate(tokens) if t.start <= offset + match.start() < t.end), None)
    if index is not None:
        token = tokens[index]
        head = tokens[token.head]
        # A plural noun that the figure modifies is being counted ("1500 workers").
        if token.dep == "nummod" and head.tag in ("NNS", "NNPS") and head is not token and head.start >= token.end:
            return (
                value >= 1900
                and re.search(rf"\b{_YEAR_LEADS} $", before, re.IGNORECASE) is not None
                and token.entity == "DATE"
            )
    if value < 1700 and not re.search(rf"\b{_YEAR_LEADS}[ -]$", before, re.IGNORECASE):
        return False
    return value >= 1700 or (index is not None and tokens[index].entity == "DATE")
