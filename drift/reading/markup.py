"""HTML -> text by repairs: tags, scripts and entities become edits, so that every character keeps its raw place."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drift.reading.edits import Draft, Edit, OffsetMap
from drift.reading.stretches import letters, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCKS = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre
    section select summary table tbody td tfoot th thead title tr ul label textarea""".split(),
)
INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd link mark meta q s samp small
    span strike strong sub sup time tt u var wbr br base iframe""".split(),
)
# Elements whose content is no text of the page.
_HIDDEN = frozenset("script style template noscript svg math iframe object canvas audio video textarea select".split())
_ROWS = frozenset("li tr td th dt dd option".split())  # a line each, not a paragraph
_CELLS = frozenset("td th".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 title".split())
# What an article shows beside its words, and says under it; what is no part of an article, where it stands in one.
_SHOWN = frozenset("figure figcaption caption".split())
_MAIN = frozenset("article main".split())
_BESIDE = frozenset("nav aside footer form menu".split())
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]*)")
_DOCTYPE = re.compile(r"\s*(?:\ufeff\s*)?(?:<\?xml[^>]{0,200}>\s*)?(?:<!--|<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_PIECE = re.compile(r"[^\S\xa0]+|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});?|(?:(?!&)[\S\xa0])+|&")
_MARK = re.compile(r"[<>\"']")
# Bounds of one tag, so that a broken page cannot cost more than its length: quotation marks, and the longest
# value (pictures are embedded in attributes, a million characters is a large one).
_MAX_MARKS, _MAX_VALUE = 500, 1_000_000
_SPACE, _LINE, _PARAGRAPH = 1, 2, 3
_ROW = 200  # letters of a row of figures; longer ones lay out a page
# A raised mark that leads to a note stands behind a word or a year; behind less it is a power ("10 6", "km 2").
_NOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?\s*")
_WORD = re.compile(r"(?:\w{3}|[^\w\s])[\"”’»)\]]*\Z")
_STRETCH = 20  # letters that do not recur by chance; shorter lines must be lines of the content themselves
_BREAKS = ("", " ", "\n", "\n\n")


@dataclass(frozen=True, slots=True)
class Region:
    """A raw stretch of the page with a role: "heading", or "aside" for what is not the main content."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    name: str = ""  # empty: text; "!": comment or declaration
    closing: bool = False


def is_html(text: str) -> bool:
    """Whether a text is HTML by its form: it opens as a page, or opens with a tag and has several known ones."""
    if _DOCTYPE.match(text):
        return not text.lstrip("\ufeff \t\r\n").startswith("<!--") or _has_tags(text)
    return text.lstrip("\ufeff \t\r\n").startswith("<") and _has_tags(text)


def _has_tags(text: str) -> bool:
    opened: set[str] = set()
    closed = blocks = 0
    for token in _tokens(text[:20_000]):
        if token.name in BLOCKS or token.name in INLINE:
            if token.closing:
                closed += token.name in opened
            opened.add(token.name)
            blocks += token.name in BLOCKS or token.name == "br"
    return closed >= 1 and blocks >= 2


def entities(text: str) -> list[Edit]:
    """Decode the entities that plain text copied from a page still has ("&amp;", "&#8217;")."""
    result = []
    for match in _ENTITY.finditer(text):
        character = html.unescape(match[0])
        if character != match[0]:
            result.append(Edit(match.start(), match.end(), character, "markup", "an HTML entity"))
    return result


def strip(text: str) -> tuple[Draft, tuple[Region, ...]]:
    """The page's text as a draft, and its headings and asides as raw regions."""
    tokens = _unmarked(text, list(_tokens(text)))
    keep_title = not any(token.name == "h1" for token in tokens)
    writer = _Writer(text, _HIDDEN if keep_title else _HIDDEN | {"title"}, _beside(text, tokens))
    for token in tokens:
        writer.write(token)
    writer.close()
    headings = writer.headings
    draft = Draft(text, text).then(writer.edits)
    offsets = OffsetMap.of(draft.repairs())
    shown = _shown(tokens)
    asides = tuple(
        Region(*raw, "aside")
        for raw in (offsets.raw(start, end) for start, end in _asides(text, draft.text, offsets, headings))
        if not any(start <= raw[0] < end for start, end in shown)
    )
    return draft, (*headings, *asides)


def _unmarked(text: str, tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens without the words of raised marks that lead to notes."""
    notes: set[int] = set()
    inside: list[int] | None = None
    before = ""
    for number, token in enumerate(tokens):
        if token.name == "sup":
            if token.closing and inside and _WORD.search(before):
                mark = "".join(text[tokens[k].start : tokens[k].end] for k in inside)
                notes.update(inside if _NOTE.fullmatch(mark) else ())
            inside = None if token.closing else []
        elif not token.name and inside is not None:
            inside.append(number)
        elif not token.name:
            before = text[max(token.start, token.end - 8) : token.end]
    return [token for number, token in enumerate(tokens) if number not in notes]


def _beside(text: str, tokens: Sequence[_Token]) -> frozenset[int]:
    """Where the cells begin that stand beside others on a line: those of rows that hold words alone, and few."""
    found: set[int] = set()
    cells: list[int] = []
    size = 0
    for token in tokens:
        if token.name == "tr":
            found.update(cells[1:] if token.closing and size <= _ROW else ())
            cells, size = [], 0
        elif token.name in _CELLS:
            cells += [] if token.closing else [token.start]
        elif token.name in BLOCKS or token.name == "br":
            size += _ROW + 1
        elif not token.name:
            size += len(text[token.start : token.end].strip())
    return frozenset(found)


def _shown(tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    """The figures and captions within an article, and not within what stands beside its words there."""
    found: list[tuple[int, int]] = []
    depth = dict.fromkeys(("main", "beside", "shown"), 0)
    start = 0
    for token in tokens:
        for what, names in (("main", _MAIN), ("beside", _BESIDE), ("shown", _SHOWN)):
            if token.name in names:
                depth[what] = max(0, depth[what] + (-1 if token.closing else 1))
        if token.name in _SHOWN and not token.closing and depth["shown"] == 1:
            start = token.start
        elif token.name in _SHOWN and token.closing and not depth["shown"] and depth["main"] and not depth["beside"]:
            found.append((start, token.end))
    return found


def _tokens(text: str) -> Iterator[_Token]:
    """Text, tags and comments in order, by one scan; a "<" that opens nothing is text."""
    at = start = 0
    size = len(text)
    while at < size:
        at = text.find("<", at)
        if at < 0:
            break
        token = _tag_at(text, at)
        if token is None:
            at += 1
            continue
        if start < at:
            yield _Token(start, at)
        yield token
        at = start = token.end
        if token.name in {"script", "style", "textarea", "title"} and not token.closing:
            # Raw text elements: nothing within is a tag.
            close = re.compile(rf"</{token.name}(?=[\s/>])", re.IGNORECASE).search(text, at)
            at = close.start() if close else size
    if start < size:
        yield _Token(start, size)


def _tag_at(text: str, at: int) -> _Token | None:
    """The tag or comment that opens at a "<"; None where the "<" is a character of the text."""
    if text.startswith(("<!", "<?"), at):
        closing = "-->" if text.startswith("<!--", at) else ">"
        end = text.find(closing, at + 2)
        return _Token(at, end + len(closing) if end >= 0 else len(text), "!")
    name = _NAME.match(text, at + 1)
    end = _tag_end(text, name.end()) if name else 0
    return _Token(at, end, name[1].lower(), text[at + 1] == "/") if name and end else None


def _tag_end(text: str, at: int) -> int:
    """Offset behind the ">" that closes a tag whose name ends at `at`; 0 if none does."""
    if text[at : at + 1] not in {" ", "\t", "\r", "\n", "\f", "/", ">"}:
        return 0
    for _ in range(_MAX_MARKS):
        mark = _MARK.search(text, at)
        if mark is None or mark[0] == "<":
            return 0
        if mark[0] == ">":
            return mark.end()
        # A quotation mark that never closes would swallow the page: then it is a character like any other.
        close = text.find(mark[0], mark.end(), mark.end() + _MAX_VALUE)
        at = close + 1 if close >= 0 else mark.end()
    return 0


@dataclass(slots=True)
class _Writer:
    """Walks the tokens and writes down what has to change for the page to read as text."""

    text: str
    hidden_names: frozenset[str]
    beside: frozenset[int]  # where cells begin that stand beside others on a line
    edits: list[Edit] = field(default_factory=list)
    headings: list[Region] = field(default_factory=list)
    done: int = 0  # raw offset behind the last visible character
    pending: int = 0  # the strongest break since then
    seen: bool = False
    hidden: str = ""  # the hidden element that is open, and how deep
    depth: int = 0
    heading: int = -1
    preformatted: int = 0

    def write(self, token: _Token) -> None:
        if self.hidden:
            if token.name == self.hidden:
                self.depth += -1 if token.closing else 1
                self.hidden = self.hidden if self.depth else ""
        elif not token.name:
            self._text(token)
        elif token.name in self.hidden_names:
            if not token.closing and not self.text.endswith("/>", token.start, token.end):
                self.hidden, self.depth = token.name, 1
            if token.name in BLOCKS:
                self._break(_LINE)
        elif token.name != "!":
            self._tag(token)

    def close(self) -> None:
        if self.done < len(self.text):
            self.edits.append(Edit(self.done, len(self.text), "", "markup", "HTML markup"))

    def _tag(self, token: _Token) -> None:
        if token.name == "br":
            self.pending = _PARAGRAPH if self.pending == _LINE else max(self.pending, _LINE)
        elif token.name in _CELLS and (token.closing or token.start in self.beside):
            self._break(_SPACE)
        elif token.name in _ROWS:
            self._break(_LINE)
        elif token.name in BLOCKS:
            self._break(_PARAGRAPH)
        if token.name == "pre":
            self.preformatted = max(0, self.preformatted + (-1 if token.closing else 1))
        if token.name in _HEADINGS:
            if token.closing and self.heading >= 0:
                self.headings.append(Region(self.heading, token.start, "heading"))
            self.heading = -1 if token.closing else token.end

    def _text(self, token: _Token) -> None:
        for piece in _PIECE.finditer(self.text, token.start, token.end):
            if piece[0].isspace() and "\xa0" not in piece[0]:
                self._break(_LINE if self.preformatted and "\n" in piece[0] else _SPACE)
            elif piece[0][0] == "&" and (character := html.unescape(piece[0])) != piece[0]:
                self._show(*piece.span(), character)
            else:
                self._show(*piece.span())

    def _break(self, strength: int) -> None:
        self.pending = max(self.pending, strength)

    def _show(self, start: int, end: int, replacement: str | None = None) -> None:
        between = _BREAKS[self.pending] if self.seen else ""
        if self.text[self.done : start] != between:
            self.edits.append(Edit(self.done, start, between, "markup", "HTML markup"))
        if replacement is not None:
            self.edits.append(Edit(start, end, replacement, "markup", "an HTML entity"))
        self.done, self.pending, self.seen = end, 0, True


def _asides(page: str, text: str, offsets: OffsetMap, headings: list[Region]) -> Iterator[tuple[int, int]]:
    """The lines of `text` that trafilatura leaves out of the page's main content; none where it finds no content."""
    from trafilatura import extract

    # lxml takes no NUL characters or lone surrogates.
    sound = re.sub(r"[\x00\ud800-\udfff]", " ", page)
    main = extract(sound, include_comments=False, include_tables=True, deduplicate=False, output_format="txt")
    if not main:
        return
    # a row of a table is a line of cells between bars
    lines = {
        letters(part) for line in main.splitlines() for part in (line, *(line.split("|") if line[:1] == "|" else ()))
    }
    grams = _grams(main)
    own_title = (headings[0].start, headings[0].end) if headings else (0, 0)
    others: list[tuple[re.Match[str], str]] = []
    for match in re.finditer(r"[^\n]+", text):
        key = letters(match[0])
        raw_start, raw_end = offsets.raw(*match.span())
        # The first heading is the article's own; trafilatura keeps it among the metadata.
        if key and key not in lines and not (own_title[0] < raw_end and raw_start < own_title[1]):
            others.append((match, key))
    parts = _parts([key for _, key in others], letters(main))
    for (match, _), is_part in zip(others, parts, strict=True):
        own = _grams(match[0])
        # A paragraph of the content from which links or notes were dropped has most of its words in order.
        if not is_part and not (own and len(own & grams) >= 0.6 * len(own)):
            yield match.span()


def _parts(keys: Sequence[str], main: str) -> Sequence[bool]:
    """Of each key, whether it is a part of the content: all its stretches of `_STRETCH` letters stand there.

    All stretches are looked up at once, by hashes: to search the content for one key after the other would take the
    number of lines times the length of the content. Shorter keys are no parts.
    """
    import numpy as np

    ends = np.cumsum([0, *map(len, keys)])
    missing = ~np.isin(stretches("".join(keys), _STRETCH), stretches(main, _STRETCH))
    before = np.concatenate([[0], np.cumsum(missing)])
    first = np.minimum(ends[:-1], len(missing))
    behind = np.clip(ends[1:] - _STRETCH + 1, first, len(missing))
    found: list[bool] = ((behind > first) & (before[behind] == before[first])).tolist()
    return found


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}
