"""The same word, phrase or sentence twice, in the rewrite alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import quoted
from drift.findings import finding
from drift.reading import raw_span
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Comparison, Document, Span, Token

#: Words that writers double on purpose or by grammar ("had had", "very very", "so so").
_DOUBLED = frozenset(
    """
    that had very so no ha bye far much many really blah yes well long now there her you more knock hear never on in
    is do oh na la bla
    """.split()
)

#: The longest phrase looked for twice in a row; longer ones are doubled sentences.
_PHRASE = 8

#: A sentence of fewer words may well be said twice ("Thank you.").
_SENTENCE = 5


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a doubled word or phrase, a gloss that repeats its word, or a sentence said again."""
    document = comparison.rewrite.document
    known = "" if comparison.original is None else _flat(comparison.original.document.clean)
    excused = _excused(comparison)
    for sentence, row in zip(document.sentences, comparison.rewrite.tokens, strict=True):
        if sentence.kind == "furniture" or sentence.index in excused:
            continue
        for first, last, text in _doubled(row):
            span = raw_span(document, row[first].start, row[last].end)
            if _flat(span.text) not in known:
                yield _finding(span, f"{quoted(text)} stands twice in a row.")
    yield from _sentences(document, known)


def _excused(comparison: Comparison) -> frozenset[int]:
    """Sentences that render one which doubles a phrase itself, be it in other words."""
    if comparison.original is None:
        return frozenset()
    tokens = comparison.original.tokens
    return frozenset(
        j
        for bead in comparison.alignment.beads
        if any(next(_doubled(tokens[i]), None) is not None for i in bead.original)
        for j in bead.rewrite
    )


def _flat(text: str) -> str:
    return " ".join(text.lower().split())


def _doubled(row: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Places (first token, last token) where a phrase or its bracketed gloss repeats what stands before."""
    words = [token.text.lower() for token in row]
    index = 0
    while index < len(words):
        found = _at(row, words, index)
        if found is None:
            index += 1
        else:
            yield found
            index = found[1] + 1


def _at(row: Sequence[Token], words: Sequence[str], index: int) -> tuple[int, int, str] | None:
    for after in range(min(index + _PHRASE, len(words) - 1), index, -1):
        # whatever follows, a phrase that comes again begins with its first word
        if words[after] not in (words[index], "("):
            continue
        phrase, length = words[index:after], after - index
        if not all(word.replace("'", "").replace("-", "").isalpha() for word in phrase):
            continue
        text = " ".join(token.text for token in row[index:after])
        if (
            words[after : after + 1] == ["("]
            and words[after + 1 : after + 1 + length] == phrase
            and words[after + 1 + length : after + 2 + length] == [")"]
        ):
            return index, after + 1 + length, text
        if words[after : after + length] == phrase and _meant(row, index, length) is False:
            return index, after + length - 1, text
    return None


def _meant(row: Sequence[Token], index: int, length: int) -> bool:
    """Whether a doubling is a name ("Bora Bora"), grammar or emphasis."""
    if length > 1:
        return len({row[i].text.lower() for i in range(index, index + length)}) == 1
    token = row[index]
    thrice = any(0 <= i < len(row) and row[i].text.lower() in {token.text.lower(), "-"} for i in (index - 1, index + 2))
    return (
        token.text.lower() in _DOUBLED
        or len(token.text) == 1
        or token.text[0].isupper()
        or token.pos == "INTJ"
        or thrice
    )


def _sentences(document: Document, known: str) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for sentence in document.sentences:
        if sentence.kind == "furniture":
            continue
        flat = _flat(sentence.text).strip("“”\"'‘’.!?*- ")
        # questions and headings of a list come back in interviews and surveys
        if len(flat.split()) < _SENTENCE or sentence.text.rstrip(' ”"').endswith(("?", "...", "…", ":")):
            continue
        if flat in seen and known.count(flat) < 2:
            yield _finding(sentence.span, f"{quoted(sentence.text)} repeats sentence {seen[flat] + 1} word for word.")
        seen.setdefault(flat, sentence.index)


def _finding(span: Span, message: str) -> Finding:
    return finding(
        kind="repetition",
        severity=Severity.minor,
        original=None,
        rewrite=span,
        confidence=0.8,
        message=message,
    )
