"""`drift report`: one pair, or one text by itself."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drift.cli import inputs
from drift.cli.console import working
from drift.cli.errors import UsageProblem
from drift.cli.options import Check, FailOnOption, Model, NoCache, NoRepair, Skip, reaches

if TYPE_CHECKING:
    from drift.report import Report


def command(
    original: Annotated[
        str, typer.Argument(metavar="ORIGINAL", help="The text that was rewritten, or the only text; - is standard input.")
    ],
    rewrite: Annotated[
        str | None, typer.Argument(metavar="[REWRITE]", help="Its translation or paraphrase.", show_default=False)
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the report here; the suffix names the format.", show_default=False),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "-f", "--format", metavar="FORMAT", help="text, json, md, html, csv, tsv, sarif, xml, ...", show_default=False
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
        raise UsageProblem(msg)
    only, without = inputs.kinds(check, option="--check"), inputs.kinds(skip, option="--skip")
    target = _target(output, form)
    # what cannot be read is said before a model is loaded
    documents = [inputs.document(name, repair=not no_repair) for name in (original, rewrite) if name is not None]

    from drift.analyzer import Analyzer

    analyzer = Analyzer(model, cache=not no_cache, only=only, skip=without, repair=not no_repair)
    with working("comparing" if len(documents) > 1 else "checking"):
        report = analyzer.compare(*documents) if len(documents) > 1 else analyzer.check(*documents)
        content = target.render(report)
    _deliver(report, content, target)
    if reaches(report.findings, fail_on):
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Target:
    path: Path | None
    render: "Callable[[Report], bytes]"


def _target(output: Path | None, form: str | None) -> _Target:
    from drift.rendering import FORMATS, summary

    def text(report: "Report") -> bytes:
        return _encoded(summary(report))

    name = form or (output.suffix.lower().removeprefix(".") if output else "text")
    writers = {"text": text, **({"txt": text} if form is None else {}), **FORMATS}
    if name not in writers:
        what = f"-f {form}" if form else f"-o {output}: its suffix"
        msg = f"{what} names no format; the formats are text, {', '.join(FORMATS)}"
        raise UsageProblem(msg)
    return _Target(inputs.writable(output) if output else None, writers[name])


def _deliver(report: "Report", content: bytes, target: _Target) -> None:
    if target.path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        if content and not content.endswith(b"\n") and sys.stdout.isatty():
            sys.stdout.buffer.write(b"\n")
        return
    from drift.rendering.formats import write

    write(target.path, content)
    typer.echo(f"{target.path}: {_said(report)}")


def _said(report: "Report") -> str:
    """One line: the verdict and what was found."""
    from drift.records import Severity

    counts = [(severity.name, sum(finding.severity is severity for finding in report.findings)) for severity in Severity]
    found = ", ".join(f"{count} {name}" for name, count in reversed(counts) if count) or "nothing"
    if report.original is None:
        return f"found {found}"
    scores = report.scores
    return (
        f"found {found}; drift {scores.drift.value:.2f}, coverage {scores.coverage.value:.2f}, "
        f"support {scores.support.value:.2f}, quality {scores.quality.value:.0f} of 100"
    )


def _encoded(text: str) -> bytes:
    return (text if text.endswith("\n") else text + "\n").encode(sys.stdout.encoding or "utf-8", "replace")
