"""Who says it: a source that the rewrite drops, or a claim that it gives to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from drift.checks import cues
from drift.checks.beads import Part, Place, View, became, quoted, views
from drift.checks.cues import Cue
from drift.checks.factuality import Verbs
from drift.checks.slots import once, span, spans, within
from drift.facts.attribution import Attribution
from drift.facts.names import initials_in
from drift.facts.quotes import Quotation
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.language import Language
    from drift.records import Comparison, Fact

#: Name words this alike (rapidfuzz ratio, 0 to 100) are spellings of one name; a misspelling is the name check's.
_ALIKE = 75.0


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a source that is dropped or exchanged, and one an addressee that is."""
    for view in views(comparison):
        for fact in view.facts(Attribution):
            found = _exchanged(view, fact) or _dropped(view, fact) or _addressee(view, fact)
            if found is not None:
                yield found
    if comparison.original is not None:
        whole = [Part(side, tuple(range(len(side.tokens)))) for side in comparison.sides]
        yield from _crossed(View(whole[0], whole[1]))


def _crossed(view: View) -> Iterator[Finding]:
    """A quotation that one speaker says here and another there, both of whom are quoted on either side."""
    ours, theirs = ({cue.says for cue in _spoken(side)} for side in (view, view.mirrored))
    told: set[frozenset[tuple[str, bool]]] = set()
    for mine, other in cues.exchanged(view, _spoken, lambda *_: False):
        pair = frozenset({mine.says, other.says})
        if pair not in told and mine.says in theirs and other.says in ours and mine.says[1] == other.says[1]:
            told.add(pair)
            first, second = (quoted(cue.says[0]) for cue in (mine, other))
            message = f"What {first} says is given to {second}: the speakers have changed places."
            yield finding("attribution", Severity.major, *cues.spans(view, mine, other), 0.75, message)


def _spoken(view: View) -> list[Cue[tuple[str, bool], tuple[str, ...]]]:
    """Quotations that stand once, each with who says it in its sentence: the last word, and whether it is a name."""

    def all_() -> Iterator[Cue[tuple[str, bool], tuple[str, ...]]]:
        for fact in view.facts(Attribution):
            value, row = fact.value, view.side.tokens[fact.sentence]
            start = row[value.content].start if value.content >= 0 and not value.pronoun else -1
            for quotation in view.side.of(Quotation, (fact.sentence,)):
                if quotation.start <= start < quotation.end:
                    told = (*within(view.side, fact), *within(view.side, quotation))
                    places = Place(fact.sentence, min(told)), Place(fact.sentence, max(told))
                    says = (value.names[0] if value.names else value.common, bool(value.names))
                    yield Cue(says, quotation.value.words, *places)

    return once(all_(), key=lambda cue: cue.of)


def _exchanged(view: View, fact: Fact[Attribution]) -> Finding | None:
    """Both sides name a speaker of the same words, and the names, or the bodies, have nothing in common."""
    value = fact.value
    other = _partner(view, fact) if value.names or value.common in view.language.words("saying.bodies") else None
    if other is None:
        return None
    theirs = other.value
    if not (value.names and theirs.names):
        return _another_body(view, fact, other)
    if _same_names(value.names, theirs.names):
        return None
    definite = value.speaker.partition(" ")[0].lower() in view.language.words("function.definite")
    if definite and set(value.names) & set(theirs.names):
        return None  # "the Foreign Office" / "the Foreign Ministry": one body, named in two ways
    # The names must be new to each other's side: a name that stands in the bead is a matter of word order. An
    # acronym and its long form share initials.
    if (
        _in_bead(view.mirrored, value.names[:1], beyond=0)
        or _in_bead(view, theirs.names[:1], beyond=0)
        or _acronym(value, theirs, view.language)
    ):
        return None
    return _given(view, fact, other, 0.75)


def _another_body(view: View, fact: Fact[Attribution], other: Fact[Attribution]) -> Finding | None:
    """Bodies that exclude each other say the same with the same verb: "the central bank" / "the finance ministry"."""
    ours, theirs = fact.value, other.value
    first, second = (value.common or next(iter(value.names), "") for value in (ours, theirs))
    bodies = view.language.classes("saying.bodies")
    if first not in bodies or bodies.get(second, bodies[first]) == bodies[first]:
        return None
    if ours.verb != theirs.verb and (ours.content < 0 or not _same_content(view, fact, other)):
        return None
    if _in_bead(view.mirrored, (first,), beyond=1) or _in_bead(view, (second,), beyond=1):
        return None  # one speaks of the other, or either may speak
    return _given(view, fact, other, 0.6)


def _same_content(view: View, fact: Fact[Attribution], other: Fact[Attribution]) -> bool:
    return view.same(Place(fact.sentence, fact.value.content)) == Place(other.sentence, other.value.content)


def _given(view: View, fact: Fact[Attribution], other: Fact[Attribution], confidence: float) -> Finding:
    message = f"What {quoted(fact.value.speaker)} says is given to {quoted(other.value.speaker)}."
    return finding("attribution", Severity.major, *spans(view, fact, other), confidence, message)


def _partner(view: View, fact: Fact[Attribution]) -> Fact[Attribution] | None:
    """The source of the other side that reports the same: its content or its verb is the counterpart of ours."""
    others = view.mirrored.facts(Attribution)
    value = fact.value
    for index in (value.verb_index, value.content):
        counterpart = view.counterpart(Place(fact.sentence, index)) if index >= 0 else None
        there = None if counterpart is None else counterpart.place
        for other in others:
            if there in {Place(other.sentence, at) for at in (other.value.content, other.value.verb_index)}:
                return other
    return others[0] if len(others) == len(view.facts(Attribution)) == 1 else None


def _dropped(view: View, fact: Fact[Attribution]) -> Finding | None:
    value = fact.value
    if value.content < 0 or view.mirrored.facts(Attribution) or value.verb_index == value.content:
        return None
    content = view.counterpart(Place(fact.sentence, value.content))
    if content is None or not (content.same or content.similarity >= _STATED):
        return None
    itself = _of_itself(view, fact, content.place)
    named = not itself and _in_bead(view.mirrored, _speaker_words(fact), beyond=0)
    if named or _any_source(view, fact) or _nearby(view, fact):
        return None
    quotation = _mostly_quoted(view.mirrored)
    if value.pronoun and quotation:
        return None  # "he said" may stand once for a run of quoted sentences
    unsure = value.manner in {"claim", "denial"} or value.common in view.language.words("saying.unsure")
    severe = not quotation and (bool(value.names and not itself) or unsure)
    phrase = span(view.side, fact)
    loss = "does not say who is quoted" if quotation else "says it in its own voice"
    weight = (Severity.major, 0.65) if severe else (Severity.minor, 0.5)
    message = f"{quoted(phrase.text)} is dropped: the rewrite {loss}."
    return finding("attribution", weight[0], phrase, None, weight[1], message)


def _of_itself(view: View, fact: Fact[Attribution], stated: Place) -> bool:
    """Whether the source tells of its own doings, and the rewrite of them too: "The army said it had killed twelve".

    What somebody means, wants or feels is known from nobody else, and nothing is lost with the source.
    """
    ours, theirs, words = Verbs(view.here), Verbs(view.there), view.language.words
    done = Place(fact.sentence, fact.value.content)
    teller, subject = ours.child(done, "nsubj"), theirs.subject(stated)
    if teller is None or subject is None or view.token(teller).lemma.lower() not in words("saying.sources.self"):
        return False
    inward = view.key(done) in words("saying.verbs") or view.key(done) in words("saying.sources.inward")
    if inward or not ours.happened(done) or theirs.tense(stated) != "past":
        return False
    if theirs.passive(stated) or view.token(done).lemma != view.mirrored.token(stated).lemma:
        return False
    itself = {plain(view.mirrored.token(subject).text), view.mirrored.key(subject)}
    return any(plain(word) in itself for word in _speaker_words(fact))


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


def _addressee(view: View, fact: Fact[Attribution]) -> Finding | None:
    """Whom the source spoke to, where that is a name: "told AFP" became "said"."""
    value, row = fact.value, view.side.tokens[fact.sentence]
    if value.addressee < 0 or row[value.addressee].pos != "PROPN":
        return None
    names = [token.text.lower() for token in row if token.head == value.addressee and token.dep == "compound"]
    if _in_bead(view.mirrored, (*names, row[value.addressee].text.lower()), beyond=1):
        return None
    other = _partner(view, fact)
    if other is None:
        return None
    last = max(value.addressee, value.verb_index)
    told = view.span(Place(fact.sentence, value.verb_index), Place(fact.sentence, last))
    there = view.other.tokens[other.sentence][other.value.addressee]
    another = other.value.addressee >= 0 and there.pos == "PROPN"
    message = f"{became(told.text, other.text)}: whom the source told is {'another' if another else 'dropped'}."
    severity = Severity.major if another else Severity.minor
    return finding("attribution", severity, told, span(view.other, other), 0.7, message)


def _any_source(view: View, fact: Fact[Attribution]) -> bool:
    """Whether a word of the other side keeps some source in view."""
    ours = {view.key(place) for place in view.places if place != Place(fact.sentence, fact.value.verb_index)}
    words = view.mirrored.language.words
    sources = words("saying.sources.words") | words("saying.verbs")
    return any(
        view.mirrored.token(place).lemma.lower() in sources
        and (view.mirrored.key(place) not in ours or view.mirrored.counterpart(place) is None)
        for place in view.mirrored.places
    )


def _nearby(view: View, fact: Fact[Attribution]) -> bool:
    """Whether a sentence beside the rewrite's names the speaker as a source, or has a pronoun for one."""
    around = range(max(0, min(view.beyond) - 1), max(view.beyond) + 2)
    names = _speaker_words(fact)
    return any(
        other.value.pronoun
        or not names
        or any(_near(word, set(names)) for word in (*other.value.names, other.value.common) if word)
        for other in view.other.of(Attribution, around)
    )


def _speaker_words(fact: Fact[Attribution]) -> tuple[str, ...]:
    value = fact.value
    if value.names:
        return value.names
    return (value.common,) if value.common and not value.pronoun else ()


def _in_bead(view: View, words: Sequence[str], *, beyond: int) -> bool:
    """Whether any of the words stands on this side of the bead, or within `beyond` sentences of it."""
    first, last = min(view.sentences) - beyond, max(view.sentences) + beyond
    rows = view.side.tokens[max(0, first) : last + 1]
    # a one-sentence window: speakers are named in the sentence before or after a quotation
    present = {form for row in rows for token in row for form in (plain(token.text), token.lemma.lower())}
    return any(_near(word, present) for word in words if len(word) > 1)


def plain(word: str) -> str:
    """Lower case without full stops: "U.S." is "US"."""
    return word.lower().replace(".", "")


def _near(word: str, present: set[str]) -> bool:
    return plain(word) in present or any(fuzz.ratio(word, other) >= _ALIKE for other in present if len(other) > 3)


def _same_names(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one side's last word is a word of the other: titles alone ("Chief Executive") do not count."""
    return _near(ours[0], set(map(plain, theirs))) or _near(theirs[0], set(map(plain, ours)))


def _acronym(ours: Attribution, theirs: Attribution, language: Language) -> bool:
    """Whether one speaker is the other by initials: "the CBS", "the Central Bureau of Statistics"."""
    return any(
        initials_in(word.replace(".", ""), other.speaker.lower().split(), language)
        for one, other in ((ours, theirs), (theirs, ours))
        for word in one.names
    )
