"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import caching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    import drift

#: As loading the encoder sets it: in a process of tests others may have multiplied before it is loaded.
os.environ.setdefault("MKL_CBWR", "AUTO,STRICT")

settings.register_profile("drift", deadline=None)  # a loaded machine is slow, and that fails nothing
settings.load_profile("drift")


@pytest.fixture(scope="session")
def analyzer() -> drift.Analyzer:
    """The packaged one, which keeps what it encodes and parses between runs."""
    return caching.analyzer()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one a module; its tests are skipped where it or playwright is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as play:
        made = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()
