"""What the judge reads in each bead, for the report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from drift.judging import probability, stretches
from drift.records import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Bead, Comparison, Document, Span

#: From this share of drift on a change is likelier than none, and its place is told.
CHANGED = 0.5


def judgements(comparison: Comparison) -> tuple[Judgement, ...]:
    """One for each bead of a graded comparison, in the alignment's order; none where the beads have no drift."""
    return tuple(_judgements(comparison))


def _judgements(comparison: Comparison) -> Iterator[Judgement]:
    original = comparison.original
    if original is None:
        return
    for bead in comparison.alignment.beads:
        if math.isnan(bead.drift):
            return
        if not bead.rewrite:
            yield Judgement(0.0, 1.0, 0.0, original=_whole(original.document, bead.original))
        elif not bead.original:
            yield Judgement(0.0, 0.0, 1.0, rewrite=_whole(comparison.rewrite.document, bead.rewrite))
        else:
            yield _paired(comparison, bead)


def _paired(comparison: Comparison, bead: Bead) -> Judgement:
    """Drift is shared out: of what changed, so much is lost and so much unsupported as the judge reads."""
    if bead.drift == 0.0 or comparison.cross_encoder is None:
        return Judgement(1.0 - bead.drift, bead.drift, bead.drift)
    reading = comparison.cross_encoder(bead.original, bead.rewrite)
    lost, unsupported = probability(reading.lost), probability(reading.unsupported)
    either = 1.0 - (1.0 - lost) * (1.0 - unsupported)
    lost, unsupported = (round(bead.drift * share / either, 4) for share in (lost, unsupported))
    first, second = stretches(comparison, bead.original, bead.rewrite) if bead.drift >= CHANGED else ((), ())
    return Judgement(round(1.0 - bead.drift, 4), lost, unsupported, first, second)


def _whole(document: Document, sentences: tuple[int, ...]) -> tuple[Span, ...]:
    return tuple(document.sentences[k].span for k in sentences)
