"""Findings weighed by what the judge reads at their place: a rule sees words, the judge the two passages.

`weights.json` holds, for each kind, what is added to the log-odds of a finding's confidence: a constant, and so much
for each unit of the log-odds that the passage changed and that the finding's own words are part of the change. It was
fitted to hand-written rewrites that the judge did not learn from: their faithful texts, where every finding is false,
and their changed ones, where those on the marked words are right (`python -m training.weighing`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from drift.findings.calibration import probability
from drift.reading import sentences_of
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from drift.records import Bead, Comparison, CrossEncoder, Finding, Side, Span, Token

    Place = tuple[tuple[int, ...], tuple[int, ...]]

#: For signatures; raise it when the weights or these rules change.
WEIGHTS = "weights-1"
#: A finding less sure than this is not told, and one less sure than that is at most minor. On 240 watched items .1 kept
#: 544 of 560 right findings and 403 of 443 alarms on faithful texts, of which 54 instead of 173 were major; .2 kept 495
#: and 299, and took findings away that an editor of the seed pair makes.
LEAST, MAJOR = 0.1, 0.5


class Seen(NamedTuple):
    """What the judge reads at a finding's place, in log-odds: of its passage, and of its own likeliest word."""

    changed: float
    word: float


def weighed(findings: Iterable[Finding], comparison: Comparison) -> tuple[Finding, ...]:
    """The findings that stay, in order, with the confidence and severity that the judge's reading leaves them."""
    return tuple(_weighed(list(findings), comparison))


def _weighed(findings: Sequence[Finding], comparison: Comparison) -> Iterator[Finding]:
    for finding, seen in zip(findings, read(findings, comparison), strict=True):
        weights = _weights().get(finding.kind)
        if seen is None or weights is None:
            yield finding
            continue
        constant, passage, word = weights
        # the judge can doubt a rule, not make it surer than its readers were
        shift = min(0.0, constant + passage * seen.changed + word * seen.word)
        sure = probability(finding.confidence, shift)
        if sure < LEAST:
            continue
        severity = finding.severity if sure >= MAJOR else min(finding.severity, Severity.minor)
        yield replace(finding, confidence=sure, severity=severity)


def read(findings: Sequence[Finding], comparison: Comparison) -> list[Seen | None]:
    """What the judge reads at each finding's place; None where there is no passage on both sides."""
    reader, original = comparison.cross_encoder, comparison.original
    if reader is None or original is None:
        return [None] * len(findings)
    sides = original, comparison.rewrite
    beads = comparison.alignment.beads
    homes = (
        {sentence: bead for bead in beads for sentence in bead.original},
        {sentence: bead for bead in beads for sentence in bead.rewrite},
    )
    places = [_place(reader, sides, homes, finding) for finding in findings]
    reader.all([place for place in places if place is not None])  # many together, which is faster
    return [
        None if place is None else _seen(reader, sides, finding, place)
        for finding, place in zip(findings, places, strict=True)
    ]


def _place(
    reader: CrossEncoder, sides: tuple[Side, Side], homes: tuple[Mapping[int, Bead], ...], finding: Finding
) -> Place | None:
    """The passages in which a finding stands; of a sentence that stands alone, it and what comes nearest."""
    spans = finding.original, finding.rewrite
    found = (
        (k, sentence)
        for k, (side, span) in enumerate(zip(sides, spans, strict=True))
        if span is not None
        for sentence in sentences_of(side.document, span)
        if sentence in homes[k]
    )
    side, sentence = next(found, (0, -1))
    if sentence < 0:
        return None
    bead = homes[side][sentence]
    place = (bead.original, bead.rewrite) if bead.original and bead.rewrite else reader.ground(side, sentence)
    return place if all(place) else None


def _seen(reader: CrossEncoder, sides: tuple[Side, Side], finding: Finding, place: Place) -> Seen | None:
    odds = [
        value
        for k, (side, span) in enumerate(zip(sides, (finding.original, finding.rewrite), strict=True))
        if span is not None and (words := list(_words(side, span, place[k])))
        for value in reader.altered(*place, k, words)
    ]
    reading = reader(*place)
    # of what stands on one side alone it is that side's content which is missing on the other
    one_sided = reading.lost if finding.rewrite is None else reading.unsupported
    passage = one_sided if None in {finding.original, finding.rewrite} else reading.changed
    return Seen(passage, max(odds)) if odds else None


def _words(side: Side, span: Span, sentences: Iterable[int]) -> Iterator[Token]:
    """The words of some sentences that a raw span touches."""
    for sentence in sentences:
        own = side.document.sentences[sentence]
        shift = own.span.start - own.start  # close enough: repairs move few words
        for token in side.tokens[sentence]:
            if token.start + shift < span.end and token.end + shift > span.start:
                yield token


@cache
def _weights() -> Mapping[str, tuple[float, float, float]]:
    text = files("drift.checks").joinpath("weights.json").read_text(encoding="utf-8")
    return {kind: (row[0], row[1], row[2]) for kind, row in json.loads(text).items()}
