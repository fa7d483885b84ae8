"""What `Report.plot` is: each figure on the Axes that the user names or on a new one, and all of them as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drift.ground.files import write
from drift.rendering import plots
from drift.rendering.figures import each

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from drift.results import Report


@dataclass(frozen=True, slots=True)
class ReportPlots:
    """`drift.results.Plots` of one report: each method draws on `ax`, or on a new figure, and returns the Axes."""

    report: Report

    def similarity(self, *, ax: Axes | None = None) -> Axes:
        """Cosine of every original sentence (down) with every rewrite sentence (across), and the alignment.

        Raises:
            ValueError: the report is of one text alone.
        """
        self._needs_two("similarity")
        return plots.similarity(self.report, plots.axes((7.0, 6.0)) if ax is None else ax)

    def timeline(self, *, ax: Axes | None = None) -> Axes:
        """Probability of a changed meaning, a bar a bead, in reading order.

        Raises:
            ValueError: the report is of one text alone.
        """
        self._needs_two("timeline")
        return plots.timeline(self.report, plots.axes((11.0, 3.2)) if ax is None else ax)

    def scores(self, *, ax: Axes | None = None) -> Axes:
        """The scores with their 95 % intervals; fluency alone for one text."""
        return plots.scores(self.report, plots.axes((7.0, 3.0)) if ax is None else ax)

    def counts(self, *, ax: Axes | None = None) -> Axes:
        """How many findings there are of each kind, a bar a kind, parted by severity."""
        return plots.counts(self.report, plots.axes((7.0, 4.0)) if ax is None else ax)

    def save(self, folder: str | Path) -> tuple[Path, ...]:
        """Write each figure as SVG and as PNG into a folder, which is made where it is missing; return the paths.

        Raises:
            OSError: a file cannot be written.
        """
        target = Path(folder)
        target.mkdir(exist_ok=True)
        contents = each(self.report)
        for name, content in contents.items():
            write(target / name, content)
        return tuple(target / name for name in contents)

    def _needs_two(self, name: str) -> None:
        if self.report.original is None:
            msg = f"plot.{name} compares two texts, but this report is of one text alone; plot.scores works"
            raise ValueError(msg)
