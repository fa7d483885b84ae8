"""What a user is handed: a report, many of them, a trace. Data, and questions to it.

Tables, figures, pages and files belong to `drift.rendering`, which stands above this room: what draws a result is
handed in (`drift.records.hand_in`), and what is asked of it are the protocols that stand beside each result.
"""

from __future__ import annotations

from drift.results.report import Details, Plots, Report, SideWords, Threshold
from drift.results.reports import Reports, Stream
from drift.results.trace import Trace

__all__ = ["Details", "Plots", "Report", "Reports", "SideWords", "Stream", "Threshold", "Trace"]
