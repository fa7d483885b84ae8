"""Negation: which words of a sentence stand under a negative, and what makes them negative.

Only negated words give facts; a predicate without one is affirmative. Two strengths of cue are told apart,
because they do not prove the same: an *explicit* one ("not", "no", "never", "without") reverses its predicate;
an *implicit* one ("fail", "refuse", "unable", "hardly", "rule out") does so too, but is often just how a translator
renders an explicit one. "no" and "non" may be joined to a word by a hyphen: they negate that word alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drift.language import language_of
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.language import Language
    from drift.records import Document, Token

Strength = Literal["explicit", "implicit"]

#: Relations that lead from a word up to the predicate it takes part in.
_CLIMB = frozenset(
    """
    obj iobj comp:obj comp:clause comp:pred comp:pred:adj comp:pred:obj nsubj nsubj:pass udep conj compound amod det
    advmod advmod:neg nmod nmod:poss obl:unmarked cc:preconj aux
    """.split()
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """A negation: `cue` makes the tokens `scope` negative.

    `cue` is its lemma, the same for all forms of one cue. `scope` indexes the sentence's tokens, nearest predicate
    first; `lemmas` are their lemmas.
    """

    cue: str
    strength: Strength
    scope: tuple[int, ...]
    lemmas: tuple[str, ...]


def agree(a: Polarity, b: Polarity) -> bool:
    """Whether the cues are the same, or whether they negate a word in common."""
    return a.cue == b.cue or not frozenset(a.lemmas).isdisjoint(b.lemmas)


def extract(document: Document, tokens: Sequence[Sequence[Token]]) -> Iterator[Fact[Polarity]]:
    """One fact a negative cue; its span is the cue's own."""
    own = language_of(document)
    for sentence, row in zip(document.sentences, tokens, strict=True):
        for index, token in enumerate(row):
            strength = _strength(row, index, own)
            if strength is None:
                continue
            scope = tuple(_scope(row, index, own))
            cue = token.lemma.lower()
            cue = own.classes("negation.forms").get(cue, cue)
            value = Polarity(cue, strength, scope, tuple(row[i].lemma.lower() for i in scope))
            yield Fact(
                "polarity", value, sentence.index, token.start, token.end, document.clean[token.start : token.end]
            )


def _strength(row: Sequence[Token], index: int, own: Language) -> Strength | None:
    token = row[index]
    if token.text.lower() in own.words("negation.prefixes") and joined(row, index) is not None:
        return "implicit"
    if token.text.lower() in own.words("negation.explicit") or token.dep == "advmod:neg":
        return None if _is_empty(row, index, own) else "explicit"
    if index and token.lemma.lower() in own.groups("negation.followers").get(row[index - 1].text.lower(), ()):
        return None
    implicit = not own.words("negation.implicit").isdisjoint({token.lemma.lower(), token.text.lower()})
    return "implicit" if implicit or _rules_out(row, index, own) else None


def _rules_out(row: Sequence[Token], index: int, own: Language) -> bool:
    """Whether a verb is negative by its particle, which hangs from it."""
    particles = own.groups("negation.particles").get(row[index].lemma.lower())
    return particles is not None and any(t.head == index and t.text.lower() in particles for t in row)


def joined(row: Sequence[Token], index: int) -> int | None:
    """Where the word stands that a hyphen joins to the one at `index`; None where no hyphen does."""
    behind = row[index + 1 : index + 3]
    if row[index].text[1:].endswith("-"):
        return index + 1 if behind else None
    if len(behind) < 2 or behind[0].text != "-" or behind[0].start > row[index].end or not behind[1].text[:1].isalnum():
        return None
    return index + 2


def _is_empty(row: Sequence[Token], index: int, own: Language) -> bool:
    """Set phrases, answers and questions: "not only", "whether or not", "why not", "nothing but", "No, ..."."""
    word = row[index].text.lower()
    follower = row[index + 1].text.lower() if index + 1 < len(row) else ""
    before = row[index - 1].text.lower() if index else ""
    after_next = row[index + 2].lemma.lower() if index + 2 < len(row) else ""
    followers = own.groups("negation.followers").get(word, frozenset())
    return (
        follower in followers
        or f"{follower} {after_next}" in followers
        or before in own.groups("negation.leads").get(word, ())
        or (word in own.words("negation.answers") and _answers(row, index, follower))
        or (row[index].dep == "advmod:neg" and _is_asked(row, index, own))
    )


def _answers(row: Sequence[Token], index: int, follower: str) -> bool:
    """Whether what follows is no word that a hyphen could join."""
    return follower[:1].isdigit() or (not follower[:1].isalnum() and joined(row, index) is None)


def _is_asked(row: Sequence[Token], index: int, own: Language) -> bool:
    asking = own.words("negation.questions")
    return any(token.text.lower() in asking and token.head == row[index].head for token in row)


def _scope(row: Sequence[Token], index: int, own: Language) -> Iterator[int]:
    """The tokens under a cue: what it attaches to, then upwards to the verb, then the verb's complements."""
    part = joined(row, index)
    if part is not None and row[part].text.lower() not in own.words("negation.pronouns"):
        while part is not None:  # "not-so-good" has two words under "not"
            yield part
            part = joined(row, part)
        return
    implicit = row[index].lemma.lower() in own.words("negation.implicit") or _rules_out(row, index, own)
    if implicit and row[index].pos in {"VERB", "AUX"}:
        yield index
        yield from _complements(row, index)
        return
    seen = {index}
    for child in _children(row, index, {"comp:obj", "comp:clause"}):  # without + noun
        seen.add(child)
        yield child
    if row[index].text.lower() in own.words("negation.without"):
        return
    here = index
    for _ in range(4):  # a determiner inside a prepositional phrase is three steps below its verb
        head = row[here].head
        if head == here or head in seen:
            return
        seen.add(head)
        yield head
        if row[head].pos in {"VERB", "AUX"} or row[head].dep not in _CLIMB:
            yield from (i for i in _complements(row, head) if i not in seen)
            return
        here = head


def _complements(row: Sequence[Token], head: int) -> list[int]:
    """A copula's adjective or noun, and what a verb of wanting or trying governs, share the verb's polarity."""
    wanted = {"comp:pred:adj", "comp:pred", "comp:pred:obj", "xcomp"}
    if row[head].pos == "AUX":
        wanted |= {"obj", "udep"}
    return _children(row, head, wanted)


def _children(row: Sequence[Token], head: int, deps: set[str]) -> list[int]:
    return [i for i, token in enumerate(row) if token.head == head and i != head and token.dep in deps]
