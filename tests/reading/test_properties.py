"""What holds for every text, however strange."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from drift.reading import ReadError, apply, raw_span, read
from drift.reading.edits import Draft, Edit
from drift.records import Document

WORDS = st.sampled_from(
    [
        *("Israel", "link", "visitlink", "Moroccolink", "cooperationbetween", "USpresident", "theMoroccans", "Said."),
        *("he said", "“It is", "over,”", "Leave a Reply", "READ MORE", "| News", "-APP/AFP", "No. 5", "U.S."),
        *("\n", "\n\n", "\r\n", "  ", "\u00a0", "\u200b", "\ud800", "\x00", "e\u0301", "漢字。", "🙂", "â€™"),
        *("&amp;", "<p>", "</p>", "<br>", "<div class='a'>", "<script>", "</script>", "<!--", "-->", "<!doctype html>"),
        *("...", "…", "?", "”", "(", ")", ","),
    ],
)
SCRAPED = st.lists(WORDS, max_size=40).map(" ".join)
ANY = st.one_of(st.text(st.characters(), max_size=200), SCRAPED)


def attempt(text: str, *, repair: bool = True) -> Document | None:
    try:
        return read(text, repair=repair)
    except ReadError as error:
        if len(str(error).splitlines()) != 1:
            raise
        return None


@settings(max_examples=100)
@given(text=ANY, repair=st.booleans())
@example(text="<!doctype html><p>a b &nbsp; c<script>x</script> d", repair=True)
@example(text="a\u200b b\u2028c", repair=True)
def test_documents_are_sound(text: str, repair: bool) -> None:  # noqa: FBT001 - hypothesis names it
    document = attempt(text, repair=repair)
    if document is None:
        return
    assert document.raw == text
    assert apply(text, document.repairs) == document.clean
    for r in document.repairs:
        assert text[r.span.start : r.span.end] == r.span.text != r.replacement
        assert r.kind
        assert r.reason
    at = 0
    for index, sentence in enumerate(document.sentences):
        assert sentence.index == index
        assert at <= sentence.start < sentence.end
        assert not document.clean[at : sentence.start].strip()
        assert document.clean[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert text[sentence.span.start : sentence.span.end] == sentence.span.text
        assert raw_span(document, sentence.start, sentence.end) == sentence.span
        at = sentence.end
    assert not document.clean[at:].strip()
    assert read(text, repair=repair) == document


@settings(max_examples=60)
@given(text=st.text(st.characters(), max_size=200).filter(lambda t: "<" not in t))
def test_without_repair_plain_text_is_untouched(text: str) -> None:
    document = attempt(text, repair=False)
    if document is not None:
        assert document.clean == text
        assert document.repairs == ()


@settings(max_examples=60)
@given(data=st.binary(max_size=200))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data)
    except ReadError as error:
        if len(str(error).splitlines()) != 1:
            raise
    else:
        assert apply(document.raw, document.repairs) == document.clean
        assert document.encoding


@st.composite
def stages(draw: st.DrawFn) -> tuple[str, list[list[Edit]], str]:
    raw = draw(st.text("abc ", max_size=12))
    text = raw
    result = []
    for _ in range(draw(st.integers(1, 3))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        edits = [Edit(a, b, draw(st.text("XY", max_size=2)), "kind", "reason") for a, b in spans]
        result.append(edits)
        for edit in reversed(edits):
            text = text[: edit.start] + edit.replacement + text[edit.end :]
    return raw, result, text


@given(case=stages())
def test_stages_compose_to_one_replayable_list(case: tuple[str, list[list[Edit]], str]) -> None:
    raw, result, wanted = case
    draft = Draft(raw, raw)
    for edits in result:
        draft = draft.then(edits)
    repairs = draft.repairs()
    assert draft.text == wanted == apply(raw, repairs)
    for one, two in pairwise(repairs):
        assert one.span.end <= two.span.start
    document = Document(raw=raw, clean=wanted, sentences=(), repairs=repairs)
    for start in range(len(wanted) + 1):
        for end in range(start, len(wanted) + 1):
            span = raw_span(document, start, end)
            assert raw[span.start : span.end] == span.text
            if start < end:
                first, last = raw_span(document, start, start + 1), raw_span(document, end - 1, end)
                assert (span.start, span.end) == (first.start, last.end)
