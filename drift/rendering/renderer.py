"""The renderer that the composer hands to each report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from drift.rendering.plots import ReportPlots
    from drift.report import Report


@dataclass(frozen=True, slots=True)
class StandardRenderer:
    """`drift.report.Renderer` by this room's modules; it holds nothing, so all its copies are equal."""

    def frame(self, report: Report) -> pd.DataFrame:
        """See `drift.rendering.tables.frame`."""
        from drift.rendering import tables

        return tables.frame(report)

    def findings_frame(self, report: Report) -> pd.DataFrame:
        """See `drift.rendering.tables.findings_frame`."""
        from drift.rendering import tables

        return tables.findings_frame(report)

    def explore(self, report: Report) -> Any:
        """See `drift.rendering.exploring.explore`."""
        from drift.rendering import exploring

        return exploring.explore(report)

    def plots(self, report: Report) -> ReportPlots:
        """See `drift.rendering.plots.ReportPlots`."""
        from drift.rendering.plots import ReportPlots

        return ReportPlots(report)

    def save(self, report: Report, path: Path) -> Path:
        """See `drift.rendering.formats.save`."""
        from drift.rendering import formats

        return formats.save(report, path)


RENDERER = StandardRenderer()
