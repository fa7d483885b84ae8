"""The passages of round trips that a planted edit changed, each beside the same passage without the edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from drift.bench.files import find, json_rows
from drift.bench.findings import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

EDITED = ("*planted*.jsonl",)
#: Planted edits that change the sentence that they are in.
CHANGES = frozenset({"number", "name", "negation", "modality", "attribution", "swap_roles", "drop_clause"})


class Passage(NamedTuple):
    """The texts of a bead, and the edit in it, "" for the twin without; twins have one `item`."""

    item: str
    original: str
    rewrite: str
    edit: str


def passages(data: Path) -> Iterator[Passage]:
    """Each edited passage of the round trips in `data`, then its twin where that has the same original.

    Raises:
        DataError: a file is missing or not what its README says.
    """
    wanted = ("id", "original", "rewrite", "original_sentences", "rewrite_sentences", "links")
    control = {row["id"]: row for row in json_rows(find(data, "roundtrip", CONTROL), wanted)}
    for row in json_rows(find(data, "roundtrip", EDITED), (*wanted, "edits")):
        for edit in row["edits"]:
            if edit["type"] not in CHANGES:
                continue
            texts = _bead(row, edit["rewrite_span"], 1) or _bead(row, edit["original_span"], 0)
            if texts is None:
                continue
            item = f"{row['id']} {texts[0][:40]}"
            yield Passage(item, *texts, edit["type"])
            twin = _bead(control[row["id"]], edit["original_span"], 0)
            if twin is not None and twin[0] == texts[0]:
                yield Passage(item, *twin, "")


def _bead(row: dict[str, Any], span: Sequence[int] | None, side: int) -> tuple[str, str] | None:
    """The texts of the bead that holds a span of one side; None where none does, or it has an empty side."""
    if not span:
        return None
    places = (row["original_sentences"], row["rewrite_sentences"])
    for link in row["links"]:
        inside = (places[side][k] for k in link[side])
        if all(link) and any(start < span[1] and span[0] < end for start, end in inside):
            a, b = (
                " ".join(row[name][slice(*own[k])] for k in part)
                for name, own, part in zip(("original", "rewrite"), places, link, strict=True)
            )
            return a, b
    return None
