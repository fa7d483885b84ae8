"""Content of the rewrite that is not in this original, which may be a shortened copy: never called invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted, views
from drift.checks.content import missing
from drift.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison, Finding

_MESSAGES = {
    "sentence": ("addition.sentence", "{} is not in this original."),
    "quoting": ("addition.sentence", "Of {} this original has the quoted words alone."),
    "clause": ("addition.clause", "{} is not in this sentence of the original."),
}
#: What follows the last rendered sentence may well come from a longer original.
_BEHIND = "{} is not in this original (the original may have been cut short)."


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding an added paragraph or sentence, and one a clause added to a rendered sentence."""
    if comparison.original is None:
        return
    beads = [view.mirrored for _, view in views(comparison)]
    last = max((i for bead in comparison.alignment.beads if bead.original for i in bead.rewrite), default=-1)
    for part in missing(comparison.rewrite, beads, comparison.alignment.added):
        kind, message = _MESSAGES[part.what]
        if part.what == "sentence" and min(part.sentences) > last:
            message = _BEHIND
        yield finding(kind, part.severity, None, part.span, part.confidence, message.format(quoted(part.text)))
