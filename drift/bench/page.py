"""The suite of the report's page: how heavy it is, and how soon a browser shows and filters it."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from drift.bench.files import DataError, find, json_rows
from drift.bench.findings import CONTROL
from drift.bench.results import Figure
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

    from drift.analyzer import Analyzer
    from drift.bench.results import Result

SIZES = (40, 500, 2000)  # sentences of the original: an article, a long read, a short book
VISITS = 3  # the median of so many is given: the first one also warms the machine


class Step(NamedTuple):
    """Something that the page was asked to do: seconds until the frame after it, and how many the processor worked."""

    seconds: float
    processor: float


def page(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """The report's page, made of round trips strung together: megabytes, seconds to interactive, the slowest filter.

    `limit` is the most sentences. A browser opens the page from disk: playwright drives the chromium of the
    machine, or the one that the environment variable CHROMIUM names. Interactive is when the page was parsed, its
    script has run and the next frame is drawn; a filter is over when the frame after it is drawn. Processor seconds are
    those of the page's main thread alone: what an idle machine would take, and hardly more on a loaded one.

    Raises:
        DataError: the data are missing, or playwright, or a browser.
    """
    files = find(data, "roundtrip", CONTROL)
    rows = json_rows(files, ("original", "rewrite", "original_sentences"))
    sizes = [size for size in SIZES if limit is None or size <= limit] or [limit or SIZES[0]]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        reports = [analyzer.compare(*_strung(rows, size)) for size in sizes]
        paths = [report.save(Path(folder) / f"{size}.html") for size, report in zip(sizes, reports, strict=True)]
        for report, path, seen in zip(reports, paths, _visited(paths), strict=True):
            sentences = len(report.original.sentences) if report.original else 0
            group = f"{sentences} sentences, {len(report.findings)} findings"
            values = {"megabytes": path.stat().st_size / 1e6}
            for name, part in (("to interactive", slice(1)), ("of the slowest filter", slice(1, None))):
                slowest = [max(step[field] for step in steps[part]) for field in (0, 1) for steps in seen]
                values[f"seconds {name}"] = statistics.median(slowest[: len(seen)])
                values[f"processor seconds {name}"] = statistics.median(slowest[len(seen) :])
            figures += [Figure("page", metric, value, len(seen), group) for metric, value in values.items()]
    return assemble("page", "roundtrip", files, figures, items=len(sizes), limit=limit, seed=seed)


def _strung(rows: Sequence[dict[str, Any]], sentences: int) -> tuple[str, str]:
    """Articles one after the other, from the first again after the last, until there are so many sentences."""
    if not rows:
        msg = "the round trip has no article"
        raise DataError(msg)
    chosen: list[dict[str, Any]] = []
    while sum(len(row["original_sentences"]) for row in chosen) < sentences:
        chosen.append(rows[len(chosen) % len(rows)])
    return "\n\n".join(row["original"] for row in chosen), "\n\n".join(row["rewrite"] for row in chosen)


def _visited(paths: Sequence[Path]) -> Iterator[list[list[Step]]]:
    """Of each page its visits, and of each visit the steps of the script beside this module."""
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        browser_path = None
    if browser_path is None:
        msg = "the suite page needs playwright and a chromium, or its path in the environment variable CHROMIUM"
        raise DataError(msg)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for path in paths:
            yield [_visit(browser, path) for _ in range(VISITS)]
        browser.close()


def _visit(browser: Browser, path: Path) -> list[Step]:
    script = resources("drift.bench").joinpath("page.js").read_text("utf-8")
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(0)  # a loaded machine is slow, and slowness is what is measured
    meter = opened.context.new_cdp_session(opened)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        metrics = meter.send("Performance.getMetrics")["metrics"]
        return float(next(item["value"] for item in metrics if item["name"] == "TaskDuration"))

    opened.goto(path.as_uri())
    steps: list[Step] = []
    before = 0.0
    while (seconds := opened.evaluate(script, len(steps))) is not None:
        after = busy()
        steps.append(Step(seconds, after - before))
        before = after
    opened.close()
    return steps
