"""Documents whose sentences are near each other where they share a keyword, so that only the facts are under test."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from drift.encoding.plain import PlainEncoder
from drift.reading import read
from drift.tracing.texts import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Topics:
    """A sentence points where its keyword points; one without a keyword points where no other does."""

    def __init__(self, *topics: str) -> None:
        self.topics = topics

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        own = len(self.topics)
        rows = np.zeros((len(texts), own + 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            found = [k for k, topic in enumerate(self.topics) if topic in text.casefold()]
            if found:
                row[found[0]] = 1.0
            else:
                row[own:] = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(64)
        return rows


def texts(topics: tuple[str, ...], **contents: str) -> dict[int, Text]:
    encoder = PlainEncoder(Topics(*topics))
    return {place: Text(name, read(content), encoder) for place, (name, content) in enumerate(contents.items())}
