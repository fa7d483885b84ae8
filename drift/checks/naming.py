"""What sentences say by name, and whether a name of the other text is missing there in all of its forms."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.facts import names
from drift.language import frequency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.facts.names import Name
    from drift.language import Language


@dataclass(frozen=True, slots=True)
class Naming:
    """What some sentences say by name: all their words folded, those with a capital, and the countries.

    `joined` holds neighbors written as one: "Hong Kong" is "Hongkong" elsewhere.
    """

    words: frozenset[str]
    joined: frozenset[str]
    sequence: tuple[str, ...]
    capitals: frozenset[str]
    countries: frozenset[str]
    language: Language

    @classmethod
    def of(cls, text: str, language: Language) -> Naming:
        """What one sentence says."""
        spans = names.words_of(text)
        return cls(
            frozenset(folded for _, _, folded in spans),
            frozenset(
                first + second
                for (start, _, first), (_, end, second) in itertools.pairwise(spans)
                if end - start <= len(first) + len(second) + 3
            ),
            tuple(folded for _, _, folded in spans),
            frozenset(folded for start, _, folded in spans if text[start].isupper()),
            frozenset(code for _, _, codes in names.country_spans(text, language) for code in codes),
            language,
        )

    @classmethod
    def together(cls, parts: Sequence[Naming]) -> Naming:
        """What several sentences of one text say."""
        none: frozenset[str] = frozenset()
        return cls(
            none.union(*(part.words for part in parts)),
            none.union(*(part.joined for part in parts)),
            tuple(word for part in parts for word in part.sequence),
            none.union(*(part.capitals for part in parts)),
            none.union(*(part.countries for part in parts)),
            parts[0].language,
        )

    def has(self, word: str) -> bool:
        """Whether a folded word stands here in any form.

        A compound is a form of a word, but two neighbors are none: "Finch" is not in "Fincham said".
        """
        if word in self.words or word in self.joined:
            return True
        return any(names.same_word(word, other, self.language) for other in self.words if other[:2] == word[:2])


def lacking(name: Name, there: Naming) -> tuple[str, ...]:
    """The words of a name that the other text lacks; it may have them written as one ("Hong Kong", "Hongkong")."""
    if _acronym(name, there) or (len(name.words) > 1 and names.letters(name.words) in there.words):
        return ()
    return tuple(word for word in name.words if not there.has(word))


def missing(name: Name, there: Naming) -> bool:
    """Whether the other text lacks the word that tells who is meant.

    A full name may be cut to its last part ("Boris Johnson", "Johnson") and a last part filled up; so a name
    is missing when its last word is, or all of its words are. A country is missing in all of its forms.
    """
    if set(name.countries) & there.countries:
        return False
    proper = tuple(word for word in name.words if word not in there.language.words("names.common"))
    open_ = [word for word in lacking(name, there) if word in proper]
    return bool(open_) and (len(open_) == len(proper) or proper[-1] in open_)


def ordinary(word: str, language: Language) -> bool:
    """Whether a word is a common one of its language (Zipf 3.5: three in a million)."""
    return frequency(word, language) >= 3.5


def _acronym(name: Name, there: Naming) -> bool:
    """Whether the other text has the name written out, or as its initials."""
    if len(name.words) == 1:
        word = name.words[0]
        if names.initials_in(word, there.sequence, there.language):
            return True
        # "VW" / "Volkswagen", "TV" / "television": the letters come in order in one capitalized word.
        return 2 <= len(word) <= 4 and any(
            len(o) > 5 and o[0] == word[0] and _in_order(word, o) for o in there.capitals
        )
    return any(names.initials_in(other, name.words, there.language) for other in there.capitals)


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(char in letters for char in short)
