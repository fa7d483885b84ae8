"""What draws results, handed in by `drift/__init__.py`.

The protocols that it fulfills stand where they are asked for: in `drift.records` and beside each result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from drift.records import Shown
    from drift.rendering.reportplots import ReportPlots
    from drift.rendering.traceplots import TracePlots
    from drift.results import Report, Reports, Trace
    from drift.results.trace import Table

_WIDGETS = frozenset({"anywidget", "ipywidgets", "traitlets"})


class StandardRenderer:
    """All `Renderer` protocols by the modules of this room, each loaded when it is first asked for."""

    def html(self, shown: Shown) -> str:
        """See `drift.rendering.showing.html`."""
        from drift.rendering import showing

        return showing.html(shown)

    def text(self, shown: Shown) -> str:
        """See `drift.rendering.showing.text`."""
        from drift.rendering import showing

        return showing.text(shown)

    def frame(self, report: Report) -> pd.DataFrame:
        """See `drift.rendering.tables.frame`."""
        from drift.rendering import tables

        return tables.frame(report)

    def findings_frame(self, report: Report) -> pd.DataFrame:
        """See `drift.rendering.tables.findings_frame`."""
        from drift.rendering import tables

        return tables.findings_frame(report)

    def explore(self, report: Report) -> Any:
        """A widget where `anywidget` is installed, static HTML where it is not."""
        try:
            from drift.rendering.widgets import Explorer
        except ModuleNotFoundError as error:
            if error.name not in _WIDGETS:
                raise
            from drift.rendering.exploring import StaticView

            return StaticView(report)
        return Explorer(report)

    def plots(self, report: Report) -> ReportPlots:
        """See `drift.rendering.reportplots.ReportPlots`."""
        from drift.rendering.reportplots import ReportPlots

        return ReportPlots(report)

    def save(self, report: Report, path: Path) -> Path:
        """See `drift.rendering.formats.save`."""
        from drift.rendering import formats

        return formats.save(report, path)

    def many(self, reports: Reports) -> pd.DataFrame:
        """See `drift.rendering.tables.many`."""
        from drift.rendering import tables

        return tables.many(reports.items, reports.about)

    def many_findings(self, reports: Reports) -> pd.DataFrame:
        """See `drift.rendering.tables.many_findings`."""
        from drift.rendering import tables

        return tables.many_findings(reports.items, reports.about)

    def counted(
        self, reports: Iterable[Report], *, total: int | None, unit: str, shown: bool | None
    ) -> Iterable[Report]:
        """See `drift.rendering.progress.bar`."""
        from drift.rendering.progress import bar

        return bar(reports, total=total, unit=unit, shown=shown)

    def trace_frame(self, trace: Trace, table: Table) -> pd.DataFrame:
        """See `drift.rendering.tracetables`."""
        from drift.rendering import tracetables

        return tracetables.TABLES[table](trace)

    def trace_plots(self, trace: Trace) -> TracePlots:
        """See `drift.rendering.traceplots.TracePlots`."""
        from drift.rendering.traceplots import TracePlots

        return TracePlots(trace)

    def save_trace(self, trace: Trace, path: Path) -> Path:
        """See `drift.rendering.traces.save`."""
        from drift.rendering import traces

        return traces.save(trace, path)


RENDERER = StandardRenderer()
