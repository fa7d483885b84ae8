"""Readers' verdicts on findings, in the JSON that the page exports; `verdicts.schema.json` is its published schema.

Whatever writes the same JSON, a notebook say, is read all the same.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.records import Identity, Pair, Verdict
from drift.review.files import ReviewError, load
from drift.review.identity import concerns, identities, pair_of
from drift.writing import deliver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from drift.records import Document, Finding
    from drift.report import Report

SCHEMA = "drift-verdicts/1.1"
"""Of the JSON: the second number grows with additions, the first with anything that breaks a reader."""


def read(path: str | Path) -> tuple[Verdict, ...]:
    """The verdicts of a file, in its order.

    Raises:
        ReviewError: the file cannot be read, or does not follow the schema.
    """
    path = Path(path)
    content = load(path, schema="drift-verdicts/1.", what="a file of verdicts, as the page saves them")
    items = content.get("verdicts")
    if not isinstance(items, list):
        msg = f"{path}: verdicts is no list"
        raise ReviewError(msg)
    return tuple(_verdict(item, f"{path}: verdict {number}") for number, item in enumerate(items, 1))


def write(path: str | Path, verdicts: Iterable[Verdict]) -> Path:
    """Write the verdicts and return the path; whoever is stopped while writing leaves the file as it was.

    Raises:
        OSError: the file cannot be written.
    """
    path = Path(path)
    content = {"schema": SCHEMA, "verdicts": [_item(verdict) for verdict in verdicts]}
    deliver(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of `write`'s output."""
    from importlib.resources import files

    loaded: dict[str, Any] = json.loads(files("drift.review").joinpath("verdicts.schema.json").read_text("utf-8"))
    return loaded


def of(report: Report) -> tuple[Verdict, ...]:
    """The verdicts that a report holds: on its findings, on those that were rejected, and on those it lacks.

    Those on findings that a threshold leaves out are among them.
    """
    whole = report.whole or report
    everything = (*whole.findings, *whole.rejected)
    pair = pair_of(report.original, report.rewrite)
    given = (
        Verdict(identity, finding.accepted, finding.confidence, pair)
        for place, (identity, finding) in enumerate(zip(identities(everything), everything, strict=True))
        if finding.accepted or place >= len(whole.findings)
    )
    return (*given, *whole.unmatched)


def unseen(report: Report) -> tuple[Verdict, ...]:
    """Those of the report's verdicts whose finding is neither among its findings nor among the rejected ones."""
    if report.whole is None:
        return report.unmatched
    seen = frozenset(identities((*report.findings, *report.rejected)))
    pair = pair_of(report.original, report.rewrite)
    return tuple(verdict for verdict in of(report) if verdict.finding not in seen or not concerns(verdict, pair))


def apply(report: Report, verdicts: Iterable[Verdict]) -> Report:
    """The report as these verdicts leave it: rejected findings are taken out, accepted ones marked.

    They take the place of verdicts applied before; of several on one finding the last counts. Fidelity, fluency and
    the kinds of the beads are those of the findings that stay. Verdicts on findings that the report does not have
    are kept in `unmatched`, so that no reader's work is lost; so are those that were given on other texts.
    Of a report that was thresholded everything that was found is judged, so another threshold loses no verdict.
    """
    given = tuple(verdicts)
    return report.reviewed(lambda whole: _judged(whole, given))


def _judged(report: Report, verdicts: Iterable[Verdict]) -> Report:
    pair = pair_of(report.original, report.rewrite)
    said: dict[Identity, Verdict] = {}
    elsewhere: list[Verdict] = []
    for given in verdicts:
        if concerns(given, pair):
            said[given.finding] = given
        else:
            elsewhere.append(given)
    everything = (*report.findings, *report.rejected)
    if report.rejected:  # what comes back stands at its place again
        from drift.findings import by_place

        everything = tuple(sorted(everything, key=by_place(report.alignment, report.original, report.rewrite)))
    stay: list[Finding] = []
    rejected: list[Finding] = []
    for finding, identity in zip(everything, identities(everything), strict=True):
        verdict = said.pop(identity, None)
        accepted = verdict is not None and verdict.accepted
        judged = replace(finding, accepted=accepted, occurrence=identity.occurrence)
        (stay if verdict is None or verdict.accepted else rejected).append(judged)
    changed = replace(report, findings=tuple(stay), rejected=tuple(rejected), unmatched=(*said.values(), *elsewhere))
    return changed if changed.rejected == report.rejected else changed.rescored()


def on_other_texts(verdicts: Iterable[Verdict], original: Document | None, rewrite: Document) -> bool:
    """Whether there are verdicts, and not one of them was given on this pair: the file belongs to another."""
    given, pair = tuple(verdicts), pair_of(original, rewrite)
    return bool(given) and not any(concerns(verdict, pair) for verdict in given)


def _item(verdict: Verdict) -> dict[str, Any]:
    pair = verdict.pair
    return {
        "verdict": "accepted" if verdict.accepted else "rejected",
        "kind": verdict.finding.kind,
        "original": verdict.finding.original,
        "rewrite": verdict.finding.rewrite,
        "occurrence": verdict.finding.occurrence,
        "confidence": verdict.confidence,
        **({} if pair is None else {"pair": {"original": pair.original, "rewrite": pair.rewrite}}),
    }


def _verdict(item: Any, where: str) -> Verdict:
    if not isinstance(item, dict):
        msg = f"{where} is no object"
        raise ReviewError(msg)
    for key, valid, wanted in _FIELDS:
        if key not in item or not valid(item[key]):
            msg = f"{where}: {key} must be {wanted}"
            raise ReviewError(msg)
    words = (item["kind"], item["original"], item["rewrite"])
    return Verdict(
        Identity(*words, occurrence=item["occurrence"]),
        item["verdict"] == "accepted",
        float(item["confidence"]),
        _pair(item.get("pair"), where),
    )


def _pair(item: Any, where: str) -> Pair | None:
    if item is None:
        return None
    hashes = (item.get("original", 0), item.get("rewrite")) if isinstance(item, dict) else (0, 0)
    if not (isinstance(hashes[0], str | None) and isinstance(hashes[1], str)):
        msg = f"{where}: pair must hold the hashes of the original (or null) and of the rewrite"
        raise ReviewError(msg)
    return Pair(*hashes)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_FIELDS: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("verdict", lambda value: value in ("accepted", "rejected"), "accepted or rejected"),
    ("kind", lambda value: isinstance(value, str) and value != "", "a kind of finding"),
    ("original", lambda value: value is None or isinstance(value, str), "the words of the original, or null"),
    ("rewrite", lambda value: value is None or isinstance(value, str), "the words of the rewrite, or null"),
    ("occurrence", lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0, "1 or more"),
    ("confidence", lambda value: _is_number(value) and 0 <= value <= 1, "a probability from 0 to 1"),
)
