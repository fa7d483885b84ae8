"""The manifest of pairs: CSV, JSON Lines or Parquet, read in a stream.

A value of `original` or `rewrite` is a text, or a path relative to the manifest. It is a path when it is one
line, ends in a suffix of `SUFFIXES` and names a file inside the manifest's folder. A value that can only be
meant as a path (one word with such a suffix) but names no file there is an error of its row, never a text. So is
what names a document that drift does not read (`UNREAD`).
"""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("id", "original", "rewrite")
SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
UNREAD = (".doc", ".docx", ".odt", ".rtf", ".pdf", ".pages", ".epub", ".ppt", ".pptx", ".xls", ".xlsx", ".zip")
LONGEST_PATH = 1024  # characters: a text of more is not looked up as a path
LARGEST_FILE = 64 << 20  # bytes: a shard's texts are held in memory; one article is some 10,000 bytes
LARGEST_FIELD = 64 << 20  # characters of one CSV field, for the same reason
BATCH = 256  # rows of a Parquet batch held in memory


class BatchError(ValueError):
    """The run cannot start or go on, in one clear line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as it was read: texts, or the bytes of files; `error` says why one of them is missing."""

    id: str
    original: str | bytes = ""
    rewrite: str | bytes = ""
    error: str = ""

    def digest(self) -> bytes:
        """Hash of everything that the row's result depends on, the contents of its files included."""
        parts = [self.id, self.original, self.rewrite, self.error]
        hasher = hashlib.sha256()
        for part in parts:
            data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
            hasher.update(b"%s%d:" % (b"b" if isinstance(part, bytes) else b"s", len(data)))
            hasher.update(data)
        return hasher.digest()


def rows(path: Path, *, folder: Path) -> Iterator[Row]:
    """The rows of a manifest, in order; `folder` is where relative paths start.

    Raises:
        BatchError: the manifest cannot be read, or lacks a column.
    """
    for number, record in enumerate(records(path), start=1):
        yield _row(record, number, folder.resolve())


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The rows as they stand in the file. A row that cannot be decoded is `{"error": why}`.

    Raises:
        BatchError: the manifest cannot be read, or lacks a column.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        msg = f"PAIRS must end in {', '.join(_READERS)}: {path}"
        raise BatchError(msg)
    try:
        yield from reader(path)
    except OSError as error:
        msg = f"{error.strerror or error}: {path}"
        raise BatchError(msg) from error
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        msg = f"{path} is not UTF-8 (byte {byte:#04x}); a spreadsheet program saves it so as “CSV UTF-8”"
        raise BatchError(msg) from error


def identifier(record: dict[str, Any], number: int) -> str:
    """The row's id; of a row that has none, its number."""
    value = record.get("id")
    return f"row {number}" if value is None or value == "" or isinstance(value, (dict, list)) else str(value)


def _csv(path: Path) -> Iterator[dict[str, Any]]:
    """Column names in any case; between commas, or semicolons, as spreadsheet programs have it in half of Europe."""
    csv.field_size_limit(LARGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(LONGEST_PATH)
        delimiter = "\t" if path.suffix.lower() == ".tsv" else ";" if ";" in first and "," not in first else ","
        file.seek(0)
        reader = csv.DictReader(file, delimiter=delimiter, strict=True)
        try:
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
            _require(reader.fieldnames, path)
            for record in reader:
                if None in record:
                    yield {"id": record.get("id"), "error": "more fields than the header has columns"}
                else:
                    yield dict(record)
        except csv.Error as error:
            msg = f"{path}, after line {reader.line_num}: {error}"
            raise BatchError(msg) from error


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield {"error": f"line {number} is not JSON: {error}"}
                continue
            if not isinstance(record, dict):
                yield {"error": f"line {number} is not a JSON object"}
                continue
            if number == 1:
                _require(record, path)
            yield record


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            _require(file.schema_arrow.names, path)
            for batch in file.iter_batches(batch_size=BATCH, columns=list(COLUMNS)):
                yield from batch.to_pylist()
    except pa.ArrowException as error:
        msg = f"{path} is not a Parquet file: {error}"
        raise BatchError(msg) from error


_READERS = {".csv": _csv, ".tsv": _csv, ".jsonl": _json_lines, ".ndjson": _json_lines, ".parquet": _parquet}


def _require(names: Any, path: Path) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        have = ", ".join(str(name) for name in names) or "none"
        msg = f"{path} has no column {', '.join(missing)} (its columns: {have})"
        raise BatchError(msg)


def _row(record: dict[str, Any], number: int, folder: Path) -> Row:
    name = identifier(record, number)
    if "error" in record and "original" not in record:
        return Row(name, error=str(record["error"]))
    if name != str(record.get("id")):
        return Row(name, error="the row has no id")
    texts: list[str | bytes] = []
    for column in COLUMNS[1:]:
        try:
            texts.append(_content(record.get(column), folder))
        except ValueError as error:
            return Row(name, error=f"{column}: {error}")
    return Row(name, texts[0], texts[1])


def _content(value: object, folder: Path) -> str | bytes:
    """The text itself, or the bytes of the file that it names."""
    if not isinstance(value, str):
        msg = "missing" if value is None else f"not a text but {type(value).__name__}"
        raise ValueError(msg)  # noqa: TRY004 - what a stranger wrote, not what a caller passed
    name = value.strip()
    if name.lower().endswith(UNREAD) and not any(character.isspace() for character in name):
        msg = f"drift reads text, Markdown and HTML, not {name}"
        raise ValueError(msg)
    if len(name) > LONGEST_PATH or len(name.splitlines()) != 1 or not name.lower().endswith(SUFFIXES) or "\0" in name:
        return value
    path = Path(os.path.realpath(folder / name))  # which, unlike `resolve`, minds no circle of links
    inside = path.is_relative_to(folder)
    try:
        if inside and path.is_file():
            if path.stat().st_size > LARGEST_FILE:
                msg = f"the file is larger than {LARGEST_FILE >> 20} MiB: {name}"
                raise ValueError(msg)
            return path.read_bytes()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:  # a name that no file can have is a text's
            msg = f"{error.strerror}: {name}"
            raise ValueError(msg) from error
    if any(character.isspace() for character in name):
        return value
    msg = f"no such file beside the manifest: {name}" if inside else f"outside the manifest's folder: {name}"
    raise ValueError(msg)
