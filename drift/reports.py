"""`drift.Reports` and what `compare_many` streams, for type hints. It stands in `drift.results`."""

from drift.results import Reports, Stream

__all__ = ["Reports", "Stream"]
