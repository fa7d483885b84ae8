"""The figures as files: one sheet of all, or each by itself, as SVG and PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from drift.rendering.plots import ReportPlots, house_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from drift.report import Report

_SIZES: dict[str, tuple[float, float]] = {
    "scores": (8.0, 3.0),
    "counts": (8.0, 4.0),
    "timeline": (11.0, 3.2),
    "similarity": (9.0, 7.5),
}
_OF_ONE_TEXT = ("scores", "counts")
# What the file formats would write of the moment and the machine.
_METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None}, "png": {"Software": None}}


def sheet(report: Report) -> Figure:
    """All figures of a report on one sheet; for one text alone those that need no second."""
    from matplotlib.figure import Figure

    plots = ReportPlots(report)
    alone = report.original is None
    names = _OF_ONE_TEXT if alone else tuple(_SIZES)
    made = Figure(figsize=(8.0, 5.0) if alone else (12.0, 16.0), layout="constrained")
    ratios = [1.0, 1.4] if alone else [1.1, 1.3, 1.0, 3.0]
    for name, ax in made.subplot_mosaic([[name] for name in names], height_ratios=ratios).items():
        getattr(plots, name)(ax=ax)
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

    plots = ReportPlots(report)
    drawn = {}
    with house_style():
        for name in _SIZES if report.original is not None else _OF_ONE_TEXT:
            figure = Figure(figsize=_SIZES[name], layout="constrained")
            getattr(plots, name)(ax=figure.subplots())
            drawn.update({f"{name}.{suffix}": _drawn(figure, suffix) for suffix in _METADATA})
    return drawn


def _drawn(figure: Figure, suffix: str) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=suffix, dpi=150, facecolor="white", metadata=_METADATA[suffix])
    return buffer.getvalue()
