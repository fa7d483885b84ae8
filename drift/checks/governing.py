"""Verbs and what stands over them: whether a clause states its verb as done, or another word holds it open.

"threatened to leave", "plans for closing", "promised that it would pay": the lower verb is not said to have happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from drift.checks.beads import Part, Place
from drift.facts.attribution import VERBS as SAYING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Token

Tense = Literal["past", "present"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_AUXILIARIES = frozenset({"aux", "auxpass"})

#: Clauses that are stated by themselves; a relative or a causal one takes its truth for granted.
_MAIN = frozenset({"ROOT", "conj", "relcl", "ccomp", "parataxis", "advcl"})

#: Words that open a clause of which nobody says that it is so.
_OPENING = frozenset("if whether unless before until till lest provided".split())

#: Words that make of what "would" be the outcome of something else.
_CONDITIONS = frozenset("if unless otherwise without were whether provided".split())

#: Words that open an adverbial clause which is so.
_FACTUAL = frozenset("after because since as although though while whereas when".split())

#: Verbs besides those of saying whose clause is so.
_FACTIVE = frozenset("know see find show learn discover realize realise notice mean prove demonstrate hear".split())

#: Verbs that leave it to the one over them whether the lower verb happens.
_TRANSPARENT = frozenset("begin start continue keep help finish resume proceed".split())

#: Auxiliaries over the verb of a clause that tells what is to be: "promised that it would pay".
_AHEAD = frozenset({"will", "would", "wo", "'ll", "’ll", "'d", "’d", "shall", "should"})

#: How many words may stand between a verb and the word that governs it, one under the other.
_STEPS = 5


class Governed(NamedTuple):
    """A verb that is not stated, and the word that holds it open."""

    over: Place
    verb: Place


@dataclass(frozen=True)  # without slots: what is asked again and again is kept
class Verbs:
    """The verbs of one text, or of a part of it."""

    part: Part

    def tense(self, place: Place) -> Tense | None:
        """When a verb is said to happen, if its clause says that it does, in the affirmative."""
        row, token = self._row(place), self.part.token(place)
        if token.pos not in {"VERB", "AUX"} or not self._stands_alone(place) or row[-1].text == "?":
            return None
        below = [row[at] for at in self.children(place)]
        helping = [other for other in below if other.dep in _AUXILIARIES]
        if any(other.dep == "neg" for other in below) or self.subject(place) is None:
            return None
        return _tense(token, helping)

    def happened(self, place: Place) -> bool:
        """Whether a verb is a past or a perfect, in the affirmative, whoever says so."""
        row, token = self._row(place), self.part.token(place)
        below = [row[at] for at in self.children(place)]
        helping = [other for other in below if other.dep in _AUXILIARIES]
        return token.pos == "VERB" and not any(o.dep == "neg" for o in below) and _tense(token, helping) == "past"

    def children(self, place: Place) -> list[int]:
        """What hangs from a token, by numbers in its sentence."""
        return list(self.part.below.get(place, ()))

    def child(self, place: Place, *deps: str) -> Place | None:
        """The first token that hangs from another in one of these relations."""
        row = self._row(place)
        return next((Place(place.sentence, at) for at in self.children(place) if row[at].dep in deps), None)

    def over(self, place: Place) -> Place | None:
        """What a token hangs from; None for a root."""
        head = Place(place.sentence, self.part.token(place).head)
        return None if head == place else head

    def subject(self, place: Place) -> Place | None:
        """The subject of a finite verb, its own or shared with the verb that it is joined to by "and"."""
        for _ in range(_STEPS):
            found = self.child(place, *_SUBJECTS)
            over = self.over(place)
            if found is not None and self.part.token(found).tag not in {"WDT", "WP"}:
                return found
            if over is None or self.part.token(place).dep not in {"conj", "relcl"}:
                return found
            if self.part.token(place).dep == "relcl":
                return over
            place = over
        return None

    def object(self, place: Place) -> Place | None:
        """What is done something to: the object, or the subject of a passive."""
        return self.child(place, "dobj", "nsubjpass")

    def passive(self, place: Place) -> bool:
        """Whether a verb is a passive."""
        return self.child(place, "auxpass") is not None

    def modal(self, place: Place) -> Place | None:
        """The modal auxiliary of a verb that lies in the present or ahead: of "would go", not of "would have gone"."""
        row = self._row(place)
        helping = [at for at in self.children(place) if row[at].dep in _AUXILIARIES]
        if any(row[at].text.lower() in {"have", "'ve", "’ve"} for at in helping):
            return None
        return next((Place(place.sentence, at) for at in helping if row[at].tag == "MD"), None)

    @cached_property
    def conditional(self) -> frozenset[int]:
        """Sentences that set a condition, or ask."""
        return frozenset(
            number
            for number in self.part.sentences
            for row in [self.part.side.tokens[number]]
            if row and (row[-1].text == "?" or any(token.text.lower() in _CONDITIONS for token in row))
        )

    def governors(self, place: Place) -> Iterator[Place]:
        """The words that may hold a verb open, from the nearest up: "leave" of "threatened to begin leaving"."""
        if not self._open(place):
            return
        for _ in range(_STEPS):
            token, over = self.part.token(place), self.over(place)
            if over is None:
                return
            above = self.part.token(over)
            if token.dep in {"xcomp", "ccomp", "acl", "pcomp", "prep", "advmod", "relcl", "advcl"}:
                yield over
                named = self.child(over, "nsubj") if above.lemma == "be" else None
                if named is not None:
                    yield named  # "the plan is to build"
                if above.pos not in {"ADP", "SCONJ"} and above.lemma not in _TRANSPARENT and above.text != "short":
                    return
            elif token.dep != "conj" or above.tag not in {"VB", "VBG"}:
                return
            place = over

    def _open(self, place: Place) -> bool:
        """Whether a verb is an infinitive or a gerund, or lies ahead of the clause over it."""
        token = self.part.token(place)
        if token.pos not in {"VERB", "AUX"}:
            return False
        row = self._row(place)
        helping = [row[at] for at in self.children(place) if row[at].dep in _AUXILIARIES]
        if any(other.tag == "MD" for other in helping):
            return token.dep == "ccomp" and all(o.text.lower() in _AHEAD for o in helping if o.tag == "MD")
        if any(other.text.lower() == "to" for other in helping):
            return True
        return token.tag == "VB" or (token.tag == "VBG" and not helping)

    def _stands_alone(self, place: Place) -> bool:
        """Whether no clause above holds the verb's own open."""
        for _ in range(2 * _STEPS):
            token, over = self.part.token(place), self.over(place)
            row = self._row(place)
            marks = {row[at].text.lower() for at in self.children(place) if row[at].dep in {"mark", "advmod"}}
            if marks & _OPENING or (token.dep == "advcl" and not marks & _FACTUAL):
                return False
            if over is None:
                return True
            inserted = place.token < over.token
            if token.dep not in _MAIN or (token.dep == "ccomp" and not self._asserts(over, inserted=inserted)):
                return False
            if token.dep == "relcl":
                return True
            place = over
        return False

    def _asserts(self, over: Place, *, inserted: bool) -> bool:
        """Whether a verb says, or takes for granted, that the clause below it is so; an inserted one mostly says it."""
        lemma = self.part.token(over).lemma.lower()
        manner = SAYING.get(lemma)
        return manner != "denial" and (inserted or manner is not None or lemma in _FACTIVE)

    def _row(self, place: Place) -> tuple[Token, ...]:
        return self.part.side.tokens[place.sentence]


def _tense(token: Token, helping: list[Token]) -> Tense | None:
    texts = {other.text.lower() for other in helping}
    if any(other.tag == "MD" or other.text.lower() == "to" for other in helping) or texts & {"being", "having"}:
        return None
    if token.tag in {"VBD", "VBN"}:
        done = bool(texts & {"was", "were", "had", "has", "have", "'ve", "’ve", "been", "'d", "got"})
        if token.tag == "VBD" or done:
            return "past"
        return "present" if texts & {"is", "are", "'s", "’s", "am"} else None
    if token.tag == "VB":
        return "past" if "did" in texts else "present" if texts & {"do", "does"} else None
    return "present" if token.tag in {"VBZ", "VBP"} and not helping else None
