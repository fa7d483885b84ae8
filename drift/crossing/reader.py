"""Reading passages of two documents together, with the packaged cross-encoder."""

from __future__ import annotations

import json
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.crossing.inputs import join, nearest, pair, passages
from drift.crossing.layers import Network
from drift.encoding import ModelError, packaged
from drift.encoding.threads import side_by_side
from drift.records import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from drift.crossing.inputs import Passage
    from drift.encoding import Encoded
    from drift.records import Document

CROSSING = "cross-2"
WEIGHTS = "model.safetensors"
LEAST = -20.0  # log-odds where a side has no word piece
DIGITS = 3  # of log-odds: finer differences are those of the order of additions


class PairReader:
    """Reads passages of one pair of documents; each pair of passages is read once.

    `encoded` are the default encoder's encodings of both documents' sentences, `similarities` their cosines (n, m).
    """

    def __init__(
        self,
        documents: tuple[Document, Document],
        encoded: tuple[Sequence[Encoded], Sequence[Encoded]],
        similarities: NDArray[np.float32],
        network: Network | None = None,
    ) -> None:
        self._documents = documents
        self._encoded = encoded
        self._similarities = similarities
        self._network = network
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...]], Reading] = {}

    def using(self, network: Network) -> PairReader:
        """A reader of the same pair by another network."""
        return PairReader(self._documents, self._encoded, self._similarities, network)

    def __call__(self, rows: Sequence[int], columns: Sequence[int]) -> Reading:
        """What the network says of sentences `rows` of the original beside `columns` of the rewrite."""
        return self.all([(rows, columns)])[0]

    def all(self, places: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Reading]:
        """What it says of each of several (`rows`, `columns`), read side by side."""
        wanted = [(tuple(rows), tuple(columns)) for rows, columns in places]
        fresh = [place for place in dict.fromkeys(wanted) if place not in self._known]
        if fresh:
            network = self._network or load()
            self._known.update(zip(fresh, side_by_side(partial(self._read, network), fresh), strict=True))
        return [self._known[place] for place in wanted]

    def claim(self, rows: Sequence[int], column: int) -> Reading:
        """What it says of sentence `column` of the rewrite beside `rows` and the sentences that come nearest."""
        return self(nearest(self._similarities[:, [column]], rows), (column,))

    def _read(self, network: Network, place: tuple[tuple[int, ...], tuple[int, ...]]) -> Reading:
        sequence = pair(*(join(self._passages(side, own)) for side, own in enumerate(place)))
        found = network(sequence)
        tags = [found.tags[1:-1][sequence.sides[1:-1] == side] for side in (0, 1)]
        values = (found.changed, found.unsupported, found.quality, *(float(own.max(initial=LEAST)) for own in tags))
        return Reading(*(round(value, DIGITS) for value in values))

    def _passages(self, side: int, sentences: Iterable[int]) -> list[Passage]:
        own = self._documents[side].sentences
        chosen = list(sentences)
        return passages([own[k].text for k in chosen], [self._encoded[side][k] for k in chosen])


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
        path = Path(str(files("drift.crossing").joinpath(WEIGHTS)))
        if (found := packaged.sha256(path)) != card()["sha256"]:
            msg = f"the packaged cross-encoder was altered: the sha256 of {WEIGHTS} is {found}, not that of its card"
            raise ModelError(msg)
    table = load_file(folder / "model.safetensors")
    own = {f"{name}s.weight": table[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position")}
    return Network.of(load_file(path) | own)


def card() -> dict[str, Any]:
    """What the network was trained on, with which versions and licences."""
    data: dict[str, Any] = json.loads(files("drift.crossing").joinpath("card.json").read_text(encoding="utf-8"))
    return data
