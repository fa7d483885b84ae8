"""The file formats, each a function from a report to bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from drift.ground.files import deliver
from drift.rendering import data, figures, junit, markdown, mqm, page, sarif, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from drift.results import Report

T = TypeVar("T")

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
