"""Where a check's finding is made: the kind decides the category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.findings.kinds import KINDS
from drift.records import Finding

if TYPE_CHECKING:
    from drift.records import Severity, Span


def finding(  # noqa: PLR0913, PLR0917 - a finding has as many parts
    kind: str, severity: Severity, original: Span | None, rewrite: Span | None, confidence: float, message: str
) -> Finding:
    """A finding of a packaged kind. `confidence` is the check's own estimate, which readings later move.

    Raises:
        KeyError: `kinds.toml` does not describe the kind.
    """
    return Finding(kind, KINDS[kind].category, severity, original, rewrite, confidence, message)
