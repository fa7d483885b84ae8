"""Whether this installation's own files are those that were installed, by the hashes that the installer recorded.

A wheel carries a sha256 of each of its files, and the installer keeps them in the distribution's RECORD. A source
tree, or an editable installation, has none: there version control says what was changed.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from drift.encoding.protocol import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

DISTRIBUTION = "paraphrase-drift"
PACKAGE = Path(__file__).resolve().parent.parent
SUFFIXES = frozenset({".json", ".safetensors", ".toml", ".tsv"})


def files() -> tuple[Path, ...]:
    """The files of this package that hold what was learned or listed, in order."""
    return tuple(sorted(path for path in PACKAGE.rglob("*") if path.suffix in SUFFIXES and path.is_file()))


def digest(path: Path) -> str:
    """The sha256 of a file as RECORD writes it: URL-safe base64 without padding.

    Raises:
        ModelError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        msg = f"model file cannot be read: {path}: {error.strerror}"
        raise ModelError(msg) from error
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def recorded() -> Mapping[Path, str]:
    """The hashes of this package's files that the installer recorded, empty where it recorded none."""
    try:
        entries = distribution(DISTRIBUTION).files or ()
    except PackageNotFoundError:
        return {}
    return {
        place: entry.hash.value
        for entry in entries
        if entry.hash is not None and entry.hash.mode == "sha256" and entry.suffix in SUFFIXES
        for place in (Path(str(entry.locate())).resolve(),)
        if place.is_relative_to(PACKAGE)
    }


@cache
def verify() -> bool:
    """Refuse an installation one of whose model files was altered; whether there were hashes to tell by.

    Raises:
        ModelError: a file is missing, or is not what was installed.
    """
    known = recorded()
    for path, expected in known.items():
        if digest(path) != expected:
            msg = f"{path} was altered since it was installed: its sha256 is not the recorded one; install drift again"
            raise ModelError(msg)
    return bool(known)
