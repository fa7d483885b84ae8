"""What was said of somebody's relative, lawyer or aide, said of the person: "the minister's brother was arrested"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import Place, became, either_way, quoted
from drift.facts.roles import Role
from drift.facts.spelling import respelled
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import View
    from drift.records import Comparison


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding something that one side says of a relation of somebody and the other of that person."""
    for view in either_way(comparison):
        yield from _side(view)


def _side(view: View) -> Iterator[Finding]:
    if any(_is_related(view.mirrored, place) for place in view.mirrored.places):
        return  # somebody's somebody is there, if by another word
    theirs = {(function, predicate): filler for function, predicate, filler in _said(view.mirrored)}
    for function, predicate, related in _said(view):
        person = _person(view, related) if _is_related(view, related) else None
        verb = view.sure(predicate)
        filler = None if verb is None else theirs.get((function, verb))
        if person is not None and filler is not None and _same(view, person, filler):
            original, rewrite = view.ordered(view.span(person, related), view.mirrored.span(filler))
            token = view.token(predicate)
            # who speaks for somebody says what that person would
            told = function == "agent" and token.lemma.lower() in view.language.words("saying.verbs")
            severity = Severity.minor if told else Severity.major
            message = f"{became(original.text, rewrite.text)}: {quoted(token.text)} is said of another person."
            yield finding("role", severity, original, rewrite, 0.6, message)


def _said(view: View) -> Iterator[tuple[str, Place, Place]]:
    """What somebody does (agent) or undergoes (patient): the function, the predicate, and who has it."""
    for fact in view.facts(Role):
        role, sentence = fact.value, fact.sentence
        if role.function in {"agent", "patient"}:
            yield role.function, Place(sentence, role.predicate_index), Place(sentence, role.filler_index)


def _is_related(view: View, place: Place) -> bool:
    token = view.token(place)
    return token.pos == "NOUN" and token.lemma.lower() in view.language.words("relatives.related")


def _person(view: View, related: Place) -> Place | None:
    """Whose relation somebody is: "the minister's brother", "a brother of the minister"; no pronoun."""
    under = view.here.under
    whose = under(related, "nmod:poss")
    for place in under(related, "udep"):
        if view.token(place).text.lower() in view.language.words("function.of"):
            whose += under(place, "comp:obj")
    return next((place for place in whose if view.token(place).pos in {"NOUN", "PROPN"}), None)


def _same(view: View, person: Place, filler: Place) -> bool:
    ours = respelled(view.token(person).lemma, view.language)
    return ours == respelled(view.mirrored.token(filler).lemma, view.mirrored.language)
