from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drift.bench.files import DataError, find, json_rows, sample, table_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Put = Callable[..., Path]


def test_the_first_fruitful_pattern_wins(put: Put) -> None:
    data = put("set/dev.jsonl", "")
    assert [path.name for path in find(data, "set", ("test*.jsonl", "dev*.jsonl"))] == ["dev.jsonl"]
    put("set/test_other_people.jsonl", "")
    assert [path.name for path in find(data, "set", ("test*.jsonl", "dev*.jsonl"))] == ["test_other_people.jsonl"]


@pytest.mark.parametrize(
    ("folder", "pattern", "message"),
    [("absent", "*", "no folder 'absent'"), ("set", "test*", r"is named like test\*")],
)
def test_what_is_missing_is_named(put: Put, folder: str, pattern: str, message: str) -> None:
    data = put("set/dev.jsonl", "")
    with pytest.raises(DataError, match=message):
        find(data, folder, (pattern,))
    with pytest.raises(DataError, match="no data folder"):
        find(data / "nowhere", folder, (pattern,))


def test_broken_rows_are_placed(put: Put) -> None:
    data = put("set/a.jsonl", '{"x": 1}\n{"y": 2}\n')
    with pytest.raises(DataError, match=r"a\.jsonl, line 2: no x"):
        json_rows([data / "set/a.jsonl"], ("x",))
    put("set/a.jsonl", "{nonsense\n")
    with pytest.raises(DataError, match="line 1: not JSON"):
        json_rows([data / "set/a.jsonl"], ("x",))


def test_tables_keep_quotation_marks_and_drop_the_byte_order_mark(put: Put) -> None:
    data = put("set/a.tsv", '\ufeffleft\tright\n"an open quote\tright\n')
    assert table_rows([data / "set/a.tsv"], ("left",)) == [{"left": '"an open quote', "right": "right"}]


def test_lines_end_at_line_feeds_only(put: Put) -> None:
    data = put("set/a.jsonl", '{"x": "a\u2028b"}\n')
    assert json_rows([data / "set/a.jsonl"], ("x",)) == [{"x": "a\u2028b"}]


def test_samples_repeat_keep_order_and_serve_each_group() -> None:
    rows = [("rare", k) for k in range(3)] + [("common", k) for k in range(97)]
    assert sample(rows, 10, 1) == sample(rows, 10, 1)
    assert sample(rows, 10, 1) != sample(rows, 10, 2)
    even = sample(rows, 6, 1, by=lambda row: row[0])
    assert [row[0] for row in even] == ["rare"] * 3 + ["common"] * 3
    assert even == sorted(even, key=rows.index)
    assert sample(rows, None, 1) == rows
    with pytest.raises(ValueError, match="at least 1"):
        sample(rows, 0, 1)
