"""Flaws of form that a rewrite has and its original has not: its end, capitals, stray marks.

They hardly change what a text says, so they count a little; but of two renderings of one text the flawed one is worse.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from drift.language import alternatives

if TYPE_CHECKING:
    from drift.language import Language

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_START = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _stray(own: Language) -> re.Pattern[str]:
    and_ = alternatives(own.words("function.after_hyphens"))
    return re.compile(
        rf"""
        [~^_|\\] | \w@(?!\w)                                      # no running text has these
        | [^\W\d_]{{3}}[.!?]["'”’]?\s+(?=[a-z])                   # a stop within a sentence
        | \w-(?=\s+(?!{and_}\b)\w) | [^\Ws]'(?=\s+[a-z])         # a hyphen or an apostrophe left hanging
        | [,;:!?](?=[,;:]) | [a-z]:(?=\s*$)                       # marks that do not go together, an end that is none
        """,
        re.VERBOSE,
    )


def unfinished(original: str, rewrite: str) -> float:
    """1 where the original ends with a final mark and the rewrite does not."""
    return float(bool(_END.search(original)) and not _END.search(rewrite))


def uncapitalized(original: str, rewrite: str) -> float:
    """1 where the original starts with a capital and the rewrite with a small letter."""
    first, second = _START.search(original), _START.search(rewrite)
    return float(first is not None and second is not None and first[0].isupper() and second[0].islower())


def capitals_lost(original: str, rewrite: str) -> float:
    """By how much the share of capitalized words is smaller in the rewrite, 0 ... 1."""
    return max(0.0, _capitalized(original) - _capitalized(rewrite))


def _capitalized(text: str) -> float:
    words = _WORD.findall(text)
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def stray(original: str, rewrite: str, languages: tuple[Language, Language]) -> float:
    """How many more stray marks the rewrite has."""
    return float(max(0, _strays(rewrite, languages[1]) - _strays(original, languages[0])))


def _strays(text: str, own: Language) -> int:
    return len(_stray(own).findall(text)) + text.count('"') % 2
