"""The frames of a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from drift.tracing.records import Trace


def edges(trace: Trace) -> pd.DataFrame:
    """See `Trace.to_frame`."""
    import pandas as pd

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
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def ledger(trace: Trace) -> pd.DataFrame:
    """See `Trace.ledger_frame`."""
    import pandas as pd

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
    return pd.DataFrame(rows, columns=["group", "kind", "entry", "spelling", "document", "likely", "witnesses"])


def standings(trace: Trace) -> pd.DataFrame:
    """See `Trace.standings_frame`."""
    import pandas as pd

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
    return pd.DataFrame(rows, columns=columns)


def conflicts(trace: Trace) -> pd.DataFrame:
    """See `Trace.conflicts_frame`."""
    import pandas as pd

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
    return pd.DataFrame(rows, columns=columns)


def statements(trace: Trace) -> pd.DataFrame:
    """See `Trace.statements_frame`."""
    import pandas as pd

    rows = [
        (item.group, number, str(sentence.document), sentence.text, sentence.similarity)
        for number, item in enumerate(trace.statements)
        for sentence in item.sentences
    ]
    return pd.DataFrame(rows, columns=["group", "statement", "document", "text", "similarity"])


def additions(trace: Trace) -> pd.DataFrame:
    """See `Trace.additions_frame`."""
    import pandas as pd

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
    return pd.DataFrame(rows, columns=["rewrite", "original", "start", "end", "text", "found"])
