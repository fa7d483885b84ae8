"""Most suites are an entry: which files are read, which columns they must have, and the function that measures."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from drift.bench.files import find, json_rows, sample, table_rows
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from pathlib import Path

    from drift.analyzer import Analyzer
    from drift.bench.results import Figure, Result, Suite

    Row = dict[str, Any]
    Measure = Callable[[Analyzer, list[Row]], Iterable[Figure]]


def entry(  # noqa: PLR0913 - what a suite consists of
    folder: str,
    *files: Sequence[str],
    columns: Sequence[str],
    names: Sequence[str] = (),
    where: Callable[[Row], bool] | None = None,
    by: Callable[[Row], Hashable] | None = None,
    notes: Sequence[str] = (),
) -> Callable[[Measure], Suite]:
    """A suite of the rows of some files, which is called as its function, with "-" for "_".

    Of each of `files`, the patterns of a split to report on and those to fall back to, there must be one. A row has
    the `columns`, and "file", the stem of its file's name; `names` are the columns of files without a header. Of the
    rows `where` holds, the same number is drawn from each group of `by`.
    """

    def suite(measure: Measure) -> Suite:
        @wraps(measure)
        def run(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
            paths = [path for patterns in files for path in find(data, folder, patterns)]
            every = [{**row, "file": path.stem} for path in paths for row in _read(path, columns, names)]
            rows = sample([row for row in every if where is None or where(row)], limit, seed, by=by)
            name = measure.__name__.replace("_", "-")
            figures = measure(analyzer, rows)
            return assemble(name, folder, paths, figures, items=len(rows), limit=limit, seed=seed, notes=notes)

        return run

    return suite


def _read(path: Path, columns: Sequence[str], names: Sequence[str]) -> Sequence[Row]:
    return json_rows([path], columns) if ".jsonl" in path.suffixes else table_rows([path], columns, names=names)


def grouped(names: Iterable[str]) -> dict[str, list[int]]:
    """The places of each name, names sorted."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        found.setdefault(name, []).append(place)
    return dict(sorted(found.items()))
