"""Content of the original that is nowhere in the rewrite: whole sentences, and clauses of rendered sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted, views
from drift.checks.content import missing
from drift.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison, Finding

_MESSAGES = {
    "sentence": ("omission.sentence", "{} is nowhere in the rewrite."),
    "quoting": ("omission.sentence", "Of {} the rewrite has the quoted words alone."),
    "clause": ("omission.clause", "{} is left out of the sentence."),
}


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a paragraph or sentence left out, and one a clause left out of a rendered sentence."""
    if comparison.original is None:
        return
    beads = [view for _, view in views(comparison)]
    for part in missing(comparison.original, beads, comparison.alignment.omitted):
        kind, message = _MESSAGES[part.what]
        yield finding(kind, part.severity, part.span, None, part.confidence, message.format(quoted(part.text)))
