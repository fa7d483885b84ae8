"""Broken writing in the rewrite, where the evidence is plain on the page. Style is not judged."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from drift.checks.beads import quoted
from drift.checks.tortured import tortured
from drift.findings import finding
from drift.reading import raw_span
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Comparison, Document, Sentence, Token

#: A space before a mark that closes, then more text ("described as a . is marked"); a comma after a full stop
#: ("According. ,") unless the stop may end an abbreviation: those have fewer than five small letters.
_LOOSE = re.compile(r"(?<=\w) [.,;](?= ?[a-z])|(?<=[a-z]{5}[.!?]) ?[,;](?= )")

#: "spywareAccording": two words without the space between them.
_GLUED = re.compile(r"(?<![\w-])[a-z]{4,}[A-Z][a-z]{3,}(?![\w-])")

#: Words that take a capital only at the head of a sentence or in a title.
_SMALL = frozenset(
    {"and", "in", "of", "the", "with", "for", "to", "from", "as", "at", "by", "between", "thanks", "or", "but"}
)

#: Zipf frequencies (wordfreq) of a word that everybody knows and of one that is in use: 3.0 is once in a million
#: words, 2.5 three times in ten million ("spyware", "ecologist").
_KNOWN, _USED = 3.0, 2.5


_WORD = re.compile(r"[^\W\d_]+")


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a fault; a fault that the original has in the same words is no finding."""
    document = comparison.rewrite.document
    known = "" if comparison.original is None else " ".join(comparison.original.document.clean.split())
    words = sorted({*_WORD.findall(known.lower()), *_WORD.findall(known.lower().replace("-", ""))})
    for sentence, row in zip(document.sentences, comparison.rewrite.tokens, strict=True):
        if sentence.kind != "prose":
            continue
        faults = [*_faults(document, sentence, row), *_unknown(row, words)]
        for start, end, message, confidence in faults:
            span = raw_span(document, start, end)
            if known and " ".join(span.text.split()) in known:
                continue
            yield finding(
                kind="fluency",
                severity=Severity.minor,
                original=None,
                rewrite=span,
                confidence=confidence,
                message=message,
            )
    if comparison.original is None or not _unbalanced(comparison.original.document):
        yield from _quotation_marks(document)


_Fault = tuple[int, int, str, float]


def _faults(document: Document, sentence: Sentence, row: Sequence[Token]) -> Iterator[_Fault]:
    yield from _spacing(sentence)
    yield from _glued(sentence)
    yield from _articles(row)
    yield from _capitals(row)
    yield from _opening(document, sentence, row)
    yield from _tortured(document, row)


def _tortured(document: Document, row: Sequence[Token]) -> Iterator[_Fault]:
    for first, behind, term in tortured(row):
        start, end = row[first].start, row[behind - 1].end
        message = f"{quoted(document.clean[start:end])} is a tortured phrase: the usual term is {quoted(term)}."
        yield start, end, message, 0.7


def _spacing(sentence: Sentence) -> Iterator[_Fault]:
    for match in _LOOSE.finditer(sentence.text):
        start, end = _widened(sentence.text, match.start(), match.end())
        yield (
            sentence.start + start,
            sentence.start + end,
            f"The punctuation in {quoted(sentence.text[start:end])} is misplaced.",
            0.75,
        )


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """From the word before to the word after."""
    while start and not text[start - 1].isspace():
        start -= 1
    end += len(text[end:]) - len(text[end:].lstrip())
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _glued(sentence: Sentence) -> Iterator[_Fault]:
    from wordfreq import zipf_frequency

    for match in _GLUED.finditer(sentence.text):
        word = match.group()
        cut = next(i for i, letter in enumerate(word) if letter.isupper())
        # Names written so ("iPhone", "eBay") are known words themselves; their parts are short.
        if (
            zipf_frequency(word, "en") < 1.5
            and min(zipf_frequency(word[:cut], "en"), zipf_frequency(word[cut:], "en")) >= _USED
        ):
            message = f"{quoted(word)} lacks a space: {quoted(word[:cut] + ' ' + word[cut:])}."
            yield sentence.start + match.start(), sentence.start + match.end(), message, 0.85


def _articles(row: Sequence[Token]) -> Iterator[_Fault]:
    for first, second in itertools.pairwise(row):
        pair = (first.text.lower(), second.text)
        if pair[0] in {"a", "an", "the"} and pair[1] in {"a", "an", "the"}:
            yield (
                first.start,
                second.end,
                f"Two articles follow each other: {quoted(f'{first.text} {second.text}')}.",
                0.7,
            )


def _capitals(row: Sequence[Token]) -> Iterator[_Fault]:
    for before, token, after in zip(row, row[1:], row[2:], strict=False):
        word = token.text
        if (
            word[:1].isupper()
            and word.lower() in _SMALL
            and word[1:].islower()
            and before.text.islower()
            and after.text.islower()
        ):
            yield token.start, token.end, f"{quoted(word)} has a capital letter inside the sentence.", 0.7


def _unknown(row: Sequence[Token], known: Sequence[str]) -> Iterator[_Fault]:
    """Small words of five letters or more that wordfreq's corpora never saw, and the original does not have.

    `known` are the original's words, sorted.

    In `roundtrip` dev 40 such words stand in 1,446 machine-translated sentences, all but a few mangled; in the same
    originals 9, of which 3 are misspelled and the rest rare terms and words of other languages.
    """
    from wordfreq import zipf_frequency

    for token in row:
        word = token.text
        if not (word.isascii() and word.isalpha() and word.islower() and len(word) >= 5) or token.entity:
            continue
        if zipf_frequency(word, "en") > 0 or _begins(word, known):
            continue
        if not _regular(word):
            yield token.start, token.end, f"{quoted(word)} is not a known word.", 0.7 if known else 0.45


def _begins(word: str, known: Sequence[str]) -> bool:
    """Whether one of these sorted words, of five letters or more, is the word or its beginning."""
    while len(word) >= 5:
        place = bisect_right(known, word)
        before = known[place - 1] if place else ""
        if len(before) >= 5 and word.startswith(before):
            return True
        # what begins the word and sorts before this one begins this one too
        word = word[: next((k for k, (x, y) in enumerate(zip(word, before, strict=False)) if x != y), len(before))]
    return False


def _regular(word: str) -> bool:
    """Whether a known word and a regular beginning or ending make it up ("macroecologist", "unaskable")."""
    from wordfreq import zipf_frequency

    stems = [
        word.removesuffix(s)
        for s in ("s", "ed", "ing", "er", "ers", "like", "less", "ness", "able", "ly", "ist", "ists")
    ]
    stems += [
        word.removeprefix(p)
        for p in (
            "un",
            "re",
            "non",
            "anti",
            "micro",
            "macro",
            "multi",
            "mini",
            "over",
            "under",
            "pre",
            "post",
            "super",
            "co",
            "bio",
            "geo",
            "eco",
            "neuro",
            "psycho",
            "cyber",
        )
    ]
    return any(stem != word and len(stem) >= 4 and zipf_frequency(stem, "en") >= _USED for stem in stems)


def _opening(document: Document, sentence: Sentence, row: Sequence[Token]) -> Iterator[_Fault]:
    """A sentence that begins in lower case after a full stop."""
    from wordfreq import zipf_frequency

    if not row or not sentence.index:
        return
    first = row[0]
    before = document.sentences[sentence.index - 1]
    last = before.text.rstrip().rsplit(" ", 1)[-1]
    # An abbreviation or initial before it ("U.S. officials") means that the splitter erred, not the writer;
    # words of four letters and a stop may be one ("Sept.", "approx.").
    abbreviated = len(last.strip("“”\"'().")) <= 4 or "." in last[:-1]
    if (
        before.paragraph == sentence.paragraph
        and last.endswith(".")
        and not abbreviated
        and first.text.islower()
        and first.text.isalpha()
        and len(first.text) > 1
        and zipf_frequency(first.text, "en") >= _KNOWN
    ):
        yield first.start, first.end, f"The sentence begins in lower case: {quoted(first.text)}.", 0.7


def _quotation_marks(document: Document) -> Iterator[Finding]:
    for start, end, message in _unbalanced(document):
        yield finding(
            kind="fluency",
            severity=Severity.minor,
            original=None,
            rewrite=raw_span(document, start, end),
            confidence=0.7,
            message=message,
        )


def _unbalanced(document: Document) -> list[tuple[int, int, str]]:
    """Curly double quotation marks without their partner.

    Straight marks do not say which way they face and are not judged. A quotation may run over several sentences
    and paragraphs: each paragraph may open it again, only the last closes it.
    """
    found: list[tuple[int, int, str]] = []
    if len(document.sentences) < 3:
        return found  # a sentence out of its text may hold half a quotation
    opened = -1
    for sentence in document.sentences:
        if sentence.kind != "prose":
            continue
        for place in range(sentence.start, sentence.end):
            letter = document.clean[place]
            # German and sloppy English close with “: after a letter or a stop it is no opening mark.
            closes = letter == "”" or (
                letter == "“" and place > 0 and not document.clean[place - 1].isspace() and opened >= 0
            )
            if closes:
                if opened < 0:
                    found.append((place, place + 1, "The quotation mark ” was never opened."))
                opened = -1
            elif letter == "“":
                if opened >= 0 and place != sentence.start:
                    found.append((opened, opened + 1, "The quotation mark “ is never closed."))
                opened = place
    if opened >= 0:
        found.append((opened, opened + 1, "The quotation mark “ is never closed."))
    return found
