"""Options that several verbs share."""

# No `from __future__ import annotations` in files with commands: typer reads the annotations at run time.

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.records import Finding


class FailOn(enum.StrEnum):
    """The severities that --fail-on takes."""

    minor = "minor"
    major = "major"
    critical = "critical"


class Bits(enum.StrEnum):
    """The precisions that --precision takes."""

    float32 = "float32"
    bfloat16 = "bfloat16"


Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="M", help="A model folder or hub name; the packaged default without it.", show_default=False
    ),
]
Precision = Annotated[
    Bits | None,
    typer.Option(
        "--precision",
        metavar="float32|bfloat16",
        help="Of the model: bfloat16 is faster on processors that know it, and moves cosines by 0.00001.",
        show_default=False,
    ),
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        metavar="minor|major|critical",
        help="Exit 1 when a finding is this severe, or more.",
        show_default=False,
    ),
]
Check = Annotated[
    list[str] | None,
    typer.Option("--check", metavar="K,..", help="Only these kinds or families (omission).", show_default=False),
]
Skip = Annotated[
    list[str] | None,
    typer.Option("--skip", metavar="K,..", help="Not these kinds or families.", show_default=False),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings; without it the nearest drift.toml, or pyproject.toml with [tool.drift].",
        show_default=False,
    ),
]
NoRepair = Annotated[bool, typer.Option("--no-repair", help="Take the text as it stands: no repairs.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the cache.")]
MaxChars = Annotated[
    int, typer.Option("--max-chars", metavar="N", min=1, help="Refuse texts of more characters than this.")
]


def reaches(findings: "Iterable[Finding]", level: FailOn | None) -> bool:
    """Whether a finding that the baseline does not have is at least as severe as `--fail-on` says."""
    if level is None:
        return False
    from drift.records import Severity

    return any(not finding.known and finding.severity >= Severity[level.value] for finding in findings)
