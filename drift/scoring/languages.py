"""Which texts may be judged at all: the scores were learned from English."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from drift import language
from drift.records import Alignment

if TYPE_CHECKING:
    from drift.records import Comparison
    from drift.scoring.grading import Row

LEARNED = ("drift", "omitted", "unsupported", "quality")  # columns that were learned from English


def foreign(comparison: Comparison) -> list[str]:
    """The languages other than English that were recognized in the texts."""
    return sorted({code for side in comparison.sides if language.foreign(code := side.document.language)})


def withheld(row: Row, comparison: Comparison) -> Row:
    """The row; where a text of some length is in another language without the figures that were learned."""
    documents = (side.document for side in comparison.sides)
    other = any(
        language.foreign(document.language) and len(document.raw.split()) >= language.SURE for document in documents
    )
    return row._replace(**dict.fromkeys(LEARNED, math.nan)) if other else row


def ungraded(alignment: Alignment) -> Alignment:
    """The alignment without a word on drift, but for passages that are the same and those that stand alone."""
    return Alignment(
        tuple(
            bead if bead.kind == "same" or not bead.original or not bead.rewrite else replace(bead, drift=math.nan)
            for bead in alignment.beads
        )
    )
