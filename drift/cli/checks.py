"""`drift checks`: the kinds of finding."""

import typer


def command() -> None:
    """List the kinds of finding, for --check and --skip.

    \b
    Example:
      drift checks
    """  # noqa: D301 (\b keeps the example's lines apart)
    from drift.findings import KINDS

    width = max(map(len, KINDS))
    wide = max(len(kind.category) for kind in KINDS.values())
    for name, kind in KINDS.items():
        typer.echo(f"{name:{width}}  {kind.category:{wide}}  {kind.summary}")
