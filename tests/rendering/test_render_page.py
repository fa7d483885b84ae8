from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

import numpy as np
import pytest

from drift.rendering import page, views
from drift.report import Report
from tests.rendering import rendering_samples as samples
from tests.rendering.reading_html import Page, parse


@cache
def sample(name: str) -> Page:
    return parse(samples.made(samples.ALL[name]()).decode())


@pytest.fixture(params=sorted(samples.ALL))
def any_page(request: pytest.FixtureRequest) -> Page:
    return sample(request.param)


def test_same_bytes_whatever_matplotlib_is_set_to(report: Report) -> None:
    import matplotlib as mpl

    expected = samples.made(report)
    with mpl.rc_context({"font.size": 22, "axes.grid": True, "svg.hashsalt": None, "axes.facecolor": "red"}):
        assert page.html(report) == expected


def test_no_date(report: Report) -> None:
    assert not re.search(rb"dc:date|20[2-9]\d-\d\d-\d\d", samples.made(report))


def test_ids_are_unique_and_every_link_arrives(any_page: Page) -> None:
    ids = [element.attributes["id"] for element in any_page.holding("id")]
    assert len(ids) == len(set(ids))
    links = [element.attributes[name] for name in ("href", "xlink:href") for element in any_page.holding(name)]
    inside = [link[1:] for link in links if link.startswith("#")]
    assert set(inside) <= set(ids)
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in links)


def test_policy_allows_this_style_and_script_only(any_page: Page) -> None:
    policy = next(e.attributes["content"] for e in any_page.of("meta") if "http-equiv" in e.attributes)
    styles, scripts = any_page.of("style"), any_page.of("script")
    assert len(styles) == len(scripts) == 1
    for element, directive in ((styles[0], "style-src"), (scripts[0], "script-src")):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_nothing_that_the_policy_would_block(any_page: Page) -> None:
    names = {name for element in any_page.elements for name in element.attributes}
    assert "style" not in names
    assert "src" not in names
    assert not [name for name in names if name.startswith("on")]
    assert not {"iframe", "object", "embed", "form", "base", "link"} & {element.tag for element in any_page.elements}


def test_sentences_stand_as_the_raw_text_has_them(any_report: Report) -> None:
    tree = parse(samples.made(any_report).decode())
    shown = [element for element in tree.of("p") if "data-start" in element.attributes]
    wanted = [
        (side, sentence.span)
        for side, document in (("original", any_report.original), ("rewrite", any_report.rewrite))
        if document is not None
        for sentence in document.sentences
    ]
    assert len(shown) == len(wanted)
    for side, span in wanted:
        at = {"data-side": side, "data-start": str(span.start), "data-end": str(span.end)}
        element = next(e for e in shown if at.items() <= e.attributes.items())
        assert element.text == samples.in_a_page(span.text)


def test_the_whole_raw_text_is_there(any_report: Report) -> None:
    tree = parse(samples.made(any_report).decode())
    documents = [document for document in (any_report.original, any_report.rewrite) if document is not None]
    shown = [element.text for element in tree.holding("data-raw")]
    assert shown == [samples.in_a_page(document.raw) for document in documents]


def test_marks_of_a_finding_join_to_its_span(report: Report) -> None:
    tree = sample("realistic")
    lines = {"original": [], "rewrite": []}
    side = ""
    for element in tree.elements:
        if "data-side" in element.attributes:
            side = element.attributes["data-side"]
        elif element.tag == "mark" and "data-findings" in element.attributes:
            lines[side].append((element.attributes["data-findings"].split(), element.text))
    for number, finding in enumerate(report.findings, 1):
        for name, span in (("original", finding.original), ("rewrite", finding.rewrite)):
            text = "".join(text for numbers, text in lines[name] if str(number) in numbers)
            assert text == (span.text if span else "")


def test_every_finding_is_linked_to_its_places_and_back(report: Report) -> None:
    tree = sample("realistic")
    links = [element.attributes["href"] for element in tree.holding("href")]
    for number, finding in enumerate(report.findings, 1):
        for side in ("original", "rewrite"):
            assert (f"#f{number}-{side}" in links) == (getattr(finding, side) is not None)
        assert f"#f{number}" in links


def test_cards_say_all_of_a_finding(report: Report) -> None:
    tree = sample("realistic")
    cards = {e.attributes["id"]: e.text for e in tree.of("li") if e.attributes.get("class", "").startswith("card")}
    for number, finding in enumerate(report.findings, 1):
        text = cards[f"f{number}"]
        for part in (finding.kind, finding.category, finding.message, f"{100 * finding.confidence:.0f} % sure"):
            assert part in text
        for span in (finding.original, finding.rewrite):
            assert span is None or span.text in text


def test_first_screen(report: Report) -> None:
    tree = sample("realistic")
    assert tree.of("h1")[0].text.startswith("The rewrite should not go out as it stands: 1 critical, 4 major")
    summary = next(e.text for e in tree.of("section") if e.attributes.get("id") == "summary")
    for part in ("Coverage", "Support", "Fidelity", "Fluency", "Drift", "Quality", "81 to 91 %", "62 to 80", "71"):
        assert part in summary
    worst = next(e.text for e in tree.of("section") if e.attributes.get("class") == "worst")
    assert "the board will not wait" in worst
    assert worst.count("→") == 2  # the third is a sentence that one side lacks


def _many(kinds: str) -> Report:
    """A report of single-sentence findings: C critical negation, M major number, O and A a lone sentence, - none."""
    import numpy as np

    from drift.records import Alignment, Bead, Document, Finding, Severity

    text = Document.from_sentences([f"Sentence {n} of this text." for n in range(len(kinds))])
    accuracy, major = "Accuracy/Mistranslation", Severity.major
    made = {
        "C": lambda span: Finding("negation", accuracy, Severity.critical, span, span, 0.9, f"C{span.start}"),
        "M": lambda span: Finding("number", accuracy, major, span, span, 0.99, f"M{span.start}"),
        "O": lambda span: Finding("omission.sentence", "Accuracy/Omission", major, span, None, 0.6, f"O{span.start}"),
        "A": lambda span: Finding("addition.sentence", "Accuracy/Addition", major, None, span, 0.6, f"A{span.start}"),
        "N": lambda span: Finding("moved", "Other", Severity.neutral, span, span, 0.9, f"N{span.start}"),
    }
    return Report(
        text,
        text,
        Alignment(tuple(Bead((n,), (n,), "paraphrase", 0.9, 0.1) for n in range(len(kinds)))),
        tuple(made[kind](item.span) for kind, item in zip(kinds, text.sentences, strict=True) if kind != "-"),
        samples.scores(),
        "drift",
        word_counts=samples.counts(text),
        similarities=np.eye(len(kinds), dtype=np.float32),
        words=((), ()),
    )


@pytest.mark.parametrize(
    ("kinds", "worst"),
    [
        ("MMMMO", "M O M"),  # a sentence that is gone stands beside changed words, not behind them
        ("MMMMOOO", "O+2 M M"),  # and a paragraph goes before them
        ("CCCCM", "C C C"),
        ("CCCOOOOOM", "O+4 C C"),  # five sentences weigh as much as what misleads
        ("MO-OOMA", "O+1 M A"),  # a passage ends where a sentence is there
        ("OAOA", "O A O"),
        ("MNN", "M"),
        ("NNN", ""),
    ],
)
def test_the_worst_are_chosen_by_weight_and_by_variety(kinds: str, worst: str) -> None:
    report = _many(kinds)
    chosen = views.worst(report, views.cards(report))
    assert (
        " ".join(f"{item.card.finding.message[0]}{f'+{item.beside}' if item.beside else ''}" for item in chosen)
        == worst
    )


def test_one_text_alone_shows_one_column_and_fluency(alone: Report) -> None:
    tree = sample("alone")
    scores = [e.text for e in tree.of("li") if e.attributes.get("class") == "score"]
    assert len(scores) == 1
    assert "Fluency" in scores[0]
    assert {e.attributes["data-side"] for e in tree.holding("data-side")} == {"rewrite"}
    assert "nan" not in samples.made(alone).decode().lower().replace("finance", "")


def test_nothing_found_is_said() -> None:
    tree = sample("clean")
    assert tree.of("h1")[0].text == "No change of meaning was found: it keeps 100\u00a0% of the original’s content."
    assert any(e.text == "Nothing was found." for e in tree.of("p"))


def test_language_and_direction(report: Report) -> None:
    from dataclasses import replace

    hebrew = replace(report, rewrite=replace(report.rewrite, language="he"))
    tree = parse(page.html(hebrew).decode())
    rewrites = [e for e in tree.of("p") if e.attributes.get("data-side") == "rewrite"]
    assert {(e.attributes["lang"], e.attributes["dir"]) for e in rewrites} == {("he", "rtl")}
    assert tree.of("html")[0].attributes == {"lang": "en", "dir": "ltr"}


def test_hostile_text_makes_no_element(hostile: Report) -> None:
    tree = sample("hostile")
    harmless = sample("realistic")
    assert {element.tag for element in tree.elements} <= {element.tag for element in harmless.elements}
    titles = [element.text for element in tree.of("title")]
    assert len(tree.of("script")) == 1
    assert titles[0].startswith('Drift report: <b>"o".txt → ␛]0;title')
    assert "7 * 7" in tree.of("main")[0].text
    assert "{{ 7 * 7 }}" in tree.of("main")[0].text


@pytest.mark.parametrize("side", ["original", "rewrite"])
def test_a_finding_outside_every_sentence_is_marked_in_the_raw_text(report: Report, side: str) -> None:
    from dataclasses import replace

    from drift.records import Finding, Severity, Span

    document = getattr(report, side)
    gap = document.sentences[0].span.end
    finding = Finding("fluency", "Linguistic conventions", Severity.minor, None, None, 0.5, "A line feed.")
    placed = replace(finding, **{side: Span(gap, gap + 1, "\n")})
    tree = parse(page.html(replace(report, findings=(placed,))).decode())
    marks = [e for e in tree.of("mark") if e.attributes.get("id") == f"f1-{side}"]
    assert [mark.text for mark in marks] == ["\n"]


def test_small_enough_to_mail(report: Report) -> None:
    assert len(samples.made(report)) < 1_000_000


def _html_pair() -> Report:
    """A page with a link, entities and a bold name beside a text; a number and a name were changed."""
    from dataclasses import replace

    from drift.reading import read
    from drift.records import Alignment, Bead, Finding, Severity

    original = read(
        "<html><body><article><p>&ldquo;We waited <b>ten</b> years,&rdquo; said "
        '<a href="https://example.org/">Anna Keller</a>. It cost &#36;3&nbsp;million.</p></article></body></html>'
    )
    rewrite = read("“We waited twenty years,” said Anna Keller. It cost $5 million.")
    number, name = "ten</b> years", "Anna Keller</a>"
    findings = (
        Finding("number", "Accuracy/Mistranslation", Severity.major, samples.span(original, number),
                samples.span(rewrite, "twenty years"), 0.9, "The number changed."),
        Finding("name", "Accuracy/Mistranslation", Severity.minor, samples.span(original, name), None, 0.9, "Gone."),
        Finding("repetition", "Linguistic conventions", Severity.minor, None, samples.span(rewrite, "It"), 0.9, "."),
    )  # fmt: skip
    beads = tuple(Bead((i,), (i,), "altered", 0.9, 0.5) for i in range(2))
    shape = np.zeros((2, 2), dtype=np.float32)
    return replace(
        samples.realistic(), original=original, rewrite=rewrite, findings=findings, alignment=Alignment(beads),
        similarities=shape, words=((), ()), notes=(),
    )  # fmt: skip


def test_html_shows_its_words_and_keeps_its_source() -> None:
    report = _html_pair()
    tree = parse(page.html(report).decode())
    lines = [" ".join(e.text.split()) for e in tree.of("p") if e.attributes.get("data-side") == "original"]
    assert lines == ["“We waited ten years,” said Anna Keller.", "It cost $3 million."]
    quotes = [e for e in tree.of("mark") if e.attributes.get("data-words") == "original"]
    assert [quote.text for quote in quotes] == ["ten years", "Anna Keller"]
    # what a verdict names is the source
    spans = [finding.original for finding in report.findings if finding.original is not None]
    assert [quote.attributes["data-whole"] for quote in quotes] == [span.text for span in spans]
    (raw,) = [e for e in tree.of("div") if e.attributes.get("data-raw") == "original"]
    assert report.original is not None
    assert raw.text == report.original.raw
    assert '"<b>"' not in {e.text for e in tree.of("span")}
    assert "<b>" in {e.attributes.get("data-given", "").strip() for e in tree.of("span")}


def test_only_findings_that_compare_speak_of_a_counterpart() -> None:
    tree = parse(page.html(_html_pair()).decode())
    named = [element.text.split(" in its place")[0] for element in tree.of("dt")]
    assert named == ["Original", "Rewrite", "Original, no counterpart in the rewrite", "Rewrite"]


def test_texts_that_cannot_be_paired_stand_side_by_side_without_pairs() -> None:
    from dataclasses import replace

    tree = parse(page.html(replace(samples.foreign(), unpaired=True)).decode())
    (row,) = [e for e in tree.of("li") if e.attributes.get("class", "").startswith("row ")]
    assert row.text.count("Tarnby") == 4
    assert not [e for e in tree.of("span") if e.attributes.get("class") == "word"]
    text = tree.of("main")[0].text
    assert not any(word in text for word in ("Paraphrase", "similarity", "Drift along the document"))
    assert not [e for e in tree.of("ul") if e.attributes.get("class") == "scores"]


def test_one_passage_has_no_interval() -> None:
    text = sample("clean").of("main")[0].text
    assert text.count("too short for an interval") == 6
    assert "95 % interval" not in text


def test_a_pair_among_many_has_its_name_and_a_way_back(report: Report) -> None:
    tree = parse(page.html(report, pair="no. 7", back="../index.html").decode())
    assert tree.of("title")[0].text == "Drift report: no. 7 · breakwater.txt → breakwater rewritten.txt"
    assert [e.text for e in tree.of("a") if e.attributes.get("href") == "../index.html"] == ["All pairs"]
