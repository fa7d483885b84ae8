"""The suite of coverage and support: planted omissions and additions against what the scores say is gone or new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from drift.aligning import content
from drift.aligning.weights import WORD
from drift.bench.files import find, json_rows, sample
from drift.bench.findings import CONTROL, PLANTED
from drift.bench.metrics import pearson
from drift.bench.results import Figure
from drift.bench.sources import assemble
from drift.language import language

if TYPE_CHECKING:
    from pathlib import Path

    from drift.analyzer import Analyzer
    from drift.bench.results import Result

    Row = dict[str, Any]

# Which planted edits a score must show, and the side of the text that they take content from or add it to.
SHOWN = {"coverage": ("original", {"drop_sentence", "drop_clause"}), "support": ("rewrite", {"add_sentence"})}


def roundtrip_coverage(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Round trip: the share of content that planted edits took or added, against what coverage and support lost by it.

    What the scores lose in the same article without edits is machine translation's doing and is subtracted. Given
    are Pearson's correlation over the articles, the mean absolute error, and the loss without edits.
    """
    planted, control = find(data, "roundtrip", PLANTED), find(data, "roundtrip", CONTROL)
    plain = {row["id"]: row for row in json_rows(control, ("id", "original", "rewrite"))}
    rows = json_rows(planted, ("id", "original", "rewrite", "edits"))
    rows = sample([row for row in rows if row["id"] in plain], limit, seed)
    wanted: dict[str, list[float]] = {name: [] for name in SHOWN}
    found: dict[str, list[float]] = {name: [] for name in SHOWN}
    unedited: dict[str, list[float]] = {name: [] for name in SHOWN}
    for row in rows:
        scores = [analyzer.compare(item["original"], item["rewrite"]).scores for item in (row, plain[row["id"]])]
        for name, (side, kinds) in SHOWN.items():
            edits = [edit[f"{side}_text"] for edit in row["edits"] if edit["type"] in kinds]
            wanted[name].append(sum(map(_mass, edits)) / _mass(row[side]))
            edited, without = (1.0 - float(getattr(score, name)) for score in scores)
            found[name].append(edited - without)
            unedited[name].append(without)
    figures = []
    for name in SHOWN:
        error = np.abs(np.array(wanted[name]) - np.array(found[name]))
        figures += [
            Figure(name, "Pearson with the planted share", pearson(found[name], wanted[name]), len(rows)),
            Figure(name, "mean absolute error", float(error.mean()), len(rows)),
            Figure(name, "mean loss without edits", float(np.mean(unedited[name])), len(rows)),
        ]
    files = (*planted, *control)
    return assemble("roundtrip-coverage", "roundtrip", files, figures, items=len(rows), limit=limit, seed=seed)


def _mass(text: str) -> float:
    return sum(content(match.group(), language("en")) for match in WORD.finditer(text))
