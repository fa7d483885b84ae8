"""The colors of the severities: readable, told apart by every kind of eye, and the same in pages and figures."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_hex

from drift.corpus.index import html as index_html
from drift.corpus.overview import Overview
from drift.records import Severity
from drift.rendering import palette, plots
from tests.rendering import rendering_samples as samples

SHEETS = {"light": "#ffffff", "dark": "#1c1f23"}
THEMES = {"light": palette.LIGHT, "dark": palette.DARK}
# Linear RGB as dichromats see it: Machado, Oliveira and Fernandes (2009), severity 1.0.
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])


def linear(color: str) -> np.ndarray:
    values = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(color: str, eye: str) -> np.ndarray:
    xyz = XYZ @ np.clip(EYES[eye] @ linear(color), 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(XYZ[1] @ linear(color)) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_areas_are_told_apart_by_every_eye(theme: str, eye: str) -> None:
    # CIE 1976: 2.3 is just noticeable; ten times that is told apart at a glance.
    for one, other in combinations(THEMES[theme].values(), 2):
        assert np.linalg.norm(lab(one.fill, eye) - lab(other.fill, eye)) > 23


@pytest.mark.parametrize("theme", THEMES)
def test_letters_and_areas_stand_out(theme: str) -> None:
    for shades in THEMES[theme].values():
        assert contrast(shades.ink, shades.wash) >= 4.5  # WCAG 2.2, 1.4.3
        assert contrast(shades.ink, SHEETS[theme]) >= 4.5
        assert contrast(shades.fill, SHEETS[theme]) >= 3.0  # 1.4.11


def test_page_index_and_figures_have_the_same_colors() -> None:
    report = samples.realistic()
    ax = report.plot.counts()
    for severity, container in zip(sorted(Severity, reverse=True), ax.containers, strict=True):
        assert to_hex(container[0].get_edgecolor()) == palette.LIGHT[severity].fill
    assert palette.css() in samples.made(report).decode()
    assert palette.css() in index_html(Overview(pages=0), [], {"signature": ""}).decode()
    drawn = plots.embedded(report)["counts"]
    for severity in Severity:
        assert f'"var(--{severity.name}-fill)"' in drawn
        assert palette.LIGHT[severity].fill not in drawn.lower()
