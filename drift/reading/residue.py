"""Template residue: one word that scraping glued behind many different words of a document.

The word is learnt from the document itself. Its free-standing copies go only where they stand behind a word that
it is also glued to.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.reading.edits import Edit
from drift.reading.vocabulary import WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from drift.language import Language
    from drift.reading.vocabulary import Vocabulary

# A suffix must stick to this many different words before it is residue: two may be a coinage or a lost space.
_MIN_HOSTS = 3
_MAX_TOKEN = 60  # longer runs of letters are data
# ... must stand behind those words in at least half of all their occurrences: residue comes from a template,
# whereas the topic of a text ("agreement") also follows them glued once or twice by a lost space.
_MIN_SHARE = 0.5
_MOST = 20  # residue words: a page's template has a handful, and each is looked for in the whole text
_NEIGHBORS = re.compile(r"(?<![^\W\d_])([^\W\d_]++)(?= ([^\W\d_]++))")


@dataclass(frozen=True, slots=True)
class Residue:
    """A residue word and the words (case folded) that it sticks to."""

    word: str
    hosts: frozenset[str]


def learn(text: str, vocabulary: Vocabulary) -> tuple[Residue, ...]:
    """The residue words of a text, most frequent first; usually none."""
    glued: dict[str, Counter[str]] = defaultdict(Counter)
    for token, count in vocabulary.surface.items():
        if not 6 <= len(token) <= _MAX_TOKEN or vocabulary.zipf(token):
            continue
        for cut in range(3, len(token) - 2):
            stem, suffix = token[:cut], token[cut:]
            if suffix.islower() and _is_host(stem, vocabulary) and _may_be_residue(suffix, vocabulary):
                glued[suffix][stem.casefold()] += count
    sticky = {suffix: hosts for suffix, hosts in glued.items() if len(hosts) >= _MIN_HOSTS}
    free = _free(text, sticky)
    found = [
        (sum(hosts.values()), Residue(suffix, frozenset(hosts)))
        for suffix, hosts in sticky.items()
        if _is_template(hosts, free[suffix], vocabulary)
    ]
    kept: list[Residue] = []
    for _, residue in sorted(found, key=lambda item: (-item[0], -len(item[1].word), item[1].word)):
        # "ink" sticks wherever "link" does: the first (more frequent, then longer) explains it.
        if not any(other.word.endswith(residue.word) or residue.word.endswith(other.word) for other in kept):
            kept.append(residue)
        if len(kept) == _MOST:
            break
    return tuple(kept)


def edits(text: str, vocabulary: Vocabulary, residues: tuple[Residue, ...]) -> list[Edit]:
    """Remove residue words glued behind a host or standing free behind one."""
    result: list[Edit] = []
    for residue in residues:
        reason = f"“{residue.word}” sticks to {len(residue.hosts)} different words here: scraping residue"
        previous: re.Match[str] | None = None
        for match in WORD.finditer(text):
            if vocabulary.is_protected(*match.span()):
                previous = None
                continue
            stem = match[0].removesuffix(residue.word)
            if stem != match[0] and stem.casefold() in residue.hosts and not vocabulary.zipf(match[0]):
                result.append(Edit(match.start() + len(stem), match.end(), "", "residue", reason))
            elif match[0].startswith(residue.word) and previous is not None:
                gap = text[previous.end() : match.start()]
                rest = match[0][len(residue.word) :]
                if (
                    _ends_in_host(previous[0], residue)
                    and gap in {" ", "\xa0", "  "}
                    and (not rest or rest[0].isupper())
                ):
                    if rest:  # "Morocco linkAlgeria": the blank stays between the two words
                        result.append(Edit(match.start(), match.end() - len(rest), "", "residue", reason))
                    elif not _is_noun_phrase(text, previous, vocabulary.language):
                        result.append(Edit(previous.end(), match.end(), "", "residue", reason))
            previous = match
    return result


def _may_be_residue(suffix: str, vocabulary: Vocabulary) -> bool:
    # Residue is a word of the page's template; a function word behind many words is lost spaces instead, and
    # what is no word at all is an ending (-ness, -ism) or part of a name.
    return not vocabulary.is_closed(suffix) and 3.0 <= vocabulary.zipf(suffix) < 6.0


def _is_host(stem: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.is_closed(stem) or not (stem.islower() or stem[1:].islower()):
        return False
    return vocabulary.zipf(stem) >= 3.0 or stem in vocabulary.surface


def _free(text: str, suffixes: Collection[str]) -> Mapping[str, Counter[str]]:
    """For each suffix the words (case folded) that it stands free behind, counted, in one pass over the text."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for match in _NEIGHBORS.finditer(text) if suffixes else ():
        before, word = match.groups()
        # "Morocco linkAlgeria": the word behind may have been glued on in its turn
        ends = [
            place for place in range(1, min(len(word), _MAX_TOKEN) + 1) if not "a" <= word[place : place + 1] <= "z"
        ]
        for suffix in {word[:end] for end in ends}.intersection(suffixes):
            found[suffix][before.casefold()] += 1
    return found


def _is_template(hosts: Mapping[str, int], free: Counter[str], vocabulary: Vocabulary) -> bool:
    # The same pair again and again, which lost spaces do not bring about ...
    repeated = sum(1 for count in hosts.values() if count >= 2)
    # ... or the same pair both glued and free.
    both = sum(1 for host in hosts if free[host])
    if repeated + both < 2:
        return False
    bare = sum(vocabulary.folded.get(host, 0) - free[host] for host in hosts)
    sticky = sum(hosts.values()) + sum(free[host] for host in hosts)
    return sticky >= _MIN_SHARE * (sticky + bare)


def _ends_in_host(word: str, residue: Residue) -> bool:
    """The host itself, with or without the residue glued on, or a host glued behind another word ("toMorocco")."""
    if word.removesuffix(residue.word).casefold() in residue.hosts:
        return True
    humps = re.findall(r"[^\W\d_a-z][a-z]+", word)
    return len(humps) == 1 and not word.startswith(humps[0]) and humps[0].casefold() in residue.hosts


def _is_noun_phrase(text: str, host: re.Match[str], own: Language) -> bool:
    """Whether a determiner stands before a name ("an Israel link"): then the residue word is a noun of its own."""
    if not host[0][0].isupper():
        return False
    before = re.search(r"([^\W\d_]+) $", text[max(0, host.start() - 12) : host.start()])
    return before is not None and before[1].casefold() in own.words("function.determiners")
