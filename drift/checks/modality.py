"""A statement made more, or less, certain: would/will, may, reportedly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drift.checks.beads import Place, became, quoted, views
from drift.facts.modality import Modality
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import Counterpart, View
    from drift.records import Comparison, Fact, Token

#: Modes that render each other without a change of meaning that an editor would strike.
_EQUIVALENT = frozenset(
    frozenset(pair.split())
    for pair in (
        "possible ability", "possible probable", "seeming hearsay", "seeming possible", "seeming probable",
        "future probable", "possible conditional", "conditional duty", "conditional probable", "future certain",
        "duty probable", "future ability",
    )
)  # fmt: skip

#: Modes that keep an adverb of doubt on the other side.
_SOFT = frozenset({"possible", "probable", "hearsay", "seeming", "ability", "duty"})

#: Modes whose loss turns a guess or a rumour into a fact.
_GUARDED = frozenset({"possible", "hearsay", "seeming", "probable"})


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a modal cue that the other side lacks or renders with another mode."""
    for _, view in views(comparison):
        yield from _side(view)
        yield from _side(view.mirrored)


def _side(view: View) -> Iterator[Finding]:
    words = view.language.words
    for fact in view.facts(Modality):
        value, counterpart = fact.value, view.counterpart(Place(fact.sentence, fact.value.head))
        if counterpart is not None and not counterpart.sure:
            counterpart = None
        others = _others(view, fact, counterpart)
        if counterpart is not None and value.cue in words("certainty.duty.cues"):
            yield from _duty(view, fact, counterpart, others)
        if value.cue in words("cues.modality.auxiliaries"):
            if not view.is_rewrite:  # a change is seen from both sides and told once, from the original
                yield from _auxiliary(view, fact, counterpart, others)
            elif counterpart is not None and not others and value.cue in words("certainty.doubting"):
                yield from _doubted(view, fact, counterpart)
        elif counterpart is not None and not _stands(view, fact):
            yield from _word(view, fact, counterpart, others)


def _auxiliary(
    view: View, fact: Fact[Modality], counterpart: Counterpart | None, others: Sequence[Fact[Modality]]
) -> Iterator[Finding]:
    value = fact.value
    over = (fact.sentence, value.head)
    siblings = {f.value.mode for f in view.facts(Modality) if (f.sentence, f.value.head) == over}
    # "could" may render "can", but some editors want to see it
    weaker = any(_is_past(view, value, other.value) for other in others)
    if not weaker and any(_agree(mode, other.value.mode) for mode in siblings for other in others):
        return
    auxiliaries = view.mirrored.language.words("cues.modality.auxiliaries")
    rivals = [other for other in others if other.value.cue in auxiliaries or not _stands(view.mirrored, other)]
    if rivals and not _shifted(view, fact, rivals[0]) and not _obliged(view, fact, rivals[0]):
        yield _changed(view, fact, rivals[0])
    elif not others and counterpart is not None and value.mode in _GUARDED:
        yield from _lost(view, fact, counterpart)


def _is_past(view: View, ours: Modality, theirs: Modality) -> bool:
    """Whether a cue is the past of the other: "could", "can"."""
    words = view.language.words
    return ours.cue in words("certainty.ability_past") and theirs.cue in words("certainty.ability")


def _duty(
    view: View, fact: Fact[Modality], counterpart: Counterpart, others: Sequence[Fact[Modality]]
) -> Iterator[Finding]:
    """A duty that leaves no choice on one side and does on the other: "must" / "should", "has to" / "ought to"."""
    if not counterpart.same:
        return
    weak = fact.value.cue in view.language.words("certainty.duty.cues.weak")
    opposite = view.mirrored.language.words("certainty.duty.cues.strong" if weak else "certainty.duty.cues.weak")
    rival = next((other for other in others if other.value.cue in opposite), None)
    verb = _has_to(view.mirrored, counterpart.place)
    own = view.span(*_extent(view, fact))
    if rival is not None and not view.is_rewrite:
        words, span = (fact.text, rival.text), view.mirrored.span(*_extent(view.mirrored, rival))
    elif not others and verb is not None and weak:
        span = view.mirrored.span(*sorted((verb, counterpart.place)))
        words = view.ordered(own.text, span.text)
    else:
        return
    message = f"{became(*words)}: a duty of another strength."
    yield finding("modality", Severity.minor, *view.ordered(own, span), 0.35, message)


def _has_to(view: View, place: Place) -> Place | None:
    """The "have" of "have to", where the verb is its infinitive."""
    row, words = view.side.tokens[place.sentence], view.language.words
    token, to = row[place.token], words("function.infinitive")
    if token.dep != "xcomp" or row[token.head].lemma not in words("certainty.duty.over"):
        return None
    marked = any(other.head == place.token and other.dep == "aux" and other.text.lower() in to for other in row)
    return Place(place.sentence, token.head) if marked else None


def _word(
    view: View, fact: Fact[Modality], counterpart: Counterpart, others: Sequence[Fact[Modality]]
) -> Iterator[Finding]:
    """An adverb, adjective or verb of doubt that no cue of doubt on the other side renders."""
    if any(other.value.mode in _SOFT for other in others):
        return
    plain = fact.value.cue in view.language.words("certainty.plain")
    if view.is_rewrite and fact.value.mode in {"hearsay", "seeming"} and not plain:
        yield from _gained(view, fact, counterpart)
    elif not view.is_rewrite and fact.value.mode in _GUARDED and not _unlimited(view, fact):
        yield from _lost(view, fact, counterpart)


def _unlimited(view: View, fact: Fact[Modality]) -> bool:
    """Whether "possible" leaves nothing open: "all possible measures"."""
    value, unlimited = fact.value, view.language.words("certainty.unlimited")
    below = (token for token in view.side.tokens[fact.sentence] if token.head == value.head)
    return value.mode == "possible" and any(token.lemma.lower() in unlimited for token in below)


def _cue(view: View, fact: Fact[Modality]) -> Place:
    """The token of the cue."""
    row = view.side.tokens[fact.sentence]
    return Place(fact.sentence, next(i for i, token in enumerate(row) if token.start == fact.start))


def _stands(view: View, fact: Fact[Modality]) -> bool:
    """Whether the cue's own word is on the other side, be it elsewhere ("it is thought that" / "is thought to")."""
    cue = view.counterpart(_cue(view, fact))
    return cue is not None and cue.same


def _others(view: View, fact: Fact[Modality], counterpart: Counterpart | None) -> list[Fact[Modality]]:
    """The cues over the counterpart of the predicate; where it is in doubt, the counterpart of the cue itself."""
    theirs = view.mirrored.facts(Modality)
    if counterpart is not None:
        return [other for other in theirs if _over(view, other, counterpart.place)]
    cue = view.counterpart(_cue(view, fact))
    if cue is None or not cue.mutual:
        return []
    start = view.mirrored.token(cue.place).start
    auxiliaries = view.mirrored.language.words("cues.modality.auxiliaries")
    return [other for other in theirs if other.start == start and other.value.cue in auxiliaries]


def _shifted(view: View, fact: Fact[Modality], other: Fact[Modality]) -> bool:
    """Whether "would" is only the past of "will" here: reported speech, or the past of a story; or says the same."""
    if {fact.value.mode, other.value.mode} != {"future", "conditional"}:
        return False
    if _refuses(view, fact) and _refuses(view.mirrored, other):
        return True
    # "would face X following a win" is "if they win, they will face X"
    if _has(view, fact, "certainty.condition") != _has(view.mirrored, other, "certainty.condition"):
        return True
    return _reported(view, fact) or _reported(view.mirrored, other)


def _has(view: View, fact: Fact[Modality], name: str) -> bool:
    """Whether the sentence has a word of one of the language's lists."""
    words = view.language.words(name)
    return any(token.lemma.lower() in words for token in view.side.tokens[fact.sentence])


def _refuses(view: View, fact: Fact[Modality]) -> bool:
    """Whether somebody keeps silent: "would not comment", "will not comment"."""
    row, head = view.side.tokens[fact.sentence], fact.value.head
    silent = any(token.head == head and token.dep == "advmod:neg" for token in row)
    return silent and row[head].lemma.lower() in view.language.words("saying.verbs")


def _obliged(view: View, fact: Fact[Modality], other: Fact[Modality]) -> bool:
    """Whether a duty is told in other words: "must" beside "will be required to"."""
    return any(
        own.value.mode == "duty" and _has(side, told, "certainty.duty.words")
        for own, side, told in ((fact, view.mirrored, other), (other, view, fact))
    )


def _reported(view: View, fact: Fact[Modality]) -> bool:
    row, ahead = view.side.tokens[fact.sentence], view.language.words("certainty.ahead")
    here = fact.value.head
    for _ in range(6):
        head = row[here].head
        if head == here:
            return False
        past = row[head].has("Tense=Past") or row[head].lemma.lower() in ahead
        if past and row[here].dep in {"ccomp", "xcomp", "advcl", "acl", "acl:relcl"}:
            # the past of the governing verb is what shifts "will" to "would"; quoted words are not shifted
            between = row[min(here, head) : max(here, head)]
            return not any(token.text[:1] in '“”"' for token in between)
        here = head
    return False


def _over(view: View, fact: Fact[Modality], place: Place) -> bool:
    """Whether a cue of the other side governs the place: directly, or through a chain of verbs."""
    if fact.sentence != place.sentence:
        return False
    row = view.other.tokens[place.sentence]
    here = place.token
    for _ in range(4):
        if here == fact.value.head:
            return True
        if (
            row[here].dep
            not in {"xcomp", "ccomp", "conj", "comp:pred:adj", "comp:pred", "comp:clause", "aux", "aux:pass"}
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
        and any(other.dep in {"nsubj", "nsubj:pass"} for other in below)
        and _finite(row, index)
    )


def _finite(row: Sequence[Token], index: int) -> bool:
    """Whether the verb, or an auxiliary of it, is a present or a past."""
    aux = [other for other in row if other.head == index and other.dep in {"aux", "aux:pass"}]
    return any(token.has("VerbForm=Fin") for token in (row[index], *aux)) and not any(
        token.has("VerbType=Mod") for token in aux
    )


def _agree(ours: str, theirs: str) -> bool:
    return ours == theirs or frozenset({ours, theirs}) in _EQUIVALENT


def _changed(view: View, fact: Fact[Modality], other: Fact[Modality]) -> Finding:
    ours, theirs = fact.value, other.value
    firm = ours.mode == "possible" and theirs.mode in {"future", "certain"}
    weakened = theirs.mode == "possible" and ours.mode in {"future", "certain"}
    severity, confidence, change = Severity.minor, 0.5, "not the same"
    if firm:
        severity = Severity.major if ours.cue in view.language.words("certainty.doubting") else Severity.minor
        confidence, change = 0.7, "said with more certainty"
    elif weakened:
        confidence, change = 0.7, "said with less certainty"
    elif _is_past(view, ours, theirs):  # on `roundtrip` dev nearly always the same claim
        severity, confidence = Severity.neutral, 0.05
    original, rewrite = view.span(*_extent(view, fact)), view.mirrored.span(*_extent(view.mirrored, other))
    return finding("modality", severity, original, rewrite, confidence, f"{became(fact.text, other.text)}: {change}.")


def _lost(view: View, fact: Fact[Modality], counterpart: Counterpart) -> Iterator[Finding]:
    value, token = fact.value, view.mirrored.token(counterpart.place)
    secondhand = value.mode in {"hearsay", "seeming"}
    if (not counterpart.same and value.mode != "hearsay") or _softened(view, fact, counterpart.place):
        return
    # A verb with an auxiliary of its own, or a finite one, states the fact; an infinitive or participle does not.
    if not secondhand and token.pos == "VERB" and not token.has("Tense="):
        return
    severe = secondhand or value.cue in view.language.words("certainty.grave")
    original, rewrite = view.span(*_extent(view, fact)), view.mirrored.span(counterpart.place, counterpart.place)
    message = f"{quoted(fact.text)} is lost: the rewrite states {quoted(token.text)} as a fact."
    confidence = 0.7 if value.mode == "hearsay" else 0.5
    yield finding("modality", Severity.major if severe else Severity.minor, original, rewrite, confidence, message)


def _doubted(view: View, fact: Fact[Modality], counterpart: Counterpart) -> Iterator[Finding]:
    """What the original tells as a fact may, might or could be so: "caused" / "may have caused"."""
    row = view.other.tokens[counterpart.place.sentence]
    token = row[counterpart.place.token]
    if counterpart.same and token.pos == "VERB" and _finite(row, counterpart.place.token):
        yield from _gained(view, fact, counterpart)


def _gained(view: View, fact: Fact[Modality], counterpart: Counterpart) -> Iterator[Finding]:
    if _softened(view, fact, counterpart.place):
        return
    original, rewrite = view.mirrored.span(counterpart.place, counterpart.place), view.span(*_extent(view, fact))
    token = view.mirrored.token(counterpart.place)
    message = f"{quoted(fact.text)} is new: the original states {quoted(token.text)} without it."
    yield finding("modality", Severity.minor, original, rewrite, 0.5, message)


def _softened(view: View, fact: Fact[Modality], place: Place) -> bool:
    """Whether the other side keeps its distance in another way, in the same sentence.

    A cue that stands on both sides ("so a booster may be needed") is not another way.
    """
    row = view.other.tokens[place.sentence]
    words = {token.lemma.lower() for token in row} | {token.text.lower() for token in row}
    softening = view.mirrored.language.words("certainty.softening") | view.mirrored.language.words("saying.verbs")
    if words & softening - view.here.lemmas:
        return True
    theirs = Counter(f.value.cue for f in view.mirrored.facts(Modality) if f.value.mode in _GUARDED)
    return bool(theirs - Counter(f.value.cue for f in view.facts(Modality) if f is not fact))


def _extent(view: View, fact: Fact[Modality]) -> tuple[Place, Place]:
    cue, head = _cue(view, fact), Place(fact.sentence, fact.value.head)
    # The cue and its predicate, where they stand close together; the cue alone otherwise (six tokens: a
    # modal with a subject and an adverb between).
    if abs(head.token - cue.token) > 6:
        head = cue
    return min(cue, head), max(cue, head)
