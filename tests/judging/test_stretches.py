"""Where the judge reads a change, and what a report makes of it."""

from __future__ import annotations

import math

import pytest

from drift.judging import stretches
from drift.judging.stretches import MARKED
from drift.records import PairPrediction
from tests.checks.comparing import beside
from tests.judging.scripted import Scripted, read_by

HIGH, LOW = MARKED + 1.0, MARKED - 3.0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"shelved": HIGH}, (["shelved"], [])),
        ({"shelved": HIGH, "delayed": HIGH}, (["shelved"], ["delayed"])),
        ({"council": HIGH, "shelved": HIGH}, (["council shelved"], ["council"])),  # on either side
        ({"council": HIGH, "plan": HIGH}, (["council shelved the plan"], ["council delayed the plan"])),  # a gap of two
        ({"council": HIGH, "good": HIGH}, (["council", "good"], ["council"])),  # a wider gap parts them
        ({".": HIGH, "plan": HIGH}, (["plan"], ["plan"])),  # a mark is no word
        ({"shelved": LOW}, (["shelved"], [])),  # the likeliest, where none is likely
    ],
)
def test_tagged_words_become_stretches_of_the_raw_text(
    words: dict[str, float], told: tuple[list[str], list[str]]
) -> None:
    pair = read_by(
        beside("The council shelved the plan for good.", "The council delayed the plan."), Scripted(0, 0, words)
    )
    found = stretches(pair, (0,), (0,))
    assert tuple([span.text for span in side] for side in found) == told
    for side, document in zip(found, (pair.original, pair.rewrite), strict=True):
        assert document is not None
        assert all(document.document.raw[span.start : span.end] == span.text for span in side)


@pytest.mark.parametrize("lost", [-30.0, -4.0, 0.0, 3.0, 80.0])
@pytest.mark.parametrize("unsupported", [-30.0, -1.0, 2.0, 80.0])
def test_changed_is_that_either_direction_changed(lost: float, unsupported: float) -> None:
    kept = 1.0
    for odds in (lost, unsupported):
        kept *= 1 / (1 + math.exp(min(700.0, odds)))
    found = PairPrediction(lost, unsupported).changed
    assert math.isfinite(found)
    if 1e-5 < kept < 1 - 1e-5:
        assert found == pytest.approx(math.log((1 - kept) / kept), abs=1e-6)
    assert found >= min(59.0, max(lost, unsupported)) - 20.0
