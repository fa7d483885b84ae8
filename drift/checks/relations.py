"""Relations between clauses that turned round: before and after, because and although, if and unless.

A phrase ("as soon as") says something of the clause or noun behind it, and mostly the reverse of the clause in front:
"he left after she came" says of her coming that it was before, of his leaving that it was after.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from drift.checks import cues
from drift.checks.beads import Place, is_word, quoted, views
from drift.checks.cues import Cue, answering
from drift.checks.slots import once
from drift.facts.polarity import Polarity
from drift.findings import finding
from drift.language import alternatives
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison

_CLAUSES = frozenset({"advcl", "acl", "acl:relcl", "conj"})


class _Relation(NamedTuple):
    """A phrase of a class, the clause or noun `behind` it, and the clause in `front`, either None where none is."""

    name: str
    first: Place
    last: Place
    behind: Place | None
    front: Place | None


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a phrase that stands for another between the same clauses, or whose clauses changed places."""
    for view in views(comparison):
        own, told = view.language, set[Place]()
        ours, theirs = ({own.first: own for own in _relations(side)} for side in (view, view.mirrored))
        for mine, other in cues.exchanged(view, _cues, _otherwise) if ours and theirs else ():
            pair = {f"{mine.says} / {other.says}", f"{other.says} / {mine.says}"}
            grave, light = (bool(pair & own.words(name)) for name in ("relations.grave", "relations.light"))
            if not (grave or light) or {mine.first, other.first} & told:
                continue
            answer = _answer if isinstance(mine.of, Place) else _near
            if answer(view, ours[mine.first], theirs[other.first]):
                told |= {mine.first, other.first}
                kind = own.classes("relations.kinds").get(mine.says, "relation")
                original, rewrite = cues.spans(view, mine, other)
                message = f"{quoted(rewrite.text)} does not relate the same as {quoted(original.text)}."
                if ours[mine.first].name == theirs[other.first].name:
                    message = f"What stands around {quoted(original.text)} has changed places."
                weight = (Severity.major, 0.65) if grave else (Severity.minor, 0.5)
                yield finding(kind, weight[0], original, rewrite, weight[1], message)


def _answer(view: View, ours: _Relation, theirs: _Relation) -> bool:
    """Whether two phrases stand between the same clauses, in either order, and as many negatives on either side.

    A clause in front that has no counterpart may be the same in other words.
    """
    behind, front = (place and answering(view, place) for place in (ours.behind, ours.front))
    back = theirs.front and answering(view.mirrored, theirs.front)
    straight = behind == theirs.behind and (front == theirs.front or (front is None and back is None))
    return straight or (behind == theirs.front and front == theirs.behind)


def _near(view: View, ours: _Relation, theirs: _Relation) -> bool:
    """Whether what is behind two phrases may be the same, by the nearest vector; of adverbs nothing is."""
    if ours.behind is None or theirs.behind is None:
        return ours.behind == theirs.behind
    nearest = view.counterpart(ours.behind)
    return nearest is not None and nearest.place == theirs.behind


def _otherwise(view: View, name: str) -> bool:
    """Whether a side says a class in words besides its phrases, or has another number of negatives."""
    if _negatives(view) != _negatives(view.mirrored):
        return True
    return not view.here.lemmas.isdisjoint(view.language.groups("relations.otherwise").get(name, ()))


def _negatives(view: View) -> int:
    """How many words of this side negate, but for such phrases themselves ("unless")."""
    phrases = view.language.words("relations.phrases")
    return sum(fact.text.lower() not in phrases for fact in view.facts(Polarity))


def _cues(view: View) -> Iterator[Cue[str, Hashable]]:
    """What the phrases say of the clauses around them; and each that stands alone with its like, of that likeness."""
    front, alone = view.language.classes("relations.front"), view.language.classes("relations.alone")
    relations = list(_relations(view))
    for own in relations:
        if own.behind is not None:
            yield Cue(own.name, own.behind, own.first, own.last)
        if own.front is not None and own.name in front:
            yield Cue(front[own.name], own.front, own.first, own.last)
    for own in once((own for own in relations if own.name in alone), key=lambda own: alone[own.name]):
        yield Cue(own.name, alone[own.name], own.first, own.last)


def _relations(view: View) -> Iterator[_Relation]:
    own, document = view.language, view.side.document
    names, pattern = own.classes("relations.phrases"), _pattern(own)
    for number in view.sentences:
        row, sentence = view.side.tokens[number], document.sentences[number]
        for match in pattern.finditer(sentence.text) if names else ():
            start, end = (sentence.start + at for at in match.span())
            inside = [at for at, token in enumerate(row) if start <= token.start < end and is_word(token)]
            if match["phrase"] and inside:
                first, last = Place(number, inside[0]), Place(number, inside[-1])
                behind = _behind(view, first, last)
                yield _Relation(names[match["phrase"].lower()], first, last, behind, _front(view, first, behind))


@cache
def _pattern(own: Language) -> re.Pattern[str]:
    """Phrases as the group "phrase"; those that are none, which may hold one of them, are matched without it."""
    phrases, neither = alternatives(own.words("relations.phrases")), alternatives(own.words("relations.neither"))
    return re.compile(rf"(?:(?<!\w)|(?=,))(?:{neither}|(?P<phrase>{phrases}))(?!\w)", re.IGNORECASE)


def _behind(view: View, first: Place, last: Place) -> Place | None:
    """The head of the clause that a phrase opens, or the noun that it governs."""
    token, head = view.token(last), Place(last.sentence, view.token(last).head)
    if token.dep == "cc":
        found = next((at for at in view.here.under(head, "conj") if at > last), None)
        found = found if found is not None and view.token(found).pos in {"VERB", "AUX"} else None
    elif token.dep in {"mark", "advmod"} and head > last:
        asked = view.token(head).dep == "ccomp" and token.dep == "mark" and first == last  # "asked if"
        found = None if asked else head
    else:
        # of "because of" the parser hangs what follows from the first word or the last
        below = (*view.here.under(last, "comp:obj", "comp:clause"), *view.here.under(first, "comp:obj"))
        found = next((at for at in below if at > last), None)
    return None if found is None else _said(view, found)


def _said(view: View, place: Place) -> Place:
    """What is said with a copula."""
    copula = view.token(place).lemma.lower() in view.language.words("function.copula")
    return next(iter(view.here.under(place, "comp:pred:adj", "comp:pred") if copula else ()), place)


def _front(view: View, first: Place, behind: Place | None) -> Place | None:
    """The head of the clause that a phrase and what is behind it hang from, or stand beside."""
    if behind is None:
        return None
    top = Place(first.sentence, view.token(first).head)
    if view.token(first).dep != "udep":
        clause = behind if view.token(behind).dep in _CLAUSES else Place(first.sentence, view.token(behind).head)
        beside = next((at for at in view.here.under(clause, "ccomp", "parataxis") if at < first), None)
        top = beside or Place(first.sentence, view.token(clause).head)
    return None if top == behind else _said(view, top)
