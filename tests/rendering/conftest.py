from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import samples  # noqa: E402 - the folder of tests is no package

if TYPE_CHECKING:
    from drift.report import Report


@pytest.fixture
def report() -> Report:
    return samples.realistic()


@pytest.fixture
def hostile() -> Report:
    return samples.hostile()


@pytest.fixture
def alone() -> Report:
    return samples.alone()


@pytest.fixture(params=sorted(samples.ALL))
def any_report(request: pytest.FixtureRequest) -> Report:
    return samples.ALL[request.param]()
