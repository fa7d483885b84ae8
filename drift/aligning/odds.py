"""Log-odds that two sentences render each other, for every pair that is looked at.

The evidence comes from one encoding and the letters themselves: the soft word overlap (each word piece's best
cosine on the other side, averaged by content weight; Zhang et al. 2020, BERTScore), in both directions, so that a
part of a merged sentence can be told from a sentence with unrelated company; by how much a sentence finds itself
here better than anywhere else; the cosine of the sentence vectors, without the topic that all share and corrected
for sentences that are close to everything (CSLS, Lample et al. 2018); letters shared; and the overlap that is
typical of the pair of texts, against which a weak likeness counts for less. A second look adds the place: whether
the neighbors match too, and how far from the path of the surest links the pair lies.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.aligning.beads import chain
from drift.aligning.cells import BLOCK, EVERY, PIECES, choose, nearest
from drift.aligning.sentences import centered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drift.aligning.cells import Cells
    from drift.aligning.sentences import Sentences

# Sentences with nothing in common overlap by 0.25 (median of ArgRewrite v2, the Aesop translations of GNAT and the
# round-trip articles): what a sentence without rival or neighbor is measured against.
BACKGROUND = 0.25
SURE = 1.0  # log-odds from which a link of the first look marks the path
FAR = 4.0  # sentences off the path that make a link e times less near


# Added to the intercepts of the weights: the same number of links weighs each set alike, and a missed link and a
# false one cost F1 alike. Where each set is judged by weights of other texts, 0.1 suits ArgRewrite v2 best and 0.8 the
# Aesop translations; the links' F1 changes by less than 0.03 between them.
RAISED = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of each cell, arrays (k,): `features` by name, and the cosine of the sentence vectors.

    `recall` tells how much of the original's sentence the rewrite's holds, `precision` the reverse; `typical` is
    what a rendering overlaps in these texts.
    """

    cells: Cells
    features: Mapping[str, NDArray[np.float64]]
    cosine: NDArray[np.float32]
    recall: NDArray[np.float64]
    precision: NDArray[np.float64]
    typical: float


@dataclass(frozen=True, slots=True)
class Odds:
    """Log-odds of each cell, arrays (k,): `anywhere` without regard to its place, `here` with it."""

    evidence: Evidence
    anywhere: NDArray[np.float64]
    here: NDArray[np.float64]


def weigh(a: Sentences, b: Sentences, *, every: int = EVERY) -> Odds:
    """The odds of the pairs of two texts, neither of them empty. Exchanging the texts exchanges nothing else.

    All pairs are looked at where there are at most `every`.
    """
    evidence = look(a, b, every=every)
    weights = learned()
    anywhere = combine(evidence, weights["anywhere"])
    return Odds(evidence, anywhere, combine(settle(evidence, anywhere), weights["here"]))


@cache
def learned() -> dict[str, Any]:
    """Weights of log-odds by feature, of the look `anywhere` and of the look `here`, and the `sources` of both.

    Logistic regression on the sentence pairs of ArgRewrite v2, the Aesop translations and the round-trip articles,
    each set weighing the same. `python -m training.alignment` makes them anew.
    """
    data: dict[str, Any] = json.loads(resources.files("drift.aligning").joinpath("odds.json").read_text("utf-8"))
    return data


def look(a: Sentences, b: Sentences, *, every: int = EVERY) -> Evidence:
    """The evidence that has no regard to place."""
    plain, free = (a.vectors, b.vectors), centered(a, b)
    down, across = nearest(free[0], free[1]), nearest(free[1], free[0])
    whole = len(a.pieces) * len(b.pieces) <= PIECES
    cells = choose(down, across, (a.texts, b.texts), every=every if whole else 0)
    rows, columns = cells.rows, cells.columns
    recall, precision = _overlaps(a, b, cells)
    overlap = _harmonic(recall, precision)
    typical = _typical(overlap, cells)
    homes = recall - rivals(recall, rows), precision - rivals(precision, columns)
    features = {
        "overlap": overlap,
        "lesser overlap": np.minimum(recall, precision),
        "home": homes[0] + homes[1],
        "better home": np.maximum(*homes),
        "closeness": 2 * _cosines(*free, cells) - down.hub[rows] - across.hub[columns],
        "letters": _letters(a, b, cells),
        "typical overlap": np.full(len(cells), typical),
    }
    return Evidence(cells, features, _cosines(*plain, cells), recall, precision, typical)


def settle(evidence: Evidence, anywhere: NDArray[np.float64]) -> Evidence:
    """The evidence with that of place added, from the first look's log-odds."""
    cells, overlap = evidence.cells, evidence.features["overlap"]
    beside = []
    for step in (-1, 1):
        at = cells.at(cells.rows + step, cells.columns + step)
        beside.append(np.where(at >= 0, overlap[at], BACKGROUND))
    path = np.array([(-1, -1), *_path(cells, anywhere), (cells.height, cells.width)], dtype=np.float64)
    off = _off(path[:, 0], path[:, 1], cells.rows, cells.columns)
    off = (off + _off(path[:, 1], path[:, 0], cells.columns, cells.rows)) / 2
    placed = {"neighbors": (beside[0] + beside[1]) / 2, "near": np.exp(-off / FAR)}
    return replace(evidence, features={**evidence.features, **placed})


def combine(evidence: Evidence, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Log-odds (k,) of every cell."""
    result = np.full(len(evidence.cells), RAISED + weights["intercept"])
    for name, weight in weights.items():
        if name != "intercept":
            result += weight * evidence.features[name]
    return result


def _overlaps(a: Sentences, b: Sentences, cells: Cells) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each cell how much of the original's sentence is found in the rewrite's, and the reverse; a row at a time."""
    recall, precision = np.empty(len(cells)), np.empty(len(cells))
    bounds = np.searchsorted(cells.rows, np.arange(cells.height + 1))
    lengths = np.diff(b.starts)
    # Half precision is for keeping. A book's pieces are widened a few at a time, an article's once.
    every = len(cells) == cells.height * cells.width
    rewrite = b.pieces.astype(np.float32) if every else b.pieces
    for i in range(cells.height):
        cut = slice(bounds[i], bounds[i + 1])
        columns = cells.columns[cut]
        if not len(columns):
            continue
        own = slice(a.starts[i], a.starts[i + 1])
        other = slice(None) if every else _members(b.starts, columns)
        edges = np.concatenate([[0], np.cumsum(lengths[columns])[:-1]])
        cosines = a.pieces[own].astype(np.float32) @ rewrite[other].astype(np.float32, copy=False).T
        weights = a.weights[own]
        recall[cut] = weights @ np.maximum.reduceat(cosines, edges, axis=1) / weights.sum()
        across = b.weights[other]
        precision[cut] = np.add.reduceat(cosines.max(axis=0) * across, edges) / np.add.reduceat(across, edges)
    return recall, precision


def _members(starts: NDArray[np.int64], sentences: NDArray[np.int64]) -> NDArray[np.int64]:
    """The positions of the pieces of these sentences, one sentence after the other."""
    lengths = starts[sentences + 1] - starts[sentences]
    first = np.repeat(starts[sentences] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    members: NDArray[np.int64] = first + np.arange(lengths.sum())
    return members


def _harmonic(recall: NDArray[np.float64], precision: NDArray[np.float64]) -> NDArray[np.float64]:
    """F-measure, 0 where either is not positive."""
    recall, precision = np.maximum(recall, 0), np.maximum(precision, 0)
    total = recall + precision
    return np.divide(2 * recall * precision, total, out=np.zeros_like(total), where=total > 0)


def rivals(values: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each value the best other value of its group, at least `BACKGROUND`."""
    order, last = _best_last(values, groups)
    second = order[np.maximum(last - 1, 0)]
    top = order[last]
    best = np.full(int(groups.max()) + 1, BACKGROUND)
    best[groups[top]] = values[top]
    rival = best[groups]
    rival[top] = np.where((last > 0) & (groups[second] == groups[top]), values[second], BACKGROUND)
    result: NDArray[np.float64] = np.maximum(rival, BACKGROUND)
    return result


def _best_last(values: NDArray[np.float64], groups: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """An order by group and value, and where in it each group's best stands; of equals the first is the best."""
    order = np.lexsort((-np.arange(len(values)), values, groups))
    return order, np.flatnonzero(np.diff(groups[order], append=-1))


def _cosines(a: NDArray[np.float32], b: NDArray[np.float32], cells: Cells) -> NDArray[np.float32]:
    """The cosine of each cell's unit vectors, in blocks so that no copy of all vectors is made."""
    result = np.empty(len(cells), dtype=np.float32)
    for start in range(0, len(cells), BLOCK):
        cut = slice(start, start + BLOCK)
        result[cut] = np.einsum("kd,kd->k", a[cells.rows[cut]], b[cells.columns[cut]])
    return result


def _letters(a: Sentences, b: Sentences, cells: Cells) -> NDArray[np.float64]:
    """Share of letters in common order: 1 minus the normalized insertion and deletion distance."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cpdist

    left, right = [a.texts[i] for i in cells.rows.tolist()], [b.texts[j] for j in cells.columns.tolist()]
    shares: NDArray[np.float64] = cpdist(left, right, scorer=Indel.normalized_similarity, dtype=np.float64)
    return shares


def _typical(overlap: NDArray[np.float64], cells: Cells) -> float:
    """Median overlap of the pairs that are each other's best: what a rendering looks like in these texts."""
    best = []
    for groups in (cells.rows, cells.columns):
        order, last = _best_last(overlap, groups)
        best.append(order[last])
    mutual = np.array(sorted(set(best[0].tolist()) & set(best[1].tolist())), dtype=np.int64)
    return float(np.median(overlap[mutual])) if len(mutual) else BACKGROUND


def _path(cells: Cells, odds: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The links of the first look that are sure, in order."""
    return [(pairing.original.start, pairing.rewrite.start) for pairing in chain(cells, odds - SURE)]


def _off(
    knots: NDArray[np.float64], heights: NDArray[np.float64], at: NDArray[np.int64], found: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How many sentences `found` lies off the line through the path's links before and after `at`.

    A link does not vouch for itself: its own row is left out.
    """
    before = np.searchsorted(knots, at, side="left") - 1
    after = np.searchsorted(knots, at, side="right")
    slope = (heights[after] - heights[before]) / (knots[after] - knots[before])
    return np.abs(heights[before] + slope * (at - knots[before]) - found)
