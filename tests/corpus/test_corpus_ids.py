from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drift.corpus import BatchError, ids
from tests.corpus.batching import run

if TYPE_CHECKING:
    from pathlib import Path


def first_repeated(names: list[str]) -> int | None:
    seen: set[str] = set()
    for number, name in enumerate(names, start=1):
        if name in seen:
            return number
        seen.add(name)
    return None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([f"id {k}" for k in range(40)]), max_size=30), st.integers(1, 9))
def test_the_first_repeated_id_is_found_over_all_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], run_size: int
) -> None:
    monkeypatch.setattr(ids, "RUN", run_size)
    monkeypatch.setattr(ids, "BITS", 3)
    with ids.Ids(tmp_path) as found:
        for name in names:
            found.add(name)
        assert found.repeated() == first_repeated(names)


def test_many_ids_in_several_runs_leave_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "RUN", 10_000)
    with ids.Ids(tmp_path) as found:
        for k in range(45_000):
            found.add(f"article {k}")
        assert found.repeated() is None
        found.add("article 123")
        assert found.repeated() == 45_001
    assert list(tmp_path.iterdir()) == []


def test_ids_that_the_tables_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    row = '{"id": "a\\ud8%s", "original": "One.", "rewrite": "Two."}\n'
    pairs.write_text(row % "00" + row % "01")
    with pytest.raises(BatchError, match="of row 2 occurs twice"):
        run(pairs, tmp_path / "out")
