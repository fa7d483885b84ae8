"""Sentences that the rewrite has in another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted
from drift.checks.content import joined, runs
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison


def check(comparison: Comparison) -> Iterator[Finding]:
    """One neutral finding a run of sentences that moved together."""
    if comparison.original is None:
        return
    original, rewrite = comparison.original, comparison.rewrite
    links = sorted(comparison.alignment.moved, key=lambda link: (link[1], link[0]))
    for run in runs(links):
        here = joined(original.document, sorted({i for i, _ in run}))
        there = joined(rewrite.document, sorted({j for _, j in run}))
        first = min(i for i, _ in run)
        total = len(original.document.sentences)
        yield finding(
            kind="moved",
            severity=Severity.neutral,
            original=here,
            rewrite=there,
            confidence=0.8,
            message=f"{quoted(there.text)} stands elsewhere in the original: sentence {first + 1} of {total}.",
        )
