"""Suites that ask which of two texts is closer to a reference: MENLI, DEMETR, BUMP, edited passages of round trips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from drift.bench.asking import agreement, peers, score
from drift.bench.files import find, json_rows, sample
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
    from drift.bench.results import Result

    Row = dict[str, Any]

# The split to report on first, then what to fall back to.
MENLI = ("test*.jsonl", "dev*.jsonl")
DEMETR = ("test*.jsonl", "dev*.jsonl")
BUMP = ("*task1*.jsonl", "test*.jsonl", "dev*.jsonl")
FLUENCY = frozenset({"typo", "jumble", "subject_verb_dis"})  # MENLI's three errors that are not factual


def calibration(labels: ArrayLike, drift: ArrayLike, group: str = "") -> Iterable[Figure]:
    """How well `drift` works as a probability of the label: ROC-AUC, expected calibration error, its bins."""
    truth, guess = np.asarray(labels, dtype=bool), np.asarray(drift, dtype=float)
    yield Figure("drift", "AUC", auc(truth, guess), len(truth), group)
    yield Figure("drift", "ECE", calibration_error(truth, guess), len(truth), group)
    for row in reliability(truth, guess):
        yield Figure("drift", "share changed", row.observed, row.count, f"{group}drift {row.low:.1f}-{row.high:.1f}")


def menli(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """MENLI adversarial: a back-translated paraphrase must score above the reference with one error."""
    files = find(data, "menli_adv", MENLI)
    rows = json_rows(files, ("error", "ref", "hyp_para", "hyp_adv"))
    rows = sample(rows, limit, seed, by=lambda row: str(row["error"]))
    figures = list(_menli_figures(analyzer, rows, "hyp_para", "hyp_adv", "accuracy"))
    if rows and all("hyp_para_fixed" in row and "hyp_adv_fixed" in row for row in rows):
        figures += _menli_figures(analyzer, rows, "hyp_para_fixed", "hyp_adv_fixed", "accuracy (fixed)")
    return assemble(
        "menli",
        "menli_adv",
        files,
        figures,
        items=len(rows),
        limit=limit,
        seed=seed,
        notes=("all = mean over the errors present, fact = over the factual ones; ties are wrong",),
    )


def _menli_figures(analyzer: Analyzer, rows: Sequence[Row], better: str, worse: str, metric: str) -> Iterable[Figure]:
    first = [(str(row["ref"]), str(row[better])) for row in rows]
    second = [(str(row["ref"]), str(row[worse])) for row in rows]
    columns = score(analyzer, first + second)
    systems = {**agreement(columns, ("drift", "quality", "similarity")), **peers(first + second)}
    errors = sorted({str(row["error"]) for row in rows})
    groups = {error: [k for k, row in enumerate(rows) if row["error"] == error] for error in errors}
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


def demetr(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """DEMETR: a translation must score above the same translation with one perturbation."""
    files = find(data, "demetr", DEMETR)
    rows = json_rows(files, ("pert_name", "severity", "ref", "mt", "pert"))
    # Sanity rows (an empty text, the reference itself, another sentence) stay out of every average.
    rows = sample([row for row in rows if row["severity"] != "base"], limit, seed)
    size = len(rows)
    pairs = [(str(row["ref"]), str(row[side])) for side in ("mt", "pert") for row in rows]
    pairs += [(str(row["ref"]), ".") for row in rows]
    systems = {**agreement(score(analyzer, pairs), ("drift", "quality", "similarity")), **peers(pairs)}
    groups: dict[str, list[int]] = {"": list(range(size))}
    for key in ("severity", "pert_name"):
        for name in sorted({str(row[key]) for row in rows}):
            groups[name] = [k for k, row in enumerate(rows) if row[key] == name]
    figures: list[Figure] = []
    for system, values in systems.items():
        mt, pert, floor = values[:size], values[size : 2 * size], values[2 * size :]
        for group, index in groups.items():
            figures.append(Figure(system, "accuracy", wins(mt[index], pert[index]), len(index), group))
            figures.append(
                Figure(
                    system,
                    "sensitivity",
                    _sensitivity(mt[index], pert[index], floor[index]),
                    len(index),
                    group,
                )
            )
    return assemble(
        "demetr", "demetr", files, figures, items=size, limit=limit, seed=seed,
        notes=("accuracy is micro over the items of a group; sanity rows are left out",
               "sensitivity leaves out the items whose translation scores no better than a lone full stop"),
    )  # fmt: skip


def _sensitivity(mt: NDArray[np.float64], pert: NDArray[np.float64], floor: NDArray[np.float64]) -> float:
    scale = mt - floor
    usable = scale > 0
    return float(np.mean((mt - pert)[usable] / scale[usable])) if usable.any() else float("nan")


def bump(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """BUMP: against its article, a reference summary must score above the same summary with one error."""
    files = find(data, "bump", BUMP)
    rows = sample(json_rows(files, ("article", "reference_summary", "edited_summary", "error_type")), limit, seed)
    size = len(rows)
    pairs = [(str(row["article"]), str(row[side])) for side in ("reference_summary", "edited_summary") for row in rows]
    columns = score(analyzer, pairs)
    systems = {**agreement(columns, ("unsupported", "drift", "similarity")), **peers(pairs)}
    kinds = [str(row.get("corrected_error_type") or row["error_type"]) for row in rows]
    groups: dict[str, list[int]] = {"": list(range(size))}
    groups |= {kind: [k for k, own in enumerate(kinds) if own == kind] for kind in sorted(set(kinds))}
    labels = np.repeat([0, 1], size)
    figures: list[Figure] = []
    for system, values in systems.items():
        reference, edited = values[:size], values[size:]
        figures += [
            Figure(system, "consistency", wins(reference[index], edited[index]), len(index), group)
            for group, index in groups.items()
        ]
        figures.append(Figure(system, "AUC", auc(labels, -values), 2 * size))
    ece = calibration_error(labels, columns["unsupported"])
    figures.append(Figure("unsupported", "ECE", ece, 2 * size))
    return assemble(
        "bump",
        "bump",
        files,
        figures,
        items=size,
        limit=limit,
        seed=seed,
    )


def roundtrip_drift(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Round trip: a passage with a planted edit must have more drift than the same passage without it."""
    rows = sample(list(passages(data)), limit, seed)
    columns = score(analyzer, [(row.original, row.rewrite) for row in rows])
    edited = np.array([bool(row.edit) for row in rows], dtype=bool)
    beside: dict[str, tuple[list[int], list[int]]] = {}
    for k, row in enumerate(rows):
        beside.setdefault(row.item, ([], []))[int(edited[k])].append(k)
    figures: list[Figure] = []
    for system, values in agreement(columns, ("drift", "quality", "similarity")).items():
        both = [(values[a], values[b]) for plain, changed in beside.values() for a in plain for b in changed]
        first, second = (np.array(side) for side in (zip(*both, strict=True) if both else ((), ())))
        figures.append(Figure(system, "accuracy", wins(first, second), len(both)))
    figures += calibration(edited, columns["drift"])
    files = find(data, "roundtrip", EDITED) + find(data, "roundtrip", CONTROL)
    note = "machine translation itself changes meaning in about 30 of 100 passages, which count as unchanged here"
    return assemble(
        "roundtrip-drift", "roundtrip", files, figures, items=len(rows), limit=limit, seed=seed, notes=(note,)
    )
