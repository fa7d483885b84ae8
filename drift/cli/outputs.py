"""Where a result is written, and in which format: each `-o`, or standard output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from drift.cli import inputs
from drift.cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

Result = TypeVar("Result")


@dataclass(frozen=True)
class Target(Generic[Result]):
    """A file (None: standard output) and what makes its content."""

    path: Path | None
    render: Callable[[Result], bytes]


def targets(
    outputs: Sequence[Path],
    form: str | None,
    writers: Mapping[str, Callable[[Result], bytes]],
    *,
    read: Iterable[str | Path | None],
) -> list[Target[Result]]:
    """A target for each output, in the format of its suffix; of none, standard output as text. `form` names another.

    `writers` has a `text`, which a file that ends in .txt gets too; `read` are the run's inputs.

    Raises:
        UsageError: there is no such format, or the file cannot be written or is an input.
    """
    if form and len(outputs) > 1:
        msg = "-f goes with one -o; of several the suffixes name the formats"
        raise UsageError(msg)
    inputs_of_run = tuple(read)
    made = []
    for output in outputs or (None,):
        name = form or (output.suffix.lower().removeprefix(".") if output else "text")
        if name == "txt" and form is None:
            name = "text"
        if name not in writers:
            what = f"-f {form}" if form else f"-o {output}: its suffix"
            msg = f"{what} names no format; the formats are {', '.join(writers)}"
            raise UsageError(msg)
        made.append(Target(inputs.writable(output, read=inputs_of_run) if output else None, writers[name]))
    return made


def deliver(result: Result, chosen: Iterable[Target[Result]]) -> list[Path]:
    """Write the result to its targets, all rendered before the first is written; the files that were written."""
    from drift.ground.files import deliver as written

    contents = [(target.path, target.render(result)) for target in chosen]
    for path, content in contents:
        if path is None:
            inputs.put(content)
        else:
            written(path, content)
    return [path for path, _ in contents if path is not None]
