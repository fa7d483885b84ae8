"""Words in place of others, which the cross-encoder reads. The examples stand in `examples/wording.json`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drift.checks import replacements
from tests.checks.comparing import beside

pytestmark = pytest.mark.model


def test_without_a_reader_nothing_is_told() -> None:
    pair = beside("The patient recovered.", "The patient died.")
    (finding,) = replacements.check(pair)
    assert "does not say the same" in finding.message
    assert list(replacements.check(replace(pair, cross_encoder=None))) == []


@pytest.mark.parametrize(
    ("original", "rewrite"),
    [
        ("He paid 30 euros.", "He paid 40 euros."),
        ("The summit was held in Rabat.", "The summit was held in Tunis."),
        ("He was acquitted.", "He was convicted."),
        ("The plan was not a success.", "The plan was a failure."),
    ],
)
def test_what_other_checks_tell_better_is_left_to_them(original: str, rewrite: str) -> None:
    assert list(replacements.check(beside(original, rewrite))) == []
