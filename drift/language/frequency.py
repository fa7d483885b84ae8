"""How common words are, by wordfreq's lists."""

from __future__ import annotations

from functools import cache
from math import nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.language.packs import Language


def frequency(word: str, own: Language) -> float:
    """Zipf frequency of a word (log10 of occurrences per billion words), 0 where the language's list lacks it.

    Not a number where wordfreq has no list, or cannot read the script here: no comparison with it is true.
    """
    if not _has_list(own):
        return nan
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, own.code))


@cache
def frequencies(own: Language) -> Mapping[str, float]:
    """The share of each word in the large list of a language (of English 321,180 forms), empty where there is none."""
    if not _has_list(own):
        return {}
    from wordfreq import get_frequency_dict

    found: Mapping[str, float] = get_frequency_dict(own.code, wordlist="best")
    return found


@cache
def _has_list(own: Language) -> bool:
    from wordfreq import available_languages, zipf_frequency

    if own.code not in available_languages():
        return False
    try:
        zipf_frequency("a", own.code)  # Chinese, Japanese and Korean need libraries of their own
    except ImportError:
        return False
    return True
