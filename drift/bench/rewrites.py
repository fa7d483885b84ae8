"""Suites of hand-written rewrites, in which it is certain what changed, near the original and far from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from drift.bench.asking import score
from drift.bench.entry import entry
from drift.bench.metrics import auc, calibration_error
from drift.bench.results import Figure
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row
    from drift.records import Finding

#: How much longer than the marked words a finding may be that counts as having told them: three times, and characters.
TIMES, CHARACTERS = 3, 60

FAITHFUL, CHANGED = ("F0", "F1", "F2"), ("C1", "C2", "C3", "C4")
#: Which changed texts are held against which faithful ones.
GROUPS = {
    "all": (CHANGED, FAITHFUL),
    "far": (("C2", "C4"), ("F2",)),
    "near": (("C1",), ("F0", "F1")),
    "near-over-far": (("C1",), ("F2",)),
}


@entry(
    "rewrites",
    ("items*.jsonl", "test*.jsonl", "dev*.jsonl"),
    columns=("id", "original", "faithful", "changed"),
    notes=(
        "faithful: F0 near, F1, F2 far; changed: C1 near, C2 far, C3, C4 (F2 with one change); near-over-far: C1, F2",
        "told: a finding, minor or worse, on the marked words of a changed text; alarms: findings on a faithful one",
    ),
)
def rewrites(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """Hand-written rewrites: whether drift parts changed texts from faithful ones, near, far and across."""
    texts = [(place, name, text) for place, row in enumerate(rows) for name, text in texts_of(row)]
    drift = score(analyzer, [(str(rows[place]["original"]), text) for place, _, text in texts])["drift"]
    values: dict[str, list[float]] = {}
    for (_, name, _), value in zip(texts, drift.tolist(), strict=True):
        values.setdefault(name, []).append(value)
    by_text = {(place, name): value for (place, name, _), value in zip(texts, drift.tolist(), strict=True)}
    for group, (value, count) in parted(by_text).items():
        yield Figure("drift", "ordered" if group == "twins" else "AUC", value, count, group)
    labels = [name in CHANGED for _, name, _ in texts]
    yield Figure("drift", "ECE", calibration_error(labels, drift), len(labels))
    for name in (*FAITHFUL, *CHANGED):
        yield Figure("drift", "mean", float(np.mean(values.get(name) or np.nan)), len(values.get(name, ())), name)
    yield from _told(analyzer, rows)


def parted(values: Mapping[tuple[int, str], float]) -> dict[str, tuple[float, int]]:
    """How well values, higher where more changed, part changed texts from faithful ones; each with what it is of.

    `values` are those of the texts, by the number of their item and their name. AUC of all, far, near, and near changed
    texts over far faithful ones; of `twins` the share in which C4, or where there is none C2, has more than F2.
    """
    by_name: dict[str, list[float]] = {}
    for (_, name), value in values.items():
        by_name.setdefault(name, []).append(value)
    found = {}
    for group, sides in GROUPS.items():
        ours, theirs = ([value for name in side for value in by_name.get(name, ())] for side in sides)
        found[group] = auc([1] * len(ours) + [0] * len(theirs), ours + theirs), len(ours + theirs)
    twins = [
        values.get((place, "C4"), values.get((place, "C2"), np.nan)) > value
        for (place, name), value in values.items()
        if name == "F2"
    ]
    found["twins"] = float(np.mean(twins)) if twins else float("nan"), len(twins)
    return found


def texts_of(row: Row) -> Iterator[tuple[str, str]]:
    """The item's texts by name; those beyond the plan are left out."""
    if row.get("near"):
        yield "F0", str(row["near"])
    yield from zip(("F1", "F2"), map(str, row["faithful"]), strict=False)
    yield from zip(("C1", "C2", "C3", "C4"), (str(change["text"]) for change in row["changed"]), strict=False)


def _told(analyzer: Analyzer, rows: Sequence[Row]) -> Iterator[Figure]:
    pairs = [(row, name, text) for row in rows for name, text in texts_of(row)]
    reports = analyzer.compare_many((str(row["original"]), text) for row, _, text in pairs)
    told: dict[str, list[bool]] = {}
    alarms: dict[str, list[int]] = {}
    for (row, name, text), report in zip(pairs, reports, strict=True):
        found = [item for item in report.findings if item.severity > Severity.neutral]
        if name.startswith("F"):
            alarms.setdefault(name, []).append(len(found))
            alarms.setdefault(f"{name} major", []).append(sum(item.severity >= Severity.major for item in found))
            continue
        change = row["changed"][int(name[1:]) - 1]
        places = _place(str(row["original"]), change["original_text"]), _place(text, change["rewrite_text"])
        told.setdefault(name, []).append(any(_touches(item, places) for item in found))
    for name, hits in sorted(told.items()):
        yield Figure("findings", "told", float(np.mean(hits)), len(hits), name)
    for name, counts in sorted(alarms.items()):
        yield Figure("findings", "alarms a text", float(np.mean(counts)), len(counts), name)


@entry(
    "articles",
    ("articles*.jsonl", "test*.jsonl", "dev*.jsonl"),
    columns=("id", "original", "faithful", "drifted", "changes"),
    notes=(f"told: a finding on marked words, not longer than {TIMES} times them and {CHARACTERS} characters",),
)
def articles(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """Whole articles: planted changes told, alarms on faithful rewrites, whether the drifted one has more drift."""
    reports = analyzer.compare_many(
        (str(row["original"]), str(row[name])) for row in rows for name in ("faithful", "drifted")
    )
    told: dict[str, list[bool]] = {}
    alarms: Counter[str] = Counter()
    ordered = []
    for row in rows:
        faithful, drifted = next(reports), next(reports)
        ordered.append(float(drifted.scores.drift) > float(faithful.scores.drift))
        alarms.update(item.severity.name for item in faithful.findings)
        found = [item for item in drifted.findings if item.severity > Severity.neutral]
        for change in row["changes"]:
            hit = any(_touches(item, (change["original_span"], change["drifted_span"])) for item in found)
            told.setdefault(str(change["type"]), []).append(hit)
    every = [hit for hits in told.values() for hit in hits]
    yield Figure("findings", "told", float(np.mean(every)) if every else float("nan"), len(every))
    for name in ("minor", "major", "critical"):
        yield Figure("findings", "alarms", float(alarms[name]), len(rows), f"faithful, {name}")
    yield Figure("drift", "ordered", float(np.mean(ordered)) if ordered else float("nan"), len(rows))
    for kind, hits in sorted(told.items()):
        yield Figure("findings", "told", float(np.mean(hits)), len(hits), kind)


def _place(text: str, words: str | None) -> tuple[int, int] | None:
    """Where marked words stand in their text."""
    if words is None or words not in text:
        return None
    start = text.index(words)
    return start, start + len(words)


def _touches(item: Finding, places: Sequence[Sequence[int] | None]) -> bool:
    """Whether a finding stands on the marked words of a side, and is about little else."""
    for span, place in zip((item.original, item.rewrite), places, strict=True):
        if span is not None and place is not None and span.start < place[1] and place[0] < span.end:
            return span.end - span.start <= TIMES * (place[1] - place[0]) + CHARACTERS
    return False
