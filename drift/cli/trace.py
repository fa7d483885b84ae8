"""`drift trace`: which document derives from which."""

from pathlib import Path
from typing import Annotated

import typer

from drift.cli import inputs
from drift.cli.console import working
from drift.cli.errors import UsageError
from drift.cli.options import MaxChars, Model, NoCache, NoRepair
from drift.cli.outputs import deliver, targets

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")


def command(  # noqa: PLR0913 - a parameter an option, as typer wants it
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE|FOLDER...", help="Files (not -), or folders of text, Markdown and HTML files."),
    ],
    *,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write .html, .json or .graphml here. May be given several times.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("-f", "--format", metavar="FORMAT", help="text, json, html or graphml.", show_default=False),
    ] = None,
    work: Annotated[
        Path | None,
        typer.Option(
            "--work",
            metavar="DIR",
            help="Keep vectors and index here: a run that was stopped goes on, a grown folder reads what is new.",
            show_default=False,
        ),
    ] = None,
    model: Model = None,
    no_repair: NoRepair = False,
    no_cache: NoCache = False,
    max_chars: MaxChars = inputs.MAX_CHARS,
) -> None:
    """Find which document derives from which.

    Also which report one event independently, how their names, numbers and quotations differ, where they are in
    conflict, and whether what a rewrite adds stands in another document.

    \b
    Examples:
      drift trace seeds/
      drift trace a.txt b.txt c.txt -o trace.html
      drift trace archive/ --work archive.work -o trace.json
    """  # noqa: D301 (\b keeps the examples' lines apart)
    from drift.tracing import FORMATS, summary, trace

    files = _files(paths)
    writers = {"text": lambda found: (summary(found) + "\n").encode("utf-8", "replace"), **FORMATS}
    chosen = targets(output or [], form, writers, read=files)

    from drift.analyzer import Analyzer

    with working(f"tracing {len(files)} documents"):
        analyzer = Analyzer(model, cache=not no_cache, repair=not no_repair)
        found = trace(files, analyzer=analyzer, work=work, max_chars=max_chars)
    written = deliver(found, chosen)
    if not written:
        return
    from drift.rendering.phrases import plural

    typer.echo(
        f"{', '.join(map(str, written))}: {plural(len(found.documents), 'document')}, of which {len(found.edges)} "
        f"derived from another, in {plural(len(found.groups), 'group')} on one event"
    )


def _files(paths: list[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if str(path) == inputs.STANDARD_INPUT:
            msg = "trace reads files, not standard input (-)"
            raise UsageError(msg)
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(item for item in path.iterdir() if item.suffix.lower() in SUFFIXES and item.is_file())
        if not inside:
            msg = f"no {', '.join(SUFFIXES)} files in {path}"
            raise UsageError(msg)
        files.extend(inside)
    return files
