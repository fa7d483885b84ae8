"""What is not the text: site furniture, headlines and bylines, told from prose by their form and place."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from drift.language import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.language import Language
    from drift.records import SentenceKind

_TITLE_SUFFIX = re.compile(r"\s(?=(?:[|»]|::)\s)|\s(?=[-–—]\s)")
_TERMINAL = re.compile(r"[.!?…。！？][\"”’'»)\]*]*$|[,;:]$")
_WORDS = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_ALNUM = re.compile(r"[\W\d_]+")
#: A headline stands above the text, in the page's title and beside the picture at most (a judgment).
_COPIES = 3


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What sites and agencies are known by (site.json): fixed lines, and patterns with their reasons.

    A `credit` stands at the end of the last line of a story, a `lead` before its first sentence, a `site` in the name
    behind a title; `sentence_words` stand in the remains of a sentence, but in no label or byline.
    """

    lines: frozenset[str]
    edge_lines: frozenset[str]  # furniture only at the edges of a text or beside other furniture
    appeals: tuple[tuple[re.Pattern[str], str], ...]  # sentences to the visitor: furniture within a paragraph, too
    forms: tuple[tuple[re.Pattern[str], str], ...]
    bylines: tuple[tuple[re.Pattern[str], str], ...]
    credit: re.Pattern[str]
    lead: re.Pattern[str]
    site: re.Pattern[str]
    sentence_words: frozenset[str]


@cache
def _phrases(own: Language) -> _Phrases:
    data = json.loads(own.file("site.json") or "{}")

    def compiled(pattern: str) -> re.Pattern[str]:
        for fragment, meaning in data.get("fragments", {}).items():
            pattern = pattern.replace("{" + fragment + "}", meaning)
        return re.compile(pattern)

    def patterns(section: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((compiled(entry["pattern"]), entry["reason"]) for entry in data.get(section, ()))

    return _Phrases(
        lines=frozenset(data.get("lines", ())),
        edge_lines=frozenset(data.get("edge_lines", ())),
        appeals=patterns("appeals"),
        forms=patterns("forms"),
        bylines=patterns("bylines"),
        # As in “he said. -APP/AFP”, “with Israel. — NNN-AGENCIES”, “it said. (Reuters)”
        credit=re.compile(
            r"(?<=[.!?”\"’)])\s+(?P<credit>[-–—]{1,2}\s?[A-Z]{2,}(?:[/&+-][A-Z]{2,}){0,4}(?: [A-Z]{2,}){0,2}"
            rf"|\((?:[A-Z]{{2,6}}|{alternatives(data.get('agencies', '').split())})\))\s*$"
        ),
        lead=compiled(data.get("lead", "(?!)")),
        site=re.compile(
            rf"\b(?:{alternatives(data.get('site_names', '').split())}|\w+\.(?:com|org|net))\b", re.IGNORECASE
        ),
        sentence_words=frozenset(data.get("sentence_words", "").split()),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line and what it is. Prose parts are still to be split into sentences."""

    start: int
    end: int
    kind: SentenceKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    key: str  # without case, marks and digits: what a fixed phrase is known by
    content: str  # with digits: what a copy is known by
    words: tuple[str, ...]
    prose: bool  # has the form of a sentence, or is too long to be anything else


def classify(
    text: str, lines: Sequence[tuple[int, int]], headings: frozenset[int], asides: frozenset[int], own: Language
) -> list[list[Part]]:
    """What the lines of a text are: one list of parts a line, which together cover it.

    Args:
        text: the clean text.
        lines: start and end of each line that has a character, without blanks at the edges.
        headings: numbers of lines that the page's markup calls headings.
        asides: numbers of lines outside the page's main content.
        own: the language of the text.
    """
    phrases = _phrases(own)
    items = [_line(text, start, end, phrases) for start, end in lines]
    kinds = _kinds(items, headings, asides, phrases)
    if all(kind == "furniture" for kind, _ in kinds):
        # A text that is nothing but furniture is what the user wants to have read.
        kinds = [("prose", "") if item.words else kind for item, kind in zip(items, kinds, strict=True)]
    first = next((i for i, item in enumerate(items) if item.prose), len(items))
    return [
        _parts(item, kind, reason, phrases, leading=number < max(first, 1) and len(items) > 1)
        for number, (item, (kind, reason)) in enumerate(zip(items, kinds, strict=True))
    ]


def is_furniture(sentence: str, own: Language) -> str:
    """Why a sentence within a line of prose is site furniture; empty if it is not."""
    return next((reason for pattern, reason in _phrases(own).appeals if pattern.search(sentence)), "")


def lead(sentence: str, own: Language) -> int:
    """How many characters of a sentence are the dateline before it: "RABAT, Nov 24 (AFP) — " belongs to no text."""
    match = _phrases(own).lead.match(sentence)
    return match.end() if match else 0


def _line(text: str, start: int, end: int, phrases: _Phrases) -> _Line:
    line = text[start:end]
    words = tuple(_WORDS.findall(line))
    # 20 words: headlines and labels are shorter (the longest headline of the seeds and the round-trip articles has 16).
    prose = bool(_TERMINAL.search(line) or phrases.credit.search(line)) or len(words) > 20
    return _Line(start, end, line, _key(line), " ".join(words).casefold(), words, prose)


def _key(line: str) -> str:
    return " ".join(_ALNUM.sub(" ", line.casefold()).split())


def _kinds(
    items: Sequence[_Line], headings: frozenset[int], asides: frozenset[int], phrases: _Phrases
) -> list[tuple[SentenceKind, str]]:
    kinds: list[tuple[SentenceKind, str] | None] = [_form(item, phrases) for item in items]
    for number in sorted(asides):
        kinds[number] = kinds[number] or ("furniture", "outside the main content of the page")
    _repeats(items, kinds, headings)
    body = [n for n, item in enumerate(items) if item.prose and kinds[n] is None]
    # Verse, lists and captions have few lines with a full stop: there the lack of one says nothing.
    is_article = len(body) >= 2 and 2 * len(body) >= sum(1 for kind in kinds if kind is None)
    if is_article:
        _top(items, kinds, body[0], headings, phrases)
        _bottom(items, kinds, body[-1], phrases)
        _inside(items, kinds, body, phrases)
    elif body and kinds[0] is None and not items[0].prose and body[0] == _next(kinds, 0) and len(items[0].words) >= 2:
        kinds[0] = ("headline", "a first line without a full stop above prose")
    for number in sorted(headings):
        kinds[number] = kinds[number] or ("headline", "marked as a heading")
    return [kind or ("prose", "") for kind in kinds]


def _next(kinds: Sequence[object], number: int) -> int:
    return next((n for n in range(number + 1, len(kinds)) if kinds[n] is None), -1)


def _form(item: _Line, phrases: _Phrases) -> tuple[SentenceKind, str] | None:
    if not item.words:
        return "furniture", "no words"
    if item.key in phrases.lines:
        return "furniture", "a line that sites put around their texts"
    if len(item.words) <= 40:
        for pattern, reason in (*phrases.appeals, *phrases.forms):
            if pattern.search(item.text):
                return "furniture", reason
    for pattern, reason in phrases.bylines:
        if len(item.words) <= 16 and pattern.search(item.text):
            return "byline", reason
    return None


def _repeats(items: Sequence[_Line], kinds: list[tuple[SentenceKind, str] | None], headings: frozenset[int]) -> None:
    """The second copy of a headline or caption, also where a section label is glued in front.

    Lines that stand more often than `_COPIES` are the rows of a table or the fields of a form.
    """
    seen: dict[str, int] = {}
    counts = Counter(item.content for item in items)
    for number, item in enumerate(items):
        if kinds[number] is not None or item.prose or counts[item.content] > _COPIES:
            continue
        content = item.content
        at = seen.setdefault(content, number)
        # Short lines recur within a text for good reasons ("Average tips", the speakers of an interview).
        if at < number and (len(item.words) >= 4 or at == number - 1):
            kinds[number] = ("furniture", f"repeats line {at + 1}")
        elif number not in headings:
            at = _labelled_copy(content, seen, items)
            if at >= 0:
                kinds[number] = ("furniture", f"repeats line {at + 1} behind a section label")


def _labelled_copy(content: str, seen: Mapping[str, int], items: Sequence[_Line]) -> int:
    """The earlier line that a line repeats behind one or two words, glued on or not; -1 if there is none."""
    for cut in range(1, min(25, len(content))):  # the longest section labels have about 25 letters
        at = seen.get(content[cut:].lstrip(), -1)
        if at >= 0 and len(items[at].words) >= 4 and len(content[:cut].split()) <= 2:
            return at
    return -1


def _top(
    items: Sequence[_Line],
    kinds: list[tuple[SentenceKind, str] | None],
    first: int,
    headings: frozenset[int],
    phrases: _Phrases,
) -> None:
    """Lines above the first sentence: the headline, what stands under it, and the section label above it."""
    above = [n for n in range(first) if kinds[n] is None]
    long = [n for n in above if len(items[n].words) >= 4 or n in headings]
    for number in above:
        item = items[number]
        if item.key in phrases.edge_lines or (
            long and number not in long and len(item.words) <= 2 and number < long[-1]
        ):
            is_only = not long and number == above[-1]
            kinds[number] = (
                ("headline", "above the text") if is_only else ("furniture", "a section label above the headline")
            )
        else:
            kinds[number] = ("headline", "above the text, without a full stop")


def _bottom(items: Sequence[_Line], kinds: list[tuple[SentenceKind, str] | None], last: int, phrases: _Phrases) -> None:
    """Lines below the last sentence: labels, names and what follows the heading of a list of links."""
    after_list = False
    for number in range(last + 1, len(items)):
        if kinds[number] is not None:
            after_list = after_list or kinds[number] == ("furniture", "heading of a list of links")
            continue
        item = items[number]
        plain = not any(word.casefold() in phrases.sentence_words for word in item.words)
        if item.key in phrases.edge_lines:
            kinds[number] = ("furniture", "a label below the text")
        elif after_list:
            kinds[number] = ("furniture", "below the heading of a list of links")
        elif plain and len(item.words) <= 3:
            beside = any(
                (kind := kinds[n]) is not None and kind[0] == "furniture"
                for n in (number - 1, number + 1)
                if last < n < len(items)
            )
            if len(item.words) == 1 and item.text.isalpha() and (item.text.islower() or beside):
                kinds[number] = ("furniture", "a label below the text")
            elif len(item.words) >= 2 and all(word.isalpha() and word[0].isupper() for word in item.words):
                kinds[number] = ("byline", "a name below the text")
            elif beside and item.key == item.content:
                kinds[number] = ("furniture", "a label below the text")


def _inside(
    items: Sequence[_Line], kinds: list[tuple[SentenceKind, str] | None], body: Sequence[int], phrases: _Phrases
) -> None:
    """Short lines between sentences: headings, unless several follow one another (a list, verse)."""
    for number in range(body[0] + 1, body[-1]):
        item = items[number]
        if kinds[number] is not None or item.prose or len(item.words) > 15:
            continue
        if item.key in phrases.edge_lines and any(
            kinds[n] and kinds[n] != ("headline", "between paragraphs") for n in (number - 1, number + 1)
        ):
            kinds[number] = ("furniture", "a label beside other site furniture")
            continue
        neighbors = [
            n
            for n in (number - 1, number + 1)
            if not items[n].prose and kinds[n] in {None, ("headline", "between paragraphs")}
        ]
        if len(neighbors) < 2 and not _is_item(item, neighbors, items):
            kinds[number] = ("headline", "between paragraphs")


def _is_item(item: _Line, neighbors: Sequence[int], items: Sequence[_Line]) -> bool:
    """Whether a line is one of a list: it and a neighbor open with the same mark."""
    mark = item.text[0]
    return not mark.isalnum() and mark not in "\"“‘'(*" and any(items[n].text[0] == mark for n in neighbors)


def _parts(item: _Line, kind: SentenceKind, reason: str, phrases: _Phrases, *, leading: bool) -> list[Part]:
    if kind == "prose":
        credit = phrases.credit.search(item.text)
        if credit:
            cut = item.start + credit.start("credit")
            return [Part(item.start, cut, "prose"), Part(cut, item.end, "byline", "agency line")]
    if kind == "headline" or (leading and kind == "prose" and not item.prose):
        cut = _site_suffix(item, phrases.site)
        if cut:
            return [
                Part(item.start, cut, kind, reason),
                Part(cut, item.end, "furniture", "the site's name behind a title"),
            ]
    return [Part(item.start, item.end, kind, reason)]


def _site_suffix(item: _Line, site: re.Pattern[str]) -> int:
    """Where a title's site name begins ("Title | Site", "Title - Some Times"); 0 if there is none."""
    starts = [match.start() for match in _WORDS.finditer(item.text)]
    for match in _TITLE_SUFFIX.finditer(item.text):
        before = bisect_left(starts, match.start())
        words = len(starts) - before
        if before < 3 or not 1 <= words <= 10:
            continue
        after = item.text[match.end() :]
        # A bar never stands within a headline; a dash does, so the rest must be short and name a site.
        if after[0] in "|»:":
            return item.start + match.end()
        if words <= 4 and site.search(after) and all(word[0].isupper() for word in _WORDS.findall(after)):
            return item.start + match.end()
    return 0
