"""What the arguments name: standard input, files, kinds of finding, folders to write to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drift.cli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STANDARD_INPUT = "-"


def source(name: str) -> bytes | Path:
    """The bytes of standard input for `-`, else the path. A path is not read here."""
    return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name)


def kinds(chosen: Sequence[str], *, option: str) -> tuple[str, ...]:
    """The finding kinds that comma-separated names mean; a family ("omission") means all its kinds.

    Raises:
        UsageProblem: a name is neither a kind nor a family.
    """
    names = [name.strip() for item in chosen for name in item.split(",") if name.strip()]
    if not names:
        return ()
    from drift.checks import KINDS

    found: dict[str, None] = {}
    for name in names:
        matches = [kind for kind in KINDS if kind == name or kind.partition(".")[0] == name]
        if not matches:
            msg = f"{option}: no such kind of finding: {name}{_nearest(name, KINDS)} (see drift checks)"
            raise UsageProblem(msg)
        found.update(dict.fromkeys(matches))
    return tuple(found)


def _nearest(name: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, [*known, *{kind.partition(".")[0] for kind in known}], n=1)
    return f", did you mean {near[0]}?" if near else ""


def writable(path: Path) -> Path:
    """`path`, if a file can be made there. Asked before the work starts, not after it.

    Raises:
        UsageProblem: the folder is missing, or the path is itself a folder.
    """
    import os

    if path.is_dir():
        msg = f"cannot write {path}: it is a folder"
        raise UsageProblem(msg)
    if not path.parent.is_dir():
        msg = f"cannot write {path}: there is no folder {path.parent}"
        raise UsageProblem(msg)
    if not os.access(path.parent, os.W_OK):
        msg = f"cannot write {path}: the folder {path.parent} is not writable"
        raise UsageProblem(msg)
    return path
