"""Any text at all: facts lie where they say, and every format holds whatever the texts hold.

`DRIFT_FUZZ=20000` gives a property that many examples; without it a few dozen do.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drift.facts import extract
from drift.parsing import parse
from drift.reading import ReadError, read
from drift.records import Alignment, Bead, Finding, Score, Scores, Severity, Span
from drift.rendering import FORMATS, terminal
from drift.report import Report

if TYPE_CHECKING:
    from drift.records import Document

EXAMPLES = int(os.environ.get("DRIFT_FUZZ", "40"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

# Pieces that the extractors act on, among any characters.
PIECES = (
    *(
        "12",
        "1,5",
        "1/",
        "3.5%",
        "$",
        "€",
        "½",
        "million",
        "half a ",
        "two hundred and ",
        "one in ",
        "9" * 50,
        "-",
        "–",
    ),
    *("May", "1 ", "2020", "’90s", "last week", "Monday", "10:30", "p.m.", "01.02.20", "3/4/05", "the twenties"),
    *("“", "”", '"', "‘", "’", "'", "«", "»", "said ", "he said", "according to ", "may ", "not ", "n’t ", "never "),
    *("Mr. ", "John Smith", "U.S.", "Morocco", "de la ", "O’Neil", "King ", "-al-", "\n", ". ", "! ", ", ", "(", ")"),
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=6), st.just(" ")), max_size=40
).map("".join)


@settings(max_examples=EXAMPLES, suppress_health_check=SLOW)
@given(text=TEXTS)
@example(text="He won 1/" + "9" * 5000 + " of it.")
@example(text="He won 1/" + "9" * 400 + " of it, and one in " + "9" * 5000 + ".")
@pytest.mark.model
def test_facts_lie_where_they_say(text: str) -> None:
    try:
        document = read(f"The minister came. {text} came to Rabat.")
    except ReadError:
        return
    facts = extract(document, parse(document))
    for fact in facts:
        sentence = document.sentences[fact.sentence]
        assert sentence.start <= fact.start < fact.end <= sentence.end
        assert document.clean[fact.start : fact.end] == fact.text
        assert fact.value == fact.value


def reported(document: Document, start: int, end: int, message: str) -> Report:
    """A report on a text and itself, with one finding somewhere in it."""
    start, end = sorted((start % (len(document.raw) + 1), end % (len(document.raw) + 1)))
    span = Span(start, end, document.raw[start:end])
    found = Finding("wording", "Accuracy/Mistranslation", Severity.major, span, span, 0.5, message)
    one = Score(0.5, 0.25, 0.75)
    size = len(document.sentences)
    return Report(
        document,
        document,
        Alignment(tuple(Bead((k,), (k,), "same", 1.0, 0.0, reason=message) for k in range(size))),
        (found,),
        Scores(one, one, one, one, one, Score(50.0, 25.0, 75.0)),
        "signature",
        (message,),
        word_counts=(1,) * size,
        similarities=np.eye(size, dtype=np.float32),
        words=((), ()),
    )


def without_pairs(text: str) -> str:
    """As JSON can tell it: two surrogates in a row would be one character there."""
    return re.sub("[\ud800-\udbff][\udc00-\udfff]", "\ufffd\ufffd", text)


@settings(max_examples=EXAMPLES, suppress_health_check=SLOW)
@given(
    text=st.text(st.characters(exclude_categories=()), max_size=120),
    message=st.text(st.characters(exclude_categories=()), max_size=30),
    start=st.integers(0, 200),
    end=st.integers(0, 200),
)
@example(text="He left \ud92b.", message="\ud92b", start=0, end=13)
@example(text="He left \ud9d9\udcdc.", message="\ud9d9\udcdc", start=0, end=13)
def test_every_format_holds_whatever_the_texts_hold(text: str, message: str, start: int, end: int) -> None:
    try:
        document = read(f"Word. {text}")
    except ReadError:
        return
    report = reported(document, start, end, message)
    data = json.loads(FORMATS["json"](report))
    assert data["rewrite"]["raw"] == without_pairs(document.raw)
    assert data["findings"][0]["message"] == without_pairs(message)
    json.loads(FORMATS["sarif"](report))
    fromstring(FORMATS["xml"](report))  # noqa: S314 - the file made here
    page = FORMATS["html"](report).decode()
    assert len(re.findall(r"<script", page)) == 1
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", page)
    assert not re.search(r"<(?!/?(?:[a-z]|!))", page.partition("<body")[2].partition("<script")[0])
    rows = FORMATS["tsv"](report).decode().split("\n")
    assert {row.count("\t") for row in rows[:-1]} == {9}
    assert FORMATS["parquet"](report)
    (found,) = report.findings
    assert found.rewrite is not None
    assert report.findings_frame()["rewrite_text"].tolist() == [found.rewrite.text]
    assert report.to_frame()["rewrite_text"].tolist() == [item.span.text for item in document.sentences]
    for shown in (FORMATS["md"](report).decode(), FORMATS["csv"](report).decode(), terminal.text(report)):
        assert shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", terminal.text(report))
