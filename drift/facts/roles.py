"""Roles: who does what to whom, with active and passive brought to one form.

"A accused B" and "B was accused by A" give the same roles; members of a coordination share its role; verbs of a
coordination share its subject; a relative pronoun stands for the noun that it follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Document, Token

_FUNCTIONS = {
    "nsubj": "agent",
    "csubj": "agent",
    "nsubj:pass": "patient",
    "obj": "patient",
    "iobj": "recipient",
    "comp:pred": "attribute",
    "nmod:poss": "of",
    "obl:agent": "agent",
}


_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


@dataclass(frozen=True, slots=True)
class Role:
    """`filler` (a token's lemma, a name's last word) has the `function` in `predicate`.

    `function` is agent, patient, recipient, attribute, "of" (a possessor too) or another preposition in lower
    case. `filler_index` and `predicate_index` index the sentence's tokens. `named` tells proper nouns.
    """

    function: str
    predicate: str
    predicate_index: int
    filler: str
    filler_index: int
    named: bool


def agree(a: Role, b: Role) -> bool:
    """Whether the same thing has the same function in the same predicate."""
    return (a.function, a.predicate, a.filler) == (b.function, b.predicate, b.filler)


def extract(document: Document, tokens: Sequence[Sequence[Token]]) -> Iterator[Fact[Role]]:
    """One fact an argument; its span is the argument's head word."""
    for sentence, row in zip(document.sentences, tokens, strict=True):
        for index, token in enumerate(row):
            if token.pos not in {"NOUN", "PROPN", "PRON", "NUM"}:
                continue
            found = _role(row, index)
            if found is None:
                continue
            filler = _antecedent(row, index)
            if filler is None:
                continue
            head = row[filler]
            lemma = head.text.lower() if head.pos == "PROPN" else head.lemma.lower()
            joined = _shared(row, found[1]) if token.dep in _SUBJECTS else ()
            for function, predicate in (found, *joined):
                value = Role(function, row[predicate].lemma.lower(), predicate, lemma, filler, head.pos == "PROPN")
                yield Fact("role", value, sentence.index, head.start, head.end, document.clean[head.start : head.end])


def _role(row: Sequence[Token], index: int) -> tuple[str, int] | None:
    """The function of a noun and the predicate it belongs to."""
    here = index
    for _ in range(6):  # coordinations longer than six members are lists, not roles
        token = row[here]
        if token.dep not in {"conj", "appos"} or row[token.head].pos not in {"NOUN", "PROPN", "PRON"}:
            break
        here = token.head
    token = row[here]
    head = row[token.head]
    if token.head == here:
        return None
    if token.dep == "comp:obj" and head.dep in {"udep", "obl:agent", "iobj", "compound:prt"}:
        if head.head == token.head:
            return None
        return ("agent" if head.dep == "obl:agent" else head.text.lower()), _content(row, head.head)
    function = _FUNCTIONS.get(token.dep)
    return None if function is None else (function, _content(row, token.head))


def _shared(row: Sequence[Token], verb: int) -> Iterator[tuple[str, int]]:
    """The role that a verb's subject has in the verbs joined to it that have none: "lost and was congratulated"."""
    open_, seen = list(_joined(row, verb))[::-1], {verb}
    while open_:
        function, index = open_.pop()
        if index not in seen:
            seen.add(index)
            yield function, index
            open_ += list(_joined(row, index))[::-1]


def _joined(row: Sequence[Token], verb: int) -> Iterator[tuple[str, int]]:
    """The verbs without a subject that are joined to a verb, and the role that its subject has there."""
    passive = any(token.head == verb and token.dep == "aux:pass" for token in row)
    for index, token in enumerate(row):
        if token.head != verb or token.dep != "conj" or token.pos != "VERB":
            continue
        below = {other.dep for other in row if other.head == index}
        if below & {*_SUBJECTS, "csubj", "expl"}:
            continue
        suffers = "aux:pass" in below or (passive and token.has("VerbForm=Part") and "aux" not in below)
        yield ("patient" if suffers else "agent"), index


def _content(row: Sequence[Token], index: int) -> int:
    """The preposition of "thanks to" and the verb behind an auxiliary are passed over."""
    here = index
    for _ in range(3):
        if row[here].pos != "ADP" or row[here].head == here:
            break
        here = row[here].head
    return here


def _antecedent(row: Sequence[Token], index: int) -> int | None:
    token = row[index]
    if not token.has("PronType=Int,Rel"):
        return index
    clause = row[token.head]
    return clause.head if clause.dep == "acl:relcl" and row[clause.head].pos in {"NOUN", "PROPN"} else None
