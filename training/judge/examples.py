"""What the judge learns from: pairs of passages with what is known of them, in groups that render the same text.

A label says as much as its source does. `entail` holds in one direction, so it says nothing of what was left out; only
`same` and hand-written faithful rewrites say that nothing was lost and nothing is new.
"""

from __future__ import annotations

import difflib
import gzip
import hashlib
import json
import re
from dataclasses import dataclass, replace
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from training.labeled import Labeled

Marks = tuple[tuple[int, int, float], ...]  # [start, end) in characters, and the probability of a change there
Group = tuple["Example", ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Two passages, and of each label the probability; None is what the source does not say.

    `lost`: something of the original is missing; `unsupported`: something of the rewrite is new; `changed`: either.
    `quality` in [0, 1] is what a rater would give. `marks` are the changed stretches of the original and of the
    rewrite, None on a side where they are not known. `weight` is how much the pair counts, `source` the file's name.
    """

    original: str
    rewrite: str
    lost: float | None = None
    unsupported: float | None = None
    changed: float | None = None
    marks: tuple[Marks | None, Marks | None] = (None, None)
    quality: float | None = None
    weight: float = 1.0
    source: str = ""

    def swapped(self) -> Example:
        """The same pair read the other way round; a rater's figure holds in one direction alone."""
        return replace(
            self,
            original=self.rewrite,
            rewrite=self.original,
            lost=self.unsupported,
            unsupported=self.lost,
            marks=self.marks[::-1],
            quality=None,
        )


#: label -> (lost, unsupported, changed)
_LABELS: dict[str, tuple[float | None, float | None, float | None]] = {
    "entail": (None, 0.0, None),
    "contradict": (1.0, 1.0, 1.0),
    "neutral": (None, 1.0, 1.0),
    "not_entail": (None, 1.0, 1.0),
    "same": (0.0, 0.0, 0.0),
    "changed": (None, None, 1.0),
}


def inference(folder: Path) -> Iterator[Example]:
    """The pairs of `bench/train/nli`; each file's licence stands in its README."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                marks = ((), ()) if row["label"] == "same" else (None, None)
                yield Example(row["original"], row["rewrite"], *_LABELS[row["label"]], marks, source=path.name)


#: The tenth of the items that is watched in training; those below it stay untouched until the last look.
WATCHED = 2


def fold(identity: str) -> int:
    """Which tenth an item belongs to, 0 to 9: see `WATCHED`."""
    return int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) % 10


def items(path: Path) -> list[dict[str, Any]]:
    """The hand-written items of a JSON Lines file; see `training/rewrites/README.md`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def faithful(item: dict[str, Any]) -> list[str]:
    """The original and all texts of an item that say the same, each once."""
    return list(dict.fromkeys([item["original"], *([item["near"]] if item.get("near") else []), *item["faithful"]]))


def rewrites(item: dict[str, Any]) -> Iterator[Example]:
    """Every ordered pair of an item's texts whose label is certain.

    All faithful texts and the original say the same; each changed text says something else than any of them. So far
    faithful and near changed pairs come in equal measure, in either direction.
    """
    texts = faithful(item)
    for a, b in permutations(texts, 2):
        yield Example(a, b, *_LABELS["same"], ((), ()), source="rewrites")
    for other, change in product(texts, item["changed"]):
        if other == change["text"]:
            continue
        first, second = change["original_text"], change["rewrite_text"]
        # what stands on one side alone is lost or new; a word in place of another is both
        lost = None if first is None else 1.0
        unsupported = None if second is None else 1.0
        if first is None and change["type"] in {"added_claim", "embellishment"}:
            lost = 0.0
        if second is None and change["type"] == "dropped_clause":
            unsupported = 0.0
        marks = (_marked(other, first), _marked(change["text"], second))
        example = Example(other, change["text"], lost, unsupported, 1.0, marks, source="rewrites")
        yield example
        yield example.swapped()


def _marked(text: str, words: str | None) -> Marks | None:
    """Where the words stand, if just once; nothing is marked on the side that has none; None where it is not known."""
    if words is None:
        return ()
    if text.count(words) != 1:
        return None
    start = text.index(words)
    return ((start, start + len(words), 1.0),)


#: Pairs by program and of graded sets beside those whose labels are certain. DEMETR says how bad an edit is, hardly how
#: surely it changes the meaning: its rows are rather ordered than judged.
WEIGHTS = {"demetr": 0.4, "cannot": 0.5, "unrelated": 0.5}
OTHERS = 0.7


def labeled(rows: Sequence[Labeled], near: Callable[[str, str], str]) -> Group:
    """A group of `training.labeled`, the least changed first; `near` shortens an article to what concerns a claim."""
    twin = min(rows, key=lambda row: (_or_half(row.changed), _or_half(row.unsupported)))
    rest = [row for row in rows if row is not twin]
    return tuple(_example(row, twin, near) for row in (twin, *rest))


def _or_half(value: float | None) -> float:
    return 0.5 if value is None else value


def _example(row: Labeled, twin: Labeled, near: Callable[[str, str], str]) -> Example:
    faithful = row.changed == 0.0
    original = near(row.original, row.rewrite)
    lost = 0.0 if faithful else None
    unsupported = 0.0 if faithful else row.unsupported
    quality = None if row.quality is None else row.quality / 100
    weight = WEIGHTS.get(row.source, OTHERS)
    return Example(
        original, row.rewrite, lost, unsupported, row.changed, _marks(row, twin), quality, weight, row.source
    )


def _marks(row: Labeled, twin: Labeled) -> tuple[Marks | None, Marks | None]:
    """What annotators marked, or what an edit made of its unedited twin."""
    if row.spans is not None:
        return None, row.spans
    if row.changed is None or twin.changed is None or twin.changed > 0.1:
        return None, None
    if row is twin:
        return (), ()
    if row.original not in {twin.original, twin.rewrite}:
        return None, None
    # an edit that stands beside the twin's rewrite is one of that rewrite, or, its sides exchanged, of the original
    likely = (twin.rewrite,) if row.original == twin.original else (twin.rewrite, twin.original)
    source = max(likely, key=lambda text: _alike(text, row.rewrite))
    left = _new(row.rewrite, row.original, row.changed) if row.original == source else None
    return left, _new(source, row.rewrite, row.changed)


def _alike(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, _WORD.findall(a), _WORD.findall(b), autojunk=False).ratio()


_WORD = re.compile(r"\w+|[^\w\s]")


def _new(clean: str, own: str, label: float) -> Marks:
    """The words that a clean text does not have in their place."""
    words, others = list(_WORD.finditer(own)), _WORD.findall(clean)
    matcher = difflib.SequenceMatcher(None, others, [word[0] for word in words], autojunk=False)
    return tuple(
        (words[start].start(), words[end - 1].end(), label)
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind in {"replace", "insert"}
    )


def far_edits(
    items: Iterable[dict[str, Any]], edit: Callable[[str], tuple[float, float, str] | None], each: int
) -> Iterator[Group]:
    """Far faithful rewrites and what edits by program made of them, beside the original.

    `edit` yields how likely it changed the meaning and claims something new, and the text.
    """
    for item in items:
        texts = item["faithful"]
        text = texts[-1]
        twin = Example(item["original"], text, *_LABELS["same"], ((), ()), source="edits")
        made = [found for _ in range(each) if (found := edit(text)) is not None]
        rest = [
            Example(
                item["original"],
                own,
                None,
                claims or None,
                changed,
                (None, _new(text, own, changed)),
                weight=OTHERS,
                source="edits",
            )
            for changed, claims, own in made
        ]
        yield (twin, *rest)
