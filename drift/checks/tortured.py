"""Tortured phrases: fixed terms whose words were replaced one by one ("counterfeit consciousness").

Only what a language lists in `tortured.tsv` is found. Whether two words make a fixed term in general would take counts
of pairs of words, which no package here has.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import is_word
from drift.facts.spelling import respelled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from drift.language import Language
    from drift.records import Token


class Tortured(NamedTuple):
    """A tortured phrase: its first token and the one behind its last, and the usual term."""

    first: int
    behind: int
    term: str


def tortured(row: Sequence[Token], language: Language) -> Iterator[Tortured]:
    """The tortured phrases of a sentence, the longest at each place."""
    forms = [(k, _forms(token, language)) for k, token in enumerate(row) if is_word(token)]
    table, behind = _table(language), 0
    for at, (first, own) in enumerate(forms):
        if first < behind:
            continue
        listed = [entry for form in sorted(own) for entry in table.get(form, ())]
        for words, term in sorted(listed, key=lambda entry: -len(entry[0])):
            here = forms[at : at + len(words)]
            if len(here) == len(words) and all(word in own for word, (_, own) in zip(words, here, strict=True)):
                behind = here[-1][0] + 1
                yield Tortured(first, behind, term)
                break


def _forms(token: Token, language: Language) -> Collection[str]:
    text = token.text.lower()  # the lemma of a capitalized noun may be its plural
    singular = (text.removesuffix(ending) for ending in language.ordered("names.plural"))
    return {respelled(form, language) for form in (text, token.lemma.lower(), *singular)}


@functools.cache
def _table(language: Language) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """By their first words the phrases and their usual terms."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in language.file("tortured.tsv").splitlines():
        if line and not line.startswith("#"):
            phrase, _, term = line.partition("\t")
            words = tuple(respelled(word, language) for word in phrase.replace("-", " ").split())
            found.setdefault(words[0], []).append((words, term))
    return found
