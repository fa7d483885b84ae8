"""Documents whose sentences are near each other where they share a keyword, so that only the facts are under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.encoding.plain import PlainEncoder
from drift.reading import read
from drift.tracing.texts import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Topics:
    """A sentence points where its keyword points; without one, nowhere else does."""

    def __init__(self, *topics: str) -> None:
        self.topics = topics

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), len(self.topics) + 1), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            own = [k for k, topic in enumerate(self.topics) if topic in text.casefold()]
            row[own[0] if own else -1] = 1.0
        return rows


def texts(topics: tuple[str, ...], **contents: str) -> dict[int, Text]:
    encoder = PlainEncoder(Topics(*topics))
    return {place: Text(name, read(content), encoder) for place, (name, content) in enumerate(contents.items())}
