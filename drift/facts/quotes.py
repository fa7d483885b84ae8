"""Quotations between any marks: “ ” " ‘ ’ ' « » „ “ ‹ › 「 」 `` ''. An apostrophe is no mark.

A quotation may run over several sentences, or over paragraphs that each open and only the last of which
closes; the fact of each sentence holds that sentence's part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, islice, takewhile
from typing import TYPE_CHECKING

from drift.facts.names import fold
from drift.facts.spelling import respelled
from drift.language import language_of
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.language import Language
    from drift.records import Document, Sentence, Token


@dataclass(frozen=True, slots=True)
class Quotation:
    """The part of a quotation in one sentence.

    `words` are folded (case, accents, British spelling, contractions), `index` counts the quotations of the
    document, `opens` and `closes` tell whether its marks stand in this sentence, `whole` whether both marks stand
    somewhere: a quotation without its end cannot be told from a stray mark.
    """

    words: tuple[str, ...]
    index: int
    opens: bool = True
    closes: bool = True
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Unclosed(Quotation):
    """What stands behind a quotation that was never closed, in a sentence that it does not open in."""


def agree(a: Quotation, b: Quotation) -> bool:
    """Whether the words are the same."""
    return a.words == b.words


_CLOSERS = {
    "“": '”“"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"”',
    "‘": "’",
    "'": "'’",
    "”": "”",
}
#: Marks that are used as the straight one is: Hebrew gershayim, double prime, full width.
_LIKE_STRAIGHT = {0x5F4: '"', 0x2033: '"', 0xFF02: '"'}
#: Marks of teletype and TeX, as news agencies write them: each pair is a straight mark and the blank outside it.
_TICKS = re.compile(r"``|''")
_MARKS = frozenset("“”„«»‹›「」『』\"‘’'")
_TRIMMED = " \t\n\u00a0״″＂`" + "".join(sorted(_MARKS))

#: A quotation that is still open after this many sentences was never closed: a scraped or translated text has lost
#: its closing mark. The longest of the development texts closes in its ninth sentence.
LONGEST = 10

_WORD = re.compile(r"[^\W_]+(?:[.,’'&-][^\W_]+)*")


def words_of(text: str, own: Language) -> tuple[str, ...]:
    """The words of a quotation, folded: case, accents, hyphens, spelling variants and contractions do not count.

    >>> from drift.language import language
    >>> words_of("They don’t “formalise” it", language("en"))
    ('they', 'do', 'not', 'formalize', 'it')
    """
    text = text.lower().replace("’", "'")
    for short, long in _contractions(own):
        text = short.sub(long, text)
    return tuple(
        respelled(folded, own)
        for match in _WORD.finditer(text)
        for part in match[0].split("-")
        if (folded := fold(part))
    )


@cache
def _contractions(own: Language) -> Sequence[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(rf"{'' if long.startswith(' ') else chr(92) + 'b'}{re.escape(short)}\b"), long)
        for short, long in own.table("spelling.contractions").items()
    ]


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> Iterator[Fact[Quotation]]:
    """The quotations of each sentence that was parsed, in text order.

    Sentences of a paragraph behind a quotation that was never closed hold facts of the kind "unclosed": what they quote
    cannot be told.
    """
    own = language_of(document)
    read = [s for s, parsed in zip(document.sentences, tokens, strict=True) if parsed]
    starts, ends = [sentence.start for sentence in read], [sentence.end for sentence in read]
    for index, (start, end, closed) in enumerate(find(straightened(document.clean), read, own)):
        for place in range(bisect_right(ends, start), bisect_left(starts, end)):
            sentence = read[place]
            first, last = max(start, sentence.start), min(end, sentence.end)
            text = document.clean[first:last]
            trimmed = text.strip(_TRIMMED)
            if first >= last or not any(map(str.isalnum, trimmed)):
                continue
            offset = first + text.index(trimmed)
            words = words_of(trimmed, own)
            opens, closes = start >= sentence.start, closed and end <= sentence.end
            told = opens or closed
            value = (Quotation if told else Unclosed)(words, index, opens, closes, closed)
            kind = "quote" if told else "unclosed"
            yield Fact(kind, value, sentence.index, offset, offset + len(trimmed), trimmed)


def straightened(text: str) -> str:
    """The text, as long as it was, with a straight mark for every mark that is used as one.

    >>> straightened("He ``tried to go,'' she said.")
    'He  "tried to go,"  she said.'
    """
    text = text.translate(_LIKE_STRAIGHT)
    return _TICKS.sub(lambda found: ' "' if found[0] == "``" else '" ', text) if "``" in text else text


@dataclass(frozen=True, slots=True)
class _Open:
    """A quotation that is not closed yet.

    Its mark, where its words begin, the number of its sentence, and how many quotations are open within it.
    """

    mark: str
    start: int
    number: int
    within: int = 0


def find(text: str, sentences: list[Sentence], own: Language) -> list[tuple[int, int, bool]]:
    """Start and end of the text between each pair of marks, and whether it was closed; outermost marks only.

    One that was not closed reaches to the end of its paragraph, or to the next that opens.
    """
    found: list[tuple[int, int, bool]] = []
    opened: _Open | None = None
    nesting: frozenset[int] = frozenset()
    for number, sentence in enumerate(sentences):
        if opened is not None and number - opened.number >= LONGEST:
            found.append((opened.start, _paragraph_end(sentences, opened.number), False))
            opened = None
        if not number or sentences[number - 1].paragraph != sentence.paragraph:
            nesting = _nesting(text, sentences, number, own)
        partners: dict[str, int] = {}
        for at in range(sentence.start, sentence.end):
            mark = text[at]
            alone = opened is None and mark in "‘'" and not _single_closes(text, at, sentence, partners)
            if mark in _MARKS and not alone:
                if opened is not None and mark == opened.mark == '"' and at in nesting:
                    opened = replace(opened, within=opened.within + 1)
                else:
                    opened, ended = _step(text, sentences, _Open(mark, at + 1, number), opened, own)
                    found += ended
        if opened is not None and opened.mark in "‘'":
            opened = None  # Single marks are trusted within a sentence only.
    if opened is not None:
        # The text ends within a quotation.
        found.append((opened.start, _paragraph_end(sentences, opened.number), False))
    return found


def _paragraph(sentences: list[Sentence], number: int) -> Iterator[Sentence]:
    """A sentence and those behind it in its paragraph."""
    onward = (sentences[k] for k in range(number, len(sentences)))
    return takewhile(lambda sentence: sentence.paragraph == sentences[number].paragraph, onward)


def _paragraph_end(sentences: list[Sentence], number: int) -> int:
    """Where the paragraph of a sentence ends; of a long one, where a quotation would have ended."""
    return [*islice(_paragraph(sentences, number), LONGEST)][-1].end


def _nesting(text: str, sentences: list[Sentence], number: int, own: Language) -> frozenset[int]:
    """The straight marks of a paragraph that open a quotation in mid-sentence within another, if they stand in one.

    Such a mark has two more to close it and the other; where there is but one, the other lost its own. None are told
    where a mark may open or close.
    """
    places: list[int] = []
    steps: list[int] = []
    inner: list[int] = []
    for sentence in _paragraph(sentences, number):
        at = text.find('"', sentence.start, sentence.end)
        while at >= 0:
            opens, closes = _opens(text, at, sentence), _closes(text, at, sentence, '"', own)
            if opens and closes:
                return frozenset()
            if opens and at > sentence.start and text[at - 1].isspace():
                inner.append(len(places))
            places.append(at)
            steps.append(int(opens) - int(closes))
            at = text.find('"', at + 1, sentence.end)
    depths = [*accumulate(steps, initial=0)]
    lowest = [*accumulate(reversed(depths), min)][::-1]
    return frozenset(places[k] for k in inner if lowest[k + 1] < depths[k])


def _step(
    text: str, sentences: list[Sentence], here: _Open, opened: _Open | None, own: Language
) -> tuple[_Open | None, list[tuple[int, int, bool]]]:
    """What is open after the mark `here`, and the quotation that it ends, if any."""
    at, sentence = here.start - 1, sentences[here.number]
    if opened is None:
        return (here if _opens(text, at, sentence) else None), []
    if _closes(text, at, sentence, opened.mark, own):
        if opened.within:
            return replace(opened, within=opened.within - 1), []
        return None, [(opened.start, at, True)]
    if not _same(here.mark, opened.mark) or not _opens(text, at, sentence):
        return opened, []
    # A new paragraph of one quotation opens again without a close before it; elsewhere the close was lost.
    first, last = sentences[opened.number], sentences[max(0, here.number - 1)]
    onward = at == sentence.start and first.paragraph == last.paragraph != sentence.paragraph
    if onward and not _is_fragment(text, opened, first):
        return here, [(opened.start, last.end, True)]
    return here, [(opened.start, min(_paragraph_end(sentences, opened.number), at), False)]


def _is_fragment(text: str, opened: _Open, sentence: Sentence) -> bool:
    """Whether a quotation opens in mid-sentence in lower case: it ends in its sentence, whatever became of its mark."""
    return opened.start - 1 > sentence.start and text[opened.start].islower()


_SINGLE = re.compile(r"[’'](?![^\W_])")
_SMALL = re.compile(r" [a-z]")
_MARK = re.compile(r"[“”„«»\"]|(?<![^\W_])[‘'](?=[^\W\d_])")


def marks_in(text: str) -> int:
    """How many marks a text has that may open or close a quotation; of single marks those that look like opening."""
    return len(_MARK.findall(straightened(text)))


def _same(char: str, opener: str) -> bool:
    return char == opener or {char, opener} <= {"“", '"', "„"}


def _before(text: str, at: int, sentence: Sentence) -> str:
    return text[at - 1] if at > sentence.start else " "


def _after(text: str, at: int, sentence: Sentence) -> str:
    return text[at + 1] if at + 1 < sentence.end else " "


def _opens(text: str, at: int, sentence: Sentence) -> bool:
    char, before, after = text[at], _before(text, at, sentence), _after(text, at, sentence)
    if char in "“„«‹「『":
        return not after.isspace() or char != "“"
    if char == "»":
        return before.isspace() and after.isalnum()
    if char in "\"'‘":
        edge = not before.isalnum() and before not in ".,!?;’"
        if char in "'‘" and (after.isdigit() or not after.isalnum()):
            return False  # '90s
        # At the very start of a sentence only an opening mark can stand, a blank behind it or not.
        return edge and (not after.isspace() or (char == '"' and at == sentence.start))
    return False


def _closes(text: str, at: int, sentence: Sentence, opener: str, own: Language) -> bool:
    char, before, after = text[at], _before(text, at, sentence), _after(text, at, sentence)
    if char not in _CLOSERS.get(opener, ""):
        return False
    if opener in "‘'":
        return not after.isalnum() and not before.isspace() and not _plural(text, at, sentence, own)
    if char == "“" and opener == "“":
        return not before.isspace() and not after.isalnum()
    if char == '"':
        # Glued text ('"reason"and') closes too; only a mark with a blank before and none behind opens.
        return not (before.isspace() and not after.isspace())
    return True


def _plural(text: str, at: int, sentence: Sentence, own: Language) -> bool:
    """Whether a mark is an apostrophe, as in "the teachers’ union": another follows that can close."""
    if text[at - 1] not in own.words("spelling.apostrophe_after") or not _SMALL.match(text, at + 1, sentence.end):
        return False
    follows = _SINGLE.search(text, at + 1, sentence.end)
    if follows is None:
        return False
    between = text[at + 1 : follows.start()]
    return "‘" not in between and " '" not in between


def _single_closes(text: str, at: int, sentence: Sentence, partners: dict[str, int]) -> bool:
    """Whether a single mark has a partner in the sentence, without which it is an apostrophe.

    `partners` keeps, for each mark that was asked for, where its last partner in the sentence stands: looking anew
    for every mark would take the square of a row of them.
    """
    mark = text[at]
    if mark not in partners:
        backwards = range(sentence.end - 1, sentence.start + 1, -1)
        partners[mark] = next((i for i in backwards if _is_partner(text, i, sentence, _CLOSERS[mark])), -1)
    return partners[mark] >= at + 2


def _is_partner(text: str, at: int, sentence: Sentence, closers: str) -> bool:
    return text[at] in closers and not _after(text, at, sentence).isalnum() and not text[at - 1].isspace()
