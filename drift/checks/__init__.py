"""Comparison -> findings: one file a check.

To add a check, write `drift/checks/<name>.py` with `check(comparison) -> Iterator[Finding]`, add it to `CHECKS`,
describe its kind in `kinds.py`, and give it labeled examples in `tests/checks/meaning_changes.json`.
"""

from __future__ import annotations

from drift.checks.agreement import calibrated, judged
from drift.checks.counting import counted, occurrences, words
from drift.checks.kinds import KINDS, Kind
from drift.checks.placing import by_place
from drift.checks.policy import Policy, expanded
from drift.checks.recalibration import Recalibration, recalibration
from drift.checks.running import CHECKS, Check, run, silent_on

__all__ = [
    "CHECKS",
    "KINDS",
    "Check",
    "Kind",
    "Policy",
    "Recalibration",
    "by_place",
    "calibrated",
    "counted",
    "expanded",
    "judged",
    "occurrences",
    "recalibration",
    "run",
    "silent_on",
    "words",
]
