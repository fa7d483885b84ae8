"""The command `drift` with the fake analyzer: `python fake_drift.py batch PAIRS -o DIR ...`."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import faking

import drift.cli.batch
import drift.corpus
from drift.cli import main

if __name__ == "__main__":
    drift.corpus.open_analyzer = faking.make
    drift.cli.batch.analyzer = lambda _: SimpleNamespace(signature="fake-1")  # type: ignore[assignment]
    sys.exit(main())
