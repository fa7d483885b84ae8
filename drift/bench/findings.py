"""Suites of findings: planted edits of the round trip, flags on two human translations, negated sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.bench.asking import score
from drift.bench.entry import entry
from drift.bench.files import find, json_rows, sample, table_rows
from drift.bench.results import Figure
from drift.bench.sources import assemble
from drift.reading import WordlessError
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row
    from drift.bench.results import Result
    from drift.records import Finding, Span

PLANTED = ("*planted*.jsonl", "*test*.jsonl", "*dev*.jsonl")
CONTROL = ("*control*.jsonl",)
HUMAN = ("*test*.tsv", "*dev*.tsv")
CANNOT = ("*.tsv",)

# Which findings count as having found an edit: the table of the round trip's README.
ACCEPTED: Mapping[str, frozenset[str]] = {
    "drop_sentence": frozenset({"omission.sentence"}),
    "drop_clause": frozenset({"omission.clause", "omission.sentence"}),
    "add_sentence": frozenset({"addition.sentence"}),
    "number": frozenset({"number", "date"}),
    "name": frozenset({"name", "terminology"}),
    "negation": frozenset({"negation"}),
    "quote": frozenset({"quote"}),
    "modality": frozenset({"modality", "omission.clause", "qualifier", "wording"}),
    "attribution": frozenset({"attribution", "omission.clause", "name"}),
    "swap_roles": frozenset({"role", "name"}),
    "move_paragraph": frozenset({"moved"}),
    "boilerplate": frozenset({"boilerplate"}),
}


def roundtrip(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Round trip: recall of planted edits by type and its macro mean; major or critical findings in the control."""
    planted = find(data, "roundtrip", PLANTED)
    control = find(data, "roundtrip", CONTROL)
    rows = sample(json_rows(planted, ("original", "rewrite", "edits")), limit, seed)
    clean = sample(json_rows(control, ("original", "rewrite", "rewrite_sentences")), limit, seed)
    found: dict[str, list[bool]] = {}
    for row in rows:
        told = findings(analyzer, str(row["original"]), str(row["rewrite"]))
        for edit in row["edits"]:
            if edit["type"] in ACCEPTED:  # merge and split are variety, not errors
                found.setdefault(edit["type"], []).append(_is_found(edit, told))
    recalls = {kind: float(np.mean(hits)) for kind, hits in sorted(found.items())}
    figures = [Figure("findings", "recall", value, len(found[kind]), kind) for kind, value in recalls.items()]
    total = sum(len(hits) for hits in found.values())
    figures.append(Figure("findings", "macro recall", float(np.mean(list(recalls.values()))), total))
    sentences = sum(len(row["rewrite_sentences"]) for row in clean)
    alarms: dict[str, int] = {}
    for row in clean:
        for finding in analyzer.compare(str(row["original"]), str(row["rewrite"])).findings:
            if finding.severity >= Severity.major:
                alarms[finding.kind] = alarms.get(finding.kind, 0) + 1
    metric = "major or critical per 100 control sentences"
    figures.append(Figure("findings", metric, 100 * sum(alarms.values()) / sentences, sentences))
    figures += [Figure("findings", metric, 100 * n / sentences, sentences, kind) for kind, n in sorted(alarms.items())]
    note = "machine translation itself changes meaning in about 30 of 100 control sentences; that is not labeled"
    files = (*planted, *control)
    return assemble("roundtrip", "roundtrip", files, figures, items=len(rows), limit=limit, seed=seed, notes=(note,))


def _is_found(edit: Row, told: Sequence[Finding]) -> bool:
    accepted = ACCEPTED[edit["type"]]
    return any(
        finding.kind in accepted
        and (meet(finding.original, edit["original_span"]) or meet(finding.rewrite, edit["rewrite_span"]))
        for finding in told
    )


def meet(span: Span | None, place: Sequence[int] | None) -> bool:
    """Whether a span overlaps a place given as [start, end]."""
    return span is not None and bool(place) and place is not None and span.start < place[1] and place[0] < span.end


def findings(analyzer: Analyzer, a: str, b: str) -> tuple[Finding, ...]:
    """The findings in a pair; none where a side has no words (a line of dots), which is refused."""
    try:
        return tuple(analyzer.compare(a, b).findings)
    except WordlessError:
        return ()


@entry("human_human_pairs", HUMAN, columns=("human_A", "human_B"))
def human(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """Two human translations of one source: share of pairs with a finding that would be a false alarm."""
    groups = {"": list(range(len(rows)))}
    if rows and all("mqm_A" in row and "mqm_B" in row for row in rows):
        worst = [min(float(row["mqm_A"]), float(row["mqm_B"])) for row in rows]
        groups["both MQM 0"] = [k for k, value in enumerate(worst) if value == 0]
        groups["both MQM > -1.01"] = [k for k, value in enumerate(worst) if value > -1.01]  # the README's filter
    found = [findings(analyzer, row["human_A"], row["human_B"]) for row in rows]
    flags = [{finding.kind for finding in own} for own in found]
    grave = [any(finding.severity >= Severity.major for finding in own) for own in found]
    drift = score(analyzer, [(row["human_A"], row["human_B"]) for row in rows])["drift"]
    for group, index in groups.items():
        for kind in ("name", "number", "negation"):
            rate = float(np.mean([kind in flags[k] for k in index])) if index else float("nan")
            yield Figure("findings", f"{kind} false alarms", rate, len(index), group)
        rate = float(np.mean([grave[k] for k in index])) if index else float("nan")
        yield Figure("findings", "share with a major or critical finding", rate, len(index), group)
        yield Figure("drift", "share at 0.5 or above", float(np.mean(drift[index] >= 0.5)), len(index), group)


def cannot(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """CANNOT: share of negated sentences flagged as negated; in its antonym file also of those that are not."""
    files = find(data, "cannot", CANNOT)
    rows = [(path.stem, *pair) for path in files for pair in cannot_pairs(path)]
    rows = sample(rows, limit, seed, by=lambda row: (row[0], row[3]))
    flags = [any(f.kind == "negation" for f in findings(analyzer, a, b)) for _, a, b, _ in rows]
    drift = score(analyzer, [(a, b) for _, a, b, _ in rows])["drift"]
    figures: list[Figure] = []
    for part in ["", *sorted({row[0] for row in rows})]:
        for negated, name in ((True, "negated"), (False, "not negated")):
            index = [k for k, row in enumerate(rows) if row[3] == negated and part in ("", row[0])]
            if not index:
                continue
            share = float(np.mean([flags[k] for k in index]))
            figures.append(Figure("findings", f"{name}: share flagged", share, len(index), part))
            high = float(np.mean(drift[index] >= 0.5))
            figures.append(Figure("drift", f"{name}: share at 0.5 or above", high, len(index), part))
    note = "a pair that is not negated may well differ otherwise: its drift is no false alarm"
    return assemble("cannot", "cannot", files, figures, items=len(rows), limit=limit, seed=seed, notes=(note,))


def cannot_pairs(path: Path) -> list[tuple[str, str, bool]]:
    """The pairs of a file of CANNOT, and whether one is the other's negation: in most files all are."""
    labeled = path.read_text(encoding="utf-8").startswith("premise\t")
    names = ("premise", "hypothesis", "label") if labeled else ("sentence", "negated")
    rows = table_rows((path,), names)
    return [(row[names[0]], row[names[1]], not labeled or row["label"] == "1") for row in rows]
