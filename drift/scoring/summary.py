"""The six scores of a report, each with a 95 % bootstrap interval over its beads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.records import Score, Scores
from drift.scoring.grading import judge, lacking
from drift.scoring.words import prepare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from drift.records import Bead, Comparison, Document, Finding, Span
    from drift.scoring.grading import Judgment
    from drift.scoring.words import Text

DRAWS = 1000  # bootstrap samples: the interval's ends vary by about 0.005 between seeds on the seed pair
SEED = 20240229  # any fixed number: the interval must be the same on every run
ACCURACY = "Accuracy/"
# Omissions and additions are what coverage and support measure; counting them here would count them twice.
COUNTED_ELSEWHERE = ("Accuracy/Omission", "Accuracy/Addition")
LANGUAGE = ("Linguistic conventions", "Terminology")


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A score as a ratio of sums over beads: what it counts, and how much there is of it."""

    part: NDArray[np.float64]
    whole: NDArray[np.float64]
    scale: float = 1.0
    empty: float = 1.0

    def value(self, draws: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """The ratio of all beads, shape (1,), or of each row of drawn beads, shape (draws,)."""
        part = self.part[draws].sum(axis=1) if draws is not None else self.part.sum(keepdims=True)
        whole = self.whole[draws].sum(axis=1) if draws is not None else self.whole.sum(keepdims=True)
        ratio = np.divide(part, whole, out=np.full_like(part, self.empty), where=whole > 0)
        result: NDArray[np.float64] = np.clip(ratio, 0.0, 1.0) * self.scale
        return result


def summarize(comparison: Comparison, findings: Iterable[Finding], *, judged: Judgment | None = None) -> Scores:
    """The scores of a graded comparison.

    - `coverage`: content-weighted share of the original's words that the rewrite has. A sentence without a
      counterpart counts as lacking whole and stays in the mean. `support` is the reverse.
    - `fidelity`: 1 minus the MQM penalty points of accuracy findings (omissions and additions apart) per word of
      the rewrite's paired sentences; `fluency`: the same with Linguistic conventions and Terminology over all
      words of the rewrite (the linear raw score of MQM 2.0). Both are cut at 0.
    - `drift`, `quality`: content-weighted means over the beads; a lone sentence has drift 1 and quality 0.

    Intervals are percentiles of 1,000 seeded bootstrap samples of beads; of one bead the interval is its value.
    `judged` spares judging the beads again where that was done. Site furniture weighs nothing. Of a text checked
    alone only `fluency` says something; the others are what an untouched text would have.
    """
    found = tuple(findings)
    if comparison.original is None:
        return _alone(prepare(comparison.rewrite), found)
    beads = comparison.alignment.beads
    judged = judged or judge(comparison)
    a, b = judged.a, judged.b
    mass_a = np.array([a.mass(bead.original) for bead in beads])
    mass_b = np.array([b.mass(bead.rewrite) for bead in beads])
    lost = np.array([lacking(a, bead.original) if bead.original and bead.rewrite else 1.0 for bead in beads])
    new = np.array([lacking(b, bead.rewrite) if bead.original and bead.rewrite else 1.0 for bead in beads])
    words = np.array([float(_count(b, bead.rewrite)) for bead in beads])
    paired = np.array([words[k] if bead.original else 0.0 for k, bead in enumerate(beads)])
    owners = _Owners(beads, a.side.document, b.side.document)
    wrong = owners.points([f for f in found if _is_accuracy(f)])
    rough = owners.points([f for f in found if f.category.startswith(LANGUAGE)])
    # Points in sentences that stand alone belong to no paired word.
    wrong = np.where(paired > 0, wrong, 0.0)
    draws = np.random.default_rng(SEED).integers(0, len(beads), size=(DRAWS, len(beads))) if beads else None
    return Scores(
        coverage=_score(_Ratio((1.0 - lost) * mass_a, mass_a), draws),
        support=_score(_Ratio((1.0 - new) * mass_b, mass_b), draws),
        fidelity=_score(_Ratio(paired - wrong, paired), draws),
        fluency=_score(_Ratio(words - rough, words), draws),
        drift=_score(_Ratio(judged.drift * judged.mass, judged.mass, empty=0.0), draws),
        quality=_score(_Ratio(judged.quality / 100.0 * judged.mass, judged.mass, scale=100.0), draws),
    )


def _score(ratio: _Ratio, draws: NDArray[np.int64] | None) -> Score:
    value = float(ratio.value()[0])
    if draws is None:
        return Score(value, value, value)
    low, high = np.percentile(ratio.value(draws), (2.5, 97.5))
    # The percentile interval of few, uneven beads can miss the value itself; an interval must not.
    return Score(round(value, 4), round(min(float(low), value), 4), round(max(float(high), value), 4))


def _is_accuracy(finding: Finding) -> bool:
    return finding.category.startswith(ACCURACY) and not finding.category.startswith(COUNTED_ELSEWHERE)


def _count(text: Text, sentences: Iterable[int]) -> int:
    own = text.side.document.sentences
    return sum(len(text.words((index,))) for index in sentences if own[index].kind != "furniture")


@dataclass(frozen=True, slots=True)
class _Owners:
    """Which bead a finding belongs to: the one with its place in the rewrite, else in the original."""

    beads: Sequence[Bead]
    original: Document
    rewrite: Document

    def points(self, findings: Iterable[Finding]) -> NDArray[np.float64]:
        """MQM penalty points of each bead, shape (beads,)."""
        total = np.zeros(len(self.beads))
        left = {i: k for k, bead in enumerate(self.beads) for i in bead.original}
        right = {j: k for k, bead in enumerate(self.beads) for j in bead.rewrite}
        for finding in findings:
            place, document, owners = (
                (finding.rewrite, self.rewrite, right)
                if finding.rewrite is not None
                else (finding.original, self.original, left)
            )
            if place is None:
                continue
            home = _home(place, document)
            if home in owners:
                total[owners[home]] += float(finding.severity)
        return total


def _home(place: Span, document: Document) -> int | None:
    """The first sentence that a span touches."""
    return next((s.index for s in document.sentences if s.span.start < place.end and place.start < s.span.end), None)


def _alone(b: Text, findings: Iterable[Finding]) -> Scores:
    """A text without an original: its language is judged sentence by sentence, nothing else can be."""
    sentences = b.side.document.sentences
    words = np.array([float(_count(b, (index,))) for index in range(len(sentences))])
    rough = np.zeros(len(sentences))
    for finding in findings:
        if finding.rewrite is not None and finding.category.startswith(LANGUAGE):
            home = _home(finding.rewrite, b.side.document)
            if home is not None:
                rough[home] += float(finding.severity)
    draws = np.random.default_rng(SEED).integers(0, len(words), size=(DRAWS, len(words))) if len(words) else None
    full, none = Score(1.0, 1.0, 1.0), Score(0.0, 0.0, 0.0)
    return Scores(
        coverage=full, support=full, fidelity=full, fluency=_score(_Ratio(words - rough, words), draws),
        drift=none, quality=Score(100.0, 100.0, 100.0),
    )  # fmt: skip
