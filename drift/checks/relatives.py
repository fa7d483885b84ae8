"""What was said of somebody's relative, lawyer or aide, said of the person: "the minister's brother was arrested"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import Place, quoted, views
from drift.facts.attribution import VERBS as SAYING
from drift.facts.roles import Role
from drift.facts.spelling import american
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import View
    from drift.records import Comparison, Token

#: Whom one has: kin, and people who act for or against one. What they do is not done by the person.
_RELATED = frozenset(
    """
    mother father parent brother sister sibling son daughter child husband wife spouse widow widower partner girlfriend
    boyfriend fiance fiancee uncle aunt nephew niece cousin grandfather grandmother grandson granddaughter grandchild
    stepfather stepmother stepson stepdaughter brother-in-law sister-in-law son-in-law daughter-in-law father-in-law
    mother-in-law relative kin lawyer attorney counsel solicitor barrister agent manager aide adviser advisor assistant
    secretary deputy successor predecessor spokesman spokeswoman spokesperson bodyguard driver doctor friend colleague
    ally rival opponent enemy critic follower supporter neighbor neighbour
    """.split()
)

_FUNCTIONS = frozenset({"agent", "patient"})


class _Said(NamedTuple):
    """What somebody does (agent) or undergoes (patient): the `function` in a predicate, and who has it."""

    function: str
    predicate: Place
    filler: Place


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding something that one side says of a relation of somebody and the other of that person."""
    for _, view in views(comparison):
        yield from _side(view, gained=False)
        yield from _side(view.turned, gained=True)


def _side(view: View, *, gained: bool) -> Iterator[Finding]:
    if any(_is_related(view.turned.token(place)) for place in view.turned.places):
        return  # somebody's somebody is there, if by another word
    theirs = {(said.function, said.predicate): said.filler for said in _said(view.turned)}
    for said in _said(view):
        person = _person(view, said.filler) if _is_related(view.token(said.filler)) else None
        verb = view.counterpart(said.predicate)
        filler = None if verb is None or not verb.sure else theirs.get((said.function, verb.place))
        if person is not None and filler is not None and _same(view, person, filler):
            yield _finding(view, said, (person, filler), gained=gained)


def _said(view: View) -> Iterator[_Said]:
    for fact in view.facts("role"):
        if isinstance(fact.value, Role) and fact.value.function in _FUNCTIONS:
            predicate = Place(fact.sentence, fact.value.predicate_index)
            yield _Said(fact.value.function, predicate, Place(fact.sentence, fact.value.filler_index))


def _is_related(token: Token) -> bool:
    return token.pos == "NOUN" and token.lemma.lower() in _RELATED


def _person(view: View, related: Place) -> Place | None:
    """Whose relation somebody is: "the minister's brother", "a brother of the minister"; no pronoun."""
    row = view.side.tokens[related.sentence]
    below = [Place(related.sentence, at) for at in view.here.below.get(related, ())]
    whose = [place for place in below if view.token(place).dep == "poss"]
    for place in below:
        if row[place.token].dep == "prep" and row[place.token].text.lower() == "of":
            whose += [Place(related.sentence, at) for at in view.here.below.get(place, ()) if row[at].dep == "pobj"]
    return next((place for place in whose if view.token(place).pos in {"NOUN", "PROPN"}), None)


def _same(view: View, person: Place, filler: Place) -> bool:
    ours, theirs = view.token(person), view.turned.token(filler)
    return american(ours.lemma) == american(theirs.lemma)


def _finding(view: View, said: _Said, people: tuple[Place, Place], *, gained: bool) -> Finding:
    person, filler = people
    ours = view.span(*sorted((person, said.filler)))
    theirs = view.turned.span(filler, filler)
    original, rewrite = (theirs, ours) if gained else (ours, theirs)
    verb = view.token(said.predicate)
    became = f"{quoted(original.text)} became {quoted(rewrite.text)}"
    # who speaks for somebody says what that person would
    told = said.function == "agent" and verb.lemma.lower() in SAYING
    return finding(
        kind="role",
        severity=Severity.minor if told else Severity.major,
        original=original,
        rewrite=rewrite,
        confidence=0.6,
        message=f"{became}: {quoted(verb.text)} is said of another person.",
    )
