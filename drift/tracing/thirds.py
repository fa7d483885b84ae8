"""Third texts: what a rewrite has and its original lacks may stand in another document of the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.language import foreign
from drift.tracing.records import Addition, Cited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from drift.records import Sentence
    from drift.tracing.library import Library

# Cosine from which a sentence has it too. Stricter than what pairs sentences of a rewrite (0.70), where order and
# neighbors speak as well: of sentences of independent reports 0.75 and more apart by topic alone 1 in 11 is wrong.
HAS = 0.75
NAMED = 3  # documents that are named for one addition
WORDS = 4  # shorter sentences ("Related articles") stand anywhere


def additions(
    library: Library, wanted: Mapping[int, Sequence[Sentence]], barred: Mapping[int, frozenset[int]]
) -> dict[int, tuple[Addition, ...]]:
    """For each rewrite (its place) what became of the sentences that its original lacks, from one pass over all.

    `barred` are the documents that are not asked: the rewrite itself, its original, and what was made from it. Those
    whose language the model does not speak are not asked either.
    """
    rows = [(place, sentence) for place, sentences in wanted.items() for sentence in sentences]
    if not rows:
        return {}
    vectors = np.stack([_vector(library, place, sentence) for place, sentence in rows])
    found: list[list[tuple[float, int, int]]] = [[] for _ in rows]
    for other, item in enumerate(library.prints()):
        if foreign(item.language) and not library.bilingual:
            continue
        cosines = vectors @ item.vectors.astype(np.float32).T
        best = cosines.argmax(axis=1)
        for row in np.flatnonzero(cosines[np.arange(len(rows)), best] >= HAS):
            if other not in barred[rows[row][0]]:
                found[row].append((float(cosines[row, best[row]]), other, int(best[row])))
    result: dict[int, list[Addition]] = {place: [] for place in wanted}
    for (place, sentence), near in zip(rows, found, strict=True):
        nearest = sorted(near, key=lambda item: (-item[0], item[1]))[:NAMED]
        result[place].append(Addition(sentence.span, tuple(_cited(library, *item) for item in nearest)))
    return {place: tuple(items) for place, items in result.items()}


def _vector(library: Library, place: int, sentence: Sentence) -> NDArray[np.float32]:
    text = library[place]
    vector: NDArray[np.float32] = text.vectors[text.kept.index(sentence.index)]
    return vector


def _cited(library: Library, cosine: float, place: int, row: int) -> Cited:
    text = library[place]
    sentence = text.document.sentences[text.kept[row]]
    return Cited(library.names[place], " ".join(sentence.text.split()), round(cosine, 4))
