"""Where figures come from: the peers' published ones, and what the scorer was trained on."""

from __future__ import annotations

import csv
import hashlib
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from drift import judging
from drift.aligning import wordmodel
from drift.aligning.odds import learned
from drift.bench.results import Figure, Result
from drift.scoring import card

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


def published(suite: str, files: Sequence[Path]) -> tuple[Figure, ...]:
    """The published figures of a suite, each with its source and the split it was published for.

    Figures of a split that cannot be told from the name of `files` are given too: their `group` and `source`
    say what they cover.
    """
    lines = resources("drift.bench").joinpath("published.tsv").read_text(encoding="utf-8").splitlines()
    names = " ".join(path.name for path in files)
    return tuple(
        Figure(row["system"], row["metric"], float(row["value"]), int(row["count"] or 0), row["group"], row["source"])
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if row["suite"] == suite and row["file"] in names
    )


#: What the model card calls the figures that rows which nothing was learned from gave, by suite: model and source.
HELD_BACK: Mapping[str, tuple[tuple[str, str], ...]] = {
    "menli": (("drift", "menli"),), "demetr": (("drift", "demetr"),), "stsb": (("drift", "stsb"),),
    "rewrites": (("drift", "rewrites"),), "roundtrip-drift": (("drift", "roundtrip"),),
    "wmt": (("quality", "wmt15"), ("quality", "wmt16")), "mqm": (("quality", "mqm"),), "bump": (("support", "bump"),),
    "summedits": (("support", "summedits"),),
}  # fmt: skip
METRICS = {"auc": "AUC", "ece": "ECE", "wins": "edited text is further away", "pearson": "Pearson"}
COLUMNS = {"support": "unsupported"}


def held_back(suite: str) -> Iterator[Figure]:
    """The figures of a suite's data set in the model card, on rows that nothing was learned from, unseen first.

    "unseen": of its data set nothing was learned, "in-domain": from other items of it. By sentence, not by summary.
    """
    metrics = card()["metrics"]
    for model, name in HELD_BACK.get(suite, ()):
        group = name if len(HELD_BACK[suite]) > 1 else ""
        for kind, row in metrics[model].get(name, {}).items():
            for key, label in METRICS.items():
                if key in row:
                    yield Figure(COLUMNS.get(model, model), label, row[key], row["rows"], group, f"model card, {kind}")


def domain(folder: str, files: Sequence[Path]) -> str:
    """How the data relate to the packaged weights: fitted to these rows, to their kind, or to neither.

    Files are told by their SHA-256, data sets by the folder's name, from what the scorer and the aligner say of
    their sources.
    """
    cards = (card(), judging.card(), learned(), wordmodel.card())
    sources = [source for card in cards for source in card["sources"]]
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
    """The result of a suite: its measured figures, those of held-back rows, the published ones of the same split."""
    return Result(
        suite=suite,
        figures=(*figures, *held_back(suite), *published(suite, files)),
        domain=domain(folder, files),
        files=tuple(path.name for path in files),
        items=items,
        limit=limit,
        seed=seed,
        notes=tuple(notes),
    )
