"""The way through the room: paths -> prints -> candidates -> likeness -> groups and ledger -> edges with evidence."""

from __future__ import annotations

import math
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

from drift.aligning import align
from drift.rendering.progress import bar
from drift.tracing import direction, ledger
from drift.tracing import candidates as near_ones
from drift.tracing.families import closest, components, jointly
from drift.tracing.library import Library
from drift.tracing.likeness import DERIVED
from drift.tracing.records import Edge, Group, Trace
from drift.tracing.relatives import related
from drift.tracing.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.analyzer import Analyzer
    from drift.records import Alignment
    from drift.tracing.likeness import Likeness
    from drift.tracing.records import Entry, Evidence, Name
    from drift.tracing.texts import Text

# Log-odds of derivation for each unit of share above DERIVED: 0.73, the lowest share of a true rewrite seen, gives
# 0.97; 0.30, the highest of independent reports, gives 0.05. Rough: set on one event and 40 articles.
SLOPE = 15.0


def trace(
    paths: Iterable[Name],
    *,
    analyzer: Analyzer | None = None,
    progress: bool | None = None,
    work: str | Path | None = None,
) -> Trace:
    """Who derives from whom among documents.

    `paths` are the paths of two or more files; edges and groups give them back as they are. `analyzer` brings
    the model, the cache and whether texts are repaired; the default one without it. `work` is a folder where
    vectors, index and candidates are kept, so that a run that was stopped goes on and a grown folder reads only
    what is new. `progress` None shows a bar in a notebook alone.

    Raises:
        TraceError: fewer than two documents, one of them twice, or a work folder that cannot be used.
        ReadError: a document cannot be read.
        ModelError: the model cannot be had.
    """
    chosen = analyzer or _default()
    folder = None if work is None else Path(work)
    with Store(folder) as store:
        library = Library(tuple(paths), chosen, store)
        library.fill(progress=progress)
        pairs = related(library, work=folder, progress=progress)
        return _traced(library, pairs, chosen.signature, progress=progress)


def candidates(
    paths: Iterable[Name],
    *,
    analyzer: Analyzer | None = None,
    count: int = near_ones.COUNT,
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
        found = near_ones.nearest(library, count=count, exact=exact, work=folder, progress=progress)
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
    entries: list[Entry] = []
    edges: list[Edge] = []
    for k, group in enumerate(bar(groups, total=len(groups), unit="group", shown=progress)):
        own = [pair for pair in joined if number[pair.first] == k]
        texts = {place: library.text(place) for place in group}
        listed = ledger.build(k, group, texts, family)
        made = _edges(own, texts, listed)
        edges += made
        entries += [ledger.settle(entry, made) for entry in listed]
    return Trace(
        library.names,
        tuple(sorted(edges, key=lambda edge: (-edge.confidence, str(edge.original), str(edge.rewrite)))),
        tuple(_group(k, [library.names[place] for place in group], entries) for k, group in enumerate(groups)),
        tuple(entries),
        signature,
    )


def _places(sets: Sequence[Sequence[int]]) -> dict[int, int]:
    return {place: number for number, members in enumerate(sets) for place in members}


def _group(number: int, members: Sequence[Name], entries: Sequence[Entry]) -> Group:
    names = [
        entry.likely or entry.spellings[0].text for entry in entries if entry.group == number and entry.kind == "name"
    ]
    return Group(tuple(members), tuple(dict.fromkeys(names)))


def _edges(pairs: Sequence[Likeness], texts: Mapping[int, Text], entries: Sequence[Entry]) -> list[Edge]:
    """The edges of one group, directions decided together."""
    aligned, evidence = [], []
    for pair in pairs:
        sides = texts[pair.first], texts[pair.second]
        alignment = align(sides[0].document, sides[1].document, (sides[0].encoded, sides[1].encoded)).alignment
        aligned.append(alignment)
        evidence.append(direction.weigh(direction.Pair(sides, alignment), entries))
    places = [(pair.first, pair.second) for pair in pairs]
    found = jointly(places, evidence, {place: text.name for place, text in texts.items()})
    return [_edge(pair, texts, alignment, own) for pair, alignment, own in zip(pairs, aligned, found, strict=True)]


def _edge(pair: Likeness, texts: Mapping[int, Text], alignment: Alignment, evidence: tuple[Evidence, ...]) -> Edge:
    names = texts[pair.first].name, texts[pair.second].name
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
