"""The frames of a trace. What is no Unicode (file names need not be) has U+FFFD in it: tables hold no such text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.rendering.safe import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from drift.results.trace import Table, Trace


def edges(trace: Trace) -> pd.DataFrame:
    """See `Trace.to_frame`."""
    columns = ["original", "rewrite", "share", "order", "confidence", "direction", "evidence", "additions"]
    rows = [
        (
            str(edge.original),
            str(edge.rewrite),
            edge.share,
            edge.order,
            edge.confidence,
            edge.direction,
            " ".join(item.message for item in edge.evidence),
            len(edge.additions),
        )
        for edge in trace.edges
    ]
    kinds = {**dict.fromkeys(("share", "order", "confidence"), float), "additions": int}
    return _frame(rows, columns).astype(kinds)


def ledger(trace: Trace) -> pd.DataFrame:
    """See `Trace.ledger_frame`."""
    rows = [
        (
            entry.group,
            entry.kind,
            number,
            spelling.text,
            str(document),
            spelling.text == entry.likely,
            entry.witnesses,
        )
        for number, entry in enumerate(trace.ledger)
        for spelling in entry.spellings
        for document in spelling.documents
    ]
    return _frame(rows, ["group", "kind", "entry", "spelling", "document", "likely", "witnesses"])


def standings(trace: Trace) -> pd.DataFrame:
    """See `Trace.standings_frame`."""
    languages = dict(zip(trace.documents, trace.languages, strict=False))
    rows = [
        (
            item.group,
            str(item.document),
            item.role,
            "" if item.source is None else str(item.source),
            item.shared,
            item.alone,
            item.odd,
            item.message,
            languages.get(item.document, ""),
        )
        for item in trace.standings
    ]
    columns = ["group", "document", "role", "source", "shared", "alone", "odd", "message", "language"]
    return _frame(rows, columns)


def conflicts(trace: Trace) -> pd.DataFrame:
    """See `Trace.conflicts_frame`."""
    rows = [
        (
            item.group,
            item.kind,
            *(value for sentence in item.sentences for value in (str(sentence.document), sentence.text)),
            item.message,
        )
        for item in trace.conflicts
    ]
    columns = ["group", "kind", "first", "first_text", "second", "second_text", "message"]
    return _frame(rows, columns)


def statements(trace: Trace) -> pd.DataFrame:
    """See `Trace.statements_frame`."""
    rows = [
        (item.group, number, str(sentence.document), sentence.text, sentence.similarity)
        for number, item in enumerate(trace.statements)
        for sentence in item.sentences
    ]
    return _frame(rows, ["group", "statement", "document", "text", "similarity"])


def additions(trace: Trace) -> pd.DataFrame:
    """See `Trace.additions_frame`."""
    rows = [
        (
            str(edge.rewrite),
            str(edge.original),
            item.sentence.start,
            item.sentence.end,
            item.sentence.text,
            ", ".join(str(cited.document) for cited in item.found),
        )
        for edge in trace.edges
        for item in edge.additions
    ]
    return _frame(rows, ["rewrite", "original", "start", "end", "text", "found"])


def _frame(rows: Iterable[tuple[object, ...]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    held = [tuple(encodable(value) if isinstance(value, str) else value for value in row) for row in rows]
    return pd.DataFrame(held, columns=list(columns))


TABLES: Mapping[Table, Callable[[Trace], pd.DataFrame]] = {
    "edges": edges,
    "ledger": ledger,
    "standings": standings,
    "conflicts": conflicts,
    "statements": statements,
    "additions": additions,
}
