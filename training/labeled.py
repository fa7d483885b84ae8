"""Labeled pairs for training, from the same folders that the suites read: what each data set says about a pair.

Labels are probabilities, so that a set that grades (STS-B) and one that decides (MENLI) can stand side by side.
Only development files are read; a set whose folder is missing is an error, never left out in silence. `limit` is how
many rows of a set are read at most (of `cannot` those of a file), None for
all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.bench.files import find, json_rows, sample, table_rows
from drift.bench.findings import CANNOT, cannot_pairs
from drift.bench.metrics import ranks
from drift.bench.passages import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labeled:
    """A pair and what its data set says of it; None where it says nothing.

    `changed`: probability that the meaning changed. `quality`: 0 ... 100. `unsupported`: probability that a
    sentence of the rewrite is not supported; sentences that `supported` holds word by word are. `spans`: start, end
    and probability of each stretch of the rewrite that changed the meaning, where all are known. Rows with one `item`
    render the same text, so that they can be compared, and must not be parted between folds.
    """

    source: str
    item: str
    original: str
    rewrite: str
    changed: float | None = None
    quality: float | None = None
    unsupported: float | None = None
    supported: str = ""
    spans: tuple[tuple[int, int, float], ...] | None = None


def menli(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """A paraphrase is unchanged, an injected error a change; a dropped word is no unsupported claim."""
    return _menli(data, seed, limit, "dev*.jsonl")


def menli_more(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """The same items with paraphrases by way of other languages."""
    return _menli(data, seed, limit, "extra*.jsonl")


def _menli(data: Path, seed: int, limit: int | None, pattern: str) -> Iterator[Labeled]:
    rows = json_rows(find(data, "menli_adv", (pattern,)), ("error", "id", "ref", "hyp_para", "hyp_adv"))
    for row in sample(rows, limit, seed, by=lambda row: str(row["error"])):
        item = f"{row.get('set', '')} {row['error']} {row['id']}"
        yield Labeled("menli", item, row["ref"], row["hyp_para"], 0.0, unsupported=0.0)
        # Misspelling, disorder and disagreement leave the claim; dropping a word adds none.
        claim = None if row["error"] in {"typo", "jumble", "subject_verb_dis", "drop"} else 1.0
        yield Labeled("menli", item, row["ref"], row["hyp_adv"], 1.0, unsupported=claim)


#: How far DEMETR's severities change the meaning. Its minor errors are of form: they count a little, so that a
#: flawed translation scores worse than the same without the flaw; typography counts least.
SEVERITY: Mapping[str, float] = {"critical": 1.0, "major": 0.75, "minor": 0.25}
TYPOGRAPHY = frozenset({15, 28, 29, 30, 31, 32})  # case, final stop, added stop, spacing, lower case
CLAIMS = frozenset({4, 6, 7, 8, 9, 10, 11, 20})  # perturbations that say something that the source does not
SILENCES = frozenset({5, 21, 23, 28, 29, 30, 31, 32})  # that only leave out, or only touch the form


def demetr(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """A translation counts as unchanged, its perturbation by severity."""
    rows = json_rows(find(data, "demetr", ("dev*.jsonl",)), ("pert_id", "severity", "id", "lang", "ref", "mt", "pert"))
    rows = [row for row in rows if row["severity"] in SEVERITY and row["mt"] != row["pert"]]
    seen: set[tuple[str, str]] = set()
    for row in sample(rows, limit, seed, by=lambda row: int(row["pert_id"])):
        item = f"{row['lang']} {row['id']}"
        if (row["ref"], row["mt"]) not in seen:
            seen.add((row["ref"], row["mt"]))
            yield Labeled("demetr", item, row["ref"], row["mt"], 0.0, unsupported=0.0)
        number = int(row["pert_id"])
        label = 0.05 if number in TYPOGRAPHY else SEVERITY[row["severity"]]
        claim = 1.0 if number in CLAIMS else 0.0 if number in SILENCES else None
        yield Labeled("demetr", item, row["ref"], row["pert"], label, unsupported=claim)


def stsb(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """STS-B's scale: 5 equivalent, 4 unimportant details differ, 3 important information differs."""
    rows = table_rows(find(data, "stsb", ("train*.tsv",)), ("sentence1", "sentence2", "score"))
    for k, row in enumerate(sample(rows, limit, seed)):
        label = float(np.clip((4.5 - float(row["score"])) / 1.5, 0.0, 1.0))
        yield Labeled("stsb", str(k), row["sentence1"], row["sentence2"], label)


OMITTED = "drop_clause"  # adds no claim
MACHINE = 0.3  # share of unedited sentences that machine translation itself changed, as the README counts them


def roundtrip(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:  # noqa: ARG001 - all of it is used
    """Sentences with a planted edit are changed; the same sentence unedited about as often as the README says."""
    for item, original, rewrite, edit in passages(data):
        changed = 1.0 if edit else MACHINE
        yield Labeled("roundtrip", item, original, rewrite, changed, unsupported=None if edit == OMITTED else changed)


def cannot(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """A negated sentence is a changed one."""
    for path in find(data, "cannot", CANNOT):
        for k, (a, b, negated) in enumerate(sample(cannot_pairs(path), limit, seed)):
            if negated:
                yield Labeled("cannot", f"{path.stem} {k}", a, b, 1.0, unsupported=1.0)


def unrelated(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """Sentences of different topics: a caption, a news sentence, a translation beside another's."""
    rows = table_rows(find(data, "stsb", ("train*.tsv",)), ("sentence1", "sentence2"))
    others = json_rows(find(data, "menli_adv", ("dev*.jsonl",)), ("ref",))
    size = min(limit or len(rows), len(rows) // 2, len(others))
    first = [row["sentence1"] for row in sample(rows, size, seed)] + [row["ref"] for row in sample(others, size, seed)]
    second = [row["sentence2"] for row in sample(rows, 2 * size, seed + 1)]
    for k, (a, b) in enumerate(zip(first, second, strict=True)):
        yield Labeled("unrelated", str(k), a, b, 1.0, quality=0.0, unsupported=1.0)


def wmt(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """Direct assessment: the z-score's percentile within its year."""
    rows = table_rows(find(data, "wmt15-17_da", ("dev*.tsv",)), ("year", "lp", "reference", "hypothesis", "da_z"))
    percentile = _percentiles(rows, "year", [float(row["da_z"]) for row in rows])
    chosen = sample(list(zip(rows, percentile, strict=True)), limit, seed, by=lambda r: (r[0]["year"], r[0]["lp"]))
    for row, value in chosen:
        item = f"{row['year']} {row['lp']} {row['reference']}"
        yield Labeled("wmt", item, row["reference"], row["hypothesis"], quality=value)


def mqm(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """MQM's percentile among the strong systems of WMT23, and where its raters saw the meaning changed."""
    rows = json_rows(find(data, "wmt23_mqm_zhen", ("dev*.jsonl",)), ("doc", "system", "ref", "hyp", "mqm", "errors"))
    percentile = _percentiles(rows, "none", [float(row["mqm"]) for row in rows])
    for row, value in sample(list(zip(rows, percentile, strict=True)), limit, seed):
        item = f"{row['doc']} {row['system']}"
        yield Labeled("mqm", item, row["ref"], row["hyp"], quality=value, spans=tuple(_errors(row)))


#: How surely a rater's mark means a change of meaning: of three raters, one mark is half a majority.
_MARKS: Mapping[str, float] = {"Major": 0.9, "Minor": 0.4}


def _errors(row: Mapping[str, Any]) -> Iterator[tuple[int, int, float]]:
    for error in row["errors"]:
        weight = _MARKS.get(error["severity"], 0.0)
        if weight and error["category"].startswith(("Accuracy", "Terminology")) and error.get("hyp_span"):
            start, end = error["hyp_span"]
            yield start, end, weight


def _percentiles(rows: Sequence[Mapping[str, object]], key: str, values: Sequence[float]) -> list[float]:
    result = np.zeros(len(rows))
    groups = np.array([str(row.get(key, "")) for row in rows])
    for group in np.unique(groups):
        inside = groups == group
        result[inside] = 100.0 * (ranks(np.array(values)[inside]) - 0.5) / inside.sum()
    return [float(value) for value in result]


def bump(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """The sentences of an edited summary that the reference lacks are not supported, all others are."""
    rows = json_rows(find(data, "bump", ("dev*.jsonl",)), ("article", "reference_summary", "edited_summary"))
    for k, row in enumerate(sample(rows, limit, seed)):
        reference = row["reference_summary"]
        yield Labeled("bump", str(k), row["article"], reference, unsupported=0.0, supported=reference)
        yield Labeled("bump", str(k), row["article"], row["edited_summary"], unsupported=1.0, supported=reference)


def summedits(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """An edited summary's new sentences have the label of the edit."""
    rows = json_rows(find(data, "summedits", ("summedits_*.jsonl",)), ("doc", "summary", "label", "original_summary"))
    for row in sample([row for row in rows if len(row["doc"]) < 6000], limit, seed):
        wrong = 1.0 - float(row["label"])
        item = str(row["id"]).rsplit("_", 1)[0]
        known = row["original_summary"]
        yield Labeled("summedits", item, row["doc"], row["summary"], unsupported=wrong, supported=known)


#: The files of each folder that are read; "menli_more" reads others than "menli".
READ: Mapping[str, str] = {
    "menli_adv": "dev*.jsonl", "demetr": "dev*.jsonl", "stsb": "train*.tsv", "roundtrip": "*.jsonl", "cannot": "*.tsv",
    "wmt15-17_da": "dev*.tsv", "wmt23_mqm_zhen": "dev*.jsonl", "bump": "dev*.jsonl", "summedits": "summedits_*.jsonl",
}  # fmt: skip


def files(data: Path, source: str) -> tuple[Path, ...]:
    """The files that a source is read from.

    Raises:
        DataError: there are none.
    """
    folder = SOURCES[source][0]
    return find(data, folder, ("extra*.jsonl" if source == "menli_more" else READ[folder],))


#: Each source with the folder that it comes from.
SOURCES: Mapping[str, tuple[str, Callable[[Path, int, int | None], Iterable[Labeled]]]] = {
    "menli": ("menli_adv", menli),
    "menli_more": ("menli_adv", menli_more),
    "demetr": ("demetr", demetr),
    "stsb": ("stsb", stsb),
    "roundtrip": ("roundtrip", roundtrip),
    "cannot": ("cannot", cannot),
    "unrelated": ("stsb", unrelated),
    "wmt": ("wmt15-17_da", wmt),
    "mqm": ("wmt23_mqm_zhen", mqm),
    "bump": ("bump", bump),
    "summedits": ("summedits", summedits),
}
