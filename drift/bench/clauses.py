"""The suite of clauses: stretches between commas cut out of one of two human translations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning import content
from drift.aligning.weights import WORD
from drift.bench.entry import entry
from drift.bench.findings import HUMAN, findings
from drift.bench.results import Figure
from drift.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row

#: A stretch that opens with a comma and closes with one or with the sentence: what is left still reads.
STRETCH = re.compile(r",(?P<inside>[^,;:.?!“”\"()]+)(?:,(?= )|(?=[.]\W*$))")
#: Content words of a stretch: fewer than two are no clause, the upper bound leaves something to pair.
WORDS = range(2, 13)
LONG = 4  # content words from which a stretch counts as long
NOTE = f"short: {WORDS.start} to {LONG - 1} content words, long: {LONG} to {WORDS.stop - 1}"


@entry("human_human_pairs", HUMAN, columns=("human_A", "human_B"), notes=(NOTE,))
def clauses(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """Two human translations: share of cut stretches that are found missing; share of uncut pairs that lack one."""
    for kind, turned in (("omission", False), ("addition", True)):
        alarms: list[bool] = []
        found: dict[str, list[bool]] = {"short": [], "long": []}
        for row in rows:
            whole = _left_out(analyzer, row["human_A"], row["human_B"], kind, turned=turned)
            alarms.append(whole)
            for match in STRETCH.finditer(row["human_B"]):
                words = sum(content(word, language("en")) > 0 for word in WORD.findall(match["inside"]))
                # where the uncut pair already lacks something, finding it again would prove nothing
                if words in WORDS and not whole:
                    cut = row["human_B"][: match.start()] + row["human_B"][match.end() :]
                    size = "long" if words >= LONG else "short"
                    found[size].append(_left_out(analyzer, row["human_A"], cut, kind, turned=turned))
        every = found["short"] + found["long"]
        for group, hits in (("", every), *found.items()):
            if hits:
                share = float(np.mean(hits))
                yield Figure("findings", f"{kind}: cut stretches found", share, len(hits), group)
        yield Figure("findings", f"{kind}: uncut pairs flagged", float(np.mean(alarms)), len(alarms))


def _left_out(analyzer: Analyzer, whole: str, cut: str, kind: str, *, turned: bool) -> bool:
    """Whether a clause or sentence counts as omitted from `cut`; `turned`, as added by `whole`."""
    pair = (cut, whole) if turned else (whole, cut)
    return any(finding.kind.startswith(kind) for finding in findings(analyzer, *pair))
