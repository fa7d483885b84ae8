"""What tracing hands back: edges, groups, the ledger. Frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from drift.records import Shown, renderer

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

    from drift.records import Span

    Name: TypeAlias = str | PathLike[str]

Direction = Literal["shown", "open"]
Kind = Literal["name", "number", "date", "quote"]
Role = Literal["independent", "rewrite", "related"]
Table = Literal["edges", "ledger", "standings", "conflicts", "statements", "additions"]


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


class Plots(Protocol):
    """The figures of one trace; each draws one group on `ax`, or on a new figure, and returns the Axes."""

    def graph(self, *, group: int = 0, ax: Axes | None = None) -> Axes:
        """Documents as points, originals left of what derives from them."""

    def standings(self, *, group: int = 0, ax: Axes | None = None) -> Axes:
        """How many facts of each document stand in an independent one too, and how many in none."""

    def ledger(self, *, group: int = 0, ax: Axes | None = None) -> Axes:
        """Names and quotations by document."""


class Renderer(Protocol):
    """What a trace needs of whoever draws it."""

    def trace_frame(self, trace: Trace, table: Table) -> pd.DataFrame:
        """One of its tables."""

    def trace_plots(self, trace: Trace) -> Plots:
        """The figures."""

    def save_trace(self, trace: Trace, path: Path) -> Path:
        """Write the format that the file name's suffix names."""


_renderer: Callable[[], Renderer] = renderer


@dataclass(frozen=True, slots=True)
class Trace(Shown):
    """The result: all documents as given, edges (surest first), groups, and what is known of each group.

    That is its ledger, the statements that independent documents share, their conflicts, and the standing of each
    document. `languages` has the ISO 639-1 code of each document, "" where it was not recognized; `notes` say what was
    not judged.
    """

    documents: tuple[Name, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    ledger: tuple[Entry, ...]
    signature: str = ""
    statements: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    standings: tuple[Standing, ...] = ()
    languages: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    _repr_pretty_ = Shown._repr_pretty_

    def to_frame(self) -> pd.DataFrame:
        """A row an edge: original, rewrite, share, order, confidence, direction, evidence (one text), additions."""
        return _renderer().trace_frame(self, "edges")

    def ledger_frame(self) -> pd.DataFrame:
        """A row a spelling and document: group, kind, entry, spelling, document, likely, witnesses.

        `likely` says whether the spelling is the likely one, `witnesses` how many independent documents have the entry.
        """
        return _renderer().trace_frame(self, "ledger")

    def standings_frame(self) -> pd.DataFrame:
        """A row a document of a group: group, document, role, source, shared, alone, odd, message, language."""
        return _renderer().trace_frame(self, "standings")

    def conflicts_frame(self) -> pd.DataFrame:
        """A row a conflict: group, kind, first, first_text, second, second_text, message."""
        return _renderer().trace_frame(self, "conflicts")

    def statements_frame(self) -> pd.DataFrame:
        """A row a sentence that independent documents share: group, statement, document, text, similarity."""
        return _renderer().trace_frame(self, "statements")

    def additions_frame(self) -> pd.DataFrame:
        """A row a sentence that a rewrite has and its original lacks: rewrite, original, start, end, text, found.

        `start` and `end` are raw offsets in the rewrite, `found` the documents that have it, "" where none does.
        """
        return _renderer().trace_frame(self, "additions")

    @property
    def plot(self) -> Plots:
        """The figures: `graph`, `standings` and `ledger` take `group=` and `ax=`, and return the Axes."""
        return _renderer().trace_plots(self)

    def save(self, path: str | Path) -> Path:
        """Write .html, .json or .graphml; the file appears complete or not at all.

        Raises:
            TraceError: the suffix names no known format.
            OSError: the file cannot be written.
        """
        from pathlib import Path

        try:
            return _renderer().save_trace(self, Path(path))
        except ValueError as error:
            raise TraceError(str(error)) from error


def short(document: Name) -> str:
    """The name of a document's file."""
    from pathlib import PurePath

    return PurePath(document).name
