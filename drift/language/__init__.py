"""Languages as data: `drift/language/<code>/` holds all that drift knows of one; nothing of it stands in code."""

from __future__ import annotations

from drift.language.detection import detect
from drift.language.frequency import frequency
from drift.language.packs import Language, alternatives, language, packs
from drift.language.speaking import foreign, speakers, speaks, supports

__all__ = [
    "Language",
    "alternatives",
    "detect",
    "foreign",
    "frequency",
    "language",
    "packs",
    "speakers",
    "speaks",
    "supports",
]
