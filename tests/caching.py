"""What tests encode and parse is kept between their runs, in `build/tests`, by the package's own cache."""

from __future__ import annotations

import functools
import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import drift
from drift.ground.cache import open_cache

if TYPE_CHECKING:
    from drift.ground.cache import Cache

ROOT = Path(__file__).resolve().parents[1]
#: What makes vectors and parses. The package's keys pin models and versions; a change of this code pins nothing.
MAKERS = ("drift/encoding/*.py", "drift/parsing/*.py")


@functools.cache
def folder() -> Path:
    """That of the values which this very code made; those of earlier code are deleted."""
    code = b"".join(path.read_bytes() for pattern in MAKERS for path in sorted(ROOT.glob(pattern)))
    found = ROOT / "build" / "tests" / hashlib.sha256(code).hexdigest()[:12]
    found.mkdir(parents=True, exist_ok=True)
    for other in found.parent.iterdir():
        if other != found:
            shutil.rmtree(other)
    return found


def home() -> str:
    """What `XDG_CACHE_HOME` is to be for commands that keep theirs between the runs of the tests."""
    return str(folder() / "home")


@functools.cache
def cache() -> Cache:
    found = open_cache(folder())
    assert found is not None
    return found


@functools.cache
def analyzer() -> drift.Analyzer:
    """The packaged one, for whoever tests neither models nor caches."""
    return drift.Analyzer(cache=folder())


@functools.cache
def seed_report() -> drift.Report:
    """Of the pair that the project was born from; the same one for all tests."""
    original, rewrite = (next((ROOT / "seeds").glob(f"{number}_*.txt")) for number in ("001", "000"))
    return analyzer().compare(original, rewrite)
