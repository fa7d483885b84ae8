"""Sentences changed by program, to learn from: each edit does one thing that a rewrite may do wrong.

What an edit does is known, so that a model can learn where it is and how much it matters; that the edited sentence
stands beside another rendering of the same text, and not beside its own source, keeps the task honest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from random import Random

    Edit = Callable[["Material", str, Random], str]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had|should|may|might|must)\b(?! not\b)")
_NEGATION = re.compile(r"\b(is|are|was|were|will|would|could|has|have|had|should|may|might|must|do|does|did) not\b")
_FIGURE = re.compile(r"\d+")
_STRETCH = re.compile(
    r" (?:in|on|at|with|for|from|by|during|after|before|under|against) (?:[^\s,.;:]+ ?){1,4}(?=[\s,.])"
)
_CLAUSE = re.compile(r",(?: [^\s,.;:]+){2,12},")
_PASSIVE = re.compile(r"\b(?:is|are|was|were)\b(?= [a-z]+(?:ed|en|nd|ld|nt)\b)")
_INSIDE = re.compile(r"(?<=[a-z]) (?=[a-z])")

NUMERALS: Sequence[str] = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty")
CALENDAR: Sequence[Sequence[str]] = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"),
    ("million", "billion", "thousand"),
    ("first", "second", "third", "fourth"),
    ("north", "south", "east", "west"),
)  # fmt: skip
PRONOUNS: Sequence[Sequence[str]] = (
    ("he", "she", "they", "it", "I", "we"),
    ("his", "her", "their", "its", "my", "our"),
    ("him", "her", "them", "us", "me"),
)
MODALS: Sequence[Sequence[str]] = (("will", "may", "could"), ("would", "might", "will"), ("must", "may", "should"),
                                   ("can", "must", "might"))  # fmt: skip
VERBS: Sequence[Sequence[str]] = (("is", "was", "will be"), ("are", "were", "will be"), ("has", "had"), ("have", "had"),
                                  ("does", "did"), ("says", "said"))  # fmt: skip
NUMBERS: Sequence[Sequence[str]] = (("is", "are"), ("was", "were"), ("has", "have"), ("does", "do"))
LITTLE: Sequence[Sequence[str]] = (
    ("in", "on", "at", "by", "with", "from", "of", "to", "for"),
    ("and", "or", "but"),
    ("because", "although", "before", "after"),
    ("all", "some", "few", "many", "most", "no"),
    ("more", "less"),
    ("the", "a", "this"),
)
SMALL = frozenset(
    "that and or but as after before while when although because if to of in on at by for from with the a an is was "
    "are were has have had be been who which".split()
)
HEDGES: Sequence[str] = ("allegedly", "reportedly", "probably", "possibly")
FILLERS: Sequence[str] = ("only", "never", "always", "almost", "again", "quickly", "recently", "completely", "partly")


@dataclass(frozen=True, slots=True)
class Material:
    """What edits draw on: names and phrases of other texts, words that stand in like places, other forms of words."""

    names: tuple[str, ...]
    phrases: tuple[str, ...]
    neighbors: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(
        cls, texts: Iterable[str], neighbors: Mapping[str, tuple[str, ...]], forms: Mapping[str, tuple[str, ...]]
    ) -> Material:
        """The material that some texts yield, with words that stand in like places and other forms of words."""
        names: dict[str, None] = {}
        phrases: dict[str, None] = {}
        for text in texts:
            names.update(dict.fromkeys(_NAME.findall(text)))
            phrases.update(dict.fromkeys(_STRETCH.findall(text)))
        return cls(tuple(names), tuple(phrases), neighbors, forms)


class Corruption(NamedTuple):
    """An edit: what it is called, how likely it changes the meaning and claims something new, and itself."""

    name: str
    changed: float
    claims: float
    edit: Edit


def corrupt(material: Material, text: str, rng: Random) -> tuple[Corruption, str] | None:
    """One edit of the text, drawn from those that can be made; None where none can."""
    order = list(CORRUPTIONS)
    rng.shuffle(order)
    for corruption in order:
        edited = corruption.edit(material, text, rng)
        if edited != text and edited.strip():
            return corruption, edited
    return None


def _put(text: str, match: re.Match[str], new: str) -> str:
    """The text with a match replaced, its capital kept."""
    new = new[:1].upper() + new[1:] if match[0][:1].isupper() and match.start() == 0 else new
    return text[: match.start()] + new + text[match.end() :]


def _exchange(sets: Sequence[Sequence[str]]) -> Edit:
    """An edit that replaces one word by another of its set."""
    places: dict[str, list[Sequence[str]]] = {}
    for own in sets:
        for word in own:
            places.setdefault(word.lower(), []).append(own)

    def edit(_: Material, text: str, rng: Random) -> str:
        found = [m for m in _WORD.finditer(text) if m[0].lower() in places and m[0] != "May"]  # the month, or the modal
        if not found:
            return text
        match = rng.choice(found)
        own = rng.choice(places[match[0].lower()])
        return _put(text, match, rng.choice([word for word in own if word.lower() != match[0].lower()]))

    return edit


def _negate(_: Material, text: str, rng: Random) -> str:
    if (match := _NEGATION.search(text)) is not None:
        return text[: match.start()] + match[1] + text[match.end() :]
    found = list(_AUXILIARY.finditer(text))
    return _put(text, (match := rng.choice(found)), f"{match[0]} not") if found else text


def _recount(_: Material, text: str, rng: Random) -> str:
    found = list(_FIGURE.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    place = rng.randrange(len(match[0]))
    digit = str((int(match[0][place]) + rng.randint(1, 8)) % 10)
    new = match[0][:place] + (digit if place or digit != "0" else "1") + match[0][place + 1 :]
    return text[: match.start()] + new + text[match.end() :]


def _rename(material: Material, text: str, rng: Random) -> str:
    found = list(_NAME.finditer(text))
    return _put(text, rng.choice(found), rng.choice(material.names)) if found and material.names else text


def _swap(_: Material, text: str, rng: Random) -> str:
    """Two names, or two nouns that "the" or "a" introduces, exchanged."""
    names = list(dict.fromkeys(_NAME.findall(text)))
    if len(names) < 2:
        names = list(dict.fromkeys(re.findall(r"\b(?:the|a|an) ([a-z]{3,})\b", text)))
    if len(names) < 2:
        return text
    pair = rng.sample(names, 2)
    return re.sub(rf"\b(?:{'|'.join(pair)})\b", lambda name: pair[name[0] == pair[0]], text)


def _substitute(material: Material, text: str, rng: Random) -> str:
    found = [m for m in _WORD.finditer(text) if m[0] in material.neighbors]
    return _put(text, (match := rng.choice(found)), rng.choice(material.neighbors[match[0]])) if found else text


def _inflect(material: Material, text: str, rng: Random) -> str:
    """Another word of the same stem: "who died" becomes "who death"."""
    found = [m for m in _WORD.finditer(text) if m[0] in material.forms]
    return _put(text, (match := rng.choice(found)), rng.choice(material.forms[match[0]])) if found else text


def _prolong(_: Material, text: str, rng: Random) -> str:
    """Another aspect: "was found" becomes "was being found" or "had been found"."""
    found = list(_PASSIVE.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    return _put(text, match, rng.choice((f"{match[0]} being", "had been", "will be", "has been")))


def _drop_little(_: Material, text: str, rng: Random) -> str:
    found = [m for m in _WORD.finditer(text) if m[0].lower() in SMALL]
    if not found:
        return text
    match = rng.choice(found)
    rest = text[match.end() :].lstrip()
    return text[: match.start()] + (rest[:1].upper() + rest[1:] if match.start() == 0 else rest)


def _drop_word(_: Material, text: str, rng: Random) -> str:
    found = [m for m in _WORD.finditer(text) if len(m[0]) > 3 or m[0].isdigit()]
    if len(found) < 4:
        return text
    match = rng.choice(found[1:])
    return text[: match.start()].rstrip() + text[match.end() :]


def _drop_stretch(_: Material, text: str, rng: Random) -> str:
    found = list(_STRETCH.finditer(text)) + list(_CLAUSE.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    rest = text[: match.start()] + (" " if match[0].endswith((" ", ",")) else "") + text[match.end() :].lstrip()
    return rest if len(rest) > len(text) / 3 else text


def _add(material: Material, text: str, rng: Random) -> str:
    """A phrase of another sentence, an adverb, or a second noun."""
    found = list(_INSIDE.finditer(text))
    if not found or not material.phrases:
        return text
    place = rng.choice(found).start()
    return f"{text[:place]} {rng.choice((rng.choice(material.phrases), rng.choice(FILLERS))).strip()}{text[place:]}"


def _join(material: Material, text: str, rng: Random) -> str:
    found = [m for m in _WORD.finditer(text) if m[0] in material.neighbors]
    if not found:
        return text
    match = rng.choice(found)
    return f"{text[: match.end()]} and {rng.choice(material.neighbors[match[0]])}{text[match.end() :]}"


def _hedge(_: Material, text: str, rng: Random) -> str:
    found = list(_AUXILIARY.finditer(text))
    return _put(text, (match := rng.choice(found)), f"{match[0]} {rng.choice(HEDGES)}") if found else text


def _misspell(_: Material, text: str, rng: Random) -> str:
    found = [m for m in _WORD.finditer(text) if len(m[0]) > 4 and m[0].isalpha()]
    if not found:
        return text
    match = rng.choice(found)
    word, place = match[0], rng.randrange(1, len(match[0]) - 2)
    new = rng.choice(
        (word[:place] + word[place + 1] + word[place] + word[place + 2 :], word[:place] + word[place + 1 :])
    )
    return text[: match.start()] + new + text[match.end() :]


def _jumble(_: Material, text: str, rng: Random) -> str:
    words = text.split(" ")
    if len(words) < 5:
        return text
    size = rng.choice((2, 2, 4, len(words)))
    start = rng.randrange(len(words) - size + 1)
    part = words[start : start + size]
    rng.shuffle(part)
    return " ".join([*words[:start], *part, *words[start + size :]])


def _repeat(_: Material, text: str, rng: Random) -> str:
    words = text.split(" ")
    place = rng.choice((len(words) - 1, rng.randrange(len(words))))
    bare = words[place].rstrip(".,;")
    times = rng.randint(1, 3)
    return " ".join([*words[:place], *[bare] * times, *words[place:]])


def _lower(_: Material, text: str, rng: Random) -> str:
    return text.lower() if rng.random() < 0.5 else text[:1].lower() + text[1:]


def _mark(_: Material, text: str, rng: Random) -> str:
    words = text.split(" ")
    place = rng.randrange(len(words))
    choice = rng.random()
    if choice < 0.4:
        return text.rstrip(".!?")
    if choice < 0.8:
        return " ".join([*words[:place], words[place] + rng.choice(",;.!?~^*|"), *words[place + 1 :]])
    return re.sub(r"([,.;:!?'’\"])", r" \1", text)


#: The shares with which edits change the meaning are those that the data sets' own labels use for like errors.
CORRUPTIONS: Sequence[Corruption] = (
    Corruption("negation", 1.0, 1.0, _negate),
    Corruption("figure", 1.0, 1.0, _recount),
    Corruption("numeral", 1.0, 1.0, _exchange((NUMERALS,))),
    Corruption("calendar", 1.0, 1.0, _exchange(CALENDAR)),
    Corruption("name", 1.0, 1.0, _rename),
    Corruption("swap", 1.0, 1.0, _swap),
    Corruption("word", 0.9, 1.0, _substitute),
    Corruption("word", 0.9, 1.0, _substitute),
    Corruption("word", 0.9, 1.0, _substitute),
    Corruption("drop", 0.8, 0.0, _drop_word),
    Corruption("drop", 0.8, 0.0, _drop_word),
    Corruption("stretch", 0.9, 0.0, _drop_stretch),
    Corruption("add", 0.9, 1.0, _add),
    Corruption("join", 0.9, 1.0, _join),
    Corruption("pronoun", 1.0, 1.0, _exchange(PRONOUNS)),
    Corruption("modal", 0.9, 1.0, _exchange(MODALS)),
    Corruption("hedge", 0.9, 1.0, _hedge),
    Corruption("tense", 0.75, 1.0, _exchange(VERBS)),
    Corruption("little", 0.5, 1.0, _exchange(LITTLE)),
    Corruption("little dropped", 0.25, 0.0, _drop_little),
    Corruption("form", 0.4, 0.0, _inflect),
    Corruption("aspect", 0.6, 0.0, _prolong),
    Corruption("agreement", 0.25, 0.0, _exchange(NUMBERS)),
    Corruption("spelling", 0.25, 0.0, _misspell),
    Corruption("order", 0.4, 0.0, _jumble),
    Corruption("repetition", 0.25, 0.0, _repeat),
    Corruption("case", 0.05, 0.0, _lower),
    Corruption("mark", 0.05, 0.0, _mark),
)
