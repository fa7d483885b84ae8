"""Comparison -> findings: one file a check.

To add a check, write `drift/checks/<name>.py` with `check(comparison) -> Iterator[Finding]`, add it to `CHECKS`,
describe its kind in `drift/findings/kinds.toml`, and give it examples in `tests/checks/examples`.
"""

from __future__ import annotations

from drift.checks.running import CHECKS, Check, run
from drift.checks.weighing import WEIGHTS, weighed

__all__ = ["CHECKS", "WEIGHTS", "Check", "run", "weighed"]
