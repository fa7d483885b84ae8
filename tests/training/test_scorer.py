"""Fitting the scorer's sums and their calibration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scorer.fitting import Table, balance, calibration_curve, fit, logistic


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


def test_logistic_finds_the_curve_that_made_the_data() -> None:
    x = np.linspace(-2, 2, 200)
    slope, intercept = logistic(x, 1 / (1 + np.exp(-(1.7 * x - 0.4))), np.ones(200))
    assert (slope, intercept) == (pytest.approx(1.7, abs=1e-3), pytest.approx(-0.4, abs=1e-3))


def test_balance_gives_sources_and_labels_the_same_say() -> None:
    sources = ["a"] * 8 + ["b"] * 3 + ["c"]
    targets = np.array([0] * 6 + [1] * 2 + [0, 1, 1] + [1])
    weights = balance(sources, targets)
    assert weights.mean() == pytest.approx(1.0)
    assert weights[targets == 1].sum() == pytest.approx(weights[targets == 0].sum(), rel=0.02)
    assert weights[:8].sum() > weights[11:].sum() * 0.4
