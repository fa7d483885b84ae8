"""Where figures come from: the peers' published ones, and what the scorer was trained on."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from drift import crossing
from drift.aligning import wordmodel
from drift.aligning.odds import learned
from drift.bench.results import Figure, Result
from drift.scoring import card

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def published(suite: str, files: Sequence[Path]) -> tuple[Figure, ...]:
    """The published figures of a suite, each with its source and the split it was published for.

    Figures of a split that cannot be told from the name of `files` are given too: their `group` and `source`
    say what they cover.
    """
    rows = json.loads(resources("drift.bench").joinpath("published.json").read_text(encoding="utf-8"))
    names = " ".join(path.name for path in files)
    kept = [row for row in rows if row["suite"] == suite and row.get("file", "") in names]
    return tuple(
        Figure(
            row["system"],
            row["metric"],
            row["value"],
            row.get("count", 0),
            row.get("group", ""),
            row["source"],
        )
        for row in kept
    )


def domain(folder: str, files: Sequence[Path]) -> str:
    """How the data relate to the packaged weights: fitted to these rows, to their kind, or to neither.

    Files are told by their SHA-256, data sets by the folder's name, from what the scorer and the aligner say of
    their sources.
    """
    words = [{**source, "use": "words"} for source in wordmodel.card()["sources"]]
    sources = [*card()["sources"], *crossing.card()["sources"], *learned()["sources"], *words]
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    same = sorted({source["use"] for source in sources if source["sha256"] in digests})
    if same:
        return f"in-domain: these very rows were used ({', '.join(same)})"
    kind = sorted({source["use"] for source in sources if source["folder"] == folder})
    if kind:
        return f"in-domain: other rows of this data set were used ({', '.join(kind)})"
    return "out-of-domain: neither scorer nor aligner has seen this data set"


def assemble(  # noqa: PLR0913 (the parts of a Result)
    suite: str,
    folder: str,
    files: Sequence[Path],
    figures: Iterable[Figure],
    *,
    items: int,
    limit: int | None,
    seed: int,
    notes: Sequence[str] = (),
) -> Result:
    """The result of a suite: its measured figures, then the published ones of the same split."""
    return Result(
        suite=suite,
        figures=(*figures, *published(suite, files)),
        domain=domain(folder, files),
        files=tuple(path.name for path in files),
        items=items,
        limit=limit,
        seed=seed,
        notes=tuple(notes),
    )
