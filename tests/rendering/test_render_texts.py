from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from drift.rendering import markdown, phrases, safe, summary, terminal
from tests.rendering import rendering_samples as samples

if TYPE_CHECKING:
    from drift.report import Report

COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _shown(source: str) -> str:
    """The text of one paragraph of Markdown; anything but text in it fails."""
    tokens = COMMONMARK.parse(source)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or ()} <= {"text", "text_special"}
    return "".join(child.content for child in tokens[1].children or ())


@given(st.text())
def test_markdown_shows_the_text_itself(text: str) -> None:
    # CommonMark strips white space around a paragraph; nothing else may change.
    assert _shown(markdown.escape(text.strip())).strip() == safe.one_line(text.strip()).strip()
    assert _shown(f"a {markdown.escape(text)} z") == f"a {safe.one_line(text)} z"


@pytest.mark.parametrize("text", [*samples.HOSTILE, *"1. one;- dash;+ plus;# head;> quote;===;~~~;```;***".split(";")])
def test_markdown_shows_hostile_text(text: str) -> None:
    assert _shown(markdown.escape(text)) == safe.one_line(text).strip()


@pytest.mark.parametrize("text", ["@team", "#12", "$a$", "<b>", "www.example.org", "http://example.org", ":tada:"])
def test_github_links_and_expands_nothing(text: str) -> None:
    assert text not in markdown.escape(text)


def test_markdown_of_the_report(report: Report) -> None:
    text = markdown.markdown(report).decode()
    assert "### ◆ Critical (1)" in text
    assert "| Coverage | 87 % | 81 to 91 % |" in text
    assert "> Original: &#36;3.5 million" in text
    tokens = COMMONMARK.parse(text)
    assert [token.type for token in tokens].count("table_open") == 2


def test_markdown_of_hostile_text_holds_no_foreign_html(hostile: Report) -> None:
    tokens = COMMONMARK.parse(markdown.markdown(hostile).decode())
    html = [t.content for t in tokens if t.type == "html_block"]
    html += [c.content for t in tokens for c in t.children or () if c.type in ("html_inline", "link_open", "image")]
    assert set(re.findall(r"<[^>]*>", "".join(html))) <= {"<details>", "</details>", "<summary>", "</summary>"}
    assert "\x1b" not in markdown.markdown(hostile).decode()


def test_terminal_says_all(report: Report) -> None:
    text = terminal.text(report, width=120)
    for part in ("1 critical, 4 major and 4 minor findings", "coverage", "62 to 80", "◆ Critical (1)", "$3.5 million",
                 "$5.3 million", "2 of the original", "Note: The role check", "drift 0.1.0"):  # fmt: skip
        assert part in text
    assert text == terminal.text(report, width=120)


def test_terminal_obeys_nothing_in_the_input(any_report: Report) -> None:
    for text in (terminal.text(any_report), _printed(any_report, {"NO_COLOR": "1", "TERM": "xterm"})):
        assert not [c for c in text if ord(c) < 32 and c != "\n"]
        assert not set(text) & set("\u202e\u202c\u2066\u2069\u200f\x7f\x9b\u2028")


def test_terminal_shows_markup_as_text(hostile: Report) -> None:
    assert "[bold]rich[/bold]" in terminal.text(hostile, width=200)


def test_no_color_is_honored(report: Report) -> None:
    assert "\x1b[" not in re.sub(r"\x1b\[[012]?m", "", _printed(report, {"NO_COLOR": "1", "TERM": "xterm"}))
    assert "\x1b[1;31m" in _printed(report, {"TERM": "xterm-256color"})


def _printed(report: Report, environment: dict[str, str]) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, width=120, _environ=environment)
    console.print(summary(report))
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    return re.sub(r"\x1b\[[012]?m", "", text) if "NO_COLOR" in environment else text


def test_terminal_of_one_text(alone: Report) -> None:
    text = terminal.text(alone)
    assert "fluency" in text
    assert "coverage" not in text
    assert "nan" not in text


def test_verdicts() -> None:
    heads = {name: phrases.verdict(make()) for name, make in samples.ALL.items()}
    assert heads["alone"] == "This text is nearly clean: 1 minor finding."
    assert heads["realistic"].endswith(
        "1 critical, 4 major and 4 minor findings; it keeps 87 % of the original’s content."
    )


def test_what_was_not_scored_has_no_table() -> None:
    report = samples.foreign()
    assert "## Scores" not in markdown.markdown(report).decode()
    assert "95 % interval" not in terminal.text(report)


def test_one_passage_has_no_interval_in_texts() -> None:
    assert "| Coverage | 100 % | – |" in markdown.markdown(samples.clean()).decode()
    assert "100 to 100" not in terminal.text(samples.clean())


def test_a_fault_of_language_has_no_other_side(report: Report) -> None:
    text = markdown.markdown(report).decode()
    repetition = text[text.index("Repetition") :].split("**", 2)[1]
    assert "counterpart" not in repetition
    assert text.count("*no counterpart*") == 2  # an omission and an addition


@pytest.mark.parametrize(
    ("coverage", "support", "strange"),
    [(0.09, 0.17, True), (0.39, 0.39, True), (0.1, 0.9, False), (0.9, 0.1, False), (0.4, 0.2, False)],
)
def test_texts_that_share_little_are_no_original_and_rewrite(
    report: Report, coverage: float, support: float, *, strange: bool
) -> None:
    from dataclasses import replace

    from drift.records import Score

    scores = replace(report.scores, coverage=Score(coverage, 0.0, 1.0), support=Score(support, 0.0, 1.0))
    said = phrases.verdict(replace(report, scores=scores))
    assert said.startswith("These do not look like an original and its rewrite: ") is strange


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.9963, "> 0.99"), (0.994, "0.99"), (1.0, "1.00"), (0.5, "0.50"), (0.001, "< 0.01"), (0.0, "0.00")],
)
def test_rough_probabilities_do_not_look_certain(probability: float, text: str) -> None:
    assert phrases.rough(probability) == text
