"""The suite of clauses: stretches between commas cut out of one of two human translations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning import content
from drift.aligning.weights import WORD
from drift.bench.files import find, sample, table_rows
from drift.bench.findings import HUMAN, findings
from drift.bench.results import Figure
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from pathlib import Path

    from drift.analyzer import Analyzer
    from drift.bench.results import Result

#: A stretch that opens with a comma and closes with one or with the sentence: what is left still reads.
STRETCH = re.compile(r",(?P<inside>[^,;:.?!“”\"()]+)(?:,(?= )|(?=[.]\W*$))")
#: Content words of a stretch: fewer than two are no clause, the upper bound leaves something to pair.
WORDS = range(2, 13)
LONG = 4  # content words from which a stretch counts as long


def clauses(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Two human translations: share of cut stretches that are found missing; share of uncut pairs that lack one."""
    files = find(data, "human_human_pairs", HUMAN)
    rows = sample(table_rows(files, ("human_A", "human_B")), limit, seed)
    figures = []
    for kind, turned in (("omission", False), ("addition", True)):
        alarms: list[bool] = []
        found: dict[str, list[bool]] = {"short": [], "long": []}
        for row in rows:
            whole = _left_out(analyzer, row["human_A"], row["human_B"], kind, turned=turned)
            alarms.append(whole)
            for match in STRETCH.finditer(row["human_B"]):
                words = sum(content(word) > 0 for word in WORD.findall(match["inside"]))
                # where the uncut pair already lacks something, finding it again would prove nothing
                if words in WORDS and not whole:
                    cut = row["human_B"][: match.start()] + row["human_B"][match.end() :]
                    size = "long" if words >= LONG else "short"
                    found[size].append(_left_out(analyzer, row["human_A"], cut, kind, turned=turned))
        every = found["short"] + found["long"]
        for group, hits in (("", every), *found.items()):
            if hits:
                share = float(np.mean(hits))
                figures.append(Figure("findings", f"{kind}: cut stretches found", share, len(hits), group))
        figures.append(Figure("findings", f"{kind}: uncut pairs flagged", float(np.mean(alarms)), len(alarms)))
    note = f"short: {WORDS.start} to {LONG - 1} content words, long: {LONG} to {WORDS.stop - 1}"
    return assemble(
        "clauses", "human_human_pairs", files, figures, items=len(rows), limit=limit, seed=seed, notes=(note,)
    )


def _left_out(analyzer: Analyzer, whole: str, cut: str, kind: str, *, turned: bool) -> bool:
    """Whether a clause or sentence counts as omitted from `cut`; `turned`, as added by `whole`."""
    pair = (cut, whole) if turned else (whole, cut)
    return any(finding.kind.startswith(kind) for finding in findings(analyzer, *pair))
