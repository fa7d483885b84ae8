from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import rendering_samples

if TYPE_CHECKING:
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
