"""Articles retold by a seeded program: what an editor in a hurry does, so that tracing has rewrites of a second kind.

It leaves out sentences and asides, exchanges words for others of about the same sense (either way, so that the result
is on average no plainer than its source), reports part of a quotation in plain words, and misspells a name at times.
Nothing here was tuned to what tracing looks at, but both were written by the same people: figures on retold articles
show that tracing works, not how well it does on rewrites of other hands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

DROPPED = 0.12  # share of sentences that are left out; those of the roundtrip's planted articles lose 4 %
CUT = 0.5  # of the phrases between commas
EXCHANGED = 0.7  # of the words that have another beside them in `EXCHANGES`
UNQUOTED = 0.3  # of the quotations lose their marks and their first person
GARBLED = 0.5  # of the articles have one name misspelled throughout

EXCHANGES = (
    ("big", "large"), ("start", "begin"), ("started", "began"), ("help", "assist"), ("buy", "purchase"),
    ("bought", "purchased"), ("show", "demonstrate"), ("shows", "demonstrates"), ("showed", "demonstrated"),
    ("said", "stated"), ("says", "states"), ("about", "approximately"), ("get", "obtain"), ("need", "require"),
    ("needs", "requires"), ("use", "employ"), ("used", "employed"), ("make", "produce"), ("makes", "produces"),
    ("made", "produced"), ("many", "numerous"), ("near", "close to"), ("often", "frequently"), ("enough", "sufficient"),
    ("also", "additionally"), ("but", "yet"), ("because", "since"), ("children", "kids"), ("job", "position"),
    ("jobs", "positions"), ("money", "funds"), ("problem", "difficulty"), ("problems", "difficulties"),
    ("idea", "notion"), ("answer", "reply"), ("end", "finish"), ("ended", "finished"), ("try", "attempt"),
    ("tried", "attempted"), ("think", "believe"), ("thought", "believed"), ("important", "significant"),
    ("find", "discover"), ("found", "discovered"), ("work", "labor"), ("build", "construct"), ("built", "constructed"),
    ("keep", "retain"), ("live", "reside"), ("lives", "resides"), ("seems", "appears"), ("fast", "quick"),
    ("chance", "opportunity"), ("part", "portion"), ("rich", "wealthy"), ("hard", "difficult"), ("sure", "certain"),
    ("main", "principal"), ("whole", "entire"), ("last", "final"), ("rise", "increase"), ("rose", "increased"),
    ("fall", "drop"), ("fell", "dropped"), ("killed", "slain"), ("attack", "assault"), ("firm", "company"),
    ("firms", "companies"), ("law", "statute"), ("talks", "negotiations"), ("choose", "select"), ("chose", "selected"),
    ("allow", "permit"), ("allowed", "permitted"), ("happened", "occurred"), ("ask", "inquire"), ("give", "provide"),
    ("gave", "provided"), ("given", "provided"), ("gives", "provides"), ("wants", "wishes"), ("wanted", "wished"),
    ("house", "residence"), ("car", "vehicle"), ("cars", "vehicles"), ("doctor", "physician"), ("now", "currently"),
)  # fmt: skip
_OTHER = {word: pair[1 - place] for pair in EXCHANGES for place, word in enumerate(pair)}
_WORD = re.compile(r"\b[a-z]+(?: to)?\b")
_ASIDE = re.compile(r", (?:who|which|where|a|an|the|including|such as|according)\b[^,.;:“”\"]{8,80},")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+[”’\"')]*|$)\s*")
_QUOTATION = re.compile(r"“([^“”]{12,})[,.]” (?:he|she|they) said|\"([^\"]{12,})[,.]\" (?:he|she|they) said")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{5,}\b")
_SOUNDS = (("ck", "k"), ("ph", "f"), ("y", "i"), ("ie", "y"), ("ll", "l"), ("nn", "n"), ("tt", "t"), ("c", "k"),
           ("s", "z"), ("e", "a"), ("o", "u"), ("a", "e"))  # fmt: skip


def retold(article: str, rng: Random) -> str:
    """The article in other words, shorter; paragraphs keep their order."""
    paragraphs = [part for part in re.split(r"\n+", article) if part.strip()]
    told = []
    for number, paragraph in enumerate(paragraphs):
        sentences = _SENTENCE.findall(paragraph)
        kept = [item for place, item in enumerate(sentences) if number + place == 0 or rng.random() >= DROPPED]
        text = "".join(kept).strip()
        if text:
            told.append(_reworded(_unquoted(_shortened(text, rng), rng), rng))
    text = "\n\n".join(told)
    return _garbled(text, rng) if rng.random() < GARBLED else text


def _shortened(text: str, rng: Random) -> str:
    return _ASIDE.sub(lambda match: "" if rng.random() < CUT else match[0], text)


def _unquoted(text: str, rng: Random) -> str:
    def plain(match: re.Match[str]) -> str:
        words = match[1] or match[2]
        if rng.random() >= UNQUOTED or re.search(r"\b(?:I|we|my|our|me|us)\b", words, re.IGNORECASE):
            return match[0]
        return f"{words[0].upper()}{words[1:]}, it was said"

    return _QUOTATION.sub(plain, text)


def _reworded(text: str, rng: Random) -> str:
    return _WORD.sub(
        lambda match: _OTHER[match[0]] if match[0] in _OTHER and rng.random() < EXCHANGED else match[0], text
    )


def _garbled(text: str, rng: Random) -> str:
    names = sorted(set(_NAME.findall(text)))
    if not names:
        return text
    name = rng.choice(names)
    for old, new in rng.sample(_SOUNDS, len(_SOUNDS)):
        if old in name[1:]:
            return re.sub(rf"\b{name}\b", name[0] + name[1:].replace(old, new, 1), text)
    return text
