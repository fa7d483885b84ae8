"""The one way through the room: source -> raw -> clean -> sentences -> Document."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

from drift.language import detect, foreign, recognized
from drift.reading import furniture, glue, inline, markup, mojibake, residue, sentences, spacing, subtitles, wraps
from drift.reading.decode import ReadError, WordlessError, decode, load, shown
from drift.reading.edits import Draft, OffsetMap
from drift.reading.vocabulary import Vocabulary
from drift.records import Document, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.language import Language

_FILE_NAME = re.compile(r"\S{1,250}\.(?:txt|text|md|x?html?|docx?|odt|rtf|pdf)", re.IGNORECASE)


def read(source: str | bytes | Path | Document, *, repair: bool = True, max_chars: int = 5_000_000) -> Document:
    """Read a text: decode it, repair it on the record, split it into sentences and say what each is.

    Args:
        source: `str` is the text itself (plain, or an HTML page), `Path` a file, `bytes` the content of one;
            a `Document` is returned as it is. Of a `str` that looks like a file's name a warning is given.
        repair: whether to repair the text. Without, `clean == raw` for plain text; the markup of an HTML page is
            removed in either case.
        max_chars: longer texts are refused.

    Raises:
        ReadError: missing file, directory, pipe or device, unreadable, binary, or too long. The message is one line
            and names the file.
        WordlessError: a ReadError: the text is empty, or has no words.
        TypeError: the source is none of these types.
    """
    if isinstance(source, Document):
        return source
    name = encoding = ""
    if isinstance(source, Path):
        name = str(source)
        raw, encoding = decode(load(source, max_chars=max_chars), name=shown(name))
    elif isinstance(source, (bytes, bytearray)):
        raw, encoding = decode(bytes(source), name="the input")
    elif isinstance(source, str):
        raw = source
        if _FILE_NAME.fullmatch(source):
            warnings.warn(f"{source!r} is taken as the text itself; a file is Path({source!r})", stacklevel=2)
    else:
        msg = f"source must be str, bytes, pathlib.Path or Document, not {type(source).__name__}"
        raise TypeError(msg)
    title = shown(name) if name else "the text"
    if len(raw) > max_chars:
        msg = f"{title} is too large: {len(raw)} characters; the limit is {max_chars} characters"
        raise ReadError(msg)
    _refuse_wordless(raw, title)
    is_page = markup.is_html(raw)
    draft, regions = markup.strip(raw) if is_page else (Draft(raw, raw), ())
    _refuse_wordless(draft.text, title)
    language = detect(draft.text)
    own = recognized(language, raw)
    if repair:
        if not is_page:  # a page's entities are decoded with its markup; what looks like one then is text
            draft = draft.then(inline.edits(draft.text))
            draft = draft.then(markup.entities(draft.text))
        draft = _repaired(draft, own, is_foreign=foreign(language))
        _refuse_wordless(draft.text, title)
    repairs = draft.repairs()
    return Document(
        raw=raw,
        clean=draft.text,
        sentences=_sentences(draft.text, raw, OffsetMap.of(repairs), regions, own),
        repairs=repairs,
        name=name,
        encoding=encoding,
        language=language,
    )


def _refuse_wordless(text: str, title: str) -> None:
    if not any(map(str.isalpha, text)):
        msg = f"{title} is empty" if not text.strip() else f"{title} has no words in it"
        raise WordlessError(msg)


def _repaired(draft: Draft, own: Language, *, is_foreign: bool) -> Draft:
    """All repairs, in the order in which each finds what it needs."""
    draft = draft.then(mojibake.edits(draft.text))
    draft = draft.then(spacing.invisible(draft.text))
    draft = draft.then(spacing.blanks(draft.text))
    draft = draft.then(subtitles.edits(draft.text))
    draft = draft.then(wraps.edits(draft.text, own))
    if is_foreign:
        # Lost spaces and residue are judged by frequencies that were measured in English; compounding needs others.
        return draft
    draft = draft.then(spacing.after_punctuation(draft.text, Vocabulary.of(draft.text, own)))
    vocabulary = Vocabulary.of(draft.text, own)
    residues = residue.learn(draft.text, vocabulary)
    draft = draft.then(residue.edits(draft.text, vocabulary, residues))
    draft = draft.then(glue.edits(draft.text, Vocabulary.of(draft.text, own)))
    if residues:  # a host that was glued to its neighbor ("toMorocco link") is free only now
        draft = draft.then(residue.edits(draft.text, Vocabulary.of(draft.text, own), residues))
    return draft


def _sentences(
    text: str, raw: str, offsets: OffsetMap, regions: Sequence[markup.Region], own: Language
) -> tuple[Sentence, ...]:
    lines = []
    for match in sentences.LINE.finditer(text):
        line = match[0]
        if line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            lines.append((start, start + len(line.strip())))
    headings, asides = _roles(lines, offsets, regions)
    result: list[Sentence] = []
    for paragraph, parts in enumerate(furniture.classify(text, lines, headings, asides, own)):
        for part in parts:
            # Furniture and bylines are one piece each, however many full stops they have.
            piece = text[part.start : part.end]
            spans = sentences.split(piece, own) if part.kind in {"prose", "headline"} else sentences.whole(piece)
            for start, end in spans:
                a, b = part.start + start, part.start + end
                reason = furniture.is_furniture(text[a:b], own) if part.kind == "prose" else part.reason
                kind = "furniture" if part.kind == "prose" and reason else part.kind
                raw_start, raw_end = offsets.raw(a, b)
                span = Span(raw_start, raw_end, raw[raw_start:raw_end])
                result.append(Sentence(len(result), text[a:b], a, b, span, paragraph, kind, reason))
    return tuple(result)


def _roles(
    lines: Sequence[tuple[int, int]], offsets: OffsetMap, regions: Sequence[markup.Region]
) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the lines within the page's headings and asides."""
    spans = [offsets.raw(start, end) for start, end in lines] if regions else []
    return _within(spans, regions, "heading"), _within(spans, regions, "aside")


def _within(spans: Sequence[tuple[int, int]], regions: Sequence[markup.Region], role: str) -> frozenset[int]:
    chosen = sorted((region.start, region.end) for region in regions if region.role == role)
    found = set()
    for number, (start, end) in enumerate(spans):
        index = bisect_left(chosen, (end,)) - 1  # the last region that begins before the line ends
        if index >= 0 and chosen[index][1] > start:
            found.add(number)
    return frozenset(found)
