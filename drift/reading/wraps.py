"""Hard line wraps: lines that were broken at a fixed width are joined to paragraphs again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from drift.reading.edits import Edit
from drift.reading.vocabulary import zipf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.language import Language

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_FIRST_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"\s*(?:[-*•·–—>#|]|\d{1,3}[.)])\s")
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?=-$)")
_END = re.compile(r"[.!?…][\"”’»)\]]*$")
# Widths at which prose is wrapped: 20 columns is a narrow column of a scan, 40 that of a newspaper, 72-80 mail and
# terminals, 100-120 editors. Longer lines are paragraphs.
_NARROW, _WIDE = 20, 130
#: Words a line on average from which lines that all break within a sentence are no list (a judgment).
_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without trailing blanks and line end
    text: str


def edits(text: str, language: Language) -> list[Edit]:
    """Join wrapped lines.

    A block of lines counts as wrapped when nearly every line is so full that the first word of the next one would
    not have fitted, and most breaks fall within a sentence. So do lines, however full, that all break within a
    sentence which the last one ends. Lists, verse and one-line paragraphs do neither.
    """
    blocks = [(block, _width(block, language)) for block in _blocks(text)]
    widest = max((width for _, width in blocks), default=0)
    result: list[Edit] = []
    for block, width in blocks:
        flowing = {line for run in _runs(block, language) if _is_sentence(run) for line in run[:-1]}
        own = width or (widest if len(block) == 2 and _is_middle(block[0], block[1], language) else 0)
        for line, following in pairwise(block):
            full = own and _is_full(line, following, own) and not _BULLET.match(following.text)
            if full or line in flowing:
                result.append(_join(text, line, following, language))
    return result


def _blocks(text: str) -> list[list[_Line]]:
    blocks: list[list[_Line]] = [[]]
    for match in _LINE.finditer(text):
        line = match[0].rstrip()
        if line:
            blocks[-1].append(_Line(match.start(), match.start() + len(line), line))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if len(block) >= 2]


def _runs(block: list[_Line], language: Language) -> Iterator[list[_Line]]:
    """The lines of a block, cut wherever a break need not fall within a sentence."""
    run = block[:1]
    for line, following in pairwise(block):
        if not _is_middle(line, following, language):
            yield run
            run = []
        run.append(following)
    yield run


def _is_sentence(run: list[_Line]) -> bool:
    """Whether lines that break within a sentence are one: the last ends it, and they have words enough for no list."""
    return sum(len(line.text.split()) for line in run) >= _WORDS * len(run) and bool(_END.search(run[-1].text))


def _width(block: list[_Line], language: Language) -> int:
    """The width that a block of three lines or more was wrapped at; 0 if it was not."""
    width = max(len(line.text) for line in block)
    if len(block) < 3 or not _NARROW <= width <= _WIDE:
        return 0
    breaks = list(pairwise(block))
    full = sum(1 for line, following in breaks if _is_full(line, following, width))
    middle = sum(1 for line, following in breaks if _is_middle(line, following, language))
    # A paragraph of prose breaks within a sentence at about four of five line ends; headings and the last lines
    # of paragraphs that follow one another without a blank line are the ones that are not full.
    return width if full >= 0.7 * len(breaks) and middle >= 0.5 * len(breaks) else 0


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    word = _FIRST_WORD.search(following.text)
    return len(line.text) + 1 + len(word[0] if word else "") > width


def _is_middle(line: _Line, following: _Line, language: Language) -> bool:
    """Whether a line breaks within a sentence: no end, then no capital, but behind "in" or "the" a name may follow."""
    first, last = following.text.lstrip()[:1], line.text.split()[-1]
    if line.text[-1] in ".!?:;" or _BULLET.match(following.text):
        return False
    return first.islower() or (first.isalnum() and last in language.words("function.unfinished"))


def _join(text: str, line: _Line, following: _Line, language: Language) -> Edit:
    start = line.end
    end = following.start + len(following.text) - len(following.text.lstrip())
    reason = "a line break within a paragraph that is wrapped at a fixed width"
    last, first = _LAST_WORD.search(line.text), re.match(r"\s*([^\W\d_]+)", following.text)
    if last and first and first[1].islower():
        joined = zipf(last[0] + first[1], language)
        # "infor-mation", "under-stand", but "long-term": lists have "longterm" too, a hundred times rarer.
        if joined >= 3.5 or (joined >= 1.0 and min(zipf(last[0], language), zipf(first[1], language)) < 2.5):
            return Edit(start - 1, end, "", "wrap", reason + ", and the hyphen that divided a word there")
        return Edit(start, end, "", "wrap", reason)
    if _is_unspaced(line.text[-1]) and _is_unspaced(text[end]):
        return Edit(start, end, "", "wrap", reason)
    return Edit(start, end, " ", "wrap", reason)


def _is_unspaced(character: str) -> bool:
    """Chinese and Japanese characters, which stand without spaces."""
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uff60"
