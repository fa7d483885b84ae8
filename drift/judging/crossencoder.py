"""Reading passages of two documents together, with the packaged judge."""

from __future__ import annotations

import json
import math
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.aligning import pairable
from drift.encoding import ModelError, packaged
from drift.ground.threads import cores, side_by_side
from drift.judging.inputs import join, nearest, pair, passages
from drift.judging.layers import Network
from drift.records import PairPrediction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded
    from drift.judging.inputs import Pair, Passage
    from drift.judging.layers import Output
    from drift.records import Document, Token

    Place = tuple[tuple[int, ...], tuple[int, ...]]
    Job = tuple["PairCrossEncoder", Place, Pair]

CROSS_ENCODER = "judge-1"
WEIGHTS = "model.safetensors"
LEAST = -20.0  # log-odds where a side has no word piece
PIECES = 192  # word pieces that are read together: matrices of so many rows are multiplied at a core's full speed
DIGITS = 3  # of log-odds: finer differences are those of the order of additions


class PairCrossEncoder:
    """Reads passages of one pair of documents; each pair of passages is read once.

    `encoded` are the default encoder's encodings of both documents' sentences.
    """

    def __init__(
        self,
        documents: tuple[Document, Document],
        encoded: tuple[Sequence[Encoded], Sequence[Encoded]],
        network: Network | None = None,
    ) -> None:
        self._documents = documents
        self._encoded = encoded
        self._network = network
        self._known: dict[Place, PairPrediction] = {}
        self._tags: dict[Place, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}

    @property
    def network(self) -> Network:
        """The one given, or the packaged one, which is loaded once a process."""
        return self._network or load()

    def using(self, network: Network) -> PairCrossEncoder:
        """A reader of the same pair by another network."""
        return PairCrossEncoder(self._documents, self._encoded, network)

    def __call__(self, rows: Sequence[int], columns: Sequence[int]) -> PairPrediction:
        """What the network says of sentences `rows` of the original beside `columns` of the rewrite."""
        return self.all([(rows, columns)])[0]

    def all(self, places: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[PairPrediction]:
        """What it says of each of several (`rows`, `columns`)."""
        read_ahead([(self, places)])
        return [self._known[tuple(rows), tuple(columns)] for rows, columns in places]

    def claim(self, rows: Sequence[int], column: int) -> PairPrediction:
        """What it says of sentence `column` of the rewrite beside `rows` and the sentences that come nearest."""
        return self(*self.ground(1, column, rows))

    def ground(self, side: int, sentence: int, kept: Sequence[int] = ()) -> Place:
        """A sentence of a side with those `kept` of the other and those that come nearest to it: a place to read.

        So a sentence that stands alone in its bead is read beside what may hold its content.
        """
        found = tuple(nearest(self._cosines(side, sentence)[:, None], kept))
        return ((sentence,), found) if side == 0 else (found, (sentence,))

    def altered(self, rows: Sequence[int], columns: Sequence[int], side: int, words: Sequence[Token]) -> list[float]:
        """Log-odds that each of some words of a side is part of a change, read in these passages.

        A word counts as its likeliest piece does; one that none of the read passage's pieces touches has `LEAST`.
        """
        self.all([(rows, columns)])
        sentences, encoded = self._documents[side].sentences, self._encoded[side]
        offsets = np.concatenate([encoded[k].offsets + sentences[k].start for k in (rows, columns)[side]])
        tags = self._tags[tuple(rows), tuple(columns)][side][: len(offsets)]  # a mark stands between the sides
        starts, ends = offsets[: len(tags)].T
        touched = (tags[(starts < word.end) & (ends > word.start)] for word in words)
        return [round(float(own.max(initial=LEAST)), DIGITS) for own in touched]

    def unread(self, places: Iterable[tuple[Sequence[int], Sequence[int]]]) -> list[Place]:
        """Those of some places that have no reading yet, each once."""
        wanted = ((tuple(rows), tuple(columns)) for rows, columns in places)
        return [place for place in dict.fromkeys(wanted) if place not in self._known]

    def sequence(self, place: Place) -> Pair:
        """The passages of a place as the network reads them."""
        return pair(*(join(self._passages(side, own)) for side, own in enumerate(place)))

    def note(self, place: Place, sequence: Pair, found: Output) -> None:
        """Keep what the network said of a place."""
        first, second = (found.tags[1:-1][sequence.sides[1:-1] == side] for side in (0, 1))
        most = (float(own.max(initial=LEAST)) for own in (first, second))
        values = (found.lost, found.unsupported, found.quality, *most)
        self._tags[place] = first, second
        self._known[place] = PairPrediction(*(round(value, DIGITS) for value in values))

    @cached_property
    def _vectors(self) -> tuple[NDArray[np.float32], ...]:
        """Those of the sentences of both sides, shapes (n, d) and (m, d)."""
        return tuple(np.stack([own.vector for own in side]) for side in self._encoded)

    def _cosines(self, side: int, sentence: int) -> NDArray[np.float32]:
        """Those of the other side's sentences, shape (n,), with a sentence of a side; of furniture 0."""
        here, there = self._documents[side].sentences, self._documents[1 - side].sentences
        if not pairable(here[sentence]):
            return np.zeros(len(there), dtype=np.float32)
        # not a matrix product, whose last digit depends on the row: equal sentences must be equally near
        cosines = np.einsum("nd,d->n", self._vectors[1 - side], self._encoded[side][sentence].vector).clip(-1.0, 1.0)
        return np.where([pairable(other) for other in there], cosines, np.float32(0.0))

    def _passages(self, side: int, sentences: Iterable[int]) -> list[Passage]:
        own = self._documents[side].sentences
        chosen = list(sentences)
        return passages([own[k].text for k in chosen], [self._encoded[side][k] for k in chosen])


def read_ahead(wanted: Iterable[tuple[PairCrossEncoder, Iterable[tuple[Sequence[int], Sequence[int]]]]]) -> None:
    """Let each reader read its places: many together, which is a third faster, and on all cores."""
    jobs = [(reader, place, reader.sequence(place)) for reader, places in wanted for place in reader.unread(places)]
    for network, own in groupby(jobs, key=lambda job: job[0].network):
        parts = list(shares(list(own)))
        found = side_by_side(network, [[sequence for _, _, sequence in part] for part in parts])
        for (reader, place, sequence), output in zip(chain(*parts), chain(*found), strict=True):
            reader.note(place, sequence, output)


def shares(jobs: list[Job]) -> Iterator[list[Job]]:
    """Jobs of some `PIECES` word pieces each, or fewer, that every core has one."""
    most = min(PIECES, -(-sum(len(job[2].ids) for job in jobs) // cores()))
    part: list[Job] = []
    size = 0
    for job in jobs:
        part.append(job)
        size += len(job[2].ids)
        if size >= most:
            yield part
            part, size = [], 0
    if part:
        yield part


@cache
def load(path: Path | None = None) -> Network:
    """The packaged network, or another of its kind: its own parameters, and the encoder's words and places.

    Raises:
        ModelError: the packaged network or the encoder was altered.
    """
    from safetensors.numpy import load_file

    folder = packaged.folder()
    packaged.verify(folder)
    if path is None:
        path = Path(str(files("drift.judging").joinpath(WEIGHTS)))
        if (found := packaged.sha256(path)) != card()["sha256"]:
            msg = f"the packaged judge was altered: the sha256 of {WEIGHTS} is {found}, not that of its card"
            raise ModelError(msg)
    table = load_file(folder / "model.safetensors")
    own = {f"{name}s.weight": table[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position")}
    return Network.of(load_file(path) | own)


def probability(odds: float) -> float:
    """The log-odds of a head as a probability in [0, 1], by the curve that the card holds.

    A logistic curve of two numbers (Platt 1999), fitted to hand-written rewrites that the judge did not learn from.
    """
    slope, intercept = _curve()
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, slope * odds + intercept))))


@cache
def _curve() -> tuple[float, float]:
    slope, intercept = card()["calibration"]
    return float(slope), float(intercept)


def card() -> dict[str, Any]:
    """What the network was trained on, with which versions and licences."""
    data: dict[str, Any] = json.loads(files("drift.judging").joinpath("card.json").read_text(encoding="utf-8"))
    return data
