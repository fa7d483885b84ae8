"""The six scores of a report, each with a 95 % bootstrap interval over its beads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.records import Scores
from drift.scoring.grading import judge, lacking
from drift.scoring.penalties import penalties, word_counts
from drift.scoring.ratios import Ratio, drawn, measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.records import Comparison, Finding
    from drift.scoring.grading import Judgment


def summarize(comparison: Comparison, findings: Sequence[Finding], *, judged: Judgment | None = None) -> Scores:
    """The scores of a graded comparison.

    - `coverage`: content-weighted share of the original's words that the rewrite has. A sentence without a
      counterpart counts as lacking whole and stays in the mean. `support` is the reverse.
    - `fidelity`: 1 minus the MQM penalty points of accuracy findings (omissions and additions apart) per word of
      the rewrite's paired sentences; `fluency`: the same with Linguistic conventions and Terminology over all
      words of the rewrite (the linear raw score of MQM 2.0). Both are cut at 0.
    - `drift`, `quality`: content-weighted means over the beads; a lone sentence has drift 1 and quality 0.

    Intervals are percentiles of 1,000 seeded bootstrap samples of beads; of one bead the interval is its value.
    `judged` spares judging the beads again where that was done. Site furniture weighs nothing. Of a text checked
    alone only `fluency` says something; the others are not a number.
    """
    original = comparison.original.document if comparison.original else None
    points = penalties(
        comparison.alignment, original, comparison.rewrite.document, findings, word_counts(comparison.rewrite)
    )
    if original is None:
        return replace(Scores.none(), fluency=points.fluency)
    beads = comparison.alignment.beads
    judged = judged or judge(comparison, findings)
    a, b = judged.a, judged.b
    mass_a = np.array([a.mass(bead.original) for bead in beads])
    mass_b = np.array([b.mass(bead.rewrite) for bead in beads])
    lost = np.array([lacking(a, bead.original) if bead.original and bead.rewrite else 1.0 for bead in beads])
    new = np.array([lacking(b, bead.rewrite) if bead.original and bead.rewrite else 1.0 for bead in beads])
    draws = drawn(len(beads))
    return Scores(
        coverage=measured(Ratio((1.0 - lost) * mass_a, mass_a), draws),
        support=measured(Ratio((1.0 - new) * mass_b, mass_b), draws),
        fidelity=points.fidelity,
        fluency=points.fluency,
        drift=measured(Ratio(judged.drift * judged.mass, judged.mass, empty=0.0), draws),
        quality=measured(Ratio(judged.quality / 100.0 * judged.mass, judged.mass, scale=100.0), draws),
    )
