from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drift.records import Document, Repair, Sentence, Span, WordMatch
from drift.rendering import marking

RAW = "One two three. Four five six. Seven eight nine ten."


def _document(raw: str, cuts: list[tuple[int, int]], repairs: list[tuple[int, int]] | None = None) -> Document:
    sentences = tuple(
        Sentence(i, raw[start:end], start, end, Span(start, end, raw[start:end])) for i, (start, end) in enumerate(cuts)
    )
    made = tuple(Repair(Span(a, b, raw[a:b]), "new", "glue", "why") for a, b in repairs or ())
    return Document(raw, raw, sentences, made)


def _spans(places: list[tuple[int, int]]) -> dict[int, Span]:
    return {number: Span(a, b, RAW[a:b]) for number, (a, b) in enumerate(places, 1)}


@st.composite
def stretches(draw: st.DrawFn, most: int) -> list[tuple[int, int]]:
    """Stretches of RAW, sorted and apart."""
    edges = sorted(draw(st.lists(st.integers(0, len(RAW)), min_size=2, max_size=2 * most, unique=True)))
    return list(zip(edges[::2], edges[1::2], strict=False))


places_in_raw = st.lists(
    st.tuples(st.integers(0, len(RAW)), st.integers(0, len(RAW))).map(lambda p: (min(p), max(p))), max_size=6
)


@given(stretches(3), places_in_raw, stretches(5), stretches(4))
def test_pieces_are_the_raw_text(
    cuts: list[tuple[int, int]],
    places: list[tuple[int, int]],
    words: list[tuple[int, int]],
    repairs: list[tuple[int, int]],
) -> None:
    document = _document(RAW, cuts, repairs)
    matches = tuple((a, b, WordMatch(1.0, 1.0)) for a, b in words)
    spans = _spans(places)
    pieces = marking.sentences(document, spans, matches)
    opened: list[int] = []
    closed: list[int] = []
    for sentence in document.sentences:
        at = sentence.span.start
        for piece in pieces[sentence.index]:
            covering = {n for n, span in spans.items() if span.start <= at < span.end}
            if piece.text:
                assert set(piece.findings) == covering
                assert piece.missing == any(
                    a <= at < min(b, sentence.span.end) for a, b in words if a >= sentence.span.start
                )
                assert (piece.repair is not None) == any(a <= at < b for a, b in repairs)
            opened += piece.opens
            closed += piece.closes
            at += len(piece.text)
        assert "".join(piece.text for piece in pieces[sentence.index]) == sentence.span.text
    assert sorted(opened) == sorted(set(opened)) == sorted(closed)
    for number, span in spans.items():
        if any(span.start < b and span.end > a for a, b in cuts):
            assert number in opened


@given(places_in_raw, stretches(4))
def test_whole_text_opens_every_finding(places: list[tuple[int, int]], repairs: list[tuple[int, int]]) -> None:
    document = _document(RAW, [], repairs)
    pieces = marking.whole(document, _spans(places))
    assert "".join(piece.text for piece in pieces) == RAW
    assert sorted(number for piece in pieces for number in piece.opens) == list(range(1, len(places) + 1))
    assert sum(piece.repaired for piece in pieces) == len(repairs)


def test_a_finding_over_two_sentences_opens_once_and_closes_once() -> None:
    document = _document(RAW, [(0, 14), (15, 29)])
    pieces = marking.sentences(document, _spans([(4, 20)]), ())
    assert [piece.opens for piece in pieces[0] if piece.findings] == [(1,)]
    assert [piece.closes for piece in pieces[0] if piece.findings] == [()]
    assert [piece.closes for piece in pieces[1] if piece.findings] == [(1,)]


def test_an_inserted_repair_and_an_empty_span_are_pieces_without_text() -> None:
    document = _document(RAW, [(0, 14)], [(3, 3)])
    pieces = marking.sentences(document, _spans([(7, 7)]), ())[0]
    assert [(piece.repair is not None, piece.findings) for piece in pieces if not piece.text] == [
        (True, ()),
        (False, (1,)),
    ]


def test_words_below_the_middle_are_not_marked() -> None:
    document = _document(RAW, [(0, 14)])
    words = ((0, 3, WordMatch(0.49, 0.0)), (4, 7, WordMatch(0.5, 0.0)))
    assert [piece.text for piece in marking.sentences(document, {}, words)[0] if piece.missing] == ["two"]
