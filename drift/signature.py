"""What makes a result repeatable, in one line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from drift.version import __version__

if TYPE_CHECKING:
    from drift.checks import Check
    from drift.findings import Policy, Recalibration


@dataclass(frozen=True, slots=True)
class Signature:
    """Version, model and its hash, splitter, aligner, calibration, and every setting that is not the default.

    `str` of it is the line that a report bears.
    """

    model: str
    policy: Policy
    repair: bool = True
    checks: tuple[Check, ...] = ()
    recalibrations: tuple[Recalibration, ...] = ()

    def __str__(self) -> str:
        from drift.aligning import ALIGNER
        from drift.checks import WEIGHTS
        from drift.judging import CROSS_ENCODER
        from drift.reading import SPLITTER
        from drift.scoring import CALIBRATION, TOLD

        parts = {
            "drift": __version__,
            "model": self.model,
            "splitter": SPLITTER,
            "aligner": ALIGNER,
            "calibration": f"{CALIBRATION}+{TOLD}+{CROSS_ENCODER}+{WEIGHTS}",
            "repair": "yes" if self.repair else "no",
            **self.policy.signature(),
        }
        if self.checks:
            parts["with"] = ",".join(map(_name, self.checks))
        if self.recalibrations:
            shifts = ";".join(f"{item.shift}{sorted(item.shifts.items())}" for item in self.recalibrations)
            labels = sum(item.labels for item in self.recalibrations)
            parts["recalibrated"] = f"{labels}@{hashlib.sha256(shifts.encode()).hexdigest()[:8]}"
        return "|".join(f"{key}:{value}" for key, value in parts.items())


def _name(check: Check) -> str:
    """That of the function, of one that a partial wraps, or of the object's class."""
    while isinstance(check, partial):
        check = check.func
    named: Any = check if hasattr(check, "__qualname__") else type(check)
    return f"{named.__module__}.{named.__qualname__}"
