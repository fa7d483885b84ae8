"""`drift report`: one pair, or one text by itself."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drift.cli import inputs
from drift.cli.config import analyzer, chosen, load
from drift.cli.console import working
from drift.cli.errors import UsageError
from drift.cli.options import (
    Check,
    ConfigFile,
    FailOnOption,
    MaxChars,
    Model,
    NoCache,
    NoRepair,
    Precision,
    Skip,
    reaches,
)
from drift.cli.outputs import deliver, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from drift.cli.config import Config
    from drift.records import Document
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
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write the report here; the suffix names the format. May be given several times.",
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
    figures: Annotated[
        Path | None,
        typer.Option(
            "--figures", metavar="DIR", help="Also write each figure as SVG and PNG here.", show_default=False
        ),
    ] = None,
    verdicts: Annotated[
        Path | None,
        typer.Option(
            "--verdicts",
            metavar="FILE",
            help="What readers said of an earlier report: rejected findings stay away.",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline",
            metavar="FILE",
            help="An earlier report as JSON: its findings are marked as known, and --fail-on passes them over.",
            show_default=False,
        ),
    ] = None,
    config: ConfigFile = None,
    model: Model = None,
    precision: Precision = None,
    fail_on: FailOnOption = None,
    check: Check = None,
    skip: Skip = None,
    no_repair: NoRepair = False,
    no_cache: NoCache = False,
    max_chars: MaxChars = inputs.MAX_CHARS,
) -> None:
    """What the rewrite omitted, added or altered. With one TEXT, that text is checked by itself.

    \b
    Examples:
      drift report original.txt rewrite.txt
      drift report original.txt rewrite.txt -o report.html -o report.json --fail-on major
      drift report original.txt rewrite.txt -o report.html --verdicts verdicts.json --baseline before.json
      curl -s https://example.org/story | drift report original.txt - -f json
    """  # noqa: D301 (\b keeps the examples' lines apart)
    if original == rewrite == inputs.STANDARD_INPUT:
        msg = "ORIGINAL and REWRITE cannot both be standard input"
        raise UsageError(msg)
    settings = chosen(
        load(config), check=check, skip=skip, model=model, precision=precision, fail_on=fail_on,
        no_repair=no_repair, no_cache=no_cache,
    )  # fmt: skip
    places = output or []
    writers = _writers(on_terminal=not places and sys.stdout.isatty())
    destinations = targets(places, form, writers, read=(original, rewrite, verdicts, baseline, settings.path))
    if figures is not None:
        inputs.writable_folder(figures)
    # what cannot be read is said before a model is loaded
    documents = [
        inputs.document(name, repair=settings.repair, max_chars=max_chars)
        for name in (original, rewrite)
        if name is not None
    ]
    reviewed = _reviewing(verdicts, baseline, documents)
    opened = analyzer(settings)
    with working("comparing" if len(documents) > 1 else "checking"):
        made = opened.compare(*documents) if len(documents) > 1 else opened.check(*documents)
    report = reviewed(replace(made, notes=(*made.notes, *settings.note)))
    written = deliver(report, destinations)
    if figures is not None:
        report.plot.save(figures)
    if written:
        typer.echo(_said(report, [*written, *([figures] if figures else [])]))
    if reaches(report.findings, settings.fail_on):
        raise typer.Exit(1)
    if settings.fail_on is not None and not _all_judged(settings, documents):
        msg = "--fail-on cannot be decided: kinds that were asked for say nothing in these languages, see the report"
        raise UsageError(msg)


def _all_judged(settings: "Config", documents: "Sequence[Document]") -> bool:
    """Whether each kind that was asked for speaks the languages of the texts."""
    from drift.findings import KINDS
    from drift.language import supports

    asked = frozenset(settings.check or KINDS) - frozenset(settings.skip)
    languages = documents[0].language, documents[-1].language
    return all(supports(kind, *languages, bilingual=settings.model is not None) for kind in asked)


def _reviewing(
    verdicts: Path | None, baseline: Path | None, documents: "Sequence[Document]"
) -> "Callable[[Report], Report]":
    """What the files of verdicts and of the baseline make of a report of these texts. They are read now."""
    from drift import review

    said = None if verdicts is None else review.verdicts.read(verdicts)
    original, rewrite = documents if len(documents) > 1 else (None, documents[0])
    if said is not None and review.verdicts.on_other_texts(said, original, rewrite):
        msg = f"{verdicts} holds verdicts on other texts, and none on what is given here"
        raise UsageError(msg)
    known = None if baseline is None else review.baseline.read(baseline)

    def reviewed(report: "Report") -> "Report":
        judged = report if said is None else review.verdicts.apply(report, said)
        return judged if known is None else review.baseline.apply(judged, known)

    return reviewed


def _writers(*, on_terminal: bool) -> "Mapping[str, Callable[[Report], bytes]]":
    from drift.rendering import FORMATS, terminal

    def text(report: "Report") -> bytes:
        return terminal.text(report).encode("utf-8", "replace")

    def shown(report: "Report") -> bytes:
        from rich.console import Console

        Console().print(terminal.summary(report))
        return b""

    return {"text": shown if on_terminal else text, **FORMATS}


def _said(report: "Report", paths: list[Path]) -> str:
    """Where the report is, the verdict, and how many findings there are of each kind."""
    from collections import Counter

    from drift.rendering import phrases
    from drift.rendering.safe import one_line

    kinds = Counter(finding.kind for finding in report.findings)
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    return "\n".join(
        [
            *(one_line(str(path)) for path in paths),
            one_line(phrases.verdict(report)),
            *([f"Found: {counts}."] if counts else []),
        ]
    )
