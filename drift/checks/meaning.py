"""Passages that say something else where no fact can be named: the judge reads it, no rule does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted
from drift.findings import finding
from drift.judging import probability, stretches
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison, Finding, Span

#: Probability of a change from which it is told, and from which it is major. Of the faithful texts of 240 watched items
#: of `training/rewrites` it is told on one in four at .8, on one in twenty at .95, on one in eighty at .98; of their
#: changed ones on one in five, nine and eighteen at the very words.
TOLD, MAJOR = 0.95, 0.98


def check(comparison: Comparison) -> Iterator[Finding]:
    """At most one finding a bead, at the stretch of either side that is the likeliest to be part of the change."""
    reader = comparison.cross_encoder
    if reader is None:
        return
    beads = [bead for bead in comparison.alignment.beads if bead.original and bead.rewrite]
    readings = reader.all([(bead.original, bead.rewrite) for bead in beads])
    for bead, reading in zip(beads, readings, strict=True):
        sure = probability(reading.changed)
        if sure >= TOLD:
            places = stretches(comparison, bead.original, bead.rewrite)
            original, rewrite = (max(own, key=_size, default=None) for own in places)
            severity = Severity.major if sure >= MAJOR else Severity.minor
            yield finding("meaning", severity, original, rewrite, sure, _message(original, rewrite))


def _size(span: Span) -> int:
    return span.end - span.start


def _message(original: Span | None, rewrite: Span | None) -> str:
    if rewrite is None:
        return f"The rewrite does not say what {quoted(original.text) if original else ''} says."
    if original is None:
        return f"The original does not say what {quoted(rewrite.text)} says."
    return f"{quoted(rewrite.text)} does not mean what {quoted(original.text)} means."
