"""Verbs and what stands over them: whether a clause states its verb as done, or another word holds it open.

"threatened to leave", "plans for closing", "promised that it would pay": the lower verb is not said to have happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from drift.checks.beads import Part, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.language import Language
    from drift.records import Token

Tense = Literal["past", "present"]

_ASKING = "PronType=Int,Rel"  # "who", "which"; not "whose"
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_AUXILIARIES = frozenset({"aux", "aux:pass"})

#: Clauses that are stated by themselves; a relative or a causal one takes its truth for granted.
_MAIN = frozenset({"root", "conj", "acl:relcl", "ccomp", "parataxis", "advcl"})

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

    @property
    def language(self) -> Language:
        """What is known of the language of the text."""
        return self.part.language

    def tense(self, place: Place) -> Tense | None:
        """When a verb is said to happen, if its clause says that it does, in the affirmative."""
        token = self.part.token(place)
        if token.pos not in {"VERB", "AUX"} or not self._stands_alone(place) or self._row(place)[-1].text == "?":
            return None
        return None if self.subject(place) is None else self._time(place)

    def happened(self, place: Place) -> bool:
        """Whether a verb is a past or a perfect, in the affirmative, whoever says so."""
        return self.part.token(place).pos == "VERB" and self._time(place) == "past"

    def child(self, place: Place, *deps: str) -> Place | None:
        """The first token that hangs from another in one of these relations."""
        return next(iter(self.part.under(place, *deps)), None)

    def helping(self, place: Place) -> list[Place]:
        """The auxiliaries of a verb."""
        return self.part.under(place, *_AUXILIARIES)

    def over(self, place: Place) -> Place | None:
        """What a token hangs from; None for a root."""
        head = Place(place.sentence, self.part.token(place).head)
        return None if head == place else head

    def subject(self, place: Place) -> Place | None:
        """The subject of a finite verb, its own or shared with the verb that it is joined to by "and"."""
        for _ in range(_STEPS):
            found = self.child(place, *_SUBJECTS)
            over = self.over(place)
            if found is not None and self.part.token(found).features != _ASKING:
                return found
            if over is None or self.part.token(place).dep not in {"conj", "acl:relcl"}:
                return found
            if self.part.token(place).dep == "acl:relcl":
                return over
            place = over
        return None

    def object(self, place: Place) -> Place | None:
        """What is done something to: the object, or the subject of a passive."""
        return self.child(place, "obj", "nsubj:pass")

    def passive(self, place: Place) -> bool:
        """Whether a verb is a passive."""
        return self.child(place, "aux:pass") is not None

    def modal(self, place: Place) -> Place | None:
        """The modal auxiliary of a verb that lies in the present or ahead: of "would go", not of "would have gone"."""
        perfect = self.language.words("clauses.time.perfect")
        helping = [(at, self.part.token(at)) for at in self.helping(place)]
        if any(token.text.lower() in perfect for _, token in helping):
            return None
        return next((at for at, token in helping if token.has("VerbType=Mod")), None)

    @cached_property
    def conditional(self) -> frozenset[int]:
        """Sentences that set a condition, or ask."""
        rows, conditions = self.part.side.tokens, self.language.words("clauses.conditions")
        return frozenset(
            number
            for number in self.part.sentences
            if any(token.text.lower() in conditions for token in rows[number])
            or any(token.text == "?" for token in rows[number][-1:])
        )

    def governors(self, place: Place) -> Iterator[Place]:
        """The words that may hold a verb open, from the nearest up: "leave" of "threatened to begin leaving"."""
        if not self._open(place):
            return
        copula, transparent = self.language.words("function.copula"), self.language.words("clauses.transparent")
        for _ in range(_STEPS):
            token, over = self.part.token(place), self.over(place)
            if over is None:
                return
            above = self.part.token(over)
            if token.dep in {"xcomp", "ccomp", "acl", "comp:clause", "udep", "advmod", "acl:relcl", "advcl"}:
                yield over
                named = self.child(over, "nsubj") if above.lemma in copula else None
                if named is not None:
                    yield named  # "the plan is to build"
                if above.pos not in {"ADP", "SCONJ"} and above.lemma not in transparent:
                    return
            elif token.dep != "conj" or not _is_bare(above):
                return
            place = over

    def _open(self, place: Place) -> bool:
        """Whether a verb is an infinitive or a gerund, or lies ahead of the clause over it."""
        token = self.part.token(place)
        if token.pos not in {"VERB", "AUX"}:
            return False
        helping = [self.part.token(at) for at in self.helping(place)]
        modals = {other.text.lower() for other in helping if other.has("VerbType=Mod")}
        if modals:
            return token.dep == "ccomp" and modals <= self.language.words("clauses.ahead")
        if any(other.text.lower() in self.language.words("function.infinitive") for other in helping):
            return True
        return token.has("VerbForm=Inf") or (token.has("VerbForm=Ger") and not helping)

    def _stands_alone(self, place: Place) -> bool:
        """Whether no clause above holds the verb's own open."""
        open_, factual = self.language.words("clauses.open"), self.language.words("clauses.factual")
        for _ in range(2 * _STEPS):
            token, over = self.part.token(place), self.over(place)
            marks = {self.part.token(at).text.lower() for at in self.part.under(place, "mark", "advmod")}
            if marks & open_ or (token.dep == "advcl" and not marks & factual):
                return False
            if over is None:
                return True
            inserted = place.token < over.token
            if token.dep not in _MAIN or (token.dep == "ccomp" and not self._asserts(over, inserted=inserted)):
                return False
            if token.dep == "acl:relcl":
                return True
            place = over
        return False

    def _asserts(self, over: Place, *, inserted: bool) -> bool:
        """Whether a verb says, or takes for granted, that the clause below it is so; an inserted one mostly says it."""
        lemma, words = self.part.token(over).lemma.lower(), self.language.words
        if lemma in words("saying.verbs"):
            return lemma not in words("saying.verbs.denial")
        return inserted or lemma in words("clauses.factive")

    def _time(self, place: Place) -> Tense | None:
        """When a verb happens, by its form and its auxiliaries; None in the negative."""
        form, words = self.part.token(place).features, self.language.words
        helping = [self.part.token(at) for at in self.helping(place)]
        said = {token.text.lower() for token in helping}
        if self.child(place, "advmod:neg") is not None or any(token.has("VerbType=Mod") for token in helping):
            return None
        if said & words("function.infinitive") or said & words("clauses.time.none"):
            return None
        bare, participle = "VerbForm=Inf" in form, "VerbForm=Part" in form
        past = (bare and said & words("clauses.time.did")) or (participle and said & words("clauses.time.past"))
        if past or "Tense=Past|VerbForm=Fin" in form:
            return "past"
        present = (bare and said & words("clauses.time.does")) or (participle and said & words("clauses.time.present"))
        return "present" if present or ("Tense=Pres" in form and not helping) else None

    def _row(self, place: Place) -> tuple[Token, ...]:
        return self.part.side.tokens[place.sentence]


def _is_bare(token: Token) -> bool:
    """Whether a verb has a form that states nothing itself: "leave", "leaving"."""
    return token.has("VerbForm=Inf") or token.has("VerbForm=Ger")
