"""The likeness of all documents that may be related, with few prints in memory at once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from drift.rendering.progress import bar
from drift.tracing import nearest
from drift.tracing.likeness import CENTERS, compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drift.tracing.library import Library
    from drift.tracing.likeness import Likeness
    from drift.tracing.prints import Print

HELD = 4_096  # prints in memory, some 100 MB
BLOCK = 1_024  # documents whose centers are compared at once


def related(library: Library, *, work: Path | None = None, progress: bool | None = None) -> list[Likeness]:
    """Pairs that derive from each other or report one event, in order.

    All pairs of near centers are looked at in a folder of up to `nearest.EXACT` documents, else the candidates.
    """
    if len(library) <= nearest.EXACT:
        wanted = list(_near(library))
    else:
        wanted = list(nearest.pairs(nearest.nearest(library, work=work, progress=progress)))
    prints: OrderedDict[int, Print] = OrderedDict()

    def at(place: int) -> Print:
        if place not in prints:
            prints[place] = library.print(place)
            while len(prints) > HELD:
                prints.popitem(last=False)
        prints.move_to_end(place)
        return prints[place]

    found = []
    for first, second in bar(wanted, total=len(wanted), unit="pair", shown=progress):
        a, b = at(first), at(second)
        if float(a.center @ b.center) >= CENTERS:
            likeness = compare(first, second, a, b)
            if likeness.one_event:
                found.append(likeness)
    return found


def _near(library: Library) -> Iterator[tuple[int, int]]:
    centers = np.stack([item.center for item in library.prints()])
    for start in range(0, len(centers), BLOCK):
        rows, columns = np.nonzero(centers[start : start + BLOCK] @ centers.T >= CENTERS)
        yield from (
            (int(start + row), int(second)) for row, second in zip(rows, columns, strict=True) if start + row < second
        )
