"""One spelling for British and American variants, in any inflection: colours/colors, travelled/traveled.

Folded words are only ever compared with folded words, so a fold may yield no English word ("rise" becomes
"rize" on both sides); it must only not make one word of two. Endings are folded, whole words looked up.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "aeroplane": "airplane", "aluminium": "aluminum", "cheque": "check", "grey": "gray", "jewellery": "jewelry",
    "kerb": "curb", "manoeuvre": "maneuver", "mould": "mold", "mum": "mom", "plough": "plow", "programme": "program",
    "pyjamas": "pajamas", "sceptic": "skeptic", "sceptical": "skeptical", "skilful": "skillful", "tyre": "tire",
    "whilst": "while", "amongst": "among", "towards": "toward", "learnt": "learned", "burnt": "burned",
    "judgement": "judgment", "ageing": "aging", "enrol": "enroll", "fulfil": "fulfill", "wilful": "willful",
    "practise": "practice", "practised": "practiced", "practising": "practicing", "licence": "license",
    "gramme": "gram", "kilogramme": "kilogram",
    "defence": "defense", "offence": "offense", "pretence": "pretense", "encyclopaedia": "encyclopedia",
}  # fmt: skip

# Each: what must stand before (at least three letters keep "wise", "four" and "acre" out), the British ending,
# the American one, and the inflections that may follow.
_ENDINGS = tuple(
    (re.compile(rf"^([a-z'-]{{{least},}}){british}({after})$"), ending)
    for least, british, ending, after in (
        (3, "is", "iz", "e|ed|es|er|ers|ing|ation|ations|able"),
        (3, "ys", "yz", "e|ed|es|er|ers|ing"),
        (3, "our", "or", "|s|ed|ing|ful|less|able|ably|ite|ites|hood|hoods|ly|er|ers"),
        (2, "tre", "ter", "|s"),
        (2, "tr", "ter", "ed"),
        (2, "bre", "ber", "|s"),
        (3, "ogue", "og", "|s|d"),
    )
)
# A doubled l after an unstressed vowel: two vowels stand before it, which "filled" (filed) and "called" lack.
_DOUBLED = re.compile(r"^([a-z]*[aeiouy][a-z]*[^aeiouy\W][aeiouy])ll(ed|ing|er|ers|or|ors)$")


@lru_cache(maxsize=65_536)
def american(word: str) -> str:
    """Lower case, straight apostrophe and hyphen, American spelling."""
    plain = word.casefold().replace("’", "'").replace("‑", "-")
    for suffix in ("", "s", "r", "d"):
        stem = plain.removesuffix(suffix) if suffix else plain
        if plain.endswith(suffix) and stem in _WORDS:
            return _WORDS[stem] + suffix
    for pattern, ending in _ENDINGS:
        if found := pattern.match(plain):
            return found[1] + ending + found[2]
    found = _DOUBLED.match(plain)
    return f"{found[1]}l{found[2]}" if found else plain
