"""Figures of many pairs."""

from __future__ import annotations

import doctest

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import drift
import drift.plot
from drift.rendering import frameplots

PAIRS = pd.DataFrame({"drift": [0.1, 0.2, 0.6, 0.9, None], "quality": [90, 80, 60, 20, 10], "outlet": list("aabbb")})
FINDINGS = pd.DataFrame(
    {
        "kind": ["name", "name", "quote", "omission.clause", "own.kind"],
        "severity": pd.Categorical(
            ["major", "minor", "critical", "neutral", "minor"],
            categories=["neutral", "minor", "major", "critical"],
            ordered=True,
        ),
        "outlet": ["a", "b", "a", "a", "b"],
        "human": ["major", "major", "critical", "minor", "minor"],
        "confidence": [0.9, 0.8, 0.7, 0.3, 0.2],
        "agreed": [1, 1, 1, 0, 0.5],
    }
)
DRAWN = {
    "distribution": lambda **more: drift.plot.distribution(PAIRS, **more),
    "distribution by": lambda **more: drift.plot.distribution(PAIRS, by="outlet", **more),
    "findings": lambda **more: drift.plot.findings(FINDINGS, **more),
    "findings by": lambda **more: drift.plot.findings(FINDINGS, by="outlet", **more),
    "calibration": lambda **more: drift.plot.calibration(FINDINGS, **more),
    "confusion": lambda **more: drift.plot.confusion(FINDINGS, **more),
}


def test_the_examples_run() -> None:
    result = doctest.testmod(frameplots)
    assert result.attempted >= 8
    assert result.failed == 0
    for name in drift.plot.__all__:
        assert ">>>" in getattr(drift.plot, name).__doc__, name


@pytest.mark.parametrize("name", DRAWN)
def test_draws_on_the_given_axes_or_on_its_own(name: str) -> None:
    import matplotlib.pyplot as plt

    before, settings = plt.get_fignums(), dict(mpl.rcParams)
    ax = Figure().subplots()
    assert DRAWN[name](ax=ax) is ax
    assert ax.has_data()
    own = DRAWN[name]()
    assert isinstance(own, Axes)
    own.figure.canvas.draw()
    assert plt.get_fignums() == before
    assert dict(mpl.rcParams) == settings


def test_the_histogram_counts_each_pair_once() -> None:
    bars = drift.plot.distribution(PAIRS).patches
    assert sum(bar.get_height() for bar in bars) == 4  # the missing value is left out
    assert drift.plot.distribution(PAIRS, "quality").get_xlim() == (0.0, 100.0)


def test_groups_are_sorted_by_their_median_and_the_rest_is_named() -> None:
    labels = [label.get_text() for label in drift.plot.distribution(PAIRS, by="outlet").get_yticklabels()]
    assert labels == ["b (2)", "a (2)"]
    many = pd.DataFrame({"drift": np.linspace(0, 1, 60), "outlet": [n % 20 for n in range(60)]})
    assert len(drift.plot.distribution(many, by="outlet").get_yticklabels()) == 12


def test_findings_add_up() -> None:
    ax = drift.plot.findings(FINDINGS)
    assert sum(bar.get_width() for bar in ax.patches) == len(FINDINGS)
    assert ax.get_yticklabels()[0].get_text() == "Name"
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {"critical", "major", "minor", "neutral"}
    numbers = [int(text.get_text()) for text in drift.plot.findings(FINDINGS, by="outlet").texts]
    assert sum(numbers) == len(FINDINGS)


def test_calibration_shows_what_came_true() -> None:
    frame = pd.DataFrame({"confidence": [0.1] * 50 + [0.9] * 50, "agreed": [0] * 45 + [1] * 5 + [1] * 25 + [0] * 25})
    ax = drift.plot.calibration(frame, bins=2)
    points = ax.lines[1].get_xydata() if len(ax.lines) > 1 else ax.containers[0][0].get_xydata()
    assert np.allclose(points, [[0.1, 0.1], [0.9, 0.5]])
    assert ax.get_title() == "expected calibration error 0.20 (100 labels)"


def test_confusion_counts_pairs_of_values() -> None:
    ax = drift.plot.confusion(FINDINGS)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["critical", "major", "minor", "neutral"]
    numbers = np.array([int(text.get_text()) for text in ax.texts]).reshape(4, 4)
    assert numbers.tolist() == [[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 0, 0]]
    assert ax.get_title() == "agreement on 3 of 5"


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: drift.plot.distribution(PAIRS, "nothing"), "no column 'nothing'"),
        (lambda: drift.plot.findings(PAIRS), "no column 'kind'"),
        (lambda: drift.plot.calibration(FINDINGS.assign(agreed=None)), "no row"),
        (lambda: drift.plot.calibration(FINDINGS.assign(agreed=2)), r"\[0, 1\]"),
        (lambda: drift.plot.confusion(FINDINGS.assign(human=None)), "no row"),
    ],
)
def test_what_cannot_be_drawn_is_said(draw: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        draw()
