"""The file formats, each a function from a report to bytes, and the way a file is written."""

from __future__ import annotations

import contextlib
import re
import secrets
from typing import TYPE_CHECKING, TypeVar

from drift.rendering import data, figures, junit, markdown, mqm, page, sarif, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from drift.report import Report

T = TypeVar("T")

# Seconds after which a file that was to be renamed belongs to no write that goes on: each is written in one go.
_STALE = 3600.0

FORMATS: dict[str, Callable[[Report], bytes]] = {
    "html": page.html,
    "md": markdown.markdown,
    "json": data.json,
    "csv": tables.csv,
    "parquet": tables.parquet,
    "tsv": mqm.tsv,
    "sarif": sarif.sarif,
    "xml": junit.xml,
    "svg": figures.svg,
    "png": figures.png,
}
"""Suffix (without the dot) to writer. A new output is one function and one entry here.

`html` the page, `md` Markdown, `json` everything (see `report.schema.json`), `csv` and `parquet` the
findings frame (`csv` with spreadsheet formulas neutralized, `parquet` exact), `tsv` MQM in Marot's ten
columns, `sarif` SARIF 2.1.0, `xml` JUnit, `svg` and `png` the figures.
"""


def save(report: Report, path: Path) -> Path:
    """Write the format that the suffix names; the file appears complete or not at all.

    Raises:
        ValueError: the suffix names no known format.
        OSError: the file cannot be written.
    """
    return save_as(report, path, FORMATS)


def save_as(item: T, path: Path, formats: Mapping[str, Callable[[T], bytes]]) -> Path:
    """Write the one of these formats that the suffix names; the file appears complete or not at all.

    Raises:
        ValueError: the suffix names none of them.
        OSError: the file cannot be written.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in formats:
        known = ", ".join(f".{name}" for name in formats)
        msg = f"{path.name}: no format for the suffix {path.suffix or '(none)'}; known are {known}"
        raise ValueError(msg)
    deliver(path, formats[suffix](item))
    return path


def deliver(path: Path, content: bytes) -> None:
    """Write what a user asked for, see `write`, and remove what writes to the same file left that were killed.

    Looking for that takes a look at the folder, so who fills one with many files calls `write`.

    Raises:
        OSError: the file cannot be written.
    """
    write(path, content)
    target = path.resolve()
    if target.is_file():
        with contextlib.suppress(OSError):  # what cannot be removed stays
            _tidy(target)


def _tidy(target: Path) -> None:
    aside = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}\.part")
    now = target.stat().st_mtime  # by the clock of whoever keeps the files
    for item in target.parent.iterdir():
        if aside.fullmatch(item.name) and now - item.lstat().st_mtime > _STALE:
            item.unlink()


def write(path: Path, content: bytes) -> None:
    """Write aside in the same folder and rename, so that no reader ever sees half a file.

    Raises:
        OSError: the file cannot be written; nothing is left behind.
    """
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():  # a pipe or a device cannot be renamed onto
        target.write_bytes(content)
        return
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("xb") as file:
            file.write(content)
        aside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
