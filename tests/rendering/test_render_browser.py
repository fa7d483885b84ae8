"""The page in a real browser, opened from disk."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
import rendering_samples as samples

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from drift.report import Report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as play:
        made = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a report's page from disk; afterwards nothing may have been requested, complained about or run."""
    wrong: list[str] = []
    contexts = []

    def open_page(report: Report, **options: object) -> Page:
        path = report.save(tmp_path / f"report-{len(contexts)}.html")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: (
                wrong.append(f"request: {request.url[:80]}")
                if request.url != path.as_uri() and not request.url.startswith((f"{path.as_uri()}#", "data:"))
                else None
            ),
        )
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_finding_leads_to_its_place_and_back(visit: Callable[..., Page], report: Report, *, script: bool) -> None:
    page = visit(report, java_script_enabled=script)
    page.click('#f3 a[href="#f3-rewrite"]')
    assert page.url.endswith("#f3-rewrite")
    assert page.locator("#f3-rewrite").text_content() == "$5.3 million"
    page.click('.pin[href="#f3"] >> nth=0')
    assert page.url.endswith("#f3")
    assert "3.5 million" in (page.locator("#f3").text_content() or "")


def test_all_content_is_there_without_script(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, java_script_enabled=False)
    assert page.locator(".card").count() == len(report.findings)
    assert page.locator(".card >> visible=true").count() == len(report.findings)
    assert not page.locator("#tools").is_visible()
    page.click("text=2 repairs of the original")
    assert page.locator("td >> text=200inhabitants").is_visible()
    page.check("#only-changed")
    assert not page.locator("#b8").is_visible()


def test_filters(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    cards = page.locator(".card >> visible=true")
    assert cards.count() == 11
    page.uncheck("input[value=minor]")
    page.uncheck("input[value=neutral]")
    assert cards.count() == 5
    assert page.locator("#shown").text_content() == "5 of 11 findings"
    assert page.locator("#f2-rewrite.off").count() == 1
    page.select_option("#kind", "number")
    assert cards.count() == 1
    assert page.locator(".group >> visible=true").count() == 1
    page.evaluate("location.hash = 'f9'")
    page.wait_for_function("!document.getElementById('f9').hidden")
    assert cards.count() == 11


def test_keys_step_through_the_shown_findings(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    focused = "document.activeElement.id"
    order = page.eval_on_selector_all(".card", "cards => cards.map(card => card.id)")
    page.keyboard.press("j")
    assert page.evaluate(focused) == order[0] == "f5"
    page.keyboard.press("j")
    assert page.evaluate(focused) == order[1]
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate(focused) == order[0]
    page.uncheck("#keys")
    page.locator("#f5").focus()
    page.keyboard.press("j")
    assert page.evaluate(focused) == "f5"


def test_hover_and_focus_show_the_finding(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    page.hover("#f3-rewrite")
    assert "$5.3 million in the rewrite" in (page.locator("#tip").text_content() or "")
    page.keyboard.press("Escape")
    assert not page.locator("#tip").is_visible()
    page.focus('.pin[href="#f4"]')
    assert "warning about the sea bed" in (page.locator("#tip").text_content() or "")


def test_repairs_are_shown_on_request(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    line = page.locator("p[data-side=original] >> text=4,200inhabitants")
    decorated = "node => getComputedStyle(node.querySelector('.fix')).textDecorationLine"
    assert line.evaluate(decorated) == "none"
    page.check("#show-repairs")
    assert line.evaluate(decorated) == "line-through"
    assert line.text_content() == "The town of Tarnby has 4,200inhabitants."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_hostile_text_stays_text(visit: Callable[..., Page], hostile: Report, *, script: bool) -> None:
    page = visit(hostile, java_script_enabled=script)
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("document.images.length") == 0
    for side, document in (("original", hostile.original), ("rewrite", hostile.rewrite)):
        assert document is not None
        shown = page.eval_on_selector(f"[data-raw={side}]", "node => node.textContent")
        assert shown == document.raw.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
        for sentence in document.sentences:
            place = f"p[data-side={side}][data-start='{sentence.span.start}']"
            text = page.eval_on_selector(place, "node => node.textContent")
            assert text == sentence.span.text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    if script:
        page.hover("#f2-rewrite")
        assert page.locator("#tip").text_content() == f"2. Wording, major. {samples.HOSTILE[1]}"
        assert page.evaluate("typeof window.pwned") == "undefined"


def test_nothing_is_wider_than_the_screen(visit: Callable[..., Page], any_report: Report) -> None:
    page = visit(any_report)
    for width in (320, 390, 800, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["realistic", "hostile", "alone"])
def test_no_serious_accessibility_violation(visit: Callable[..., Page], name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(samples.ALL[name](), color_scheme=scheme, bypass_csp=True)
    found = axe.Axe().run(page).response["violations"]
    serious = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]][:3])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
