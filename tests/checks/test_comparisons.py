"""Comparisons whose terms changed places: what the finding says. The examples stand in `examples/role.json`."""

from __future__ import annotations

import pytest

from drift.checks import comparisons
from tests.checks.comparing import beside

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("original", "rewrite", "first", "second"),
    [
        ("Germany exports more steel than France.", "France exports more steel than Germany.", "Germany", "France"),
        ("In Spain, wages rose less than prices did.", "In Spain, prices rose less than wages did.", "wages", "prices"),
        ("He said Paris was safer than London.", "He said London was safer than Paris.", "Paris", "London"),
    ],
)
def test_the_message_names_what_changed_places(original: str, rewrite: str, first: str, second: str) -> None:
    (finding,) = comparisons.check(beside(original, rewrite))
    assert finding.message.startswith(f"“{first}” and “{second}” have changed places around ")
