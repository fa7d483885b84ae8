"""Writes every finding and score of many pairs as JSON Lines, or holds them against such a file.

    python tools/freeze.py frozen.jsonl --data ../shared/bench/dev            # write
    python tools/freeze.py frozen.jsonl --data ../shared/bench/dev --against  # compare, and list each difference

For changes that should change no judgement: freeze before, compare after. The pairs are the seeds', the examples of
`tests/checks` and, with `--data`, samples of the development sets, always the same ones. Parses and vectors stay in
the folder `--cache`, so a second run takes little more than the checks.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Span
    from drift.report import Report

    Named = tuple[str, str, str]  # name, original, rewrite


def main() -> int:
    """Write the file, or compare with it; 1 where anything differs."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("file", type=Path)
    ask.add_argument("--data", type=Path)
    ask.add_argument("--cache", type=Path, default=ROOT / "build" / "freeze-cache")
    ask.add_argument("--against", action="store_true", help="compare with the file instead of writing it")
    asked = ask.parse_args()
    pairs = [*seeds(), *examples(), *(samples(asked.data) if asked.data else ())]
    if not asked.against:
        with asked.file.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(pairs, asked.cache))
        return 0
    frozen = {row["name"]: row for row in map(json.loads, asked.file.read_text(encoding="utf-8").splitlines())}
    different = 0
    for row in rows(pairs, asked.cache):
        before = frozen.pop(row["name"], None)
        if (after := json.loads(json.dumps(row))) != before:
            different += 1
            told(after, before)
    for name in frozen:
        print(f"{name}: gone")
    print(f"{different + len(frozen)} of {len(pairs)} pairs differ")
    return int(different + len(frozen) > 0)


def seeds() -> Iterator[Named]:
    """The case the project was born from, either way round, and beside an independent report."""
    texts = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))}
    for a, b in (("001", "000"), ("000", "001"), ("001", "002")):
        yield f"seeds/{a}-{b}", texts[a], texts[b]


def examples() -> Iterator[Named]:
    """Every pair of the tables in `tests/checks`."""
    for path in sorted((ROOT / "tests" / "checks").rglob("*.json")):
        for number, (original, rewrite) in enumerate(_pairs(json.loads(path.read_text(encoding="utf-8")))):
            yield f"{path.stem}/{number}", original, rewrite


def _pairs(found: Any) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict) and isinstance(found.get("original"), str) and isinstance(found.get("rewrite"), str):
        yield found["original"], found["rewrite"]
    elif isinstance(found, list) and len(found) == 2 and all(isinstance(item, str) for item in found):
        yield found[0], found[1]
    elif isinstance(found, (dict, list)):
        for item in found.values() if isinstance(found, dict) else found:
            yield from _pairs(item)


def samples(data: Path) -> Iterator[Named]:
    """A few hundred pairs of the development sets: short and long, near and far, faithful and changed."""
    for row in islice(_lines(data / "reports" / "cases.jsonl"), 0, None, 2):
        yield f"reports/{row['id']}", row["original"], row["rewrite"]
    for row in islice(_lines(data / "rewrites" / "items.jsonl"), 0, None, 25):
        texts = [*row["faithful"], *(change["text"] for change in row["changed"])]
        for number, text in enumerate(texts):
            yield f"rewrites/{row['id']}-{number}", row["original"], text
    for name, every in (("planted", 8), ("control", 20)):
        for row in islice(_lines(data / "roundtrip" / f"{name}.jsonl"), 0, None, every):
            yield f"roundtrip/{name}-{row['id']}", row["original"], row["rewrite"]
    with (data / "human_human_pairs" / "dev.tsv").open(encoding="utf-8", newline="") as lines:
        for row in islice(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 0, None, 30):
            yield f"human/{row['set']}-{row['seg_id']}", row["human_A"], row["human_B"]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rows(pairs: list[Named], cache: Path) -> Iterator[dict[str, Any]]:
    """What the analyzer says of each pair, in order."""
    import drift

    cache.mkdir(parents=True, exist_ok=True)
    analyzer = drift.Analyzer(cache=cache)
    kept = [pair for pair in pairs if all(any(map(str.isalnum, text)) for text in pair[1:])]
    reports = analyzer.compare_many((original, rewrite) for _, original, rewrite in kept)
    scores = analyzer.score([(original, rewrite) for _, original, rewrite in kept if len(original) < 2000])
    scored = iter(scores.to_dict("records"))
    for (name, original, _), report in zip(kept, reports, strict=True):
        yield {"name": name, **described(report), "row": shown(next(scored)) if len(original) < 2000 else None}


def described(report: Report) -> dict[str, Any]:
    """Findings with their places, beads and scores, as JSON holds them."""
    return {
        "findings": [
            [
                item.kind, item.category, item.severity.name, place(item.original), place(item.rewrite),
                item.confidence, item.message,
            ]
            for item in report.findings
        ],
        "beads": [shown(asdict(bead)) for bead in report.alignment.beads],
        "scores": {name: shown(value) for name, value in asdict(report.scores).items()},
        "notes": list(report.notes),
    }  # fmt: skip


def place(span: Span | None) -> list[Any] | None:
    """Start, end and words of a span."""
    return None if span is None else [span.start, span.end, span.text]


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """A record with what is not a number as None, which equals itself."""
    return {name: None if value != value else value for name, value in row.items()}  # noqa: PLR0124 - NaN alone


def told(after: dict[str, Any], before: dict[str, Any] | None) -> None:
    """What of a pair is new and what is gone."""
    if before is None:
        print(f"{after['name']}: new")
        return
    for part in ("findings", "beads"):
        for sign, ours, theirs in (("-", before, after), ("+", after, before)):
            for item in ours[part]:
                if item not in theirs[part]:
                    print(f"{after['name']} {sign} {json.dumps(item, ensure_ascii=False)}")
    for part in ("scores", "notes", "row"):
        if before[part] != after[part]:
            print(f"{after['name']} {part}: {before[part]} -> {after[part]}")


if __name__ == "__main__":
    sys.exit(main())
