"""The documentation site: it builds without a warning, names everything that there is, and reads well in a browser."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

import drift
from drift.findings import KINDS
from drift.rendering import FORMATS

pytest.importorskip("myst_nb", reason="the extra docs is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
PUBLIC = [name for name in drift.__all__ if not name.startswith("_")]


def commands() -> dict[str, Any]:
    import typer.main

    from drift.cli.app import app

    group: Any = typer.main.get_command(app)
    return {"drift": group, **group.commands}


OPTIONS = [
    (name, option)
    for name, command in commands().items()
    for item in command.params
    for option in (item.opts if item.param_type_name == "option" else [item.metavar])
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site; a warning fails."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-c", "docs", ".", folder]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return folder


def page(site: Path, name: str) -> html.HtmlElement:
    return html.fromstring((site / f"{name}.html").read_bytes())


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda value: value)
def test_every_option_of_every_command_stands_under_its_heading(site: Path, command: str, option: str) -> None:
    name = "drift" if command == "drift" else f"drift-{command}"
    (section,) = page(site, "docs/command-line").xpath(f"//section[@id='{name}']")
    terms = [term.text_content() for term in section.xpath("./dl/dt")]
    assert any(option in term.replace(",", " ").split() for term in terms), terms


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_on_the_page_for_python(site: Path, name: str) -> None:
    reference = page(site, "docs/python")
    assert reference.xpath(f"//*[@id='drift.{name}' or @id='module-drift.{name}']"), name


@pytest.mark.parametrize("kind", ["Analyzer", "Report", "Reports", "Trace", "Document", "Alignment"])
def test_every_public_method_is_on_the_page_for_python(site: Path, kind: str) -> None:
    there = set(page(site, "docs/python").xpath("//dt/@id"))
    for name, member in inspect.getmembers_static(getattr(drift, kind)):
        own = name in vars(getattr(drift, kind)) and not name.startswith("_")
        if own and (inspect.isfunction(member) or isinstance(member, (classmethod, staticmethod, property))):
            assert f"drift.{kind}.{name}" in there or name in UNDOCUMENTED, f"{kind}.{name}"


# The benchmark's way to look into `score`; not part of the contract.
UNDOCUMENTED = {"comparisons"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_explained(site: Path, kind: str) -> None:
    (section,) = page(site, "docs/kinds").xpath(f"//section[@id='{kind.replace('.', '-')}']")
    facts = " ".join(section.xpath("./dl")[0].text_content().split())
    assert KINDS[kind].category in facts
    assert all(rule.partition(": ")[2] in facts for rule in KINDS[kind].severity)
    own_words = " ".join(text.text_content() for text in section.xpath("./p")[1:])
    assert len(own_words.split()) >= 10, "what the check looks at, and when it stays silent"


@pytest.mark.parametrize("score", drift.Scores.__dataclass_fields__)
def test_every_score_is_explained_in_words(site: Path, score: str) -> None:
    tables = page(site, "docs/scores").xpath("//table")
    assert tables[0].xpath(f".//tr[td[1][normalize-space()='{score}']]")
    assert any(score in title.text_content().lower() for title in page(site, "docs/scores").xpath("//h2"))


def test_every_format_and_every_column_is_on_the_page_for_files(site: Path) -> None:
    words = {code.text_content() for code in page(site, "docs/files").xpath("//code")}
    assert {f".{suffix}" for suffix in FORMATS} <= words
    report = _report()
    for frame in (report.to_frame(), report.findings_frame()):
        assert set(frame.columns) <= words


def _report() -> drift.Report:
    from tests.rendering import rendering_samples

    return rendering_samples.realistic()


def test_links_arrive(site: Path) -> None:
    pages = {path: html.fromstring(path.read_bytes()) for path in site.rglob("*.html")}
    ids = {path: set(tree.xpath("//@id")) for path, tree in pages.items()}
    for path, tree in pages.items():
        for link in tree.xpath("//main//a/@href | //article//a/@href | //nav//a/@href"):
            target, _, place = str(link).partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            there = (path.parent / target).resolve() if target else path
            assert there.exists(), f"{path}: {link}"
            # Links within a notebook's output hold by themselves: the report's fragment has its own ids.
            if place and there in ids:
                assert place in ids[there], f"{path}: {link}"


@pytest.mark.browser
@pytest.mark.parametrize("options", [{"width": 1280}, {"width": 390}, {"width": 1280, "color_scheme": "dark"}], ids=str)
def test_pages_fit_the_screen_and_ask_no_network(site: Path, browser: Browser, options: dict[str, Any]) -> None:
    asked: list[str] = []
    scheme = options.get("color_scheme", "light")
    context = browser.new_context(viewport={"width": options["width"], "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    opened.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else asked.append(request.url)
    )
    for path in [*(site / "docs").glob("*.html"), *(site / "notebooks").glob("*.html")]:
        opened.goto(path.as_uri())
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert opened.evaluate(wide) <= 0, path.name
        dark = (
            sum(map(int, opened.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)")[:3])) < 200
        )
        assert dark == (scheme == "dark")
    context.close()
    assert asked == []
