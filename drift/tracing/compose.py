"""The way through the room: paths -> prints -> candidates -> likeness -> groups and ledger -> edges with evidence."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol

from drift.aligning import align
from drift.language import foreign
from drift.rendering.progress import bar
from drift.tracing import claims, direction, ledger, nearest, standing, thirds
from drift.tracing.families import closest, components, jointly
from drift.tracing.languages import notes
from drift.tracing.library import MAX_CHARS, Library
from drift.tracing.likeness import DERIVED
from drift.tracing.records import Edge, Group, Trace
from drift.tracing.relatives import related
from drift.tracing.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.analyzer import Analyzer
    from drift.records import Alignment, Sentence
    from drift.tracing.likeness import Likeness
    from drift.tracing.records import Conflict, Entry, Evidence, Name, Standing, Statement
    from drift.tracing.texts import Text

# Log-odds of derivation for each unit of share above DERIVED: 0.73, the lowest share of a true rewrite seen, gives
# 0.97; 0.30, the highest of independent reports, gives 0.05. Rough: set on one event and 40 articles.
SLOPE = 15.0
LARGEST = 100  # documents of a group that gets a ledger: names are compared with names, so time grows with the square


class Texts(Protocol):
    """Documents by their place."""

    def __getitem__(self, place: int, /) -> Text:
        """The document at a place."""


def trace(
    paths: Iterable[Name],
    *,
    analyzer: Analyzer | None = None,
    progress: bool | None = None,
    work: str | Path | None = None,
    max_chars: int = MAX_CHARS,
) -> Trace:
    """Who derives from whom among documents.

    `paths` are the paths of two or more files; edges and groups give them back as they are. `analyzer` brings
    the model, the cache and whether texts are repaired; the default one without it. `work` is a folder where
    vectors, index and candidates are kept, so that a run that was stopped goes on and a grown folder reads only
    what is new. `progress` None shows a bar in a notebook alone. Documents of more than `max_chars` characters are
    refused.

    Raises:
        TypeError: one path in place of several.
        TraceError: fewer than two documents, one of them twice, or a work folder that cannot be used.
        ReadError: a document cannot be read, or is too long.
        ModelError: the model cannot be had.
    """
    if isinstance(paths, str | PurePath):
        msg = f"trace takes the paths of several files, such as sorted(Path({str(paths)!r}).iterdir())"
        raise TypeError(msg)
    chosen = analyzer or _default()
    folder = None if work is None else Path(work)
    with Store(folder) as store:
        library = Library(tuple(paths), chosen, store, longest=max_chars)
        library.fill(progress=progress)
        pairs = related(library, work=folder, progress=progress)
        return _traced(library, pairs, chosen.signature, progress=progress)


def candidates(  # noqa: PLR0913 - keyword-only choices
    paths: Iterable[Name],
    *,
    analyzer: Analyzer | None = None,
    count: int = nearest.COUNT,
    exact: bool | None = None,
    work: str | Path | None = None,
    progress: bool | None = None,
) -> dict[Name, tuple[Name, ...]]:
    """The documents that each one is worth comparing with, the best first, at most `count`.

    `exact` True looks at all, False asks the approximate index; None decides by the number of documents.

    Raises:
        TraceError, ReadError, ModelError: as `trace`.
    """
    folder = None if work is None else Path(work)
    with Store(folder) as store:
        library = Library(tuple(paths), analyzer or _default(), store)
        library.fill(progress=progress)
        found = nearest.nearest(library, count=count, exact=exact, work=folder, progress=progress)
    names = library.names
    return {name: tuple(names[k] for k in row if k >= 0) for name, row in zip(names, found.tolist(), strict=True)}


def _default() -> Analyzer:
    from drift.analyzer import Analyzer as Default

    return Default()


def _traced(library: Library, pairs: Sequence[Likeness], signature: str, *, progress: bool | None) -> Trace:
    joined = closest(pairs, len(library))
    family = _places(components(len(library), [(pair.first, pair.second) for pair in joined]))
    links = [(pair.first, pair.second) for pair in pairs]
    groups = [group for group in components(len(library), links) if len(group) > 1]
    number = {place: k for k, group in enumerate(groups) for place in group}
    own: dict[int, list[Likeness]] = {}
    for pair in joined:
        own.setdefault(number[pair.first], []).append(pair)
    edges: list[Edge] = []
    lacking: dict[int, list[Sentence]] = {}
    parts: list[_Part] = []
    for k, group in enumerate(bar(groups, total=len(groups), unit="group", shown=progress)):
        part = _studied(k, group, own.get(k, []), library, family)
        parts.append(part)
        edges += part.edges
        lacking |= part.lacking
    if not library.bilingual:  # in what other language the model does not tell who has a sentence too
        lacking = {k: sentences for k, sentences in lacking.items() if not foreign(library.languages[k])}
    found = thirds.additions(library, lacking, _barred(library.names, edges))
    place = {name: k for k, name in enumerate(library.names)}
    edges = [replace(edge, additions=found.get(place[edge.rewrite], ())) for edge in edges]
    return Trace(
        library.names,
        tuple(sorted(edges, key=lambda edge: (-edge.confidence, str(edge.original), str(edge.rewrite)))),
        tuple(part.group for part in parts),
        tuple(entry for part in parts for entry in part.entries),
        signature,
        tuple(item for part in parts for item in part.statements),
        tuple(item for part in parts for item in part.conflicts),
        tuple(item for part in parts for item in part.standings),
        library.languages,
        tuple(notes(library.names, library.languages, bilingual=library.bilingual)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What is found out about one group. `lacking`: sentences of each rewrite that its original has not."""

    group: Group
    edges: list[Edge]
    lacking: dict[int, list[Sentence]]
    entries: list[Entry]
    statements: list[Statement]
    conflicts: list[Conflict]
    standings: list[Standing]


def _studied(
    number: int, members: Sequence[int], pairs: Sequence[Likeness], library: Library, family: Mapping[int, int]
) -> _Part:
    names = tuple(library.names[place] for place in members)
    if len(members) > LARGEST:  # only what derives from each other is read again, pair by pair
        edges, lacking = _edges(pairs, library, [])
        return _Part(Group(names, (), listed=False), edges, lacking, [], [], [], [])
    texts = {place: library[place] for place in members}
    entries = ledger.build(number, members, texts, family)
    edges, lacking = _edges(pairs, texts, entries)
    entries = [ledger.settle(entry, edges) for entry in entries]
    statements, conflicts = claims.compare(number, members, texts, family)
    languages = {text.name: text.document.language for text in texts.values() if text.foreign}
    told = list(standing.standings(number, names, entries, edges, languages))
    shared = [
        entry.likely or entry.spellings[0].text
        for entry in entries
        if entry.kind == "name" and len(entry.documents) > 1
    ]
    group = Group(names, tuple(dict.fromkeys(shared)))
    return _Part(group, edges, lacking, entries, statements, conflicts, told)


def _barred(names: Sequence[Name], edges: Sequence[Edge]) -> dict[int, frozenset[int]]:
    """For each rewrite the documents that are no third ones: itself, its original, and what was made from it."""
    place = {name: k for k, name in enumerate(names)}
    below: dict[int, list[int]] = {}
    for edge in edges:
        below.setdefault(place[edge.original], []).append(place[edge.rewrite])
    found: dict[int, frozenset[int]] = {}
    for edge in edges:
        rewrite = place[edge.rewrite]
        reached, waiting = {rewrite, place[edge.original]}, [rewrite]
        while waiting:
            fresh = [k for k in below.get(waiting.pop(), ()) if k not in reached]
            reached.update(fresh)
            waiting += fresh
        found[rewrite] = found.get(rewrite, frozenset()) | reached
    return found


def _places(sets: Sequence[Sequence[int]]) -> dict[int, int]:
    return {place: number for number, members in enumerate(sets) for place in members}


def _edges(
    pairs: Sequence[Likeness], texts: Texts, entries: Sequence[Entry]
) -> tuple[list[Edge], dict[int, list[Sentence]]]:
    """The edges of one group, directions decided together, and the sentences of each rewrite that are added to it."""
    aligned, evidence = [], []
    for pair in pairs:
        sides = texts[pair.first], texts[pair.second]
        alignment = align(sides[0].document, sides[1].document, (sides[0].encoded, sides[1].encoded)).alignment
        aligned.append(alignment)
        evidence.append(direction.weigh(direction.Pair(sides, alignment), entries))
    places = [(pair.first, pair.second) for pair in pairs]
    names = {place: texts[place].name for pair in places for place in pair}
    edges, lacking = [], {}
    for pair, alignment, own in zip(pairs, aligned, jointly(places, evidence, names), strict=True):
        edge = _edge(pair, names, alignment, own)
        edges.append(edge)
        forward = edge.rewrite == names[pair.second]
        rewrite, added = (pair.second, alignment.added) if forward else (pair.first, alignment.omitted)
        kept = [texts[rewrite].document.sentences[index] for index in texts[rewrite].kept if index in added]
        lacking[rewrite] = [item for item in kept if len(item.text.split()) >= thirds.WORDS]
    return edges, lacking


def _edge(pair: Likeness, named: Mapping[int, Name], alignment: Alignment, evidence: tuple[Evidence, ...]) -> Edge:
    names = named[pair.first], named[pair.second]
    odds = sum(item.weight for item in evidence)
    original, rewrite = (0, 1) if odds >= 0 else (1, 0)
    kin = _probability(SLOPE * (max(pair.shares) - DERIVED))
    return Edge(
        names[original],
        names[rewrite],
        round(pair.shares[rewrite], 4),
        round(_order(alignment), 4),
        round(kin * _probability(abs(odds)), 4),
        "shown" if abs(odds) >= direction.SHOWN else "open",
        evidence if odds >= 0 else direction.turned(evidence),
    )


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _order(alignment: Alignment) -> float:
    """Share of the paired beads on the longest run that is in order on both sides."""
    places = [
        bead.rewrite[0]
        for bead in sorted((b for b in alignment.beads if b.original and b.rewrite), key=lambda b: b.original)
    ]
    run: list[int] = []
    for place in places:
        at = bisect_left(run, place)
        run[at : at + 1] = [place]
    return len(run) / len(places) if places else 0.0
