"""`drift models`: the embedded model, and how to name others."""

import typer

NOTE = """
--model takes the name of a folder in sentence-transformers' format, or a hub name; in Python, also any object
with encode(list of texts) -> array. A hub name needs the network the first time.
"""


def command() -> None:
    """Show the embedding model in use, and how to name another.

    \b
    Example:
      drift models
    """  # noqa: D301 (\b keeps the example's lines apart)
    from drift.encoding import ModelError, installed, packaged

    typer.echo(f"{packaged.NAME} (default, packaged as {packaged.PACKAGE})")
    try:
        folder = packaged.folder()
        packaged.verify(folder)
    except ModelError as error:
        typer.echo(f"  state   {error}")
    else:
        typer.echo("  state   installed, files as published")
        typer.echo(f"  folder  {folder}")
    for name, digest in packaged.HASHES.items():
        typer.echo(f"  sha256  {digest}  {name}")
    typer.echo("drift's own model files")
    try:
        state = "as installed" if installed.verify() else "no hashes were recorded (a source tree)"
    except ModelError as error:
        state = str(error)
    typer.echo(f"  state   {state}")
    for path in installed.files():
        typer.echo(f"  sha256  {packaged.sha256(path)}  {path.relative_to(installed.PACKAGE).as_posix()}")
    typer.echo(NOTE.rstrip())
