"""Which documents are worth comparing: each one's nearest by embedding and by rare shared material.

Folders of up to `EXACT` documents are compared exactly. In larger ones a graph index (HNSW, by usearch) finds the
nearest centers, and names, numbers and stretches of quotations that few documents have vote beside it. Both rankings
are merged by reciprocal rank. With a work folder, the index is saved every `STEP` documents and the candidates by
blocks, each written aside and renamed: a run that was killed goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.ground.files import write
from drift.rendering.progress import bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from drift.tracing.library import Library

COUNT = 10  # candidates a document
EXACT = 2_000  # documents up to which all pairs are looked at: 2 million cosines take less than a second
STEP = 20_000  # documents between two saves of the index, half a minute of work
BLOCK = 4_096  # documents whose candidates are found and kept together
# Of the graph. On 100,000 vectors of articles these find 0.999 of the exact ten nearest; usearch's defaults (16, 128,
# 64) find 0.99. See docs/trace.md for how that was measured.
CONNECTIVITY, EXPANSION_ADD, EXPANSION_SEARCH = 24, 192, 192
COMMONEST = 20  # documents that may share a name before it says nothing: a rewrite and its kin, not a subject
LEAST = 2  # rare things that two documents must share to be candidates by them alone
RANK = 60.0  # the constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)


@dataclass(frozen=True, slots=True)
class Rare:
    """Which documents have which rare things, sorted both ways, and how much each says (inverse frequency)."""

    by_document: tuple[NDArray[np.int64], NDArray[np.int64]]  # (starts, keys)
    by_key: tuple[NDArray[np.int64], NDArray[np.int64]]  # (starts, documents)
    weights: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """Bytes that it takes."""
        return sum(item.nbytes for item in (*self.by_document, *self.by_key, self.weights))

    def votes(self, document: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Documents that share rare things with this one, the most first, and the weight of what they share."""
        starts, keys = self.by_document
        own = keys[starts[document] : starts[document + 1]]
        if not len(own):
            return np.zeros(0, np.int64), np.zeros(0)
        first, documents = self.by_key
        found = [documents[first[key] : first[key + 1]] for key in own]
        every = np.concatenate(found)
        weights = np.repeat(self.weights[own], [len(item) for item in found])
        others, inverse, times = np.unique(every, return_inverse=True, return_counts=True)
        total = np.bincount(inverse, weights=weights, minlength=len(others))
        wanted = (others != document) & (times >= LEAST)
        order = np.lexsort((others[wanted], -total[wanted]))
        return others[wanted][order], total[wanted][order]


def gather(rare: Sequence[NDArray[np.uint64]]) -> Rare:
    """The index of rare things, from the hashes of each document."""
    count = len(rare)
    hashes = np.concatenate(rare) if count else np.zeros(0, np.uint64)
    owners = np.repeat(np.arange(count, dtype=np.int64), [len(item) for item in rare])
    _, keys, times = np.unique(hashes, return_inverse=True, return_counts=True)
    wanted = (times[keys] > 1) & (times[keys] <= COMMONEST)
    kept = np.flatnonzero((times > 1) & (times <= COMMONEST))
    number = np.full(len(times), -1, np.int64)
    number[kept] = np.arange(len(kept))
    owners, keys = owners[wanted], number[keys[wanted]]
    order = np.argsort(keys, kind="stable")
    return Rare(
        (np.searchsorted(owners, np.arange(count + 1)), keys),
        (np.searchsorted(keys[order], np.arange(len(kept) + 1)), owners[order]),
        np.log(max(count, 2) / times[kept]),
    )


def nearest(
    library: Library, *, count: int = COUNT, exact: bool | None = None, work: Path | None = None,
    progress: bool | None = None,
) -> NDArray[np.int64]:  # fmt: skip
    """The `count` candidates of each document, the best first, shape (n, count); -1 where there are fewer.

    `exact` None decides by the number of documents. `work` is where index and candidates are kept.
    """
    found, rare = _material(library)
    if exact is None:
        exact = len(library) <= EXACT
    signature = f"{library.signature}-{count}-{'exact' if exact else 'graph'}"
    index = None if exact else Graph(found, library.signature, work, progress=progress)
    starts = range(0, len(library), BLOCK)
    blocks = []
    for start in bar(starts, total=len(starts), unit="block", shown=progress):
        file = None if work is None or exact else work / f"candidates-{signature}-{start:09}.npy"
        block = None if file is None else _saved(file, count)
        if block is None:
            rows = found[start : start + BLOCK]
            near = index.search(rows, count + 1) if index is not None else exactly(rows, found, count + 1)
            block = np.stack([merged(start + k, near[k], rare, count) for k in range(len(rows))])
            if file is not None:
                _save(file, block)
        blocks.append(block)
    if work is not None:
        _tidy(work, library.signature)
    return np.concatenate(blocks)


def _tidy(work: Path, signature: str) -> None:
    """Remove what an earlier state of the folder left: an index of 100,000 documents has some 100 MB."""
    for kind in ("index", "candidates"):
        for file in work.glob(f"{kind}-*"):
            if not file.name.startswith(f"{kind}-{signature}-"):
                file.unlink(missing_ok=True)


def _material(library: Library) -> tuple[NDArray[np.float32], Rare]:
    """Centers (n, d) and rare things of all documents, from one pass over the prints."""
    found: NDArray[np.float32] | None = None
    rare = []
    for place, item in enumerate(library.prints()):
        center = item.center
        if found is None:
            found = np.zeros((len(library), len(center)), np.float32)
        found[place] = center
        rare.append(item.rare)
    if found is None:
        return np.zeros((0, 0), np.float32), gather(rare)
    return found, gather(rare)


def exactly(rows: NDArray[np.float32], every: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The nearest of each row, by looking at all."""
    cosines = rows @ every.T
    order: NDArray[np.int64] = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
    return order


def merged(place: int, near: NDArray[np.int64], rare: Rare, count: int) -> NDArray[np.int64]:
    """The `count` candidates of a document, by embedding (`near`) and by rare things; -1 where there are fewer."""
    by_rare, _ = rare.votes(place)
    scores: dict[int, float] = {}
    for ranking in (near[(near != place) & (near >= 0)], by_rare[:count]):
        for rank, other in enumerate(ranking):
            scores[int(other)] = scores.get(int(other), 0.0) + 1.0 / (RANK + rank)
    best = sorted(scores, key=lambda other: (-scores[other], other))[:count]
    return np.array(best + [-1] * (count - len(best)), dtype=np.int64)


class Graph:
    """A graph index over vectors, saved in `work` as it grows and taken up from there."""

    def __init__(
        self, vectors: NDArray[np.float32], signature: str, work: Path | None, *, progress: bool | None = None
    ) -> None:
        from usearch.index import Index

        self._index = Index(
            ndim=vectors.shape[1],
            metric="cos",
            dtype="f16",
            connectivity=CONNECTIVITY,
            expansion_add=EXPANSION_ADD,
            expansion_search=EXPANSION_SEARCH,
        )
        name = f"index-{signature}-{CONNECTIVITY}-{EXPANSION_ADD}.usearch"
        file = None if work is None else work / name
        self.reused = self._load(file, len(vectors))
        starts = range(self.reused, len(vectors), STEP)
        for start in bar(starts, total=len(starts), unit="step", shown=progress):
            end = min(start + STEP, len(vectors))
            # one thread: the graph, and with it the candidates, come out the same every time
            self._index.add(np.arange(start, end), vectors[start:end], threads=1)
            if file is not None:
                write(file, bytes(self._index.save() or b""))

    def _load(self, file: Path | None, count: int) -> int:
        """Take up a saved index; how many vectors it has."""
        if file is None or not file.is_file():
            return 0
        self._index.load(file.read_bytes())
        return min(len(self._index), count)

    def search(self, rows: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """The nearest of each row, shape (n, count); -1 where there are fewer."""
        matches: Any = self._index.search(rows, count, threads=1)
        keys = np.asarray(matches.keys).reshape(len(rows), -1).astype(np.int64)
        places = np.arange(keys.shape[1])[None, :] < np.asarray(matches.counts).reshape(-1, 1)
        return np.where(places, keys, -1)

    @property
    def memory(self) -> int:
        """Bytes that the index takes."""
        return int(self._index.memory_usage)


def _saved(file: Path, count: int) -> NDArray[np.int64] | None:
    if not file.is_file():
        return None
    block: NDArray[np.int64] = np.load(file, allow_pickle=False)
    return block if block.ndim == 2 and block.shape[1] == count else None


def _save(file: Path, block: NDArray[np.int64]) -> None:
    content = BytesIO()
    np.save(content, block, allow_pickle=False)
    write(file, content.getvalue())


def pairs(candidates: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The candidates as pairs, each once, the smaller place first, in order."""
    count, width = candidates.shape
    first = np.repeat(np.arange(count), width)
    second = candidates.reshape(-1)
    there = second >= 0
    low, high = np.minimum(first, second)[there], np.maximum(first, second)[there]
    for code in np.unique(low * count + high):
        yield int(code // count), int(code % count)
