"""The pages of the pairs with the most drift: written as shards are done, removed when worse ones come.

A row that is among the worst of all is among the worst of the finished shards at any time, in whatever order
they were done. So its page is written with its shard and never removed, through any stop: a process that goes on
fills its list from the tables of the finished shards again. Whatever else lies in the folder goes at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.corpus.worst import Worst
from drift.ground.files import write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

FOLDER = "pages"


def page_name(place: int) -> str:
    """Where the page of a row lies below the output folder. Its id takes no part: it comes from outside."""
    return f"{FOLDER}/{place + 1:09d}.html"


class Pages:
    """The pages below `out` of the `most` worst rows."""

    def __init__(self, out: Path, most: int) -> None:
        self._out = out
        self._worst: Worst[int] = Worst(most)

    def least(self, first: int) -> float:
        """The rank from which on the page of a row at the place `first`, or behind it, is wanted."""
        return self._worst.least(first)

    def recall(self, first: int, pairs: pa.Table) -> None:
        """Take the rows of a finished shard, the first of them at the place `first`, into account."""
        self._fallen(first, pairs)

    def take(self, first: int, pairs: pa.Table, pages: Mapping[int, bytes]) -> set[int]:
        """Write the wanted pages of a shard. Returns the places whose pages may go when its tables are there.

        Raises:
            OSError: a page cannot be written.
        """
        fallen = self._fallen(first, pairs)
        for place, page in pages.items():
            if first + place not in fallen:
                target = self._out / page_name(first + place)
                target.parent.mkdir(exist_ok=True)
                write(target, page)
        return fallen.difference(range(first, first + pairs.num_rows))

    def remove(self, places: Iterable[int]) -> None:
        """Remove the pages of these places, where there are any.

        Raises:
            OSError: a page cannot be removed.
        """
        for place in places:
            (self._out / page_name(place)).unlink(missing_ok=True)

    def _fallen(self, first: int, pairs: pa.Table) -> set[int]:
        added = [self._worst.add(place, drift, place) for place, drift in _compared(first, pairs)]
        return {place for place in added if place is not None}


def keep_only(out: Path, names: Collection[str]) -> None:
    """Remove what a run that was killed left in the folder of the pages: all but these.

    Raises:
        OSError: a file cannot be removed.
    """
    folder = out / FOLDER
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if f"{FOLDER}/{path.name}" not in names:
            path.unlink()
    if not names:
        folder.rmdir()


def _compared(first: int, pairs: pa.Table) -> Iterator[tuple[int, float | None]]:
    """Place and drift of the rows without an error."""
    rows = zip(pairs["drift"].to_pylist(), pairs["error"].to_pylist(), strict=True)
    return ((first + place, drift) for place, (drift, error) in enumerate(rows) if error is None)
