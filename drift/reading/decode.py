"""Files and bytes -> text, with a stated guess of the encoding, or one clear line of refusal."""

from __future__ import annotations

import codecs
import os
import re
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# First bytes of formats that hold no plain text, and how to name them to the user.
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive (or an Office document, which is one)"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"RIFF", "a RIFF container"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite data base"),
)
# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
# Not among them: blanks and line ends, the backspace of old manual pages, the escape of terminal colors.
_CONTROLS = tuple(bytes([code]) for code in (*range(1, 8), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
_HIGH = re.compile(rb"[\x80-\xff]")


class ReadError(ValueError):
    """The input cannot be read as text. The message is one line for the user and names the file."""


class WordlessError(ReadError):
    """The input is empty, or has no words in it."""


def load(path: Path, *, max_chars: int) -> bytes:
    """The bytes of a regular file.

    Raises:
        ReadError: missing, a directory, a pipe or device, unreadable, or too large for `max_chars`.
    """
    name = shown(str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            msg = f"{name} is a directory, not a file"
            raise ReadError(msg)
        if not stat.S_ISREG(status.st_mode):
            msg = f"{name} is not a regular file (a pipe, socket or device)"
            raise ReadError(msg)
        if status.st_size > 4 * max_chars + 4:  # no encoding that is read here needs more than 4 bytes a character
            msg = f"{name} is too large: {status.st_size} bytes; the limit is {max_chars} characters"
            raise ReadError(msg)
        with open(path, "rb", opener=_at_once) as file:
            data = file.read(4 * max_chars + 5) or b""  # some files of /proc and /sys have no size of their own
    except FileNotFoundError:
        msg = f"{name} does not exist"
        raise ReadError(msg) from None
    except OSError as error:
        msg = f"{name} cannot be read: {(error.strerror or str(error)).lower()}"
        raise ReadError(msg) from None
    except ValueError as error:
        if isinstance(error, ReadError):
            raise
        msg = f"{name} is not a usable path: {error}"  # a NUL character in the name
        raise ReadError(msg) from None
    if len(data) > 4 * max_chars + 4:
        msg = f"{name} is too large; the limit is {max_chars} characters"
        raise ReadError(msg)
    return data


def _at_once(path: str, flags: int) -> int:
    """Open without waiting: some files of /proc call themselves regular, and are silent until something happens."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """Bytes -> text (a byte order mark stays in it) and the encoding: "utf-8", or "cp1252 (guessed)".

    Raises:
        ReadError: binary data, or bytes that no known encoding explains.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            msg = f"{name} is {what}, not text"
            raise ReadError(msg)
    if b"%PDF-" in data[:1024]:  # its readers allow for that much before it
        msg = f"{name} is a PDF file, not text"
        raise ReadError(msg)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if b"\x00" in data:
        encoding = _bare_utf16(data)
        if not encoding:
            msg = f"{name} is binary (it contains NUL bytes), not text"
            raise ReadError(msg)
        return _strict(data, encoding, name)[0], f"{encoding} (guessed)"
    if 50 * sum(map(data.count, _CONTROLS)) > len(data):  # two in a hundred: no text has them, packed data has ten
        msg = f"{name} is binary (it is full of control characters), not text"
        raise ReadError(msg)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _declared(data) or _damaged_utf8(data) or _guess(data, name)


def shown(name: str) -> str:
    """A file name fit for a message of one line."""
    return name if name.isprintable() else ascii(name)


def _strict(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        msg = f"{name} is not valid {encoding}, which its first bytes announce: byte {error.start} is wrong"
        raise ReadError(msg) from None


def _bare_utf16(data: bytes) -> str:
    """UTF-16 without a mark: in Latin text every other byte is NUL, on one side only."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if len(data) % 2 or half < 2:
        return ""
    if odd > 0.5 * half and not even:
        return "utf-16-le"
    if even > 0.5 * half and not odd:
        return "utf-16-be"
    return ""


def _declared(data: bytes) -> tuple[str, str] | None:
    """The encoding that an HTML page declares, where it decodes the page without an error."""
    found = _META.search(data[:4096])
    if found is None:
        return None
    label = found[1].decode("ascii").lower()
    if label in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        label = "cp1252"  # what browsers read these labels as (WHATWG Encoding Standard)
    try:
        return data.decode(codecs.lookup(label).name), label
    except (LookupError, UnicodeDecodeError, AttributeError, TypeError):
        return None


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes, such as a file that was cut within a character.

    Most non-ASCII characters must be sound: in another encoding hardly any pair of high bytes is valid UTF-8.
    """
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    if sound < 9 * broken:  # one character in ten: beyond that another encoding explains the bytes better
        return None
    return text, f"utf-8 ({broken} broken {'character' if broken == 1 else 'characters'})"


def _guess(data: bytes, name: str) -> tuple[str, str]:
    western = _western(data)
    if western is not None:
        return western, "cp1252 (guessed)"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        msg = f"{name} is in no encoding that is known here"
        raise ReadError(msg)
    return str(best), f"{best.encoding.replace('_', '-')} (guessed)"


def _western(data: bytes) -> str | None:
    """cp1252 where it reads as Western European: few high bytes, each a letter within a word or typography.

    Statistical guessers take short Western texts for Central European or Mac ones; the form settles it first.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = [(match.start(), text[match.start()]) for match in _HIGH.finditer(data)]
    if len(high) > 0.12 * len(data):  # French and German have 3-6 % accented letters; Cyrillic or Greek above 60 %
        return None
    letters = set("àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜŸ")
    typography = set("‘’“”–—…•€£¥§©®™°«»‹›¡¿·\xa0ºª½¼¾²³¹†‡´±×")
    plausible = sum(1 for _, character in high if character in letters or character in typography)
    return text if plausible >= 0.95 * len(high) else None
