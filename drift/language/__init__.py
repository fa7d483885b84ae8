"""Languages as data: `drift/language/<code>/` holds all that drift knows of one; nothing of it stands in code."""

from __future__ import annotations

from drift.language.detection import detect
from drift.language.frequency import frequencies, frequency
from drift.language.packs import SURE, Language, alternatives, language, language_of, packs, recognized
from drift.language.speaking import foreign, speakers, speaks, supports

__all__ = [
    "SURE",
    "Language",
    "alternatives",
    "detect",
    "foreign",
    "frequencies",
    "frequency",
    "language",
    "language_of",
    "packs",
    "recognized",
    "speakers",
    "speaks",
    "supports",
]
