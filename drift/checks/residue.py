"""What a generator left in the rewrite of its own: "Here is the translation:", "As an AI model", a code fence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted
from drift.facts import residue
from drift.findings import finding
from drift.language import language_of
from drift.reading import raw_span
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.facts.residue import Residue
    from drift.records import Comparison

_MESSAGES = {
    "itself": "{} is a generator speaking of itself.",
    "mark": "{} is a mark that a generator left.",
    "label": "{} is a heading that a generator left.",
}


def pieces(comparison: Comparison) -> list[Residue]:
    """The residue of a rewrite of the sorts that its original has none of; of marks the first stands for all."""
    document = comparison.rewrite.document
    found = list(residue.find(document, language_of(document)))
    if not found or comparison.original is None:
        return []
    original = comparison.original.document
    known = {item.sort for item in residue.find(original, language_of(original))}
    marks = [item for item in found if item.sort == "mark"]
    return [item for item in found if item.sort not in known and item not in marks[1:]]


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a piece."""
    document = comparison.rewrite.document
    for item in pieces(comparison):
        span = raw_span(document, item.start, item.end)
        severity = Severity.major if item.sort == "itself" else Severity.minor
        message = _MESSAGES.get(item.sort, "{} is what a generator says of its work, not of the text.")
        yield finding("residue", severity, None, span, 0.85, message.format(quoted(span.text)))
