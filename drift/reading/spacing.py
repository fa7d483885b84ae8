"""Blanks and invisible characters: what is removed or made one plain space, and spaces that punctuation lost."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from drift.reading.edits import Edit, disjoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.reading.vocabulary import Vocabulary

# Control characters (not tab or line ends), soft hyphen, zero-width space, direction marks, word joiner, BOM.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_JOINERS = re.compile(r"[\u200c\u200d]")
_BLANKS = re.compile(
    r"(?<=\S)(?:[^\S\r\n\f\v\x1c-\x1e\x85\u2028\u2029]{2,}|[^\S\r\n\f\v\x1c-\x1e\x85\u2028\u2029 ])(?=\S)"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_LETTER = "A-Za-zÀ-ÖØ-öø-ʯͰ-ϿЀ-ӿ"  # scripts that put a space between words
_COMMA = re.compile(rf"(?<=[{_LETTER}][{_LETTER}”’])[,;](?=[{_LETTER}]{{2}}|[“‘][{_LETTER}])")
_SPACED_COMMA = re.compile(r"[,;]\s")
_STOP = re.compile(r"(?<![^\W\d_])([a-zß-öø-ÿ]{3,})([.!?][”’\")]?)([A-Z][a-z]*)(?=[\s,’'])")
_OPENING = re.compile(rf"(?<![{_LETTER}])([{_LETTER}]{{3,}})(\()([{_LETTER}]{{4,}})(?=[\s,)][^()\n]{{0,200}}\)|\))")
_CLOSING = re.compile(rf"(\([^()\n]{{4,200}}\))([{_LETTER}]{{2,}})(?![{_LETTER}])")
_QUOTED = re.compile(rf"(?<=[{_LETTER}.,!?])”(?=[{_LETTER}]{{2}})|(?<=[{_LETTER}][{_LETTER},;.!?])(?=“[{_LETTER}])")


def invisible(text: str) -> list[Edit]:
    """Remove characters that nobody sees. Joiners stay where a script or an emoji needs them."""
    found = [
        Edit(m.start(), m.end(), "", "invisible", f"invisible character {_name(m[0])}")
        for m in _INVISIBLE.finditer(text)
    ]
    for match in _JOINERS.finditer(text):
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if before < "\u0250" and after < "\u0250":  # between Latin letters or blanks a joiner joins nothing
            found.append(Edit(match.start(), match.end(), "", "invisible", f"invisible character {_name(match[0])}"))
    found += [
        Edit(m.start(), m.end(), "\ufffd", "encoding", "half of a surrogate pair is no character")
        for m in _SURROGATE.finditer(text)
    ]
    return found


def blanks(text: str) -> list[Edit]:
    """One plain space for doubled, no-break and other special blanks within a line."""
    result = []
    for match in _BLANKS.finditer(text):
        what = "several blanks" if len(match[0]) > 1 else _name(match[0])
        result.append(Edit(match.start(), match.end(), " ", "space", f"{what} between words"))
    return result


def after_punctuation(text: str, vocabulary: Vocabulary) -> list[Edit]:
    """Insert the space that is missing after a comma or sentence end, before or after brackets and quotation marks."""
    places = [*_commas(text), *_stops(text, vocabulary), *_brackets(text, vocabulary), *_quotes(text)]
    return disjoint(
        Edit(at, at, " ", "space", f"a space is missing {where}")
        for at, where in places
        if not vocabulary.is_protected(max(0, at - 1), at + 1)
    )


def _name(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()


def _commas(text: str) -> Iterator[tuple[int, str]]:
    bare = list(_COMMA.finditer(text))
    # Where most commas have no space the text is data (CSV), not prose that lost a few.
    if len(bare) * 2 <= len(_SPACED_COMMA.findall(text)) or len(bare) == 1:
        yield from ((match.end(), f"after “{match[0]}”") for match in bare)


def _stops(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    for match in _STOP.finditer(text):
        before, mark, after = match.groups()
        # "node.Js", "datetime.Date" are names: a word must stand before, and a sentence must open behind.
        if vocabulary.is_known(before) and (
            vocabulary.opens(after) or (len(mark) > 1 and vocabulary.surface.get(after, 0) > 1)
        ):
            yield match.start(3), f"after “{mark}”"


def _brackets(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    for match in _OPENING.finditer(text):
        before, _, inside = match.groups()
        # "child(ren)", "person(s)" are one word; in "print(value)" both are words, but nobody writes that in prose.
        known = vocabulary.is_known
        if known(before) and known(inside) and not known(before + inside):
            yield match.start(2), "before “(”"
    for match in _CLOSING.finditer(text):
        if vocabulary.is_known(match[2]) and (" " in match[1] or vocabulary.is_closed(match[2])):
            yield match.start(2), "after “)”"


def _quotes(text: str) -> Iterator[tuple[int, str]]:
    for match in _QUOTED.finditer(text):
        if match[0]:
            yield match.end(), "after a closing quotation mark"
        else:
            yield match.start(), "before an opening quotation mark"
