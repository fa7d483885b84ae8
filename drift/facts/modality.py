"""Modality: how certain, possible, required or second-hand a statement is made.

Cues fall into classes; two cues of one class say the same ("may" / "it is possible that"). The classes are
ordered only where an order is plain, so the check compares classes, not numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.language import language_of
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.language import Language
    from drift.records import Document, Token


@dataclass(frozen=True, slots=True)
class Modality:
    """`cue` gives the token `head` (an index into the sentence's tokens, with its `lemma`) the mode `mode`.

    Modes are the classes of the cues: possible, probable, certain, future, conditional, ability, duty, hearsay and
    seeming.
    """

    mode: str
    cue: str
    head: int
    lemma: str


def agree(a: Modality, b: Modality) -> bool:
    """Whether the statements are made in the same mode, whatever the cue."""
    return a.mode == b.mode


def extract(document: Document, tokens: Sequence[Sequence[Token]]) -> Iterator[Fact[Modality]]:
    """One fact a modal cue; its span is the cue's own."""
    own = language_of(document)
    for sentence, row in zip(document.sentences, tokens, strict=True):
        for index, token in enumerate(row):
            found = _mode(row, index, own)
            if found is None:
                continue
            mode, head = found
            value = Modality(mode, token.text.lower(), head, row[head].lemma.lower())
            yield Fact(
                "modality", value, sentence.index, token.start, token.end, document.clean[token.start : token.end]
            )


def _mode(row: Sequence[Token], index: int, own: Language) -> tuple[str, int] | None:
    token = row[index]
    word, lemma = token.text.lower(), token.lemma.lower()
    before = row[index - 1] if index else None
    auxiliary = own.classes("cues.modality.auxiliaries").get(word)
    # "all her might", "the will"
    noun = before is not None and (
        before.has("Poss=Yes|PronType=Prs") or before.text.lower() in own.words("function.definite")
    )
    if token.has("VerbType=Mod") and auxiliary is not None and not noun:
        return auxiliary, _predicate(row, index, own)
    if word in own.words("cues.modality.words") and not token.entity:
        return _word(row, index, own)
    passive = token.has("VerbForm=Part") and lemma in own.words("cues.modality.hearsay_passives")
    verb = own.classes("cues.modality.verbs").get(lemma)
    infinitive = _child(row, index, {"xcomp", "ccomp", "advcl"}) if passive or verb is not None else None
    if infinitive is not None and _child(row, infinitive, {"aux"}, own.words("function.infinitive")) is not None:
        if passive:
            return "hearsay", infinitive
        if verb is not None and infinitive > index and _governs(row, index, own):
            return verb, infinitive
    if lemma in own.words("cues.modality.hearsay_nouns") and _according(row, index, own):
        head = row[row[row[index].head].head].head
        return "hearsay", head
    return None


def _word(row: Sequence[Token], index: int, own: Language) -> tuple[str, int] | None:
    token = row[index]
    word = token.text.lower()
    mode = own.classes("cues.modality.words")[word]
    head = token.head
    if word in own.words("cues.modality.said") and token.pos == "VERB":
        return None  # a verb of saying of its own: attribution
    if token.dep in {"amod", "advmod", "obl:unmarked", "compound:prt"}:
        return mode, _predicate(row, index, own)
    if token.dep in {"comp:pred:adj", "comp:pred", "comp:pred:obj", "root", "ccomp", "conj"}:
        # "it is possible that ...", "is likely to ...": the mode belongs to the clause that follows
        for place in (index, head):
            clause = _child(row, place, {"ccomp", "xcomp", "csubj", "advcl"})
            if clause is not None and clause != index:
                return mode, clause
        return (mode, _child(row, head, {"nsubj", "nsubj:pass"}) or head) if mode != "possible" else None
    return mode, _predicate(row, index, own)


def _governs(row: Sequence[Token], index: int, own: Language) -> bool:
    """Whether the verb at `index`, which has an infinitive, is used as a modal: "is expected to", "is going to"."""
    token = row[index]
    lemma = token.lemma.lower()
    forms = own.groups("cues.modality.forms").get(lemma)
    if forms is not None:
        return token.text.lower() in forms
    if lemma in own.words("cues.modality.predicates"):
        return token.has("VerbForm=Part", "Degree=Pos") and _child(row, index, {"obj"}) is None
    return token.has("VerbForm=Part") or lemma not in own.words("cues.modality.participles")


def _according(row: Sequence[Token], index: int, own: Language) -> bool:
    """Whether "according to reports" has no name that says whose."""
    token = row[index]
    return (
        token.dep == "comp:obj"
        and row[row[token.head].head].text.lower() in own.words("saying.according")
        and not any(other.head == index and other.entity for other in row)
    )


def _predicate(row: Sequence[Token], index: int, own: Language) -> int:
    """The word whose certainty the cue sets: its head, or a copula's complement."""
    head = row[index].head
    if row[head].lemma.lower() in own.words("function.copula"):
        complement = _child(row, head, {"comp:pred:adj", "comp:pred", "comp:pred:obj"})
        if complement is not None and complement != index:
            return complement
    return head


def _child(row: Sequence[Token], head: int, deps: set[str], texts: frozenset[str] | None = None) -> int | None:
    for index, token in enumerate(row):
        if (
            token.head == head
            and index != head
            and token.dep in deps
            and (texts is None or token.text.lower() in texts)
        ):
            return index
    return None
