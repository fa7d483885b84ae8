"""Markup within plain text: what is read through, what is text, and that every repair replays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.reading import apply, inline, read
from drift.reading.edits import Draft

READ_THROUGH = [
    ("The results are <i>not</i> final.", "The results are not final."),
    ("The results are **not** final.", "The results are not final."),
    ("They are _not_ final and *NOT* ***over***.", "They are not final and NOT over."),
    ('The <g id="1">minister</g> did <x id="2"/>not resign.', "The minister did not resign."),
    ('A <bpt id="1"/>bold<ept id="1"/> <ph id="2"/>plan.', "A bold plan."),
    ("A <span class=\"a\" style='b'>new</span> plan.", "A new plan."),
    ("The minister did {1}not{2} resign.", "The minister did not resign."),
    ("It is [1}not{2] over, {b>not<b} <1>now</1>.", "It is not over, not now."),
    ("It is [b]not[/b] [url=http://x.example]over[/url].", "It is not over."),
    ("It is \\textbf{not}, \\emph{no \\textit{never}} over.", "It is not, no never over."),
    ("See [no appeal](http://x.example/a_(b)) here.", "See no appeal here."),
    ("See '''the [[Ravna River|Ravna]]'''.<ref>Lee, p. 2</ref>{{citation needed}}", "See the Ravna."),
    ("It is not<sup>1</sup> final: 5 km<sup>2</sup>, 10<sup>6</sup>.", "It is not final: 5 km², 10⁶."),
    ("It is <!-- really --> final.", "It is final."),
]
TEXT = [
    "Page {0} of {1} is missing, {name}.",
    "Use the <b> tag if a < b and c > d.",
    "Run `<b>x</b>` and `**kwargs` here.",
    "The names snake_case_name and __init__ and 3*4*5 stay.",
    "Write to <help@example.org> or see <https://example.org/a>.",
    "The value of R[i] and A[b] equals [b].",
    "The set {x} has \\{two\\} members.",
    "They won * and lost * twice.",
    "The model costs {0}px and {1}px.",
]


@pytest.mark.parametrize(("text", "clean"), READ_THROUGH)
def test_markup_is_read_through(text: str, clean: str) -> None:
    document = read(text)
    assert document.clean == clean
    assert apply(document.raw, document.repairs) == document.clean
    assert all(text[one.span.start : one.span.end] == one.span.text for one in document.sentences)


@pytest.mark.parametrize("text", TEXT)
def test_what_is_no_markup_stays(text: str) -> None:
    assert read(text).clean == text


PIECES = [
    "<b>", "</b>", "<x id='1'/>", "**", "*", "_", "{1}", "{2}", "[b]", "[/b]", "\\emph{", "}", "[[", "]]", "|", "'''",
    "`", "<sup>", "</sup>", "<ref>", "</ref>", "not", "a", " ", "\n", "](u)", "[", "{{", "}}", "<!--", "-->", "1",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_edit_replays(text: str) -> None:
    draft = Draft(text, text).then(inline.edits(text))
    assert apply(text, draft.repairs()) == draft.text
