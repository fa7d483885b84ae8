"""Every result shows itself: as a fragment that touches nothing else, and as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import drift
from drift.findings import recalibration
from drift.records import Identity, Verdict
from drift.reports import Stream
from drift.tracing import Edge, Trace
from tests.rendering import rendering_samples as samples
from tests.rendering.reading_html import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.report import Report


def labels() -> object:
    return recalibration(Verdict(Identity("name", str(n), None), n % 3 > 0, 0.8) for n in range(40))


SHOWN: dict[str, Callable[[Report], object]] = {
    "document": lambda report: report.rewrite,
    "alignment": lambda report: report.alignment,
    "finding": lambda report: report.findings[0],
    "report": lambda report: report,
    "reports": lambda report: drift.Reports((report, report), ({"outlet": samples.HOSTILE[1]}, {"outlet": "b"})),
    "stream": lambda report: Stream(lambda pairs: iter([report] * len(pairs)), [(1, 2)], 2),
    "recalibration": lambda report: labels(),
    "trace": lambda report: Trace(("a.txt", "b.txt"), (Edge("a.txt", "b.txt", 0.9, 1.0, 0.8, "shown"),), (), ()),
}


class Printer:
    def __init__(self) -> None:
        self.said = ""

    def text(self, text: str) -> None:
        self.said += text


def text(shown: object) -> str:
    printer = Printer()
    shown._repr_pretty_(printer, cycle=False)
    return printer.said


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("sample", ["realistic", "hostile"])
def test_the_fragment_runs_nothing_and_styles_nothing_else(name: str, sample: str) -> None:
    tree = parse(SHOWN[name](samples.ALL[sample]())._repr_html_())
    assert tree.elements[0].tag == "div"
    assert not tree.of("script")
    assert not tree.of("img")
    assert not tree.holding("src")
    assert not [name for element in tree.elements for name in element.attributes if name.startswith("on")]
    css = re.sub(r"/\*.*?\*/", "", tree.of("style")[0].text, flags=re.DOTALL)
    for selectors in re.findall(r"([^{}]+)\{", css):
        for selector in re.sub(r"\([^()]*\)", "", selectors).split(","):
            assert selector.strip().startswith((".drift-report", ".drift-trace", "main.drift", "body.drift")), selector


@pytest.mark.parametrize("name", SHOWN)
def test_the_text_obeys_no_control_character(name: str) -> None:
    said = text(SHOWN[name](samples.hostile()))
    assert said
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", said)


def test_a_document_shows_its_repairs_in_place(report: Report) -> None:
    assert report.original is not None
    tree = parse(report.original._repr_html_())
    fixes = [e for e in tree.elements if "fix" in e.attributes.get("class", "").split()]
    assert [(e.text, e.attributes["data-became"]) for e in fixes] == [
        ("boardlink", "board"),
        ("200inhabitants", "200 inhabitants"),
    ]
    cells = [element.text for element in tree.of("td")]
    assert any("removed hyperlink" in cell for cell in cells)
    assert text(report.original) == "texts/breakwater.txt: 10 sentences, 2 repairs, en, utf-8"


def test_a_long_document_says_what_it_leaves_out() -> None:
    document = drift.Document.from_sentences([f"Sentence {n}." for n in range(1000)])
    html = document._repr_html_()
    assert "Sentence 299." in html
    assert "Sentence 300." not in html
    assert "700 more sentences" in html


def test_an_alignment_joins_what_belongs_together(report: Report) -> None:
    tree = parse(report.alignment._repr_html_())
    rungs = [e for e in tree.of("line") if e.attributes["x1"] == "28"]
    ends = {((int(e.attributes["y1"]) - 24) // 12, (int(e.attributes["y2"]) - 24) // 12) for e in rungs}
    assert ends == report.alignment.links
    assert text(report.alignment).startswith("Alignment of 12 beads: 1 same, 2 paraphrase")


def test_a_finding_shows_both_sides(report: Report) -> None:
    html = report.findings[2]._repr_html_()
    assert "$3.5 million" in html
    assert "$5.3 million" in html
    assert "97 % sure" in html
    assert text(report.findings[2]).startswith("major number (97 % sure): The sum is")


def test_many_reports_show_a_row_each(report: Report) -> None:
    shown = drift.Reports((report,) * 3, tuple({"outlet": name} for name in ("Wire", "Blog", "Post")))
    tree = parse(shown._repr_html_())
    assert len(tree.of("tr")) == 4
    assert "Blog" in [cell.text for cell in tree.of("td")]
    assert text(shown).startswith("3 reports: 3 critical, 12 major")
    stopped = drift.Reports((report,), planned=7)
    assert "stopped early: 7 were to be compared" in stopped._repr_html_()


@pytest.mark.parametrize("name", SHOWN)
def test_ipython_shows_the_text_where_it_shows_no_html(name: str, report: Report) -> None:
    from IPython.core.formatters import PlainTextFormatter

    shown = SHOWN[name](report)
    assert PlainTextFormatter()(shown) == text(shown)
    assert len(text(shown)) < 1000


def test_print_shows_the_text_and_repr_stays_exact(report: Report) -> None:
    assert str(report) == text(report)
    assert repr(report.findings[0]).startswith("Finding(kind=")
