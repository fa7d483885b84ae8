"""How much content a word carries, in [0, 1]: rare words much, function words and punctuation nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Zipf frequencies (wordfreq): words of 7 and more are function words, of 3 and less are names and terms.
COMMON, RARE = 7.0, 3.0
FUNCTION_WORDS = frozenset(
    """a about after again all also although am an and any are as at be because been before being both but by can
    could did do does doing down during each either every for from further had has have having he her here hers
    herself him himself his how i if in into is it its itself just may me might more most must my myself neither nor
    of off on once only or other our ours out over own same shall she should so some such than that the their theirs
    them themselves then there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with would yet you your yours s t re ve ll d m this's that's it's said
    says say told according""".split()
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=65_536)
def content(word: str) -> float:
    """Content weight of one word; 0 for function words, punctuation and the like, 1 for rare words."""
    folded = word.casefold().strip("'’")
    if not folded or folded in FUNCTION_WORDS or not any(character.isalnum() for character in folded):
        return 0.0
    if any(character.isdigit() for character in folded):
        return 1.0
    from wordfreq import zipf_frequency

    return float(np.clip((COMMON - zipf_frequency(folded, "en")) / (COMMON - RARE), 0.1, 1.0))


def piece_weights(text: str, offsets: NDArray[np.int32]) -> NDArray[np.float32]:
    """Content weight of each word piece, shape (m,): that of its word, shared among the word's pieces."""
    words = list(WORD.finditer(text))
    starts, ends = np.array([match.span() for match in words], dtype=np.int64).reshape(-1, 2).T
    weights = np.array([content(match.group()) for match in words], dtype=np.float64)
    result = np.zeros(len(offsets), dtype=np.float32)
    pieces = offsets[:, 0]
    owner = np.searchsorted(ends, pieces, side="right")  # the first word that ends behind the piece's start
    owned = np.flatnonzero(owner < len(words))
    owned = owned[starts[owner[owned]] <= pieces[owned]]
    counts = np.bincount(owner[owned], minlength=len(words))
    result[owned] = (weights / np.maximum(counts, 1))[owner[owned]]
    return result
