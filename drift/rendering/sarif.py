"""The findings as SARIF 2.1.0, the format in which code hosts and editors show results in place."""

from __future__ import annotations

import bisect
import hashlib
import json
import os
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from drift.records import Severity
from drift.rendering import phrases, safe

if TYPE_CHECKING:
    from drift.records import Document, Finding, Span
    from drift.results import Report

_LEVELS = {
    Severity.critical: "error",
    Severity.major: "error",
    Severity.minor: "warning",
    Severity.neutral: "note",
}
# SARIF section 3.30.2 leaves line ends to the producer; these are what editors count.
_LINE_END = re.compile("\r\n|\r|\n")


def sarif(report: Report) -> bytes:
    """The findings as a SARIF log, UTF-8; columns and offsets count Unicode code points.

    A result stands at its place in the rewrite, with the original as related location; without a place in
    the rewrite it stands in the original. A text that came from no file is embedded in the log.
    """
    documents = [document for document in (report.rewrite, report.original) if document is not None]
    starts = [[0, *(match.end() for match in _LINE_END.finditer(document.raw))] for document in documents]
    kinds = sorted({finding.kind for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "drift",
                "rules": [_rule(kind) for kind in kinds],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(document, index) for index, document in enumerate(documents)],
        "results": [_result(finding, documents, starts, kinds) for finding in report.findings],
        "properties": {"signature": report.signature, "notes": list(phrases.notes(report))},
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    text = json.dumps(log, ensure_ascii=False, allow_nan=False, indent=1)
    return (safe.json_text(safe.encodable(text)) + "\n").encode()


def _rule(kind: str) -> dict[str, Any]:
    return {"id": kind, "name": phrases.kind_label(kind), "shortDescription": {"text": phrases.kind_summary(kind)}}


def _artifact(document: Document, index: int) -> dict[str, Any]:
    artifact: dict[str, Any] = {
        "description": {"text": ("The rewrite", "The original")[index]},
        "roles": ["analysisTarget"],
        "mimeType": "text/plain",
    }
    if document.name:
        return {**artifact, "location": {"uri": _uri(document.name)}}
    return {**artifact, "contents": {"text": document.raw}}


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _result(finding: Finding, documents: list[Document], starts: list[list[int]], kinds: list[str]) -> dict[str, Any]:
    places = [
        _location(span, documents[index], index, starts[index])
        for index, span in enumerate((finding.rewrite, finding.original)[: len(documents)])
        if span is not None
    ]
    identity = "\0".join((finding.kind, *(span.text if span else "" for span in (finding.original, finding.rewrite))))
    result: dict[str, Any] = {
        "ruleId": finding.kind,
        "ruleIndex": kinds.index(finding.kind),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message or phrases.kind_label(finding.kind)},
        "rank": round(100 * float(finding.confidence), 4),
        "partialFingerprints": {"drift/v1": hashlib.sha256(safe.encodable(identity).encode()).hexdigest()},
        "properties": {"severity": finding.severity.name, "category": finding.category},
    }
    if finding.known is not None:
        result["baselineState"] = "unchanged" if finding.known else "new"
    if places:
        result["locations"] = places[:1]
    if places[1:]:
        result["relatedLocations"] = [{**places[1], "message": {"text": "The original"}}]
    return result


def _location(span: Span, document: Document, index: int, starts: list[int]) -> dict[str, Any]:
    first, last = (bisect.bisect_right(starts, offset) - 1 for offset in (span.start, span.end))
    artifact: dict[str, Any] = {"index": index}
    if document.name:
        artifact["uri"] = _uri(document.name)
    region = {
        "startLine": first + 1,
        "startColumn": span.start - starts[first] + 1,
        "endLine": last + 1,
        "endColumn": span.end - starts[last] + 1,
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": {"text": span.text},
    }
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
