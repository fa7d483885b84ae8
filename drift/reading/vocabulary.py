"""What counts as a word: the frequency list of the language and the words of the document itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

from drift.language import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.language import Language

WORD = re.compile(r"[^\W\d_]+")
# Stretches that look like words and are none: addresses, mail, handles, tags, file names and dotted names.
_PROTECTED = re.compile(
    r"""(?:https?|ftp)://\S+ | \bwww\.\S+ | [^\s@<>()"“”]{1,64}@[^\s@<>()"“”]{1,190}\.\w+ | [#@$]\w+
      | \b[\w-]{1,64}(?:\.[\w-]{1,64}){0,6}
        \.(?:com|org|net|edu|gov|int|info|io|co|uk|de|fr|eu|tv|ly|me|html?|php|pdf|txt|py|js)\b(?:/\S*)?
      | \b[^\W_]{0,64}_\w+ | \b\w{1,64}::\w+""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that one text is judged by. `surface` counts its words as written, `folded` without case."""

    language: Language
    surface: Mapping[str, int]
    folded: Mapping[str, int]
    protected: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, own: Language) -> Vocabulary:
        """The vocabulary of a text in a language."""
        protected = tuple(match.span() for match in _PROTECTED.finditer(text))
        surface = Counter(match[0] for match in WORD.finditer(text))
        folded: Counter[str] = Counter()
        for word, count in surface.items():
            folded[word.casefold()] += count
        return cls(own, surface, folded, protected)

    def is_protected(self, start: int, end: int) -> bool:
        """Whether [start, end) touches an address, tag or file name."""
        index = bisect_right(self.protected, (end,)) - 1
        return index >= 0 and self.protected[index][1] > start

    def words(self, text: str) -> Iterator[re.Match[str]]:
        """The words of the text outside addresses and tags."""
        return (match for match in WORD.finditer(text) if not self.is_protected(*match.span()))

    def occurs(self, word: str) -> bool:
        """Whether the document itself has this word, or a plain inflection of it, standing alone."""
        return any(form in self.folded for form in self._stems(word.casefold()))

    def zipf(self, word: str) -> float:
        """Zipf frequency of a word in the language, see `zipf`."""
        return zipf(word, self.language)

    def is_known(self, word: str) -> bool:
        """Whether the dictionary has the word, or the word it is regularly derived from."""
        folded = word.casefold()
        if self.zipf(folded):
            return True
        # 2: once in ten million words
        return any(len(stem) >= 3 and self.zipf(stem) >= 2 for stem in self._stems(folded)[1:])

    def is_closed(self, word: str) -> bool:
        """Whether the word is of a closed class: an article, a pronoun, a preposition and the like."""
        return word.casefold() in self.language.words("function.closed")

    def is_formative(self, word: str) -> bool:
        """Whether the word also serves as a prefix or suffix in new words."""
        return word.casefold() in self.language.words("function.formative")

    def opens(self, word: str) -> bool:
        """Whether the word, as written, opens sentences."""
        return word in self.language.words("function.openers")

    def _stems(self, word: str) -> list[str]:
        stems = [word]
        for suffix, restored in self.language.table("spelling").get("inflected", ()):
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                stems.append(word[: len(word) - len(suffix)] + restored)
        return stems


def zipf(word: str, own: Language) -> float:
    """Zipf frequency (log10 of occurrences per billion words) in a language, 0 for a word that is not listed."""
    frequency = frequencies(own).get(word.casefold().replace("’", "'"), 0.0)
    return round(log10(frequency) + 9, 2) if frequency else 0.0
