"""The one way through the room: source -> raw -> clean -> sentences -> Document."""

from __future__ import annotations

from pathlib import Path

from drift.reading.decode import ReadError, decode, load, shown
from drift.reading.edits import Draft, OffsetMap
from drift.records import Document, Sentence, Span


def read(source: str | bytes | Path | Document, *, repair: bool = True, max_chars: int = 5_000_000) -> Document:
    """Read a text."""
    if isinstance(source, Document):
        return source
    name, encoding = "", ""
    if isinstance(source, Path):
        name = str(source)
        raw, encoding = decode(load(source, max_chars=max_chars), name=shown(name))
    elif isinstance(source, bytes):
        raw, encoding = decode(source, name="the input")
    else:
        raw = source
    if not any(c.isalpha() for c in raw):
        raise ReadError(f"{shown(name) or 'the text'} holds no words")
    import re
    import blingfire

    draft = Draft(raw, raw)
    repairs = draft.repairs()
    offsets = OffsetMap.of(repairs)
    sentences = []
    for p, m in enumerate(re.finditer(r"[^\r\n]+", draft.text)):
        line = m[0].encode("utf-8", "replace").decode()
        if not line.strip():
            continue
        for a, b in blingfire.text_to_sentences_and_offsets(line)[1]:
            s, e = m.start() + a, m.start() + b
            rs, re_ = offsets.raw(s, e)
            sentences.append(Sentence(len(sentences), draft.text[s:e], s, e, Span(rs, re_, raw[rs:re_]), p))
    return Document(raw, draft.text, tuple(sentences), repairs, name, encoding, "en")
