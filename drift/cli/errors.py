"""Which failures are the user's to mend, and how each is said in one line."""

from __future__ import annotations

import sys
import unicodedata


class UsageError(Exception):
    """A wrong argument, said in one line."""


# The rooms' own errors by name and room, so that none of those rooms is imported to name its error: an
# error that was raised has its room loaded already.
_ROOMS = {
    "drift.reading": ("ReadError",),
    "drift.encoding": ("ModelError",),
    "drift.review": ("ReviewError",),
    "drift.tracing": ("TraceError",),
    "drift.corpus": ("BatchError",),
    "drift.bench": ("DataError",),
}


def _room_errors() -> tuple[type[BaseException], ...]:
    found = (getattr(sys.modules.get(room), name, None) for room, names in _ROOMS.items() for name in names)
    return tuple(kind for kind in found if isinstance(kind, type) and issubclass(kind, BaseException))


def expected(error: BaseException) -> str | None:
    """The message of an expected failure, None for a programming error."""
    if isinstance(error, (UsageError, *_room_errors())):
        return str(error)
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return f"{error.strerror or error}{where}"
    if isinstance(error, MemoryError):
        return "not enough memory"
    # typer's own usage errors: they have no public base class, but this method and an exit code of 2
    format_message = getattr(error, "format_message", None)
    if callable(format_message) and isinstance(getattr(error, "exit_code", None), int):
        verb = getattr(getattr(error, "ctx", None), "command_path", "drift")
        said = str(format_message()).replace(": Value error, ", ": ").removesuffix(".")
        return f"{said} (see {verb} --help)"
    return None


def one_line(message: str) -> str:
    """`message` on one line, with every control character escaped: a file's name may hold terminal codes."""
    joined = " ".join(message.split())
    return "".join(
        character if not unicodedata.category(character).startswith("C") else ascii(character)[1:-1]
        for character in joined
    )
