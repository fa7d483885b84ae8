"""Words that lost the space between them: a small Viterbi search over word frequencies.

A token is split only where no dictionary knows it, all its parts are words (of the language, or of this document),
and the parts are likelier than one unknown word of that length. What counts as likely depends on the document: a
single case in a clean text needs a function word or a name of the document; a text that has lost spaces in many
places is expected to have lost more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.reading.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from drift.language import Language
    from drift.reading.vocabulary import Vocabulary

_MAX_PARTS = 4
_MAX_TOKEN = 60  # longer runs of letters are data, not glue
# log10 probability of an unknown word of n letters: unknown tokens make up about 2 % of clean news text (measured
# on the originals of the round-trip development set), and English spends about 2.5 bits (0.75 decades) a letter.
_UNKNOWN, _PER_LETTER = -1.7, -0.75
# log10 odds that a case must overcome. Clean text: set between the best wrong case and the worst right one of the
# clean development texts (0.1 "As|herman", 2.6 "validate|your", 186,000 words). Glued document: 33 of the 590 words
# of seed 001 are glue, 5 %, to 2 % unknown words in general; half a decade is kept as a margin.
_PRIOR_CLEAN, _PRIOR_GLUED = -2.0, -1.0
# This many different sure cases make a document glued.
_GLUED_DOCUMENT = 3
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_NEIGHBORS = re.compile(r"\b(\w++)(?=[ \n](\w++))")
_BESIDE_BEFORE = "@#/\\_-‐‑'’.&=%+~$*"
_BESIDE_AFTER = "@/\\_-‐‑=&*"


@dataclass(frozen=True, slots=True)
class _Case:
    """A token that splits: its parts, and the log10 odds of glue against an unknown word before the prior."""

    start: int
    end: int
    parts: tuple[str, ...]
    odds: float


def edits(text: str, vocabulary: Vocabulary) -> list[Edit]:
    """Insert the lost spaces."""
    cases = list(_cases(text, vocabulary))
    apart = frozenset(match.groups() for match in _NEIGHBORS.finditer(text)) if cases else frozenset()
    sure = [case for case in cases if _is_sure(case, text, vocabulary, apart)]
    glued = len({case.parts for case in sure}) >= _GLUED_DOCUMENT
    chosen = [case for case in cases if case.odds + _PRIOR_GLUED > 0 and _is_likely(case, vocabulary)] if glued else []
    result: list[Edit] = []
    for case in sorted({*sure, *chosen}, key=lambda c: c.start):
        at = case.start
        reason = f"“{text[case.start : case.end]}” is no known word and reads “{' '.join(case.parts)}”: a lost space"
        for part in case.parts[:-1]:
            at += len(part)
            result.append(Edit(at, at, " ", "glue", reason))
    return result


def _cases(text: str, vocabulary: Vocabulary) -> Iterator[_Case]:
    splits: dict[str, tuple[tuple[str, ...], float]] = {}
    for match in vocabulary.words(text):
        token, (start, end) = match[0], match.span()
        if 5 <= len(token) <= _MAX_TOKEN and not _is_bound(text, start, end, vocabulary.language):
            if token not in splits:
                splits[token] = _split(token, vocabulary)
            parts, odds = splits[token]
            if parts:
                yield _Case(start, end, parts, odds)


def _split(token: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], float]:
    """The parts of a token and the log10 odds that it is glue; no parts where it is a word."""
    listed = _listed_glue(token, vocabulary)
    if listed:
        return listed, 9.0
    if _is_word(token, vocabulary):
        return (), 0.0
    parts, score = _segment(token, vocabulary)
    return parts, score - (_UNKNOWN + _PER_LETTER * len(token))


def _is_bound(text: str, start: int, end: int, own: Language) -> bool:
    """Whether the letters belong to something larger: a hyphenated word, a number, a dotted name."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isdigit() or before in _BESIDE_BEFORE or after.isdigit() or after in _BESIDE_AFTER:
        return True
    if after in "'’" and text[end + 1 : end + 2] in own.words("spelling.apostrophe_before"):
        return True
    return after == "." and end + 1 < len(text) and text[end + 1].isalnum()


def _listed_glue(token: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two words of glue so common that the dictionary has it.

    Frequency lists contain the commonest glue themselves ("ofthe" is as frequent there as "nephews").

    Two very frequent function words, the second an article or demonstrative, never form a word; words that
    look like it ("breathe", "loathe") have no function word in front.
    """
    folded = token.casefold()
    for second in vocabulary.language.ordered("function.glued"):
        first = folded.removesuffix(second)
        if first != folded and vocabulary.is_closed(first) and len(first) >= 2:
            is_glue = (
                vocabulary.zipf(first) >= 6.0 and vocabulary.zipf(folded) < 3.5 and token.islower()
            )  # Hans Bethe stays
            return (token[: len(first)], token[len(first) :]) if is_glue else ()
    return ()


def _is_word(token: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.is_known(token):
        return True
    pieces = _HUMP.split(token)
    return pieces[0].casefold() in vocabulary.language.words("names.prefixes")


def _segment(token: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], float]:
    """The likeliest split into at least two words and its log10 probability; an empty split if there is none."""
    size = len(token)
    best: list[dict[int, tuple[float, int]]] = [{} for _ in range(size + 1)]  # position -> parts used -> (score, from)
    best[0][0] = (0.0, 0)
    for end in range(1, size + 1):
        for start in range(max(0, end - 24), end):
            if not best[start] or (start == 0 and end == size):
                continue
            score = _part(token[start:end], vocabulary)
            if score is None:
                continue
            for used, (total, _) in best[start].items():
                if used < _MAX_PARTS and (used + 1 not in best[end] or best[end][used + 1][0] < total + score):
                    best[end][used + 1] = (total + score, start)
    if not best[size]:
        return (), 0.0
    used = max(best[size], key=lambda count: (best[size][count][0], -count))
    total = best[size][used][0]
    parts: list[str] = []
    at = size
    for count in range(used, 0, -1):
        start = best[at][count][1]
        parts.append(token[start:at])
        at = start
    return tuple(reversed(parts)), total


def _part(part: str, vocabulary: Vocabulary) -> float | None:
    """log10 probability of a part standing as a word; None where it cannot."""
    if not (part.islower() or (part[0].isupper() and part[1:].islower()) or (part.isupper() and len(part) >= 2)):
        return None
    folded = part.casefold()
    if len(part) <= 2:
        if part.isupper() and len(part) == 2:
            return vocabulary.zipf(part) - 9 if vocabulary.zipf(part) >= 4.5 and part in vocabulary.surface else None
        return vocabulary.zipf(part) - 9 if folded in vocabulary.language.words("function.short") else None
    frequency = vocabulary.zipf(part)
    here = vocabulary.folded.get(folded, 0)
    if len(part) == 3 and not (
        frequency >= 5.0 or (here and frequency >= 4.0) or (part in vocabulary.surface and part[0].isupper())
    ):
        return None
    if frequency < 2.5 and not vocabulary.occurs(part) and not (len(part) >= 8 and frequency >= 1.0):
        return None
    # What the document itself says is likelier in it than in general: -4.5 is one word in thirty thousand.
    return max(frequency - 9, -4.5 if vocabulary.occurs(part) else -99.0)


def _is_sure(case: _Case, text: str, vocabulary: Vocabulary, apart: Collection[tuple[str, ...]]) -> bool:
    """Whether a case stands on its own, in a text that may otherwise be clean; `apart` are its neighboring words."""
    token, parts = text[case.start : case.end], case.parts
    if token[0].isupper() and vocabulary.surface.get(token, 0) > 1:
        return False  # a name of its own
    if any(part[0].isupper() for part in parts[1:]):
        if len(parts) != 2:
            return False
        if parts[0][0].isupper():  # "WesternSahara": only where the document also has the two words apart
            return parts in apart
        return _is_sure_hump(parts[0], parts[1], vocabulary)
    if token[0].isupper() and not (parts[0] in vocabulary.surface or vocabulary.is_closed(parts[0])):
        return False
    return _has_function_word(token, parts, vocabulary) and case.odds + _PRIOR_CLEAN > 0


def _has_function_word(token: str, parts: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a part is a function word that forms no new words; "in" and "on" behind a long, unrepeated word."""
    first, last = parts[0], parts[-1]
    if len(parts) == 2 and not vocabulary.is_closed(first) and vocabulary.is_formative(last) and len(first) < 7:
        return False
    if any(len(part) >= 2 and vocabulary.is_closed(part) and not vocabulary.is_formative(part) for part in parts):
        return True
    behind = vocabulary.language.words("function.formative_behind")
    return last in behind and len(first) >= 7 and vocabulary.surface.get(token) == 1


def _is_sure_hump(first: str, second: str, vocabulary: Vocabulary) -> bool:
    """Whether "spywareAccording", "butRabat", "likeRELATED" is meant; not "iPhone", "startIndex", "USpresident"."""
    if not first.islower():
        return False
    if second.isupper():
        return len(first) >= 3 and len(second) >= 5 and min(vocabulary.zipf(first), vocabulary.zipf(second)) >= 3.5
    if vocabulary.is_closed(first) and len(first) >= 2:
        return second in vocabulary.surface or vocabulary.zipf(second) >= 3.5
    return len(first) >= 4 and (vocabulary.opens(second) or second in vocabulary.surface)


def _is_likely(case: _Case, vocabulary: Vocabulary) -> bool:
    """Whether a case is good enough in a document that has lost many spaces."""
    content = [part for part in case.parts if not vocabulary.is_closed(part)]
    return all(len(part) >= 4 for part in content)
