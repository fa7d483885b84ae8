"""What a text has to be copied letter by letter: addresses, code, placeholders, versions, reference numbers.

Each has a form of its own, which no language changes; `identifiers.toml` has the words that introduce some.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.language.packs import alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from drift.language import Language


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier: its `sort`, and its `value`, what must be equal for two to be one; offsets are those of a text."""

    sort: str
    value: str
    start: int
    end: int


#: Sorts whose loss a reader of plain prose does not miss; the others are what a program or a clerk looks for.
ORNAMENTS = frozenset({"domain", "handle"})
#: Sorts of which a text may have several alike, each with a place of its own.
COUNTED = frozenset({"placeholder"})
#: Sorts that plain prose may drop.
PROSE = frozenset({"address", "e-mail address", "telephone number", "reference", "file name", "version"})


def find(text: str, own: Language) -> tuple[Identifier, ...]:
    """The identifiers of a sentence in text order, none within another."""
    if not _SIGN.search(text):
        return ()
    found: list[Identifier] = []
    for sort, pattern in _patterns(own):
        for match in pattern.finditer(text):
            start, end = match.span("it" if "it" in pattern.groupindex else 0)
            end -= len(text[start:end]) - len(_stripped(sort, text[start:end]))
            if start < end and not any(start < other.end and other.start < end for other in found):
                found.append(Identifier(sort, _VALUES.get(sort, str)(text[start:end]), start, end))
    return tuple(sorted(found, key=lambda item: item.start))


#: Without one of these a text has no identifier.
_SIGN = re.compile(r"[\d@`{%_#/\\]|--|\w\.\w|\(\)")

_URL = r"[^\s<>\"“”«»`{}|\\^]"
_CODE = r"(?<!`)`(?P<it>[^`\s](?:[^`\n]{0,200}[^`\s])?)`(?!`)"
_PLACEHOLDER = (
    r"\$?(?<![\w\\}])\{\{?\s?[\w.\[\]$-]{1,40}\s?(?:[,:!|][^{}\n]{0,100})?\}\}?|%\(\w{1,40}\)[sdifr]|%\{\w{1,40}\}"
    r"|(?<![\d%])(?<!\d )%(?:\d\$)?[-+0]?\d{0,2}(?:\.\d)?[sdif@](?![\w])|(?<![\d%])(?<!\d )%\d(?![\w%])"
)
_WINDOWS = r"(?<!\w)[A-Za-z]:\\[\w\\.$~-]+"
_UNIX = r"(?<![\w/.)])(?:~|\.{1,2})?/(?:[\w.@+-]+/)+[\w.@+-]*"
_OPTION = r"(?<![\w-])--[a-z]\w*(?:-\w+)*(?![\w-])"
_NAMED = r"(?<![\w.-])[A-Za-z]\w*_\w+(?:\(\))?(?!\w)|(?<![\w.])[A-Za-z_][\w.]*\(\)"
_REFERENCE = (
    r"\b10\.\d{4,9}/[^\s<>\"”]+|\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"
    r"|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d[0-9a-f]*\d)[0-9a-f]{7,64}\b"
    r"|(?<![\w/.-])[A-Z]{1,8}\d{0,4}[-/](?=[\w/.-]*\d{3}|\d+/)[A-Z0-9]+(?:[-/.][A-Z0-9]+)*(?![\w-])"
    r"|(?<![\w.-])(?:[A-Z]{2,5} )(?=\d{3})(?!(?:19|20)\d\d\b)\d{3,6}(?:[-:]\d+)*(?![\w,.]\d)\b"
    r"|(?<![\w.,/-])\d{1,6}(?:-\d{1,7}){2,5}(?![\w/-])|(?<![\w&])#\d{1,7}\b"
)
_VERSION = (
    r"(?<![\w.,$€£-])v?\d{1,5}(?:\.\d{1,5}){2,4}(?:[-+][0-9A-Za-z.]+)?(?![\w%])|(?<!\w)v\d{1,3}(?:\.\d{1,4})+(?!\w)"
)
#: What looks like a version and is a date or a number: "24.12.2024", "1.500.000".
_FIGURES = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d\d|(?:19|20)\d\d)|\d{4}\.\d{2}\.\d{2}|\d{1,3}(?:\.\d{3})+")
#: ... like a reference: "2024-12-24", "3-2-1".
_DATED = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-(?:19|20)?\d\d|\d(?:-\d)+")
_PHONE = (
    r"(?<![\w.,/-])(?:\+\d{1,3}|00\d{1,3}|0\d{1,4})[ ./-]?(?:\(\d{1,5}\)|\d{1,5})(?:[ ./-]?\d{2,5}){1,5}(?!\w)"
    r"|(?<![\w.,/-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?!\w)"
)


@functools.cache
def _patterns(own: Language) -> Sequence[tuple[str, re.Pattern[str]]]:
    """Each sort and its form, the surest first; the group `it` is the identifier where more stands in the form."""
    names = alternatives(own.words("identifiers.extensions"))
    cases, parts, phones = (alternatives(own.words(f"identifiers.{name}")) for name in ("cases", "parts", "phones"))
    forms = (
        ("code", _CODE),
        ("address", rf"\b(?:https?|ftp)://{_URL}+|\bwww\.{_URL}+\.{_URL}+|\b(?:[a-z0-9-]+\.)+[a-z]{{2,6}}/{_URL}+"),
        ("e-mail address", r"\b[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,12}\b"),
        ("placeholder", _PLACEHOLDER),
        ("file name", rf"{_WINDOWS}|{_UNIX}|(?<![\w@/.-])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.{names}(?![\w/])"),
        ("option", _OPTION),
        ("code", _NAMED),
        ("domain", r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|co\.uk)\b"),
        ("telephone number", _PHONE),
        ("telephone number", rf"(?i:\b{phones}) (?P<it>\d{{3}}[-. ]?\d{{4}})(?![\w,]|\.\d)"),
        ("version", _VERSION),
        ("reference", _REFERENCE),
        (
            "reference",
            rf"(?i:\b{cases})\.? (?:\([A-Z]{{2,5}}\) )?(?:[Nn]o\.? )?(?P<it>\d{{1,4}}/\d{{1,4}}(?:/[A-Z]+)?)\b",
        ),
        (
            "reference",
            rf"(?i:(?<!\w){parts})\.?\s?(?P<it>\d{{1,4}}[A-Za-z]?(?:\(\w{{1,4}}\))+|\d{{1,3}}(?:\.\d{{1,3}})+)",
        ),
        ("handle", r"(?<![\w./@])@[A-Za-z]\w{1,30}\b|(?<![\w&/])#[A-Za-z]\w{1,40}\b"),
    )
    return tuple((sort, re.compile(form)) for sort, form in forms)


def _stripped(sort: str, text: str) -> str:
    """Without the marks of the sentence behind it; nothing where it is a date or a number."""
    if (sort == "version" and _FIGURES.fullmatch(text)) or (
        sort in {"reference", "telephone number"} and _DATED.fullmatch(text)
    ):
        return ""
    if sort in {"address", "reference"}:
        text = text.rstrip(".,;:!?'’*")
        text = text[:-1] if text.endswith(")") and text.count(")") > text.count("(") else text
    return text.rstrip(".") if sort in {"file name", "version"} else text


def _address(text: str) -> str:
    host, stroke, path = re.sub(r"^(?:https?://)?(?:www\.)?", "", text, flags=re.IGNORECASE).partition("/")
    return (host.lower() + stroke + path).rstrip("/.,")


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text)).lstrip("0")


#: How the value of a sort is made of what is written: what two ways of writing it may differ in is left out.
_VALUES: Mapping[str, Callable[[str], str]] = {
    "address": _address,
    "domain": str.lower,
    "handle": str.casefold,
    "e-mail address": str.lower,
    "telephone number": _digits,
    "placeholder": lambda text: text.replace(" ", ""),
    "version": lambda text: text.removeprefix("v"),
    "reference": lambda text: re.sub(r"[\s–‑]", "-", text).replace("-", "").lower(),
}


def same(a: Identifier, b: Identifier) -> bool:
    """Whether two identifiers are one: a telephone number may lack the code of its country."""
    if a.sort == b.sort == "telephone number":
        short, long = sorted((a.value, b.value), key=len)
        return len(short) >= 6 and long.endswith(short)
    return a.value == b.value


def stands(item: Identifier, written: str, text: str) -> bool:
    """Whether a text has an identifier, as it is written or in its value, not as a part of another word."""
    if item.sort == "reference" and item.value in _VALUES["reference"](text):
        return True
    return any(re.search(_alone(form), text) for form in {written, item.value} if form)


def _alone(form: str) -> str:
    """What matches a form where no word goes on before or behind it."""
    before, behind = (r"(?<!\w)" * form[0].isalnum(), r"(?![\w-])" * form[-1].isalnum())
    return before + re.escape(form) + behind
