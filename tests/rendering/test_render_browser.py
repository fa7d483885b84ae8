"""The page in a real browser, opened from disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from drift.records import Score
from drift.rendering import phrases, safe
from drift.review import identities, verdicts
from tests.rendering import rendering_samples as samples

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from drift.report import Report

pytestmark = pytest.mark.browser


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
    assert page.locator("main button >> visible=true").count() == 0
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


def saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "verdicts.json"
    path = folder / "verdicts.json"
    download.value.save_as(path)
    return path


def test_verdicts_are_saved_and_read_back(visit: Callable[..., Page], report: Report, tmp_path: Path) -> None:
    page = visit(report)
    assert page.locator("#judged").text_content() == "No verdicts yet"
    page.click("#f3 [data-says=rejected]")
    page.click("#f5 [data-says=accepted]")
    page.click("#f6 [data-says=rejected]")
    page.click("#f6 [data-says=rejected]")  # the same again takes it back
    page.click("#f7 [data-says=rejected]")
    page.click("#f7 [data-says=accepted]")
    assert page.locator("#judged").text_content() == "2 accepted, 1 rejected, not saved yet"
    assert page.locator("#f3 button >> nth=1").get_attribute("aria-pressed") == "true"
    assert page.locator("#f3 .status").text_content() == "rejected"
    path = saved(page, tmp_path)
    assert page.locator("#judged").text_content() == "2 accepted, 1 rejected"
    named = identities(report.findings)
    said = {verdict.finding: verdict.accepted for verdict in verdicts.read(path)}
    assert said == {named[2]: False, named[4]: True, named[6]: True}
    later = verdicts.apply(report, verdicts.read(path))
    assert [finding.kind for finding in later.rejected] == ["number"]
    again = visit(later)
    assert again.locator(".group .card").count() == len(report.findings) - 1
    assert "1 finding that a reader rejected" in (again.locator("#rejected summary").text_content() or "")


@pytest.mark.parametrize("name", sorted({*samples.ALL} - {"clean"}))
def test_every_finding_keeps_its_identity_through_the_page(
    visit: Callable[..., Page], name: str, tmp_path: Path
) -> None:
    report = samples.ALL[name]()
    page = visit(report)
    page.eval_on_selector_all(
        ".card:not([data-verdict]) button[data-says=accepted]", "buttons => buttons.forEach(button => button.click())"
    )
    read = verdicts.read(saved(page, tmp_path))
    everything = (*report.findings, *report.rejected)
    expected = {*identities(everything), *(verdict.finding for verdict in verdicts.unseen(report))}
    assert {verdict.finding for verdict in read} == expected
    assert sum(not verdict.accepted for verdict in read) == len(report.rejected) + len(report.unmatched)
    confidences = {verdict.finding: verdict.confidence for verdict in read}
    assert [confidences[identity] for identity in identities(everything)] == [f.confidence for f in everything]


def test_words_longer_than_a_card_shows_are_saved_whole(visit: Callable[..., Page], tmp_path: Path) -> None:
    from drift.records import Document, Finding, Severity, Span

    raw = " ".join(["word"] * 400)
    text = Document.from_sentences([raw])
    finding = Finding("omission.sentence", "Accuracy/Omission", Severity.major, Span(0, len(raw), raw), None, 0.5, "m")
    report = replace(samples.clean(), original=text, findings=(finding, finding))
    page = visit(report)
    page.click("#f2 [data-says=accepted]")
    (verdict,) = verdicts.read(saved(page, tmp_path))
    assert (verdict.finding.original, verdict.finding.rewrite, verdict.finding.occurrence) == (raw, None, 2)


def test_earlier_verdicts_are_shown_kept_and_taken_back(visit: Callable[..., Page], tmp_path: Path) -> None:
    report = samples.judged()
    page = visit(report)
    assert page.locator("#judged").text_content() == "1 accepted, 1 rejected"
    assert {*verdicts.read(saved(page, tmp_path))} == {*verdicts.of(report)}
    page.click("#rejected summary")
    page.click("#rejected .card [data-says=rejected]")
    left = verdicts.read(saved(page, tmp_path))
    assert {*left} == {verdict for verdict in verdicts.of(report) if verdict.accepted} | {*report.unmatched}
    assert len(verdicts.apply(report, left).findings) == len(samples.realistic().findings)


def test_the_page_of_a_threshold_saves_the_verdicts_on_what_it_leaves_out(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    whole = samples.judged()
    report = whole.rethreshold(skip=[finding.kind for finding in whole.findings if finding.accepted])
    assert not any(finding.accepted for finding in report.findings)
    page = visit(report)
    assert {*verdicts.read(saved(page, tmp_path))} == {*verdicts.of(whole)}
    page.click("#f1 [data-says=rejected]")
    later = verdicts.apply(report, verdicts.read(saved(page, tmp_path)))
    assert {*later.findings} == {*report.findings[1:]}
    assert {*later.rethreshold().findings} == {*whole.findings} - {report.findings[0]}


def test_verdicts_by_keyboard_alone(visit: Callable[..., Page], report: Report, tmp_path: Path) -> None:
    page = visit(report)
    page.keyboard.press("a")  # nothing is in focus: nothing is judged
    for key in ("j", "a", "j", "x", "/"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("ax")  # a search types; it does not judge
    assert page.locator("#judged").text_content() == "1 accepted, 1 rejected, not saved yet"
    path = saved(page, tmp_path)
    assert [verdict.accepted for verdict in verdicts.read(path)] == [True, False]


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_on_a_phone_a_tap_moves_nothing_and_judges_nothing(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, **PHONE)
    places = "cards => cards.map(card => card.getBoundingClientRect().top - cards[0].getBoundingClientRect().top)"
    before = page.eval_on_selector_all(".card", places)
    first = page.locator("#f3")
    for height in range(10, 120, 25):
        first.tap(position={"x": 300, "y": height})
        assert page.eval_on_selector_all(".card", places) == before
        assert page.locator("#judged").text_content() == "No verdicts yet"
    page.tap("#f5 [data-says=rejected]")
    assert page.locator("#judged").text_content() == "0 accepted, 1 rejected, not saved yet"


def test_on_a_phone_one_tap_leads_to_the_place(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, **PHONE)
    for number in (5, 3, 8):  # the finding before keeps the focus
        page.tap(f'#f{number} a[href="#f{number}-rewrite"]')
        assert page.url.endswith(f"#f{number}-rewrite")
        page.evaluate("number => document.querySelector(`#f${number}`).focus()", number)


def test_a_second_click_on_a_mark_leads_to_its_finding_again(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, viewport={"width": 1280, "height": 500}, reduced_motion="reduce")
    seen = (
        "() => { const box = document.getElementById('f3').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    for _ in range(2):
        page.click("#f3-rewrite")
        page.wait_for_function(seen)
        assert page.url.endswith("#f3")
    page.select_option("#kind", "name")  # and where the filters hide it by now
    page.uncheck("input[value=minor]")
    page.evaluate("document.getElementById('f3-rewrite').click()")
    page.wait_for_function("!document.getElementById('f3').hidden")


def test_escape_empties_the_search_and_then_leaves_it(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.keyboard.type("winter")
    assert page.locator(".group .card >> visible=true").count() == 5
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    assert page.locator(".group .card >> visible=true").count() == 11
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "search"
    page.keyboard.press("j")  # from where the reader was
    assert page.evaluate("document.activeElement.id") == page.locator(".card").nth(1).get_attribute("id")


def test_a_judged_finding_may_leave_the_filter_and_the_reader_goes_on(
    visit: Callable[..., Page], report: Report
) -> None:
    page = visit(report)
    page.select_option("#status", "undecided")
    order = page.eval_on_selector_all(".group .card", "cards => cards.map(card => card.id)")
    for place in range(3):
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == order[place]
        page.keyboard.press("x")
        assert not page.locator(f"#{order[place]}").is_visible()
    page.select_option("#status", "rejected")
    assert page.locator("#shown").text_content() == f"3 of {len(order)} findings"


def test_new_and_known_findings_can_be_told_apart(visit: Callable[..., Page]) -> None:
    page = visit(samples.judged())
    cards = page.locator(".group .card >> visible=true")
    page.select_option("#status", "new")
    assert cards.count() == 6
    page.select_option("#status", "known")
    assert cards.count() == 4
    assert "known" in (page.locator("#f1 .status").text_content() or "")


def test_search_looks_at_messages_and_quoted_texts(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    cards = page.locator(".group .card >> visible=true")
    for wanted, count in (("SEA BED", 1), ("winter", 5), ("nowhere to be found", 0), ("", 11)):
        page.fill("#search", wanted)
        assert cards.count() == count
    page.fill("#search", "winter")
    page.evaluate("location.hash = 'f3'")
    page.wait_for_function("!document.getElementById('f3').hidden")
    assert page.input_value("#search") == ""


@pytest.mark.parametrize("name", sorted({*samples.ALL} - {"clean"}))
def test_a_copied_finding_is_plain_text(visit: Callable[..., Page], name: str) -> None:
    report = samples.ALL[name]()
    page = visit(report)
    copied = page.eval_on_selector_all(".group .card", "cards => cards.map(card => copying.text(card))")
    numbers = page.eval_on_selector_all(".group .card", "cards => cards.map(card => Number(card.id.slice(1)))")
    for number, text in zip(numbers, copied, strict=True):
        finding = report.findings[number - 1]
        head, message, *quotes, end = text.split("\n")
        assert head.startswith(f"{number}. ")
        assert f"{phrases.percent(finding.confidence)} sure" in head
        assert message == safe.one_line(finding.message)
        spans = [span for span in (finding.original, finding.rewrite) if span is not None]
        for quote, span in zip(quotes, spans, strict=True):
            assert quote.endswith(f": {safe.clip(safe.one_line(span.text), 600)}")
        assert end == ""


def test_the_clipboard_holds_the_copied_finding(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, permissions=["clipboard-read", "clipboard-write"])
    page.click("#f3 .acts >> text=Copy")
    page.wait_for_function("document.getElementById('shown').textContent.includes('copied')")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "3. Number (Accuracy/Mistranslation, 97 % sure)\n"
        "The sum is $5.3 million in the rewrite, $3.5 million in the original.\n"
        "Original: $3.5 million\n"
        "Rewrite: $5.3 million\n"
    )


def test_two_thousand_sentences_open_and_filter(visit: Callable[..., Page]) -> None:
    report = samples.long()
    page = visit(report)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "f3"
    page.select_option("#kind", "number")
    assert page.locator("#shown").text_content() == "223 of 667 findings"
    page.fill("#search", "Word 900 differs")
    assert page.locator("#shown").text_content() == "1 of 667 findings"
    assert page.locator(".rows .row").count() == 2000
    page.click('.card:visible a[href$="-rewrite"]')
    assert page.locator("mark:target").is_visible()


def test_on_paper_all_findings_stand_and_no_controls(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator(".card >> visible=true").count() == len(report.findings)
    for control in ("#tools", ".acts", ".switches", ".top nav"):
        assert not page.locator(control).first.is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(
        "#repairs td >> text=200inhabitants"
    ).is_visible()  # what is folded on the screen is not on paper


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
    outcome = "node => getComputedStyle(node.querySelector('.fix'), '::after').content"
    assert line.evaluate(decorated) == "none"
    assert line.evaluate(outcome) == "none"
    page.check("#show-repairs")
    assert line.evaluate(outcome) == '"›200 inhabitants‹"'
    assert line.evaluate(decorated) == "line-through"
    assert line.text_content() == "The town of Tarnby has 4,200inhabitants."


def test_a_figure_that_goes_on_casts_a_shadow_and_keeps_its_legend(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, **PHONE)
    figure = page.locator("#figures .scroll").last
    assert figure.evaluate("node => node.scrollWidth > node.clientWidth")
    assert "linear-gradient" in figure.evaluate("node => getComputedStyle(node).backgroundImage")
    for name in ("critical", "major", "minor"):
        box = figure.locator(f"text=/{name}/").last.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390


def test_nothing_stands_out_of_its_tile(visit: Callable[..., Page]) -> None:
    report = samples.realistic()
    full = Score(1.0, 1.0, 1.0)
    page = visit(replace(report, scores=replace(report.scores, coverage=full, fluency=full)))
    for width in (320, 390, 700, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert (
            page.eval_on_selector_all(
                ".score",
                "tiles => tiles.filter(tile => tile.scrollWidth > tile.clientWidth).map(tile => tile.innerText)",
            )
            == []
        )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_hostile_text_stays_text(visit: Callable[..., Page], hostile: Report, *, script: bool) -> None:
    page = visit(hostile, java_script_enabled=script)
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("document.images.length") == 0
    for side, document in (("original", hostile.original), ("rewrite", hostile.rewrite)):
        assert document is not None
        shown = page.eval_on_selector(f"[data-raw={side}]", "node => node.textContent")
        assert shown == samples.in_a_page(document.raw)
        for sentence in document.sentences:
            place = f"p[data-side={side}][data-start='{sentence.span.start}']"
            text = page.eval_on_selector(place, "node => node.textContent")
            assert text == samples.in_a_page(sentence.span.text)
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
@pytest.mark.parametrize("name", ["realistic", "hostile", "alone", "judged"])
def test_no_serious_accessibility_violation(visit: Callable[..., Page], name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(samples.ALL[name](), color_scheme=scheme, bypass_csp=True)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.eval_on_selector_all("details", "items => items.forEach(item => { item.open = true; })")
    found = axe.Axe().run(page).response["violations"]
    serious = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]][:3])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
