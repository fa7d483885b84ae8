"""The report as a terminal shows it, through rich (which honors NO_COLOR and plain pipes)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.records import Severity
from drift.rendering import phrases, safe, views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Group, RenderableType

    from drift.records import Finding
    from drift.results import Report

_STYLES = {
    Severity.critical: "bold red",
    Severity.major: "bold yellow",
    Severity.minor: "cyan",
    Severity.neutral: "dim",
}
# Characters of one side in the list: two lines of a wide terminal; the files hold the whole.
_TEXT_WIDTH = 240


def summary(report: Report) -> Group:
    """Verdict, scores with intervals, counts, findings by severity with both texts, repairs, notes.

    For `rich.console.Console.print`. Control, escape and bidirectional characters of the input are shown,
    not obeyed, and markup in it stays text.
    """
    from rich.console import Group

    return Group(*_parts(report))


def text(report: Report, *, width: int = 100) -> str:
    """`summary` as plain text without colors, `width` columns wide."""
    import io

    from rich.console import Console

    console = Console(file=io.StringIO(), width=width, no_color=True, color_system=None, force_terminal=False)
    console.print(summary(report))
    file = console.file
    assert isinstance(file, io.StringIO)  # noqa: S101 - for the type checker; it was made three lines above
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _parts(report: Report) -> Iterator[RenderableType]:
    from rich.text import Text

    names = [document.name for document in (report.original, report.rewrite) if document is not None]
    if all(names):
        yield Text(safe.one_line(" → ".join(names)), style="dim")
    yield Text(safe.one_line(phrases.verdict(report)), style="bold")
    yield Text()
    if phrases.scores(report):
        yield _scores(report)
        yield Text()
    for severity in phrases.SEVERITIES:
        group = [item for item in enumerate(report.findings, 1) if item[1].severity is severity]
        if group:
            heading = f"{phrases.SHAPES[severity]} {severity.name.capitalize()} ({len(group)})"
            yield Text.assemble((heading, _STYLES[severity]), (f"  {phrases.SEVERITY_MEANINGS[severity]}", "dim"))
            for number, finding in group:
                yield from _finding(report, number, finding)
            yield Text()
    repairs = [
        f"{len(document.repairs)} of the {side}"
        for side, document in (("original", report.original), ("rewrite", report.rewrite))
        if document is not None and document.repairs
    ]
    if repairs:
        yield Text(f"Repairs made while reading: {phrases.joined(repairs)}; the page and the JSON list them.")
    for note in phrases.notes(report):
        yield Text(f"Note: {safe.one_line(note)}")
    yield Text(safe.one_line(report.signature), style="dim")


def _scores(report: Report) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    table.add_column("score")
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("95 % interval", justify="right", no_wrap=True)
    table.add_column("meaning")
    for item in phrases.scores(report):
        table.add_row(item.name, Text(item.text, style="bold"), item.interval, Text(item.meaning, style="dim"))
    return table


def _finding(report: Report, number: int, finding: Finding) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    heading = Table.grid(padding=(0, 1))
    heading.add_column(width=3, justify="right")
    label = safe.one_line(phrases.kind_label(finding.kind))
    message = safe.one_line(finding.message)
    status = phrases.status(finding)
    sure = f" ({phrases.percent(finding.confidence)} sure{status and f', {status}'})"
    heading.add_row(f"{number}.", Text.assemble((label, "bold"), ": ", message, (sure, "dim")))
    yield Padding(heading, (0, 0, 0, 1))
    texts = Table.grid(padding=(0, 1))
    for side, words in views.quoted(report, finding):
        texts.add_row(Text(side, style="dim", justify="right"), Text(_quoted(words)))
    yield Padding(texts, (0, 0, 0, 6))


def _quoted(words: str | None) -> str:
    return "–" if words is None else safe.clip(safe.one_line(words), _TEXT_WIDTH)
