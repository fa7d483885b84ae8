"""From clean offsets back to the user's own characters, and replaying repairs."""

from __future__ import annotations

import pytest

from drift.reading import apply, raw_span, read
from drift.records import Document, Repair, Span


def document(raw: str, *changes: tuple[int, int, str]) -> Document:
    repairs = tuple(Repair(Span(a, b, raw[a:b]), new, "kind", "reason") for a, b, new in changes)
    return Document(raw=raw, clean=apply(raw, repairs), sentences=(), repairs=repairs)


@pytest.mark.parametrize(
    ("raw", "change", "start", "end", "wanted"),
    [
        ("Moroccolink is", (7, 11, ""), 0, 7, "Morocco"),  # a deletion at the right edge is left out
        ("Moroccolink is", (7, 11, ""), 7, 10, " is"),  # ... and at the left edge
        ("Moroccolink is", (7, 11, ""), 0, 10, "Moroccolink is"),  # within, it is the user's own text
        ("ofunderstanding", (2, 2, " "), 0, 2, "of"),
        ("ofunderstanding", (2, 2, " "), 3, 16, "understanding"),
        ("ofunderstanding", (2, 2, " "), 0, 16, "ofunderstanding"),
        ("ofunderstanding", (2, 2, " "), 2, 3, ""),  # the inserted blank alone stands between two characters
        ("a &amp; b", (2, 7, "&"), 2, 3, "&amp;"),  # a replaced stretch comes whole
        ("a â€œ b", (2, 5, "“”"), 3, 4, "â€œ"),  # also when half of the replacement is touched
        ("a &amp; b", (2, 7, "&"), 0, 1, "a"),
        ("plain", (5, 5, ""), 1, 3, "la"),
        ("plain", (0, 0, ""), 2, 2, ""),
    ],
)
def test_raw_span(raw: str, change: tuple[int, int, str], start: int, end: int, wanted: str) -> None:
    assert raw_span(document(raw, change), start, end).text == wanted


def test_offsets_outside_the_text_are_refused() -> None:
    for start, end in ((-1, 2), (2, 1), (0, 99)):
        with pytest.raises(ValueError, match="outside"):
            raw_span(document("text"), start, end)


def test_repairs_of_another_text_are_refused() -> None:
    repairs = read("It is one ofthe best days.").repairs
    assert apply("It is one ofthe best days.", repairs) == "It is one of the best days."
    wrong = (Repair(Span(0, 2, "It"), "", "kind", "reason"),)
    with pytest.raises(ValueError, match="not one of this text"):
        apply("We are", wrong)
    with pytest.raises(ValueError, match="not one of this text"):
        apply("It It", (*wrong, *wrong))
