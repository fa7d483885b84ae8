"""Names of people, places and organisations, compared as strings: the labels of a small model are unstable.

A name is a run of capitalized words that the parse or its place in the sentence shows to be one. Countries are
recognized in every form ("Morocco", "Moroccan", "Rabat") by the table `countries.tsv` of the language.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drift.facts.spelling import respelled
from drift.facts.units import spellings
from drift.language import language_of
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.language import Language
    from drift.records import Document, Sentence, Token


@dataclass(frozen=True, slots=True)
class Name:
    """The folded words of a name without titles, and the codes of the country that they may name, if any.

    `initial` tells a name at the start of a sentence, whose capital proves nothing; `label` is the model's.
    """

    words: tuple[str, ...]
    countries: tuple[str, ...] = ()
    initial: bool = False
    label: str = field(default="", compare=False)


#: Entity labels of the parse that names bear.
LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"})

SENTENCES = 1024  # texts whose words are kept: those of a few pairs of articles, which the checks ask for again

_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}


@functools.lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word without case, accents, possessive, dots and hyphens: "Müller's" and "MULLER" fold alike."""
    word = _POSSESSIVE.sub("", word.casefold())
    word = "".join(_LETTERS.get(char, char) for char in word)
    word = unicodedata.normalize("NFKD", word)
    return "".join(char for char in word if char.isalnum())


@functools.cache
def countries(own: Language) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The words of each form in a language's `countries.tsv`, folded, and the codes that it may stand for."""
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    endings = ("", *own.ordered("names.plural"))
    for code, groups in _rows(own):
        for words in itertools.chain.from_iterable(groups):
            for key in ((*words[:-1], words[-1] + ending) for ending in endings):
                table[key] = tuple(dict.fromkeys((*table.get(key, ()), code)))
    return table


def is_land(code: str) -> bool:
    """Whether a code of `countries.tsv` stands for a land: those that begin with "=" do not."""
    return not code.startswith("=")


@functools.cache
def _seats(own: Language) -> frozenset[tuple[str, ...]]:
    rows = [groups for _, groups in _rows(own)]
    lands = {words for groups in rows for words in itertools.chain(*groups[:2])}
    return frozenset(words for groups in rows for words in itertools.chain(*groups[2:])) - lands


def is_seat(words: tuple[str, ...], own: Language) -> bool:
    """Whether folded words name a seat of government, and no country ("Bern", not "Luxembourg")."""
    return words in _seats(own)


def _rows(own: Language) -> Iterator[tuple[str, list[list[tuple[str, ...]]]]]:
    """Each code of `countries.tsv`, and the folded words of its names, its adjectives and its seats."""
    for line in own.file("countries.tsv").splitlines():
        if line and not line.startswith("#"):
            code, *groups = line.split("\t")
            yield code, [[tuple(map(fold, re.split(r"[ -]", form))) for form in g.split(";") if form] for g in groups]


@functools.cache
def _longest(own: Language) -> dict[str, int]:
    """How many words the longest form has that begins with a word."""
    found: dict[str, int] = {}
    for form in countries(own):
        found[form[0]] = max(len(form), found.get(form[0], 0))
    return found


_WORD = re.compile(r"[^\W_]+(?:[.'’&][^\W_]+)*\.?")


@functools.lru_cache(maxsize=SENTENCES)
def words_of(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and folded form of each word of a text; the parts of "Maddy-Weitzman" are words."""
    return tuple((m.start(), m.end(), folded) for m in _WORD.finditer(text) if (folded := fold(m[0])))


@functools.lru_cache(maxsize=SENTENCES)
def country_spans(text: str, own: Language) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Where a text names countries: start, end and the codes of each, the longest forms first.

    Forms must be capitalized in the text: "turkey", "us" and "polish" are words.
    """
    table, longest, definite = countries(own), _longest(own), own.words("function.definite")
    words = words_of(text)
    found: list[tuple[int, int, tuple[str, ...]]] = []
    index = 0
    while index < len(words):
        step = 1
        if text[words[index][0]].isupper() or text[words[index][0] : words[index][1]] in definite:
            for length in range(min(longest.get(words[index][2], 0), len(words) - index), 0, -1):
                stretch = words[index : index + length]
                codes = table.get(tuple(folded for _, _, folded in stretch))
                last = text[stretch[-1][0] : stretch[-1][1]]
                # "US" is the country, "Us" and "In" are not.
                short = len(stretch) == 1 and len(stretch[0][2]) <= 3 and not last.replace(".", "").isupper()
                if codes and not short and (last[:1].isupper() or length > 1):
                    found.append((stretch[0][0], stretch[-1][1], codes))
                    step = length
                    break
        index += step
    return tuple(found)


_CODED = re.compile(r"[^\W\d_][^\W_]*(?:[-‑–.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Code:
    """The folded letters of a name of letters and figures ("A380", "SARS-CoV-2"), and its figures."""

    letters: str
    figures: tuple[str, ...]

    def differs(self, other: Code) -> bool:
        """Whether another keeps the letters and changes a figure; "Covid-2019" is "Covid-19"."""
        if self.letters != other.letters or len(self.figures) != len(other.figures):
            return False
        pairs = zip(self.figures, other.figures, strict=True)
        return not all(a == b or (len(a + b) == 6 and (a.endswith(b) or b.endswith(a))) for a, b in pairs)


def coded(text: str) -> Iterator[tuple[int, int, Code]]:
    """Where a text has names of letters and figures: start, end and code."""
    for match in _CODED.finditer(text):
        figures = tuple(re.findall(r"\d+", match[0]))
        if figures and any(map(str.isupper, match[0])) and not (match.start() and text[match.start() - 1].isalnum()):
            yield match.start(), match.end(), Code(re.sub(r"\d+", "", fold(match[0])), figures)


def extract(document: Document, tokens: tuple[tuple[Token, ...], ...]) -> Iterator[Fact[Name]]:
    """The names of each sentence that was parsed, in text order. Lines in title case are passed over."""
    own = language_of(document)
    read = [(sentence, row) for sentence, row in zip(document.sentences, tokens, strict=True) if row]
    untitled = [(sentence, row) for sentence, row in read if not title_case(sentence.text, own)]
    known = _capitals((row for _, row in read), (row for _, row in untitled))
    for sentence, parsed in untitled:
        for start, end, name in find(sentence, parsed, own, known):
            yield Fact("name", name, sentence.index, start, end, document.clean[start:end])


def title_case(text: str, own: Language) -> bool:
    """Whether every word but the small ones has a capital, so that capitals tell nothing (headlines)."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    lower = [word for word in words if not word[0].isupper() and word not in own.words("names.headline")]
    # A headline is no sentence: it has no full stop. A word or two may be lower case by mistake.
    return len(words) >= 4 and not text.rstrip(' ”"’').endswith(".") and len(lower) <= len(words) / 8


def _capitals(rows: Iterable[Sequence[Token]], untitled: Iterable[Sequence[Token]]) -> frozenset[str]:
    """Folded words that stand capitalized inside some sentence that is no title and in lower case in none."""
    lower = {token.text for tokens in rows for token in tokens if token.text[:1].islower()}
    upper = {
        token.text
        for tokens in untitled
        for index, token in enumerate(tokens)
        if token.text[:1].isupper() and not _opens(tokens, index)
    }
    return frozenset(map(fold, upper)).difference(map(fold, lower))


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token begins the sentence, a quotation or what follows a colon or bullet."""
    if index and tokens[index - 1].text in _OPENERS:
        return True
    return not any(any(map(str.isalnum, token.text)) for token in itertools.islice(tokens, index))


_OPENERS = frozenset(
    {"“", '"', "‘", "«", "„", ":", "–", "—", "-", "•", "*", "…", "...", "(", "[", "'", "``", "!", "?", ".", "|"}
)


def find(
    sentence: Sentence, tokens: Sequence[Token], own: Language, known: frozenset[str] = frozenset()
) -> list[tuple[int, int, Name]]:
    """The names of one sentence: clean offsets and value."""
    places = [(a + sentence.start, b + sentence.start, codes) for a, b, codes in country_spans(sentence.text, own)]
    titles, common = own.words("names.titles"), own.words("names.common")
    runs: list[list[int]] = []
    for index, token in enumerate(tokens):
        if not _is_name(tokens, index, own, known) or _is_of_money(tokens, index, own):
            continue
        country = next((p for p in places if p[0] <= token.start < p[1]), None)
        joined = (
            bool(runs) and _joined(tokens, runs[-1][-1], index, own) and fold(tokens[runs[-1][-1]].text) not in titles
        )
        if joined and runs:
            previous = next((p for p in places if p[0] <= tokens[runs[-1][-1]].start < p[1]), None)
            # "Moroccan King Mohammed": a country is a name of its own, the next word begins another.
            joined = previous == country or (country is None and previous is None)
        if joined:
            runs[-1].append(index)
        else:
            runs.append([index])
    found: list[tuple[int, int, Name]] = []
    for run in map(functools.partial(_trimmed, tokens, places, common), runs):
        start, end = tokens[run[0]].start, tokens[run[-1]].end
        codes = next((p[2] for p in places if p[0] <= start < p[1]), ())
        words = tuple(folded for i in run for _, _, folded in words_of(tokens[i].text) if folded not in common or codes)
        if words and (codes or any(len(word) > 1 for word in words)):
            label = next((tokens[i].entity for i in run if tokens[i].entity), "")
            found.append((start, end, Name(words, tuple(codes), _opens(tokens, run[0]), label)))
    return found


def _is_of_money(tokens: Sequence[Token], index: int, own: Language) -> bool:
    """Whether a word is part of the unit of an amount, which numbers compare ("40 Australian dollars")."""
    for first in (index, index - 1):
        unit = " ".join(token.text.lower() for token in tokens[first : index + 2]) if first > 0 else ""
        if unit in spellings(own) and tokens[first - 1].pos == "NUM":
            return True
    return False


def _trimmed(
    tokens: Sequence[Token], places: Sequence[tuple[int, int, tuple[str, ...]]], common: frozenset[str], run: list[int]
) -> list[int]:
    """A run without the titles and small words before the name itself, where something is left."""
    kept = list(run)
    while len(kept) > 1 and fold(tokens[kept[0]].text) in common:
        if any(a <= tokens[kept[0]].start < b for a, b, _ in places):
            break
        kept = kept[1:]
    return kept


def _joined(tokens: Sequence[Token], last: int, index: int, own: Language) -> bool:
    between = [token.text.lower() for token in tokens[last + 1 : index]]
    gap = tokens[index].start - tokens[last].end
    if not between:
        return gap <= 1
    return len(between) <= 2 and own.words("names.connectors").issuperset(between)


def _is_name(tokens: Sequence[Token], index: int, own: Language, known: frozenset[str]) -> bool:
    token = tokens[index]
    text = token.text
    if not text[:1].isupper() and not (text[:1].islower() and any(map(str.isupper, text[1:3]))):
        return False
    folded = fold(text)
    if len(folded) < 2 or folded in _calendar(own) or (not text[-1].isalnum() and not _INITIALS.fullmatch(text)):
        return False
    is_unit = index > 0 and tokens[index - 1].text[-1:].isdigit() and text.lower() in spellings(own)  # "2 TB"
    if is_unit or not any(map(str.isalpha, text)) or text in own.words("names.capitals"):
        return False
    if not _opens(tokens, index):
        return token.pos in ("PROPN", "NOUN", "ADJ", "X", "VERB") or token.entity in LABELS
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    chained = following is not None and following.pos == "PROPN" and following.text[:1].isupper()
    if folded in own.words("names.common"):
        return chained
    acronym = token.pos == "NOUN" and is_acronym(text) and not all(map(str.isupper, (t.text for t in tokens[:2])))
    named = token.pos == "PROPN" and (token.entity in LABELS or chained)
    return acronym or named or (folded,) in countries(own) or folded in known


_INITIALS = re.compile(r"(?:[A-Z]\.)+")


@functools.cache
def _calendar(own: Language) -> frozenset[str]:
    """Words with capitals that name days, months and times."""
    names = ("months", "months_short", "weekdays", "weekdays_short", "clock")
    return frozenset(word for name in names for entry in own.ordered(f"calendar.{name}") for word in entry.split())


@functools.lru_cache(maxsize=65_536)
def agree(a: Name, b: Name, own: Language) -> bool:
    """Whether two names may be one: of one country, or every word of the shorter is a word of the longer."""
    if frozenset(a.countries) & frozenset(b.countries):
        return True
    short, long = sorted((a.words, b.words), key=len)
    return bool(short) and all(any(same_word(word, other, own) for other in long) for word in short)


def same_word(a: str, b: str, own: Language) -> bool:
    """Whether two folded words are one name in two forms: plural, adjective, compound, "ue" for "ü"."""
    if a == b or respelled(a, own) == respelled(b, own):
        return True
    derived = own.words("names.derived")
    short, long = sorted((a, b), key=len)
    ending = long[len(short) :]
    if len(short) >= 3 and long.startswith(short) and (ending in derived or ending in own.words("names.inflected")):
        return True
    stem = len(_prefix(a, b)) if a[:4] == b[:4] else 0
    if stem >= 4 and stem >= len(short) - 2:
        one, two = a[stem:], b[stem:]
        bare = own.words("names.bare")
        if any(x in derived and (not y or y in bare or y in derived) for x, y in ((one, two), (two, one))):
            return True
    # "Unterallgäu" holds "Allgäu", "coronavirus" "corona".
    if len(short) >= 5 and len(long) - len(short) >= 4 and (long.startswith(short) or long.endswith(short)):
        return True
    return len(a) != len(b) and _german(a) == _german(b)


def _prefix(a: str, b: str) -> str:
    size = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:size]


def _german(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def is_acronym(text: str) -> bool:
    """Whether a word is written as initials: two to six capitals, with full stops or without."""
    letters = text.replace(".", "")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()


def initials_in(acronym: str, words: Sequence[str], own: Language) -> bool:
    """Whether consecutive words begin with the letters of the acronym; small words may be skipped or counted.

    >>> from drift.language import language
    >>> initials_in("mou", ["a", "memorandum", "of", "understanding"], language("en"))
    True
    """
    if not 2 <= len(acronym) <= 8 or not acronym.isalpha():
        return False
    small = own.words("names.small")
    return any(_spells(acronym, words[start:], small) for start in range(len(words)) if words[start][:1] == acronym[0])


def _spells(acronym: str, words: Sequence[str], small: frozenset[str]) -> bool:
    at = used = 0
    for word in words:
        if at == len(acronym):
            break
        if word[:1] == acronym[at]:
            at, used = at + 1, used + 1
        elif word not in small:
            break
    return at == len(acronym) and used >= 2


_SKELETON = (
    (re.compile(r"ph"), "f"), (re.compile(r"sch|sh"), "s"), (re.compile(r"ch|kh|[ckq]+"), "k"), (re.compile(r"w"), "v"),
    (re.compile(r"tz|ts|z"), "s"),
    (re.compile(r"dj|j|g"), "g"), (re.compile(r"[aeiouy]+"), ""), (re.compile(r"h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


@functools.lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The consonants that survive transliteration: "yiftach" and "yiftakh", "loudiyi" and "ludiya" come out alike."""
    first = word[:1]
    for pattern, replacement in _SKELETON:
        word = pattern.sub(replacement, word)
    return word if word or first not in "aeiouy" else "-"


def letters(names: Iterable[str]) -> str:
    """The words of a name written as one, for comparing "Brahim Ghali" with "Brahingali"."""
    return "".join(names)
