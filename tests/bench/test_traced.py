from __future__ import annotations

import random
import re
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from drift.analyzer import Analyzer
from drift.bench import run
from drift.bench.retelling import EXCHANGES, retold
from drift.bench.traced import kinds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

ARTICLE = """The harbor of Port Elmsworth will close for three weeks, the director, who came in May, said on Friday.
Divers found a crack in the quay wall. “We cannot let a single vessel berth there,” Vandermeer told them.
The fleet will unload at Saltbury, a town of fishermen down the coast, until the wall is built anew.

Dockworkers fear that the trade will not come back. Mayor Oswin Thackeray gave them no money.
"""
OTHER = """The orchestra opened its season with a symphony of Brannigan.
Critics praised the horns of Castellane above all.
A librarian of Vienna had found the score between two cookery books. Nobody had played it for a century.
Tickets for the remaining evenings were gone within an hour. Some were sold again at the door for more."""


STRAIGHT = str.maketrans("“”", '""')


class Bags:
    """A sentence as the sum of its words' vectors."""

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        table = np.random.default_rng(0).standard_normal((4096, 96)).astype(np.float32)
        words = [re.findall(r"\w{4,}", text.casefold()) or [text] for text in texts]
        return np.stack([sum(table[zlib.crc32(word.encode()) % 4096] for word in row) for row in words])


def test_retelling_is_repeatable_shorter_and_in_other_words() -> None:
    versions = [retold(ARTICLE, random.Random(seed)) for seed in (*range(20), 0)]  # noqa: S311
    assert versions[0] == versions[-1]
    assert len(set(versions)) > 15
    assert all(len(version) <= len(ARTICLE) + 80 for version in versions)
    assert any("constructed" in version for version in versions)
    assert any("the director" not in version for version in versions)
    assert any("Vandermeer" not in version and "wall" in version for version in versions)  # garbled in some


def test_no_word_is_exchanged_for_two_others() -> None:
    firsts = [word for pair in EXCHANGES for word in pair[:1]]
    assert len(firsts) == len(set(firsts))


def data(put: Callable[..., Path]) -> Path:
    rows = [
        {
            "id": str(k),
            "original": text,
            "rewrite": text.replace("Friday", "Saturday").translate(STRAIGHT),
        }
        for k, text in enumerate((ARTICLE, OTHER))
    ]
    put("roundtrip/control.jsonl", [{**row, "original_sentences": [[0, 60]]} for row in rows])
    return put("roundtrip/planted.jsonl", [{**row, "rewrite": f"{row['rewrite']}\nLeave a Reply"} for row in rows])


def test_families_say_what_was_made_from_what(put: Callable[..., Path]) -> None:
    found = kinds(data(put), None, 0)
    assert list(found) == ["round trip", "rewrite of a rewrite", "two rewrites of one"]
    assert [case.half for case in found["round trip"]] == [0, 1]
    assert found["rewrite of a rewrite"][0].edges == {("o", "r"), ("r", "e")}
    assert len(kinds(data(put), 1, 0)["round trip"]) == 1


def test_the_suite_counts_pairs_and_directions(put: Callable[..., Path]) -> None:
    (result,) = run(["trace"], data=data(put), analyzer=Analyzer(Bags(), cache=False))  # type: ignore[arg-type]
    assert result.value("trace", "pair F1", "round trip") == 1.0
    assert result.value("index", "true pairs among 10 candidates of both", "round trip") == 1.0
    told = result.value("trace", "directions left open", "round trip")
    strict = result.value("trace", "direction F1, open ones missed", "round trip")
    assert (told, strict) == (pytest.approx(1.0), 0.0) or strict > 0.0


def test_the_index_suite_holds_the_graph_against_looking_at_all(put: Callable[..., Path]) -> None:
    rng = random.Random(4)  # noqa: S311
    lines = [" ".join(f"word{rng.randrange(900)}" for _ in range(8)) for _ in range(300)]
    put("human_human_pairs/dev.tsv", "human_A\n" + "\n".join(lines) + "\n")
    (result,) = run(["trace-index"], data=data(put), analyzer=Analyzer(Bags(), cache=False), limit=200)  # type: ignore[arg-type]
    assert result.items == 200
    assert result.value("index", "exact 10 nearest found") > 0.9
    assert result.value("index", "memory of the graph, MB") > 0.0
