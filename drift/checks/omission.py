"""Content of the original that is nowhere in the rewrite: whole sentences, and clauses of rendered sentences."""

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
    """One finding a paragraph or sentence left out, and one a clause left out of a rendered sentence."""
    if comparison.original is None:
        return
    side = comparison.original
    beads = [view for _, view in views(comparison)]
    homes = Homes.of(beads)
    quoting, lone = partly(side, lost(side, comparison.alignment.omitted, homes), homes)
    for index in quoting:
        span = joined(side.document, [index])
        yield finding(
            kind="omission.sentence",
            severity=Severity.minor,
            original=span,
            rewrite=None,
            confidence=0.6,
            message=f"Of {quoted(wording(side.document, [index]))} the rewrite has the quoted words alone.",
        )
    for span, sentences in paragraphs(side, lone):
        severity, confidence = weight(side, sentences)
        yield finding(
            kind="omission.sentence",
            severity=severity,
            original=span,
            rewrite=None,
            confidence=confidence,
            message=f"{quoted(wording(side.document, sentences))} is nowhere in the rewrite.",
        )
    for clause in clauses(beads, homes):
        yield finding(
            kind="omission.clause",
            severity=Severity.major if clause.heavy else Severity.minor,
            original=clause.span,
            rewrite=None,
            confidence=clause.confidence,
            message=f"{quoted(clause.text)} is left out of the sentence.",
        )
