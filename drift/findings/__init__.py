"""Findings: what kinds there are, how one is made, which of several stay, how sure they are, and their order."""

from __future__ import annotations

from drift.findings.calibration import calibrated, judged
from drift.findings.counting import counted, occurrences, words
from drift.findings.kinds import KINDS, Kind
from drift.findings.making import finding
from drift.findings.order import by_place
from drift.findings.policy import Policy, expanded
from drift.findings.recalibration import Recalibration, recalibration
from drift.findings.subsumption import settled

__all__ = [
    "KINDS",
    "Kind",
    "Policy",
    "Recalibration",
    "by_place",
    "calibrated",
    "counted",
    "expanded",
    "finding",
    "judged",
    "occurrences",
    "recalibration",
    "settled",
    "words",
]
