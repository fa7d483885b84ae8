"""Which kinds of finding and which scores there are for a text, or for two, in some languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from drift.language.packs import COMPLETE, language, packs


def supports(kind: str, original: str, rewrite: str, *, bilingual: bool = False) -> bool:
    """Whether a kind of finding, or a score, speaks of an original and a rewrite in these languages.

    `original` and `rewrite` are ISO 639-1 codes, "" where a language was not determined, which counts as English. What
    rests on paired sentences is silent between two languages, unless the encoder that paired them is `bilingual`. A
    kind that no file names, of somebody's own check, speaks every language.
    """
    always, paired = _any()
    if kind in paired and original and rewrite and original != rewrite and not bilingual:
        return False
    if kind in always or kind not in speaks(COMPLETE):
        return True
    return all(kind in speaks(code) for code in (original, rewrite))


def speakers(kind: str) -> tuple[str, ...]:
    """The codes of the languages that a kind speaks, sorted; none where it speaks every language."""
    return tuple(code for code in packs() if kind in speaks(code))


def foreign(code: str) -> bool:
    """Whether a recognized language is none that scores were made for."""
    return not supports("drift", code, code)


def speaks(code: str) -> frozenset[str]:
    """The kinds and scores that a language's own folder names."""
    spoken: frozenset[str] = language(code).words("language.speaks")
    return spoken


@cache
def _any() -> tuple[frozenset[str], frozenset[str]]:
    """Kinds that speak every language; of them, and of others, those that rest on paired sentences."""
    found = tomllib.loads(files("drift.language").joinpath("any.toml").read_text(encoding="utf-8"))
    return frozenset(found["speaks"].split()), frozenset(found["paired"].split())
