"""Names as documents spell them: which spellings mean one bearer, and which spelling is probably right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from drift.facts.names import letters, same_word, skeleton
from drift.language import frequencies, frequency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.facts.names import Name
    from drift.language import Language

# Thresholds by reading the name pairs of the five agency reports and of 40 round-trip articles: misspelled names
# lie above, other people's names below.
ALIKE = 75.0  # indel similarity of two whole names, 0 to 100 ("abdellatifloudiyi", "abdeltifludiya": 77)
SHORTEST = 5  # letters: shorter names resemble too many others ("Iran", "Iraq", "Imran")
NEIGHBOR = 6  # letters: a shorter unknown word has a known one beside it in any case
LEAST, MOST = 1.5, 3.3  # Zipf frequencies between which a known word is likely a name: rarer is noise, commoner a word
COMMON = 3.0  # Zipf frequency from which a word is known well enough to be no misspelling ("Maria", "Marie")


@dataclass(frozen=True, slots=True)
class Use:
    """One name in one text: its words folded, and as written, in the text's language."""

    text: int
    words: tuple[str, ...]
    countries: tuple[str, ...]
    written: str
    language: Language


def uses(text: int, names: Sequence[tuple[Name, str]], own: Language) -> list[Use]:
    """The names of a text, each form once, in order."""
    found = {
        (value.words, value.countries): Use(text, value.words, value.countries, " ".join(written.split()), own)
        for value, written in names
    }
    return list(found.values())


@lru_cache(maxsize=65_536)
def known(word: str, own: Language) -> float:
    """Zipf frequency of a folded word in a language, 0 where it is unknown."""
    return frequency(word, own)


def same_form(a: Use, b: Use) -> bool:
    """Whether one is a shorter or inflected form of the other, spelled alike: "Gantz", "Benny Gantz"."""
    if a.countries or b.countries:
        return bool(set(a.countries) & set(b.countries))
    short, long = sorted((a.words, b.words), key=len)
    own = a.language
    last = same_word(short[-1], long[-1], own)
    return last and all(any(same_word(word, other, own) for other in long) for word in short)


def misspelled(a: Use, b: Use) -> bool:
    """Whether two names are probably one, spelled differently: "Brahim Ghali", "Brahingali"."""
    if a.countries or b.countries or same_form(a, b):
        return False
    own = a.language
    one, other = letters(a.words), letters(b.words)
    if len(a.words) == len(b.words):
        # of one length: every word must be the same or nearly so, and one that differs must be an odd one
        differing = [(x, y) for x, y in zip(a.words, b.words, strict=True) if not same_word(x, y, own)]
        return all(_odd(x, y, own) and _near(x, y) for x, y in differing) and _alike(one, other)
    if min(len(a.words), len(b.words)) > 1 or any(same_word(x, y, own) for x in a.words for y in b.words):
        return False  # a word in common is spelled alike: "Richard" and "Richard III" are forms, or different bearers
    # a family name by itself beside a full name ("Bourita", "Nasser Burita"), or two words run together
    tails = a.words[-1], b.words[-1]
    return (_odd(*tails, own) and _near(*tails) and min(map(len, tails)) >= SHORTEST) or (
        _odd(one, other, own) and _alike(one, other)
    )


def _odd(x: str, y: str, own: Language) -> bool:
    """Whether one of two words is too rare to be a name of its own. A first letter is seldom wrong."""
    return x[0] == y[0] and min(known(x, own), known(y, own)) < COMMON


def _alike(x: str, y: str) -> bool:
    from rapidfuzz import fuzz

    return min(len(x), len(y)) >= SHORTEST and fuzz.ratio(x, y) >= ALIKE


def _near(x: str, y: str) -> bool:
    return skeleton(x) == skeleton(y) or _alike(x, y)


def sound(words: Sequence[str], own: Language) -> float:
    """How well known the least known word of a name is; 0 where one is unknown."""
    return min((known(word, own) for word in words), default=0.0)


@cache
def _by_shape(own: Language) -> dict[tuple[str, int], list[str]]:
    """Known words by first letter and length; a first letter is seldom wrong."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in frequencies(own):
        if len(word) >= NEIGHBOR - 1 and word.isalpha() and word.isascii() and LEAST <= known(word, own) <= MOST:
            found.setdefault((word[0], len(word)), []).append(word)
    return found


@lru_cache(maxsize=65_536)
def neighbors(word: str, own: Language) -> tuple[str, ...]:
    """Known rare words that an unknown folded word is one letter away from, the commonest first.

    A hint and no more: of 48 unknown but right names of 40 articles 3 have one.
    """
    from rapidfuzz.distance import Levenshtein

    if len(word) < NEIGHBOR or not word.isalpha() or known(word, own) > 0:
        return ()
    near = [
        other
        for length in (len(word) - 1, len(word), len(word) + 1)
        for other in _by_shape(own).get((word[0], length), ())
        if Levenshtein.distance(word, other, score_cutoff=1) <= 1
    ]
    return tuple(sorted(near, key=lambda other: (-known(other, own), other)))
