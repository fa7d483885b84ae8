"""Subtitles: numbers and times of cues go, and the lines between them are joined to the sentences that they cut."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from drift.reading.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{2,3}"
# What stands before the words of a cue: its number or the file's mark on lines of their own (SubRip, WebVTT), and its
# times with their settings.
_HEAD = re.compile(
    rf"(?:(?:\A|(?<=[\r\n]))[ \t]*(?:\ufeff?WEBVTT[^\r\n]*|\d{{1,6}})[ \t]*[\r\n]{{1,6}})*"
    rf"(?:\A|(?<=[\r\n]))[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\r\n]*(?:\r\n|\r|\n|\Z)"
)
# How the words are to look, and when each is to appear
_STYLE = re.compile(r"</?[A-Za-z][^<>\r\n]{0,60}>|<\d[\d:.]{3,14}>|\{\\[^{}\r\n]{1,40}\}")
_BREAK = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)\s*")
_END = re.compile(r"[.!?…♪:][\"”’»)\]]*$")
# What opens the words of another speaker, and what is sung or heard
_TURN = re.compile(r"[-–—♪(\[>]|[A-Z][A-Z .'’]{1,30}:")


def edits(text: str) -> list[Edit]:
    """What makes plain text of subtitles; nothing where a text has no times of cues.

    Lines of a cue are one, but for the turns of a conversation; so are two cues where a sentence goes on: the first has
    no end, and the second opens with a small letter.
    """
    heads = [match.span() for match in _HEAD.finditer(text)]
    if not heads:
        return []
    result = []
    before = text[: heads[0][0]].strip()
    for (start, end), (following, _) in pairwise([*heads, (len(text), 0)]):
        words = _STYLE.sub("", text[end:following]).strip()
        goes_on = bool(before) and not _END.search(before) and words[:1].islower()
        left = len(text[:start].rstrip()) if start else 0
        right = following - len(text[end:following].lstrip())
        between = " " if goes_on else "\n\n" if before else ""
        result.append(Edit(left, right, between, "subtitle", "the number and the times of a subtitle"))
        result += _within(text, right, following)
        before = words or before
    return result


def _within(text: str, start: int, end: int) -> Iterator[Edit]:
    """What is removed of a cue's words, and its lines that are joined."""
    end = start + len(text[start:end].rstrip())
    for match in _STYLE.finditer(text, start, end):
        yield Edit(*match.span(), "", "subtitle", "how a subtitle is shown")
    for match in _BREAK.finditer(text, start, end):
        if not _TURN.match(text, match.end()):
            yield Edit(*match.span(), " ", "subtitle", "a line break within a subtitle")
