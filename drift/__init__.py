"""What did the rewrite change?

    import drift
    report = drift.compare(original, rewrite)

Importing this package is cheap: models, parsers and plotting load when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from drift.records import Alignment, Bead, Document, Finding, Repair, Scores, Sentence, Severity, Span, hand_in
from drift.version import __version__

if TYPE_CHECKING:
    from drift import plot
    from drift.analyzer import Analyzer, compare
    from drift.encoding import ModelError
    from drift.reading import ReadError, read
    from drift.rendering.labeling import label
    from drift.rendering.renderer import StandardRenderer
    from drift.results import Report, Reports
    from drift.tracing import Trace, trace

__all__ = [
    "Alignment",
    "Analyzer",
    "Bead",
    "Document",
    "Finding",
    "ModelError",
    "ReadError",
    "Repair",
    "Report",
    "Reports",
    "Scores",
    "Sentence",
    "Severity",
    "Span",
    "Trace",
    "__version__",
    "compare",
    "label",
    "plot",
    "read",
    "trace",
]

_LATE = {
    "Analyzer": "drift.analyzer",
    "ModelError": "drift.encoding",
    "ReadError": "drift.reading",
    "Report": "drift.results",
    "Reports": "drift.results",
    "Trace": "drift.tracing",
    "compare": "drift.analyzer",
    "label": "drift.rendering.labeling",
    "read": "drift.reading",
    "trace": "drift.tracing",
}


def __getattr__(name: str) -> Any:
    if name == "plot":
        return importlib.import_module("drift.plot")
    if name not in _LATE:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(_LATE[name]), name)


def __dir__() -> list[str]:
    return __all__


def _renderer() -> StandardRenderer:
    from drift.rendering.renderer import RENDERER

    return RENDERER


hand_in(_renderer)  # here, above every room, so that no result needs to know the room that draws it
