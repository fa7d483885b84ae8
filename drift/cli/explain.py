"""`drift explain`: one kind of finding."""

from typing import Annotated

import typer

from drift.cli import inputs


def command(kind: Annotated[str, typer.Argument(metavar="KIND", help="A kind or a family (omission).")]) -> None:
    """Say what a kind of finding means, with an example.

    \b
    Example:
      drift explain quote
    """  # noqa: D301 (\b keeps the example's lines apart)
    from drift.findings import KINDS, judged
    from drift.language import speakers

    for place, name in enumerate(inputs.kinds([kind], option="KIND")):
        if place:
            typer.echo()
        found = KINDS[name]
        typer.echo(f"{name}  ({found.category})")
        original, rewrite = found.example
        count, agreed = judged(name)
        lines = [
            ("says", found.summary),
            *(("severity" if rule == found.severity[0] else "", rule) for rule in found.severity),
            *([("original", original)] if original else []),
            ("rewrite", rewrite),
            ("judged", f"{count:g} by readers, who agreed with {agreed:g}" if count else "not yet"),
            ("languages", ", ".join(speakers(name)) or "any"),
        ]
        for label, text in lines:
            typer.echo(f"  {label:11}{text}".rstrip())
