"""The widgets. Importing this module needs the extra `jupyter`; their scripts and styles stand in `templates/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from drift.records import Severity, Verdict
from drift.rendering import exploring, markup, showing
from drift.review import pair_of
from drift.review import verdicts as review

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drift.records import Identity
    from drift.results import Report


class Explorer(anywidget.AnyWidget):
    """Both texts side by side with linked panes, filters, and what stands behind each pair of sentences.

    `severity`, `confidence`, `drift` and `kinds` are the filters as they are set, `selected` the number of the bead
    (counted from 1) that was clicked, 0 for none; all may be set from Python too. An empty `kinds` means all.
    """

    _esm = markup.asset("explore.js")
    _css = markup.asset("explore.css")

    data = traitlets.Dict().tag(sync=True)
    severity = traitlets.Enum([severity.name for severity in sorted(Severity)], "neutral").tag(sync=True)
    confidence = traitlets.Float(0.0, min=0.0, max=1.0).tag(sync=True)
    drift = traitlets.Float(0.0, min=0.0, max=1.0).tag(sync=True)
    kinds = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Int(0, min=0).tag(sync=True)

    def __init__(self, report: Report, **filters: Any) -> None:
        super().__init__(data=exploring.data(report), **filters)
        self.report = report

    def rethreshold(self) -> Report:
        """The report with the findings that the filters let through; the filter on drift has no say in it."""
        return self.report.rethreshold(confidence=self.confidence, severity=self.severity, only=self.kinds)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and beside it the static view for where no widget is shown: nbconvert, a page on GitHub."""
        bundle = super()._repr_mimebundle_(**options)
        shown, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        static = {"text/html": exploring.static(self.report), "text/plain": showing.text(self.report)}
        return {**shown, **static}, metadata


class Labeler(anywidget.AnyWidget):
    """Findings one by one, with two buttons. `answers` says of each shown so far whether it is right."""

    _esm = markup.asset("label.js")
    _css = markup.asset("explore.css")

    items: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    answers = traitlets.List(traitlets.Bool()).tag(sync=True)

    def __init__(
        self, asked: Sequence[tuple[Report, int, Identity]], *, given: Sequence[Verdict] = (), path: Path | None = None
    ) -> None:
        super().__init__(items=exploring.questions([(report, index) for report, index, _ in asked]))
        self._asked = tuple(
            (report.findings[index], identity, pair_of(report.original, report.rewrite))
            for report, index, identity in asked
        )
        self._given = tuple(given)
        self.path = path
        self.observe(self._write, "answers")

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """All verdicts: those of the file that it began with, then those given here."""
        said = (
            Verdict(identity, accepted, finding.confidence, pair)
            for (finding, identity, pair), accepted in zip(self._asked, self.answers, strict=False)
        )
        return (*self._given, *said)

    def _write(self, _: object) -> None:
        if self.path is not None:
            review.write(self.path, self.verdicts)

    def __repr__(self) -> str:
        return f"{len(self.answers)} of {len(self._asked)} findings labeled"
