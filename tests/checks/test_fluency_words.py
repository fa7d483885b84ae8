"""Words of the original that begin a word, and the list of tortured phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.checks.fluency import _begins
from drift.checks.tortured import tortured
from drift.language import language
from drift.parsing import parse
from drift.records import Document
from tests.caching import cache

LISTED = [line.split("\t") for line in language("en").file("tortured.tsv").splitlines() if not line.startswith("#")]
WORDS = st.text(alphabet="ab", min_size=1, max_size=9)


@given(st.text(alphabet="ab", min_size=5, max_size=12), st.sets(WORDS, max_size=12))
def test_a_beginning_is_found_as_if_all_words_were_tried(word: str, known: set[str]) -> None:
    assert _begins(word, sorted(known)) == any(len(other) >= 5 and word.startswith(other) for other in known)


def found(text: str) -> list[tuple[str, str]]:
    document = Document.from_sentences([text])
    return [
        (document.clean[row[item.first].start : row[item.behind - 1].end], item.term)
        for row in parse(document, cache=cache())
        for item in tortured(row, language("en"))
    ]


def test_every_listed_phrase_is_found_with_its_term() -> None:
    assert len(LISTED) > 90
    assert len({phrase for phrase, _ in LISTED}) == len(LISTED)
    text = " ".join(f"They used {phrase} in it." for phrase, _ in LISTED)
    assert found(text) == [(phrase, term) for phrase, term in LISTED]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Irregular backwoods and colossal information.", ["random forest", "big data"]),
        ("The focal preparing units failed.", ["central processing unit"]),
        ("Facial Acknowledgements are sold.", ["facial recognition"]),
        ("Man-made consciousness, man made it.", ["artificial intelligence"]),
        ("A random forest of artificial neural networks with solar cells.", []),
        ("The bosom of the family, a peril to none.", []),
    ],
)
def test_tortured_phrases(text: str, expected: list[str]) -> None:
    assert [term for _, term in found(text)] == expected
