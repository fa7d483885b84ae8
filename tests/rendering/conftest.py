from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rendering import rendering_samples

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
