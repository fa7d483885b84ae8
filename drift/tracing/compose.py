"""The way through the room: paths -> texts -> likeness -> groups and ledger -> edges with evidence."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING

from drift.aligning import align
from drift.rendering.progress import bar
from drift.tracing import direction, ledger
from drift.tracing.likeness import DERIVED, closest, compare_all, components
from drift.tracing.records import Edge, Group, Trace
from drift.tracing.spelling import known, uses
from drift.tracing.texts import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.analyzer import Analyzer
    from drift.records import Alignment, Finding
    from drift.tracing.likeness import Likeness
    from drift.tracing.records import Entry, Evidence, Name
    from drift.tracing.texts import Text

SHARED_NAMES = 2  # that two reports of one event must have in common, countries and well-known names aside
FAMOUS = 4.5  # Zipf frequency from which a name says little about the event ("London" 5.3, "Rabat" 2.6)
# Log-odds of derivation for each unit of share above DERIVED: 0.73, the lowest share of a true rewrite seen, gives
# 0.97; 0.30, the highest of independent reports, gives 0.05. Rough: set on one event and 40 articles.
SLOPE = 15.0
SLIPS = ("repetition", "fragment", "fluency", "terminology")


def trace(paths: Iterable[Name], *, analyzer: Analyzer | None = None, progress: bool | None = None) -> Trace:
    """Who derives from whom among documents.

    `paths` are the paths of two or more files; edges and groups give them back as they are. `analyzer` brings
    the model, the cache and whether texts are repaired; the default one without it.
    `progress` None shows a bar in a notebook alone.

    Raises:
        TraceError: fewer than two documents, or one of them twice.
        ReadError: a document cannot be read.
        ModelError: the model cannot be had.
    """
    if analyzer is None:
        from drift.analyzer import Analyzer as Default

        analyzer = Default()
    texts = load(tuple(paths), analyzer.encoder, repair=analyzer.repair)
    pairs = list(compare_all(texts))
    joined = closest(pairs, len(texts))
    family = _places(components(len(texts), [(pair.first, pair.second) for pair in joined]))
    near = [pair for pair in pairs if pair.one_event]
    near = [pair for pair in bar(near, total=len(near), unit="pair", shown=progress) if _share_names(texts, pair)]
    links = [(pair.first, pair.second) for pair in near]
    groups = [group for group in components(len(texts), links) if len(group) > 1]
    entries = [entry for number, group in enumerate(groups) for entry in ledger.build(number, group, texts, family)]
    found = bar(joined, total=len(joined), unit="edge", shown=progress)
    edges = [_edge(pair, texts, entries, analyzer) for pair in found]
    return Trace(
        tuple(text.name for text in texts),
        tuple(sorted(edges, key=lambda edge: (-edge.confidence, str(edge.original), str(edge.rewrite)))),
        tuple(_group(number, group, texts, entries) for number, group in enumerate(groups)),
        tuple(ledger.settle(entry, edges) for entry in entries),
        analyzer.signature,
    )


def _places(sets: Sequence[Sequence[int]]) -> dict[int, int]:
    return {place: number for number, members in enumerate(sets) for place in members}


def _share_names(texts: Sequence[Text], pair: Likeness) -> bool:
    if pair.derived:
        return True
    words = []
    for place in (pair.first, pair.second):
        found = uses(place, texts[place].names)
        words.append({word for use in found for word in use.words if known(word) < FAMOUS})
    return len(words[0] & words[1]) >= SHARED_NAMES


def _group(number: int, members: Sequence[int], texts: Sequence[Text], entries: Sequence[Entry]) -> Group:
    names = [
        entry.likely or entry.spellings[0].text for entry in entries if entry.group == number and entry.kind == "name"
    ]
    return Group(tuple(texts[place].name for place in members), tuple(dict.fromkeys(names)))


def _edge(pair: Likeness, texts: Sequence[Text], entries: Sequence[Entry], analyzer: Analyzer) -> Edge:
    sides = texts[pair.first], texts[pair.second]
    alignment = align(sides[0].document, sides[1].document, (sides[0].encoded, sides[1].encoded)).alignment
    slips = _slips(sides[0], analyzer), _slips(sides[1], analyzer)
    evidence = direction.weigh(direction.Pair(sides, alignment, slips), entries)
    odds = sum(item.weight for item in evidence)
    original, rewrite = (0, 1) if odds >= 0 else (1, 0)
    related = _probability(SLOPE * (max(pair.shares) - DERIVED))
    return Edge(
        sides[original].name,
        sides[rewrite].name,
        round(pair.shares[rewrite], 4),
        round(_order(alignment), 4),
        round(related * _probability(abs(odds)), 4),
        "shown" if abs(odds) >= direction.SHOWN else "open",
        _oriented(evidence, forward=odds >= 0),
    )


def _oriented(evidence: tuple[Evidence, ...], *, forward: bool) -> tuple[Evidence, ...]:
    return evidence if forward else direction.turned(evidence)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _slips(text: Text, analyzer: Analyzer) -> tuple[Finding, ...]:
    return tuple(finding for finding in analyzer.check(text.document).findings if finding.kind in SLIPS)


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
