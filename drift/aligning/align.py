"""The alignment of two documents, sentences and words, from their encoded sentences."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.beads import Pairing, chain
from drift.aligning.cells import EVERY, Cells
from drift.aligning.matching import match_words
from drift.aligning.merges import halves, join
from drift.aligning.odds import weigh
from drift.aligning.sentences import gather, pooled
from drift.language import language_of
from drift.records import Alignment, Bead, BeadKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.aligning.matching import Matches, Tokens
    from drift.aligning.merges import Half
    from drift.aligning.odds import Evidence, Odds
    from drift.aligning.sentences import Sentences
    from drift.encoding import Encoded
    from drift.records import Document, Sentence

# Log-odds, without regard to place, that a sentence which stands elsewhere must have: what authors of ArgRewrite v2
# moved within their drafts (its annotators had no mark for that) and the moved paragraphs of the round trip lie
# above; the leftovers of independent translations of one fable (Aesop) below.
MOVED = 2.0
UNPAIRED = "site furniture is not paired"
"""`Bead.reason` of site furniture."""
PICTURE = 2000  # sentences; of longer texts the similarities are the best of blocks of sentences


@dataclass(frozen=True, slots=True)
class Aligned:
    """The alignment, and the cosines (n, m) of all sentences; those of furniture are 0.

    Of texts of more than `PICTURE` sentences the cosines are the best of blocks of s x s sentences, s the least
    that brings both sides under it. `closeness` is the cosine of two sentences; of several, the mean of each
    sentence's best, both ways. `words` are the matches of both sides' tokens, empty where no tokens were given.
    """

    alignment: Alignment
    similarities: NDArray[np.float32]
    closeness: float
    words: tuple[Matches, Matches] = ((), ())


def align(
    original: Document,
    rewrite: Document,
    encoded: tuple[Sequence[Encoded], Sequence[Encoded]],
    tokens: tuple[Tokens, Tokens] | None = None,
    *,
    every: int = EVERY,
) -> Aligned:
    """Pair the sentences of two documents, and match their tokens where these are given.

    `encoded` holds one `Encoded` a sentence of each document, in order. Site furniture is never paired. Beads
    come in the original's order, each added sentence after the bead of the sentence before it. Their kinds
    tell shape and place; whether a paraphrase is altered is for scoring to judge. Up to `every` pairs of sentences
    all are looked at, else those that are near each other in meaning.
    """
    rows = [sentence.index for sentence in original.sentences if pairable(sentence)]
    columns = [sentence.index for sentence in rewrite.sentences if pairable(sentence)]
    a = gather([original.sentences[i].text for i in rows], [encoded[0][i] for i in rows], language_of(original))
    b = gather([rewrite.sentences[j].text for j in columns], [encoded[1][j] for j in columns], language_of(rewrite))
    shape = len(original.sentences), len(rewrite.sentences)
    beads: list[Bead] = []
    nearest = np.zeros(shape[0]), np.zeros(shape[1])
    near = None
    if rows and columns:
        odds = weigh(a, b, every=every)
        cells, cosine = odds.evidence.cells, odds.evidence.cosine
        np.maximum.at(nearest[0], np.array(rows)[cells.rows], cosine)
        np.maximum.at(nearest[1], np.array(columns)[cells.columns], cosine)
        if len(cells) < cells.height * cells.width:
            near = Cells(*shape, np.array(rows)[cells.rows], np.array(columns)[cells.columns])
        alike = a.texts == b.texts
        kept, crossing = (_each(odds), []) if alike else _pair(odds, halves(a, b, odds.evidence))
        pairings = kept + crossing
        for pairing, runner_up in zip(pairings, _runners_up(odds.evidence, pairings), strict=True):
            left = tuple(rows[i] for i in pairing.original)
            right = tuple(columns[j] for j in pairing.rewrite)
            similarity = float(pooled(a, pairing.original) @ pooled(b, pairing.rewrite))
            bead = Bead(
                original=left,
                rewrite=right,
                kind="moved" if pairing in crossing else _kind(original, rewrite, left, right),
                similarity=float(np.clip(similarity, -1.0, 1.0)),
                drift=0.0,
                runner_up=runner_up,
                reason=_why_paired(pairing, odds.evidence),
            )
            beads.append(bead)
    beads += _nulls(original, rewrite, beads, nearest)
    alignment = Alignment(tuple(_ordered(beads)))
    picture, closeness = _similarities(a, b, rows, columns, shape)
    if tokens is None:
        return Aligned(alignment, picture, closeness)
    words = match_words((original, rewrite), tokens, encoded, alignment, near)
    return Aligned(alignment, picture, closeness, words)


def _each(odds: Odds) -> list[Pairing]:
    """Each sentence with itself, where both texts have the same: what is like everything else may be unlikely."""
    places = np.arange(odds.evidence.cells.height)
    own = odds.here[odds.evidence.cells.at(places, places)]
    return [Pairing(range(k, k + 1), range(k, k + 1), float(value)) for k, value in enumerate(own)]


def _pair(odds: Odds, sides: tuple[Half, Half]) -> tuple[list[Pairing], list[Pairing]]:
    """The pairings in order, and those that stand elsewhere.

    Those are the chains among the sentences left over, the likeliest chain first: a moved paragraph is one, and
    what it leaves over may hold another.
    """
    cells = odds.evidence.cells
    free = np.ones(cells.height, dtype=bool), np.ones(cells.width, dtype=bool)

    def take(gains: NDArray[np.float64]) -> list[Pairing]:
        links = chain(cells, gains)
        for link in links:
            free[0][link.original.start] = free[1][link.rewrite.start] = False
        return join(sides, links, free)

    kept = take(odds.here)
    moved: list[Pairing] = []
    while more := take(np.where(free[0][cells.rows] & free[1][cells.columns], odds.anywhere - MOVED, 0.0)):
        moved += more
    return kept, moved


def _runners_up(evidence: Evidence, pairings: Sequence[Pairing]) -> list[float]:
    """For each pairing the best cosine of one of its sentences with a sentence outside it, 0 at least."""
    cells = evidence.cells
    owners = np.full(cells.height, -1), np.full(cells.width, -1)
    for k, pairing in enumerate(pairings):
        owners[0][pairing.original.start : pairing.original.stop] = k
        owners[1][pairing.rewrite.start : pairing.rewrite.stop] = k
    by_row, by_column = owners[0][cells.rows], owners[1][cells.columns]
    best = np.zeros(len(pairings))
    for owner in (by_row, by_column):
        outside = (by_row != by_column) & (owner >= 0)
        np.maximum.at(best, owner[outside], evidence.cosine[outside])
    return [float(value) for value in best]


def _why_paired(pairing: Pairing, evidence: Evidence) -> str:
    grid = np.meshgrid(pairing.original, pairing.rewrite, indexing="ij")
    at = evidence.cells.at(grid[0].ravel(), grid[1].ravel())
    best = float(evidence.features["overlap"][at[at >= 0]].max())
    return f"log-odds {pairing.odds:.2f}, word overlap {best:.2f} where {evidence.typical:.2f} is typical"


def _similarities(
    a: Sentences, b: Sentences, rows: Sequence[int], columns: Sequence[int], shape: tuple[int, int]
) -> tuple[NDArray[np.float32], float]:
    """Cosines by sentence, or the best by block of sentences, a row of blocks at a time; and the closeness."""
    step = -(-max(*shape, 1) // PICTURE)
    picture = np.zeros((-(-shape[0] // step), -(-shape[1] // step)), dtype=np.float32)
    blocks = np.array(columns, dtype=np.int64) // step
    best = _floor(rows, shape[0], columns, shape[1]), _floor(columns, shape[1], rows, shape[0])
    for start in range(0, len(rows) if columns else 0, step):
        cosines = np.clip(a.vectors[start : start + step] @ b.vectors.T, -1.0, 1.0)
        for own, line in zip(rows[start : start + step], cosines, strict=True):
            best[0][own] = max(best[0][own], line.max())
            best[1][columns] = np.maximum(best[1][columns], line)
            block = own // step
            if step == 1:
                picture[block, columns] = line
            else:
                np.maximum.at(picture[block], blocks, line)
    return picture, float((best[0].mean() + best[1].mean()) / 2) if picture.size else 0.0


def _floor(own: Sequence[int], count: int, other: Sequence[int], others: int) -> NDArray[np.float32]:
    """The least that the best cosine of each of a side's sentences can be: 0 where one of the two is furniture."""
    floor = np.zeros(count, dtype=np.float32)
    if len(other) == others:
        floor[list(own)] = -1.0
    return floor


def pairable(sentence: Sentence) -> bool:
    """Whether a sentence may have a counterpart: site furniture and blank ones have cosine 0 with all others."""
    return sentence.kind != "furniture" and bool(sentence.text.strip())


def _kind(original: Document, rewrite: Document, left: tuple[int, ...], right: tuple[int, ...]) -> BeadKind:
    if len(right) > len(left):
        return "split"
    if len(left) > len(right):
        return "merged"
    unchanged = all(original.sentences[i].text == rewrite.sentences[j].text for i, j in zip(left, right, strict=True))
    return "same" if unchanged else "paraphrase"


def _nulls(
    original: Document, rewrite: Document, beads: list[Bead], nearest: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> list[Bead]:
    """One bead for each sentence that no pairing took."""
    rows = {i for bead in beads for i in bead.original}
    columns = {j for bead in beads for j in bead.rewrite}
    result = []
    for sentence in original.sentences:
        if sentence.index not in rows:
            best = float(nearest[0][sentence.index])
            result.append(Bead((sentence.index,), (), "omitted", 0.0, 1.0, best, _why_alone(sentence, best)))
    for sentence in rewrite.sentences:
        if sentence.index not in columns:
            best = float(nearest[1][sentence.index])
            result.append(Bead((), (sentence.index,), "added", 0.0, 1.0, best, _why_alone(sentence, best)))
    return result


def _why_alone(sentence: Sentence, best: float) -> str:
    if sentence.kind == "furniture":
        return UNPAIRED
    return f"no sentence of the other text is likelier its counterpart than not (best cosine {best:.2f})"


def _ordered(beads: list[Bead]) -> list[Bead]:
    """Original order; an added sentence follows the bead of the rewrite sentence before it."""
    at = {j: bead.original[-1] for bead in beads if bead.original for j in bead.rewrite}
    paired = sorted(at)

    def place(bead: Bead) -> tuple[int, int, int]:
        if bead.original:
            return (bead.original[0], 0, 0)
        before = bisect_left(paired, bead.rewrite[0])
        return (at[paired[before - 1]] if before else -1, 1, bead.rewrite[0])

    return sorted(beads, key=place)
