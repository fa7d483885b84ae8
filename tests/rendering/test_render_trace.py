"""A trace as page, text, tables, figures and graph."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drift.rendering import traces
from tests.rendering.trace_samples import EVIL, many, rich

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


def test_the_page_runs_no_script_and_allows_its_own_style_alone() -> None:
    page = traces.html(rich(evil=EVIL)).decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in page.replace(
        "&#39;", "'"
    )
    assert "<script" not in page
    assert " style=" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_page_says_who_where_and_what_is_open() -> None:
    page = traces.html(rich()).decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page.split("<main>")[1]).split())
    for words in (
        "b_copy.txt derives from a_wire.txt",
        "related, which came first is open",
        "b_copy.txt derives from a_wire.txt.",  # the graph’s text alternative
        "d.txt related to b_copy.txt.",
        "In c (cosine 0.91): “A submarine was towed.”",
        "In no document of the folder.",
        "To be checked: where independent documents differ",
        "1 statement that independent documents share",
        "Against (0.4): a is shorter",
        "e_other.txt",
    ):
        assert words in text, words


def test_a_page_of_very_many_events_stays_readable() -> None:
    page = traces.html(many(traces.EVENTS + 30)).decode()
    assert page.count("<section") == traces.EVENTS
    assert "30 further events" in page


def test_json_holds_everything() -> None:
    data = json.loads(traces.to_json(rich(evil=EVIL)))
    assert data["edges"][0]["additions"][0]["found"][0]["document"] == "x/c_report.txt"
    assert data["edges"][0]["additions"][1]["sentence"]["text"] == EVIL
    assert data["conflicts"][0]["kind"] == "number"
    assert data["standings"][1]["source"] == "x/a_wire.txt"
    assert data["ledger"][0]["witnesses"] == 2


def test_graphml_tells_open_edges_from_directed_ones() -> None:
    graph = ET.fromstring(traces.graphml(rich(evil=EVIL)))  # noqa: S314 - made on this line
    edges = list(graph.iter(f"{SPACE}edge"))
    said = [{item.get("key"): item.text for item in edge}["direction"] for edge in edges]
    assert said == ["shown", "open"]
    nodes = {node.get("id"): {item.get("key"): item.text for item in node} for node in graph.iter(f"{SPACE}node")}
    assert len(nodes) == 5
    assert nodes["x/b_copy.txt"]["role"] == "rewrite"
    assert nodes["x/c_report.txt"]["alone"] == "2"
    declared = {key.get("id") for key in graph.iter(f"{SPACE}key")}
    assert {item.get("key") for item in graph.iter(f"{SPACE}data")} <= declared


def test_networkx_reads_the_graph(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    found = networkx.read_graphml(rich().save(tmp_path / "t.graphml"))
    assert ("x/a_wire.txt", "x/b_copy.txt") in found.edges


def test_frames_take_file_names_that_are_not_utf8() -> None:
    trace = rich(evil="caf\udce9.txt")
    frames = [trace.to_frame(), trace.ledger_frame(), trace.standings_frame(), trace.conflicts_frame()]
    frames += [trace.statements_frame(), trace.additions_frame()]
    assert any("caf\ufffd.txt" in frame.to_csv() for frame in frames)


def test_the_terminal_obeys_no_control_character() -> None:
    said = traces.summary(rich(evil=EVIL))
    assert "\x1b" not in said
    assert "\x1b" not in traces.html(rich(evil=EVIL)).decode()
    assert "to be checked (number)" in said


def test_frames() -> None:
    trace = rich()
    assert trace.to_frame()["additions"].tolist() == [2, 0]
    assert trace.ledger_frame().query("entry == 0")["likely"].tolist() == [True, True, False]
    assert trace.standings_frame()["role"].tolist() == ["independent", "rewrite", "independent", "related"]
    assert trace.conflicts_frame().loc[0, "second_text"] == "Five ships."
    assert trace.statements_frame()["document"].tolist() == ["x/a_wire.txt", "x/c_report.txt"]
    assert trace.additions_frame()["found"].tolist() == ["x/c_report.txt", ""]
    empty = many(0)
    for frame in (empty.to_frame(), empty.ledger_frame(), empty.standings_frame(), empty.conflicts_frame(),
                  empty.statements_frame(), empty.additions_frame()):  # fmt: skip
        assert frame.empty
        assert len(frame.columns) > 4


@pytest.mark.parametrize("name", ["graph", "standings", "ledger"])
def test_figures_return_the_axes_that_they_draw_on(name: str) -> None:
    ax = Figure().subplots()
    assert getattr(rich().plot, name)(ax=ax) is ax
    assert isinstance(getattr(rich().plot, name)(), Axes)
    with pytest.raises(ValueError, match="there is no group 7; the trace has 1"):
        getattr(rich().plot, name)(group=7)


def test_short_names_are_used_where_they_tell_documents_apart() -> None:
    assert list(traces.brief(("x/001_abc.txt", "x/002_abc.txt")).values()) == ["001", "002"]
    assert list(traces.brief(("x/a_1.txt", "x/a_2.txt")).values()) == ["a_1.txt", "a_2.txt"]
    assert list(traces.brief(("x/a.txt", "y/a.txt")).values()) == ["x/a", "y/a"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_a_browser(browser: Browser, tmp_path: Path, scheme: str) -> None:
    path = rich(evil=EVIL).save(tmp_path / "trace.html")
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    graph = page.get_by_role("img", name="Which document derives from which")
    assert graph.count() == 1
    assert page.locator("svg path.dt-open").count() == 1
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (background == "rgb(21, 23, 26)") is (scheme == "dark")
    assert wrong == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_accessibility_violation_in_a_trace(browser: Browser, tmp_path: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(rich().save(tmp_path / "trace.html").as_uri())
    page.eval_on_selector_all("details", "items => items.forEach(item => { item.open = true; })")
    found = axe.Axe().run(page).response["violations"]
    serious = [
        (item["id"], item["nodes"][0]["html"][:200]) for item in found if item["impact"] in ("serious", "critical")
    ]
    assert serious == []
    context.close()
