"""Every kind of finding: what it says, how its severity is chosen, an example, the languages it can judge.

`drift checks` and `drift explain KIND` print these.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding.

    `severity` is a line a rule, worst first. `example` is (original, rewrite); the original is "" where the rewrite
    is looked at alone. `languages` are ISO 639-1 codes of the languages that the kind can judge; empty means
    any language.
    """

    name: str
    category: str
    summary: str
    severity: tuple[str, ...]
    example: tuple[str, str]
    languages: frozenset[str] = frozenset({"en"})


_MEANING = "Accuracy/Mistranslation"
_WRITING = "Linguistic conventions"
_ANY: frozenset[str] = frozenset()

_ALL = (
    Kind(
        "omission.sentence",
        "Accuracy/Omission",
        "content of the original that is nowhere in the rewrite",
        (
            "major: prose with two content words or more",
            "minor: a headline, a byline, a sentence of few content words, one whose quotation stands elsewhere",
        ),
        ("Rabat bought no software. It denied the claim.", "Rabat bought no software."),
        _ANY,
    ),
    Kind(
        "omission.clause",
        "Accuracy/Omission",
        "a phrase of a rendered sentence that the rewrite leaves out",
        (
            "major: six content words or more",
            "minor: fewer, or its names, numbers and part of its words stand in the sentences around",
        ),
        ("The minister, who had resigned in May over the scandal, returned.", "The minister returned."),
    ),
    Kind(
        "addition.sentence",
        "Accuracy/Addition",
        "content of the rewrite that is not in this original",
        (
            "major: prose with two content words or more",
            "minor: a headline, a byline, a sentence of few content words, one whose quotation stands elsewhere",
        ),
        ("Talks ended.", "Talks ended. The secretary of state praised the plan."),
        _ANY,
    ),
    Kind(
        "addition.clause",
        "Accuracy/Addition",
        "a phrase of the rewrite that the original's sentence does not have",
        (
            "major: six content words or more",
            "minor: fewer, or its names, numbers and part of its words stand in the sentences around",
        ),
        ("The minister returned.", "The minister, who had resigned in May over the scandal, returned."),
    ),
    Kind(
        "number",
        _MEANING,
        "a number, amount, share or time of day with another value or unit",
        (
            "critical: a factor of ten or more",
            (
                "major: another value or unit, two that changed places, “to” for “by” after a change, “more than”"
                " for “nearly” half, another rank (“largest” for “second-largest”)"
            ),
            "minor: rounded, “more than” for “nearly”, or “one of the largest” for “the largest”",
        ),
        ("The deal is worth $3.5m.", "The deal is worth $5.3m."),
    ),
    Kind(
        "date",
        _MEANING,
        "a date, weekday, month, year or decade with another value",
        ("major: another date, two that changed places, or one of a list lost or new",),
        ("They signed on 24 November.", "They signed on 26 November."),
    ),
    Kind(
        "name",
        _MEANING,
        "a person, place or organization misspelled, exchanged or dropped",
        (
            "major: another name, two names run together, or a name of a list dropped",
            "minor: a spelling that still shows whom it means, or another name dropped",
        ),
        ("Brahim Ghali heads the movement.", "Brahingali heads the movement."),
    ),
    Kind(
        "quote",
        _MEANING,
        "words between quotation marks changed, unquoted, or put into somebody's mouth",
        (
            (
                "major: half of a short quotation's content words changed, a word became its contrary, or a long report"
                " became a quotation"
            ),
            "minor: any other departure from the quoted words, or marks lost",
            "neutral: what was quoted is reported in indirect speech, and all of it is there",
        ),
        ("He denounced “creeping normalisation”.", "He denounced “slow normalization”."),
    ),
    Kind(
        "negation",
        _MEANING,
        "a statement that is negative on one side only",
        (
            "critical: the same verb affirmed and denied, or a denial confirmed",
            "major: another predicate, a different word for it, or a negative prefix",
            "minor: “never” became “rarely”",
        ),
        ("The minister did not resign.", "The minister resigned."),
    ),
    Kind(
        "modality",
        _MEANING,
        "said with more or less certainty: would/will, may, allegedly, reportedly, plans to",
        (
            (
                "major: “may”, “might”, “could” made certain; “allegedly”, “reportedly”, “apparently” lost; what was"
                " only meant, tried, asked or to come told as done; “asked” became “forced”"
            ),
            (
                "minor: another mode, a duty or request of another strength, a doubt that is new, what was done told as"
                " meant, “would ban” became “bans”"
            ),
            "neutral: “could” became “can”",
        ),
        ("Rabat allegedly used it.", "Rabat used it."),
    ),
    Kind(
        "attribution",
        _MEANING,
        "who says it: dropped, or given to another",
        (
            "major: the words are given to another speaker; a named source, or that it is a mere claim, is dropped",
            (
                "minor: another source, the source of a quotation or of its own doings, or whom the source told, is"
                " dropped"
            ),
        ),
        ("Taxes will fall, officials said.", "Taxes will fall."),
    ),
    Kind(
        "role",
        _MEANING,
        "who did what to whom exchanged",
        (
            "critical: two names exchanged as doer and target",
            "major: other participants, or the terms of a comparison, exchanged",
        ),
        ("Algeria accused Morocco.", "Morocco accused Algeria."),
    ),
    Kind(
        "wording",
        _MEANING,
        "a content word that does not mean the same",
        (
            (
                "major: a contrary (“old” for “new”), another word of a closed set (“aunt” for “uncle”, “his” for"
                " “her”), a “former”, “acting”, “deputy”, “attempted” or “suspected” lost or new, an “almost” before"
                " “all” or “none” lost"
            ),
            (
                "minor: a confusion, an odd word, another preposition of place, “spokesperson” for “spokeswoman”,"
                " a “draft”, “planned” or “so-called” lost or new, “almost” before “all” new, a word that seems to"
                " say something else"
            ),
        ),
        ("The ministry oversees security exports.", "The ministry oversees safe exports."),
    ),
    Kind(
        "terminology",
        "Terminology/Inconsistent",
        "one thing with several names or spellings within the rewrite",
        ("minor: always",),
        ("", "Maddie-Weitzman agreed. Later Maddy-Weitzman left."),
    ),
    Kind(
        "repetition",
        _WRITING,
        "a word, phrase or sentence said twice",
        ("minor: always",),
        ("", "It began with the uprising (uprising) in 2000."),
        _ANY,
    ),
    Kind(
        "fragment",
        _WRITING,
        "a piece of a sentence that stands as a sentence",
        ("minor: always",),
        ("", "It can offer many things,” he said. Said."),
    ),
    Kind(
        "fluency",
        _WRITING,
        (
            "writing that is broken: spaces, articles, capitals, quotation marks, words that do not exist, fixed terms"
            " replaced word by word"
        ),
        ("minor: always",),
        ("", "The trip was described as a . is marked by strong charges."),
    ),
    Kind(
        "boilerplate",
        "Other",
        "site furniture that is no part of the text",
        ("neutral: always",),
        ("", "Leave a Reply"),
        _ANY,
    ),
    Kind(
        "moved",
        "Other",
        "present, but in another place",
        ("neutral: always",),
        ("First came the rain. Then the bridge fell.", "The bridge fell then. The rain came first."),
        _ANY,
    ),
)

#: All kinds by name, in the order in which they are listed to the user.
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
