"""Examples of what a rewrite did and did not: `examples/<kind>.json`, of which each says all that is told of it.

A file has three lists. Examples `told` have a finding of the file's kind, `found`: its severity and the words that it
marks in the original and in the rewrite. Those that are `silent` have none. Findings of other kinds that are right too
are listed under `also`, each after its kind; neutral ones need not be. `either_way` says that an example holds in both
directions, `about` where it comes from, or what it has in common with its neighbors.

`known_failures` are of both sorts, and say in `missed` why something is not told, or in `beyond` why too much is.
Without an original (null) the rewrite stands alone. In lists, sentences stand side by side, "" for none.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from drift.checks import run
from drift.findings import KINDS
from drift.records import Severity
from tests.checks.comparing import compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison, Finding
    from tests.checks.comparing import Text

    Said: TypeAlias = tuple[str, str, str | None, str | None]  # kind, severity, words of the original, of the rewrite

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Example:
    kind: str
    original: Text | None
    rewrite: Text
    right: frozenset[Said]
    missed: str
    beyond: str
    speaks: bool

    def __str__(self) -> str:
        return f"{self.kind}: {self.original or ''} > {self.rewrite}"


FOLDER = Path(__file__).parent / "examples"
FILES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def examples(kind: str) -> Iterator[Example]:
    for section in ("told", "silent", "known_failures"):
        for entry in FILES[kind][section]:
            yield example(kind, entry)
            if entry.get("either_way"):
                yield example(kind, entry | {"original": entry["rewrite"], "rewrite": entry["original"]})


def example(kind: str, entry: dict[str, Any]) -> Example:
    found = entry.get("found")
    right = frozenset(map(tuple, [*([[kind, *found]] if found else []), *entry.get("also", ())]))
    missed, beyond = (entry.get(name, "") for name in ("missed", "beyond"))
    return Example(kind, entry["original"], entry["rewrite"], right, missed, beyond, found is not None)


EXAMPLES = [item for kind in FILES for item in examples(kind)]


@functools.cache
def told() -> dict[int, tuple[Comparison, tuple[Finding, ...]]]:
    """All examples, which are parsed, encoded and checked once; those of `EXAMPLES` by their place."""
    pairs = compared([(item.original, item.rewrite) for item in EXAMPLES])
    # what the judge reads beyond the rules changes with each training, and is measured by suites
    return {
        place: (pair, tuple(item for item in run(pair) if item.kind != "meaning")) for place, pair in enumerate(pairs)
    }


def shown(finding: Finding) -> Said:
    spans = (finding.original, finding.rewrite)
    return finding.kind, finding.severity.name, *(span and span.text for span in spans)  # type: ignore[return-value]


def table(failure: str, places: list[int]) -> pytest.MarkDecorator:
    """The examples at these places; of those that have it, the failure is expected."""
    rows = []
    for place in places:
        reason = getattr(EXAMPLES[place], failure)
        marks = [pytest.mark.xfail(reason=reason)] if reason else []
        rows.append(pytest.param(place, marks=marks, id=str(EXAMPLES[place])[:100]))
    return pytest.mark.parametrize("place", rows)


@table("missed", [place for place, item in enumerate(EXAMPLES) if item.right])
def test_what_is_to_be_told_is(place: int) -> None:
    assert EXAMPLES[place].right <= set(map(shown, told()[place][1]))


@table("beyond", list(range(len(EXAMPLES))))
def test_nothing_else_is_told(place: int) -> None:
    found = [shown(finding) for finding in told()[place][1] if finding.severity > Severity.neutral]
    assert [item for item in found if item not in EXAMPLES[place].right] == []


@pytest.mark.parametrize("kind", FILES)
def test_every_finding_is_well_formed(kind: str) -> None:
    for place, (pair, found) in told().items():
        for finding in found if EXAMPLES[place].kind == kind else ():
            assert finding.category == KINDS[finding.kind].category
            assert finding.original is not None or finding.rewrite is not None
            assert finding.message.endswith(".")
            assert "\n" not in finding.message
            for half, span in ((pair.original, finding.original), (pair.rewrite, finding.rewrite)):
                if span is not None:
                    assert half is not None
                    assert half.document.raw[span.start : span.end] == span.text


def cut(raw: str, at: int) -> bool:
    """Whether a place lies inside a word or a figure; a unit may stand close behind its number."""
    beside = raw[max(0, at - 1) : at + 1]
    return 0 < at < len(raw) and (beside.isalpha() or beside.isdigit())


@pytest.mark.parametrize("kind", FILES)
def test_spans_hold_whole_words_and_no_two_findings_have_the_same(kind: str) -> None:
    for place, (pair, found) in told().items():
        for finding in found if EXAMPLES[place].kind == kind else ():
            for half, span in ((pair.original, finding.original), (pair.rewrite, finding.rewrite)):
                raw = half.document.raw if half is not None else ""
                assert span is None or not (cut(raw, span.start) or cut(raw, span.end)), finding
            marks = [words for words in re.findall("“([^”]*)”", finding.message) if not any(map(str.isalnum, words))]
            assert marks == [] or finding.kind == "residue", finding  # a fence of code is a mark
        assert len({(finding.original, finding.rewrite) for finding in found}) == len(found), found


@pytest.mark.parametrize("kind", FILES)
def test_of_a_text_beside_itself_nothing_is_told_but_of_its_writing(kind: str) -> None:
    known = [item.original for item in EXAMPLES if item.original == item.rewrite]
    own = [item for item in EXAMPLES if item.kind == kind]
    texts = [text for item in own for text in (item.original, item.rewrite) if text and text not in known]
    for text, pair in zip(texts, compared([(text, text) for text in texts]), strict=True):
        assert [finding for finding in run(pair) if finding.original is not None] == [], text


def test_a_pair_stands_once_in_all_files() -> None:
    counts = Counter((str(item.original), str(item.rewrite)) for item in EXAMPLES)
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_known_failures_and_they_alone_give_a_reason() -> None:
    for kind, sections in FILES.items():
        assert sections.keys() == {"told", "silent", "known_failures"}
        for section, entries in sections.items():
            for item in (example(kind, entry) for entry in entries):
                assert bool(item.missed or item.beyond) is (section == "known_failures"), item
                assert section == "known_failures" or item.speaks is (section == "told"), item


def test_each_kind_has_examples_and_at_least_as_many_stay_silent() -> None:
    assert FILES.keys() == KINDS.keys() - {
        "moved",
        "meaning",
    }  # which rest on how whole texts are aligned, and on the judge
    assert all(sections["told"] and sections["silent"] for sections in FILES.values())
    assert 2 * sum(not item.speaks for item in EXAMPLES) >= len(EXAMPLES) > 800
