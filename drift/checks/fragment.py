"""Pieces of the rewrite that stand as sentences and are none: "Said.", "Western Sahara Territory."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drift.checks.beads import is_word, quoted
from drift.findings import finding
from drift.language import language_of
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.language import Language
    from drift.records import Comparison, Document, Sentence, Token

#: The last word before the mark that ends a sentence; the tokenizer takes "a." for one word.
_LAST = re.compile(r"\b([a-z]+)[.!?]$")

#: A verbless sentence longer than this is more often a parse without a verb than a fragment.
_SHORT = 8


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a broken sentence; one that the original has in the same words is no finding."""
    document = comparison.rewrite.document
    original = comparison.original
    known = frozenset(_flat(sentence) for sentence in original.document.sentences) if original else frozenset()
    for sentence, row in zip(document.sentences, comparison.rewrite.tokens, strict=True):
        if sentence.kind != "prose" or not row:
            continue
        reason, confidence = _broken(document, sentence, row)
        if reason and _flat(sentence) not in known:
            message = f"{quoted(sentence.text)} is no sentence: {reason}."
            yield finding("fragment", Severity.minor, None, sentence.span, confidence, message)


def _flat(sentence: Sentence) -> str:
    return " ".join(sentence.text.lower().split())


def _broken(document: Document, sentence: Sentence, row: Sequence[Token]) -> tuple[str, float]:
    words = [token for token in row if is_word(token)]
    if not words:
        return "", 0.0
    text, known = sentence.text.rstrip(), language_of(document)
    if len(words) == 1 and _stranded(words[0], known) and _follows(document, sentence):
        return "a single word is left of it", 0.85
    last = _LAST.search(text)
    if last and len(words) > 1 and last.group(1) in known.words("writing.dangling"):
        return f"it breaks off at {quoted(last.group(1))}", 0.8
    verbless = not any(token.pos in {"VERB", "AUX"} for token in row)
    if text.endswith(",") and verbless and len(words) <= _SHORT:
        return "it has no verb and ends in a comma", 0.85
    if verbless and _label(words) and text.endswith(".") and _follows(document, sentence):
        return "it is a name with nothing said of it", 0.6
    return "", 0.0


def _stranded(token: Token, known: Language) -> bool:
    """A verb of the past, a participle or a preposition alone. "Exactly." and "Why?" are answers."""
    return token.has("Tense=Past|VerbForm=Fin", "VerbForm=Ger") or token.text.lower() in known.words("writing.stranded")


def _label(words: Sequence[Token]) -> bool:
    """Two to eight capitalized words without article: a name cut off from its sentence."""
    return 2 <= len(words) <= _SHORT and all(
        token.text[0].isupper() and token.pos in {"PROPN", "NOUN", "ADJ"} for token in words
    )


def _follows(document: Document, sentence: Sentence) -> bool:
    """Whether a complete sentence stands before it in the paragraph."""
    if sentence.index == 0:
        return False
    before = document.sentences[sentence.index - 1]
    return before.paragraph == sentence.paragraph and before.text.rstrip().endswith((".", ".”", '."', "”", ","))
