"""An encoder without a model that is quick and counts what it is asked, and articles by the hundred."""

from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = 64
_TABLE = np.random.default_rng(0).standard_normal((4096, SIZE)).astype(np.float32)
_WORDS = """harbor council engine winter ledger copper violin meadow castle signal bridge orchard furnace island pilot
canyon mirror ribbon hammer lantern quarry market tunnel saddle beacon garden turbine kettle cellar barrel""".split()


class Hashed:
    """A sentence as the sum of its words' vectors. `asked` lists the texts that were encoded."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        self.asked += texts
        rows = [[zlib.crc32(word.encode()) % len(_TABLE) for word in text.split()] or [0] for text in texts]
        return np.stack([_TABLE[row].sum(axis=0) for row in rows])


def article(number: int, *, changed: float = 0.0) -> str:
    """An article of six sentences; with `changed` that share of its words is another."""
    rng, other = random.Random(number), random.Random(number + 10_000)  # noqa: S311 - repeatable, not secret
    lines = []
    for _ in range(6):
        words = [rng.choice(_WORDS) + str(rng.randrange(400)) for _ in range(9)]
        lines.append(" ".join(word if other.random() >= changed else other.choice(_WORDS) for word in words))
    return "\n".join(f"{line.capitalize()} said Bearer{number:04} Holder{number:04}." for line in lines)


def folder(place: Path, count: int, *, rewrites: int = 0) -> tuple[list[Path], list[tuple[Path, Path]]]:
    """`count` articles, and rewrites of the first ones: all paths, and (original, rewrite)."""
    place.mkdir(exist_ok=True)
    originals = []
    for number in range(count):
        path = place / f"{number * 7919 % 9973:05}.txt"
        path.write_text(article(number), encoding="utf-8")
        originals.append(path)
    pairs = []
    for number in range(rewrites):
        path = place / f"{number * 104729 % 9967:05}r.txt"
        path.write_text(article(number, changed=0.15), encoding="utf-8")
        pairs.append((originals[number], path))
    return sorted([*originals, *(rewrite for _, rewrite in pairs)]), pairs
