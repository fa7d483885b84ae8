"""A statement made more, or less, certain: would/will, may, reportedly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drift.checks.beads import Place, quoted, views
from drift.facts.attribution import VERBS as SAYING
from drift.facts.modality import AUXILIARIES, Modality
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import Counterpart, View
    from drift.records import Comparison, Fact, Token

#: Modes that render each other without a change of meaning that an editor would strike.
_EQUIVALENT = frozenset(
    {
        frozenset({"possible", "ability"}),
        frozenset({"possible", "probable"}),
        frozenset({"seeming", "hearsay"}),
        frozenset({"seeming", "possible"}),
        frozenset({"seeming", "probable"}),
        frozenset({"future", "probable"}),
        frozenset({"possible", "conditional"}),
        frozenset({"conditional", "duty"}),
        frozenset({"conditional", "probable"}),
        frozenset({"future", "certain"}),
        frozenset({"duty", "probable"}),
        frozenset({"future", "ability"}),
    }
)

#: Auxiliaries that leave a thing open; "could" may also tell an ability.
_DOUBTING = frozenset({"may", "might", "could"})

#: Modes that keep an adverb of doubt on the other side.
_SOFT = frozenset({"possible", "probable", "hearsay", "seeming", "ability", "duty"})

#: Modes whose loss turns a guess or a rumour into a fact.
_GUARDED = frozenset({"possible", "hearsay", "seeming", "probable"})

#: Words that keep a claim second-hand or uncertain without being a cue of their own.
_SOFTENERS = frozenset(
    """
    if whether claim allege report accuse suspect suspected suspicion rumor rumour believe think guess suppose
    assume presume feel seem appear look sound hope fear chance risk danger potential possibility opportunity
    prospect threat likelihood probability option capable permit allow let enable say tell accusation allegation
    according suggest indicate doubt unclear imagine wish want should estimate about nearly evidently obviously
    so-called potentially perhaps maybe forecast predict threaten plan intend aim otherwise possible probably likely
    doubtful can know information source charge able ability expect eventually ?
    """.split()
)


#: Verbs whose clause lies ahead, so that "would" and "will" say the same in it: "they fear that it would reduce".
_AHEAD = frozenset({"fear", "worry", "expect", "anticipate", "predict", "forecast", "hope"})

#: Words that may also say that a thing is plain to see.
_PLAIN = frozenset({"apparent", "evidently"})

#: Cues of a duty that leaves no choice, and of one that does.
_STRONG = frozenset({"must", "required", "obliged"})
_WEAK = frozenset({"should", "ought"})

#: Words that lay a duty on somebody.
_DUTIES = frozenset({"require", "oblige", "obligation", "obligatory", "mandatory", "compulsory", "need"})


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a modal cue that the other side lacks or renders with another mode."""
    for _, view in views(comparison):
        yield from _side(view, gained=False)
        yield from _side(view.turned, gained=True)


def _side(view: View, *, gained: bool) -> Iterator[Finding]:
    for fact in view.facts("modality"):
        counterpart: Counterpart | None = view.counterpart(Place(fact.sentence, _value(fact).head))
        if counterpart is not None and not counterpart.sure:
            counterpart = None
        others = _others(view, fact, counterpart)
        if counterpart is not None and _value(fact).cue in _STRONG | _WEAK:
            yield from _duty(view, fact, counterpart, others, gained=gained)
        if _value(fact).cue in AUXILIARIES:
            if not gained:  # a change is seen from both sides and told once, from the original
                yield from _auxiliary(view, fact, counterpart, others)
            elif counterpart is not None and not others and _value(fact).cue in _DOUBTING:
                yield from _doubted(view, fact, counterpart)
        elif counterpart is not None and not _stands(view, fact):
            yield from _word(view, fact, counterpart, others, gained=gained)


def _auxiliary(view: View, fact: Fact, counterpart: Counterpart | None, others: Sequence[Fact]) -> Iterator[Finding]:
    value = _value(fact)
    over = (fact.sentence, value.head)
    siblings = {_value(f).mode for f in view.facts("modality") if (f.sentence, _value(f).head) == over}
    # "could" may render "can", but some editors want to see it
    weaker = value.cue == "could" and any(_value(other).cue == "can" for other in others)
    if not weaker and any(_agree(mode, _value(other).mode) for mode in siblings for other in others):
        return
    rivals = [other for other in others if _value(other).cue in AUXILIARIES or not _stands(view.turned, other)]
    if rivals and not _shifted(view, fact, rivals[0]) and not _obliged(view, fact, rivals[0]):
        yield _changed(view, fact, rivals[0])
    elif not others and counterpart is not None and value.mode in _GUARDED:
        yield from _lost(view, fact, counterpart)


def _duty(
    view: View, fact: Fact, counterpart: Counterpart, others: Sequence[Fact], *, gained: bool
) -> Iterator[Finding]:
    """A duty that leaves no choice on one side and does on the other: "must" / "should", "has to" / "ought to"."""
    if not counterpart.same:
        return
    opposite = _WEAK if _value(fact).cue in _STRONG else _STRONG
    rival = next((other for other in others if _value(other).cue in opposite), None)
    verb = _has_to(view.turned, counterpart.place)
    own = view.span(*_extent(view, fact))
    if rival is not None and not gained:
        words, span = (fact.text, rival.text), view.turned.span(*_extent(view.turned, rival))
    elif not others and verb is not None and _value(fact).cue in _WEAK:
        span = view.turned.span(*sorted((verb, counterpart.place)))
        words = (span.text, own.text) if gained else (own.text, span.text)
    else:
        return
    yield finding(
        kind="modality",
        severity=Severity.minor,
        original=span if gained else own,
        rewrite=own if gained else span,
        confidence=0.35,
        message=f"{quoted(words[0])} became {quoted(words[1])}: a duty of another strength.",
    )


def _has_to(view: View, place: Place) -> Place | None:
    """The "have" of "have to", where the verb is its infinitive."""
    row = view.side.tokens[place.sentence]
    token = row[place.token]
    to = any(other.head == place.token and other.dep == "aux" and other.text.lower() == "to" for other in row)
    return (
        Place(place.sentence, token.head) if token.dep == "xcomp" and to and row[token.head].lemma == "have" else None
    )


def _word(
    view: View, fact: Fact, counterpart: Counterpart, others: Sequence[Fact], *, gained: bool
) -> Iterator[Finding]:
    """An adverb, adjective or verb of doubt that no cue of doubt on the other side renders."""
    if any(_value(other).mode in _SOFT for other in others):
        return
    if gained and _value(fact).mode in {"hearsay", "seeming"} and _value(fact).cue not in _PLAIN:
        yield from _gained(view, fact, counterpart)
    elif not gained and _value(fact).mode in _GUARDED and not _unlimited(view, fact):
        yield from _lost(view, fact, counterpart)


def _unlimited(view: View, fact: Fact) -> bool:
    """Whether "possible" leaves nothing open: "all possible measures"."""
    row, head = view.side.tokens[fact.sentence], _value(fact).head
    return _value(fact).mode == "possible" and any(
        token.head == head and token.lemma.lower() in {"all", "every", "any"} for token in row
    )


def _stands(view: View, fact: Fact) -> bool:
    """Whether the cue's own word is on the other side, be it elsewhere ("it is thought that" / "is thought to")."""
    row = view.side.tokens[fact.sentence]
    cue = view.counterpart(Place(fact.sentence, next(i for i, token in enumerate(row) if token.start == fact.start)))
    return cue is not None and cue.same


def _others(view: View, fact: Fact, counterpart: Counterpart | None) -> list[Fact]:
    """The cues over the counterpart of the predicate; where it is in doubt, the counterpart of the cue itself."""
    theirs = view.turned.facts("modality")
    if counterpart is not None:
        return [other for other in theirs if _over(view, other, counterpart.place)]
    row = view.side.tokens[fact.sentence]
    cue = view.counterpart(Place(fact.sentence, next(i for i, token in enumerate(row) if token.start == fact.start)))
    if cue is None or not cue.mutual:
        return []
    start = view.turned.token(cue.place).start
    return [other for other in theirs if other.start == start and _value(other).cue in AUXILIARIES]


def _shifted(view: View, fact: Fact, other: Fact) -> bool:
    """Whether "would" is only the past of "will" here: reported speech, or the past of a story; or says the same."""
    if {_value(fact).mode, _value(other).mode} != {"future", "conditional"}:
        return False
    if _refuses(view, fact) and _refuses(view.turned, other):
        return True
    conditions = [
        any(token.text.lower() == "if" for token in side.tokens[own.sentence])
        for side, own in ((view.side, fact), (view.other, other))
    ]
    if conditions[0] != conditions[1]:  # "would face X following a win" is "if they win, they will face X"
        return True
    return _reported(view, fact) or _reported(view.turned, other)


def _refuses(view: View, fact: Fact) -> bool:
    """Whether somebody keeps silent: "would not comment", "will not comment"."""
    row, head = view.side.tokens[fact.sentence], _value(fact).head
    return row[head].lemma.lower() in SAYING and any(t.head == head and t.dep == "neg" for t in row)


def _obliged(view: View, fact: Fact, other: Fact) -> bool:
    """Whether a duty is told in other words: "must" beside "will be required to"."""
    sides = ((fact, view.other.tokens[other.sentence]), (other, view.side.tokens[fact.sentence]))
    return any(
        _value(own).mode == "duty" and any(token.lemma.lower() in _DUTIES for token in row) for own, row in sides
    )


def _reported(view: View, fact: Fact) -> bool:
    row = view.side.tokens[fact.sentence]
    here = _value(fact).head
    for _ in range(6):
        head = row[here].head
        if head == here:
            return False
        past = row[head].tag in {"VBD", "VBN"} or row[head].lemma.lower() in _AHEAD
        if past and row[here].dep in {"ccomp", "xcomp", "advcl", "acl", "relcl"}:
            # the past of the governing verb is what shifts "will" to "would"; quoted words are not shifted
            between = row[min(here, head) : max(here, head)]
            return not any(token.text[:1] in '“”"' for token in between)
        here = head
    return False


def _value(fact: Fact) -> Modality:
    if not isinstance(fact.value, Modality):
        msg = f"a modality fact holds a Modality, not {type(fact.value).__name__}"
        raise TypeError(msg)
    return fact.value


def _over(view: View, fact: Fact, place: Place) -> bool:
    """Whether a cue of the other side governs the place: directly, or through a chain of verbs."""
    if fact.sentence != place.sentence:
        return False
    row = view.other.tokens[place.sentence]
    here = place.token
    for _ in range(4):
        if here == _value(fact).head:
            return True
        if (
            row[here].dep not in {"xcomp", "ccomp", "conj", "acomp", "attr", "pcomp", "aux", "auxpass"}
            or row[here].head == here
            or _own_clause(row, here)
        ):
            return False
        here = row[here].head
    return False


def _own_clause(row: Sequence[Token], index: int) -> bool:
    """Whether the verb states a fact of its own beside its governor: "It fell, they wrote, so more may be needed"."""
    token = row[index]
    below = [other for other in row if other.head == index and other is not token]
    return (
        (token.dep == "conj" or (token.dep == "ccomp" and index < token.head))
        and any(other.dep in {"nsubj", "nsubjpass"} for other in below)
        and _finite(row, index)
    )


def _finite(row: Sequence[Token], index: int) -> bool:
    """Whether the verb, or an auxiliary of it, is a present or a past."""
    aux = [other for other in row if other.head == index and other.dep in {"aux", "auxpass"}]
    return any(token.tag in {"VBD", "VBZ", "VBP"} for token in (row[index], *aux)) and not any(
        token.tag == "MD" for token in aux
    )


def _agree(ours: str, theirs: str) -> bool:
    return ours == theirs or frozenset({ours, theirs}) in _EQUIVALENT


def _changed(view: View, fact: Fact, other: Fact) -> Finding:
    ours, theirs = _value(fact), _value(other)
    firm = ours.mode == "possible" and theirs.mode in {"future", "certain"}
    weakened = theirs.mode == "possible" and ours.mode in {"future", "certain"}
    past = (ours.cue, theirs.cue) == ("could", "can")  # on `roundtrip` dev nearly always the same claim
    change = "said with more certainty" if firm else "said with less certainty" if weakened else "not the same"
    return finding(
        kind="modality",
        severity=Severity.major if firm and ours.cue in _DOUBTING else Severity.neutral if past else Severity.minor,
        original=view.span(*_extent(view, fact)),
        rewrite=view.turned.span(*_extent(view.turned, other)),
        confidence=0.7 if firm or weakened else 0.05 if past else 0.5,
        message=f"{quoted(fact.text)} became {quoted(other.text)}: {change}.",
    )


def _lost(view: View, fact: Fact, counterpart: Counterpart) -> Iterator[Finding]:
    value = _value(fact)
    if not counterpart.same and value.mode != "hearsay":
        return
    if _softened(view, fact, counterpart.place):
        return
    severe = value.mode in {"hearsay", "seeming"} or (value.cue in {"may", "might", "possibly", "perhaps"})
    row = view.other.tokens[counterpart.place.sentence]
    token = row[counterpart.place.token]
    # A verb with an auxiliary of its own, or a finite one, states the fact; an infinitive or participle does not.
    if (
        value.mode not in {"hearsay", "seeming"}
        and token.pos == "VERB"
        and token.tag not in {"VBZ", "VBP", "VBD", "VBN"}
    ):
        return
    yield finding(
        kind="modality",
        severity=Severity.major if severe else Severity.minor,
        original=view.span(*_extent(view, fact)),
        rewrite=view.turned.span(counterpart.place, counterpart.place),
        confidence=0.7 if value.mode == "hearsay" else 0.5,
        message=f"{quoted(fact.text)} is lost: the rewrite states {quoted(token.text)} as a fact.",
    )


def _doubted(view: View, fact: Fact, counterpart: Counterpart) -> Iterator[Finding]:
    """What the original tells as a fact may, might or could be so: "caused" / "may have caused"."""
    row = view.other.tokens[counterpart.place.sentence]
    token = row[counterpart.place.token]
    if counterpart.same and token.pos == "VERB" and _finite(row, counterpart.place.token):
        yield from _gained(view, fact, counterpart)


def _gained(view: View, fact: Fact, counterpart: Counterpart) -> Iterator[Finding]:
    if _softened(view, fact, counterpart.place):
        return
    token = view.turned.token(counterpart.place)
    yield finding(
        kind="modality",
        severity=Severity.minor,
        original=view.turned.span(counterpart.place, counterpart.place),
        rewrite=view.span(*_extent(view, fact)),
        confidence=0.5,
        message=f"{quoted(fact.text)} is new: the original states {quoted(token.text)} without it.",
    )


def _softened(view: View, fact: Fact, place: Place) -> bool:
    """Whether the other side keeps its distance in another way, in the same sentence.

    A cue that stands on both sides ("so a booster may be needed") is not another way.
    """
    row = view.other.tokens[place.sentence]
    ours = {view.token(p).lemma.lower() for p in view.places}
    words = {token.lemma.lower() for token in row} | {token.text.lower() for token in row}
    shared = set(SAYING) & ours
    if (words & (_SOFTENERS | set(SAYING))) - shared - (ours & _SOFTENERS):
        return True
    theirs = Counter(_value(f).cue for f in view.turned.facts("modality") if _value(f).mode in _GUARDED)
    return bool(theirs - Counter(_value(f).cue for f in view.facts("modality") if f is not fact))


def _extent(view: View, fact: Fact) -> tuple[Place, Place]:
    row = view.side.tokens[fact.sentence]
    cue = next(i for i, token in enumerate(row) if token.start == fact.start)
    head = _value(fact).head
    # The cue and its predicate, where they stand close together; the cue alone otherwise (six tokens: a
    # modal with a subject and an adverb between).
    if abs(head - cue) > 6:
        head = cue
    return Place(fact.sentence, min(cue, head)), Place(fact.sentence, max(cue, head))
