"""Whether an id occurs twice, in memory that does not grow with the number of ids.

Their hashes are written to a file in runs. Each run is put in order by the first bits of the hash, so that what
begins alike can be read from all runs and compared: one pass to write, one to read, nothing in random order.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from numpy.typing import NDArray

HASH = 16  # bytes: that two of 100 million ids share a hash has a chance of 1e-23
RUN = 1 << 19  # ids of a run: 25 MB are at hand while it is put in order
BITS = 12  # of the hash: of 100 million ids some 24,000 begin alike, 600 kB
RECORD = 3  # 64-bit words: the halves of the hash, the row


class Ids:
    """The ids of a manifest, in order. Their file has no name: it goes with this process, however that ends."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._hashes = bytearray()
        self._count = 0
        self._runs: list[tuple[int, NDArray[np.uint32]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, name: str) -> None:
        """The next row's id.

        Raises:
            OSError: the disk is full.
        """
        self._hashes += blake2b(name.encode(), digest_size=HASH).digest()
        if len(self._hashes) == HASH * RUN:
            self._write()

    def repeated(self) -> int | None:
        """The number of the first row, counted from 1, whose id an earlier one has; None where all differ.

        Raises:
            OSError: the disk is full.
        """
        self._write()
        found = [self._repeated_of(start) for start in range(1 << BITS)]
        return min((row for row in found if row is not None), default=None)

    def _write(self) -> None:
        halves = np.frombuffer(bytes(self._hashes), dtype="<u8").reshape(-1, 2)
        self._hashes.clear()
        records = np.empty((len(halves), RECORD), dtype="<u8")
        records[:, :2] = halves
        records[:, 2] = np.arange(self._count + 1, self._count + len(halves) + 1)
        starts = (records[:, 0] >> np.uint64(64 - BITS)).astype(np.uint16)
        bounds = np.searchsorted(np.sort(starts), np.arange((1 << BITS) + 1)).astype(np.uint32)
        self._runs.append((self._file.tell(), bounds))
        self._file.write(records[np.argsort(starts, kind="stable")].tobytes())
        self._count += len(halves)

    def _repeated_of(self, start: int) -> int | None:
        """The first such row among the ids whose hash begins with `start`."""
        self._file.flush()
        size = 8 * RECORD
        parts = [
            os.pread(self._file.fileno(), size * int(bounds[start + 1] - bounds[start]), at + size * int(bounds[start]))
            for at, bounds in self._runs
            if bounds[start + 1] > bounds[start]
        ]
        records = np.frombuffer(b"".join(parts), dtype="<u8").reshape(-1, RECORD)
        ordered = records[np.lexsort((records[:, 2], records[:, 1], records[:, 0]))]
        again = (ordered[1:, :2] == ordered[:-1, :2]).all(axis=1)
        return int(ordered[1:, 2][again].min()) if again.any() else None
