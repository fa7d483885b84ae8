from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.bench.metrics import (
    auc,
    balanced_accuracy,
    best_threshold,
    calibration_error,
    overlap,
    pearson,
    ranks,
    reliability,
    spearman,
    wins,
)

VALUES = st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=3, max_size=30)


@given(VALUES)
def test_correlations_are_scipys(pairs: list[tuple[int, int]]) -> None:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    if len(set(a)) == 1 or len(set(b)) == 1:
        assert math.isnan(pearson(a, b))
        assert math.isnan(spearman(a, b))
    else:
        assert pearson(a, b) == pytest.approx(stats.pearsonr(a, b).statistic, abs=1e-9)
        assert spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-9)


@given(st.lists(st.integers(-5, 5), min_size=1))
def test_ranks_are_scipys(values: list[int]) -> None:
    assert ranks(values).tolist() == stats.rankdata(values).tolist()


@given(VALUES)
def test_auc_counts_pairs(pairs: list[tuple[int, int]]) -> None:
    labels, scores = [x > 0 for x, _ in pairs], [y for _, y in pairs]
    duels = [(p, n) for p, lp in zip(scores, labels, strict=True) if lp
             for n, ln in zip(scores, labels, strict=True) if not ln]  # fmt: skip
    if not duels:
        assert math.isnan(auc(labels, scores))
    else:
        assert auc(labels, scores) == pytest.approx(np.mean([(p > n) + 0.5 * (p == n) for p, n in duels]))


def test_a_tie_is_no_win() -> None:
    assert wins([1, 2, 3], [0, 2, 4]) == pytest.approx(1 / 3)


def test_balanced_accuracy_is_the_mean_recall() -> None:
    assert balanced_accuracy([1, 1, 1, 0], [1, 1, 0, 0]) == pytest.approx((2 / 3 + 1) / 2)
    assert math.isnan(balanced_accuracy([1, 1], [1, 0]))


def test_best_threshold_parts_what_can_be_parted() -> None:
    labels, scores = [0, 0, 1, 1], [0.1, 0.3, 0.35, 0.9]
    threshold = best_threshold(labels, scores)
    assert 0.3 < threshold <= 0.35
    assert balanced_accuracy(labels, np.array(scores) >= threshold) == 1.0


def test_overlap_counts_over_documents() -> None:
    counts = overlap([{1, 2}, {3}], [{1}, {4}])
    assert (counts.hits, counts.found, counts.wanted) == (1, 3, 2)
    assert counts.f1 == pytest.approx(2 / 5)
    nothing = overlap([set()], [set()])
    assert (nothing.precision, nothing.recall, nothing.f1) == (1.0, 1.0, 1.0)


def test_calibration_error_of_a_constant_guess() -> None:
    assert calibration_error([1, 1, 0, 0], [0.5] * 4) == 0.0
    assert calibration_error([1, 1, 1, 1], [0.75] * 4) == pytest.approx(0.25)
    assert [row.count for row in reliability([0, 1], [0.05, 1.0])] == [1, 1]
