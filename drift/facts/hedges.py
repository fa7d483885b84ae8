"""The words before a number that make it approximate or a bound: "about", "nearly", "more than", "up to"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from drift.language import alternatives

if TYPE_CHECKING:
    from drift.language import Language

#: Characters: more than the longest phrase and an article.
_REACH = 24


def hedge(text: str, start: int, own: Language) -> tuple[bool, str, int]:
    """Whether the words right before a number at `start` make it approximate, which bound they set, where they begin.

    The bound is "over", "under" or ""; without a hedge they begin where the number does.
    """
    end = start
    while end and text[end - 1] in " (":
        end -= 1
    if text[max(0, end - _REACH) : end].lower().endswith(_ends(own)):
        match = _pattern(own).search(text, max(0, end - _REACH), end)
        if match is not None:
            bound = own.classes("cues.hedges")[match[1].lower()]
            return True, bound if bound in {"over", "under"} else "", match.start()
    return False, "", start


def behind(text: str, end: int, own: Language) -> str:
    """The bound that the words right behind a number set, which ends at `end`: "over", "under" or ""."""
    match = _behind(own).match(text, end)
    return own.classes("cues.hedges_behind")[match[1].lower()] if match else ""


@cache
def _behind(own: Language) -> re.Pattern[str]:
    return re.compile(rf" ({alternatives(own.words('cues.hedges_behind'))})(?![^\W_])", re.IGNORECASE)


@cache
def _ends(own: Language) -> tuple[str, ...]:
    """What a text ends with where a hedge stands: any other need not be searched. Empty where there are no hedges."""
    hedges = own.words("cues.hedges")
    return (*hedges, *own.ordered("function.articles")) if hedges else ()


@cache
def _pattern(own: Language) -> re.Pattern[str]:
    hedges, articles = alternatives(own.words("cues.hedges")), alternatives(own.words("function.articles"))
    return re.compile(rf"(?<![^\W_])({hedges})(?: {articles})?$", re.IGNORECASE)
