"""`drift.Report` and what its attributes are, for type hints. It stands in `drift.results`."""

from drift.results import Details, Plots, Report

__all__ = ["Details", "Plots", "Report"]
