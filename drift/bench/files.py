"""Finding and reading the files of a benchmark folder."""

from __future__ import annotations

import csv
import gzip
import json
import random
import zlib
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from pathlib import Path

T = TypeVar("T")


class DataError(ValueError):
    """A benchmark folder or file is missing, or not what its README says."""


def find(data: Path, folder: str, patterns: Sequence[str]) -> tuple[Path, ...]:
    """The files of `data/folder` that the first fruitful pattern matches, sorted by name.

    Patterns go from the split to report on to those to fall back to, since other people hold other splits.

    Raises:
        DataError: there is no such folder, or no pattern matches a file in it.
    """
    if not data.is_dir():
        msg = f"no data folder: {data}"
        raise DataError(msg)
    place = data / folder
    if not place.is_dir():
        msg = f"no folder {folder!r} in {data}"
        raise DataError(msg)
    for pattern in patterns:
        matches = tuple(sorted(path for path in place.glob(pattern) if path.is_file()))
        if matches:
            return matches
    msg = f"no file in {place} is named like {' or '.join(patterns)}"
    raise DataError(msg)


def json_rows(paths: Iterable[Path], required: Sequence[str]) -> list[dict[str, Any]]:
    """The objects of JSON Lines files, plain or packed with gzip.

    Raises:
        DataError: a file is broken; a line is no JSON object, or lacks a required key.
    """
    rows: list[dict[str, Any]] = []
    for path in paths:
        for number, line in enumerate(_text(path).split("\n"), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                msg = f"{path}, line {number}: not JSON ({error.msg})"
                raise DataError(msg) from error
            _require(row if isinstance(row, dict) else {}, required, path, number)
            rows.append(row)
    return rows


def _text(path: Path) -> str:
    if path.suffix != ".gz":
        return path.read_text(encoding="utf-8")
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return lines.read()
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        msg = f"{path}: not packed with gzip, or cut off"
        raise DataError(msg) from error


def table_rows(paths: Iterable[Path], required: Sequence[str], *, names: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of tab-separated files, by column name; quotation marks are ordinary characters.

    `names` names the columns of a file without a header.

    Raises:
        DataError: a row lacks a required column.
    """
    rows: list[dict[str, str]] = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            header = list(names) or next(reader, [])
            for number, cells in enumerate(reader, 1 if names else 2):
                row = dict(zip(header, cells, strict=False))
                _require(row, required, path, number)
                rows.append(row)
    return rows


def _require(row: dict[str, Any], required: Sequence[str], path: Path, number: int) -> None:
    lacking = [name for name in required if name not in row]
    if lacking:
        msg = f"{path}, line {number}: no {', '.join(lacking)}"
        raise DataError(msg)


def sample(rows: Sequence[T], limit: int | None, seed: int, *, by: Callable[[T], Hashable] | None = None) -> list[T]:
    """At most `limit` rows in their old order: drawn evenly, or the same number from each group of `by`.

    Raises:
        ValueError: the limit is below 1.
    """
    if limit is not None and limit < 1:
        msg = f"a limit must be at least 1, not {limit}"
        raise ValueError(msg)
    if limit is None or limit >= len(rows):
        return list(rows)
    # Sampling for a benchmark needs repeatability, not secrecy.
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)  # noqa: S311
    if by is not None:
        turn: dict[Hashable, int] = {}
        rounds: list[tuple[int, int]] = []
        for place, index in enumerate(order):
            group = by(rows[index])
            turn[group] = turn.get(group, 0) + 1
            rounds.append((turn[group], place))
        order = [order[place] for _, place in sorted(rounds)]
    return [rows[index] for index in sorted(order[:limit])]
