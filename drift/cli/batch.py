"""`drift batch`: all pairs of a manifest, on one machine or a cluster."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from drift.cli import inputs
from drift.cli.config import analyzer, chosen, load
from drift.cli.console import pairs_done
from drift.cli.errors import UsageError
from drift.cli.options import Check, ConfigFile, FailOn, FailOnOption, Model, NoCache, NoRepair, Precision, Skip
from drift.cli.stopping import stop_is_said


def command(  # noqa: PLR0913 - a parameter an option, as typer wants it
    pairs: Annotated[
        str,
        typer.Argument(metavar="PAIRS", help="CSV, TSV, JSON Lines or Parquet with the columns id, original, rewrite."),
    ],
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder for the results.", show_default=False)
    ],
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that is in DIR.")] = False,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Processes on this machine.")] = 1,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler, as tcp://host:8786.", show_default=False),
    ] = None,
    config: ConfigFile = None,
    model: Model = None,
    precision: Precision = None,
    fail_on: FailOnOption = None,
    check: Check = None,
    skip: Skip = None,
    no_repair: NoRepair = False,
    no_cache: NoCache = False,
    pages: Annotated[
        int,
        typer.Option(
            "--pages", metavar="N", min=0, help="Pairs, those with the most drift, that get an HTML page; 0: none."
        ),
    ] = 1000,
    shard_size: Annotated[
        int, typer.Option("--shard", metavar="N", min=1, help="Pairs a shard, the unit of work and of resuming.")
    ] = 64,
) -> None:
    """Compare every pair of a manifest.

    DIR gets pairs.parquet, findings.parquet, beads.parquet and index.html, which leads to the pages of the pairs
    with the most drift. A text is given in the column, or as a path relative to PAIRS. A row that cannot be read
    gets an error in its column and the run goes on; it then exits with 1, as it does for a finding at or above
    --fail-on. A run that was stopped, in whatever way, goes on with --resume.

    \b
    Examples:
      drift batch pairs.csv -o results --workers 4
      drift batch pairs.parquet -o results --cluster tcp://scheduler:8786 --resume
    """  # noqa: D301 (\b keeps the examples' lines apart)
    if cluster is not None and workers != 1:
        msg = "--workers and --cluster exclude each other"
        raise UsageError(msg)
    chose = chosen(
        load(config), check=check, skip=skip, model=model, precision=precision, fail_on=fail_on,
        no_repair=no_repair, no_cache=no_cache,
    )  # fmt: skip
    if not output.parent.is_dir():
        msg = f"cannot write {output}: there is no folder {output.parent}"
        raise UsageError(msg)

    from drift.corpus import Settings, batch, engines, open_analyzer
    from drift.corpus.cluster import cluster as workers_of

    if cluster is not None:
        engine = workers_of(cluster)
    else:
        engine = engines.serial() if workers == 1 else engines.processes(workers)
    settings = Settings(
        open_analyzer,
        analyzer(chose).signature,
        model=chose.model,
        cache=chose.cache,
        only=chose.check,
        skip=chose.skip,
        least_confidence=chose.least_confidence,
        severities=tuple(chose.severity.items()),
        repair=chose.repair,
        precision=chose.precision.value,
    )
    with stop_is_said(output), inputs.manifest(pairs) as (path, folder), pairs_done() as progress:
        found = batch(
            path,
            output,
            settings=settings,
            engine=engine,
            resume=resume,
            folder=folder,
            shard_size=shard_size,
            pages=pages,
            progress=lambda state: progress(state.done, state.total, state.reused),
        )
    counts = f"{found.critical} critical, {found.major} major, {found.minor} minor findings"
    typer.echo(f"{output / 'index.html'}: {found.pairs} pairs, {counts}")
    if found.errors:
        where = output / "index.html"
        sys.stderr.write(f"drift: {found.errors} of {found.pairs} rows could not be compared; {where} lists them\n")
    levels = {FailOn.minor: found.minor + found.major + found.critical, FailOn.major: found.major + found.critical}
    if found.errors:
        raise typer.Exit(2)  # input that cannot be read, whatever was found in the rest
    if chose.fail_on is not None and levels.get(chose.fail_on, found.critical):
        raise typer.Exit(1)
