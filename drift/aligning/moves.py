"""Sentences that stand elsewhere: leftovers of both sides that match each other out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.beads import Pairing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.aligning.beads import Evidence

# A crossing link needs better odds than one in its place, and enough overlap of its own: authors who edit
# their own drafts (ArgRewrite v2) move almost nothing, while moved paragraphs of the round trip overlap by 0.7.
ODDS = 2.0
OVERLAP = 0.55


def moves(single: Evidence, taken: Sequence[Pairing]) -> list[Pairing]:
    """One-to-one pairings among the sentences that `taken` leaves over, best total log-odds."""
    from scipy.optimize import linear_sum_assignment

    n, m = single.odds.shape
    used_rows = {i for pairing in taken for i in pairing.original}
    used_columns = {j for pairing in taken for j in pairing.rewrite}
    rows = [i for i in range(n) if i not in used_rows]
    columns = [j for j in range(m) if j not in used_columns]
    if not rows or not columns:
        return []
    grid = np.ix_(rows, columns)
    odds = np.where(single.overlap[grid] > OVERLAP, single.odds[grid], -1e6)
    found = zip(*linear_sum_assignment(-odds), strict=True)
    return [
        Pairing(range(rows[i], rows[i] + 1), range(columns[j], columns[j] + 1), float(odds[i, j]))
        for i, j in found
        if odds[i, j] > ODDS
    ]
