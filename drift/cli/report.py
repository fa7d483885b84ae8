"""`drift report`: one pair, or one text by itself."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drift.cli import inputs
from drift.cli.console import working
from drift.cli.errors import UsageProblem
from drift.cli.options import Check, FailOn, FailOnOption, Model, NoCache, NoRepair, Skip

if TYPE_CHECKING:
    from drift.report import Report


def command(
    original: Annotated[str, typer.Argument(metavar="ORIGINAL", help="The text that was rewritten, or the only text; - is standard input.")],
    rewrite: Annotated[str | None, typer.Argument(metavar="REWRITE", help="The translation or paraphrase.")] = None,
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the report here; the suffix names the format.")
    ] = None,
    form: Annotated[
        str | None, typer.Option("-f", "--format", metavar="FORMAT", help="text, json, md, html, csv, tsv, sarif or xml.")
    ] = None,
    model: Model = None,
    fail_on: FailOnOption = None,
    check: Check = None,
    skip: Skip = None,
    no_repair: NoRepair = False,
    no_cache: NoCache = False,
) -> None:
    """What the rewrite omitted, added or altered. With one TEXT, that text is checked by itself.

    \b
    Examples:
      drift report original.txt rewrite.txt
      drift report original.txt rewrite.txt -o report.html --fail-on major
      curl -s https://example.org/story | drift report original.txt - -f json
    """  # noqa: D301 (\b keeps the examples' lines apart)
    only, without = inputs.kinds(check or (), option="--check"), inputs.kinds(skip or (), option="--skip")
    target = _target(output, form)
    if original == rewrite == inputs.STANDARD_INPUT:
        msg = "ORIGINAL and REWRITE cannot both be standard input"
        raise UsageProblem(msg)
    with working("reading and comparing"):
        report = _report(original, rewrite, model=model, cache=not no_cache, only=only, skip=without, repair=not no_repair)
    _show(report, target)
    if fail_on is not None and any(finding.severity.name in _from(fail_on) for finding in report.findings):
        raise typer.Exit(1)


def _from(level: FailOn) -> list[str]:
    levels = list(FailOn)
    return [item.value for item in levels[levels.index(level) :]]
