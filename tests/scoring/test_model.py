from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.scoring import CALIBRATION, card, models
from drift.scoring.fitting import calibration_curve
from drift.scoring.model import SLANT, Trees, uncovered

# if x0 <= 0.5: 1.0; else: (if x1 <= 2: -1.0; else 3.0), and a stump that is one leaf
TREES = [
    [[0, 0.5, 1, 2, 0], [0, 0, 1, 1, 1.0], [1, 2.0, 3, 4, 0], [0, 0, 3, 3, -1.0], [0, 0, 4, 4, 3.0]],
    [[0, 0, 0, 0, 0.25]],
]


@pytest.mark.parametrize(("row", "value"), [((0.5, 9), 1.25), ((0.6, 2), -0.75), ((0.6, 2.1), 3.25)])
def test_rows_fall_to_their_leaves(row: tuple[float, float], value: float) -> None:
    trees = Trees.stack(("x0", "x1"), TREES, None)
    assert trees.depth == 2
    assert trees([row]).tolist() == [value]
    assert trees([row] * 3).tolist() == [value] * 3


CURVE = ((-1.0, 1.0), (0.2, 0.8))


def test_calibration_makes_probabilities() -> None:
    trees = Trees.stack(("x0", "x1"), TREES, CURVE)
    assert trees([(0.6, 2)])[0] == pytest.approx(0.2 + 0.6 * 0.125, abs=SLANT)
    rows = [(0.6, 2), (0, 0), (0.6, 3)]
    assert (np.diff(trees(rows)) > 0).all()


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
    trees = Trees.stack(("x0", "x1"), TREES, CURVE, (0.5, -1.0))
    again = Trees.from_json(json.loads(json.dumps(trees.to_json())))
    rows = np.random.default_rng(0).normal(size=(50, 2))
    assert np.array_equal(trees(rows), again(rows))


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="expected rows of 2 features"):
        Trees.stack(("x0", "x1"), TREES, None).raw([[1.0]])


def test_training_and_the_walker_agree() -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is needed for training only")
    from drift.scoring.fitting import SHAPE, Table, boost, fit

    rng = np.random.default_rng(0)
    rows = rng.normal(size=(600, 4))
    targets = 1 / (1 + np.exp(-(rows[:, 0] * rows[:, 1] + rows[:, 2])))
    table = Table(tuple("abcd"), rows, targets, np.ones(600), np.arange(600))
    trees = Trees.stack("abcd", boost(table, np.zeros(600), probability=False, signs={"c": 1}, rounds=20), None)
    options = {**SHAPE, "objective": "regression", "monotone_constraints": [0, 0, 1, 0]}
    data = lightgbm.Dataset(rows, targets, weight=np.ones(600), init_score=np.zeros(600), feature_name=list("abcd"))
    expected = lightgbm.train(options, data, num_boost_round=20).predict(rows, raw_score=True)
    assert np.allclose(trees.raw(rows), expected, atol=1e-6)
    higher = rows + np.array([0, 0, 0.7, 0])
    assert (trees.raw(higher) >= trees.raw(rows) - 1e-12).all()
    again = [fit(table, probability=True, rounds=20) for _ in range(2)]
    assert again[0].to_json() == again[1].to_json()
    assert np.mean((again[0].raw(rows) > 0) == (targets > 0.5)) > 0.75


def test_the_linear_part_orders_the_rows_of_an_item() -> None:
    pytest.importorskip("lightgbm", reason="LightGBM is needed for training only")
    from drift.scoring.fitting import Table, fit

    # Whatever the text (feature 0), its edited twin has a little more of feature 1.
    rng = np.random.default_rng(1)
    text = np.repeat(rng.normal(size=200), 2)
    rows = np.column_stack([text, np.tile([0.0, 0.01], 200) + np.repeat(rng.normal(size=200), 2)])
    targets, items = np.tile([0.0, 1.0], 200), np.repeat(np.arange(200), 2)
    trees = fit(Table(("text", "edit"), rows, targets, np.ones(400), items), probability=True, rounds=1)
    sums = trees.raw(rows)
    assert np.mean(sums[1::2] > sums[::2]) > 0.9


def test_a_model_is_read_over_more_features() -> None:
    trees = Trees.stack(("x0", "x1"), TREES, None, (0.0, 2.0))
    wide = trees.over(("x1", "new", "x0"))
    assert wide([(1.5, 99, 0.7)])[0] == trees([(0.7, 1.5)])[0]
    with pytest.raises(ValueError, match=r"no longer computed \(x1\)"):
        trees.over(("x0", "new"))


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
