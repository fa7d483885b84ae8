"""The pure function that every engine runs: the rows of a shard -> its tables.

What it returns depends on its arguments alone, so a shard may be run anywhere, and again. Its tables do not even
depend on `least`, which says from which rank on a page is wanted.
"""

from __future__ import annotations

import math
import platform
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from drift.corpus.manifest import BatchError, Row
from drift.corpus.worst import EVERY, rank
from drift.records import Severity
from drift.rendering.safe import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from drift.encoding.transformer import Precision
    from drift.records import Document, Finding, Span
    from drift.results import Report

SCORES = ("drift", "coverage", "support", "fidelity", "fluency", "quality")
DIGITS = 4  # places kept of a figure: vectors differ by some 1e-6 with the batch they were encoded in


class Comparer(Protocol):
    """What a shard needs from `drift.analyzer.Analyzer`."""

    @property
    def signature(self) -> str:
        """What its reports depend on, in one line."""

    def compare_many(self, pairs: Iterable[tuple[Any, Any]]) -> Iterator[Report]:
        """Reports of the pairs, in order."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How pairs are compared. Everything in here can be sent to another process.

    `make` builds the analyzer from the settings and must be importable there; `signature` is that analyzer's. It
    pins what a resumed run may be joined to, and which workers may take part.
    """

    make: Callable[[Settings], Comparer]
    signature: str
    model: str | None = None
    cache: bool | str = True
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    least_confidence: float = 0.0
    severities: tuple[tuple[str, str], ...] = ()
    repair: bool = True
    precision: Precision = "float32"


@dataclass(frozen=True, slots=True)
class Task:
    """A shard that is to be made: its number, its rows, and the least rank of a row whose page is wanted."""

    number: int
    rows: tuple[Row, ...]
    least: float = EVERY


@dataclass(frozen=True, slots=True)
class Tables:
    """The result of one shard. `pages` holds HTML pages by the row's place in the shard."""

    pairs: pa.Table
    findings: pa.Table
    beads: pa.Table
    pages: Mapping[int, bytes] = field(default_factory=dict)


def open_analyzer(settings: Settings) -> Comparer:
    """The analyzer of `drift.analyzer` for these settings; the default of `Settings.make`."""
    from drift.analyzer import Analyzer

    made: Comparer = Analyzer(
        settings.model,
        cache=settings.cache,
        only=settings.only,
        skip=settings.skip,
        least_confidence=settings.least_confidence,
        severities=dict(settings.severities),
        repair=settings.repair,
        precision=settings.precision,
    )
    return made


_one_at_a_time = threading.Lock()  # a Dask worker may run several threads; the model is used by one of them


@lru_cache(maxsize=1)
def _loaded(settings: Settings) -> Comparer:
    made = settings.make(settings)
    if made.signature != settings.signature:
        msg = f"{platform.node()} compares by {made.signature}, but this run by {settings.signature}"
        raise BatchError(msg)
    return made


def shard(rows: Sequence[Row], settings: Settings, least: float = EVERY) -> Tables:
    """Compare the rows of one shard; pages are made of those that reach the rank `least`. The model is loaded once.

    A row whose text cannot be read, or whose comparison fails, gets its `error`; the others go on.

    Raises:
        BatchError: the analyzer here has another signature than the run.
        ModelError: the model cannot be had; that is no row's fault.
    """
    with _one_at_a_time:
        return _tables(rows, _compare(rows, _loaded(settings), settings), least)


def _compare(rows: Sequence[Row], comparer: Comparer, settings: Settings) -> list[Report | str]:
    results: list[Report | str] = []
    pairs: list[tuple[Document, Document]] = []
    places: list[int] = []
    for place, row in enumerate(rows):
        pair = row.error or _read(row, repair=settings.repair)
        results.append(pair if isinstance(pair, str) else "")
        if not isinstance(pair, str):
            pairs.append(pair)
            places.append(place)
    for place, result in zip(places, _reports(pairs, comparer), strict=True):
        results[place] = result
    return results


def _read(row: Row, *, repair: bool) -> tuple[Document, Document] | str:
    from drift.reading import ReadError, read

    documents = []
    for side, source in (("original", row.original), ("rewrite", row.rewrite)):
        try:
            documents.append(read(source, repair=repair))
        except ReadError as error:
            return f"{side}: {error}"
    return documents[0], documents[1]


def _reports(pairs: list[tuple[Document, Document]], comparer: Comparer) -> list[Report | str]:
    from drift.encoding import ModelError

    if not pairs:
        return []
    try:
        return list(comparer.compare_many(pairs))
    except (ModelError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - one pair spoiled the batch: find it, keep the others, say what it was
        if len(pairs) == 1:
            return [f"cannot be compared: {type(error).__name__}: {error}"]
        return [result for pair in pairs for result in _reports([pair], comparer)]


def _tables(rows: Sequence[Row], results: Sequence[Report | str], least: float) -> Tables:
    import pyarrow as pa

    schemas = schema()
    pairs: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    beads: list[dict[str, Any]] = []
    pages: dict[int, bytes] = {}
    for place, (row, result) in enumerate(zip(rows, results, strict=True)):
        name = encodable(row.id)
        pair = _pair(name, result)
        pairs.append(pair)
        if isinstance(result, str):
            continue
        findings.extend(_finding(name, finding) for finding in result.findings)
        beads.extend(_beads(name, result))
        if rank(pair["drift"]) >= least:
            pages[place] = _page(name, result)
    return Tables(
        pa.Table.from_pylist(pairs, schema=schemas["pairs"]),
        pa.Table.from_pylist(findings, schema=schemas["findings"]),
        pa.Table.from_pylist(beads, schema=schemas["beads"]),
        pages,
    )


def _page(name: str, report: Report) -> bytes:
    """The pair's page. One that cannot be made says so: whether it is asked for must not change the tables."""
    from markupsafe import escape

    from drift.rendering import page

    try:
        return page.html(report, pair=name, back="../index.html")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the pair was compared; its row stands, and so does the run
        why = encodable(f"{type(error).__name__}: {error}")
        return f"<!DOCTYPE html><title>No page</title><p>This page cannot be made: {escape(why)}</p>".encode()


def schema() -> dict[str, pa.Schema]:
    """The columns of the three tables; scores and offsets are null where a row has an error or no such place."""
    import pyarrow as pa

    text, real, whole = pa.string(), pa.float64(), pa.int64()
    offsets = [
        (f"{side}_{name}", kind)
        for side in ("original", "rewrite")
        for name, kind in (("start", whole), ("end", whole), ("text", text))
    ]
    return {
        "pairs": pa.schema(
            [
                ("id", text),
                *((score, real) for score in SCORES),
                *((f"{score}_{end}", real) for score in SCORES for end in ("low", "high")),
                *((severity.name, whole) for severity in sorted(Severity, reverse=True)),
                ("findings", whole),
                ("beads", whole),
                ("omitted", whole),
                ("added", whole),
                ("error", text),
            ]
        ),
        "findings": pa.schema(
            [
                ("id", text), ("kind", text), ("category", text), ("severity", text), ("penalty", whole),
                ("confidence", real), ("message", text), *offsets,
            ]
        ),
        "beads": pa.schema(
            [
                ("id", text), ("kind", text), ("similarity", real), ("drift", real), ("runner_up", real),
                ("original_sentences", pa.list_(whole)), ("rewrite_sentences", pa.list_(whole)), *offsets,
                ("reason", text),
            ]
        ),
    }  # fmt: skip


def _pair(name: str, result: Report | str) -> dict[str, Any]:
    if isinstance(result, str):
        return {"id": name, "error": encodable(result)}
    row: dict[str, Any] = {"id": name, "error": None}
    for score in SCORES:
        value = getattr(result.scores, score)
        row[score] = _number(value.value)
        row[f"{score}_low"], row[f"{score}_high"] = _number(value.low), _number(value.high)
    for severity in Severity:
        row[severity.name] = sum(finding.severity is severity for finding in result.findings)
    row["findings"], row["beads"] = len(result.findings), len(result.alignment.beads)
    row["omitted"], row["added"] = len(result.alignment.omitted), len(result.alignment.added)
    return row


def _number(value: float) -> float | None:
    """None for what was not judged."""
    return None if math.isnan(value) else round(float(value), DIGITS)


def _finding(name: str, finding: Finding) -> dict[str, Any]:
    return {
        "id": name,
        "kind": finding.kind,
        "category": finding.category,
        "severity": finding.severity.name,
        "penalty": int(finding.severity),
        "confidence": round(float(finding.confidence), DIGITS),
        "message": encodable(finding.message),
        **_place("original", finding.original),
        **_place("rewrite", finding.rewrite),
    }


def _beads(name: str, report: Report) -> Iterator[dict[str, Any]]:
    for bead in report.alignment.beads:
        yield {
            "id": name,
            "kind": bead.kind,
            "similarity": round(float(bead.similarity), DIGITS),
            "drift": _number(bead.drift),
            "runner_up": round(float(bead.runner_up), DIGITS),
            "original_sentences": list(bead.original),
            "rewrite_sentences": list(bead.rewrite),
            **_stretch("original", report.original, bead.original),
            **_stretch("rewrite", report.rewrite, bead.rewrite),
            "reason": encodable(bead.reason),
        }


def _stretch(side: str, document: Document | None, sentences: Sequence[int]) -> dict[str, Any]:
    if document is None or not sentences:
        return {}
    start = min(document.sentences[index].span.start for index in sentences)
    end = max(document.sentences[index].span.end for index in sentences)
    return {f"{side}_start": start, f"{side}_end": end, f"{side}_text": encodable(document.raw[start:end])}


def _place(side: str, span: Span | None) -> dict[str, Any]:
    if span is None:
        return {}
    return {f"{side}_start": span.start, f"{side}_end": span.end, f"{side}_text": encodable(span.text)}
