"""The widgets from Python, and what is shown where they are not installed."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import drift
from drift.records import Severity
from drift.rendering import exploring
from drift.review import verdicts
from tests.rendering import rendering_samples as samples
from tests.rendering.reading_html import parse

if TYPE_CHECKING:
    from pathlib import Path

    from drift.report import Report


@pytest.fixture
def without_widgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "drift.rendering.widgets", raising=False)


def test_the_data_is_json_and_complete(any_report: Report) -> None:
    data = json.loads(json.dumps(exploring.data(any_report), allow_nan=False).encode())
    assert len(data["findings"]) == len(any_report.findings)
    lines = [line for bead in data["beads"] for line in bead["rewrite"]]
    shown = [
        "".join(piece["text"] for piece in line["pieces"]) for line in sorted(lines, key=lambda line: line["number"])
    ]
    wanted = [samples.in_a_page(s.span.text) for s in any_report.rewrite.sentences]
    assert [text.replace("\u2400", "\ufffd") for text in shown] == wanted


def test_filters_of_the_widget_make_a_report(report: Report) -> None:
    widget = report.explore()
    widget.severity, widget.confidence, widget.kinds = "major", 0.92, ["number", "negation", "wording"]
    kept = widget.rethreshold()
    assert [finding.kind for finding in kept.findings] == ["number", "negation"]
    assert min(finding.severity for finding in kept.findings) >= Severity.major


def test_the_widget_carries_its_static_view(report: Report) -> None:
    bundle, _ = report.explore()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    tree = parse(bundle["text/html"])
    assert not tree.of("script")
    (side_by_side,) = [e for e in tree.of("details") if "Side by side" in e.text]
    assert "open" in side_by_side.attributes
    assert bundle["text/plain"].startswith("The rewrite should not go out")


@pytest.mark.usefixtures("without_widgets")
def test_without_widgets_the_same_is_static(report: Report) -> None:
    shown = report.explore()
    assert "Marit Olderwick" in shown._repr_html_()
    assert "pip install" in shown._repr_html_()
    assert "pip install" in repr(shown)


@pytest.mark.usefixtures("without_widgets")
def test_without_widgets_labeling_says_what_it_needs(report: Report) -> None:
    with pytest.raises(ImportError, match="paraphrase-drift\\[jupyter\\]"):
        drift.label([report])


def test_the_least_certain_are_asked_first(report: Report) -> None:
    widget = drift.label(report, most=3)
    assert [item["sure"] for item in widget.items] == ["58 %", "33 %", "84 %"]


def test_labels_are_kept_at_each_click_and_not_asked_again(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    first = drift.label([report], path)
    assert not path.exists()
    first.answers = [True]
    first.answers = [True, False]
    given = verdicts.read(path)
    assert given == first.verdicts
    assert [(v.finding.original, v.accepted, v.confidence) for v in given] == [
        ("boardlink", True, 0.58),
        ("another winter", False, 0.33),
    ]
    second = drift.label([report], path)
    assert len(second.items) == len(report.findings) - 2
    second.answers = [True]
    assert len(verdicts.read(path)) == 3
    second.answers = []
    assert verdicts.read(path) == given
    assert [f.kind for f in verdicts.apply(report, given).rejected] == ["wording"]


def test_a_file_of_something_else_is_refused(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="verdicts"):
        drift.label([report], path)
    assert path.read_text(encoding="utf-8") == "[]"


def test_equal_findings_of_two_pairs_are_both_asked() -> None:
    widget = drift.label([samples.realistic(), samples.realistic()], most=100)
    assert len(widget.items) == 2 * len(samples.realistic().findings)
