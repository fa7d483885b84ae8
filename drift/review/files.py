"""Reading the JSON files of this room, with one clear line for what is wrong with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class ReviewError(ValueError):
    """A file that cannot be used, said in one line."""


def load(path: Path, *, schema: str, what: str) -> dict[str, Any]:
    """The JSON object in a file whose `schema` starts with the given text.

    Raises:
        ReviewError: the file cannot be read, is no JSON, or is something else.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path}: {error.strerror or error}"
        raise ReviewError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{path} is no JSON file: {error}"
        raise ReviewError(msg) from error
    if not isinstance(content, dict) or not str(content.get("schema", "")).startswith(schema):
        msg = f"{path} is not {what}"
        raise ReviewError(msg)
    return content
