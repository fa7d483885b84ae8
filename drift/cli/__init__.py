"""The command line: one thin file a verb. Nothing heavy is imported before a verb needs it."""

from __future__ import annotations

from drift.cli.app import main

__all__ = ["main"]
