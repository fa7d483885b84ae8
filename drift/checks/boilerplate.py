"""Site furniture: what a web page puts around an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison, Document, Sentence


def check(comparison: Comparison) -> Iterator[Finding]:
    """One neutral finding a piece of furniture, on the side that has it."""
    for sentence in _furniture(comparison.rewrite.document):
        yield finding(
            kind="boilerplate",
            severity=Severity.neutral,
            original=None,
            rewrite=sentence.span,
            confidence=0.85,
            message=_message(sentence),
        )
    if comparison.original is None:
        return
    for sentence in _furniture(comparison.original.document):
        yield finding(
            kind="boilerplate",
            severity=Severity.neutral,
            original=sentence.span,
            rewrite=None,
            confidence=0.85,
            message=_message(sentence),
        )


def _furniture(document: Document) -> Iterator[Sentence]:
    return (sentence for sentence in document.sentences if sentence.kind == "furniture")


def _message(sentence: Sentence) -> str:
    reason = f" ({sentence.reason})" if sentence.reason else ""
    return f"{quoted(sentence.text)} belongs to the web page, not to the text{reason}."
