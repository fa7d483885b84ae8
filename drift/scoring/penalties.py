"""Fidelity and fluency: the MQM penalty points of findings per word. They need no model, only findings and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drift.reading import sentences_of
from drift.records import Score, Scores
from drift.scoring.ratios import Ratio, drawn, measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from drift.records import Alignment, Document, Finding, Side

ACCURACY = "Accuracy/"
# Omissions and additions are what coverage and support measure; counting them here would count them twice.
COUNTED_ELSEWHERE = ("Accuracy/Omission", "Accuracy/Addition")
LANGUAGE = ("Linguistic conventions", "Terminology")


class Penalties(NamedTuple):
    """The two scores that findings make."""

    fidelity: Score
    fluency: Score


def word_counts(side: Side) -> tuple[int, ...]:
    """Words of each sentence: what is read aloud, no punctuation; site furniture has none."""
    return tuple(
        0 if sentence.kind == "furniture" else sum(any(map(str.isalnum, token.text)) for token in row)
        for sentence, row in zip(side.document.sentences, side.tokens, strict=True)
    )


def penalties(
    alignment: Alignment,
    original: Document | None,
    rewrite: Document,
    findings: Iterable[Finding],
    counts: Sequence[int],
) -> Penalties:
    """Fidelity and fluency; `counts` are the `word_counts` of the rewrite.

    A text alone has no fidelity (not a number), and its fluency is measured sentence by sentence.
    """
    found = tuple(findings)
    groups: list[tuple[tuple[int, ...], tuple[int, ...]]] = (
        [(bead.original, bead.rewrite) for bead in alignment.beads]
        if original is not None
        else [((), (sentence.index,)) for sentence in rewrite.sentences]
    )
    draws = drawn(len(groups))
    words = np.array([float(sum(counts[index] for index in own)) for _, own in groups])
    rough = _points([f for f in found if f.category.startswith(LANGUAGE)], groups, original, rewrite)
    fluency = measured(Ratio(words - rough, words), draws)
    if original is None:
        return Penalties(Scores.none().fidelity, fluency)
    paired = np.array([count if theirs else 0.0 for count, (theirs, _) in zip(words, groups, strict=True)])
    wrong = _points([f for f in found if _is_accuracy(f)], groups, original, rewrite)
    # Points in sentences that stand alone belong to no paired word.
    wrong = np.where(paired > 0, wrong, 0.0)
    return Penalties(measured(Ratio(paired - wrong, paired), draws), fluency)


def _is_accuracy(finding: Finding) -> bool:
    return finding.category.startswith(ACCURACY) and not finding.category.startswith(COUNTED_ELSEWHERE)


def _points(
    findings: Iterable[Finding],
    groups: Sequence[tuple[tuple[int, ...], tuple[int, ...]]],
    original: Document | None,
    rewrite: Document,
) -> NDArray[np.float64]:
    """Penalty points of each group. A finding belongs to that of its place in the rewrite, else in the original."""
    total = np.zeros(len(groups))
    left = {i: k for k, (theirs, _) in enumerate(groups) for i in theirs}
    right = {j: k for k, (_, own) in enumerate(groups) for j in own}
    for finding in findings:
        place, document, owners = (
            (finding.rewrite, rewrite, right) if finding.rewrite is not None else (finding.original, original, left)
        )
        touched = () if place is None or document is None else sentences_of(document, place)
        if touched and touched[0] in owners:
            total[owners[touched[0]]] += float(finding.severity)
    return total
