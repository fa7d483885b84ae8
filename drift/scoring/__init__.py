"""Features of a comparison -> calibrated drift, quality and the six scores of a report."""

from __future__ import annotations

from drift.scoring.evidence import Features, features
from drift.scoring.grading import Judgment, PairView, Row, grade, judge, look, regrade, score, wanted
from drift.scoring.judgements import judgements
from drift.scoring.languages import foreign, ungraded, withheld
from drift.scoring.model import card, models
from drift.scoring.penalties import Penalties, penalties, word_counts
from drift.scoring.summary import summarize
from drift.scoring.told import TOLD

__all__ = [
    "CALIBRATION",
    "TOLD",
    "Features",
    "Judgment",
    "PairView",
    "Penalties",
    "Row",
    "card",
    "features",
    "foreign",
    "grade",
    "judge",
    "judgements",
    "look",
    "models",
    "penalties",
    "regrade",
    "score",
    "summarize",
    "ungraded",
    "wanted",
    "withheld",
    "word_counts",
]

CALIBRATION = "sums-3"  # the name of the packaged model; a test holds it to model.json and card.json
