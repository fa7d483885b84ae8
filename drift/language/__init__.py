"""Languages as data: `drift/language/<code>/` holds all that drift knows of one; nothing of it stands in code."""

from __future__ import annotations

from drift.language.detection import detect
from drift.language.packs import Language, language, packs
from drift.language.speaking import foreign, speakers, speaks, supports

__all__ = ["Language", "detect", "foreign", "language", "packs", "speakers", "speaks", "supports"]
