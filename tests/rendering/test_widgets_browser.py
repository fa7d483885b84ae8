"""The scripts of the widgets in a real browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from drift.records import Fact
from drift.rendering import exploring
from drift.report import Details
from tests.rendering import rendering_samples as samples
from tests.rendering import widget_page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from drift.report import Report

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a widget; afterwards nothing may have been requested from a network, complained about or run."""
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": 1000, "height": 800})

    def open_widget(script: str, state: dict[str, Any]) -> Page:
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda request: wrong.append(request.url) if request.url.startswith("http") else None)
        page.goto(widget_page.write(tmp_path / "widget.html", script, state).as_uri())
        page.wait_for_function("window.ready")
        assert page.evaluate("window.pwned") is None
        return page

    yield open_widget
    context.close()
    assert wrong == []


def detailed() -> Report:
    """The sample with facts and counterparts, as an analyzer makes it."""
    report = samples.realistic()
    facts = (
        (Fact("number", 7, 2, 0, 1, "7"), Fact("number", 3.5, 2, 0, 1, "$3.5 million")),
        (Fact("number", 7, 2, 0, 1, "7"), Fact("number", 5.3, 2, 0, 1, "$5.3 million")),
    )
    met = (True, False), (True, False)
    assert report.original is not None
    counterparts = (
        (samples.span(report.rewrite, "council"), None),
        (samples.span(report.original, "board"), samples.span(report.original, "asked")),
    )
    return replace(report, details=Details(facts, met, counterparts))


def state(report: Report, **filters: Any) -> dict[str, Any]:
    plain = {"severity": "neutral", "confidence": 0, "drift": 0, "kinds": [], "selected": 0}
    return {"data": exploring.data(report), **plain, **filters}


def test_both_texts_are_there_to_the_letter(visit: Callable[..., Page]) -> None:
    report = detailed()
    page = visit("explore.js", state(report))
    for side, document in (("original", report.original), ("rewrite", report.rewrite)):
        shown = page.eval_on_selector_all(
            f"[data-side={side}] .dx-line",
            "lines => lines.map(line => [...line.childNodes].filter(n => !n.matches('.dx-n, sup'))"
            ".map(n => n.textContent).join(''))",
        )
        assert shown == [sentence.span.text for sentence in document.sentences]


def test_a_slider_takes_findings_away(visit: Callable[..., Page]) -> None:
    page = visit("explore.js", state(detailed()))
    assert page.text_content(".dx-count") == "11 of 11 findings, 12 of 12 passages"
    before = page.locator("mark:not(.off)").count()
    page.locator("[data-filter=confidence]").fill("0.9")
    assert page.text_content(".dx-count") == "7 of 11 findings, 12 of 12 passages"
    assert page.locator("mark:not(.off)").count() < before
    assert page.locator(".dx-findings li:visible").count() == 7
    assert page.evaluate("model.get('confidence')") == 0.9


def test_severity_kinds_and_drift_filter_too(visit: Callable[..., Page]) -> None:
    page = visit("explore.js", state(detailed()))
    page.select_option("[data-filter=severity]", "major")
    assert page.text_content(".dx-count").startswith("5 of 11")
    page.click("[data-kind=number]")
    page.click("[data-kind=name]")
    assert page.text_content(".dx-count").startswith("2 of 11")
    page.click("text=all kinds")
    assert page.text_content(".dx-count").startswith("5 of 11")
    page.locator("[data-filter=drift]").fill("0.5")
    assert page.text_content(".dx-count").endswith(", 7 of 12 passages")
    assert page.locator("[data-side=rewrite] .dx-line:not(.dim)").count() == 6


def test_filters_set_from_outside_are_shown(visit: Callable[..., Page]) -> None:
    page = visit("explore.js", state(detailed(), confidence=0.95, severity="critical"))
    assert page.text_content(".dx-count").startswith("1 of 11")
    assert page.input_value("[data-filter=severity]") == "critical"
    page.evaluate("model.set('severity', 'neutral')")
    assert page.input_value("[data-filter=severity]") == "neutral"
    assert page.text_content(".dx-count").startswith("3 of 11")


def test_a_click_shows_words_facts_and_runner_up(visit: Callable[..., Page]) -> None:
    report = detailed()
    beads = list(report.alignment.beads)
    beads[3] = replace(beads[3], runner_up=0.42, reason="it is the likeliest")
    page = visit("explore.js", state(replace(report, alignment=type(report.alignment)(tuple(beads)))))
    page.click("[data-side=original] [data-bead='4']")
    assert page.locator(".chosen").count() == 2
    details = page.text_content(".dx-details")
    assert "Passage 4: altered" in details
    assert "similarity 0.91 · runner-up 0.42 · drift 88 %" in details
    assert "it is the likeliest" in details
    assert "boardlink ≠ council" in details
    assert "number $3.5 million only here" in details
    assert page.locator(".dx-facts li:not(.unmet)").all_text_contents() == ["number 7", "number 7"]
    assert page.locator(".dx-findings .here").count() == 2
    page.click("[data-side=original] [data-bead='4']")
    assert page.locator(".chosen").count() == 0


def test_the_keyboard_does_what_the_mouse_does(visit: Callable[..., Page]) -> None:
    page = visit("explore.js", state(detailed()))
    page.focus("[data-side=rewrite] .dx-line >> nth=0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("model.get('selected')") == 3  # the rewrite's second sentence was moved there


def test_the_other_pane_follows(visit: Callable[..., Page]) -> None:
    page = visit("explore.js", state(detailed()))
    page.eval_on_selector_all(".dx-scroll", "boxes => boxes.forEach(box => { box.style.height = '5rem' })")
    page.hover("[data-side=original]")
    page.eval_on_selector("[data-side=original]", "box => { box.scrollTop = box.children[7].offsetTop }")
    page.wait_for_function(
        """() => { const box = document.querySelector('[data-side=rewrite]');
        return Math.abs(box.scrollTop - box.querySelector('[data-bead="8"]').offsetTop) < 3 }"""
    )


def test_a_finding_leads_to_its_passage(visit: Callable[..., Page]) -> None:
    page = visit("explore.js", state(detailed()))
    page.click(".dx-findings [data-number='8'] button")
    assert page.evaluate("model.get('selected')") == 6
    assert page.locator("[data-side=rewrite] .chosen").count() == 2


@pytest.mark.parametrize("name", ["hostile", "alone", "clean"])
def test_other_reports(visit: Callable[..., Page], name: str) -> None:
    report = samples.ALL[name]()
    page = visit("explore.js", state(report))
    assert page.locator("[data-side=rewrite] .dx-line").count() == len(report.rewrite.sentences)
    assert page.locator("[data-side=original]").count() == (report.original is not None)
    page.click("[data-side=rewrite] .dx-line >> nth=0")
    assert "Passage 1" in page.text_content(".dx-details")


def test_two_buttons_label_one_finding_after_the_other(visit: Callable[..., Page]) -> None:
    report = samples.realistic()
    items = exploring.questions([(report, 6), (report, 1)])
    page = visit("label.js", {"items": items, "answers": []})
    assert "“another” became “one more”." in page.text_content(".dx-question")
    assert page.locator("mark").all_text_contents() == ["another winter", "one more winter"]
    assert page.is_disabled("[data-answer=undo]")
    page.click("[data-answer=right]")
    assert "“board” became “council”." in page.text_content(".dx-question")
    page.click("[data-answer=wrong]")
    assert page.text_content(".dx-question") == "All are labeled."
    assert page.evaluate("model.get('answers')") == [True, False]
    assert page.is_disabled("[data-answer=right]")
    page.click("[data-answer=undo]")
    assert page.text_content(".dx-count") == "1 of 2 labeled"
    assert page.evaluate("model.get('answers')") == [True]


def test_hostile_findings_are_asked_as_text(visit: Callable[..., Page]) -> None:
    report = samples.hostile()
    page = visit("label.js", {"items": exploring.questions([(report, 0)]), "answers": []})
    assert "<script>" in page.text_content(".dx-question")
