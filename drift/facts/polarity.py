"""Negation: which words of a sentence stand under a negative, and what makes them negative.

Only negated words give facts; a predicate without one is affirmative. Two strengths of cue are told apart,
because they do not prove the same: an *explicit* one ("not", "no", "never", "without") reverses its predicate;
an *implicit* one ("fail", "refuse", "unable", "hardly", "rule out") does so too, but is often just how a translator
renders an explicit one. "no" and "non" may be joined to a word by a hyphen: they negate that word alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Document, Token

Strength = Literal["explicit", "implicit"]

#: Words that negate the predicate they stand in.
EXPLICIT = frozenset(
    {"not", "n't", "n’t", "never", "no", "nobody", "none", "nothing", "nowhere", "neither", "nor", "without", "noone"}
)

#: The plain cue in its spellings.
NOT = frozenset({"not", "n't", "n’t"})

#: Forms of one cue.
_CUES = {"n't": "not", "n’t": "not", "noone": "nobody"}

#: Verbs whose negative is their whole meaning; losing it reverses the statement ("denied" for "confirmed").
DENIALS = frozenset({"deny", "refuse", "reject", "decline", "fail"})

#: Words that carry a negative inside: what they govern did not, or does not, happen or hold.
IMPLICIT = DENIALS | frozenset(
    """
    lack prevent avoid forbid prohibit ban cease abstain doubt dispute refute rebuff neglect unable impossible
    unlikely unwilling unaware hardly barely scarcely rarely seldom absence failure refusal denial absent incapable
    devoid unless
    """.split()
)

#: "not only", "not just", "no doubt", "no matter": set phrases that negate nothing.
_EMPTY_NEXT = {
    "not": frozenset({"only", "just", "merely", "least", "simply", "unlike"}),
    "no": frozenset({"doubt", "matter", "wonder", "later", "less", "fewer"}),
}

#: Relations that lead from a word up to the predicate it takes part in.
_CLIMB = frozenset(
    """
    dobj pobj attr nsubj nsubjpass prep conj compound amod det acomp advmod oprd dative pcomp nmod poss npadvmod neg
    preconj aux
    """.split()
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """A negation: `cue` makes the tokens `scope` negative.

    `scope` indexes the sentence's tokens, nearest predicate first; `lemmas` are their lemmas.
    """

    cue: str
    strength: Strength
    scope: tuple[int, ...]
    lemmas: tuple[str, ...]


def agree(a: Polarity, b: Polarity) -> bool:
    """Whether the cues are the same, or whether they negate a word in common."""
    return _CUES.get(a.cue, a.cue) == _CUES.get(b.cue, b.cue) or not frozenset(a.lemmas).isdisjoint(b.lemmas)


def extract(document: Document, tokens: Sequence[Sequence[Token]]) -> Iterator[Fact]:
    """One fact a negative cue; its span is the cue's own."""
    for sentence, row in zip(document.sentences, tokens, strict=True):
        for index, token in enumerate(row):
            strength = _strength(row, index)
            if strength is None:
                continue
            scope = tuple(_scope(row, index))
            value = Polarity(token.lemma.lower(), strength, scope, tuple(row[i].lemma.lower() for i in scope))
            yield Fact(
                "polarity", value, sentence.index, token.start, token.end, document.clean[token.start : token.end]
            )


def _strength(row: Sequence[Token], index: int) -> Strength | None:
    token = row[index]
    if token.text.lower() in {"non", "non-"} and joined(row, index) is not None:
        return "implicit"
    if token.text.lower() in EXPLICIT or token.dep == "neg":
        return None if _is_empty(row, index) else "explicit"
    if index and row[index - 1].text.lower() == "no" and token.lemma.lower() == "doubt":
        return None
    implicit = token.lemma.lower() in IMPLICIT or token.text.lower() in IMPLICIT or _rules_out(row, index)
    return "implicit" if implicit else None


def _rules_out(row: Sequence[Token], index: int) -> bool:
    """Whether the verb is "rule", with its "out"."""
    return row[index].lemma.lower() == "rule" and any(t.head == index and t.text.lower() == "out" for t in row)


def joined(row: Sequence[Token], index: int) -> int | None:
    """Where the word stands that a hyphen joins to the one at `index`; None where no hyphen does."""
    behind = row[index + 1 : index + 3]
    if row[index].text[1:].endswith("-"):
        return index + 1 if behind else None
    if len(behind) < 2 or behind[0].text != "-" or behind[0].start > row[index].end or not behind[1].text[:1].isalnum():
        return None
    return index + 2


def _is_empty(row: Sequence[Token], index: int) -> bool:
    """Set phrases, answers and questions: "not only", "whether or not", "why not", "nothing but", "No, ..."."""
    word = row[index].text.lower()
    follower = row[index + 1].text.lower() if index + 1 < len(row) else ""
    before = row[index - 1].text.lower() if index else ""
    after_next = row[index + 2].lemma.lower() if index + 2 < len(row) else ""
    return (
        follower in _EMPTY_NEXT.get(word, frozenset())
        or (word == "not" and follower == "to" and after_next == "mention")
        or (word == "not" and before in {"or", "if", "why"})
        or (word == "no" and not follower[:1].isalnum() and joined(row, index) is None)
        or (word == "nothing" and follower == "but")
        # "whether it shouldn't be easier" asks what "whether it should" asks
        or (row[index].dep == "neg" and any(t.text.lower() == "whether" and t.head == row[index].head for t in row))
        # "No. 5", "No 10", "No one" is a pronoun of its own and is kept
        or (word == "no" and follower[:1].isdigit())
        or (row[index].text in {"No", "NO"} and follower == "." and after_next[:1].isdigit())
    )


def _scope(row: Sequence[Token], index: int) -> Iterator[int]:
    """The tokens under a cue: what it attaches to, then upwards to the verb, then the verb's complements."""
    part = joined(row, index)
    if part is not None and row[part].text.lower() != "one":
        while part is not None:  # "not-so-good" has two words under "not"
            yield part
            part = joined(row, part)
        return
    if (row[index].lemma.lower() in IMPLICIT or _rules_out(row, index)) and row[index].pos in {"VERB", "AUX"}:
        yield index
        yield from _complements(row, index)
        return
    seen = {index}
    for child in _children(row, index, {"pobj", "pcomp"}):  # without + noun
        seen.add(child)
        yield child
    if row[index].text.lower() == "without":  # what is done without something is done all the same
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
    wanted = {"acomp", "attr", "oprd", "xcomp"}
    if row[head].pos == "AUX":
        wanted |= {"dobj", "prep"}
    return _children(row, head, wanted)


def _children(row: Sequence[Token], head: int, deps: set[str]) -> list[int]:
    return [i for i, token in enumerate(row) if token.head == head and i != head and token.dep in deps]
