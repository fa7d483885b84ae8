"""Bytes, text, HTML or a file -> `Document`: decoded, repaired on the record, split into sentences.

Public: `read`, `ReadError` and its kind `WordlessError`, `apply` (replay repairs), `raw_span` (clean offsets -> the
user's own characters), `sentence_at` and `sentences_of` (raw offsets -> sentences).
"""

from __future__ import annotations

from drift.reading.decode import ReadError, WordlessError
from drift.reading.document import read
from drift.reading.edits import apply, raw_span
from drift.reading.lookup import sentence_at, sentences_of
from drift.reading.sentences import SPLITTER

__all__ = ["SPLITTER", "ReadError", "WordlessError", "apply", "raw_span", "read", "sentence_at", "sentences_of"]
