from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.scoring import CALIBRATION, card, models
from drift.scoring.model import SLANT, Curve, Linear, uncovered

CURVE = Curve((-1.0, 1.0), (0.2, 0.8))
PLAIN = Linear(("x0", "x1"), np.array([0.5, -1.0]), 0.25)
CALIBRATED = replace(PLAIN, calibration=CURVE)


@pytest.mark.parametrize(("row", "value"), [((0, 0), 0.25), ((2, 1), 0.25), ((0, 3), -2.75)])
def test_a_row_is_summed_up(row: tuple[float, float], value: float) -> None:
    assert PLAIN([row]).tolist() == [value]
    assert PLAIN([row] * 3).tolist() == [value] * 3


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=40))
def test_a_row_does_not_depend_on_the_others(rows: list[tuple[float, float]]) -> None:
    assert CALIBRATED(rows).tolist() == [float(CALIBRATED([row])[0]) for row in rows]


def test_calibration_makes_probabilities() -> None:
    assert CALIBRATED([(0, 1.0)])[0] == pytest.approx(0.2 + 0.6 * 0.125, abs=SLANT)
    assert (np.diff(CALIBRATED([(0, 1), (0, 0), (1, 0)])) > 0).all()


def test_json_is_the_whole_model() -> None:
    again = Linear.from_json(json.loads(json.dumps(CALIBRATED.to_json())))
    rows = np.random.default_rng(0).normal(size=(50, 2))
    assert np.array_equal(CALIBRATED(rows), again(rows))


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="expected rows of 2 features"):
        PLAIN.raw([[1.0]])


def test_a_model_is_read_over_more_features() -> None:
    wide = PLAIN.over(("x1", "new", "x0"))
    assert wide([(1.5, 99, 0.7)])[0] == PLAIN([(0.7, 1.5)])[0]
    with pytest.raises(ValueError, match=r"no longer computed \(x1\)"):
        PLAIN.over(("x0", "new"))


def test_the_packaged_model_has_a_card() -> None:
    loaded, described = models(), card()
    assert loaded.identity == described["id"] == CALIBRATION
    assert {"date", "versions", "licence", "sources", "metrics"} <= set(described)
    assert all(len(source["sha256"]) == 64 and source["rows"] > 0 for source in described["sources"])
    assert all(source["licence"] for source in described["sources"])
    assert loaded.drift.calibration is not None
    assert len(loaded.drift.calibration.sums) > 3


@pytest.mark.parametrize(("elsewhere", "value"), [(0.0, 0.0), (1.0, 1.0)])
def test_coverage_is_pinned_at_both_ends(elsewhere: float, value: float) -> None:
    assert uncovered(elsewhere, models().coverage) == pytest.approx(value)


def test_coverage_rises() -> None:
    assert (np.diff(uncovered(np.linspace(0, 1, 20), models().coverage)) > 0).all()
