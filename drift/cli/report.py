"""`drift report`: one pair, or one text by itself."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drift.cli import inputs
from drift.cli.console import working
from drift.cli.errors import UsageError
from drift.cli.options import Check, FailOnOption, Model, NoCache, NoRepair, Skip, reaches

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.report import Report


def command(  # noqa: PLR0913 - a parameter an option, as typer wants it
    original: Annotated[
        str,
        typer.Argument(metavar="ORIGINAL", help="The text that was rewritten, or the only text; - is standard input."),
    ],
    rewrite: Annotated[
        str | None, typer.Argument(metavar="REWRITE", help="Its translation or paraphrase.", show_default=False)
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write the report here; the suffix names the format.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="text, json, md, html, csv, tsv, sarif, xml, ...",
            show_default=False,
        ),
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
    if original == rewrite == inputs.STANDARD_INPUT:
        msg = "ORIGINAL and REWRITE cannot both be standard input"
        raise UsageError(msg)
    only, without = inputs.kinds(check, option="--check"), inputs.kinds(skip, option="--skip")
    target = _target(output, form)
    # what cannot be read is said before a model is loaded
    documents = [inputs.document(name, repair=not no_repair) for name in (original, rewrite) if name is not None]

    from drift.analyzer import Analyzer

    analyzer = Analyzer(model, cache=not no_cache, only=only, skip=without, repair=not no_repair)
    with working("comparing" if len(documents) > 1 else "checking"):
        report = analyzer.compare(*documents) if len(documents) > 1 else analyzer.check(*documents)
    _deliver(report, target.render(report), target)
    if reaches(report.findings, fail_on):
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Target:
    path: Path | None
    render: "Callable[[Report], bytes]"


def _target(output: Path | None, form: str | None) -> _Target:
    from drift.rendering import FORMATS, terminal

    def text(report: "Report") -> bytes:
        return terminal.text(report).encode("utf-8", "replace")

    def shown(report: "Report") -> bytes:
        from rich.console import Console

        Console().print(terminal.summary(report))
        return b""

    name = form or (output.suffix.lower().removeprefix(".") if output else "text")
    on_terminal = output is None and sys.stdout.isatty()
    writers = {"text": shown if on_terminal else text, **({"txt": text} if form is None else {}), **FORMATS}
    if name not in writers:
        what = f"-f {form}" if form else f"-o {output}: its suffix"
        msg = f"{what} names no format; the formats are text, {', '.join(FORMATS)}"
        raise UsageError(msg)
    return _Target(inputs.writable(output) if output else None, writers[name])


def _deliver(report: "Report", content: bytes, target: _Target) -> None:
    if target.path is None:
        inputs.put(content)
        return
    from drift.rendering.formats import write

    write(target.path, content)
    typer.echo(_said(report, target.path))


def _said(report: "Report", path: Path) -> str:
    """Where the report is, the verdict, and how many findings there are of each kind."""
    from collections import Counter

    from drift.rendering import phrases
    from drift.rendering.safe import one_line

    kinds = Counter(finding.kind for finding in report.findings)
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    return "\n".join(
        [one_line(str(path)), one_line(phrases.verdict(report)), *([f"Found: {counts}."] if counts else [])]
    )
