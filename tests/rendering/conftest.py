from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import rendering_samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from drift.report import Report


@pytest.fixture
def report() -> Report:
    return rendering_samples.realistic()


@pytest.fixture
def hostile() -> Report:
    return rendering_samples.hostile()


@pytest.fixture
def alone() -> Report:
    return rendering_samples.alone()


@pytest.fixture(params=sorted(rendering_samples.ALL))
def any_report(request: pytest.FixtureRequest) -> Report:
    return rendering_samples.ALL[request.param]()


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
