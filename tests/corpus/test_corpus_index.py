"""The page of a run: what it says, and what it does in a real browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from drift.corpus.index import parts, short
from drift.rendering import page as pair_page
from tests.corpus import faking
from tests.corpus.batching import manifest, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


def table(page: str, name: str) -> list[list[str]]:
    """The cells' texts of the first table of this class."""
    (body,) = re.findall(rf'<table class="{name}">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten pairs with findings of several kinds, two of them not comparable, one not judged."""
    folder = tmp_path_factory.mktemp("finished")
    pairs = manifest(
        folder,
        10,
        r0="It met. DRIFT=0.95 FIND=number:critical FIND=number:minor",
        r1="It met. DRIFT=0.25 FIND=number:minor FIND=moved:neutral",
        r2="The town council met on day 2.",
        r3="missing.txt",
        r4="EXPLODE here",
        r5="It met. UNJUDGED",
        r6="It met. DRIFT=1",
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pair_page, "html", faking.page)
        run(pairs, folder / "out", pages=4)
    return folder / "out"


def test_kinds_are_counted_by_severity_and_by_pairs_the_most_frequent_first(finished: Path) -> None:
    rows = table((finished / "index.html").read_text(), "kinds")
    # kind, pairs with their share of the 8 compared ones, findings, by severity from critical to neutral
    assert rows == [
        ["Wording wording", "7 88 %", "7", "0", "7", "0", "0"],
        ["Number number", "2 25 %", "3", "1", "0", "2", "0"],
        ["Moved moved", "1 12 %", "1", "0", "0", "0", "1"],
    ]


def test_pairs_are_counted_by_their_worst_finding_and_by_tenths_of_the_scores(finished: Path) -> None:
    page = (finished / "index.html").read_text()
    legend = re.findall(r"<li>.*?<b>([\d,]+)</b> (.*?)\n", page, re.DOTALL)
    assert [(count, name.split()[-1]) for count, name in legend] == [
        ("1", "critical"), ("6", "major"), ("0", "minor"), ("0", "neutral"), ("1", "finding"), ("2", "error"),
    ]  # fmt: skip
    (drift,) = re.findall(r'aria-label="Pairs by drift: (.*?)"', page)
    counts = dict(item.split(": ") for item in drift.split("; "))
    assert counts["0.0 to 0.1"] == "1"
    assert counts["0.2 to 0.3"] == "1"
    assert counts["0.9 to 1.0"] == "2"  # the whole 1 too
    assert sum(map(int, counts.values())) == 7
    assert "1 pair was not judged" in page


def test_the_worst_are_first_and_what_was_not_judged_last_with_links_to_the_pages(finished: Path) -> None:
    rows = table((finished / "index.html").read_text(), "sortable")
    assert [row[0] for row in rows][:3] == ["p6", "p0", "p7"]
    assert rows[-1][:2] == ["p5", "–"]
    links = re.findall(r'href="(pages/\d+\.html)"', (finished / "index.html").read_text())
    assert links[:2] == ["pages/000000007.html", "pages/000000001.html"]
    assert sorted(links) == sorted(f"pages/{path.name}" for path in (finished / "pages").iterdir())


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0"), (9999, "9999"), (10_000, "10k"), (999_999, "999k"), (1_200_000, "1.2M"), (98_765_432, "98M")],
)
def test_counts_over_columns_are_short(count: int, said: str) -> None:
    assert short(count) == said


def test_what_is_there_shows_in_a_bar_however_rare() -> None:
    made = parts([("a", 1_000_000), ("b", 0), ("c", 1)], 1_000_001)
    assert [part.name for part in made] == ["a", "c"]
    assert made[1].width > 0.1
    assert made[1].start == pytest.approx(made[0].width)


def test_the_page_escapes_what_comes_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    evil = "<script>alert(1)</script>"
    rows = [
        {"id": evil, "original": "One two.", "rewrite": f"One three. FIND={evil}:minor"},
        {"id": "</style>", "original": 1, "rewrite": evil},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(path, tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<script>") == 1
    assert page.count("</style>") == 1
    assert "default-src 'none'" in page


def test_a_run_of_errors_alone_has_a_page(tmp_path: Path) -> None:
    run(manifest(tmp_path, 2, r0="missing.txt", r1="missing.txt"), tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    assert "No findings." in page
    assert "No pair was compared." in page


@pytest.fixture
def visit(browser: Browser, finished: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page from disk; afterwards nothing may have been complained about or asked of a network."""
    wrong: list[str] = []
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda request: wrong.append(request.url) if request.url.startswith("http") else None)
        page.goto((finished / "index.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def ids(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        ".sortable tbody tr", "rows => rows.filter(row => !row.hidden).map(row => row.cells[0].textContent)"
    )


@pytest.mark.browser
def test_the_list_is_sorted_and_filtered_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit()
    assert ids(page)[0] == "p6"
    page.focus(".sortable th button")  # of the ids
    page.keyboard.press("Enter")
    assert page.get_attribute(".sortable th", "aria-sort") == "descending"
    assert ids(page) == ["p9", "p8", "p7", "p6", "p5", "p2", "p1", "p0"]
    page.keyboard.press("Enter")
    assert ids(page)[0] == "p0"
    page.get_by_role("button", name="quality").press("Enter")
    assert page.locator("[aria-sort]").count() == 1
    assert ids(page)[0] == "p2"
    page.get_by_label("Find in ids").fill("P7")
    assert ids(page) == ["p7"]
    assert page.inner_text("#found") == "1 of 8 pairs"
    page.get_by_label("Find in ids").fill("")
    assert len(ids(page)) == 8


@pytest.mark.browser
def test_a_listed_pair_leads_to_its_page(visit: Callable[..., Page]) -> None:
    page = visit()
    page.click("text=p0")
    page.wait_for_url("**/pages/000000001.html")
    assert "DRIFT=0.95" in page.inner_text("body")


@pytest.mark.browser
def test_without_script_all_is_there_but_sorting_and_the_filter(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator(".sortable tbody tr").count() == 8
    assert not page.is_visible("#find")
    assert page.is_visible("text=Kinds of change, the most frequent first")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_violates_no_rule_of_accessibility(
    visit: Callable[..., Page], width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = axe.Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []


@pytest.mark.browser
def test_patterns_are_drawn_so_that_color_is_not_the_only_sign(visit: Callable[..., Page]) -> None:
    page = visit()
    for name in ("major", "minor", "neutral", "error"):
        fill = page.eval_on_selector(f".legend rect.{name}", "rect => getComputedStyle(rect).fill")
        assert f"#{name}" in fill
        assert page.locator(f"pattern#{name}").count() == 1


def test_the_page_is_the_same_bytes_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pair_page, "html", faking.page)
    pairs = manifest(tmp_path, 5, r1="It met. FIND=number:minor FIND=name:minor")
    run(pairs, tmp_path / "a", pages=2)
    run(pairs, tmp_path / "b", pages=2, shard_size=1)
    assert (tmp_path / "a" / "index.html").read_bytes() == (tmp_path / "b" / "index.html").read_bytes()
