"""The force of a directive: who was "asked" to pay was not "ordered" to, and who was "forced" to pay did.

Verbs that get somebody to act differ in how much choice they leave, and in whether the act follows (Karttunen 1971:
"force" implies it, "order" and "ask" do not).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from drift.checks import cues
from drift.checks.beads import Place, became, views
from drift.checks.cues import Cue
from drift.checks.factuality import Verbs
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import View
    from drift.records import Comparison


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a verb to whose doing somebody is moved with another force."""
    for view in views(comparison):
        for mine, other in cues.exchanged(view, _directives, _otherwise):
            ours, theirs = mine.says, other.says
            if not _close(view, mine, other) and _one(view, mine.first, other.first):
                original, rewrite = cues.spans(view, mine, other)
                severity = Severity.major if "compulsion" in {ours, theirs} else Severity.minor
                message = f"{became(original.text, rewrite.text)}: {ours} became {theirs}."
                yield finding("modality", severity, original, rewrite, 0.5, message)


def _directives(view: View) -> Iterator[Cue[str, Place]]:
    """The verbs of directives, of the verb in the infinitive under each."""
    verbs, forces = Verbs(view.here), view.language.classes("directives.forces")
    for place in view.places if forces.keys() & view.here.lemmas else ():
        governors = verbs.governors(place) if view.token(place).pos == "VERB" else ()
        for over in governors:
            force = forces.get(view.token(over).lemma.lower()) if view.token(over).pos == "VERB" else None
            if force:
                yield Cue(force, place, over, over)
                break


def _otherwise(view: View, force: str) -> bool:
    """Whether a side has a directive of this force anywhere."""
    return not view.here.lemmas.isdisjoint(view.language.groups("directives.forces").get(force, ()))


def _close(view: View, mine: Cue[str, Place], other: Cue[str, Place]) -> bool:
    """Whether two forces, or the verbs, need not differ."""
    words = (
        {mine.says, view.token(mine.first).lemma.lower()},
        {
            other.says,
            view.mirrored.token(other.first).lemma.lower(),
        },
    )
    close = view.language.words("directives.close")
    if any(f"{a} / {b}" in close or f"{b} / {a}" in close for a, b in product(*words)):
        return True
    # "don't ask" may be "don't require"
    return bool(view.here.under(mine.first, "advmod:neg") or view.there.under(other.first, "advmod:neg"))


def _one(view: View, over: Place, other: Place) -> bool:
    """Whether the same are moved to act: a word in common, or a pronoun."""
    ours, theirs = (_moved(Verbs(part), place) for part, place in ((view.here, over), (view.there, other)))
    if ours is None or theirs is None:
        return False
    first, second = view.token(ours), view.mirrored.token(theirs)
    one = view.key(ours) == view.mirrored.key(theirs) or view.sure(ours) == theirs
    return one or "PRON" in {first.pos, second.pos}


def _moved(verbs: Verbs, over: Place) -> Place | None:
    """Who is to act: the object, or the subject of a passive or of the infinitive."""
    found = verbs.child(over, "obj", "nsubj:pass", "iobj")
    clause = verbs.child(over, "ccomp", "xcomp")
    return found or (verbs.child(clause, "nsubj", "nsubj:pass") if clause is not None else None)
