"""How much content a word carries, in [0, 1]: rare words much, function words and punctuation nothing."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.language import frequency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.language import Language

# Zipf frequencies (wordfreq): words of 7 and more are function words, of 3 and less are names and terms.
COMMON, RARE = 7.0, 3.0
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=65_536)
def content(word: str, own: Language) -> float:
    """Content weight of one word; 0 for function words, punctuation and the like, 1 for rare words.

    Where the language has no list of frequencies, every other word weighs 1.
    """
    folded = word.casefold().replace("’", "'").strip("'")
    if not folded or folded in own.words("function.weightless") or not any(map(str.isalnum, folded)):
        return 0.0
    if any(map(str.isdigit, folded)):
        return 1.0
    common = frequency(folded, own)
    return 1.0 if math.isnan(common) else float(np.clip((COMMON - common) / (COMMON - RARE), 0.1, 1.0))


def piece_weights(text: str, offsets: NDArray[np.int32], own: Language) -> NDArray[np.float32]:
    """Content weight of each word piece, shape (m,): that of its word, shared among the word's pieces."""
    words = list(WORD.finditer(text))
    starts, ends = np.array([match.span() for match in words], dtype=np.int64).reshape(-1, 2).T
    weights = np.array([content(match.group(), own) for match in words], dtype=np.float64)
    result = np.zeros(len(offsets), dtype=np.float32)
    pieces = offsets[:, 0]
    owner = np.searchsorted(ends, pieces, side="right")  # the first word that ends behind the piece's start
    owned = np.flatnonzero(owner < len(words))
    owned = owned[starts[owner[owned]] <= pieces[owned]]
    counts = np.bincount(owner[owned], minlength=len(words))
    result[owned] = (weights / np.maximum(counts, 1))[owner[owned]]
    return result
