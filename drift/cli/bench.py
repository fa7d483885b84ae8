"""`drift bench`: this installation measured on public test suites."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drift.cli.console import working
from drift.cli.errors import UsageError
from drift.cli.options import Model, NoCache, Precision

if TYPE_CHECKING:
    from drift.bench import Result


def command(  # noqa: C901, PLR0913 - a parameter an option, as typer wants it
    suites: Annotated[
        list[str] | None,
        typer.Argument(metavar="SUITE...", help="Suites or groups of suites; without any, they are listed."),
    ] = None,
    *,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            envvar="DRIFT_BENCH_DATA",
            help="The folder that holds the data sets.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[str, typer.Option("-f", "--format", metavar="FORMAT", help="text or json.")] = "text",
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help="At most N items of each suite.", show_default=False),
    ] = None,
    model: Model = None,
    precision: Precision = None,
    no_cache: NoCache = False,
) -> None:
    """Measure this installation on public test suites.

    The tables show the published figures of its peers beside its own.

    \b
    Examples:
      drift bench                         # the suites and their groups
      drift bench menli --data data/ --limit 200
    """  # noqa: D301 (\b keeps the examples' lines apart)
    if form not in ("text", "json"):
        msg = f"-f {form} names no format; the formats are text, json"
        raise UsageError(msg)
    from drift.bench import GROUPS, SUITES, expand, run

    if not suites:
        for name, suite in SUITES.items():
            first = (suite.__doc__ or "").strip().splitlines()[:1]
            typer.echo(f"{name:16} {first[0] if first else ''}".rstrip())
        for name, members in GROUPS.items():
            typer.echo(f"{name:16} = {', '.join(members)}")
        return
    try:
        names = expand(suites)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if data is None:
        msg = "bench needs --data DIR, the folder that holds the data sets"
        raise UsageError(msg)
    if not data.is_dir():
        msg = f"--data: no such folder: {data}"
        raise UsageError(msg)

    from drift.analyzer import Analyzer

    analyzer = Analyzer(model, cache=not no_cache, precision=precision.value if precision else "float32")
    results: list[Result] = []
    for name in names:
        with working(f"measuring {name}"):
            results.extend(run([name], data=data, analyzer=analyzer, limit=limit))
        if form == "text":
            _table(results[-1])
    if form == "json":
        typer.echo(json.dumps([result.to_dict() for result in results], indent=2, ensure_ascii=False))


def _table(result: "Result") -> None:
    from rich.console import Console
    from rich.table import Table

    limited = f", at most {result.limit} items, seed {result.seed}" if result.limit else ""
    table = Table(title=f"{result.suite}: {result.items} items{limited}", title_justify="left")
    for column in ("system", "metric", "group"):
        table.add_column(column, overflow="fold")
    table.add_column("value", justify="right")
    table.add_column("n", justify="right")
    table.add_column("source", overflow="fold")
    for figure in result.figures:
        count = str(figure.count) if figure.count else ""
        table.add_row(figure.system, figure.metric, figure.group, f"{figure.value:.3f}", count, figure.source)
    console = Console(markup=False, highlight=False)
    console.print(table)
    for line in (f"domain: {result.domain}", *(f"note: {note}" for note in result.notes)):
        console.print(line)
