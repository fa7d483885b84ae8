"""A small encoder without a model, and texts to trace."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import numpy as np

from drift.analyzer import Analyzer

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class WordBags:
    """Sentence vectors as sums of word vectors: sentences with the same words are near each other."""

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 128), dtype=np.float32)
        for place, text in enumerate(texts):
            words = re.findall(r"\w+", text.casefold())
            for word in [word for word in words if len(word) > 3] or words or [text]:
                rows[place] += np.random.default_rng(zlib.crc32(word.encode())).standard_normal(128).astype(np.float32)
        return rows


def analyzer() -> Analyzer:
    return Analyzer(WordBags(), cache=False)


ORIGINAL = """The harbor of Port Elmsworth will close for three weeks from Monday, director Henrietta Vandermeer said.
Divers found a crack of four meters in the northern quay wall during an inspection last week.
“We cannot let a single vessel berth there until the engineers have looked at every pile,” Vandermeer said.
The fishing fleet will unload at Saltbury instead, forty kilometers down the coast.
Dockworkers fear that some of the lost trade will never come back to the town.
The repair is expected to cost two million dollars, half of it paid by the province.
Mayor Oswin Thackeray promised low loans to the smaller companies."""

REWRITE = """The harbor of Port Elmsworth will close for three weeks from Monday, said director Henrietta Vandermere.
Divers found a crack of four meters in the northern quay wall in an inspection last week.
"We cannot let one vessel berth there until the engineers have looked at every pile," Vandermere said.
The fishing fleet will unload at Saltbury instead, forty kilometers along the coast.
Dockworkers fear that some of the lost trade will never come back to the town.
The repair is expected to cost two million dollars, half of it paid by the province.
Mayor Oswin Tackeray promised low loans to the smaller companies. Said.
Source link
Leave a Reply
Your email address will not be published. Required fields are marked *"""

REPORT = """Port Elmsworth, a town of fishing people, woke to bad news about its harbor.
Henrietta Vandermeer, its director for ten years, said that ships must stay away after divers saw a crack.
Oswin Thackeray called a meeting of the council for Thursday evening.
In Saltbury the crews were already making room for the guests and their catch.
Shopkeepers near the quay spoke of a summer without visitors."""

OTHER = """The orchestra opened its season with a symphony that nobody had played for a century.
A librarian in Vienna had discovered the score between two cookery books.
Critics praised the horns and the slow movement above all.
Tickets for the remaining evenings were gone within an hour."""


def write(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths
