"""The letters of a text, and hashes of its stretches of so many letters: common wording is found in linear time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OTHER = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """The letters and digits of a text and nothing between them, case folded.

    >>> letters("Well-known, in 1999.")
    'wellknownin1999'
    """
    return _OTHER.sub("", text).casefold()


def stretches(text: str, length: int) -> NDArray[np.uint64]:
    """A hash of each stretch of `length` characters, in order: a polynomial of their codes modulo 2 ** 64."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = max(0, len(codes) - length + 1)
    found = np.zeros(count, np.uint64)
    for place in range(length if count else 0):
        found *= np.uint64(0x9E3779B97F4A7C15)  # odd, with bits all over
        found += codes[place : place + count]
    return found
