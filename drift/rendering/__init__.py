"""Report -> page, notebook, terminal, tables, figures and the files that other tools read.

Nothing here computes: every view shows what the report holds. A new output is one function in a module
of its own and one entry in `drift.rendering.formats.FORMATS`.
"""

from __future__ import annotations

from drift.rendering.formats import FORMATS, save
from drift.rendering.renderer import RENDERER
from drift.rendering.terminal import summary

__all__ = ["FORMATS", "RENDERER", "save", "summary"]
