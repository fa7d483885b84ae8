"""One spelling for the variants of a word, in any inflection: colours/colors, travelled/traveled."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.language import Language


@lru_cache(maxsize=65_536)
def respelled(word: str, own: Language) -> str:
    """Lower case, straight apostrophe and hyphen, and the one spelling that the language's `spelling.toml` names."""
    plain = word.casefold().replace("’", "'").replace("‑", "-")
    words, inflections, endings = _rules(own)
    for suffix in inflections:
        stem = plain.removesuffix(suffix) if suffix else plain
        if plain.endswith(suffix) and stem in words:
            return words[stem] + suffix
    for pattern, ending in endings:
        if found := pattern.match(plain):
            return found[1] + ending + found[2]
    return plain


@cache
def _rules(own: Language) -> tuple[dict[str, str], Sequence[str], Sequence[tuple[re.Pattern[str], str]]]:
    """Whole words, the endings that they may take, and the endings that are folded in any word."""
    table = own.table("spelling")
    endings = [
        (re.compile(rf"^([a-z'-]{{{least},}}){ending}({after})$"), becomes)
        for least, ending, becomes, after in table.get("endings", ())
    ]
    doubled = [
        (re.compile(rf"^({before}){single * 2}({after})$"), single)
        for before, single, after in table.get("doubled", ())
    ]
    return dict(table.get("words", {})), ("", *own.ordered("spelling.inflections")), (*endings, *doubled)
