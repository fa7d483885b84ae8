"""Negation: which words of a sentence stand under a negative, and what makes them negative.

Only negated words give facts; a predicate without one is affirmative. Two strengths of cue are told apart,
because they do not prove the same: an *explicit* one ("not", "no", "never", "without", "anything but") reverses its
predicate;
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
    if _phrase(row, index, own) is not None:
        return "explicit"
    if token.text.lower() in own.words("negation.explicit") or token.dep == "advmod:neg":
        return None if _is_empty(row, index, own) else "explicit"
    if token.text.lower() in own.words("negation.nearly"):
        then = any(t.pos == "SCONJ" and t.text.lower() in own.words("negation.just_then") for t in row[index:])
        return "implicit" if then else "explicit"
    if index and token.lemma.lower() in own.groups("negation.followers").get(row[index - 1].text.lower(), ()):
        return None
    implicit = not own.words("negation.implicit").isdisjoint({token.lemma.lower(), token.text.lower()})
    return "implicit" if implicit or _rules_out(row, index, own) else None


def _phrase(row: Sequence[Token], index: int, own: Language) -> int | None:
    """Where the word stands that a set phrase denies: "anything but safe", "all but three"; no place is far from."""
    pair = " ".join([row[index].lemma.lower(), *(token.text.lower() for token in row[index + 1 : index + 2])])
    kind = own.classes("negation.phrases").get(pair)
    for at, token in enumerate(row[index + 2 : index + 5], index + 2) if kind else ():
        if token.pos == "DET" and kind == "any":
            continue
        quality = token.pos in {"ADJ", "ADV", "VERB"} or token.dep.startswith("comp:")
        return at if kind == "any" or (quality if kind == "quality" else token.pos == "NUM") else None
    return None


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
    """Set phrases, bounds, answers and questions: "not only", "why not", "nothing but", "no more than", "No, ..."."""
    if row[index].pos == "INTJ" or _bounds(row, index, own):
        return True
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


def _bounds(row: Sequence[Token], index: int, own: Language) -> bool:
    """Whether a negated comparative sets a bound and denies nothing: "no more than ten", "no older than 16"."""
    behind = row[index + 1 : index + 6]
    if len(behind) < 3 or behind[1].text.lower() not in own.words("negation.than"):
        return False
    known = behind[0].text.lower() in own.words("negation.bounding")
    return known or (behind[0].has("Degree=Cmp") and any(token.pos == "NUM" for token in behind[2:]))


def _answers(row: Sequence[Token], index: int, follower: str) -> bool:
    """Whether what follows is no word that a hyphen could join."""
    return follower[:1].isdigit() or (not follower[:1].isalnum() and joined(row, index) is None)


def _is_asked(row: Sequence[Token], index: int, own: Language) -> bool:
    asking = own.words("negation.questions")
    return any(token.text.lower() in asking and token.head == row[index].head for token in row)


def _scope(row: Sequence[Token], index: int, own: Language) -> list[int]:
    """The tokens under a cue: what it attaches to, then upwards to the verb, then the verb's complements."""
    denied = _phrase(row, index, own)
    if denied is not None:
        excepted = row[denied].pos == "NUM"  # of those that are excepted the verb is denied
        return [denied, *(at for at in (row[index].head, row[denied].head) if excepted and row[at].pos == "VERB")]
    contrasted = _contrasted(row, index, own)
    return [*_reached(row, index, own)] if contrasted is None else [contrasted]


def _contrasted(row: Sequence[Token], index: int, own: Language) -> int | None:
    """What a negative behind a comma alone denies: "in Rome, not in Paris", "a factor, not the cause"."""
    if index == 0 or row[index - 1].text != "," or row[index].text.lower() not in own.words("negation.not"):
        return None
    for at, token in enumerate(row[index + 1 : index + 3], index + 1):
        if token.pos == "DET":
            return token.head if token.head > index else None
        if token.pos != "ADP":
            return at
    return None


def _reached(row: Sequence[Token], index: int, own: Language) -> Iterator[int]:
    """What a cue that is one word reaches, see `_scope`."""
    part = joined(row, index)
    if part is not None and row[part].text.lower() not in own.words("negation.pronouns"):
        while part is not None:  # "not-so-good" has two words under "not"
            yield part
            part = joined(row, part)
        return
    implicit = row[index].lemma.lower() in own.words("negation.implicit") or _rules_out(row, index, own)
    if implicit and row[index].pos in {"VERB", "AUX"}:
        yield index
        yield from _complements(row, index, own)
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
        if not _carries(row, index, head, own):
            yield head
        if row[head].pos in {"VERB", "AUX"} or row[head].dep not in _CLIMB:
            yield from (i for i in _complements(row, head, own) if i not in seen)
            return
        here = head


def _carries(row: Sequence[Token], index: int, head: int, own: Language) -> bool:
    """Whether a word says nothing with the negative before it: "no longer safe", "by no means safe", "no one"."""
    words = [token.text.lower() for token in row[max(0, index - 1) : head + 1]]
    return not own.words("negation.carriers").isdisjoint({" ".join(words), " ".join(words[index > 0 :])})


def _complements(row: Sequence[Token], head: int, own: Language) -> Iterator[int]:
    """What shares the polarity of a verb: its predicate, and what a verb of wanting or trying governs.

    A verb that says little itself is denied with its object ("have"), a copula with the place or state behind it
    ("at home", "out of danger", "over", "where he lives").
    """
    wanted = {"comp:pred:adj", "comp:pred", "comp:pred:obj", "xcomp"}
    if row[head].lemma.lower() in own.words("negation.auxiliaries"):
        wanted |= {"obj"}
    if row[head].pos == "AUX":
        wanted |= {"obj", "udep", "ccomp"}
    copula = row[head].pos == "AUX"
    if row[head].lemma.lower() in own.words("negation.raising"):  # "I do not think he is guilty"
        for at in _children(row, head, {"ccomp"}):
            yield at
            yield from _complements(row, at, own)
    for at in _children(row, head, wanted):
        if copula and row[at].pos == "ADP" and _adjunct(row, at, head):
            continue
        yield at
        if copula and at > head and row[at].text.lower() not in own.words("negation.without"):
            yield from _within(row, at)
    if copula:
        yield from (at for at in _children(row, head, {"advmod"}) if at > head)


def _adjunct(row: Sequence[Token], place: int, head: int) -> bool:
    """Whether a preposition behind a predicate only says when: "which was not so in 2016"."""
    dated = any(row[at].entity == "DATE" for at in _children(row, place, {"comp:obj"}))
    return dated and any(head < at < place for at in _children(row, head, {"advmod"}))


def _within(row: Sequence[Token], place: int) -> Iterator[int]:
    """What a preposition governs, through those under it."""
    inner = _children(row, place, {"comp:obj", "udep"}) if row[place].pos == "ADP" else ()
    for at in inner[:1]:
        yield at
        yield from _within(row, at)


def _children(row: Sequence[Token], head: int, deps: set[str]) -> list[int]:
    return [i for i, token in enumerate(row) if token.head == head and i != head and token.dep in deps]
