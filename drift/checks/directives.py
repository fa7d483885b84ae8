"""The force of a directive: who was "asked" to pay was not "ordered" to, and who was "forced" to pay did.

Verbs that get somebody to act differ in how much choice they leave, and in whether the act follows (Karttunen 1971:
"force" implies it, "order" and "ask" do not).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from drift.checks.beads import Place, became, views
from drift.checks.factuality import Verbs
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import Part, View
    from drift.records import Comparison


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a verb to whose doing somebody is moved with another force."""
    for _, view in views(comparison):
        ours, theirs = Verbs(view.here), Verbs(view.there)
        forces = _forces(view.here), _forces(view.there)
        for place in view.places:
            over = _directive(ours, place)
            counterpart = view.counterpart(place) if over is not None else None
            if over is None or counterpart is None or not counterpart.same:
                continue
            other = _directive(theirs, counterpart.place)
            if other is not None and _differ(view, over, other, forces) and _one(view, over, other):
                yield _finding(view, (over, other))


def _directive(verbs: Verbs, place: Place) -> Place | None:
    """The verb of a directive over an infinitive."""
    if verbs.part.token(place).pos != "VERB":
        return None
    return next((over for over in verbs.governors(place) if _force(verbs, over)), None)


def _force(verbs: Verbs, place: Place) -> str:
    token = verbs.part.token(place)
    return verbs.language.classes("directives.forces").get(token.lemma.lower(), "") if token.pos == "VERB" else ""


def _forces(part: Part) -> frozenset[str]:
    """The forces of all directives of a side."""
    forces = part.language.classes("directives.forces")
    return frozenset(forces[lemma] for lemma in part.lemmas & forces.keys())


def _differ(view: View, over: Place, other: Place, forces: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether the forces differ, and neither side has one as strong as the other's elsewhere."""
    first, second = Verbs(view.here), Verbs(view.there)
    ours, theirs = _force(first, over), _force(second, other)
    words = {ours, view.token(over).lemma.lower()}, {theirs, view.mirrored.token(other).lemma.lower()}
    close = view.language.words("directives.close")
    if ours == theirs or any(f"{a} / {b}" in close or f"{b} / {a}" in close for a, b in product(*words)):
        return False
    if first.child(over, "advmod:neg") or second.child(other, "advmod:neg"):  # "don't ask" may be "don't require"
        return False
    return theirs not in forces[0] and ours not in forces[1]


def _one(view: View, over: Place, other: Place) -> bool:
    """Whether the same are moved to act: a word in common, or a pronoun."""
    ours, theirs = (_moved(Verbs(part), place) for part, place in ((view.here, over), (view.there, other)))
    if ours is None or theirs is None:
        return False
    first, second = view.token(ours), view.mirrored.token(theirs)
    counterpart = view.counterpart(ours)
    return (
        "PRON" in {first.pos, second.pos}
        or view.key(ours) == view.mirrored.key(theirs)
        or (counterpart is not None and counterpart.sure and counterpart.place == theirs)
    )


def _moved(verbs: Verbs, over: Place) -> Place | None:
    """Who is to act: the object, or the subject of a passive or of the infinitive."""
    found = verbs.child(over, "obj", "nsubj:pass", "iobj")
    clause = verbs.child(over, "ccomp", "xcomp")
    return found or (verbs.child(clause, "nsubj", "nsubj:pass") if clause is not None else None)


def _finding(view: View, directives: tuple[Place, Place]) -> Finding:
    over, other = directives
    ours, theirs = _force(Verbs(view.here), over), _force(Verbs(view.there), other)
    original, rewrite = view.span(over, over), view.mirrored.span(other, other)
    severity = Severity.major if "compulsion" in {ours, theirs} else Severity.minor
    message = f"{became(original.text, rewrite.text)}: {ours} became {theirs}."
    return finding("modality", severity, original, rewrite, 0.5, message)
