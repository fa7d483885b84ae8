"""The two pandas frames of a report, and the files made of the findings frame."""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from drift.records import Severity
from drift.rendering import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from drift.records import Document, Span
    from drift.results import Report


def frame(report: Report) -> pd.DataFrame:
    """A row a bead, in the alignment's order.

    `original_sentences` and `rewrite_sentences` are tuples of sentence indices; the offsets are raw and
    `<side>_text == raw[start:end]`, from the first to the last sentence of the side; a side that is
    empty has missing values. `similarity` is a cosine, `drift` a probability; `kept`, `lost` and `unsupported` are
    those of `Report.judgements`, missing where nothing was judged.
    """
    import pandas as pd

    from drift.rendering.phrases import BEADS

    rows = [
        {
            "kind": bead.kind,
            "similarity": float(bead.similarity),
            "drift": float(bead.drift),
            "runner_up": float(bead.runner_up),
            "original_sentences": bead.original,
            "rewrite_sentences": bead.rewrite,
            **_stretch("original", report.original, bead.original),
            **_stretch("rewrite", report.rewrite, bead.rewrite),
            "reason": bead.reason,
            "kept": own.kept if own else math.nan,
            "lost": own.lost if own else math.nan,
            "unsupported": own.unsupported if own else math.nan,
        }
        for bead, own in zip_longest(report.alignment.beads, report.judgements)
    ]
    columns = (
        "kind", "similarity", "drift", "runner_up", "original_sentences", "rewrite_sentences",
        "original_start", "original_end", "original_text", "rewrite_start", "rewrite_end", "rewrite_text", "reason",
        "kept", "lost", "unsupported",
    )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(columns), dtype=object)  # other types of text hold no lone surrogates
    table["kind"] = pd.Categorical(table["kind"], categories=list(BEADS))
    return table.astype(
        {
            **dict.fromkeys(("similarity", "drift", "runner_up", "kept", "lost", "unsupported"), "float64"),
            **_types("reason"),
        }
    )


def findings_frame(report: Report) -> pd.DataFrame:
    """A row a finding, in the report's order.

    `severity` is an ordered categorical (`frame[frame.severity >= "major"]` works), `penalty` its MQM
    points, `confidence` a probability, the offsets raw with `<side>_text == raw[start:end]`; a side where
    the finding has no place has missing values. `accepted` says that a reader agreed, `known` that the baseline has
    the finding too (missing without a baseline).
    """
    import pandas as pd

    rows = [
        {
            "kind": finding.kind,
            "category": finding.category,
            "severity": finding.severity.name,
            "penalty": int(finding.severity),
            "confidence": float(finding.confidence),
            "message": finding.message,
            **_place("original", finding.original),
            **_place("rewrite", finding.rewrite),
            "accepted": finding.accepted,
            "known": finding.known,
        }
        for finding in report.findings
    ]
    columns = (
        "kind", "category", "severity", "penalty", "confidence", "message",
        "original_start", "original_end", "original_text", "rewrite_start", "rewrite_end", "rewrite_text",
        "accepted", "known",
    )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(columns), dtype=object)  # other types of text hold no lone surrogates
    names = [severity.name for severity in sorted(Severity)]
    table["severity"] = pd.Categorical(table["severity"], categories=names, ordered=True)
    return table.astype(
        {
            "penalty": "int64",
            "confidence": "float64",
            "accepted": "bool",
            "known": "boolean",
            **_types("kind", "category", "message"),
        }
    )


def many(reports: Sequence[Report], about: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A row a report: `pair`, the columns of `about`, names, scores, findings of each severity."""
    import pandas as pd

    scores = ("drift", "coverage", "support", "fidelity", "fluency", "quality")
    rows = [
        {
            "original": "" if report.original is None else safe.encodable(report.original.name),
            "rewrite": safe.encodable(report.rewrite.name),
            **{name: float(getattr(report.scores, name)) for name in scores},
            **{severity.name: sum(f.severity is severity for f in report.findings) for severity in sorted(Severity)},
        }
        for report in reports
    ]
    columns = ["original", "rewrite", *scores, *(severity.name for severity in sorted(Severity))]
    return _about(pd.DataFrame(rows, columns=columns), range(len(reports)), about)


def many_findings(reports: Sequence[Report], about: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A row a finding: `pair`, the columns of `about`, then those of `findings_frame`."""
    import pandas as pd

    tables = [findings_frame(report) for report in reports]
    pairs = [number for number, table in enumerate(tables) for _ in range(len(table))]
    filled = [table for table in tables if len(table)]  # pandas no longer lets empty tables have a say in types
    joined = pd.concat(filled or tables, ignore_index=True) if tables else pd.DataFrame()
    return _about(joined, pairs, about)


def _about(table: pd.DataFrame, pairs: Sequence[int], about: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The table with the number of the pair before it, and what is known about the pair."""
    import pandas as pd

    known = pd.DataFrame(list(about)).take(list(pairs)).reset_index(drop=True) if about else pd.DataFrame()
    if clash := [name for name in known.columns if name in table.columns or name == "pair"]:
        msg = f"the reports have a column {clash[0]!r} of their own; name the one about them otherwise"
        raise ValueError(msg)
    return pd.concat([pd.DataFrame({"pair": list(pairs)}, dtype="int64"), known, table], axis="columns")


def csv(report: Report) -> bytes:
    """The findings frame as UTF-8 CSV; cells that a spreadsheet would run as formulas get an apostrophe."""
    table = findings_frame(report)
    for column in _text_columns(table):
        table[column] = table[column].map(safe.cell, na_action="ignore")
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text.encode()


def parquet(report: Report) -> bytes:
    """The findings frame as Parquet, with its types and exact texts (lone surrogates become U+FFFD)."""
    import io

    table = findings_frame(report)
    for column in _text_columns(table):
        table[column] = table[column].map(safe.encodable, na_action="ignore")
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


def _text_columns(table: pd.DataFrame) -> list[str]:
    return [name for name in table.columns if name in ("kind", "category", "message") or name.endswith("_text")]


def _types(*texts: str) -> dict[str, str]:
    offsets = [f"{side}_{end}" for side in ("original", "rewrite") for end in ("start", "end")]
    return {**dict.fromkeys(offsets, "Int64"), **dict.fromkeys((*texts, "original_text", "rewrite_text"), "object")}


def _place(side: str, span: Span | None) -> dict[str, Any]:
    if span is None:
        return {f"{side}_start": None, f"{side}_end": None, f"{side}_text": None}
    return {f"{side}_start": span.start, f"{side}_end": span.end, f"{side}_text": span.text}


def _stretch(side: str, document: Document | None, sentences: Sequence[int]) -> dict[str, Any]:
    if document is None or not sentences:
        return _place(side, None)
    start = document.sentences[sentences[0]].span.start
    end = document.sentences[sentences[-1]].span.end
    return {f"{side}_start": start, f"{side}_end": end, f"{side}_text": document.raw[start:end]}
