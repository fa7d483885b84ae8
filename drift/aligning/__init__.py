"""Vectors become an alignment: cells, odds, beads, words."""

from __future__ import annotations

from drift.aligning.align import UNPAIRED, Aligned, align, pairable
from drift.aligning.matching import match_words, unmatched
from drift.aligning.weights import content

__all__ = ["ALIGNER", "UNPAIRED", "Aligned", "align", "content", "match_words", "pairable", "unmatched"]

ALIGNER = "odds-3"  # raise it when the same vectors would be aligned otherwise
