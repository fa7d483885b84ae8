"""N documents: which is a rewrite of which, which report one event, and how they spell and quote it.

`trace` is the way in. The method, in short: sentence vectors say how much of one text another one holds;
where that is most of it, one derives from the other (`Edge`). Which way round is decided by evidence that is
kept and shown (`drift.tracing.direction`), or left open. Documents on one event form a `Group`.
"""

from __future__ import annotations

from drift.rendering.traces import FORMATS, summary
from drift.results.trace import (
    Addition,
    Cited,
    Conflict,
    Edge,
    Entry,
    Evidence,
    Group,
    Spelling,
    Standing,
    Statement,
    Trace,
    TraceError,
)
from drift.tracing.compose import candidates, trace

__all__ = [
    "FORMATS",
    "Addition",
    "Cited",
    "Conflict",
    "Edge",
    "Entry",
    "Evidence",
    "Group",
    "Spelling",
    "Standing",
    "Statement",
    "Trace",
    "TraceError",
    "candidates",
    "summary",
    "trace",
]
