"""The order of a report's findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.reading import sentence_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.records import Alignment, Document, Finding

    Place = tuple[int, int, int, str, bool, int, int, str]


def by_place(alignment: Alignment, original: Document | None, rewrite: Document) -> Callable[[Finding], Place]:
    """Sorting key: the bead, the place in the rewrite, the place in the original, the kind.

    A finding without a place in the rewrite stands where its place in the original is. Where all that is equal too,
    the length and the message decide, so that the order does not depend on the one in which findings were given.
    """
    of_original = {i: number for number, bead in enumerate(alignment.beads) for i in bead.original}
    of_rewrite = {j: number for number, bead in enumerate(alignment.beads) for j in bead.rewrite}

    def key(finding: Finding) -> Place:
        left, right = finding.original, finding.rewrite
        if right is not None:
            bead = of_rewrite.get(sentence_at(rewrite, right.start), 0)
        elif left is not None and original is not None:
            bead = of_original.get(sentence_at(original, left.start), 0)
        else:
            bead = 0
        before, behind = (-1, -1) if left is None else (left.start, left.end)
        place, end = (before, behind) if right is None else (right.start, right.end)
        return bead, place, before, finding.kind, right is None, end, behind, finding.message

    return key
