"""The likeness of all documents that may be related, with few prints in memory at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.rendering.progress import bar
from drift.tracing import languages, nearest
from drift.tracing.likeness import CENTERS, compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drift.tracing.library import Library
    from drift.tracing.likeness import Likeness
    from drift.tracing.prints import Print

HELD = 4_096  # prints in memory, some 100 MB
WORDED = 1_024  # documents whose wording is in memory, some 40 kB each
BLOCK = 1_024  # documents whose centers are compared at once


def related(library: Library, *, work: Path | None = None, progress: bool | None = None) -> list[Likeness]:
    """Pairs that derive from each other or report one event, in order.

    All pairs of near centers are looked at in a folder of up to `nearest.EXACT` documents, else the candidates. Where
    the model does not speak the language of a pair, the one must have wording of the other to derive from it.
    """
    if len(library) <= nearest.EXACT:
        wanted = list(_near(library))
    else:
        wanted = list(nearest.pairs(nearest.nearest(library, work=work, progress=progress)))
    at = lru_cache(maxsize=HELD)(library.print)
    wording = lru_cache(maxsize=WORDED)(library.wording)

    def holds(likeness: Likeness, a: Print, b: Print) -> bool:
        if library.bilingual or languages.spoken(a, b):
            return likeness.one_event
        places = likeness.first, likeness.second
        return languages.joinable(a, b, likeness) and languages.in_common(*map(wording, places)) >= languages.COMMON

    found = []
    for first, second in bar(wanted, total=len(wanted), unit="pair", shown=progress):
        a, b = at(first), at(second)
        if float(a.center @ b.center) >= CENTERS:
            likeness = compare(first, second, a, b)
            if holds(likeness, a, b):
                found.append(likeness)
    return found


def _near(library: Library) -> Iterator[tuple[int, int]]:
    centers = np.stack([item.center for item in library.prints()])
    for start in range(0, len(centers), BLOCK):
        rows, columns = np.nonzero(centers[start : start + BLOCK] @ centers.T >= CENTERS)
        yield from (
            (int(start + row), int(second)) for row, second in zip(rows, columns, strict=True) if start + row < second
        )
