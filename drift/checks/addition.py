"""Content of the rewrite that is not in this original, which may be a shortened copy: never called invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted, views
from drift.checks.clauses import clauses
from drift.checks.content import joined, lost, paragraphs, partly, weight, wording
from drift.checks.homes import Homes
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding an added paragraph or sentence, and one a clause added to a rendered sentence."""
    if comparison.original is None:
        return
    side = comparison.rewrite
    beads = [view.turned for _, view in views(comparison)]
    homes = Homes.of(beads)
    last = max((i for bead in comparison.alignment.beads if bead.original for i in bead.rewrite), default=-1)
    quoting, lone = partly(side, lost(side, comparison.alignment.added, homes), homes)
    for index in quoting:
        span = joined(side.document, [index])
        yield finding(
            kind="addition.sentence",
            severity=Severity.minor,
            original=None,
            rewrite=span,
            confidence=0.6,
            message=f"Of {quoted(wording(side.document, [index]))} this original has the quoted words alone.",
        )
    for span, sentences in paragraphs(side, lone):
        severity, confidence = weight(side, sentences)
        # What follows the last rendered sentence may well come from a longer original.
        hint = " (the original may have been cut short)" if min(sentences) > last else ""
        yield finding(
            kind="addition.sentence",
            severity=severity,
            original=None,
            rewrite=span,
            confidence=confidence,
            message=f"{quoted(wording(side.document, sentences))} is not in this original{hint}.",
        )
    for clause in clauses(beads, homes):
        yield finding(
            kind="addition.clause",
            severity=Severity.major if clause.heavy else Severity.minor,
            original=None,
            rewrite=clause.span,
            confidence=clause.confidence,
            message=f"{quoted(clause.text)} is not in this sentence of the original.",
        )
