"""How sure a finding is: the checks' own estimates, corrected by how often annotators agreed with each kind.

`agreement.json` holds, for each kind, rows of [estimate, judged, agreed]: so many findings with that estimate were
judged, and with so many a reader agreed. 309 of the findings stand in the unedited machine translations of the round
trip and in pairs of human translations, where most alarms are false; two annotators read each, language models told
to read as a copy editor and as a translator. 183 stand on edits that were planted in the round trip. Some of the
false ones are no longer made: the checks were mended after the reading. `drift explain KIND` prints the counts.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.records import Finding

    Rows = Sequence[tuple[float, float, float]]

#: Standard deviation, in log-odds, of how far a kind's estimates are off before anything was read: one unit turns
#: .73 to .5 or .88. A kind that was hardly read keeps its estimates.
SPREAD = 1.0
#: No reading makes sure; estimates are kept off 0 and 1.
LOWEST, HIGHEST = 0.02, 0.98


def calibrated(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with a confidence that is the probability of an annotator agreeing.

    Kinds that nobody read, such as those of a user's own checks, keep the confidence that their check gave.
    """
    shifts = _shifts()
    return tuple(
        replace(item, confidence=probability(item.confidence, shifts[item.kind])) if item.kind in shifts else item
        for item in findings
    )


def judged(kind: str) -> tuple[float, float]:
    """How many findings of a kind were judged, and with how many the readers agreed (halves: one of two)."""
    rows = _rows().get(kind, ())
    return sum(row[1] for row in rows), sum(row[2] for row in rows)


def probability(estimate: float, shift: float) -> float:
    """An estimate moved by a shift of its log-odds, to two digits."""
    return round(min(HIGHEST, max(LOWEST, _logistic(_odds(estimate) + shift))), 2)


def fit(rows: Rows, spread: float = SPREAD, *, around: float = 0.0) -> float:
    """The shift of log-odds under which the judgments are likeliest, given that shifts are normal around a value."""
    shift = around
    for _ in range(50):  # Newton's method on a concave function of one variable
        slope = (around - shift) / spread**2
        slope += sum(agreed - count * _logistic(_odds(estimate) + shift) for estimate, count, agreed in rows)
        shift += min(1.0, max(-1.0, slope / _curve(rows, shift, spread)))  # longer steps may overshoot
    return shift


def deviation(rows: Rows, shift: float, spread: float = SPREAD) -> float:
    """The standard deviation of a fitted shift, from the curve of its likelihood at the top."""
    return 1.0 / math.sqrt(_curve(rows, shift, spread))


def _curve(rows: Rows, shift: float, spread: float) -> float:
    guesses = ((count, _logistic(_odds(estimate) + shift)) for estimate, count, _ in rows)
    return 1.0 / spread**2 + sum(count * guess * (1.0 - guess) for count, guess in guesses)


@cache
def _rows() -> Mapping[str, Rows]:
    text = resources.files("drift.findings").joinpath("agreement.json").read_text(encoding="utf-8")
    return {kind: tuple(tuple(row) for row in rows) for kind, rows in json.loads(text).items()}


@cache
def _shifts() -> Mapping[str, float]:
    return {kind: fit(rows) for kind, rows in _rows().items()}


def _odds(estimate: float) -> float:
    kept = min(HIGHEST, max(LOWEST, estimate))
    return math.log(kept / (1.0 - kept))


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))
