"""No text takes the square of its length: each hostile text is read, and its facts found, on a bounded processor time.

The kernel ends the process where one text takes more than `SECONDS` of processor time, or a quarter of that. At these
sizes a text takes a quarter of a second or less; what grows with the square of the length takes many.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SECONDS = 20

READ = """
import resource, sys
import time
from tests.robustness.hostile_texts import TEXTS
from drift.reading import ReadError, read
from drift.facts import EXTRACTORS
from drift.records import Token
import re
def tokens(document):
    # no parser: its time is not ours
    return tuple(
        tuple(
            Token(s.start + m.start(), s.start + m.end(), m[0], m[0].lower(), "NOUN", "Number=Sing", "dep", 0, "")
            for m in re.finditer(r"\\w+|[^\\w\\s]", s.text)
        )
        for s in document.sentences
    )
for name, make in TEXTS.items():
    print(name, flush=True)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + int(sys.argv[3]), resource.RLIM_INFINITY))
    try:
        document = read(make(int(sys.argv[1])))
    except ReadError:
        continue
    if sys.argv[2] == "facts":
        parsed = tokens(document)
        for extract in EXTRACTORS:
            list(extract(document, parsed))
"""

ONE_SENTENCE = """
from drift.facts import quotes
from drift.language import language
from drift.records import Sentence, Span
for unit in "'", "\u2018", "a'", " 'a", "s' a", '"', '"a" ', "\u201ca ":
    print(ascii(unit), flush=True)
    text = "He said. " + unit * (200_000 // len(unit))
    list(quotes.find(text, [Sentence(0, text, 0, len(text), Span(0, len(text), text), 0)], language("en")))
"""

# Lines that stand nowhere in the article, and that look like it for as long as they last.
PAGE = """
from drift.reading.markup import strip
line = "aaaa " * 6
page = f"<div>{line}b</div>" * 21_000, f"<p>{line}aaaa. </p>" * 21_000
print("a page of asides", flush=True)
_, regions = strip(f"<!doctype html><html><body><nav>{page[0]}</nav><article>{page[1]}</article></body></html>")
assert len(regions) > 20_000
"""

MARKED = """
import numpy as np
from drift.records import Alignment, Bead, Document, Finding, Scores, Severity
from drift.rendering import FORMATS
from drift.report import Report
size = 8_000
text = Document.from_sentences([f"Sentence number {number} stands here." for number in range(size)])
found = tuple(
    Finding("wording", "Accuracy/Mistranslation", Severity.major, item.span, item.span, 0.5, "Changed.")
    for item in text.sentences[::2]
)
beads = Alignment(tuple(Bead((k,), (k,), "paraphrase", 0.9, 0.1) for k in range(size)))
report = Report(
    text, text, beads, found, Scores.none(), "", word_counts=(5,) * size, similarities=np.zeros((0, 0), np.float32),
    words=((), ()),
)
print("a file for the test view", flush=True)
FORMATS["xml"](report)
print("beads judged again", flush=True)
assert sum(bead.kind == "altered" for bead in report.rescored().alignment.beads) == size // 2
"""

CHAIN = """
from drift.tracing.families import components
print("documents, each of which was made from the one before", flush=True)
for step in 1, -1:
    links = [(k, k + 1) for k in range(199_999)][::step]
    assert len(components(200_000, links)) == 1
"""

REPORT = """
import resource, sys, time
import drift
from drift.rendering import FORMATS
start = "The minister came to Rabat on Tuesday. "
analyzer = drift.Analyzer(cache=False)
analyzer.compare(start, start)  # the models are loaded
for unit, other in (("'", "'"), ('"a" ', '"b" '), ("$1 ", "$2 "), ("1 January ", "2 January "), ("may ", "must ")):
    print(ascii(unit), flush=True)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + int(sys.argv[1]), resource.RLIM_INFINITY))
    original, rewrite = (start + text * (4_000 // len(unit)) for text in (unit, other))
    FORMATS["html"](analyzer.compare(original, rewrite))
"""

SAME = """
import resource, sys, time
import drift
analyzer = drift.Analyzer(cache=False)
analyzer.compare("Greens 41", "Greens 41")  # the models are loaded
print("a table of 1,500 equal rows beside itself", flush=True)
resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + int(sys.argv[1]), resource.RLIM_INFINITY))
table = "Greens\\t41\\t18.2%\\n" * 1_500
report = analyzer.compare(table, table)
assert not report.findings
assert (report.scores.coverage.value, report.scores.drift.value) == (1.0, 0.0)
"""


def limited(code: str, *arguments: str, seconds: int) -> None:
    """Run code in a process of its own, which the kernel ends after so many seconds of processor time."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, resource.RLIM_INFINITY))\n"
    done = subprocess.run(
        [sys.executable, "-c", limit + code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, f"stopped at {done.stdout.splitlines()[-1:]}: {done.stderr[-2000:]}"


@pytest.mark.parametrize(
    "code",
    [ONE_SENTENCE, PAGE, MARKED, CHAIN],
    ids=["marks in one sentence", "asides of a page", "findings in a report", "a chain of documents"],
)
def test_what_is_done_to_a_whole_takes_no_square_of_it(code: str) -> None:
    limited(code, seconds=SECONDS)


@pytest.mark.model
@pytest.mark.parametrize("code", [REPORT, SAME], ids=["other units", "equal rows"])
def test_rows_of_one_thing_on_both_sides_take_no_square_to_compare(code: str) -> None:
    limited(code, str(SECONDS), seconds=5 * SECONDS)


@pytest.mark.parametrize(("size", "stage"), [(20_000, "read"), (5_000, "facts")])
def test_hostile_texts_take_no_square_of_their_length(size: int, stage: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(size), stage, str(SECONDS // 4)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    last = done.stdout.splitlines()[-1:]
    assert done.returncode == 0, f"stopped at {last} of {size} characters: {done.stderr[-2000:]}"
