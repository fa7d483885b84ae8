"""Modality: how certain, possible, required or second-hand a statement is made.

Cues fall into classes; two cues of one class say the same ("may" / "it is possible that"). The classes are
ordered only where an order is plain, so the check compares classes, not numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.records import Document, Token

Mode = Literal["possible", "probable", "certain", "future", "conditional", "ability", "duty", "hearsay", "seeming"]

#: Auxiliaries. "can" and "could" express ability as readily as possibility; the check knows.
AUXILIARIES: Mapping[str, Mode] = {
    "may": "possible",
    "might": "possible",
    "could": "possible",
    "can": "ability",
    "ca": "ability",
    "will": "future",
    "'ll": "future",
    "’ll": "future",
    "wo": "future",
    "shall": "future",
    "would": "conditional",
    "'d": "conditional",
    "’d": "conditional",
    "must": "duty",
    "should": "duty",
    "ought": "duty",
}

#: Adverbs and adjectives.
WORDS: Mapping[str, Mode] = {
    "possible": "possible",
    "possibly": "possible",
    "perhaps": "possible",
    "maybe": "possible",
    "potentially": "possible",
    "potential": "possible",
    "conceivably": "possible",
    "conceivable": "possible",
    "probably": "probable",
    "probable": "probable",
    "likely": "probable",
    "presumably": "probable",
    "certainly": "certain",
    "definitely": "certain",
    "undoubtedly": "certain",
    "surely": "certain",
    "allegedly": "hearsay",
    "alleged": "hearsay",
    "reportedly": "hearsay",
    "reported": "hearsay",
    "supposedly": "hearsay",
    "supposed": "hearsay",
    "purportedly": "hearsay",
    "purported": "hearsay",
    "rumored": "hearsay",
    "rumoured": "hearsay",
    "ostensibly": "hearsay",
    "so-called": "hearsay",
    "apparently": "seeming",
    "seemingly": "seeming",
    "evidently": "seeming",
    "apparent": "seeming",
}

#: Verbs that govern the statement: "seems to", "is expected to", "needs to", "is set to", "is able to".
VERBS: Mapping[str, Mode] = {
    "seem": "seeming",
    "appear": "seeming",
    "expect": "probable",
    "need": "duty",
    "require": "duty",
    "oblige": "duty",
    "able": "ability",
    "set": "future",
    "plan": "future",
    "due": "future",
    "going": "future",
    "go": "future",
    "bound": "certain",
}

#: Nouns that make a statement second-hand: "according to reports", "there are claims that".
HEARSAY_NOUNS = frozenset({"report", "claim", "allegation", "rumor", "rumour", "source"})

#: "is said to", "is believed to", "is thought to": a passive verb of saying with an infinitive.
HEARSAY_PASSIVES = frozenset(
    {"say", "believe", "think", "report", "allege", "rumor", "rumour", "understand", "suppose", "claim"}
)

_GOVERNING = HEARSAY_PASSIVES.union(VERBS)


@dataclass(frozen=True, slots=True)
class Modality:
    """`cue` gives the token `head` (an index into the sentence's tokens, with its `lemma`) the mode `mode`."""

    mode: Mode
    cue: str
    head: int
    lemma: str


def agree(a: Modality, b: Modality) -> bool:
    """Whether the statements are made in the same mode, whatever the cue."""
    return a.mode == b.mode


def extract(document: Document, tokens: Sequence[Sequence[Token]]) -> Iterator[Fact]:
    """One fact a modal cue; its span is the cue's own."""
    for sentence, row in zip(document.sentences, tokens, strict=True):
        for index, token in enumerate(row):
            found = _mode(row, index)
            if found is None:
                continue
            mode, head = found
            value = Modality(mode, token.text.lower(), head, row[head].lemma.lower())
            yield Fact(
                "modality", value, sentence.index, token.start, token.end, document.clean[token.start : token.end]
            )


def _mode(row: Sequence[Token], index: int) -> tuple[Mode, int] | None:
    token = row[index]
    word, lemma = token.text.lower(), token.lemma.lower()
    before = row[index - 1] if index else None
    noun = before is not None and (before.tag == "PRP$" or before.text.lower() == "the")  # "all her might", "the will"
    if token.tag == "MD" and word in AUXILIARIES and not noun:
        return AUXILIARIES[word], _predicate(row, index)
    if word in WORDS and not token.entity:
        return _word(row, index)
    infinitive = _child(row, index, {"xcomp", "ccomp", "advcl"}) if lemma in _GOVERNING else None
    if (
        lemma in HEARSAY_PASSIVES
        and token.tag == "VBN"
        and infinitive is not None
        and _child(row, infinitive, {"aux"}, "to") is not None
    ):
        return "hearsay", infinitive
    if lemma in VERBS and infinitive is not None and _governs(row, index, infinitive):
        return VERBS[lemma], infinitive
    if lemma in HEARSAY_NOUNS and _according(row, index):
        head = row[row[row[index].head].head].head
        return "hearsay", head
    return None


def _word(row: Sequence[Token], index: int) -> tuple[Mode, int] | None:
    token = row[index]
    word = token.text.lower()
    mode = WORDS[word]
    head = token.head
    if word == "reported" and token.pos == "VERB":
        return None  # a verb of saying of its own: attribution
    if token.dep in {"amod", "advmod", "npadvmod", "prt"}:
        return mode, _predicate(row, index)
    if token.dep in {"acomp", "attr", "oprd", "ROOT", "ccomp", "conj"}:
        # "it is possible that ...", "is likely to ...": the mode belongs to the clause that follows
        for place in (index, head):
            clause = _child(row, place, {"ccomp", "xcomp", "csubj", "advcl"})
            if clause is not None and clause != index:
                return mode, clause
        return (mode, _child(row, head, {"nsubj", "nsubjpass"}) or head) if mode != "possible" else None
    return mode, _predicate(row, index)


def _governs(row: Sequence[Token], index: int, infinitive: int) -> bool:
    """Whether the verb at `index` is used as a modal: "needs to", "is expected to", "is going to"."""
    token = row[index]
    lemma = token.lemma.lower()
    if _child(row, infinitive, {"aux"}, "to") is None or infinitive < index:
        return False
    if lemma == "go":
        return token.text.lower() == "going"
    if lemma in {"set", "due", "bound"}:
        return token.tag in {"VBN", "JJ"} and _child(row, index, {"dobj"}) is None
    if lemma in {"expect", "require", "oblige"}:
        return token.tag == "VBN"
    return True


def _according(row: Sequence[Token], index: int) -> bool:
    """Whether "according to reports" has no name that says whose."""
    token = row[index]
    up = token.head
    return (
        token.dep == "pobj"
        and row[up].text.lower() == "to"
        and row[row[up].head].text.lower() == "according"
        and not any(other.head == index and other.entity for other in row)
    )


def _predicate(row: Sequence[Token], index: int) -> int:
    """The word whose certainty the cue sets: its head, or a copula's complement."""
    head = row[index].head
    if row[head].lemma.lower() == "be":
        complement = _child(row, head, {"acomp", "attr", "oprd"})
        if complement is not None and complement != index:
            return complement
    return head


def _child(row: Sequence[Token], head: int, deps: set[str], text: str | None = None) -> int | None:
    for index, token in enumerate(row):
        if token.head == head and index != head and token.dep in deps and text in {None, token.text.lower()}:
            return index
    return None
