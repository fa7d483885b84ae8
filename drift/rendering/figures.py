"""The figures as files: one sheet of all, or each by itself, as SVG and PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from drift.rendering import plots
from drift.rendering.plots import drawable, house_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from drift.results import Report

_DRAW = {
    "scores": plots.scores,
    "counts": plots.counts,
    "timeline": plots.timeline,
    "similarity": plots.similarity,
}
_SIZES: dict[str, tuple[float, float]] = {
    "scores": (8.0, 3.0),
    "counts": (8.0, 4.0),
    "timeline": (11.0, 3.2),
    "similarity": (9.0, 7.5),
}
# Relative heights on the sheet of all, and on a smaller one.
_TALL = {"scores": 1.1, "counts": 1.3, "timeline": 1.0, "similarity": 3.0}
_LOW = {"scores": 1.0, "counts": 1.4, "timeline": 1.0, "similarity": 3.0}
# What the file formats would write of the moment and the machine.
_METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None}, "png": {"Software": None}}


def sheet(report: Report) -> Figure:
    """All figures of a report on one sheet, but those that have nothing to show, such as pairs of one text alone."""
    from matplotlib.figure import Figure

    names = drawable(report)
    wide = len(names) == len(_SIZES)
    ratios = [(_TALL if wide else _LOW)[name] for name in names]
    made = Figure(figsize=(12.0, 16.0) if wide else (8.0, 2.1 * sum(ratios)), layout="constrained")
    for name, ax in made.subplot_mosaic([[name] for name in names], height_ratios=ratios).items():
        _DRAW[name](report, ax)
    return made


def svg(report: Report) -> bytes:
    """`sheet` as SVG, the same bytes for the same report; letters are paths and need no font."""
    with house_style():
        return _drawn(sheet(report), "svg")


def png(report: Report) -> bytes:
    """`sheet` as PNG, 150 dots an inch, the same bytes for the same report and matplotlib."""
    with house_style():
        return _drawn(sheet(report), "png")


def each(report: Report) -> Mapping[str, bytes]:
    """Each figure by itself, by file name: "similarity.svg", "similarity.png" and so on."""
    from matplotlib.figure import Figure

    drawn = {}
    with house_style():
        for name in drawable(report):
            figure = Figure(figsize=_SIZES[name], layout="constrained")
            _DRAW[name](report, figure.subplots())
            drawn.update({f"{name}.{suffix}": _drawn(figure, suffix) for suffix in _METADATA})
    return drawn


def _drawn(figure: Figure, suffix: str) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=suffix, dpi=150, facecolor="white", metadata=_METADATA[suffix])
    return buffer.getvalue()
