"""What somebody only meant, threatened, tried or was asked to do, told as done; and the reverse.

The complement of such a verb, noun or adjective is not said to have happened (Karttunen 1971, Implicative verbs): who
"threatened to leave" may have stayed. Of who "managed", "began" or "was forced" to leave it is said that he left, and
of who "refused" or "failed" that he did not, which is a matter of negation. Who "decided" mostly went.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import LIGHT, Part, Place, key, quoted, views
from drift.checks.governing import Governed, Verbs
from drift.facts.attribution import VERBS as SAYING
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import Counterpart, View
    from drift.checks.governing import Tense
    from drift.records import Comparison, Token

#: Verbs whose doer is their subject: "threaten to leave", "consider leaving".
_MEANING = frozenset(
    """
    threaten plan want wish hope intend mean vow pledge promise propose swear try seek attempt aim offer prepare
    consider contemplate mull ponder weigh plot conspire scheme aspire strive endeavor endeavour volunteer yearn long
    desire undertake commit envisage envision expect agree
    """.split()
)

#: Verbs whose doer is their object: "ask the company to pay".
_ASKING = frozenset(
    """
    ask urge invite request encourage beg implore plead press advise recommend counsel call appeal petition lobby
    pressure want expect tell instruct order challenge exhort suggest propose demand insist hope wish promise vow pledge
    swear threaten
    """.split()
)

#: Those whose object stands behind a preposition: "call on the union to strike".
_CALLING = frozenset({"call", "appeal", "plead"})

#: Adjectives and participles: "is ready to sign", "was poised to win".
_READY = frozenset(
    """
    ready willing unwilling eager keen anxious reluctant prepared poised set due scheduled slated determined loath
    hesitant about short
    """.split()
)

#: Nouns: "a plan to cut", "on the verge of leaving".
_NOUNS = frozenset(
    """
    plan threat attempt bid effort promise pledge vow intention intent desire proposal offer wish hope ambition aim goal
    plot conspiracy dream willingness readiness reluctance commitment request demand appeal invitation verge brink
    """.split()
)

#: Verbs that say of such a noun that it came true, or that nothing came of it.
_OUTCOMES = frozenset(
    """
    fulfill fulfil keep honor honour succeed win carry realize realise execute implement complete deliver follow achieve
    meet accomplish fail abandon drop scrap shelve reject foil thwart
    """.split()
)

_GOVERNING = _MEANING | _ASKING | _READY | _NOUNS

#: Other words that hold a statement open, or say that the doing was meant before.
_RESERVED = frozenset(
    """
    planned intended attempted proposed promised threatened scheduled future upcoming prospective possible potential
    possibly perhaps maybe likely would will may might could should going decide decision choose seem appear nearly
    almost ambitious refuse decline fail would-be target schedule strategy
    """.split()
)

#: What is done in wanting to: "I want to thank", "he wished to stress", "I would argue".
_SPEECH = frozenset(SAYING) | frozenset(
    """
    thank apologize apologise congratulate welcome express remind praise salute commend assure clarify appeal urge
    recommend advise request invite like love prefer want appreciate hope wish hate think see
    """.split()
)
_CIVIL = frozenset({"want", "wish", "hope", "seek", "would", "'d", "’d"})

_HOLDING = _GOVERNING | _RESERVED

#: A finding marks the governing word and the verb where they stand this close together, else the verb alone.
_NEAR = 8


#: Auxiliaries of what is still to come.
_WILL = frozenset({"will", "wo", "'ll", "’ll", "shall"})
_WOULD = frozenset({"would", "'d", "’d"})
_AHEAD = _WILL | _WOULD
#: Participles and adjectives of what is fixed for a day to come: "is due to start", "starts on Friday".
_SCHEDULED = frozenset({"set", "due", "scheduled", "slated", "about", "expected"})


#: Words that stand for persons and things named elsewhere.
_PRONOUNS = frozenset("i we you he she it they him them her us who which that this these those".split())


#: Words for some of a group, of whom the others may have done what these are to do.
_APART = frozenset("one other another some rest most many few".split())


class _Lead(NamedTuple):
    """A verb held open on this side that the other side states."""

    governed: Governed
    stated: Place
    tense: Tense


@dataclass(frozen=True)  # without slots: what is asked again and again is kept
class _Pair:
    """A bead seen from one side, and the verbs of the two whole texts."""

    view: View
    ours: _Text
    theirs: _Text

    @cached_property
    def reserved(self) -> tuple[int, int]:
        """How many words of each side of the bead hold something open."""
        first, second = (
            sum(_reserves(part.token(place)) for place in part.places) for part in (self.view.here, self.view.there)
        )
        return first, second


class _Text(Verbs):
    """The verbs of a text, those among them that it holds open, and those that it states."""

    @cached_property
    def stated(self) -> frozenset[str]:
        """Verbs that are stated somewhere."""
        return frozenset(key(self.part.token(place)) for place in self.part.places if self.tense(place) is not None)

    @cached_property
    def held(self) -> frozenset[str]:
        """Verbs that are held open somewhere."""
        return frozenset(key(self.part.token(place)) for place in self.part.places if _governed(self, place))


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a verb that one side states and the other only lets somebody mean to do."""
    if comparison.original is None:
        return
    whole = [_Text(Part(side, tuple(range(len(side.tokens))))) for side in (comparison.original, comparison.rewrite)]
    for _, view in views(comparison):
        yield from _side(_Pair(view, *whole), gained=False)
        yield from _side(_Pair(view.turned, *reversed(whole)), gained=True)


def _side(pair: _Pair, *, gained: bool) -> Iterator[Finding]:
    for place in pair.view.places:
        governed = _governed(pair.ours, place)
        lead = None if governed is None else _lead(pair, governed)
        if lead is not None and not _kept(pair, lead):
            yield _finding(pair.view, pair.theirs, lead, gained=gained)


def _finding(view: View, theirs: Verbs, lead: _Lead, *, gained: bool) -> Finding:
    over, verb = lead.governed
    whole = Place(over.sentence, view.token(over).head) if view.token(over).text == "short" else over
    first, last = sorted((whole, verb))
    held = view.span(first, last) if last.token - first.token <= _NEAR else view.span(verb, verb)
    helping = [
        at
        for at in theirs.children(lead.stated)
        if view.turned.token(Place(lead.stated.sentence, at)).dep in {"aux", "auxpass"}
    ]
    done = view.turned.span(Place(lead.stated.sentence, min([*helping, lead.stated.token])), lead.stated)
    mild = gained or lead.tense == "present" or view.token(over).lemma.lower() == "agree"
    original, rewrite = (done, held) if gained else (held, done)
    side, claim = "original" if gained else "rewrite", "was done" if lead.tense == "past" else "is so"
    return finding(
        kind="modality",
        severity=Severity.minor if mild else Severity.major,
        original=original,
        rewrite=rewrite,
        confidence=0.5,
        message=f"{quoted(original.text)} became {quoted(rewrite.text)}: the {side} says that it {claim}.",
    )


def _governed(verbs: Verbs, place: Place) -> Governed | None:
    """The verb at a place with the word that holds it open, if one does."""
    if verbs.part.token(place).pos != "VERB" or verbs.child(place, "neg") is not None:
        return None
    over = next((over for over in verbs.governors(place) if _holds_open(verbs, over)), None) or verbs.modal(place)
    if over is None:
        return None
    token = verbs.part.token(over)
    if token.tag == "MD" and (token.text.lower() not in _AHEAD or place.sentence in verbs.conditional):
        return None
    return Governed(over, place)


def _holds_open(verbs: Verbs, over: Place) -> bool:
    token = verbs.part.token(over)
    lemma = token.lemma.lower()
    if verbs.child(over, "neg") is not None:
        return False
    if token.pos == "NOUN":
        return lemma in _NOUNS and not _settled(verbs, over)
    if token.text.lower() in _READY and (token.pos != "VERB" or token.tag == "VBN"):
        return verbs.child(over, "dobj") is None  # not "set the stage to"
    return token.pos == "VERB" and lemma in _MEANING | _ASKING


def _settled(verbs: Verbs, noun: Place) -> bool:
    """Whether what is said of a plan or an attempt is how it ended, or that there was none."""
    place: Place | None = noun
    for _ in range(3):
        place = verbs.over(place) if place is not None else None
        if place is not None and verbs.part.token(place).lemma.lower() in _OUTCOMES:
            return True
    determiner = verbs.child(noun, "det", "neg")
    return determiner is not None and verbs.part.token(determiner).text.lower() == "no"


def _lead(pair: _Pair, governed: Governed) -> _Lead | None:
    view = pair.view
    counterpart: Counterpart | None = view.counterpart(governed.verb)
    if counterpart is None or not counterpart.sure or view.turned.token(counterpart.place).pos != "VERB":
        return None
    tense = pair.theirs.tense(counterpart.place)
    if tense is None or (tense == "present" and _bare(view, governed.verb)) or not _opposed(pair.ours, governed, tense):
        return None
    if not _same_case(pair, governed, counterpart.place):
        return None
    return _Lead(governed, counterpart.place, tense)


def _bare(view: View, verb: Place) -> bool:
    """Whether an infinitive after "and" may be a present as well: "we intend to appeal and still expect"."""
    return view.token(verb).dep == "conj" and view.token(verb).tag == "VB"


def _opposed(verbs: Verbs, governed: Governed, tense: Tense) -> bool:
    """Whether the tense tells more than the word over it: what comes may be told in the present, a habit with "would".

    Who wants to thank somebody does so.
    """
    token = verbs.part.token(governed.over)
    modal = token.text.lower()
    if {modal, token.lemma.lower()} & _CIVIL and verbs.part.token(governed.verb).lemma.lower() in _SPEECH:
        return False
    if modal in _WILL | _SCHEDULED:
        return tense == "past"
    if modal in _WOULD and tense == "past":
        return verbs.part.token(governed.verb).dep == "ccomp"
    return True


def _same_case(pair: _Pair, governed: Governed, stated: Place) -> bool:
    """Whether the verb has the same doer and does the same on both sides."""
    view, ours, theirs = pair.view, pair.ours, pair.theirs
    doer, subject = _doer(ours, governed), theirs.subject(stated)
    done, done_to = ours.object(governed.verb), theirs.object(stated)
    if theirs.passive(stated) and not ours.passive(governed.verb):
        return done is not None and subject is not None and _alike(view, done, subject)
    if done is not None and done_to is not None and not _alike(view, done, done_to):
        return False
    if (doer is None or key(view.token(governed.verb)) in LIGHT) and (done is None or done_to is None):
        return False
    return doer is None or (subject is not None and _alike(view, doer, subject))


def _doer(verbs: Verbs, governed: Governed) -> Place | None:
    """Who is to do it; None where the sentence does not say."""
    over, verb = governed
    token = verbs.part.token(over)
    own = verbs.child(verb, "nsubj", "nsubjpass")
    if own is not None or token.tag == "MD":
        return own or verbs.subject(verb)
    if token.pos == "VERB" and token.lemma.lower() in _ASKING:
        asked = verbs.child(over, "dobj", "nsubjpass") or _called_on(verbs, over)
        if asked is not None or token.lemma.lower() not in _MEANING:
            return asked
    owner = verbs.child(over, "poss") if token.pos == "NOUN" else None
    return owner or _subject_above(verbs, over)


def _subject_above(verbs: Verbs, over: Place) -> Place | None:
    """Whom a word is said of: the subject of the nearest verb up that has one ("announced plans"), or its own noun.

    Its own noun is the one that it stands behind: "a man set to win".
    """
    place: Place | None = over
    for _ in range(4):
        found = None if place is None else verbs.subject(place)
        if place is None or (found is not None and found != over):
            return found
        behind = verbs.part.token(place).dep == "acl"
        place = verbs.over(place)
        if behind:
            return place
    return None


def _called_on(verbs: Verbs, over: Place) -> Place | None:
    """Whom somebody "called on" or "appealed to"."""
    preposition = verbs.child(over, "prep") if verbs.part.token(over).lemma in _CALLING else None
    return None if preposition is None else verbs.child(preposition, "pobj")


def _alike(view: View, ours: Place, theirs: Place) -> bool:
    """Whether two noun phrases may mean the same: a word in common, a pronoun, or counterparts."""
    lemmas = {view.token(ours).lemma.lower(), view.turned.token(theirs).lemma.lower()}
    if not _PRONOUNS.isdisjoint(lemmas) or not _APART.isdisjoint(lemmas):
        return _APART.isdisjoint(lemmas)
    counterpart = view.counterpart(ours)
    if counterpart is not None and counterpart.sure and counterpart.place == theirs:
        return True
    return bool(_words(view, ours) & _words(view.turned, theirs))


def _words(view: View, noun: Place) -> set[str]:
    below = view.here.below.get(noun, ())
    row = view.side.tokens[noun.sentence]
    return {key(row[at]) for at in (noun.token, *below) if row[at].pos in {"NOUN", "PROPN", "VERB"}}


def _kept(pair: _Pair, lead: _Lead) -> bool:
    """Whether the other side holds it open in another way, or this side states it too."""
    view, verb = pair.view, lead.governed.verb
    words = {key(view.token(verb)), key(view.turned.token(lead.stated))}
    if view.surplus(verb) or words & pair.ours.stated or words & pair.theirs.held:
        return True
    ours, theirs = pair.reserved
    return theirs >= max(ours, 1)


def _reserves(token: Token) -> bool:
    return not {token.text.lower(), token.lemma.lower()}.isdisjoint(_HOLDING)
