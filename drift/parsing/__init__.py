"""Sentences -> tokens with their dependencies. This room alone knows spaCy."""

from __future__ import annotations

from drift.parsing.parser import parse, parse_all

__all__ = ["parse", "parse_all"]
