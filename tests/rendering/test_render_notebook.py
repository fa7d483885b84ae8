from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from drift.rendering import notebook
from tests.rendering.reading_html import parse

if TYPE_CHECKING:
    from drift.report import Report


def test_the_fragment_stands_alone(any_report: Report) -> None:
    html = any_report._repr_html_()
    assert html == notebook.fragment(any_report)
    tree = parse(html)
    assert tree.elements[0].tag == "div"
    assert not tree.of("script")
    assert not tree.holding("src")
    assert not [name for element in tree.elements for name in element.attributes if name.startswith("on")]


def test_styles_touch_nothing_else(report: Report) -> None:
    css = parse(notebook.fragment(report)).of("style")[0].text
    rules = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    assert rules
    for rule in rules:
        assert all(selector.strip().startswith(".drift-report") for selector in rule.split(","))


def test_two_reports_share_no_ids(report: Report) -> None:
    other = replace(report, signature="another")
    ids = [{e.attributes["id"] for e in parse(notebook.fragment(r)).holding("id")} for r in (report, other)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_links_arrive(any_report: Report) -> None:
    tree = parse(notebook.fragment(any_report))
    ids = [element.attributes["id"] for element in tree.holding("id")]
    assert len(ids) == len(set(ids))
    assert {element.attributes["href"][1:] for element in tree.of("a")} <= set(ids)
