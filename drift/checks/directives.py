"""The force of a directive: who was "asked" to pay was not "ordered" to, and who was "forced" to pay did.

Verbs that get somebody to act differ in how much choice they leave, and in whether the act follows (Karttunen 1971:
"force" implies it, "order" and "ask" do not).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import Place, key, quoted, views
from drift.checks.governing import Verbs
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.checks.beads import Part, View
    from drift.records import Comparison

#: How much choice a verb leaves; those of one line say much the same. "tell" and "want" may be any of the first two.
_FORCE: Mapping[str, str] = {
    verb: force
    for force, verbs in {
        "a request": "ask request urge invite beg implore plead exhort appeal",
        "advice": "advise recommend counsel encourage",
        "an order": "order command instruct",
        "a duty": "oblige require mandate",
        "compulsion": "force compel coerce",
        "permission": "allow permit let authorize authorise entitle enable",
    }.items()
    for verb in verbs.split()
}

#: What need not differ: duties are there to be met, and "asked" is often a civil word for a duty.
_CLOSE = frozenset(
    map(
        frozenset,
        (
            ("a request", "advice"),
            ("an order", "a duty"),
            ("an order", "compulsion"),
            ("a duty", "compulsion"),
            ("ask", "a duty"),
            ("request", "a duty"),
        ),
    )
)


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
    return _FORCE.get(token.lemma.lower(), "") if token.pos == "VERB" else ""


def _forces(part: Part) -> frozenset[str]:
    """The forces of all directives of a side."""
    return frozenset(
        _FORCE[lemma] for lemma in {token.lemma.lower() for token in map(part.token, part.places)} & _FORCE.keys()
    )


def _differ(view: View, over: Place, other: Place, forces: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether the forces differ, and neither side has one as strong as the other's elsewhere."""
    first, second = Verbs(view.here), Verbs(view.there)
    ours, theirs = _force(first, over), _force(second, other)
    words = {ours, view.token(over).lemma.lower()}, {theirs, view.turned.token(other).lemma.lower()}
    if ours == theirs or any(frozenset({one, two}) in _CLOSE for one in words[0] for two in words[1]):
        return False
    if first.child(over, "neg") or second.child(other, "neg"):  # "don't ask" may be "don't require"
        return False
    return theirs not in forces[0] and ours not in forces[1]


def _one(view: View, over: Place, other: Place) -> bool:
    """Whether the same are moved to act: a word in common, or a pronoun."""
    ours, theirs = (_moved(Verbs(part), place) for part, place in ((view.here, over), (view.there, other)))
    if ours is None or theirs is None:
        return False
    first, second = view.token(ours), view.turned.token(theirs)
    counterpart = view.counterpart(ours)
    return (
        "PRON" in {first.pos, second.pos}
        or key(first) == key(second)
        or (counterpart is not None and counterpart.sure and counterpart.place == theirs)
    )


def _moved(verbs: Verbs, over: Place) -> Place | None:
    """Who is to act: the object, or the subject of a passive or of the infinitive."""
    found = verbs.child(over, "dobj", "nsubjpass", "dative")
    clause = verbs.child(over, "ccomp", "xcomp")
    return found or (verbs.child(clause, "nsubj", "nsubjpass") if clause is not None else None)


def _finding(view: View, directives: tuple[Place, Place]) -> Finding:
    over, other = directives
    ours, theirs = _force(Verbs(view.here), over), _force(Verbs(view.there), other)
    original, rewrite = view.span(over, over), view.turned.span(other, other)
    return finding(
        kind="modality",
        severity=Severity.major if "compulsion" in {ours, theirs} else Severity.minor,
        original=original,
        rewrite=rewrite,
        confidence=0.5,
        message=f"{quoted(original.text)} became {quoted(rewrite.text)}: {ours} became {theirs}.",
    )
