"""Suites that ask which of two texts is closer to a reference: MENLI, DEMETR, BUMP, edited passages of round trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.bench.asking import agreement, closeness, score
from drift.bench.entry import entry, grouped
from drift.bench.files import find, sample
from drift.bench.findings import CONTROL
from drift.bench.metrics import auc, calibration_error, reliability, wins
from drift.bench.passages import EDITED, passages
from drift.bench.results import Figure
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

    from drift.analyzer import Analyzer
    from drift.bench.entry import Row
    from drift.bench.results import Result

# The split to report on first, then what to fall back to.
MENLI = ("test*.jsonl", "dev*.jsonl")
DEMETR = ("test*.jsonl", "dev*.jsonl")
BUMP = ("*task1*.jsonl", "test*.jsonl", "dev*.jsonl")
COLUMNS = ("drift", "quality", "similarity")
FLUENCY = frozenset({"typo", "jumble", "subject_verb_dis"})  # MENLI's three errors that are not factual


def calibration(labels: ArrayLike, drift: ArrayLike, group: str = "") -> Iterable[Figure]:
    """How well `drift` works as a probability of the label: ROC-AUC, expected calibration error, its bins."""
    truth, guess = np.asarray(labels, dtype=bool), np.asarray(drift, dtype=float)
    yield Figure("drift", "AUC", auc(truth, guess), len(truth), group)
    yield Figure("drift", "ECE", calibration_error(truth, guess), len(truth), group)
    for row in reliability(truth, guess):
        yield Figure("drift", "share changed", row.observed, row.count, f"{group}drift {row.low:.1f}-{row.high:.1f}")


@entry(
    "menli_adv",
    MENLI,
    columns=("error", "ref", "hyp_para", "hyp_adv"),
    by=lambda row: str(row["error"]),
    notes=("all = mean over the errors present, fact = over the factual ones; ties are wrong",),
)
def menli(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """MENLI adversarial: a back-translated paraphrase must score above the reference with one error."""
    yield from _menli_figures(analyzer, rows, "hyp_para", "hyp_adv", "accuracy")
    if rows and all("hyp_para_fixed" in row and "hyp_adv_fixed" in row for row in rows):
        yield from _menli_figures(analyzer, rows, "hyp_para_fixed", "hyp_adv_fixed", "accuracy (fixed)")


def _menli_figures(analyzer: Analyzer, rows: Sequence[Row], better: str, worse: str, metric: str) -> Iterable[Figure]:
    first = [(str(row["ref"]), str(row[better])) for row in rows]
    second = [(str(row["ref"]), str(row[worse])) for row in rows]
    columns, systems = closeness(analyzer, first + second, COLUMNS)
    groups = grouped(str(row["error"]) for row in rows)
    for system, values in systems.items():
        para, adv = values[: len(rows)], values[len(rows) :]
        by_error = {error: wins(para[index], adv[index]) for error, index in groups.items()}
        factual = [value for error, value in by_error.items() if error not in FLUENCY]
        yield Figure(system, metric, float(np.mean(list(by_error.values()))), len(rows), "all")
        yield Figure(system, metric, float(np.mean(factual)) if factual else float("nan"), len(rows), "fact")
        for error, value in by_error.items():
            yield Figure(system, metric, value, len(groups[error]), error)
    if metric == "accuracy":
        labels = np.repeat([0, 1], len(rows))
        yield from calibration(labels, columns["drift"])


@entry(
    "demetr",
    DEMETR,
    columns=("pert_name", "severity", "ref", "mt", "pert"),
    # Sanity rows (an empty text, the reference itself, another sentence) stay out of every average.
    where=lambda row: row["severity"] != "base",
    notes=(
        "accuracy is micro over the items of a group; sanity rows are left out",
        "sensitivity leaves out the items whose translation scores no better than a lone full stop",
    ),
)
def demetr(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """DEMETR: a translation must score above the same translation with one perturbation."""
    size = len(rows)
    pairs = [(str(row["ref"]), str(row[side])) for side in ("mt", "pert") for row in rows]
    pairs += [(str(row["ref"]), ".") for row in rows]
    _, systems = closeness(analyzer, pairs, COLUMNS)
    groups = {"": list(range(size))}
    for key in ("severity", "pert_name"):
        groups |= grouped(str(row[key]) for row in rows)
    for system, values in systems.items():
        mt, pert, floor = values[:size], values[size : 2 * size], values[2 * size :]
        for group, index in groups.items():
            yield Figure(system, "accuracy", wins(mt[index], pert[index]), len(index), group)
            sensitivity = _sensitivity(mt[index], pert[index], floor[index])
            yield Figure(system, "sensitivity", sensitivity, len(index), group)


def _sensitivity(mt: NDArray[np.float64], pert: NDArray[np.float64], floor: NDArray[np.float64]) -> float:
    scale = mt - floor
    usable = scale > 0
    return float(np.mean((mt - pert)[usable] / scale[usable])) if usable.any() else float("nan")


@entry("bump", BUMP, columns=("article", "reference_summary", "edited_summary", "error_type"))
def bump(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """BUMP: against its article, a reference summary must score above the same summary with one error."""
    size = len(rows)
    pairs = [(str(row["article"]), str(row[side])) for side in ("reference_summary", "edited_summary") for row in rows]
    columns, systems = closeness(analyzer, pairs, ("unsupported", "drift", "similarity"))
    kinds = grouped(str(row.get("corrected_error_type") or row["error_type"]) for row in rows)
    labels = np.repeat([0, 1], size)
    for system, values in systems.items():
        reference, edited = values[:size], values[size:]
        for group, index in {"": list(range(size)), **kinds}.items():
            yield Figure(system, "consistency", wins(reference[index], edited[index]), len(index), group)
        yield Figure(system, "AUC", auc(labels, -values), 2 * size)
    yield Figure("unsupported", "ECE", calibration_error(labels, columns["unsupported"]), 2 * size)


def roundtrip_drift(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Round trip: a passage with a planted edit must have more drift than the same passage without it."""
    rows = sample(list(passages(data)), limit, seed)
    columns = score(analyzer, [(row.original, row.rewrite) for row in rows])
    edited = np.array([bool(row.edit) for row in rows], dtype=bool)
    beside: dict[str, tuple[list[int], list[int]]] = {}
    for k, row in enumerate(rows):
        beside.setdefault(row.item, ([], []))[int(edited[k])].append(k)
    figures: list[Figure] = []
    for system, values in agreement(columns, COLUMNS).items():
        both = [(values[a], values[b]) for plain, changed in beside.values() for a in plain for b in changed]
        first, second = (np.array(side) for side in (zip(*both, strict=True) if both else ((), ())))
        figures.append(Figure(system, "accuracy", wins(first, second), len(both)))
    figures += calibration(edited, columns["drift"])
    files = find(data, "roundtrip", EDITED) + find(data, "roundtrip", CONTROL)
    note = "machine translation itself changes meaning in about 30 of 100 passages, which count as unchanged here"
    return assemble(
        "roundtrip-drift", "roundtrip", files, figures, items=len(rows), limit=limit, seed=seed, notes=(note,)
    )
