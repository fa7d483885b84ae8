from __future__ import annotations

import html
import json
import re
import unicodedata
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.rendering import markup, safe
from tests.rendering import rendering_samples as samples

# All that a terminal acts on but tab and line ends.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
ANY = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\tb\r\nc", "a b  c"),
        ("\x07\x7f\x9b", "␇␡\ufffd"),
        ("\u202eabc\u202c", "⟨U+202E⟩abc⟨U+202C⟩"),
        ("\u2066x\u2069\u200f", "⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩"),
        ("\ud800", "\ufffd"),
        ("“Café” – naïve 中文 👩‍🚒", "“Café” – naïve 中文 👩‍🚒"),
    ],
)
def test_one_line(text: str, shown: str) -> None:
    assert safe.one_line(text) == shown


@given(ANY)
def test_one_line_leaves_nothing_to_obey(text: str) -> None:
    shown = safe.one_line(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "＝1"])
def test_cell_starts_no_formula(text: str) -> None:
    assert safe.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1 = 1", "plain", "“-”"])
def test_cell_leaves_texts_alone(text: str) -> None:
    assert safe.cell(text) == text


@given(ANY)
def test_xml_is_parsed_and_keeps_its_length(text: str) -> None:
    assert len(safe.xml(text)) == len(text)
    escaped = safe.xml(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    assert fromstring(f"<a>{escaped}</a>").text == (safe.xml(text) or None)  # noqa: S314 - the text made here


@given(ANY, st.integers(2, 40))
def test_clip_is_no_longer_than_asked(text: str, width: int) -> None:
    clipped = safe.clip(text, width)
    assert len(clipped) <= width
    assert clipped == text or clipped.endswith("…")


@given(ANY)
def test_exact_escapes_what_html_acts_on(text: str) -> None:
    escaped = str(markup.exact(text))
    assert not set(escaped) & set("<>\"'\r\0")
    escaped.encode()
    assert not CONTROL.search(escaped)
    assert html.unescape(escaped) == samples.in_a_page(text)


@given(ANY)
def test_what_a_page_shows_otherwise_its_script_has_as_it_was_given(text: str) -> None:
    held = re.sub("[\0\ud800-\udfff]", "\ufffd", text)
    read = markup.hidden(text)
    assert bool(read) == bool(CONTROL.search(held))
    assert not CONTROL.search(read)
    assert not read or json.loads(read) == held
