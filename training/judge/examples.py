"""What the judge learns from: pairs of passages with what is known of them, from files of several kinds.

A label says as much as its source does. `entail` holds in one direction, so it says nothing of what was left out; only
`same` and hand-written faithful rewrites say that nothing was lost and nothing is new.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, replace
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Marks = tuple[tuple[int, int], ...]  # [start, end) in characters


@dataclass(frozen=True, slots=True)
class Example:
    """Two passages; of `lost`, `unsupported` and `changed` (either) None is what the source does not say.

    `marks` are the changed stretches of the original and of the rewrite, None on a side where they are not known; a
    faithful pair has none on either side. `family` keeps together what must fall on one side of a split, `source` is
    the file's name.
    """

    original: str
    rewrite: str
    lost: bool | None
    unsupported: bool | None
    changed: bool | None
    marks: tuple[Marks | None, Marks | None]
    family: str
    source: str

    def swapped(self) -> Example:
        """The same pair read the other way round."""
        return replace(
            self,
            original=self.rewrite,
            rewrite=self.original,
            lost=self.unsupported,
            unsupported=self.lost,
            marks=self.marks[::-1],
        )


#: label -> (lost, unsupported, changed)
_LABELS: dict[str, tuple[bool | None, bool | None, bool | None]] = {
    "entail": (None, False, None),
    "contradict": (True, True, True),
    "neutral": (None, True, True),
    "not_entail": (None, True, True),
    "same": (False, False, False),
    "changed": (None, None, True),
}


def inference(folder: Path) -> Iterator[Example]:
    """The pairs of `bench/train/nli`; each file's licence stands in its README."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                lost, unsupported, changed = _LABELS[row["label"]]
                marks = ((), ()) if row["label"] == "same" else (None, None)
                yield Example(
                    row["original"], row["rewrite"], lost, unsupported, changed, marks, row["group"], path.name
                )


def unlabeled(original: str, rewrite: str) -> Example:
    """A pair of which nothing is known yet."""
    return Example(original, rewrite, None, None, None, (None, None), "", "")


#: The tenth of the items that is watched in training; those below it stay untouched until the last look.
WATCHED = 2


def fold(identity: str) -> int:
    """Which tenth an item belongs to, 0 to 9: see `WATCHED`."""
    return int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) % 10


def items(path: Path) -> list[dict[str, Any]]:
    """The hand-written items of a JSON Lines file; see `training/rewrites/README.md`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def rewrites(item: dict[str, Any]) -> Iterator[Example]:
    """Every ordered pair of an item's texts whose label is certain.

    All faithful texts and the original say the same; each changed text says something else than any of them. So far
    faithful and near changed pairs come in equal measure, in either direction.
    """
    faithful = [item["original"], *([item["near"]] if item.get("near") else []), *item["faithful"]]
    family, source = f"rewrites:{item['id']}", "rewrites"
    for a, b in permutations(faithful, 2):
        if a != b:
            yield Example(a, b, *_LABELS["same"], ((), ()), family, source)
    for other, change in product(faithful, item["changed"]):
        if other == change["text"]:
            continue
        first, second = change["original_text"], change["rewrite_text"]
        # what stands on one side alone is lost or new; a word in place of another is both
        lost = None if first is None else True
        unsupported = None if second is None else True
        if first is None and change["type"] in {"added_claim", "embellishment"}:
            lost = False
        if second is None and change["type"] == "dropped_clause":
            unsupported = False
        marks = (_marked(other, first), _marked(change["text"], second))
        example = Example(
            other, change["text"], lost, unsupported, changed=True, marks=marks, family=family, source=source
        )
        yield example
        yield example.swapped()


def _marked(text: str, words: str | None) -> Marks | None:
    """Where the words stand, if just once; nothing is marked on the side that has none; None where it is not known."""
    if words is None:
        return ()
    if text.count(words) != 1:
        return None
    start = text.index(words)
    return ((start, start + len(words)),)
