"""The report as JSON; `report.schema.json` beside this file is its published JSON Schema."""

from __future__ import annotations

import json as _json
import math
from typing import TYPE_CHECKING, Any

from drift.rendering import phrases, safe
from drift.review import identities

if TYPE_CHECKING:
    from drift.records import Document, Finding, Identity, Span
    from drift.results import Report

SCHEMA_VERSION = "1.3"
"""Of the JSON: the second number grows with additions, the first with anything that breaks a reader."""


def json(report: Report) -> bytes:
    """The report as UTF-8 JSON that `schema()` describes: everything but the matrices behind the figures.

    Offsets are raw code points; `raw[start:end] == text`. Lone surrogates, which UTF-8 cannot carry, are written
    as escapes, so that texts stay exact; two that a reader would take for one character as U+FFFD each.
    """
    text = safe.json_text(_json.dumps(as_data(report), ensure_ascii=False, allow_nan=False, indent=1))
    return (text + "\n").encode("utf-8", "backslashreplace")


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of `json`'s output."""
    from importlib.resources import files

    loaded: dict[str, Any] = _json.loads(files("drift.rendering").joinpath("report.schema.json").read_text("utf-8"))
    return loaded


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain dictionaries, lists, strings and numbers.

    A score that makes no sense for the report (all but fluency, for one text alone) is null.
    """
    shown = {item.name: item.score for item in phrases.scores(report)}
    names = ("coverage", "support", "fidelity", "fluency", "drift", "quality")
    everything = (*report.findings, *report.rejected)
    findings = [_finding(*item) for item in zip(everything, identities(everything), strict=True)]
    return {
        "schema": SCHEMA_VERSION,
        "signature": report.signature,
        "verdict": phrases.verdict(report),
        "notes": list(phrases.notes(report)),
        "scores": {
            name: {"value": _number(s.value), "low": _number(s.low), "high": _number(s.high)}
            if (s := shown.get(name))
            else None
            for name in names
        },
        "findings": findings[: len(report.findings)],
        "rejected": findings[len(report.findings) :],
        "beads": [
            {
                "kind": bead.kind,
                "original": list(bead.original),
                "rewrite": list(bead.rewrite),
                "similarity": _number(bead.similarity),
                "runner_up": _number(bead.runner_up),
                "drift": _number(bead.drift),
                "reason": bead.reason,
            }
            for bead in report.alignment.beads
        ],
        "judgements": [
            {
                "kept": _number(own.kept),
                "lost": _number(own.lost),
                "unsupported": _number(own.unsupported),
                "original": [_span(span) for span in own.original],
                "rewrite": [_span(span) for span in own.rewrite],
            }
            for own in report.judgements
        ],
        "original": None if report.original is None else _document(report.original),
        "rewrite": _document(report.rewrite),
    }


def _finding(finding: Finding, identity: Identity) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "category": finding.category,
        "severity": finding.severity.name,
        "confidence": _number(finding.confidence),
        "message": finding.message,
        "original": _span(finding.original),
        "rewrite": _span(finding.rewrite),
        "accepted": finding.accepted,
        "known": finding.known,
        "occurrence": identity.occurrence,
    }


def _number(value: float) -> float | None:
    """Six digits: what float32 holds; the rest differs between machines."""
    return None if math.isnan(value) else round(float(value), 6)


def _span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}


def _document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "language": document.language,
        "encoding": document.encoding,
        "raw": document.raw,
        "clean": document.clean,
        "sentences": [
            {
                "text": sentence.text,
                "start": sentence.start,
                "end": sentence.end,
                "span": _span(sentence.span),
                "paragraph": sentence.paragraph,
                "kind": sentence.kind,
                "reason": sentence.reason,
            }
            for sentence in document.sentences
        ],
        "repairs": [
            {
                "span": _span(repair.span),
                "replacement": repair.replacement,
                "kind": repair.kind,
                "reason": repair.reason,
            }
            for repair in document.repairs
        ],
    }
