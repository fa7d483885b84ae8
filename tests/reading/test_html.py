"""HTML pages: markup goes by repairs, what is not the article stays as furniture."""

from __future__ import annotations

import pytest

from drift.reading import apply, read

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Two states sign pact | World News Daily</title>
<style>p { color: red }</style><script>if (a < b && c > d) { alert("<p>no</p>"); }</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sports results and fixtures</a></li></ul></nav>
<main><article><h1>Two states sign pact</h1>
<p class="by">By Jane Doe</p>
<p>RABAT &mdash; Israel &amp; Morocco have signed a <b>land</b>mark agreement that lays the
   foundation for security cooperation, intelligence sharing,&nbsp;and future arms sales.</p>
<!-- a > comment -->
<p>The memorandum between Defense Minister <a href="x" title="a > b">Benny Gantz</a> and his counterpart was signed
on Wednesday in Rabat, as part of the first official visit by an Israeli defense minister.</p>
<h2>A long road</h2>
<p>The two enjoyed low-level relations in the 1990s, but Morocco severed them after an uprising in 2000.<br>Despite
that, the two states have maintained informal relations. He said 5 &lt; 6 and 7 > 6 to the reporters.</p>
<p>&#8220;This is very significant,&#8221; Gantz said.</p>
</article></main>
<aside><h3>Most popular</h3>
<ul><li><a href="1">Ten recipes you must try this winter before it is over</a></li></ul></aside>
<footer><p>&copy; 2021 World News Daily. All rights reserved.</p></footer>
</body></html>
"""


def test_a_page() -> None:
    document = read(PAGE)
    assert document.raw == PAGE
    assert apply(PAGE, document.repairs) == document.clean
    assert "<" not in document.clean.replace("5 < 6", "")
    assert [(s.kind, s.text) for s in document.sentences] == [
        ("furniture", "Home"),
        ("furniture", "Sports results and fixtures"),
        ("headline", "Two states sign pact"),
        ("byline", "By Jane Doe"),
        (
            "prose",
            (
                "RABAT — Israel & Morocco have signed a landmark agreement that lays the foundation for security "
                "cooperation, intelligence sharing, and future arms sales."
            ),
        ),
        (
            "prose",
            (
                "The memorandum between Defense Minister Benny Gantz and his counterpart was signed on Wednesday in "
                "Rabat, as part of the first official visit by an Israeli defense minister."
            ),
        ),
        ("headline", "A long road"),
        (
            "prose",
            "The two enjoyed low-level relations in the 1990s, but Morocco severed them after an uprising in 2000.",
        ),
        ("prose", "Despite that, the two states have maintained informal relations."),
        ("prose", "He said 5 < 6 and 7 > 6 to the reporters."),
        ("prose", "“This is very significant,” Gantz said."),
        ("furniture", "Most popular"),
        ("furniture", "Ten recipes you must try this winter before it is over"),
        ("furniture", "© 2021 World News Daily. All rights reserved."),
    ]
    for sentence in document.sentences:
        assert PAGE[sentence.span.start : sentence.span.end] == sentence.span.text


def test_markup_goes_also_without_repair_but_nothing_else_does() -> None:
    document = read(PAGE.replace("security cooperation", "securitycooperation  now"), repair=False)
    assert {r.kind for r in document.repairs} == {"markup"}
    assert "securitycooperation" in document.clean


def test_the_title_is_the_headline_of_a_page_without_a_heading() -> None:
    page = "<html><head><title>Two states sign a pact</title></head><body><p>They signed it.</p><p>So it is.</p></body>"
    assert [(s.kind, s.text) for s in read(page).sentences] == [
        ("headline", "Two states sign a pact"),
        ("prose", "They signed it."),
        ("prose", "So it is."),
    ]


def test_the_declared_encoding_of_a_page_is_used() -> None:
    page = "<html><head><meta charset='iso-8859-2'></head><body><p>Zażółć gęślą jaźń.</p><p>To już wszystko.</p>"
    document = read(page.encode("iso-8859-2"))
    assert document.encoding == "iso-8859-2"
    assert "Zażółć gęślą jaźń." in document.clean


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "<3 you all, said she",
        "x <y> z <w> are all words here",
        "Use <b> for bold and <i> for italics.",
        "The tag <p> opens and </p> closes a paragraph, <br> breaks a line, and <div> is a block.",
        "<grin> he said, <sigh> she said.",
        "Generic<String> and List<Map<String, Integer>> are types.",
        "-> <- => <= are arrows in text",
    ],
)
def test_text_with_angle_brackets_is_no_page(text: str) -> None:
    document = read(text)
    assert document.clean == text
    assert document.repairs == ()


@pytest.mark.parametrize(
    ("page", "clean"),
    [
        ("<p>One two.</p><p>Three four.</p>", "One two.\n\nThree four."),
        ("<div>One<br>two<br><br>three</div>", "One\ntwo\n\nthree"),
        ("<ul><li>One</li><li>Two words</li></ul>", "One\nTwo words"),
        ("<p>a<b>b</b>c <i> d </i> e</p><p>f</p>", "abc d e\n\nf"),
        ("<p>A &lt;b&gt; tag</p><p>&amp;amp; so on</p>", "A <b> tag\n\n&amp; so on"),
        ("<p>5 < 6 is</p><p>true</p>", "5 < 6 is\n\ntrue"),
        ("<p>An unclosed <a href='x>quote</p><p>here</p>", "An unclosed quote\n\nhere"),
        ("<div>seen<script>if (a<b) { x('</p>') }</script> text</div>", "seen text"),
        ("<div>open</div><p>and <script>never closed", "open\n\nand"),
        ("<pre>two\nlines</pre><p>one\nline</p>", "two\nlines\n\none line"),
    ],
)
def test_markup(page: str, clean: str) -> None:
    document = read(page, repair=False)
    assert document.clean == clean
    assert apply(page, document.repairs) == clean


def test_what_an_article_shows_is_its_content_and_rows_are_lines() -> None:
    words = "The river rose by three metres on Sunday night and reached the first houses, the fire service said."
    table = "<table><tr><th>Day</th><th>Level</th></tr><tr><td>Sunday</td><td>3.1 m</td></tr></table>"
    figure = "<figure><img src='x'><figcaption>The flooded square of Arvan.</figcaption></figure>"
    shown = f"<p>{words}</p>{figure}<p>{words[:-1]} on Monday.</p>{table}<p>{words[:-1]} again.</p>"
    beside = "<aside><figure><figcaption>Buy our new book</figcaption></figure></aside>"
    document = read(f"<html><body><article><h1>Flood</h1>{shown}</article>{beside}</body></html>")
    assert apply(document.raw, document.repairs) == document.clean
    assert "Day Level\nSunday 3.1 m\n" in document.clean
    assert [item.text for item in document.sentences if item.kind == "furniture"] == ["Buy our new book"]


def test_marks_of_notes_are_no_figures_and_powers_are_none() -> None:
    document = read("<p>It had 3,100 people in 2019<sup>3</sup>.</p><p>It covers 40 km<sup>2</sup>.<sup>[4]</sup></p>")
    assert document.clean == "It had 3,100 people in 2019.\n\nIt covers 40 km2."
