"""Passages that say something else where no fact can be named: the judge reads it, no rule does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted
from drift.findings import finding
from drift.judging import probability, stretches
from drift.reading import sentences_of
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.records import Bead, Comparison, Finding, Span

#: Probability of a change from which it is told, and from which it is major. Of the faithful texts of 240 watched items
#: of `training/rewrites` it is told on one in four at .8, on one in twenty at .95, on one in eighty at .98; of their
#: changed ones on one in five, nine and eighteen at the very words. Short pairs are read as changed too readily: of the
#: faithful ones among the reports it was told on one in eight at .98.
TOLD, MAJOR = 0.995, 0.999


def unnamed(comparison: Comparison, named: Iterable[Finding]) -> Iterator[Finding]:
    """At most one finding a bead, at the longest stretch of either side that seems changed; none by a `named` one."""
    reader, original = comparison.cross_encoder, comparison.original
    if reader is None or original is None:
        return
    told = _touched(comparison, named)
    beads = [
        bead for bead in comparison.alignment.beads if bead.original and bead.rewrite and _reworded(comparison, bead)
    ]
    readings = reader.all([(bead.original, bead.rewrite) for bead in beads])
    for bead, reading in zip(beads, readings, strict=True):
        sure = probability(reading.changed)
        if sure < TOLD or not (told[0].isdisjoint(bead.original) and told[1].isdisjoint(bead.rewrite)):
            continue
        places = stretches(comparison, bead.original, bead.rewrite)
        first, second = (max(own, key=_size, default=None) for own in places)
        severity = Severity.major if sure >= MAJOR else Severity.minor
        yield finding("meaning", severity, first, second, sure, _message(first, second))


def _reworded(comparison: Comparison, bead: Bead) -> bool:
    """Whether the passages differ in more than case, marks and spaces."""
    original = comparison.original
    sides = (original, bead.original), (comparison.rewrite, bead.rewrite)
    first, second = (
        "".join(c for k in own for c in side.document.sentences[k].text.lower() if c.isalnum()) if side else ""
        for side, own in sides
    )
    return first != second


def _touched(comparison: Comparison, named: Iterable[Finding]) -> tuple[frozenset[int], frozenset[int]]:
    """The sentences of both sides on which a finding stands that is more than neutral."""
    found = [item for item in named if item.severity > Severity.neutral]
    original = comparison.original
    return (
        frozenset(
            i for item in found if item.original and original for i in sentences_of(original.document, item.original)
        ),
        frozenset(j for item in found if item.rewrite for j in sentences_of(comparison.rewrite.document, item.rewrite)),
    )


def _size(span: Span) -> int:
    return span.end - span.start


def _message(original: Span | None, rewrite: Span | None) -> str:
    if rewrite is None:
        return f"The rewrite does not say what {quoted(original.text) if original else ''} says."
    if original is None:
        return f"The original does not say what {quoted(rewrite.text)} says."
    return f"{quoted(rewrite.text)} does not mean what {quoted(original.text)} means."
