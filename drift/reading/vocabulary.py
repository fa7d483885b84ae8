"""What counts as a word: the frequency list of the language and the words of the document itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORD = re.compile(r"[^\W\d_]+")
# Stretches that look like words and are none: addresses, mail, handles, tags, file names and dotted names.
_PROTECTED = re.compile(
    r"""(?:https?|ftp)://\S+ | \bwww\.\S+ | [^\s@<>()"“”]{1,64}@[^\s@<>()"“”]{1,190}\.\w+ | [#@$]\w+
      | \b[\w-]{1,64}(?:\.[\w-]{1,64}){0,6}
        \.(?:com|org|net|edu|gov|int|info|io|co|uk|de|fr|eu|tv|ly|me|html?|php|pdf|txt|py|js)\b(?:/\S*)?
      | \b[^\W_]{0,64}_\w+ | \b\w{1,64}::\w+""",
    re.VERBOSE | re.IGNORECASE,
)

# Closed-class English words: articles, pronouns, prepositions, conjunctions, auxiliaries and the commonest
# adverbs. They are what a lost space most often stands beside, and what a compound never contains.
FUNCTION_WORDS = frozenset(
    """a an the this that these those and or but nor so yet if as than then because while when where which who
    whom whose what how why of to in on at by for from with without into onto upon about against between among
    during before after above below through across behind beyond near since until toward towards despite within
    along around i he she it we they you me him her us them my his its our their your is are was were be been
    being am has have had having do does did will would shall should can could may might must not no also only
    just very more most much many some any each every both all such own same other another there here now still
    even ever never however although though whether either neither once again already later earlier two three
    over under out up off down said says""".split(),
)
# Function words that also form new words ("overtourism", "meetup", "sonin-law"): beside them, a single unknown
# token proves nothing.
_FORMATIVE = frozenset("over under out up off down in on by all self non no an a so do he us am i".split())
SHORT_WORDS = frozenset(
    "a an as at be by do he if in is it me my no of on or so to up us we".split(),
)
# Words that open a sentence: what stands after a lost sentence end or heading.
OPENERS = frozenset(
    """The A An This That These Those In On At As After Before When While Since For From With By But And Or So Yet He
    She It They We I You His Her Their Its Our My Your There Here If Although Though However Meanwhile
    According Despite During Because Also Both All Some Many Most More Last Earlier Later What Who How Why
    Where Not No Another Such To Now Then Still Even Yesterday Today Tomorrow""".split(),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that one text is judged by. `surface` counts its words as written, `folded` without case."""

    surface: Mapping[str, int]
    folded: Mapping[str, int]
    protected: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Vocabulary:
        """The vocabulary of a text (English)."""
        protected = tuple(match.span() for match in _PROTECTED.finditer(text))
        surface = Counter(match[0] for match in WORD.finditer(text))
        folded: Counter[str] = Counter()
        for word, count in surface.items():
            folded[word.casefold()] += count
        return cls(surface, folded, protected)

    def is_protected(self, start: int, end: int) -> bool:
        """Whether [start, end) touches an address, tag or file name."""
        index = bisect_right(self.protected, (end,)) - 1
        return index >= 0 and self.protected[index][1] > start

    def words(self, text: str) -> Iterator[re.Match[str]]:
        """The words of the text outside addresses and tags."""
        return (match for match in WORD.finditer(text) if not self.is_protected(*match.span()))

    def occurs(self, word: str) -> bool:
        """Whether the document itself has this word, or a plain inflection of it, standing alone."""
        return any(form in self.folded for form in _stems(word.casefold()))


def zipf(word: str) -> float:
    """Zipf frequency (log10 of occurrences per billion words) in English, 0 for a word that is not listed."""
    frequency = _frequencies().get(word.casefold().replace("’", "'"), 0.0)
    return round(log10(frequency) + 9, 2) if frequency else 0.0


def is_known(word: str) -> bool:
    """Whether the dictionary has the word, or the word it is regularly derived from."""
    folded = word.casefold()
    if zipf(folded):
        return True
    return any(len(stem) >= 3 and zipf(stem) >= 2 for stem in _stems(folded)[1:])  # 2: once in ten million words


def is_formative(word: str) -> bool:
    """Whether the word also serves as a prefix or suffix in new words."""
    return word.casefold() in _FORMATIVE


def _stems(word: str) -> list[str]:
    stems = [word]
    for suffix, restored in (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            stems.append(word[: len(word) - len(suffix)] + restored)
    return stems


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, float]:
    """The large English list of wordfreq: 321,180 forms down to one occurrence in 100 million words."""
    from wordfreq import get_frequency_dict

    frequencies: dict[str, float] = get_frequency_dict("en", wordlist="large")
    return frequencies
