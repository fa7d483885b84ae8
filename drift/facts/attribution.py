"""Attribution: who is said to say what, read from the dependency parse.

Found forms: "X said (that) ...", "..., said X", "X told Y", "according to X", "in X's words/view".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.language import language_of
from drift.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.language import Language
    from drift.records import Document, Token

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_CLAUSES = frozenset({"ccomp", "parataxis", "xcomp", "acl"})
_QUOTES = frozenset('“”"„«»‘')


@dataclass(frozen=True, slots=True)
class Attribution:
    """`speaker` (the noun phrase's words, "" where none is named) says something in the manner of `verb`.

    `manner` tells how far the writer stands behind it: a neutral "report", a mere "claim", a "denial", a "concession".

    `names` is the speaker's name in lower case, the last word first ("gantz", "benny"; a title may be among them),
    `common` the head noun's lemma where it is no name, `pronoun` whether the speaker is a pronoun. `verb_index`,
    `content` (the head of the reported clause) and `addressee` (of "told") index the sentence's
    tokens; -1 where there is none.
    """

    speaker: str
    names: tuple[str, ...]
    common: str
    pronoun: bool
    verb: str
    manner: str
    verb_index: int
    content: int
    addressee: int = -1


def agree(a: Attribution, b: Attribution) -> bool:
    """Whether the speakers may be one: the last word of a name is a word of the other, or the nouns are the same."""
    if a.names and b.names:
        return a.names[0] in b.names or b.names[0] in a.names
    if a.common and b.common:
        return a.common == b.common
    return not a.names and not b.names and a.speaker.casefold() == b.speaker.casefold()


def extract(document: Document, tokens: Sequence[Sequence[Token]]) -> Iterator[Fact[Attribution]]:
    """One fact a source; its span runs over the speaker and the verb of saying."""
    own = language_of(document)
    for sentence, row in zip(document.sentences, tokens, strict=True):
        for index in range(len(row)):
            found = _verb(row, index, own) or _according(row, index, own)
            if found is None:
                continue
            value, first, last = found
            start, end = row[first].start, row[last].end
            yield Fact("attribution", value, sentence.index, start, end, document.clean[start:end])


def subtree(row: Sequence[Token], head: int) -> list[int]:
    """The token and everything that depends on it, in text order."""
    members = {head}
    grown = True
    while grown:
        more = {i for i, token in enumerate(row) if token.head in members and i not in members}
        grown = bool(more)
        members |= more
    return sorted(members)


def _verb(row: Sequence[Token], index: int, own: Language) -> tuple[Attribution, int, int] | None:
    token = row[index]
    verb = token.lemma.lower()
    if (
        token.pos != "VERB"
        or verb not in own.words("saying.verbs")
        or (token.has("VerbForm=Inf") and _infinitive(row, index, own))
    ):
        return None
    clause = _child(row, index, _CLAUSES)
    speaker = _speaker(row, index, own, reports=clause is not None or _interjected(row, index))
    if speaker is None:
        return None
    words = _phrase(row, speaker, index)
    told = _child(row, index, {"obj", "iobj"}) if verb in own.words("saying.addressing") else None
    addressee = -1 if told is None else told
    content = clause if clause is not None else _host(row, index)
    manner = own.classes("saying.verbs")[verb]
    value = _value(row, speaker, words, verb=verb, manner=manner, index=index, content=content, addressee=addressee)
    end = max(index, words[-1], addressee if addressee == index + 1 else -1)
    return value, min(index, words[0]), end


def _speaker(row: Sequence[Token], index: int, own: Language, *, reports: bool) -> int | None:
    """The head of the noun phrase that speaks; None where the verb reports nothing or the speaker is "I" or "we"."""
    quoted = _beside_quotation(row, index)
    # two subjects ("The problem, says Iguchi, is that ..."): the nearer one speaks
    subjects = [i for i, other in enumerate(row) if other.head == index and other.dep in _SUBJECTS]
    found = min(subjects, key=lambda i: (abs(i - index), -i), default=None)
    if found is None:
        found = _inverted(row, index, quoted=quoted)
    if found is None:
        found, reports = _before(row, index, own), True
    if found is None or not (quoted or reports or row[index].lemma.lower() in own.words("saying.alone")):
        return None
    # "he was told that": the speaker is not named
    return None if row[found].text.lower() in own.words("saying.own") or row[found].dep == "nsubj:pass" else found


def _according(row: Sequence[Token], index: int, own: Language) -> tuple[Attribution, int, int] | None:
    word = row[index].text.lower()
    if word not in own.words("saying.according"):
        return None
    to = _child(row, index, {"udep"})
    speaker = _child(row, to, {"comp:obj"}) if to is not None else None
    if speaker is None or not _can_speak(row[speaker], own):
        return None
    words = _phrase(row, speaker, index)
    value = _value(row, speaker, words, verb=word, manner="report", index=index, content=row[index].head)
    return value, index, max(words)


def _can_speak(token: Token, own: Language) -> bool:
    lemma = token.lemma.lower()
    nouns, endings = own.words("saying.speakers"), own.ordered("saying.speaker_endings")
    return token.pos in {"PROPN", "PRON"} or lemma in nouns or lemma.endswith(endings)


def _value(  # noqa: PLR0913 - a value of many parts
    row: Sequence[Token],
    speaker: int,
    words: Sequence[int],
    *,
    verb: str,
    manner: str,
    index: int,
    content: int,
    addressee: int = -1,
) -> Attribution:
    head = row[speaker]
    names = _names(row, speaker)
    return Attribution(
        speaker=" ".join(row[i].text for i in words),
        names=names,
        common="" if _is_name(row, speaker) else head.lemma.lower(),
        pronoun=head.pos == "PRON",
        verb=verb,
        manner=manner,
        verb_index=index,
        content=content,
        addressee=addressee,
    )


def _is_name(row: Sequence[Token], index: int) -> bool:
    """A proper noun, or a capital letter inside the sentence that the tagger took for a common noun."""
    token = row[index]
    opens = index == 0 or (not row[index - 1].text[:1].isalnum() and row[index - 1].text not in {",", "-", "–", "—"})
    if token.pos == "PROPN":
        return True
    return token.pos in {"NOUN", "ADJ"} and token.text[:1].isupper() and (not opens or bool(token.entity))


def _names(row: Sequence[Token], speaker: int) -> tuple[str, ...]:
    """The speaker's name, last word first; of "the minister, Benny Gantz" the apposition's."""
    if not _is_name(row, speaker):
        named = [
            i for i, token in enumerate(row) if token.head == speaker and token.dep == "appos" and token.pos == "PROPN"
        ]
        if not named:
            return ()
        speaker = named[0]
    given = [
        i for i, token in enumerate(row) if token.head == speaker and token.dep == "compound" and token.pos == "PROPN"
    ]
    return tuple(row[i].text.lower() for i in (speaker, *given))


def _phrase(row: Sequence[Token], head: int, verb: int) -> list[int]:
    """The speaker's words on the same side of the verb; relative clauses are left out."""
    skipped = {"acl:relcl", "acl", "advcl", "punct"}
    members = {head}
    frontier = [head]
    while frontier:
        here = frontier.pop()
        for i, token in enumerate(row):
            if token.head == here and i not in members and i != here and token.dep not in skipped:
                members.add(i)
                frontier.append(i)
    side = [i for i in sorted(members) if (i < verb) == (head < verb) and i != verb]
    return side or [head]


def _infinitive(row: Sequence[Token], index: int, own: Language) -> bool:
    marks = own.words("function.infinitive")
    return any(token.head == index and token.text.lower() in marks and token.dep == "aux" for token in row)


def _beside_quotation(row: Sequence[Token], index: int) -> bool:
    """A closing quotation mark at most a speaker's length before the verb, or an opening one after it.

    Twelve tokens: "said Bruce Maddy-Weitzman, an expert on Morocco at Tel Aviv University, “..." is the length of
    a speaker with a title in news text.
    """
    near = range(max(0, index - 12), min(len(row), index + 13))
    return any(row[i].text[:1] in _QUOTES or (row[i].has("PunctType=Quot") and row[i].text != "'") for i in near)


def _interjected(row: Sequence[Token], index: int) -> bool:
    """Whether the verb's clause depends on what it reports: "..., officials say, ..."."""
    return row[index].dep in {"parataxis", "ccomp"} and row[index].head != index


def _host(row: Sequence[Token], index: int) -> int:
    return row[index].head if row[index].head != index else -1


def _inverted(row: Sequence[Token], index: int, *, quoted: bool) -> int | None:
    """The noun after "..., said": parsers often call it an object."""
    if not quoted or not row[index].has("VerbForm=Fin"):
        return None
    found = _child(row, index, {"obj", "comp:pred", "obl:unmarked", "comp:pred:obj"})
    return found if found is not None and found > index and row[found].pos in {"PROPN", "NOUN", "PRON"} else None


def _before(row: Sequence[Token], index: int, own: Language) -> int | None:
    """The noun phrase that ends right before "told" or "said" at the end of its sentence, after a comma.

    Parsers that take it for an apposition of what is reported leave the verb without a subject.
    """
    if row[index].lemma.lower() not in own.words("saying.closing") or not row[index].has("VerbForm=Fin"):
        return None
    for head in range(index - 1, 0, -1):
        if row[head].pos not in {"NOUN", "PROPN", "PRON"}:
            continue
        members = subtree(row, head)
        if members == list(range(members[0], index)) and members[0] > 0 and row[members[0] - 1].text == ",":
            return head
    return None


def _child(row: Sequence[Token], head: int, deps: set[str] | frozenset[str]) -> int | None:
    for index, token in enumerate(row):
        if token.head == head and index != head and token.dep in deps:
            return index
    return None
