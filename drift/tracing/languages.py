"""What tracing may say of documents that are not in English: almost all that it knows was read off English texts.

A document whose language was not recognized counts as English, as everywhere in drift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.language import foreign
from drift.reading.stretches import letters, stretches
from drift.rendering.phrases import plural
from drift.tracing.records import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from drift.records import Sentence
    from drift.tracing.likeness import Likeness
    from drift.tracing.prints import Print
    from drift.tracing.records import Name

LETTERS = 8  # of a stretch
# Stretches of the one with fewer that the other has too. Articles and their rewrites have 0.27 and more, also where
# every sentence is told anew (one German, one French; 40 English round trips have 0.57), unrelated ones at most 0.03
# (12 Chinese, 6 German, 5 French, 3 Russian, 80 English). The packaged model calls sentences of one foreign script
# alike whatever they say: by its cosines alone two of the Chinese articles would derive from each other.
COMMON = 0.10
NAMED = 5  # documents that a note names for one language


def apart(first: str, second: str) -> bool:
    """Whether two documents are in different languages."""
    return (first or "en") != (second or "en")


def wording(sentences: Sequence[Sentence]) -> NDArray[np.uint64]:
    """Hashes of the stretches of letters in sentences, each once, sorted."""
    found: NDArray[np.uint64] = np.unique(stretches(letters(" ".join(item.text for item in sentences)), LETTERS))
    return found


def in_common(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> float:
    """The share of the stretches of the one with fewer that the other has too, in [0, 1]."""
    least = min(len(first), len(second))
    return len(np.intersect1d(first, second, assume_unique=True)) / least if least else 0.0


def spoken(a: Print, b: Print) -> bool:
    """Whether the packaged model pairs the sentences of two documents: both are in English."""
    return not foreign(a.language) and not foreign(b.language)


def joinable(a: Print, b: Print, likeness: Likeness) -> bool:
    """Whether two documents, one of them not in English, may be joined if they have wording in common."""
    return not apart(a.language, b.language) and likeness.derived


def notes(names: Sequence[Name], languages: Sequence[str], *, bilingual: bool) -> Iterator[str]:
    """What is not said of documents in other languages, and which they are.

    `bilingual`: the model is not the packaged one; whoever names another for such documents names one that speaks
    their languages.
    """
    own: dict[str, list[str]] = {}
    for name, language in zip(names, languages, strict=True):
        if foreign(language):
            own.setdefault(language, []).append(short(name))
    if not own:
        return
    listed = "; ".join(f"{language}: {_some(found)}" for language, found in sorted(own.items()))
    many = sum(map(len, own.values()))
    paired = (
        "their sentences are paired by the model that was named"
        if bilingual
        else "for the packaged model speaks English, they are joined only to documents in the same language that have "
        "wording in common, and neither reports of one event nor the source of what was added is looked for"
    )
    yield (
        f"{plural(many, 'document')} in another language than English ({listed}): {paired}; names, numbers, dates, "
        "quotations and conflicts are not read there, and of the evidence on direction only length, typography and "
        "site furniture speak"
    )


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
