"""Suites of summaries whose wrong words are known: do the findings fall on them?"""

from __future__ import annotations

import ast
import difflib
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.bench.entry import entry, grouped
from drift.bench.files import find, json_rows, sample
from drift.bench.findings import findings, meet
from drift.bench.results import Figure
from drift.bench.sources import assemble
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row
    from drift.bench.results import Result

    Places = list[tuple[int, int]]

NEWS = ("summedits_news.jsonl",)
CLIFF, GOYAL = ("CLIFF.jsonl",), ("Goyal21.jsonl",)
WHOLE = "addition.sentence"  # falls on whatever is wrong in a sentence, so it counts apart


def summedits_spans(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """SummEdits, news: share of edits that made a summary wrong with a finding on the edited words."""
    files = find(data, "summedits", NEWS)
    rows = sample(json_rows(files, ("doc", "summary", "original_summary", "label", "split")), limit, seed)
    rows = [row for row in rows if row["split"] == "evaluation"]
    items = [(row["doc"], row["summary"], edited(row["original_summary"], row["summary"])) for row in rows]
    figures = _figures(analyzer, items, [row["label"] == 0 for row in rows], "")
    return assemble("summedits-spans", "summedits", files, figures, items=len(rows), limit=limit, seed=seed)


@entry("aggrefact_spans", CLIFF, GOYAL, columns=("doc", "summ", "annotated_span"), by=lambda row: row["file"])
def aggrefact_spans(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """AggreFact: share of wrong spans that annotators marked with a finding on them, in each of its two sets."""
    for part, index in grouped(row["file"] for row in rows).items():
        items = [(rows[k]["doc"], rows[k]["summ"], annotated(rows[k])) for k in index]
        yield from _figures(analyzer, items, [bool(wrong) for _, _, wrong in items], part)


def _figures(
    analyzer: Analyzer, items: Sequence[tuple[str, str, Places]], wrong: Sequence[bool], group: str
) -> list[Figure]:
    """Recall of places in wrong summaries, precision of the findings there, alarms in right ones."""
    hits: dict[str, list[bool]] = {"with a finding": [], "with a finding closer than a sentence": []}
    precise: list[bool] = []
    alarms: list[bool] = []
    for (original, rewrite, places), is_wrong in zip(items, wrong, strict=True):
        told = [f for f in findings(analyzer, original, rewrite) if f.severity > Severity.neutral and f.rewrite]
        close = [finding for finding in told if finding.kind != WHOLE]
        if not is_wrong:
            alarms.append(bool(close))
            continue
        for place in places:
            for name, considered in zip(hits, (told, close), strict=True):
                hits[name].append(any(meet(finding.rewrite, place) for finding in considered))
        precise += [any(meet(finding.rewrite, place) for place in places) for finding in close]
    shares = {
        **{f"wrong spans {name}": values for name, values in hits.items()},
        "wrong summaries: findings closer than a sentence that fall on a wrong span": precise,
        "right summaries with a finding closer than a sentence": alarms,
    }
    return [
        Figure("findings", name, float(np.mean(values)), len(values), group)
        for name, values in shares.items()
        if values
    ]


def annotated(row: Mapping[str, Any]) -> Places:
    """Where a summary of AggreFact has the texts that its annotators marked; "…" stands for words between them."""
    found = []
    for item in ast.literal_eval(row["annotated_span"] or "[]"):
        for text in [item] if isinstance(item, str) else item:
            for part in filter(None, map(str.strip, text.split("…"))):
                start = row["summ"].lower().find(part.lower())
                found += [(start, start + len(part))] if start >= 0 else []
    return found


def edited(before: str, after: str) -> Places:
    """Where `after` has other words than `before`; where words were only taken out, the words beside the gap."""
    old, new = (list(re.finditer(r"\w+(?:['’.,-]\w+)*", text)) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, [m.group() for m in old], [m.group() for m in new], autojunk=False)
    places = []
    for tag, _, _, first, last in matcher.get_opcodes():
        if tag != "equal" and new:
            start, end = (first, last) if first < last else (max(0, first - 1), min(len(new), last + 1))
            places.append((new[start].start(), new[end - 1].end()))
    return places
