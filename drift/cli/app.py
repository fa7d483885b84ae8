"""The command `drift`: its verbs, and the one place where errors become exit codes."""

from __future__ import annotations

import io
import os
import sys
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from drift.cli import batch, bench, checks, explain, models, report, trace
from drift.cli.errors import expected, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLEAN, FOUND, UNUSABLE = 0, 1, 2

app = typer.Typer(
    name="drift",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # plain help: brackets are meant as written, and nothing is imported to color it
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
)


def _version(*, wanted: bool) -> None:
    if wanted:
        import drift

        typer.echo(f"drift {drift.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def drift_command(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 (its callback does the work)
        bool,
        typer.Option(
            "--version", callback=lambda value: _version(wanted=value), is_eager=True, help="Print the version."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", envvar="DRIFT_DEBUG", help="Show the traceback of an unexpected error.")
    ] = False,
) -> None:
    """What did the rewrite change? Finds what a translation or paraphrase omitted, added or altered.

    \b
    Example:
      drift report original.txt rewrite.txt -o report.html

    Results go to standard output, progress to standard error; - reads standard input. Exit code 0: clean;
    1: a finding at or above --fail-on; 2: usage, or input that cannot be read.
    """  # noqa: D301 (\b keeps the example's lines apart)
    context.obj = {"debug": debug}
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for verb in (report, trace, batch, bench, checks, explain, models):
    app.command(name=verb.__name__.rpartition(".")[2])(verb.command)


@contextmanager
def _speaking_to_people() -> Iterator[None]:
    """Streams and warnings as a person is to see them; afterwards as they were, for a caller of `main` that goes on."""
    show, out, err = warnings.showwarning, sys.stdout, sys.stderr
    texts = [(stream, stream.errors) for stream in (out, err) if isinstance(stream, io.TextIOWrapper)]

    def one_line_each(  # noqa: PLR0913, PLR0917 - the signature of the function that it stands for
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        """A warning to the user (a cache that cannot be written) is one line; others are for programmers."""
        if category is RuntimeWarning:
            sys.stderr.write(f"drift: {one_line(str(message))}\n")
        else:
            show(message, category, filename, lineno, file, line)

    for stream, _ in texts:
        stream.reconfigure(errors="replace")  # in a locale without curly quotation marks nothing may fail for them
    warnings.showwarning = one_line_each
    try:
        yield
    finally:
        warnings.showwarning = show
        sys.stdout, sys.stderr = out, err  # typer puts others in their place where a reader went away
        for stream, errors in texts:
            with suppress(OSError):  # what the stream still held did not go out; whoever writes to it next is told
                stream.reconfigure(errors=errors)


def _failed(message: str) -> int:
    sys.stderr.write(f"drift: {one_line(message)}\n")
    try:
        sys.stdout.flush()
    except OSError:
        _forget_output()  # a full disk, which was just said
    return UNUSABLE


def _forget_output() -> None:
    """Let what standard output did not take go nowhere: else the interpreter tries again at its exit, and complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(argv: Sequence[str] | None) -> int:
    """Run the verb that the arguments name; the exit code of what became of it."""
    with _speaking_to_people():
        return _run(list(sys.argv[1:] if argv is None else argv))


def _run(arguments: list[str]) -> int:
    verbs = {command.name for command in app.registered_commands}
    if arguments and arguments[0] not in verbs and Path(arguments[0]).is_file():
        return _failed(f"{arguments[0]} is a file and no command; did you mean drift report {' '.join(arguments)}")
    try:
        code = app(args=arguments, prog_name="drift", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()  # the reader (head, less) went away: not an error
        return CLEAN
    except SystemExit as stopped:
        if not isinstance(stopped.__context__, BrokenPipeError):
            raise
        _forget_output()  # typer's own answer to a reader that went away
        return CLEAN
    except Exception as error:
        message = expected(error)
        if message is None:
            if "--debug" in arguments or os.environ.get("DRIFT_DEBUG"):
                raise
            message = f"internal error: {type(error).__name__}: {error} (DRIFT_DEBUG=1 shows where)"
        return _failed(message)
    return code if isinstance(code, int) else CLEAN
