"""The words before a number that make it approximate or a bound: "about", "nearly", "more than", "up to"."""

from __future__ import annotations

import re

_OVER = (
    "more than",
    "over",
    "above",
    "at least",
    "exceeding",
    "exceeded",
    "exceeds",
    "upwards of",
    "no fewer than",
    "no less than",
    "not less than",
)
_UNDER = (
    "less than",
    "fewer than",
    "under",
    "below",
    "at most",
    "up to",
    "no more than",
    "not more than",
    "as many as",
    "as much as",
)
_ABOUT = (
    "about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa", "ca", "close to", "just over",
    "just under", "estimated", "or so", "nearly the", "an estimated", "approx", "approximate", "virtually", "probably",
)  # fmt: skip
#: A bound makes approximate too: a rewrite may turn it into mere approximation, so that only a clear contradiction is
#: told.
_BOUNDS = {**dict.fromkeys(_OVER, "over"), **dict.fromkeys(_UNDER, "under"), **dict.fromkeys(_ABOUT, "")}
_ARTICLES = ("the", "a", "an")
_ENDS = (*_BOUNDS, *_ARTICLES)
_HEDGE = re.compile(
    rf"(?<![^\W_])({'|'.join(sorted(_BOUNDS, key=len, reverse=True))})(?: (?:{'|'.join(_ARTICLES)}))?$", re.IGNORECASE
)
#: Characters: more than the longest phrase and an article.
_REACH = 24


def hedge(text: str, start: int) -> tuple[bool, str, int]:
    """Whether the words right before a number at `start` make it approximate, which bound they set, where they begin.

    The bound is "over", "under" or ""; without a hedge they begin where the number does.
    """
    end = start
    while end and text[end - 1] in " (":
        end -= 1
    if text[max(0, end - _REACH) : end].lower().endswith(_ENDS):
        match = _HEDGE.search(text, max(0, end - _REACH), end)
        if match is not None:
            return True, _BOUNDS[match[1].lower()], match.start()
    return False, "", start
