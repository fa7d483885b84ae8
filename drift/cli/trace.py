"""`drift trace`: which document derives from which."""

from pathlib import Path
from typing import Annotated

import typer

from drift.cli import inputs
from drift.cli.console import working
from drift.cli.errors import UsageError
from drift.cli.options import MaxChars, Model, NoCache, NoRepair

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")


def command(  # noqa: PLR0913 - a parameter an option, as typer wants it
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE|FOLDER...", help="Files (not -), or folders of text, Markdown and HTML files."),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write .html, .json or .graphml here.", show_default=False),
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

    name = form or (output.suffix.lower().removeprefix(".") if output else "text")
    writers = {"text": lambda found: (summary(found) + "\n").encode("utf-8", "replace"), **FORMATS}
    if name not in writers:
        what = f"-f {form}" if form else f"-o {output}: its suffix"
        msg = f"{what} names no format; the formats are {', '.join(writers)}"
        raise UsageError(msg)
    if output is not None:
        inputs.writable(output)
    files = _files(paths)

    from drift.analyzer import Analyzer

    with working(f"tracing {len(files)} documents"):
        analyzer = Analyzer(model, cache=not no_cache, repair=not no_repair)
        found = trace(files, analyzer=analyzer, work=work, max_chars=max_chars)
        content = writers[name](found)
    if output is None:
        inputs.put(content)
        return
    from drift.writing import deliver

    deliver(output, content)
    from drift.rendering.phrases import plural

    typer.echo(
        f"{output}: {plural(len(found.documents), 'document')}, of which {len(found.edges)} derived from another, "
        f"in {plural(len(found.groups), 'group')} on one event"
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
