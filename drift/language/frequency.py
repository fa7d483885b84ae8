"""How often a language uses a word."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.language.packs import Language


def frequency(word: str, language: Language) -> float:
    """On the Zipf scale (3: once in a million words); 0 for a word, or a language, that `wordfreq` does not know."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, language.code)) if _is_counted(language.code) else 0.0


@cache
def _is_counted(code: str) -> bool:
    from wordfreq import available_languages

    return code in available_languages()
