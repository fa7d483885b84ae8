"""Gather items from authors' files into `items.jsonl`: `python -m training.rewrites.gather FILE... --out items.jsonl`.

Each item is held to the form that `README.md` describes; one that is not is named and left out. An item of a later file
takes the place of one with the same id.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = ("id", "author", "manner", "domain", "original", "near", "faithful", "changed")
CHANGE = ("text", "type", "severity", "original_text", "rewrite_text", "note")
SEVERITIES = frozenset({"minor", "major", "critical"})


def main() -> int:
    """Write the items that are whole; 1 where any is not."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("files", type=Path, nargs="+")
    ask.add_argument("--out", type=Path, required=True)
    asked = ask.parse_args()
    items: dict[str, dict[str, Any]] = {}
    broken = 0
    for path in asked.files:
        for line in path.read_text(encoding="utf-8").splitlines():
            item = _plain(json.loads(line))
            found = list(faults(item))
            broken += bool(found)
            for fault in found:
                print(f"{item.get('id')}: {fault}", file=sys.stderr)
            if not found:
                items[item["id"]] = item
    with asked.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(items[name], ensure_ascii=False) + "\n" for name in sorted(items))
    print(f"{len(items)} items, {broken} left out")
    return int(broken > 0)


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    """The item with the fields that are read; texts that an author added beyond the plan follow the others."""
    faithful = [*item.get("faithful", []), *_several(item.get("faithful_extra"))]
    changed = [*item.get("changed", []), *_several(item.get("changed_extra"))]
    plain = {name: item.get(name) for name in FIELDS} | {"faithful": faithful}
    plain["changed"] = [{name: change.get(name) for name in CHANGE} for change in changed]
    plain["author"] = item.get("author") or str(item.get("id"))[:1]
    return {name: value for name, value in plain.items() if value is not None}


def _several(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]


def faults(item: dict[str, Any]) -> Iterator[str]:
    """What is wrong with an item, if anything."""
    if len(item["faithful"]) < 2 or len(item["changed"]) < 3:
        yield "fewer than two faithful or three changed texts"
    texts = [item["original"], *([item["near"]] if "near" in item else []), *item["faithful"]]
    texts += [change["text"] for change in item["changed"]]
    if len(set(texts)) < len(texts):
        yield "a text stands twice"
    for number, change in enumerate(item["changed"], 1):
        if change["severity"] not in SEVERITIES:
            yield f"C{number}: no severity {change['severity']!r}"
        if change["original_text"] is None and change["rewrite_text"] is None:
            yield f"C{number}: nothing is marked"
        for name, text in (("original_text", item["original"]), ("rewrite_text", change["text"])):
            words = change[name]
            if words is not None and text.count(words) != 1:
                yield f"C{number}: {name} stands {text.count(words)} times: {words!r}"


if __name__ == "__main__":
    sys.exit(main())
