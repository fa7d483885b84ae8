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

from drift.language import alternatives, language_of
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.language import Language
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


def dated(text: str, own: Language) -> calendar_date | None:
    """The date that a text bears: in a dateline ("RABAT, Nov 24, 2021 (AFP) -"), after "Published" or on its own line.

    A date that a sentence of the text mentions is none. Only the head of the text is looked at.
    """
    for match in _pattern(own).finditer(text[:HEAD]):
        date = _plain(match, own)
        if date is None or date.year is None or date.month is None or date.day is None or date.swapped:
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        before, after = text[line_start : match.start()], text[match.end() : line_end if line_end >= 0 else len(text)]
        if not (_bears(own).search(before) or _DATELINE.match(after) or len(f"{before} {after}".split()) <= BESIDE):
            continue
        try:
            return calendar_date(date.year, date.month, date.day)
        except ValueError:
            continue  # 31 February
    return None


def _plain(match: re.Match[str], own: Language) -> Date | None:
    """The value of a match that is written out, without a look at its sentence."""
    if match["iso"] or match["slash"]:
        return _figures(match[0])
    if match["dmy"] or match["mdy"]:
        return _written(match, "" if match["dmy"] else "2", own)
    return None


def _decades_agree(a: Date, b: Date) -> bool:
    x, y = (date.decade if date.decade is not None else (date.year or 0) // 10 * 10 for date in (a, b))
    return x == y or (min(x, y) < 100 and x % 100 == y % 100)


#: Characters at the head of a text where it may bear its date, and words that may stand beside it on its line: a
#: place, a weekday and a time of day. Judgments, not measurements.
HEAD = 600
BESIDE = 6
_DATELINE = re.compile(r"\s*(?:\([^()]{2,30}\)\s*[-–—:]|[-–—])\s")


@functools.cache
def _bears(own: Language) -> re.Pattern[str]:
    bearing = alternatives(own.words("calendar.bearing"))
    return re.compile(rf"\b{bearing}\b[^.]{{0,30}}$", re.IGNORECASE)


@functools.cache
def _numbered(own: Language, *names: str) -> Mapping[str, int]:
    """The words of lists of the calendar, each with the number of its entry."""
    return {
        word: number
        for name in names
        for number, entry in enumerate(own.ordered(f"calendar.{name}"))
        for word in entry.split()
    }


@functools.cache
def _after(own: Language, *names: str, optional: str = "") -> re.Pattern[str]:
    """A text that ends with a word of lists of the calendar, or with that and an `optional` one."""
    lead = alternatives(word for name in names for word in own.words(f"calendar.{name}"))
    more = rf"(?: {alternatives(own.words(f'calendar.{optional}'))})?" if optional else ""
    return re.compile(rf"\b{lead}{more}[ -]$", re.IGNORECASE)


@functools.cache
def _pattern(own: Language) -> re.Pattern[str]:
    def any_of(name: str) -> str:
        return alternatives(word for entry in own.words(f"calendar.{name}") for word in entry.split())

    long = any_of("months")
    month = rf"(?:{long}|{any_of('months_short')}\b\.?)"
    day = r"[0-3]?\d"
    nth = f"{alternatives(own.words('numbers.nth'))}?"
    of = alternatives(own.words("function.of"))
    ending = rf"['’]?{any_of('decade_endings')}\b"
    year = r"(?:1[0-9]|20)\d\d"
    percent = alternatives(own.words("numbers.percent"))
    not_year = rf"(?![\w%$£€°]|[.,]\d|-(?!(?:1[0-9]|20)\d\d\b)\w|\s?(?:%|{percent}))"
    leads, units = alternatives(own.table("calendar.shifts")), alternatives(own.words("calendar.units"))
    return re.compile(
        # Every form begins with a figure, an apostrophe or a word: nowhere else need all of them be tried.
        r"(?=[\d'’]|\b[^\W\d_])(?:"
        r"(?P<iso>\b(?:1[89]|20)\d\d-(?:0\d|1[0-2])-[0-3]\d\b)"
        r"|(?P<slash>(?<![\d./])[0-3]?\d(?P<mark>[./])[0-3]?\d(?P=mark)(?:(?:1[89]|20)\d\d|\d\d)(?![\d/]))"
        rf"|(?P<dmy>\b(?P<day>{day}){nth}(?: (?:{of} )?|-)(?P<month>{month})\b(?:,? (?P<year>{year})\b)?)"
        rf"|(?P<mdy>\b(?P<month2>{month})[ -](?P<day2>{day}){nth}\b(?!{ending})(?![.,:]\d)"
        rf"(?:,? (?P<year2>{year})\b)?)"
        rf"|(?P<my>\b(?P<month3>{month}),?(?: {of})? (?P<year3>{year})\b)"
        rf"|(?P<alone>\b{long}\b)"
        rf"|(?P<weekday>\b{any_of('weekdays')}\b)"
        rf"|(?P<decade>(?:\b(?:1[0-9]|20)|\b|['’])\d0{ending}|\b{any_of('decades')}\b)"
        rf"|(?P<years>(?<![\w.,$£€¥#-]){year}(?:[-–/]\d\d(?!\d))?{not_year})"
        rf"|(?P<relative>\b{alternatives(own.table('calendar.relative'))}\b)"
        rf"|(?P<shift>\b(?P<lead>{leads})[ ](?P<unit>{units})\b(?! {of}\b)))",
        re.IGNORECASE,
    )


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> Iterator[Fact[Date]]:
    """The dates of each sentence that was parsed, in text order."""
    own = language_of(document)
    anchor = dated(document.clean, own)
    for sentence, parsed in zip(document.sentences, tokens, strict=True):
        if not parsed:
            continue
        for start, end, date in find(sentence, parsed, own):
            first, last = sentence.start + start, sentence.start + end
            yield Fact("date", located(date, anchor), sentence.index, first, last, document.clean[first:last])


def spans(sentence: Sentence, tokens: Sequence[Token], own: Language) -> list[tuple[int, int]]:
    """Where the dates of a sentence stand, offsets in its text; `drift.facts.numbers` leaves them out."""
    return [(start, end) for start, end, _ in find(sentence, tokens, own)]


def find(sentence: Sentence, tokens: Sequence[Token], own: Language) -> list[tuple[int, int, Date]]:
    """The dates of one sentence with their place in its text."""
    text = sentence.text
    found: list[tuple[int, int, Date]] = []
    for match in _pattern(own).finditer(text):
        date = _value(match, text, sentence.start, tokens, own)
        if date is not None and date.parts:
            found.append((match.start(), match.end(), date))
    return found


_KINDS = ("iso", "slash", "dmy", "mdy", "my", "alone", "weekday", "decade", "years", "relative", "shift")


def _value(  # noqa: PLR0911 - one return a form
    match: re.Match[str], text: str, offset: int, tokens: Sequence[Token], own: Language
) -> Date | None:
    kind = next(name for name in _KINDS if match[name])
    word = match[0].lower()
    if kind in ("iso", "slash"):
        return _figures(word)
    if kind in ("dmy", "mdy", "my"):
        return _written(match, {"dmy": "", "mdy": "2", "my": "3"}[kind], own)
    if kind == "weekday":
        return Date(weekday=_numbered(own, "weekdays")[word]) if _is_proper(match[0], "weekdays", own) else None
    if kind == "relative":
        return Date(shift=own.table("calendar.relative")[word], unit="day")
    if kind == "shift":
        shift = own.table("calendar.shifts")[match["lead"].lower()]
        return Date(shift=shift, unit=own.classes("calendar.units")[match["unit"].lower()])
    if kind == "decade":
        return _decade(word, text, match, own)
    if kind == "alone":
        return _alone(match, text, offset, tokens, own)
    return Date(year=int(word[:4])) if _is_year(text, match, offset, tokens, own) else None


def _is_proper(name: str, kind: str, own: Language) -> bool:
    """Whether a month or weekday has the capital that the language gives to them."""
    return name[0].isupper() or kind not in own.words("calendar.capitalized")


def _written(match: re.Match[str], suffix: str, own: Language) -> Date | None:
    """A date with the month's name; `suffix` tells the groups of the three orders apart."""
    name, year = match["month" + suffix].rstrip("."), match["year" + suffix]
    if not _is_proper(name, "months", own):
        return None
    day = int(match["day" + suffix]) if suffix != "3" else None
    return _valid(int(year) if year else None, _month(name, own), day)


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


def _month(name: str, own: Language) -> int:
    return _numbered(own, "months", "months_short")[name.lower()] + 1


def _alone(match: re.Match[str], text: str, offset: int, tokens: Sequence[Token], own: Language) -> Date | None:
    name = match[0]
    if not _is_proper(name, "months", own):
        return None
    token = next((t for t in tokens if t.start <= offset + match.start() < t.end), None)
    # "Theresa May", "April Jones", "May I", "March": with a name beside it, or no proper noun, it is no month.
    beside = {t.text for t in tokens if t.end + 1 == offset + match.start() or t.start == offset + match.end() + 1}
    person = token is not None and token.entity == "PERSON"
    if name.lower() in own.words("calendar.ambiguous"):
        lead = _after(own, "month_leads").search(text[: match.start()])
        if person or not lead or (token is not None and token.pos != "PROPN"):
            return None
    elif person and any(word[:1].isupper() for word in beside):
        return None
    return Date(month=_month(name, own))


def _decade(word: str, text: str, match: re.Match[str], own: Language) -> Date | None:
    before = text[: match.start()]
    if _after(own, "owners", optional="age_parts").search(before):
        return None
    decade = _numbered(own, "decades").get(word)
    if decade is not None:
        return Date(decade=20 + 10 * decade) if _after(own, "decade_leads").search(before) else None
    figures = re.sub(r"\D", "", word)
    return None if len(figures) == 2 and int(figures) < 20 else Date(decade=int(figures))


def _is_year(text: str, match: re.Match[str], offset: int, tokens: Sequence[Token], own: Language) -> bool:
    """Whether four figures are a year: not where they count something or bear a currency or unit."""
    value = int(match[0][:4])
    before, after = text[: match.start()], text[match.end() :]
    reaching, numbered, counted = _around(own)
    if reaching.search(before):
        return 1900 <= value <= 2100 and not re.match(r" [a-z]", after)
    if numbered.search(before) or counted.match(after):
        return False
    index = next((i for i, t in enumerate(tokens) if t.start <= offset + match.start() < t.end), None)
    lead = _after(own, "year_leads").search(before)
    if index is not None:
        token = tokens[index]
        head = tokens[token.head]
        # A plural noun that the figure modifies is being counted ("1500 workers").
        if token.dep == "nummod" and head.has("Number=Plur") and head is not token and head.start >= token.end:
            return value >= 1900 and lead is not None and before.endswith(" ") and token.entity == "DATE"
    if value < 1700 and not lead:
        return False
    return value >= 1700 or (index is not None and tokens[index].entity == "DATE")


@functools.cache
def _around(own: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before four figures that may be a year, before such as are none, and after such as count."""
    reaching, numbered, counted = (
        alternatives(own.words(f"calendar.{name}")) for name in ("reaching", "numbered", "counted")
    )
    return (
        re.compile(rf"\b{reaching} $"),
        re.compile(rf"[$£€¥] ?$|\b{numbered} $"),
        re.compile(rf"\s?{counted}\b"),
    )
