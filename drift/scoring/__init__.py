"""Features of a comparison -> calibrated drift, quality and the six scores of a report."""

from __future__ import annotations

from drift.scoring.evidence import Features, features
from drift.scoring.grading import Judgment, Row, grade, judge, score
from drift.scoring.model import card, models
from drift.scoring.summary import summarize

__all__ = [
    "CALIBRATION",
    "Features",
    "Judgment",
    "Row",
    "card",
    "features",
    "grade",
    "judge",
    "models",
    "score",
    "summarize",
]

CALIBRATION = "sums-1"  # the name of the packaged model; a test holds it to model.json and card.json
