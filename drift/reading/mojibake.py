"""Text that was decoded with the wrong encoding ("â€™" for "’"), put right line by line with exact offsets."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from drift.reading.edits import Edit

# A line, or a piece of a very long one, cut at a blank: comparing old and new takes quadratic time.
_LINE = re.compile(r"[^\r\n]{1,1000}(?=\s|$)|[^\r\n]{1,1000}")
_PIECE = re.compile(r"\S+\s*|\s+")  # a word and its blank: blanks alone would match everywhere
_REASON = "these characters were decoded with the wrong encoding"


def edits(text: str) -> list[Edit]:
    """Undo wrong decodings that ftfy is sure of. Quotation marks and all other typography stay as they are."""
    if text.isascii():
        return []
    from ftfy import fix_encoding

    result: list[Edit] = []
    for match in _LINE.finditer(text):
        line = match[0]
        if line.isascii():
            continue
        fixed = fix_encoding(line)
        if fixed != line:
            result += _differences(line, fixed, match.start())
    return result


def _differences(line: str, fixed: str, offset: int) -> list[Edit]:
    """The change of a line as small edits: words are compared first, then their common ends are trimmed."""
    old, new = _PIECE.findall(line), _PIECE.findall(fixed)
    starts = [0]
    for piece in old:
        starts.append(starts[-1] + len(piece))
    result: list[Edit] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = "".join(old[a:b]), "".join(new[c:d])
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        start, end = starts[a] + head, starts[b] - tail
        result.append(Edit(offset + start, offset + end, after[head : len(after) - tail], "encoding", _REASON))
    return result


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
