from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.scoring import CALIBRATION, card, models
from drift.scoring.fitting import Table, calibration_curve, fit
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


@given(st.lists(st.tuples(st.floats(-30, 30), st.booleans()), min_size=1, max_size=60))
def test_calibration_curves_rise_within_their_range(rows: list[tuple[float, bool]]) -> None:
    sums, targets = [x for x, _ in rows], [float(y) for _, y in rows]
    curve = calibration_curve(sums, targets, np.ones(len(rows)))
    values = curve(np.linspace(-40, 40, 81))
    assert (np.diff(values) > 0).all()
    assert ((values > 0) & (values < 1)).all()


def test_calibration_finds_shares() -> None:
    rng = np.random.default_rng(3)
    sums = rng.normal(size=20000)
    share = 1 / (1 + np.exp(-3 * sums))
    curve = calibration_curve(sums, rng.random(20000) < share, np.ones(20000))
    assert np.abs(curve(sums) - share).mean() < 0.02


def test_json_is_the_whole_model() -> None:
    again = Linear.from_json(json.loads(json.dumps(CALIBRATED.to_json())))
    rows = np.random.default_rng(0).normal(size=(50, 2))
    assert np.array_equal(CALIBRATED(rows), again(rows))


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="expected rows of 2 features"):
        PLAIN.raw([[1.0]])


def test_a_fit_finds_what_made_the_data_and_keeps_signs() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(600, 3))
    targets = 1 / (1 + np.exp(-(2 * rows[:, 0] - rows[:, 2])))
    table = Table(tuple("abc"), rows, targets, np.ones(600), np.arange(600))
    found = [fit(table, probability=True, signs={"a": 1, "b": 1, "c": 1}) for _ in range(2)]
    assert found[0].to_json() == found[1].to_json()
    assert found[0].slopes[0] > 0.2
    assert (found[0].slopes > 0).all()  # the data say that c falls, its sign that it must not
    assert fit(table, probability=True).slopes[2] < -0.1
    squares = fit(replace(table, targets=3 * rows[:, 1] + 5), probability=False)
    assert squares.slopes[1] == pytest.approx(3, rel=0.15)
    assert squares.raw(rows).mean() == pytest.approx((3 * rows[:, 1] + 5).mean())


def test_the_rows_of_an_item_are_ordered() -> None:
    # Whatever the text (feature 0), its edited twin has a little more of feature 1.
    rng = np.random.default_rng(1)
    text = np.repeat(rng.normal(size=200), 2)
    rows = np.column_stack([text, np.tile([0.0, 0.01], 200) + np.repeat(rng.normal(size=200), 2)])
    targets, items = np.tile([0.0, 1.0], 200), np.repeat(np.arange(200), 2)
    sums = fit(Table(("text", "edit"), rows, targets, np.ones(400), items), probability=True).raw(rows)
    assert np.mean(sums[1::2] > sums[::2]) > 0.9


def test_a_model_is_read_over_more_features() -> None:
    wide = PLAIN.over(("x1", "new", "x0"))
    assert wide([(1.5, 99, 0.7)])[0] == PLAIN([(0.7, 1.5)])[0]
    with pytest.raises(ValueError, match=r"no longer computed \(x1\)"):
        PLAIN.over(("x0", "new"))


def test_logistic_finds_the_curve_that_made_the_data() -> None:
    from drift.scoring.fitting import logistic

    x = np.linspace(-2, 2, 200)
    slope, intercept = logistic(x, 1 / (1 + np.exp(-(1.7 * x - 0.4))), np.ones(200))
    assert (slope, intercept) == (pytest.approx(1.7, abs=1e-3), pytest.approx(-0.4, abs=1e-3))


def test_balance_gives_sources_and_labels_the_same_say() -> None:
    from drift.scoring.fitting import balance

    sources = ["a"] * 8 + ["b"] * 3 + ["c"]
    targets = np.array([0] * 6 + [1] * 2 + [0, 1, 1] + [1])
    weights = balance(sources, targets)
    assert weights.mean() == pytest.approx(1.0)
    assert weights[targets == 1].sum() == pytest.approx(weights[targets == 0].sum(), rel=0.02)
    assert weights[:8].sum() > weights[11:].sum() * 0.4


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
