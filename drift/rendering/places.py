"""Where a finding stands: the segment (bead, or sentence of one text alone) that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.reading import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Finding
    from drift.results import Report

Segment = tuple[tuple[int, ...], tuple[int, ...]]
"""Sentence indices of the original and of the rewrite."""


def segments(report: Report) -> tuple[Segment, ...]:
    """The beads in the alignment's order; for one text alone its sentences, each a segment."""
    if report.original is None:
        return tuple(((), (sentence.index,)) for sentence in report.rewrite.sentences)
    return tuple((bead.original, bead.rewrite) for bead in report.alignment.beads)


def by_segment(report: Report) -> dict[int | None, tuple[int, ...]]:
    """Indices of the findings in each segment (`segments`' index), in the report's order.

    The place in the rewrite decides; a finding without one goes by its place in the original. None holds
    the findings that lie outside every sentence.
    """
    homes: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for number, segment in enumerate(segments(report)):
        for home, sentences in zip(homes, segment, strict=True):
            home.update(dict.fromkeys(sentences, number))
    found: dict[int | None, list[int]] = {}
    for index, finding in enumerate(report.findings):
        segment_number = next(_homes(report, finding, homes), None)
        found.setdefault(segment_number, []).append(index)
    return {number: tuple(indices) for number, indices in found.items()}


def _homes(report: Report, finding: Finding, homes: tuple[dict[int, int], dict[int, int]]) -> Iterator[int]:
    sides = ((report.rewrite, finding.rewrite, homes[1]), (report.original, finding.original, homes[0]))
    for document, span, home in sides:
        touched = () if document is None or span is None else sentences_of(document, span)
        if touched and touched[0] in home:
            yield home[touched[0]]
