"""Labeled pairs for training, from the same folders that the suites read: what each data set says about a pair.

Labels are probabilities, so that a set that grades (STS-B) and one that decides (MENLI) can stand side by side.
Only development files are read; a set whose folder is missing is an error, never left out in silence. `limit` is how
many rows of a set are read at most (of `planted` those of an edit, of `cannot` and `qags` those of a file), None for
all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.bench.edited import annotated
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


def sick(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """SICK: a contradiction is a change, an entailment as much of one as its relatedness says; A supports B or not."""
    wanted = ("sentence_A", "sentence_B", "relatedness_score", "entailment_judgment")
    rows = table_rows(find(data, "sick2014", ("*train*.txt",)), wanted)
    for k, row in enumerate(sample(rows, limit, seed)):
        entailed = row["entailment_judgment"] == "ENTAILMENT"
        label = float(np.clip((4.8 - float(row["relatedness_score"])) / 1.5, 0.0 if entailed else 0.5, 1.0))
        label = 1.0 if row["entailment_judgment"] == "CONTRADICTION" else label
        claim = 0.0 if entailed else 1.0
        yield Labeled("sick", str(k), row["sentence_A"], row["sentence_B"], label, unsupported=claim)


def msrp(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """MSRP: two judges' verdict."""
    rows = table_rows(find(data, "msrp", ("*train*.tsv",)), ("Quality", "#1 String", "#2 String"))
    for k, row in enumerate(sample(rows, limit, seed)):
        yield Labeled("msrp", str(k), row["#1 String"], row["#2 String"], 0.0 if row["Quality"] == "1" else 1.0)


def human(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """Two careful translations of one source say the same, beside others that do not: each with its neighbor."""
    rows = table_rows(find(data, "human_human_pairs", ("dev*.tsv",)), ("human_A", "human_B"))
    rows = sample(rows, limit, seed)
    for k, row in enumerate(rows):
        yield Labeled("human", str(k), row["human_A"], row["human_B"], 0.0)
        # The next sentence of the same article is the hardest unrelated one.
        if k % 3 == 0 and k + 1 < len(rows) and rows[k + 1]["human_B"] != row["human_B"]:
            yield Labeled("human", f"{k} neighbor", row["human_A"], rows[k + 1]["human_B"], 1.0, unsupported=1.0)


_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had|should|may|might|must)\b(?! not\b)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")


def negate(text: str) -> str:
    """The text with "not" after its first auxiliary; unchanged without one."""
    return _AUXILIARY.sub(r"\1 not", text, count=1)


def recount(text: str) -> str:
    """The text with its first digit changed; unchanged without one."""
    return re.sub(r"\d", lambda digit: str(int(digit[0]) % 9 + 1), text, count=1)


def swap(text: str) -> str:
    """The text with its first two different names exchanged; unchanged without two."""
    names = list(dict.fromkeys(_NAME.findall(text)))[:2]
    if len(names) < 2:
        return text
    return re.sub(rf"\b(?:{'|'.join(names)})\b", lambda name: names[name[0] == names[0]], text)


def planted(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """Negations, figures and names changed by program in human translations: beside another's, and beside their own."""
    rows = table_rows(find(data, "human_human_pairs", ("dev*.tsv",)), ("human_A", "human_B"))
    for kind, edit in (("negate", negate), ("recount", recount), ("swap", swap)):
        usable = [row for row in rows if edit(row["human_B"]) != row["human_B"]]
        for k, row in enumerate(sample(usable, limit, seed + 1)):
            item, a, b = f"{kind} {k}", row["human_A"], row["human_B"]
            yield Labeled("planted", item, a, b, 0.0, unsupported=0.0)
            yield Labeled("planted", item, a, edit(b), 1.0, unsupported=1.0)
            yield Labeled("planted", item, b, edit(b), 1.0, unsupported=1.0)


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


def qags(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """A summary's sentence by the majority of three."""
    for name in ("xsum", "cnndm"):
        rows = json_rows(find(data, "qags", (f"*{name}*.jsonl",)), ("article", "summary_sentences"))
        for k, row in enumerate(sample(rows, limit, seed)):
            sentence = row["summary_sentences"][k % len(row["summary_sentences"])]
            votes = [vote["response"] == "yes" for vote in sentence["responses"]]
            wrong = float(2 * sum(votes) <= len(votes))
            yield Labeled("qags", f"{name} {k}", row["article"], sentence["sentence"], unsupported=wrong)


def aggrefact(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:
    """A model's summary: its annotated spans are unsupported, one without any is supported."""
    rows = json_rows(find(data, "aggrefact_spans", ("*.jsonl",)), ("id", "doc", "summ", "annotated_span"))
    for row in sample(rows, limit, seed):
        spans = tuple((start, end, 0.9) for start, end in annotated(row))
        if spans or not row["annotated_span"]:
            yield Labeled(
                "aggrefact", str(row["id"]), row["doc"], row["summ"], unsupported=float(bool(spans)), spans=spans
            )


#: The files of each folder that are read; "menli_more" reads others than "menli".
READ: Mapping[str, str] = {
    "menli_adv": "dev*.jsonl", "demetr": "dev*.jsonl", "stsb": "train*.tsv", "sick2014": "*train*.txt",
    "msrp": "*train*.tsv", "human_human_pairs": "dev*.tsv", "roundtrip": "*.jsonl", "cannot": "*.tsv",
    "wmt15-17_da": "dev*.tsv", "wmt23_mqm_zhen": "dev*.jsonl", "bump": "dev*.jsonl", "qags": "*.jsonl",
    "summedits": "summedits_*.jsonl", "aggrefact_spans": "*.jsonl",
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
    "sick": ("sick2014", sick),
    "msrp": ("msrp", msrp),
    "human": ("human_human_pairs", human),
    "planted": ("human_human_pairs", planted),
    "roundtrip": ("roundtrip", roundtrip),
    "cannot": ("cannot", cannot),
    "unrelated": ("stsb", unrelated),
    "wmt": ("wmt15-17_da", wmt),
    "mqm": ("wmt23_mqm_zhen", mqm),
    "bump": ("bump", bump),
    "qags": ("qags", qags),
    "summedits": ("summedits", summedits),
    "aggrefact": ("aggrefact_spans", aggrefact),
}
