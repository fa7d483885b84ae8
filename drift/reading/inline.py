"""Markup within plain text -> repairs: tags of HTML, XLIFF and translation tools, BBCode, LaTeX, Markdown, wikis.

"The results are <i>not</i> final" is read as it is shown. Only what comes in pairs, or by its form can be nothing else,
is markup: "if a < b", "the <b> tag" and "{0} of {1}" are text, and so is all that stands in a code span.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drift.reading.edits import Edit, disjoint
from drift.reading.markup import BLOCKS, INLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Elements that stand within the segments of XLIFF 1.2 and 2.1, TMX and SDLXLIFF.
_XLIFF = frozenset("g x bx ex bpt ept ph it mrk pc sc ec sm cp ut hi cf".split())
_ROWS = BLOCKS | {"br", "hr"}
_KNOWN = INLINE | _ROWS | _XLIFF
#: Elements without content, which nothing closes.
_EMPTY = frozenset("br hr img wbr".split())
#: Elements whose content is no part of the sentence: the notes of wikis.
_NOTES = frozenset({"ref"})

_CODE = re.compile(r"(`{1,3})(?!`).{1,2000}?(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,15}|\d{1,3})"
    r"(?P<attributes>(?:\s+[\w:.-]{1,60}\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>/]+)){0,20})\s*(?P<empty>/?)>"
    r"|<!--.{0,2000}?-->",
    re.DOTALL,
)
#: "{1}not{2}", "[1}not{2]", "{b>not<b}": the pairs of tags of memoQ, Phrase and Wordfast.
_PAIRED = (
    re.compile(r"(?<!\w)(\{\d{1,3}\})(?=[^\W\d_]{2})[^{}\n]{2,500}?(?<=[\w.,;:!?”\"'’)])(\{\d{1,3}\})(?!\w)"),
    re.compile(r"(\[\d{1,3}\})[^{}\n]{1,500}?(\{\d{1,3}\])"),
    re.compile(r"(\{[a-z]?\d{0,3}>)[^{}<>\n]{1,500}?(<[a-z]?\d{0,3}\})"),
)
_BBCODE = re.compile(
    r"\[(?P<close>/?)(?P<name>b|i|u|s|em|strong|url|color|size|font|sup|sub|center|quote)(?:=[^\]\n]{1,500})?\]",
    re.IGNORECASE,
)
_LATEX = re.compile(r"\\(?:text(?:bf|it|sc|tt|rm|sf|sl|up|md|normal)|emph|underline|uline|mbox|enquote)\{|[{}]|\\[{}]")
_EMPHASIS = (
    re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])[^*\n]{1,500}(?<=[^\s*])(\1)(?![\w*])"),
    re.compile(r"(?<![\w\\])(_)(?=[^\s_])[^_\n]{1,500}(?<=[^\s_])(_)(?!\w)"),
)
_LINK = re.compile(r"!?(\[)(?=[^\[\]\n]{1,500}\])[^\[\]]+(\]\((?:[^()\s]|\([^()\s]*\)){1,2000}(?:\s+\"[^\"\n]*\")?\))")
_WIKI_LINK = re.compile(r"(\[\[(?:[^\[\]|\n]{1,300}\|)?)[^\[\]|\n]{1,300}(\]\])")
_WIKI_FONT = re.compile(r"(?<![\w'])('{2,5})(?=[^\s'])[^\n]{1,500}?(?<=[^\s'])(\1)(?!['\w])")
_WIKI_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,2000}\}\}")

_NOTE_MARK = re.compile(r"\s*(?:\[?\d{1,3}\]?|[a-z*†‡])\s*")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_UNIT_OR_FIGURE = re.compile(r"(?:\d|(?<![^\W\d_])[^\W\d_]{1,2})$")


def edits(text: str) -> list[Edit]:
    """Take away the markup of a text that is no page, so that it reads as it would be shown."""
    if not any(mark in text for mark in "<{[\\*_'"):
        return []
    code = [match.span() for match in _CODE.finditer(text)] if "`" in text else []
    found = disjoint([*_tags(text), *_bbcode(text), *_latex(text), *_marks(text)])
    return [edit for edit in found if not any(start < edit.end and edit.start < end for start, end in code)]


def _edit(text: str, start: int, end: int, replacement: str = "") -> Iterator[Edit]:
    if text[start:end] != replacement:
        yield Edit(start, end, replacement, "markup", "markup within the text")


def _tags(text: str) -> Iterator[Edit]:
    """Tags that are known: pairs, those that close themselves, and lone ones that carry attributes."""
    opened: dict[str, list[re.Match[str]]] = {}
    for tag in _TAG.finditer(text):
        if tag["name"] is None:
            yield from _edit(text, *tag.span())
            continue
        name = tag["name"].lower()
        if (name not in _KNOWN | _NOTES and not name.isdigit()) or _mentioned(text, tag):
            continue
        if tag["close"]:
            begin = opened[name].pop() if opened.get(name) else None
            if begin is not None:
                yield from _pair(text, name, begin, tag)
        elif tag["empty"] or name in _EMPTY:
            yield from _edit(text, *tag.span(), "\n" if name in _ROWS else "")
        else:
            opened.setdefault(name, []).append(tag)
    for begin in (tag for tags in opened.values() for tag in tags):
        if begin["attributes"]:
            yield from _edit(text, *begin.span())


def _mentioned(text: str, tag: re.Match[str]) -> bool:
    """Whether a bare tag stands between blanks, as a word of its own: "The tag <p> opens a paragraph"."""
    around = text[max(0, tag.start() - 1) : tag.start()] + text[tag.end() : tag.end() + 1]
    return not tag["attributes"] and not tag["empty"] and len(around) == 2 and around.isspace()


def _pair(text: str, name: str, begin: re.Match[str], end: re.Match[str]) -> Iterator[Edit]:
    """A tag and the one that closes it; raised figures are notes behind a word, powers behind a unit or a figure."""
    inner = text[begin.end() : end.start()]
    if name in _NOTES:
        yield from _edit(text, begin.start(), end.end())
    elif name == "sup" and _NOTE_MARK.fullmatch(inner):
        power = _UNIT_OR_FIGURE.search(text, max(0, begin.start() - 3), begin.start()) and inner.strip().isdigit()
        yield from _edit(text, begin.start(), end.end(), inner.strip().translate(_RAISED) if power else "")
    else:
        for tag in (begin, end):
            yield from _edit(text, *tag.span(), "\n" if name in _ROWS else "")


def _bbcode(text: str) -> Iterator[Edit]:
    opened: dict[str, list[re.Match[str]]] = {}
    for tag in _BBCODE.finditer(text):
        waiting = opened.setdefault(tag["name"].lower(), [])
        if not tag["close"]:
            waiting.append(tag)
        elif waiting:
            yield from _edit(text, *waiting.pop().span())
            yield from _edit(text, *tag.span())


def _latex(text: str) -> Iterator[Edit]:
    """Commands of font whose brace is closed."""
    if "\\" not in text:
        return
    opened: list[re.Match[str]] = []
    for brace in _LATEX.finditer(text):
        if brace[0].endswith("{") and brace[0] != "\\{":
            opened.append(brace)
        elif brace[0] == "}" and opened and (begin := opened.pop())[0] != "{":
            yield from _edit(text, *begin.span())
            yield from _edit(text, *brace.span())


def _marks(text: str) -> Iterator[Edit]:
    """Marks that come in pairs: those of translation tools, of Markdown and of wikis."""
    patterns = [*_PAIRED, *_EMPHASIS, _LINK]
    if (wiki := _WIKI_LINK.search(text)) or "'''" in text:
        patterns += [_WIKI_LINK, _WIKI_FONT]
        for match in _WIKI_TEMPLATE.finditer(text) if wiki else ():
            yield from _edit(text, *match.span())
    for pattern in patterns:
        for match in pattern.finditer(text):
            if any(map(str.isalpha, match[0])):
                for group in (1, 2):
                    yield from _edit(text, *match.span(group))
