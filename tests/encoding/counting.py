"""An encoder for tests of the cache, and what the processes of such a test do."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import warnings
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drift.encoding import Encoded
from drift.encoding.cached import CachedEncoder
from drift.ground import cachefile
from drift.ground.cache import Cache

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = tuple[bytes, bytes]
TEXTS = [f"{'word ' * (k % 40)}{k}" for k in range(120)]
TURN = 0.15  # seconds between the beginnings of two rounds, which the processes begin together


class Counting:
    """Vectors that follow from the text alone; it remembers what it was asked."""

    cacheable = True

    def __init__(self, identity: str = "counting@1") -> None:
        self.identity = identity
        self.asked: list[str] = []

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        self.asked += texts
        return [encoded(text) for text in texts]


@cache
def encoded(text: str, width: int = 48) -> Encoded:
    generator = np.random.default_rng(zlib.crc32(text.encode("utf-8", "surrogatepass")))
    pieces = 3 + len(text)
    return Encoded(
        generator.random(width, dtype=np.float32),
        generator.random((pieces, width), dtype=np.float32).astype(np.float16),
        generator.integers(0, 99, (pieces, 2), dtype=np.int32),
    )


def same(a: Encoded, b: Encoded) -> bool:
    names = ("vector", "pieces", "offsets")
    return all(
        np.array_equal(getattr(a, name), getattr(b, name)) and getattr(a, name).dtype == getattr(b, name).dtype
        for name in names
    )


def asked_and_said(path: Path, texts: Sequence[str] = TEXTS) -> tuple[int, list[str]]:
    """Of how many texts the vectors were not in the cache, and the warnings; they are right in any case."""
    encoder = Counting()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = CachedEncoder(encoder, Cache(path)).encode_all(texts)
    assert all(same(item, encoded(text)) for item, text in zip(found, texts, strict=True))
    return len(encoder.asked), [str(item.message) for item in said]


def mixing(folder: str, number: str) -> None:
    """Many overlapping reads and writes of one file."""
    generator = random.Random(int(number))  # noqa: S311 - choices, not secrets
    for k in range(30):
        texts = [*generator.sample(TEXTS, 40), *TEXTS[4 * k : 4 * k + 4]]
        assert asked_and_said(Path(folder) / "v.sqlite3", texts)[1] == []


def together(folder: str, start: str, rounds: str) -> None:
    """In each round, at the same moment as the other processes, use one cache. Says what warnings there were."""
    for k in range(int(rounds)):
        while time.time() < float(start) + k * TURN:
            pass
        for line in asked_and_said(Path(folder) / str(k) / "v.sqlite3")[1]:
            sys.stdout.write(f"{k} {line}\n")


def storing(folder: str) -> None:
    """Write for ever."""
    k = 0
    while True:
        asked_and_said(Path(folder) / "v.sqlite3", [*TEXTS, *(f"{text} {k}" for text in TEXTS)])
        k += 1


def dying(folder: str) -> None:
    """Be killed in the middle of a transaction that has written some of its rows to the file already."""

    class Fatal(list[Row]):
        def __iter__(self) -> Iterator[Row]:
            yield from list(super().__iter__())[: len(self) // 2]
            os.kill(os.getpid(), signal.SIGKILL)

    groups = cachefile._groups  # noqa: SLF001 - where the rows come from
    cachefile._groups = lambda rows, limit: ((Fatal(group), room) for group, room in groups(rows, limit))  # noqa: SLF001
    asked_and_said(Path(folder) / "v.sqlite3", [f"{text} {k}" for k in range(15) for text in TEXTS])


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
