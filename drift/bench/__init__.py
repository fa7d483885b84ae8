"""Public benchmarks: each suite measures this installation on data that the user has, as its README defines it."""

from drift.bench.files import DataError
from drift.bench.results import Figure, Result, Suite
from drift.bench.suites import GROUPS, SUITES, expand, run

__all__ = ["GROUPS", "SUITES", "DataError", "Figure", "Result", "Suite", "expand", "run"]
