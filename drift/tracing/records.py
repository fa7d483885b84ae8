"""What tracing hands back: edges, groups, the ledger. Frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

    import pandas as pd

    from drift.records import Span

    Name: TypeAlias = str | PathLike[str]

Direction = Literal["shown", "open"]
Kind = Literal["name", "number", "date", "quote"]
Role = Literal["independent", "rewrite", "related"]


class TraceError(ValueError):
    """The documents cannot be traced, in one clear line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for the direction of an edge.

    `weight` is in log-odds, above 0 where it speaks for the edge's direction and below where against it.
    """

    kind: str
    weight: float
    message: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of a document. `similarity` is its cosine to what it is cited for, 0 where that is nothing."""

    document: Name
    text: str
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Addition:
    """A sentence of the rewrite that its original lacks, and the other documents that have it, the nearest first.

    `found` is empty where no document of the folder has it: then nothing here tells where it is from.
    """

    sentence: Span
    found: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """`rewrite` derives from `original`; both are the paths as they were given.

    `share` is the share of the rewrite's words in sentences that the original has too, `order` the share of
    the paired sentences that stand in the same order; both in [0, 1]. `direction` is "shown" where the evidence
    decides which of the two came first, and "open" where it does not: then the two are related, and which is
    named the original is the likelier guess. `confidence` in [0, 1] is a rough probability that the edge holds
    as it stands, direction included; it was set on few data and is no calibrated figure.
    """

    original: Name
    rewrite: Name
    share: float
    order: float
    confidence: float
    direction: Direction
    evidence: tuple[Evidence, ...] = ()
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Two or more documents on one event. `names` are those that at least two of them share.

    `listed` is False where the group is too large for a ledger.
    """

    documents: tuple[Name, ...]
    names: tuple[str, ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a name, number or quotation, and the documents that write it so."""

    text: str
    documents: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, number, date or quotation of a group's documents, with every spelling of it.

    `likely` is the spelling that is probably right, empty where nothing tells; `why` says why. `group` indexes
    `Trace.groups`. `witnesses` counts the independent documents that have it in any spelling: documents that derive
    from each other are one. Where it is 1, one source alone reports it.
    """

    kind: Kind
    group: int
    spellings: tuple[Spelling, ...]
    likely: str
    why: str
    witnesses: int = 0

    @property
    def documents(self) -> tuple[Name, ...]:
        """All documents that have it, in the order of the spellings."""
        return tuple(dict.fromkeys(document for item in self.spellings for document in item.documents))


@dataclass(frozen=True, slots=True)
class Statement:
    """What independent documents of a group say alike: a sentence of each."""

    group: int
    sentences: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences of independent documents that cannot both be right, or that speak of different things.

    `kind` says what differs: "number", "date", "status" (done, or only promised or possible) or "negation".
    """

    group: int
    kind: Literal["number", "date", "status", "negation"]
    sentences: tuple[Cited, Cited]
    message: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a document is worth as evidence beside the others of its group.

    `role` is "independent", "rewrite" (of `source`) or "related" (to `source`, direction open). Of its names, numbers,
    dates and quotations `shared` are in an independent document too and `alone` in none; `odd` are written otherwise
    than is likely right.
    """

    document: Name
    group: int
    role: Role
    source: Name | None
    shared: int
    alone: int
    odd: int
    message: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The result: all documents as given, edges (surest first), groups, and what is known of each group.

    That is its ledger, the statements that independent documents share, their conflicts, and the standing of each
    document.
    """

    documents: tuple[Name, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    ledger: tuple[Entry, ...]
    signature: str = ""
    statements: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    standings: tuple[Standing, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A row an edge: original, rewrite, share, order, confidence, direction, evidence (one text)."""
        import pandas as pd

        columns = ("original", "rewrite", "share", "order", "confidence", "direction", "evidence")
        rows = [
            (
                str(edge.original),
                str(edge.rewrite),
                edge.share,
                edge.order,
                edge.confidence,
                edge.direction,
                " ".join(item.message for item in edge.evidence),
            )
            for edge in self.edges
        ]
        return pd.DataFrame(rows, columns=list(columns)).astype(dict.fromkeys(("share", "order", "confidence"), float))

    def ledger_frame(self) -> pd.DataFrame:
        """A row a spelling and document: group, kind, entry, spelling, document, likely (whether it is that one)."""
        import pandas as pd

        rows = [
            (entry.group, entry.kind, number, spelling.text, str(document), spelling.text == entry.likely)
            for number, entry in enumerate(self.ledger)
            for spelling in entry.spellings
            for document in spelling.documents
        ]
        return pd.DataFrame(rows, columns=["group", "kind", "entry", "spelling", "document", "likely"])

    def save(self, path: str | Path) -> Path:
        """Write .html, .json or .graphml; the file appears complete or not at all.

        Raises:
            TraceError: the suffix names no known format.
            OSError: the file cannot be written.
        """
        from pathlib import Path

        from drift.tracing.writing import save

        return save(self, Path(path))

    def _repr_html_(self) -> str:
        from drift.tracing.writing import fragment

        return fragment(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002, FBT001 - IPython's protocol
        from drift.tracing.writing import summary

        printer.text(summary(self))


def labels(documents: tuple[Name, ...]) -> Mapping[Name, str]:
    """A short name a document: its file's name, or the whole path where two files are named alike."""
    from collections import Counter
    from pathlib import PurePath

    short = {document: PurePath(document).name for document in documents}
    times = Counter(short.values())
    return {document: name if times[name] == 1 else str(document) for document, name in short.items()}


def short(document: Name) -> str:
    """The name of a document's file."""
    from pathlib import PurePath

    return PurePath(document).name
