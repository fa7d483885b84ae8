"""Confidences moved by the verdicts of a user's own readers, on their own texts.

The log-odds of a confidence get a shift that all kinds share and one of the kind's own, each as far as the labels
carry it: a kind that nobody labeled moves with the rest, and few labels move little.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.findings.calibration import deviation, fit, probability
from drift.records import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.records import Finding, Verdict

LABELS_NEEDED = 30  # labels: of 30 that agree by half, the 95 % interval of the share still reaches from 0.33 to 0.67
# Standard deviation of a kind's own shift: that of the 16 shifts which the packaged readings (`agreement.json`) give.
KINDS_SPREAD = 0.77
FOLDS = 5  # parts of the labels, each judged by a fit to the others


@dataclass(frozen=True, slots=True)
class Recalibration(Shown):
    """What the labels say of the confidences.

    `labels` verdicts were given, of which `accepted` agreed with the finding, where the confidences let expect
    `expected`. `shift` in log-odds moves every kind, with its 95 % interval from `low` to `high`; `shifts` holds the
    whole shift of each labeled kind. `before` and `after` are mean squared errors of the confidences (Brier scores,
    0 good, 0.25 a coin), `after` with every label predicted from the others.
    """

    labels: int
    accepted: int
    expected: float
    shift: float
    low: float
    high: float
    shifts: Mapping[str, float]
    before: float
    after: float

    _repr_pretty_ = Shown._repr_pretty_

    @property
    def helps(self) -> bool:
        """Whether the moved confidences predict labels that they have not seen better than the old ones."""
        return self.after < self.before

    def moved(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with their confidences moved."""
        return tuple(
            replace(item, confidence=probability(item.confidence, self.shifts.get(item.kind, self.shift)))
            for item in findings
        )


def recalibration(verdicts: Iterable[Verdict]) -> Recalibration:
    """Fit the shifts to verdicts on findings.

    Raises:
        ValueError: there are fewer than 30 verdicts.
    """
    given = tuple(verdicts)
    if len(given) < LABELS_NEEDED:
        msg = f"recalibration needs at least {LABELS_NEEDED} labels, not {len(given)}"
        raise ValueError(msg)
    shift, shifts = _fit(given)
    error = deviation(_rows(given), shift)
    held_out: list[float] = []
    for part in range(FOLDS):
        shared, own = _fit([verdict for place, verdict in enumerate(given) if place % FOLDS != part])
        held_out += [
            _square(probability(verdict.confidence, own.get(verdict.finding.kind, shared)), verdict)
            for verdict in given[part::FOLDS]
        ]
    return Recalibration(
        labels=len(given),
        accepted=sum(verdict.accepted for verdict in given),
        expected=round(math.fsum(verdict.confidence for verdict in given), 1),
        shift=round(shift, 4),
        low=round(shift - 1.96 * error, 4),
        high=round(shift + 1.96 * error, 4),
        shifts={kind: round(value, 4) for kind, value in sorted(shifts.items())},
        before=round(math.fsum(_square(verdict.confidence, verdict) for verdict in given) / len(given), 4),
        after=round(math.fsum(held_out) / len(given), 4),
    )


def _fit(verdicts: Sequence[Verdict]) -> tuple[float, dict[str, float]]:
    """The shift of all kinds, and the whole shift of each kind that was labeled."""
    shared = fit(_rows(verdicts))
    kinds: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        kinds[verdict.finding.kind].append(verdict)
    own = {kind: fit(_rows(labeled), KINDS_SPREAD, around=shared) for kind, labeled in kinds.items()}
    return shared, own


def _rows(verdicts: Iterable[Verdict]) -> list[tuple[float, float, float]]:
    return [(verdict.confidence, 1.0, float(verdict.accepted)) for verdict in verdicts]


def _square(confidence: float, verdict: Verdict) -> float:
    return (confidence - verdict.accepted) ** 2
