"""HTML -> text by repairs: tags, scripts and entities become edits, so that every character keeps its raw place."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.reading.edits import Draft, Edit, OffsetMap

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre
    section select summary table tbody td tfoot th thead title tr ul label textarea""".split(),
)
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd link mark meta q s samp small
    span strike strong sub sup time tt u var wbr br base iframe""".split(),
)
# Elements whose content is no text of the page.
_HIDDEN = frozenset("script style template noscript svg math iframe object canvas audio video textarea select".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 title".split())
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]*)")
_DOCTYPE = re.compile(r"\s*(?:\ufeff\s*)?(?:<\?xml[^>]{0,200}>\s*)?(?:<!--|<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_PIECE = re.compile(r"[^\S\xa0]+|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});?|(?:(?!&)[\S\xa0])+|&")
_ALNUM = re.compile(r"[\W_]+")
_SPACE, _LINE, _PARAGRAPH = 1, 2, 3
_GLUE = ("", " ", "\n", "\n\n")


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
        if token.name in _BLOCKS or token.name in _INLINE:
            if token.closing:
                closed += token.name in opened
            opened.add(token.name)
            blocks += token.name in _BLOCKS or token.name == "br"
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
    tokens = list(_tokens(text))
    keep_title = not any(token.name == "h1" for token in tokens)
    edits, headings = _edits(text, tokens, keep_title=keep_title)
    draft = Draft(text, text).then(edits)
    offsets = OffsetMap.of(draft.repairs())
    asides = tuple(
        Region(*offsets.raw(start, end), "aside") for start, end in _asides(text, draft.text, offsets, headings)
    )
    return draft, (*headings, *asides)


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
    if text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        return _Token(at, end + 3 if end >= 0 else len(text), "!")
    if text.startswith(("<!", "<?"), at):
        end = text.find(">", at)
        return _Token(at, end + 1 if end >= 0 else len(text), "!")
    name = _NAME.match(text, at + 1)
    if name is None:
        return None
    end = name.end()
    if end < len(text) and text[end] not in " \t\r\n\f/>":
        return None
    while end < len(text):
        character = text[end]
        if character == ">":
            return _Token(at, end + 1, name[1].lower(), text[at + 1] == "/")
        if character in "\"'":
            close = text.find(character, end + 1)
            # A quotation mark that never closes would swallow the page: then it is a character like any other.
            end = close if 0 <= close <= end + 10_000 else end
        elif character == "<":
            return None
        end += 1
    return None


def _edits(text: str, tokens: list[_Token], *, keep_title: bool) -> tuple[list[Edit], list[Region]]:
    edits: list[Edit] = []
    headings: list[Region] = []
    pending_start = 0
    pending = 0  # the strongest break since the last visible character
    seen = False
    hidden = ""  # the hidden element that is open
    depth = 0
    heading = -1
    preformatted = 0
    hidden_names = _HIDDEN if keep_title else _HIDDEN | {"title"}

    def show(start: int, end: int, replacement: str | None = None) -> None:
        nonlocal pending_start, pending, seen
        between = _GLUE[pending] if seen else ""
        if text[pending_start:start] != between:
            edits.append(Edit(pending_start, start, between, "markup", "HTML markup"))
        if replacement is not None:
            edits.append(Edit(start, end, replacement, "markup", "an HTML entity"))
        pending_start, pending, seen = end, 0, True

    for token in tokens:
        if hidden:
            if token.name == hidden:
                depth += -1 if token.closing else 1
                if not depth:
                    hidden = ""
            continue
        if token.name == "!":
            continue
        if token.name:
            if token.name in hidden_names:
                if not token.closing and not text.endswith("/>", token.start, token.end):
                    hidden, depth = token.name, 1
                if token.name in _BLOCKS:
                    pending = max(pending, _LINE)
                continue
            if token.name == "br":
                pending = _PARAGRAPH if pending == _LINE else max(pending, _LINE)
            elif token.name in _BLOCKS:
                pending = max(pending, _LINE if token.name in {"li", "tr", "td", "th", "dt", "dd", "option"} else _PARAGRAPH)
            preformatted = max(0, preformatted + (token.name == "pre") * (-1 if token.closing else 1))
            if token.name in _HEADINGS:
                if token.closing and 0 <= heading:
                    headings.append(Region(heading, token.start, "heading"))
                    heading = -1
                elif not token.closing:
                    heading = token.end
            continue
        for piece in _PIECE.finditer(text, token.start, token.end):
            if piece[0].isspace() and "\xa0" not in piece[0]:
                pending = max(pending, _LINE if preformatted and "\n" in piece[0] else _SPACE)
            elif piece[0][0] == "&" and (character := html.unescape(piece[0])) != piece[0]:
                show(*piece.span(), character)
            else:
                show(*piece.span())
    if pending_start < len(text):
        edits.append(Edit(pending_start, len(text), "", "markup", "HTML markup"))
    return edits, headings


def _asides(
    page: str, text: str, offsets: OffsetMap, headings: list[Region]
) -> Iterator[tuple[int, int]]:
    """The lines of `text` that trafilatura leaves out of the page's main content; none where it finds no content."""
    from trafilatura import extract

    # lxml takes no NUL characters or lone surrogates.
    sound = re.sub(r"[\x00\ud800-\udfff]", " ", page)
    main = extract(sound, include_comments=False, include_tables=True, deduplicate=False, output_format="txt")
    if not main:
        return
    lines = {_key(line) for line in main.splitlines()}
    joined = _key(main)
    grams = _grams(main)
    title_seen = False
    for match in re.finditer(r"[^\n]+", text):
        key = _key(match[0])
        if not key:
            continue
        raw_start, raw_end = offsets.raw(*match.span())
        is_heading = any(h.start < raw_end and raw_start < h.end for h in headings)
        if is_heading and not title_seen:
            title_seen = True
            continue  # the first heading is the article's own; trafilatura keeps it among the metadata
        # 20 letters do not recur by chance; shorter lines must be lines of the content themselves.
        if key in lines or (len(key) >= 20 and key in joined):
            continue
        own = _grams(match[0])
        if own and len(own & grams) >= 0.6 * len(own):
            continue  # a paragraph of the content from which links or notes were dropped
        yield match.span()


def _key(text: str) -> str:
    return _ALNUM.sub("", text).casefold()


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}
