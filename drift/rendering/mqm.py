"""MQM annotations as tab-separated values in Marot's ten columns.

The format is that of google-research/marot and the WMT MQM data: a row a marked error, the error between
`<v>` and `</v>`, and a "no-error" row for a segment without one. A segment is a bead.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from drift.records import Severity
from drift.rendering import safe
from drift.rendering.places import by_segment, segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.records import Document, Finding, Span
    from drift.rendering.places import Segment
    from drift.results import Report

_COLUMNS = ("system", "doc", "docSegId", "globalSegId", "rater", "source", "target", "category", "severity", "metadata")
# Marot's weights are keyed by these spellings.
_SEVERITIES = {severity: severity.name.capitalize() for severity in Severity}


def tsv(report: Report) -> bytes:
    """The findings as UTF-8 Marot rows, grouped by segment; `rater` is "drift"."""
    # a spreadsheet opens these files too, and runs what looks like a formula
    lines = ["\t".join(_COLUMNS), *("\t".join(map(safe.cell, row)) for row in _rows(report))]
    return safe.encodable("\n".join(lines) + "\n").encode()


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    system = _field(report.rewrite.name) or "rewrite"
    doc = _field((report.original or report.rewrite).name) or "original"
    found = by_segment(report)
    for number, segment in enumerate(segments(report)):
        head = (system, doc, str(number + 1), str(number + 1), "drift")
        for index in found.get(number, ()):
            finding = report.findings[index]
            yield *head, *_texts(report, segment, finding), *_judged(finding)
        if number not in found:
            yield *head, *_texts(report, segment, None), "no-error", "no-error", "{}"
    for index in found.get(None, ()):  # a place outside every sentence still counts
        finding = report.findings[index]
        texts = (_marked(span.text, span, span.start) if span else "" for span in (finding.original, finding.rewrite))
        yield system, doc, "0", "0", "drift", *texts, *_judged(finding)


def _texts(report: Report, segment: Segment, finding: Finding | None) -> tuple[str, str]:
    return (
        _segment(report.original, segment[0], finding.original if finding else None),
        _segment(report.rewrite, segment[1], finding.rewrite if finding else None),
    )


def _segment(document: Document | None, sentences: Sequence[int], span: Span | None) -> str:
    if document is None:
        return ""
    places = (document.sentences[index].span for index in sentences)
    return " ".join(_marked(place.text, span, place.start) for place in places)


def _marked(text: str, span: Span | None, offset: int) -> str:
    if span is None or span.end <= offset or span.start >= offset + len(text):
        return _field(text)
    start, end = max(0, span.start - offset), min(len(text), span.end - offset)
    return f"{_field(text[:start])}<v>{_field(text[start:end])}</v>{_field(text[end:])}"


def _field(text: str) -> str:
    """One field: no tab or line break, and no marker but ours."""
    return re.sub(r"\s+", " ", text).replace("<v>", "‹v›").replace("</v>", "‹/v›")


def _judged(finding: Finding) -> tuple[str, str, str]:
    return _field(finding.category), _SEVERITIES[finding.severity], _note(finding)


def _note(finding: Finding) -> str:
    marked = finding.rewrite or finding.original
    note = {
        "marked_text": marked.text if marked else "",
        "note": finding.message,
        "kind": finding.kind,
        "confidence": round(float(finding.confidence), 6),
        "source_span": [finding.original.start, finding.original.end] if finding.original else None,
        "target_span": [finding.rewrite.start, finding.rewrite.end] if finding.rewrite else None,
    }
    return json.dumps(note, ensure_ascii=False).replace("\u2028", " ").replace("\u2029", " ").replace("\x85", " ")
