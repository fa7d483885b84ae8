"""The way a file is written: it appears whole or not at all."""

from __future__ import annotations

import contextlib
import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Seconds after which a file that was to be renamed belongs to no write that goes on: each is written in one go.
_STALE = 3600.0


def deliver(path: Path, content: bytes) -> None:
    """Write what a user asked for, see `write`, and remove what writes to the same file left that were killed.

    Looking for that takes a look at the folder, so who fills one with many files calls `write`.

    Raises:
        OSError: the file cannot be written.
    """
    write(path, content)
    target = path.resolve()
    if target.is_file():
        with contextlib.suppress(OSError):  # what cannot be removed stays
            _tidy(target)


def _tidy(target: Path) -> None:
    aside = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}\.part")
    now = target.stat().st_mtime  # by the clock of whoever keeps the files
    for item in target.parent.iterdir():
        if aside.fullmatch(item.name) and now - item.lstat().st_mtime > _STALE:
            item.unlink()


def write(path: Path, content: bytes) -> None:
    """Write aside in the same folder and rename, so that no reader ever sees half a file.

    Raises:
        OSError: the file cannot be written; nothing is left behind.
    """
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():  # a pipe or a device cannot be renamed onto
        target.write_bytes(content)
        return
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("xb") as file:
            file.write(content)
        aside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
