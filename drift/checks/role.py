"""Who did what to whom: two participants that changed places."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import Place, views
from drift.checks.comparisons import exchanged, turned
from drift.facts.roles import Role
from drift.facts.spelling import respelled
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.checks.beads import View
    from drift.records import Comparison


class _Slot(NamedTuple):
    """A function in a predicate; the predicate stands at a place of the original or of its counterpart."""

    function: str
    predicate: Place


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding two participants that hold each other's roles in the rewrite."""
    for view in views(comparison):
        ours, theirs = _participants(view), _participants(view.mirrored)
        shared = [name for name in ours if name in theirs]
        slots = {name: _across(view, ours[name]) for name in shared}
        compared = {frozenset((e.here.compared[e.compared], e.here.standard[e.standard])) for e in exchanged(view)}
        for first, second in combinations(shared, 2):
            if any(pair <= {*ours[first].values(), *ours[second].values()} for pair in compared):
                continue  # whether the terms of a comparison may change places depends on what it says
            finding = _exchange(view, (first, second), ours, theirs, slots)
            if finding is not None:
                yield finding


def _participants(view: View) -> dict[str, dict[_Slot, Place]]:
    """Every participant of this side of the bead with its slots, in text order."""
    found: dict[str, dict[_Slot, Place]] = {}
    for fact in view.facts(Role):
        value = fact.value
        if view.side.tokens[fact.sentence][value.filler_index].pos == "PRON":
            continue
        slot = _Slot(value.function, Place(fact.sentence, value.predicate_index))
        found.setdefault(respelled(value.filler, view.language), {})[slot] = Place(fact.sentence, value.filler_index)
    return found


#: Cosine above which the second predicate of an exchange is taken to be rendered, once the first is sure: synonyms
#: ("search" / "seek") lie far above 0.3, the best of unrelated words (see `drift.aligning.words`).
_RENDERED = 0.40


def _across(view: View, slots: Mapping[_Slot, Place]) -> dict[_Slot, tuple[_Slot, bool]]:
    """The same slots on the other side, and whether the predicate's counterpart is beyond doubt."""
    result: dict[_Slot, tuple[_Slot, bool]] = {}
    for slot in slots:
        counterpart = view.counterpart(slot.predicate)
        if counterpart is not None and (counterpart.sure or counterpart.similarity >= _RENDERED):
            result[slot] = _Slot(slot.function, counterpart.place), counterpart.sure
    return result


def _exchange(
    view: View,
    names: tuple[str, str],
    ours: Mapping[str, Mapping[_Slot, Place]],
    theirs: Mapping[str, Mapping[_Slot, Place]],
    across: Mapping[str, Mapping[_Slot, tuple[_Slot, bool]]],
) -> Finding | None:
    first, second = names
    pairs = product(across[first].items(), across[second].items())
    for (slot, (image, sure)), (other_slot, (other_image, other_sure)) in pairs:
        exchanged = image in theirs[second] and other_image in theirs[first]
        kept = image in theirs[first] or other_image in theirs[second]
        both = slot in ours[second] or other_slot in ours[first]
        if not exchanged or kept or both or not (sure or other_sure) or _loose(view, slot) or _loose(view, other_slot):
            continue
        one = slot.predicate == other_slot.predicate
        if one and view.token(slot.predicate).lemma.lower() in view.language.words("roles.symmetric"):
            continue
        here = ours[first][slot], ours[second][other_slot]
        there = theirs[second][image], theirs[first][other_image]
        named = all(view.token(place).pos == "PROPN" for place in here)
        told = _reports(view, slot, other_slot) and _reports(view.mirrored, image, other_image)
        # common nouns of two verbs part and meet again in honest paraphrase
        if one or named or (told and sure and other_sure):
            return _finding(view, here, there, slot)
    return None


def _loose(view: View, slot: _Slot) -> bool:
    """Whether it changes nothing who of two has a function: a predicate noun's, or one of partners."""
    return slot.function == "attribute" or slot.function in view.language.words("roles.partners")


def _reports(view: View, *slots: _Slot) -> bool:
    """Whether one of two subjects says what the other does: "doctors say patients complain"."""
    if {slot.function for slot in slots} != {"agent"}:
        return False
    outer, inner = sorted((slot.predicate for slot in slots), key=lambda place: view.token(place).dep == "ccomp")
    clause = view.token(inner)
    within = outer.sentence == inner.sentence and clause.dep == "ccomp" and clause.head == outer.token
    return within and view.token(outer).lemma.lower() in view.language.words("saying.verbs")


def _finding(view: View, here: tuple[Place, Place], there: tuple[Place, Place], slot: _Slot) -> Finding:
    named = all(view.token(place).pos == "PROPN" for place in here)
    severity = Severity.critical if named and slot.function in {"agent", "patient"} else Severity.major
    return turned(view, here, there, view.token(slot.predicate).text, severity, 0.75 if named else 0.6)
