"""A small pair with several findings alike, so that occurrences must be told apart."""

from __future__ import annotations

import numpy as np

from drift.records import Alignment, Bead, Document, Finding, Score, Scores, Severity, Span
from drift.report import Report

ORIGINAL = ("They bought 12 drones.", "They sold 12 drones.", "Nobody was hurt.", "Rain fell.")
REWRITE = ("They bought 21 drones.", "They sold 21 drones.", "Somebody was hurt.", "Rain fell.")
ACCURACY = "Accuracy/Mistranslation"


def pair(original: tuple[str, ...] = ORIGINAL, rewrite: tuple[str, ...] = REWRITE) -> Report:
    """Findings: number in each sentence that has one, a critical negation, an omission where a sentence is short."""
    a, b = Document.from_sentences(original), Document.from_sentences(rewrite)
    findings = []
    for left, right in zip(a.sentences, b.sentences, strict=True):
        for kind, severity, here, there in (
            ("number", Severity.major, "12", "21"),
            ("negation", Severity.critical, "Nobody", "Somebody"),
        ):
            if here in left.text and there in right.text:
                findings.append(finding(kind, severity, place(a, left.start, here), place(b, right.start, there)))
    one = Score(1.0, 1.0, 1.0)
    return Report(
        a,
        b,
        Alignment(
            tuple(
                Bead((k,), (k,), "same" if x == y else "altered", 0.9, 0.0 if x == y else 0.3)
                for k, (x, y) in enumerate(zip(original, rewrite, strict=True))
            )
        ),
        tuple(findings),
        Scores(one, one, Score(0.0, 0.0, 0.1), one, Score(0.2, 0.1, 0.3), Score(80.0, 70.0, 90.0)),
        "drift 0",
        word_counts=tuple(len(text.split()) for text in rewrite),
        similarities=np.eye(len(original), dtype=np.float32),
        words=((), ()),
    )


def place(document: Document, start: int, text: str) -> Span:
    at = document.raw.index(text, start)
    return Span(at, at + len(text), text)


def finding(kind: str, severity: Severity, original: Span | None, rewrite: Span | None) -> Finding:
    return Finding(kind, ACCURACY, severity, original, rewrite, 0.8, f"A {kind} changed.")
