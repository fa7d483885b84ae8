"""The print of a document: all that finding its relatives needs, a few dozen kilobytes, so that 100,000 fit on a disk.

Sentence vectors in half precision, and hashes of what is rare: capitalized words, numbers, stretches of quotations.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.encoding.plain import unit
from drift.facts.names import fold
from drift.facts.quotes import find, words_of
from drift.ground.cache import seal, unseal
from drift.language import language_of
from drift.tracing.spelling import known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from drift.records import Document, Sentence

FORMAT = "3"  # of a packed print: raise it when the layout or what is hashed changes
STRETCH = 3  # words of a quotation that are hashed together: shorter ones are phrases that many use
FAMOUS = 4.5  # Zipf frequency from which a name says little about the event ("London" 5.3, "Rabat" 2.6)
_CODE = 8  # bytes of a language's code in a packed print
LONGEST = 400  # hashes a document: an article has some 80; a book must not drown the others

_NAME = re.compile(r"(?<![.!?:“\"‘'\n] )(?<!^)\b[A-Z][^\W\d_]*[^\W\d_A-Z][^\W\d_]*(?:[-’'][^\W\d_]+)*")
_NUMBER = re.compile(r"\d[\d.,]*\d")


@dataclass(frozen=True, slots=True)
class Print:
    """`vectors` (n, d) half precision, unit rows; `lengths` (n,) words a sentence; `rare` (k,) sorted hashes.

    The n sentences are those of the document that are no site furniture. `language` is the document's ISO 639-1 code,
    "" where it was not recognized, `size` its raw characters.
    """

    vectors: NDArray[np.float16]
    lengths: NDArray[np.float32]
    rare: NDArray[np.uint64]
    language: str = ""
    size: int = 0

    @property
    def center(self) -> NDArray[np.float32]:
        """The direction of the mean vector, shape (d,)."""
        mean: NDArray[np.float32] = self.vectors.astype(np.float32).mean(axis=0)
        return unit(mean)


def kept(document: Document) -> tuple[int, ...]:
    """The sentences that tracing looks at: all but site furniture, or all where there is nothing else."""
    found = tuple(sentence.index for sentence in document.sentences if sentence.kind != "furniture")
    return found or tuple(range(len(document.sentences)))


def lengths(sentences: Sequence[Sentence]) -> NDArray[np.float32]:
    """The words of each sentence, at least 1."""
    return np.array([max(1, len(sentence.text.split())) for sentence in sentences], dtype=np.float32)


def rare(document: Document, sentences: Sequence[Sentence]) -> NDArray[np.uint64]:
    """Hashes of names, numbers and stretches of quotations. How rare they are is known when all are counted."""
    keys = dict.fromkeys(_keys(document, sentences))
    hashes = {
        int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        for key in list(keys)[:LONGEST]
    }
    return np.array(sorted(hashes), dtype=np.uint64)


def _keys(document: Document, sentences: Sequence[Sentence]) -> Iterator[str]:
    own = language_of(document)
    for sentence in sentences:
        for match in _NAME.finditer(sentence.text):
            if len(folded := fold(match[0])) > 2 and not known(folded, own) >= FAMOUS:
                yield f"n {folded}"
        for match in _NUMBER.finditer(sentence.text):
            yield f"d {match[0].replace(',', '')}"
    for start, end, _ in find(document.clean, list(sentences), own):
        words = words_of(document.clean[start:end], own)
        for place in range(len(words) - STRETCH + 1):
            yield "q " + " ".join(words[place : place + STRETCH])


def pack(item: Print) -> bytes:
    """The print as bytes, with a check sum."""
    n, d = item.vectors.shape
    body = b"".join(
        [
            np.array([n, d, len(item.rare), item.size], dtype="<i8").tobytes(),
            item.language.encode("ascii").ljust(_CODE, b"\0"),
            item.vectors.astype("<f2").tobytes(),
            item.lengths.astype("<f4").tobytes(),
            item.rare.astype("<u8").tobytes(),
        ]
    )
    return seal(body)


def unpack(blob: bytes) -> Print | None:
    """The print, or None where the bytes were damaged."""
    body = unseal(blob)
    if body is None:
        return None
    n, d, k, size = (int(value) for value in np.frombuffer(body, "<i8", 4))
    start = 32 + _CODE
    at = start + 2 * n * d
    return Print(
        np.frombuffer(body, "<f2", n * d, start).reshape(n, d).astype(np.float16),
        np.frombuffer(body, "<f4", n, at).astype(np.float32),
        np.frombuffer(body, "<u8", k, at + 4 * n).astype(np.uint64),
        body[32:start].rstrip(b"\0").decode("ascii"),
        size,
    )
