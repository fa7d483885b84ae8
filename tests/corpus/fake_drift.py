"""The command `drift` with the fake analyzer: `python -m tests.corpus.fake_drift batch PAIRS -o DIR ...`."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import drift.cli.batch
import drift.corpus
from drift.cli import main
from tests.corpus import faking

if __name__ == "__main__":
    drift.corpus.open_analyzer = faking.make
    drift.cli.batch.analyzer = lambda _: SimpleNamespace(signature="fake-1")  # type: ignore[assignment]
    sys.exit(main())
