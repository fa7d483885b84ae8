"""What somebody only meant, threatened, tried or was asked to do, told as done; and the reverse.

The complement of such a verb, noun or adjective is not said to have happened (Karttunen 1971, Implicative verbs): who
"threatened to leave" may have stayed. Of who "managed", "began" or "was forced" to leave it is said that he left, and
of who "refused" or "failed" that he did not, which is a matter of negation. Who "decided" mostly went.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import Part, Place, became, either_way, is_light
from drift.checks.factuality import Governed, Verbs
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import View
    from drift.checks.factuality import Tense
    from drift.records import Comparison

#: A finding marks the governing word and the verb where they stand this close together, else the verb alone.
_NEAR = 8


class _Lead(NamedTuple):
    """A verb held open on this side that the other side states."""

    governed: Governed
    stated: Place
    tense: Tense


class _Text(Verbs):
    """The verbs of a text, those among them that it holds open, and those that it states."""

    @cached_property
    def stated(self) -> frozenset[str]:
        """Verbs that are stated somewhere."""
        return frozenset(self.part.key(place) for place in self.part.places if self.tense(place) is not None)

    @cached_property
    def held(self) -> frozenset[str]:
        """Verbs that are held open somewhere."""
        return frozenset(self.part.key(place) for place in self.part.places if _governed(self, place))


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a verb that one side states and the other only lets somebody mean to do."""
    texts = [_Text(Part(side, tuple(range(len(side.tokens))))) for side in comparison.sides]
    for view in either_way(comparison):
        ours, theirs = view.ordered(*texts)
        for place in view.places:
            governed = _governed(ours, place)
            lead = None if governed is None else _lead(view, ours, theirs, governed)
            if lead is not None and not _kept(view, ours, theirs, lead):
                yield _finding(view, theirs, lead)


def _finding(view: View, theirs: Verbs, lead: _Lead) -> Finding:
    over, verb = lead.governed
    token, words = view.token(over), view.language.words
    whole = Place(over.sentence, token.head) if token.text in words("intentions.verbs.beside") else over
    held = view.span(whole, verb) if abs(whole.token - verb.token) <= _NEAR else view.span(verb)
    done = view.mirrored.span(min([*theirs.helping(lead.stated), lead.stated]), lead.stated)
    mild = view.is_rewrite or lead.tense == "present" or token.lemma.lower() in words("intentions.verbs.mild")
    original, rewrite = view.ordered(held, done)
    side, claim = "original" if view.is_rewrite else "rewrite", "was done" if lead.tense == "past" else "is so"
    message = f"{became(original.text, rewrite.text)}: the {side} says that it {claim}."
    return finding("modality", Severity.minor if mild else Severity.major, original, rewrite, 0.5, message)


def _governed(verbs: Verbs, place: Place) -> Governed | None:
    """The verb at a place with the word that holds it open, if one does."""
    if verbs.part.token(place).pos != "VERB" or verbs.child(place, "advmod:neg") is not None:
        return None
    over = next((over for over in verbs.governors(place) if _holds_open(verbs, over)), None) or verbs.modal(place)
    if over is None:
        return None
    token, words = verbs.part.token(over), verbs.language.words
    to_come = token.text.lower() in words("clauses.ahead.will") | words("clauses.ahead.would")
    if token.has("VerbType=Mod") and (not to_come or place.sentence in verbs.conditional):
        return None
    return Governed(over, place)


def _holds_open(verbs: Verbs, over: Place) -> bool:
    token, words = verbs.part.token(over), verbs.language.words
    lemma = token.lemma.lower()
    if verbs.child(over, "advmod:neg") is not None:
        return False
    if token.pos == "NOUN":
        return lemma in words("intentions.open.nouns") and not _settled(verbs, over)
    if token.text.lower() in words("intentions.open.ready") and (token.pos != "VERB" or token.has("VerbForm=Part")):
        return verbs.child(over, "obj") is None  # not "set the stage to"
    meant = lemma in words("intentions.open.meaning") or lemma in words("intentions.open.asking")
    return meant and token.pos == "VERB"


def _settled(verbs: Verbs, noun: Place) -> bool:
    """Whether what is said of a plan or an attempt is how it ended, or that there was none."""
    place, words = noun, verbs.language.words
    for _ in range(3):
        place = verbs.over(place) or place
        if verbs.part.token(place).lemma.lower() in words("intentions.nouns.outcomes"):
            return True
    determiner = verbs.child(noun, "det", "advmod:neg")
    return determiner is not None and verbs.part.token(determiner).text.lower() in words("intentions.nouns.none")


def _lead(view: View, ours: Verbs, theirs: Verbs, governed: Governed) -> _Lead | None:
    stated = view.sure(governed.verb)
    tense = theirs.tense(stated) if stated is not None and theirs.part.token(stated).pos == "VERB" else None
    if stated is None or tense is None or not _opposed(ours, governed, tense):
        return None
    if (tense == "present" and _bare(view, governed.verb)) or not _same_case(view, ours, theirs, governed, stated):
        return None
    return _Lead(governed, stated, tense)


def _bare(view: View, verb: Place) -> bool:
    """Whether an infinitive after "and" may be a present as well: "we intend to appeal and still expect"."""
    return view.token(verb).dep == "conj" and view.token(verb).has("VerbForm=Inf")


def _opposed(verbs: Verbs, governed: Governed, tense: Tense) -> bool:
    """Whether the tense tells more than the word over it: what comes may be told in the present, a habit with "would".

    Who wants to thank somebody does so.
    """
    token, words = verbs.part.token(governed.over), verbs.language.words
    modal, done = token.text.lower(), verbs.part.token(governed.verb).lemma.lower()
    spoken = done in words("saying.verbs") or done in words("intentions.civil.done")
    if spoken and {modal, token.lemma.lower()} & words("intentions.civil.over"):
        return False
    if modal in words("clauses.ahead.will") or modal in words("intentions.verbs.scheduled"):
        return tense == "past"
    if modal in words("clauses.ahead.would") and tense == "past":
        return verbs.part.token(governed.verb).dep == "ccomp"
    return True


def _same_case(view: View, ours: Verbs, theirs: Verbs, governed: Governed, stated: Place) -> bool:
    """Whether the verb has the same doer and does the same on both sides."""
    doer, subject = _doer(ours, governed), theirs.subject(stated)
    done, done_to = ours.object(governed.verb), theirs.object(stated)
    if theirs.passive(stated) and not ours.passive(governed.verb):
        return done is not None and subject is not None and _alike(view, done, subject)
    if done is not None and done_to is not None and not _alike(view, done, done_to):
        return False
    if (doer is None or is_light(view.token(governed.verb), view.language)) and (done is None or done_to is None):
        return False
    return doer is None or (subject is not None and _alike(view, doer, subject))


def _doer(verbs: Verbs, governed: Governed) -> Place | None:
    """Who is to do it; None where the sentence does not say."""
    over, verb = governed
    token, words = verbs.part.token(over), verbs.language.words
    own = verbs.child(verb, "nsubj", "nsubj:pass")
    if own is not None or token.has("VerbType=Mod"):
        return own or verbs.subject(verb)
    if token.pos == "VERB" and token.lemma.lower() in words("intentions.open.asking"):
        asked = verbs.child(over, "obj", "nsubj:pass") or _called_on(verbs, over)
        if asked is not None or token.lemma.lower() not in words("intentions.open.meaning"):
            return asked
    owner = verbs.child(over, "nmod:poss") if token.pos == "NOUN" else None
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
    calling = verbs.language.words("intentions.verbs.calling")
    preposition = verbs.child(over, "udep") if verbs.part.token(over).lemma in calling else None
    return None if preposition is None else verbs.child(preposition, "comp:obj")


def _alike(view: View, ours: Place, theirs: Place) -> bool:
    """Whether two noun phrases may mean the same: a word in common, a pronoun, or counterparts."""
    lemmas = {view.token(ours).lemma.lower(), view.mirrored.token(theirs).lemma.lower()}
    if lemmas & view.language.words("intentions.doers.apart"):
        return False
    if lemmas & view.language.words("intentions.doers.pronouns"):
        return True
    return view.sure(ours) == theirs or bool(_words(view, ours) & _words(view.mirrored, theirs))


def _words(view: View, noun: Place) -> set[str]:
    places = (noun, *view.here.under(noun))
    return {view.key(place) for place in places if view.token(place).pos in {"NOUN", "PROPN", "VERB"}}


def _kept(view: View, ours: _Text, theirs: _Text, lead: _Lead) -> bool:
    """Whether the other side holds it open in another way, or this side states it too."""
    words = {view.key(lead.governed.verb), view.mirrored.key(lead.stated)}
    if view.surplus(lead.governed.verb) or words & ours.stated or words & theirs.held:
        return True
    return _reserved(view.there) >= max(_reserved(view.here), 1)


def _reserved(part: Part) -> int:
    """How many words of a side of a bead hold something open."""
    open_, tokens = part.language.words("intentions.open"), map(part.token, part.places)
    return sum(not open_.isdisjoint((token.text.lower(), token.lemma.lower())) for token in tokens)
