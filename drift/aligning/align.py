"""The alignment of two documents, from their encoded sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.affinity import gather
from drift.aligning.beads import chain, weigh
from drift.aligning.moves import moves
from drift.records import Alignment, Bead, BeadKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded
    from drift.records import Document, Sentence


@dataclass(frozen=True, slots=True)
class Aligned:
    """The alignment, and the cosines (n, m) of all sentences; those of furniture are 0."""

    alignment: Alignment
    similarities: NDArray[np.float32]


def align(original: Document, rewrite: Document, encoded: tuple[Sequence[Encoded], Sequence[Encoded]]) -> Aligned:
    """Pair the sentences of two documents.

    `encoded` holds one `Encoded` a sentence of each document, in order. Site furniture is never paired. Beads
    come in the original's order, each added sentence after the bead of the sentence before it. Their kinds
    tell shape and place; whether a paraphrase is altered is for scoring to judge.
    """
    rows = [sentence.index for sentence in original.sentences if _content(sentence)]
    columns = [sentence.index for sentence in rewrite.sentences if _content(sentence)]
    a = gather([original.sentences[i].text for i in rows], [encoded[0][i] for i in rows])
    b = gather([rewrite.sentences[j].text for j in columns], [encoded[1][j] for j in columns])
    similarities = np.zeros((len(original.sentences), len(rewrite.sentences)), dtype=np.float32)
    beads: list[Bead] = []
    if rows and columns:
        similarities[np.ix_(rows, columns)] = np.clip(a.vectors @ b.vectors.T, -1.0, 1.0)
        evidence = weigh(a, b)
        kept = chain(evidence, len(rows), len(columns))
        crossing = moves(evidence[1, 1], kept)
        for pairing in kept + crossing:
            found = evidence[len(pairing.original), len(pairing.rewrite)]
            place = (pairing.original.start, pairing.rewrite.start)
            left = tuple(rows[i] for i in pairing.original)
            right = tuple(columns[j] for j in pairing.rewrite)
            bead = Bead(
                original=left,
                rewrite=right,
                kind="moved" if pairing in crossing else _kind(original, rewrite, left, right),
                similarity=float(np.clip(found.cosine[place], -1.0, 1.0)),
                drift=0.0,
                runner_up=_runner_up(similarities, left, right),
                reason=f"log-odds {pairing.odds:.2f}, word overlap {found.overlap[place]:.2f}",
            )
            beads.append(bead)
    beads += _nulls(original, rewrite, beads, similarities)
    return Aligned(Alignment(tuple(_ordered(beads))), similarities)


def _content(sentence: Sentence) -> bool:
    return sentence.kind != "furniture" and bool(sentence.text.strip())


def _kind(original: Document, rewrite: Document, left: tuple[int, ...], right: tuple[int, ...]) -> BeadKind:
    if len(right) > len(left):
        return "split"
    if len(left) > len(right):
        return "merged"
    unchanged = all(original.sentences[i].text == rewrite.sentences[j].text for i, j in zip(left, right, strict=True))
    return "same" if unchanged else "paraphrase"


def _runner_up(similarities: NDArray[np.float32], left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """The best cosine of one of the bead's sentences with a sentence outside the bead."""
    across = np.delete(similarities[list(left)], list(right), axis=1)
    down = np.delete(similarities[:, list(right)], list(left), axis=0)
    return max((float(part.max()) for part in (across, down) if part.size), default=0.0)


def _nulls(original: Document, rewrite: Document, beads: list[Bead], similarities: NDArray[np.float32]) -> list[Bead]:
    """One bead for each sentence that no pairing took."""
    rows = {i for bead in beads for i in bead.original}
    columns = {j for bead in beads for j in bead.rewrite}
    result = []
    for sentence in original.sentences:
        if sentence.index not in rows:
            best = float(similarities[sentence.index].max(initial=0.0))
            reason = _why_alone(sentence, best)
            result.append(Bead((sentence.index,), (), "omitted", 0.0, 1.0, best, reason))
    for sentence in rewrite.sentences:
        if sentence.index not in columns:
            best = float(similarities[:, sentence.index].max(initial=0.0))
            result.append(Bead((), (sentence.index,), "added", 0.0, 1.0, best, _why_alone(sentence, best)))
    return result


def _why_alone(sentence: Sentence, best: float) -> str:
    if sentence.kind == "furniture":
        return "site furniture is not paired"
    return f"no sentence of the other text is likelier its counterpart than not (best cosine {best:.2f})"


def _ordered(beads: list[Bead]) -> list[Bead]:
    """Original order; an added sentence follows the bead of the rewrite sentence before it."""
    at = {j: bead.original[-1] for bead in beads if bead.original for j in bead.rewrite}

    def place(bead: Bead) -> tuple[int, int, int]:
        if bead.original:
            return (bead.original[0], 0, 0)
        before = [j for j in at if j < bead.rewrite[0]]
        return (at[max(before)] if before else -1, 1, bead.rewrite[0])

    return sorted(beads, key=place)
