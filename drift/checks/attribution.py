"""Who says it: a source that the rewrite drops, or a claim that it gives to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from drift.checks.beads import Place, key, quoted, views
from drift.checks.governing import Verbs
from drift.facts.attribution import VERBS, Attribution
from drift.facts.names import initials_in
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact, Token

#: Words besides the verbs of saying that keep a source in view.
_SOURCES = frozenset(
    """
    according view opinion words quote statement accord speak speech interview talk describe call express voice find
    show see learn hear know agree promise feel hope fear declaration put give criticize criticise praise accuse
    demand urge advise recommend emphasis report claim explanation present read refer elaborate clarify summarize
    summarise assure sum share tell exclaim lament boast confide detail discuss address cite attribute consider word
    perspective assessment propose suggest deem
    """.split()
)

#: Bodies and groups of which none speaks for another, by their head nouns; words of one line may be one source.
_BODIES: Mapping[str, int] = {
    noun: line
    for line, nouns in enumerate(
        (
            "police policeman detective",
            "family relative parent widow mother father",
            "court judge magistrate",
            "prosecutor prosecution",
            "ministry minister army military navy",  # a ministry of defense speaks for soldiers
            "company firm bank airline manufacturer retailer",  # a bank is a company
            "union",
            "opposition",
            "church",
            "hospital doctor surgeon researcher scientist",
            "patient",
            "student pupil",
            "teacher",
            "farmer",
            "rebel insurgent guerrilla militant",
        )
    )
    for noun in nouns.split()
}

#: Name words this alike (rapidfuzz ratio, 0 to 100) are spellings of one name; a misspelling is the name check's.
_ALIKE = 75.0


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a source that is dropped or exchanged, and one an addressee that is dropped."""
    for _, view in views(comparison):
        for fact in view.facts("attribution"):
            finding = _exchanged(view, fact) or _dropped(view, fact) or _addressee(view, fact)
            if finding is not None:
                yield finding


def _value(fact: Fact) -> Attribution:
    if not isinstance(fact.value, Attribution):
        msg = f"an attribution fact holds an Attribution, not {type(fact.value).__name__}"
        raise TypeError(msg)
    return fact.value


def _exchanged(view: View, fact: Fact) -> Finding | None:
    """Both sides name a speaker of the same words, and the names, or the bodies, have nothing in common."""
    value = _value(fact)
    other = _partner(view, fact) if value.names or value.common in _BODIES else None
    if other is None:
        return None
    theirs = _value(other)
    if not (value.names and theirs.names):
        return _another_body(view, fact, other)
    if _same_names(value.names, theirs.names):
        return None
    if value.speaker[:4].lower() == "the " and set(value.names) & set(theirs.names):
        return None  # "the Foreign Office" / "the Foreign Ministry": one body, named in two ways
    # The names must be new to each other's side: a name that stands in the bead is a matter of word order. An
    # acronym and its long form share initials.
    if (
        _in_bead(view.turned, value.names[:1], beyond=0)
        or _in_bead(view, theirs.names[:1], beyond=0)
        or _acronym(value, theirs)
    ):
        return None
    return _given(view, fact, other, 0.75)


def _another_body(view: View, fact: Fact, other: Fact) -> Finding | None:
    """Bodies that exclude each other say the same with the same verb: "the central bank" / "the finance ministry"."""
    ours, theirs = _value(fact), _value(other)
    first, second = (value.common or next(iter(value.names), "") for value in (ours, theirs))
    apart = first in _BODIES and second in _BODIES and _BODIES[first] != _BODIES[second]
    if not apart or ours.verb != theirs.verb:
        return None
    if _in_bead(view.turned, (first,), beyond=1) or _in_bead(view, (second,), beyond=1):
        return None  # one speaks of the other, or either may speak
    return _given(view, fact, other, 0.6)


def _given(view: View, fact: Fact, other: Fact, confidence: float) -> Finding:
    return finding(
        kind="attribution",
        severity=Severity.major,
        original=view.span(*_extent(view, fact)),
        rewrite=view.turned.span(*_extent(view.turned, other)),
        confidence=confidence,
        message=f"What {quoted(_value(fact).speaker)} says is given to {quoted(_value(other).speaker)}.",
    )


def _partner(view: View, fact: Fact) -> Fact | None:
    """The source of the other side that reports the same: its content or its verb is the counterpart of ours."""
    others = view.turned.facts("attribution")
    value = _value(fact)
    for index in (value.verb_index, value.content):
        counterpart = view.counterpart(Place(fact.sentence, index)) if index >= 0 else None
        if counterpart is None:
            continue
        for other in others:
            theirs = _value(other)
            if counterpart.place in {Place(other.sentence, theirs.content), Place(other.sentence, theirs.verb_index)}:
                return other
    return others[0] if len(others) == len(view.facts("attribution")) == 1 else None


def _dropped(view: View, fact: Fact) -> Finding | None:
    value = _value(fact)
    if value.content < 0 or view.turned.facts("attribution") or value.verb_index == value.content:
        return None
    content = view.counterpart(Place(fact.sentence, value.content))
    if content is None or not (content.same or content.similarity >= _STATED):
        return None
    itself = _of_itself(view, fact, content.place)
    named = not itself and _in_bead(view.turned, _speaker_words(fact), beyond=0)
    if named or _any_source(view, fact) or _nearby(view, fact):
        return None
    quotation = _mostly_quoted(view.turned)
    if value.pronoun and quotation:
        return None  # "he said" may stand once for a run of quoted sentences
    severe = not quotation and (bool(value.names and not itself) or value.manner in {"claim", "denial"})
    phrase = view.span(*_extent(view, fact))
    loss = "does not say who is quoted" if quotation else "says it in its own voice"
    return finding(
        kind="attribution",
        severity=Severity.major if severe else Severity.minor,
        original=phrase,
        rewrite=None,
        confidence=0.65 if severe else 0.5,
        message=f"{quoted(phrase.text)} is dropped: the rewrite {loss}.",
    )


def _of_itself(view: View, fact: Fact, stated: Place) -> bool:
    """Whether the source tells of its own doings, and the rewrite of them too: "The army said it had killed twelve".

    What somebody means, wants or feels is known from nobody else, and nothing is lost with the source.
    """
    ours, theirs = Verbs(view.here), Verbs(view.there)
    done = Place(fact.sentence, _value(fact).content)
    teller, subject = ours.child(done, "nsubj"), theirs.subject(stated)
    if teller is None or subject is None or view.token(teller).lemma.lower() not in _SELF:
        return False
    if key(view.token(done)) in _INWARD or not ours.happened(done) or theirs.tense(stated) != "past":
        return False
    if theirs.passive(stated) or view.token(done).lemma != view.turned.token(stated).lemma:
        return False
    words = {plain(view.turned.token(subject).text), key(view.turned.token(subject))}
    return any(plain(word) in words for word in _speaker_words(fact))


#: Pronouns by which a source may speak of itself.
_SELF = frozenset({"it", "he", "she", "they"})

#: Verbs of what goes on in the source's own mind, or of its words.
_INWARD = frozenset(VERBS) | frozenset(
    """
    want hope wish intend plan expect feel like love hate fear know understand see hear remember learn decide consider
    agree support oppose welcome trust regret worry doubt need prefer mean try seek aim appreciate be have become
    """.split()
)


def _mostly_quoted(view: View) -> bool:
    """Whether half of this side's characters stand between quotation marks; a lone marked word is no quotation."""
    inside, total, opened = 0, 0, False
    for sentence in view.sentences:
        for letter in view.side.document.sentences[sentence].text:
            if letter in '“”"«»„':
                opened = letter in "“«„" or (letter == '"' and not opened)
            else:
                inside += opened
                total += 1
    return 2 * inside >= total


#: Contextual cosine above which the reported clause is taken to be in the rewrite (see `beads.LINKED`).
_STATED = 0.60


def _addressee(view: View, fact: Fact) -> Finding | None:
    """Whom the source spoke to, where that is a name: "told AFP" became "said"."""
    value = _value(fact)
    if value.addressee < 0 or view.side.tokens[fact.sentence][value.addressee].pos != "PROPN":
        return None
    row = view.side.tokens[fact.sentence]
    names = tuple(
        row[i].text.lower() for i in range(len(row)) if row[i].head == value.addressee and row[i].dep == "compound"
    )
    if _in_bead(view.turned, (*names, row[value.addressee].text.lower()), beyond=1):
        return None
    other = _partner(view, fact)
    if other is None:
        return None
    span = view.span(
        Place(fact.sentence, value.verb_index), Place(fact.sentence, max(value.addressee, value.verb_index))
    )
    return finding(
        kind="attribution",
        severity=Severity.minor,
        original=span,
        rewrite=view.turned.span(*_extent(view.turned, other)),
        confidence=0.7,
        message=f"{quoted(span.text)} became {quoted(other.text)}: whom the source told is dropped.",
    )


def _any_source(view: View, fact: Fact) -> bool:
    """Whether a word of the other side keeps some source in view."""
    ours = {key(view.token(place)) for place in view.places if place != Place(fact.sentence, _value(fact).verb_index)}
    for place in view.turned.places:
        lemma = view.turned.token(place).lemma.lower()
        if lemma in VERBS or lemma in _SOURCES:
            counterpart = view.turned.counterpart(place)
            if key(view.turned.token(place)) not in ours or counterpart is None:
                return True
    return False


def _nearby(view: View, fact: Fact) -> bool:
    """Whether a sentence beside the rewrite's names the speaker as a source, or has a pronoun for one."""
    around = range(max(0, min(view.beyond) - 1), max(view.beyond) + 2)
    names = _speaker_words(fact)
    return any(
        _value(other).pronoun
        or not names
        or any(_near(word, set(names)) for word in (*_value(other).names, _value(other).common) if word)
        for other in view.other.of("attribution", around)
    )


def _speaker_words(fact: Fact) -> tuple[str, ...]:
    value = _value(fact)
    if value.names:
        return value.names
    return (value.common,) if value.common and not value.pronoun else ()


def _in_bead(view: View, words: Sequence[str], *, beyond: int) -> bool:
    """Whether any of the words stands on this side of the bead, or within `beyond` sentences of it."""
    if not words or not view.sentences:
        return False
    first, last = min(view.sentences) - beyond, max(view.sentences) + beyond
    rows = view.side.tokens[max(0, first) : last + 1]
    # a one-sentence window: speakers are named in the sentence before or after a quotation
    present = {form for row in rows for token in row for form in _forms(token)}
    return any(_near(word, present) for word in words if len(word) > 1)


def _forms(token: Token) -> tuple[str, str]:
    return plain(token.text), token.lemma.lower()


def plain(word: str) -> str:
    """Lower case without full stops: "U.S." is "US"."""
    return word.lower().replace(".", "")


def _near(word: str, present: set[str]) -> bool:
    return plain(word) in present or any(fuzz.ratio(word, other) >= _ALIKE for other in present if len(other) > 3)


def _same_names(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one side's last word is a word of the other: titles alone ("Chief Executive") do not count."""
    return _near(ours[0], set(map(plain, theirs))) or _near(theirs[0], set(map(plain, ours)))


def _acronym(ours: Attribution, theirs: Attribution) -> bool:
    """Whether one speaker is the other by initials: "the CBS", "the Central Bureau of Statistics"."""
    return any(
        initials_in(word.replace(".", ""), other.speaker.lower().split())
        for own, other in ((ours, theirs), (theirs, ours))
        for word in own.names
    )


def _extent(view: View, fact: Fact) -> tuple[Place, Place]:
    row = view.side.tokens[fact.sentence]
    inside = [i for i, token in enumerate(row) if token.start >= fact.start and token.end <= fact.end]
    return Place(fact.sentence, inside[0]), Place(fact.sentence, inside[-1])
