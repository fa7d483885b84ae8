"""What a verb says of what it governs: what was suspected is told as confirmed, what was linked as caused.

Verbs of belief and of knowledge differ in whether what they govern is so (Kiparsky and Kiparsky 1970, Fact); what was
weighed is not decided, and what somebody used to do he does no longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks import cues
from drift.checks.beads import Place, became, quoted, views
from drift.checks.cues import Cue
from drift.checks.factuality import Verbs
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import View
    from drift.records import Comparison


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a verb that says something else of the same."""
    for view in views(comparison):
        told: set[Place] = set()
        for mine, other in cues.exchanged(view, _stances, _otherwise):
            pair, words = f"{mine.says} / {other.says}", view.language.words
            grave = pair in words("stances.grave")
            if (grave or pair in words("stances.light")) and not told & {mine.last} and _one(view, mine, other):
                told.add(mine.last)
                original, rewrite = cues.spans(view, mine, other)
                message = f"{became(original.text, rewrite.text)}, which says more or less of it."
                yield finding("modality", Severity.major if grave else Severity.minor, original, rewrite, 0.6, message)
        approach = view.language.groups("stances.approach")
        for cue, there in cues.lost(view, _nearly):
            if Verbs(view.there).happened(there) and view.there.lemmas.isdisjoint(approach["otherwise"]):
                message = f"{quoted(view.token(cue.last).text)} is lost: the rewrite says that it was done."
                yield finding(
                    "modality", Severity.major, view.span(cue.last, cue.of), view.mirrored.span(there), 0.6, message
                )


def _nearly(view: View) -> Iterator[Cue[str, Place]]:
    """Adverbs that say of a verb that it did not quite happen; what multiplies is a matter of numbers."""
    own, verbs = view.language, Verbs(view.here)
    for place in view.places:
        over = verbs.over(place) if view.token(place).text.lower() in own.words("stances.approach.nearly") else None
        if (
            over is not None
            and verbs.happened(over)
            and view.token(over).lemma not in own.words("stances.approach.measured")
        ):
            yield Cue("nearly", over, place, place)


def _one(view: View, mine: Cue[str, Place], other: Cue[str, Place]) -> bool:
    """Whether those who suspect or decide, or what is linked, may be the same."""
    if mine.says not in view.language.groups("stances.tied"):
        return True
    first, second = Verbs(view.here).subject(mine.last), Verbs(view.there).subject(other.last)
    return first is None or second is None or view.sure(first) == second


def _otherwise(view: View, says: str) -> bool:
    return not view.here.lemmas.isdisjoint(view.language.groups("stances.otherwise").get(says, ()))


def _stances(view: View) -> Iterator[Cue[str, Place]]:
    """What verbs say of what they govern."""
    own, verbs = view.language, Verbs(view.here)
    names, denied, tied, ahead = (own.classes(f"stances.{name}") for name in ("verbs", "denied", "tied", "ahead"))
    for place in view.places:
        token, lemma = view.token(place), view.token(place).lemma.lower()
        if token.pos == "NOUN" and lemma in own.words("stances.outlooks.nouns"):
            over = verbs.over(place) if token.dep == "obj" else None  # "cut its forecast for growth"
            about = (*_about(view, place), *(_about(view, over) if over is not None else ()))
            yield from (Cue("outlook", of, place, place) for of in about)
        if token.pos != "VERB":
            continue
        if lemma in own.words("stances.habits.over"):
            yield from _habits(view, verbs, place)
        elif verbs.tense(place) == "present":
            yield Cue("present", place, place, place)
        subject = verbs.subject(place)
        if lemma in own.words("stances.outlooks.changes") and subject is not None and verbs.happened(place):
            yield Cue("outcome", subject, place, place)
        negated = verbs.child(place, "advmod:neg") is not None
        name = (denied if negated else names).get(lemma)
        if name:
            yield from (Cue(name, of, place, place) for of in _governed(verbs, place))
        if lemma in tied and not negated:
            yield from (
                Cue(tied[lemma], of, place, place) for of in (*_about(view, place), *view.here.under(place, "obj"))
            )
        modal = verbs.modal(place)
        if modal is not None and not negated and view.token(modal).text.lower() in ahead:
            yield Cue(ahead[view.token(modal).text.lower()], place, modal, place)


def _governed(verbs: Verbs, place: Place) -> list[Place]:
    """The clause that a verb governs, or its object."""
    clauses = verbs.part.under(place, "ccomp", "xcomp")
    return clauses or [*verbs.part.under(place, "obj", "nsubj:pass")]


def _habits(view: View, verbs: Verbs, used: Place) -> Iterator[Cue[str, Place]]:
    """What somebody "used to" do, and what somebody "is used to" doing."""
    for verb in view.here.under(used, "xcomp"):
        yield Cue("past habit", verb, used, verb)
    for to in view.here.under(used, "udep") if verbs.passive(used) else ():
        yield from (Cue("habit", verb, used, verb) for verb in view.here.under(to, "comp:clause"))


def _about(view: View, place: Place) -> list[Place]:
    """What stands behind a preposition of a word, and what modifies it: "forecast for growth", "growth forecast"."""
    found = [of for to in view.here.under(place, "udep") for of in view.here.under(to, "comp:obj")]
    return [*found, *view.here.under(place, "compound", "nmod")]
