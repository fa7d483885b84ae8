"""A line of prose -> sentences with exact offsets: blingfire's borders, put right where they are known to be wrong."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.language import Language

# For signatures: the splitter and the version of the corrections made here; raise it when borders change.
SPLITTER = "blingfire-drift5"
# Line ends of all systems; paragraphs and sentences never cross one.
LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Longer "sentences" are tables or unpunctuated dumps; they are cut so that alignment and parsing stay bounded: both
# take the square of a sentence's words and marks.
_MAX_TOKENS = 500
_MAX_CHARS = 5000
# Of which more than half have no letter: rules, drawings, rows of quotation marks, tables of figures. There may be a
# token for each character, five times as many as in a text of words, and as many numbers; in prose one in eight has no
# letter, in a list of words each other one.
_MAX_WORDLESS = 200
_TOKEN = re.compile(r"\w{1,5000}|[^\w\s]")
_LAST = re.compile(r"(?<![^\W_])([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
_MARKER = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[A-Za-z][.)]|[-*•·–—])$")
_CLOSERS = re.compile(r"(?:[」』】）]+|[”’»)\],;]+(?=\s|[.,;:!?]|$))")
_STOP = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})[.!?…]+[\"”’)\]»]*(\s+)(?=[\"“‘(\[«]?(?:[^\W\d_]|\d))")
_OPENING = "\"'“‘([«"
_FIRST = re.compile(r"[\"'“‘(\[«]*([^\W\d_]+)")
_WORD = re.compile(r"\w")
_LETTER = re.compile(r"[^\W\d_]")
_BLANK = re.compile(r"\s*")


def split(text: str, own: Language) -> list[tuple[int, int]]:
    """Start and end of every sentence of one line, without blanks at the edges, in order.

    Every character of the line that is not blank lies in exactly one sentence.
    """
    borders = _borders(text, own)
    spans = [_strip(text, a, b) for a, b in pairwise(borders)]
    return [piece for start, end in spans if start < end for piece in _chunks(text, start, end)]


def whole(text: str) -> list[tuple[int, int]]:
    """The line as one piece (a headline, a byline), cut only where it is beyond all bounds."""
    start, end = _strip(text, 0, len(text))
    return _chunks(text, start, end) if start < end else []


def _borders(text: str, own: Language) -> list[int]:
    found = {0, len(text)}
    found.update(start for start, _ in _blingfire(text))
    found.update(_missed(text, own))
    ordered = sorted(found)
    kept = [0]
    worded = False  # whether a word stands between the last border and `seen`
    seen = 0
    for at, following in pairwise(ordered[1:]):
        shifted = _after_closers(text, at)
        if not kept[-1] < shifted < following:
            continue
        worded = worded or _WORD.search(text, seen, shifted) is not None
        seen = shifted
        # marks without a word belong to their neighbor
        if worded and _WORD.search(text, shifted, following) and _is_border(text, kept[-1], shifted, own):
            kept.append(shifted)
            worded = False
    return [*kept, len(text)]


def _blingfire(text: str) -> list[tuple[int, int]]:
    from blingfire import text_to_sentences_and_offsets

    # Lone surrogates cannot be encoded; a character of the same width stands in for them.
    sound = re.sub(r"[\x00\ud800-\udfff]", "?", text)
    _, spans = text_to_sentences_and_offsets(sound)
    return list(spans)


def _missed(text: str, own: Language) -> list[int]:
    """Sentence ends that blingfire passes over: a plain lower-case word, a full stop, a capital or a number."""
    abbreviations = own.words("abbreviations.words") - own.words("abbreviations.words_too")
    result = []
    for match in _STOP.finditer(text):
        word, after = match[1], text[match.end() : match.end() + 2]
        opens = word.islower() and (after[0].isupper() or not after[0].isalnum())
        # Before a number a short word may be one more abbreviation ("fig. 5"); four letters are a word.
        if word.casefold() not in abbreviations and (opens or (after[0].isdigit() and len(word) >= 4)):
            result.append(match.end())
    return result


def _after_closers(text: str, at: int) -> int:
    """Move a border behind closing marks that were cut off from their sentence."""
    match = _CLOSERS.match(text, at)
    if match is None:
        return at
    blank = _BLANK.match(text, match.end())
    return blank.end() if blank else match.end()


def _is_border(text: str, start: int, at: int, own: Language) -> bool:
    # The last and first words decide; no abbreviation or list mark is longer than 40 characters.
    before, after = text[max(start, at - 40) : at].rstrip(), text[at : at + 40]
    if _MARKER.match(text[start:at].strip() if at - start < 40 else before):
        return False  # "1." opens the sentence that it numbers
    word = _FIRST.match(after)
    if word is not None and word[1].islower() and before[-1] not in ";:":
        return False  # “Why?” he asked; "so far ... promote"; "iPhone sales" has a capital in its first word
    last = _LAST.search(before)
    return last is None or not _is_abbreviation(last[1], after.lstrip(_OPENING)[:1], own)


def _is_abbreviation(word: str, following: str, own: Language) -> bool:
    """Whether the full stop behind a word belongs to it, given the first character of what follows."""
    folded = word.casefold()
    if folded in own.words("abbreviations.before_numbers"):
        return following.isdigit()
    if folded in own.words("abbreviations.words"):
        return True
    initial = len(word) == 1 and word.isupper() and word not in own.words("abbreviations.no_initials")
    return initial and following.isupper()


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, start + len(piece.strip()))


def _is_full(tokens: int, wordless: int, chars: int) -> bool:
    return tokens == _MAX_TOKENS or (tokens >= _MAX_WORDLESS and 2 * wordless > tokens) or chars > _MAX_CHARS


def _chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, cut where it has more tokens or characters than anything downstream should meet.

    It is cut at the last blank of its second half, and within a word or a row of marks only where there is none.
    """
    if end - start <= _MAX_WORDLESS:
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    first, last, blank = start, start, 0
    tokens = wordless = 0  # of the piece
    since = (0, 0)  # of them those before its last blank
    for match in _TOKEN.finditer(text, start, end):
        if match.start() > last:
            blank, since = match.start(), (tokens, wordless)
        while _is_full(tokens, wordless, match.end() - first):
            if 2 * since[0] > tokens:
                cut, tokens, wordless = blank, tokens - since[0], wordless - since[1]
            else:
                cut, tokens, wordless = match.start(), 0, 0
            pieces.append((first, first + len(text[first:cut].rstrip())))
            first, blank, since = cut, 0, (0, 0)
        last = match.end()
        tokens += 1
        wordless += not _LETTER.search(match[0])
    pieces.append((first, end))
    return pieces
