"""What a notebook shows to explore a report: its data for the widget, and static HTML where there are no widgets."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.rendering import notebook, phrases, safe, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.rendering.views import Card, Line, Row
    from drift.results import Report

_MISSING = "The interactive view needs widgets: pip install 'paraphrase-drift[jupyter]'"


@dataclass(frozen=True, slots=True)
class StaticView:
    """The report as HTML for where the extra `jupyter` is not installed."""

    report: Report

    def _repr_html_(self) -> str:
        return f'{static(self.report)}<p class="drift-hint">{safe.one_line(_MISSING)}</p>'

    def __repr__(self) -> str:
        return _MISSING


def static(report: Report) -> str:
    """The same content without a script: the report's fragment with the texts unfolded."""
    return notebook.fragment(report, unfolded=True)


def data(report: Report) -> dict[str, Any]:
    """All that the widget shows, as plain data.

    Texts are exact but for control characters, which are shown one for one, and lone surrogates, which JSON cannot
    hold.
    """
    cards = views.cards(report)
    rows = views.rows(report)
    homes = {number: row.number for row in reversed(rows) for number in row.findings}
    shown: dict[str, Any] = _encodable(
        {
            "alone": report.original is None,
            "verdict": phrases.verdict(report),
            "scores": [
                {"name": item.name, "text": item.text, "interval": item.interval, "meaning": item.meaning}
                for item in phrases.scores(report)
            ],
            "severities": [
                {
                    "name": severity.name,
                    "shape": phrases.SHAPES[severity],
                    "meaning": phrases.SEVERITY_MEANINGS[severity],
                }
                for severity in phrases.SEVERITIES
            ],
            "kinds": [
                {"kind": count.kind, "label": count.label, "count": count.total} for count in views.counts(report)
            ],
            "findings": [_card(card, homes.get(card.number)) for card in cards],
            "beads": [_bead(report, row) for row in rows],
        }
    )
    return shown


def questions(asked: Sequence[tuple[Report, int]]) -> list[dict[str, Any]]:
    """What the labeling widget shows of each finding: report and index."""
    cards: dict[int, tuple[Card, ...]] = {}
    for report, _ in asked:
        if id(report) not in cards:
            cards[id(report)] = views.cards(report)
    return _all(_question(cards[id(report)][index]) for report, index in asked)


def _question(card: Card) -> dict[str, Any]:
    return {
        **_card(card, None),
        "meaning": phrases.kind_summary(card.finding.kind),
        "quotes": [
            {
                "side": side,
                "before": quote.before,
                "text": quote.text,
                "after": quote.after,
                "direction": quote.direction,
            }
            for side, quote in (("Original", card.original), ("Rewrite", card.rewrite))
            if quote is not None
        ],
    }


def _card(card: Card, bead: int | None) -> dict[str, Any]:
    return {
        "number": card.number,
        "kind": card.finding.kind,
        "label": card.label,
        "severity": card.severity,
        "shape": card.shape,
        "confidence": card.finding.confidence,
        "sure": card.confidence,
        "message": card.finding.message,
        "bead": bead,
        "original": card.original.text if card.original else None,
        "rewrite": card.rewrite.text if card.rewrite else None,
    }


def _bead(report: Report, row: Row) -> dict[str, Any]:
    bead = row.bead
    return {
        "number": row.number,
        "kind": row.kind,
        "label": row.label,
        "furniture": row.furniture,
        "similarity": bead.similarity if bead and bead.original and bead.rewrite else None,
        "runner_up": bead.runner_up if bead and bead.runner_up else None,
        "drift": bead.drift if bead and not math.isnan(bead.drift) else None,
        "changed": row.changed,
        "reason": bead.reason if bead else "",
        "original": [_line(line) for line in row.original],
        "rewrite": [_line(line) for line in row.rewrite],
        "facts": list(_facts(report, row)),
        "words": list(_words(report, row)),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "direction": line.direction,
        "language": line.language,
        "kind": line.sentence.kind,
        "pieces": [
            {"text": piece.shown, "findings": piece.findings, "closes": piece.closes, "missing": piece.missing}
            for piece in line.pieces
            if piece.shown or piece.closes
        ],
    }


def _facts(report: Report, row: Row) -> Iterator[dict[str, Any]]:
    """The facts of a bead; `met` says whether the other side has one that agrees."""
    if report.details is None:
        return
    for own, side in enumerate(("original", "rewrite")):
        sentences = {line.sentence.index for line in (row.original, row.rewrite)[own]}
        for fact, met in zip(report.details.facts[own], report.details.met[own], strict=True):
            if fact.sentence in sentences:
                yield {"side": side, "kind": fact.kind, "text": fact.text, "met": met}


def _words(report: Report, row: Row) -> Iterator[dict[str, Any]]:
    """The content words of a bead with the word that comes nearest on the other side."""
    if report.details is None or report.original is None:
        return
    documents = (report.original, report.rewrite)
    for own, side in enumerate(("original", "rewrite")):
        spans = [line.sentence.span for line in (row.original, row.rewrite)[own]]
        for (start, end, match), counterpart in zip(report.words[own], report.details.counterparts[own], strict=True):
            if any(span.start <= start < span.end for span in spans):
                yield {
                    "side": side,
                    "text": documents[own].raw[start:end],
                    "missing": match.missing,
                    "similarity": match.similarity,
                    "counterpart": counterpart.text if counterpart else None,
                }


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return safe.calm(safe.encodable(value))
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return _all(value)
    return value


def _all(values: Iterable[Any]) -> list[Any]:
    return [_encodable(value) for value in values]
