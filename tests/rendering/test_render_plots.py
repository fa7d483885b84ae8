from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from drift.rendering import figures, phrases, plots
from tests.rendering import rendering_samples as samples

if TYPE_CHECKING:
    from pathlib import Path

    from drift.report import Report

NAMES = ("similarity", "timeline", "scores", "counts")


@pytest.mark.parametrize("name", NAMES)
def test_draws_on_the_given_axes(report: Report, name: str) -> None:
    ax = Figure().subplots()
    assert getattr(report.plot, name)(ax=ax) is ax
    assert ax.has_data()


@pytest.mark.parametrize("name", NAMES)
def test_draws_on_a_figure_of_its_own_without_pyplot(report: Report, name: str) -> None:
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    first, second = (getattr(report.plot, name)() for _ in range(2))
    assert first.figure is not second.figure
    assert plt.get_fignums() == before


def test_settings_of_matplotlib_are_left_alone(report: Report) -> None:
    before = dict(mpl.rcParams)
    figures.svg(report)
    plots.embedded(report)
    assert dict(mpl.rcParams) == before


def test_heatmap_shows_the_matrix_in_cividis(report: Report) -> None:
    image = report.plot.similarity().get_images()[0]
    assert image.get_array().shape == report.similarities.shape
    assert image.get_cmap().name == "cividis"
    assert image.get_clim() == (0.0, 1.0)


def test_the_heatmap_of_blocks_keeps_the_scale_of_sentences(report: Report) -> None:
    assert report.original is not None
    n, m = len(report.original.sentences), len(report.rewrite.sentences)
    blocks = np.zeros((-(-n // 3), -(-m // 3)), dtype=np.float32)
    axes = replace(report, similarities=blocks).plot.similarity()
    assert axes.get_xlim() == (0.5, m + 0.5)
    assert axes.get_images()[0].get_extent() == [0.5, 3 * blocks.shape[1] + 0.5, 3 * blocks.shape[0] + 0.5, 0.5]


def test_timeline_has_a_bar_a_bead(report: Report) -> None:
    bars = report.plot.timeline().patches
    assert [bar.get_height() for bar in bars] == [bead.drift for bead in report.alignment.beads]
    hatched = [bead.kind for bar, bead in zip(bars, report.alignment.beads, strict=True) if bar.get_hatch()]
    assert sorted(set(hatched)) == ["added", "moved", "omitted"]


@pytest.mark.parametrize("name", ["similarity", "timeline"])
def test_one_text_has_nothing_to_compare(alone: Report, name: str) -> None:
    with pytest.raises(ValueError, match="one text alone"):
        getattr(alone.plot, name)()
    assert alone.plot.scores().get_yticklabels()[0].get_text().startswith("fluency")


def test_embedded_figures_have_text_alternatives_and_no_styles(report: Report) -> None:
    drawn = plots.embedded(report)
    assert list(drawn) == ["timeline", "similarity", "counts"]
    for name, svg in drawn.items():
        root = ET.fromstring(svg)  # noqa: S314 - drawn here
        assert root[0].tag.endswith("title")
        assert root[0].text
        assert root[1].tag.endswith("desc")
        assert root.get("aria-labelledby") == f"{name}-title {name}-desc"
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert all(i.startswith(f"{name}-") for i in ids)
        assert not [element for element in root.iter() if element.get("style") or element.tag.endswith("}style")]
        assert "currentColor" in svg


def test_many_beads_make_no_heavy_picture(report: Report) -> None:

    from drift.records import Alignment, Bead, Document

    n = 1000
    text = Document.from_sentences([f"Sentence {i}." for i in range(n)])
    beads = tuple(Bead((i,), (i,), "paraphrase", 0.9, (i % 100) / 100) for i in range(n))
    long = replace(
        report, original=text, rewrite=text, alignment=Alignment(beads), findings=(),
        similarities=np.eye(n, dtype=np.float32), words=((), ()),
    )  # fmt: skip
    assert sum(map(len, plots.embedded(long).values())) < 1_000_000


def test_counts_has_a_bar_a_kind_parted_by_severity(report: Report) -> None:
    ax = report.plot.counts()
    labels = [label.get_text() for label in ax.get_yticklabels()]
    totals = dict.fromkeys(labels, 0.0)
    for container in ax.containers:
        for label, bar in zip(labels, container, strict=True):
            totals[label] += bar.get_width()
    expected = {}
    for finding in report.findings:
        expected[phrases.kind_label(finding.kind)] = expected.get(phrases.kind_label(finding.kind), 0) + 1
    assert totals == expected
    hatches = {container.get_label(): container[0].get_hatch() for container in ax.containers}
    assert len(set(hatches.values())) == len(hatches) == 4


def test_each_figure_is_saved_as_svg_and_png(report: Report, alone: Report, tmp_path: Path) -> None:
    paths = report.plot.save(tmp_path / "figures")
    assert sorted(path.name for path in paths) == sorted(
        f"{name}.{suffix}" for name in NAMES for suffix in ("svg", "png")
    )
    for path in paths:
        assert path.read_bytes().startswith(b"\x89PNG" if path.suffix == ".png" else b"<?xml")
    assert figures.each(report) == {path.name: path.read_bytes() for path in paths}
    assert {path.stem for path in alone.plot.save(tmp_path / "figures")} == {"scores", "counts"}


def test_png_and_svg_are_what_they_are_called_and_undated(report: Report) -> None:
    assert samples.made(report, "png").startswith(b"\x89PNG")
    assert samples.made(report, "svg").startswith(b"<?xml")
    assert b"<dc:date>" not in samples.made(report, "svg")


def test_marks_of_what_stands_alone_leave_out_furniture_and_bylines(report: Report) -> None:
    ax = report.plot.similarity()
    marked = {item.get_label(): len(item.get_offsets()) for item in ax.collections if item.get_label()}
    findings = [finding.kind for finding in report.findings]
    assert marked["omitted"] == findings.count("omission.sentence")
    assert marked["added"] == findings.count("addition.sentence")


def test_nothing_empty_is_drawn() -> None:
    foreign = samples.foreign()
    assert plots.drawable(foreign) == ("counts", "similarity")
    assert plots.drawable(replace(foreign, unpaired=True)) == ("counts",)
    assert figures.png(replace(foreign, unpaired=True)).startswith(b"\x89PNG")
