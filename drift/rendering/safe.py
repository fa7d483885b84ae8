"""Text that came from outside, made safe for a medium that would act on some characters.

HTML is escaped by jinja2 (`drift.rendering.markup`); the other media each have their own dangers.
"""

from __future__ import annotations

import re

# Bidirectional controls reorder what stands after them ("Trojan Source", CVE-2021-42574); U+061C, U+200E and
# U+200F only nudge, but a reader of a terminal cannot see them either.
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_VISIBLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},  # the Unicode block of control pictures
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **{ord(mark): f"⟨U+{ord(mark):04X}⟩" for mark in _BIDI},
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# What a terminal acts on when a file is shown there; tab and line ends have their own use in a file.
_CONTROLS = {code: _VISIBLE[code] for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}
_CONTROL = re.compile("[\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# https://owasp.org/www-community/attacks/CSV_Injection, with the full-width forms that Excel reads alike.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def one_line(text: str) -> str:
    """The text on one line, with control and bidirectional characters shown instead of obeyed."""
    return text.translate(_VISIBLE)


def calm(text: str) -> str:
    """The text with its control characters, but tab and line ends, shown one for one instead of obeyed.

    What ends a line or a page in other places (vertical tab, form feed, NEL) is a blank.
    """
    return text.translate(_CONTROLS)


def json_text(text: str) -> str:
    """JSON with the control characters that it allows unescaped written as escapes: its values stay as they are.

    But for two lone surrogates that stand like the halves of one character, and would be read as that: U+FFFD each.
    """
    return _SURROGATES.sub("\ufffd\ufffd", _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, replaced one for one by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def xml(text: str) -> str:
    """The text with the characters that XML 1.0 forbids or discourages replaced one for one by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def cell(text: str) -> str:
    """A spreadsheet cell that is read as text: an apostrophe goes before what would start a formula.

    Control characters are shown instead of obeyed.
    """
    text = calm(encodable(text))
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def clip(text: str, width: int) -> str:
    """At most `width` characters, cut after a word where one ends in the second half, with an ellipsis."""
    if len(text) <= width:
        return text
    cut = text[: width - 1]
    space = cut.rfind(" ")
    return f"{(cut[:space] if space > width // 2 else cut).rstrip()}…"
