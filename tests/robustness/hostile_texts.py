"""Texts made to be slow or to break things: each a function from a size in characters to a text."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SENTENCE = "The minister came to Rabat on Tuesday. "

# Repeated until the size is reached, between two sentences: each is what some pattern might start on again and again.
UNITS = (
    *"aA.()\"“”'’1$%0-–_,;:!?…*|#/\\\t\xa0\n\r\v\u2028\u0301\u200d\u202e\u2066\u00ad\ufeff@<>&[{~`^=+\x00\x07\ufffd\uffff",
    *("aA", "Aa", "a ", "A ", "a.", "A.", "a. ", "()", "(a)", "( ", '" ', "“”", "“a ", 'a" ', "a'", "a' ", "s' a"),
    *("1,", "1.", "1 ", "1-", "1/", "1:", "$1 ", "1% ", "x1", "a1-", "123 ", "a-", "- ", "a_", "a,", "a,b ", ", "),
    *("?! ", " | ", "#a", "  a", "\ta", "\n\n", "a\n", "\r\n", "word-\n", "a\u0301", "a\u200d", "\u202ea", "a\u00ad"),
    *("👩\u200d👩\u200d👧\u200d👦", "🇬🇧", "\U000e0061", "a@", "a@a ", "@a.", "http://", "https://a ", "www.", " www.a"),
    *("a.com ", "aa.bb-cc.", ".com", "<a", "<a ", "<!--", "<script>", "</", "<div>", "<p x='", '<a "', "&#", "&amp;"),
    *("the ", "hundred ", "one ", "half a ", "1 million ", "two and ", "January ", "1 January ", "2020-", "1/1/"),
    *("a hundred and ", "one and a half ", "an hour and a ", "one point ", "two thousand ", "half of a "),
    *("10:00 ", "last week ", "not ", "said ", "“a” he said ", "may ", "John Smith ", "Mr. ", "J.K. ", "U.S. "),
    *("because ", "which ", "O'", "McA", "aâ€™b ", "Ã©", "中", "中。", "ก", "عر ", "яя ", "क्ष", "𝐀", "²", "1½ ", "٣"),
    *("ofthe", "spywareAccording ", "WesternSahara ", "Moroccolink ", "Leave a Reply\n", "By John\n", ".  ", " — "),
    *("• a\n", "1. a\n", 'q." ', "[1]", "word,word", "word(word ", "(word)word", "word.Word", "a”ww", "\x1b[31m"),
)


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: SENTENCE + (unit * (size // len(unit) + 1))[:size] + "\n" + SENTENCE


def drawn(parts: Sequence[str]) -> Callable[[int], str]:
    def make(size: int) -> str:
        generator = random.Random(1)  # noqa: S311 - the same text each time
        return SENTENCE + "".join(generator.choice(parts) for _ in range(size)) + " " + SENTENCE

    return make


def page(before: str, unit: str, after: str) -> Callable[[int], str]:
    return lambda size: f"<!doctype html><html>{before}{unit * (size // len(unit))}{after}</html>"


def one_word_lines(size: int) -> str:
    generator = random.Random(3)  # noqa: S311 - the same text each time
    letters = "abcdefghijklmnoprstuvy"
    return "\n".join("".join(generator.choice(letters) for _ in range(6)) for _ in range(size // 7))


def residues(size: int) -> str:
    """Many word endings, each glued to many words."""
    words = "link time rain wind stone water paper house table chair river green light sound voice party money".split()
    hosts = "summer winter market garden window letter doctor island valley bridge castle forest".split()
    pairs = [f"{host}{word} {host} {word}" for word in words for host in hosts]
    return " ".join(pairs[k % len(pairs)] for k in range(size // 24))


def wrapped_then_long(size: int) -> str:
    """A block of wrapped lines, and two lines of which the first is one word."""
    block = "\n".join(["the quick brown fox jumps over the lazy dog and runs away to see"] * 8)
    return f"{block}\n\n{'x' * size}\nand so on\n"


MADE: dict[str, Callable[[int], str]] = {
    "any ascii": drawn([chr(code) for code in range(32, 127)]),
    "letters": drawn("abcdefghijklmnopqrstuvwxyz"),
    "words": drawn("abcdefghijklmnopqrstuvwxyzABCDE     "),
    "digits": drawn("0123456789    ,.-/$%:"),
    "marks": drawn("()[]{}\"'“”‘’.,;:!?-– a"),
    "scripts": drawn([chr(code) for code in (*range(32, 0x2000), *range(0x3000, 0x3100), *range(0x4E00, 0x5000))]),
    "tags": drawn("<p> </p> <div> </div> <b > = \" ' a &amp; & <!-- --> <script> </script>".split(" ")),
    "open divs": page("<body>", "<div>", f"<p>{SENTENCE}</p></body>"),
    "open tables": page("<body>", "<table><tr><td>", f"{SENTENCE}</body>"),
    "open inline": page("<body><p>", "<b><i>", f"{SENTENCE}</p></body>"),
    "paragraphs": page("<body>", f"<p>{SENTENCE}</p>", "</body>"),
    "attributes": page("<body><p ", "a=b ", f">{SENTENCE}</p></body>"),
    "open quotes": page("<body>", '<p a="', f">{SENTENCE}</p></body>"),
    "open comments": page("<body>", "<!-- ", f"<p>{SENTENCE}</p></body>"),
    "scripts of a page": page(f"<body><p>{SENTENCE}</p>", "<script>alert(1)</script>", f"<p>{SENTENCE}</p></body>"),
    "entities": page(f"<body><p>{SENTENCE}", "&nbsp;&#x41;", "</p></body>"),
    "headings": page("<body>", "<h1>a", f"<p>{SENTENCE}</p></body>"),
    "items": page("<body><ul>", "<li>word", f"</ul><p>{SENTENCE}</p></body>"),
    "titles": page("<head><title>", "<title>", f"</head><p>{SENTENCE}</p>"),
    "one-word lines": one_word_lines,
    "residues": residues,
    "wrapped, then long": wrapped_then_long,
    "titles with bars": lambda size: "Some words here" + " | " * (size // 3) + f"\n\n{SENTENCE * 3}\n{SENTENCE}",
    "prose": lambda size: f"{SENTENCE}He said that “exports” rose by 3.5% to $1.2 billion. " * (size // 90 + 1),
    "quotations that never close": lambda size: f"“{SENTENCE}" * (size // 40),
}
TEXTS: dict[str, Callable[[int], str]] = {**{ascii(unit): repeated(unit) for unit in UNITS}, **MADE}
