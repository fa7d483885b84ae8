"""A statement made more, or less, certain: would/will, may, reportedly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drift.checks.beads import Place, became, either_way, quoted
from drift.facts.modality import Modality
from drift.facts.polarity import Polarity
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact, Span

#: Modes that render each other without a change of meaning that an editor would strike.
_EQUIVALENT = frozenset(
    frozenset(pair.split())
    for pair in (
        "possible ability", "possible probable", "seeming hearsay", "seeming possible", "seeming probable",
        "future probable", "possible conditional", "conditional duty", "conditional probable", "future certain",
        "duty probable", "future ability",
    )
)  # fmt: skip

#: Relations through which a cue over one verb governs another.
_CHAINED = frozenset("xcomp ccomp conj comp:pred:adj comp:pred comp:clause aux aux:pass".split())

#: Modes that keep an adverb of doubt on the other side.
_SOFT = frozenset({"possible", "probable", "hearsay", "seeming", "ability", "duty"})

#: Modes whose loss turns a guess or a rumour into a fact.
_GUARDED = frozenset({"possible", "hearsay", "seeming", "probable"})


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a modal cue that the other side lacks or renders with another mode."""
    for view in either_way(comparison):
        for fact in view.facts(Modality):
            yield from _judge(view, fact)


def _judge(view: View, fact: Fact[Modality]) -> Iterator[Finding]:
    words = view.language.words
    cue, there = fact.value.cue, view.sure(_head(fact))
    others = _others(view, fact, there)
    if there is not None and cue in words("certainty.duty.cues"):
        yield from _duty(view, fact, there, others)
    if cue in words("cues.modality.auxiliaries"):
        if not view.is_rewrite:  # a change is seen from both sides and told once, from the original
            yield from _auxiliary(view, fact, there, others)
        elif there is not None and not others and cue in words("certainty.doubting") and _open(view, fact):
            yield from _doubted(view, fact, there)
    elif there is not None and not _stands(view, fact):
        yield from _word(view, fact, there, others)


def _head(fact: Fact[Modality]) -> Place:
    """The predicate that a cue stands over."""
    return Place(fact.sentence, fact.value.head)


def _auxiliary(
    view: View, fact: Fact[Modality], there: Place | None, others: Sequence[Fact[Modality]]
) -> Iterator[Finding]:
    siblings = {own.value.mode for own in view.facts(Modality) if _head(own) == _head(fact)}
    # "could" may render "can", but some editors want to see it
    weaker = any(_is_past(view, fact.value, other.value) for other in others)
    if not weaker and any(_agree(mode, other.value.mode) for mode in siblings for other in others):
        return
    auxiliaries = view.mirrored.language.words("cues.modality.auxiliaries")
    rivals = [other for other in others if other.value.cue in auxiliaries or not _stands(view.mirrored, other)]
    if rivals and not (_shifted(view, fact, rivals[0]) or _obliged(view, fact, rivals[0])):
        needed = "duty" in {fact.value.mode, rivals[0].value.mode} and _turned(view, fact, rivals[0])
        yield from () if needed else [_changed(view, fact, rivals[0])]
    elif not others and there is not None and _open(view, fact):
        yield from _lost(view, fact, there)


def _turned(view: View, fact: Fact[Modality], other: Fact[Modality]) -> bool:
    """Whether one of two cues alone is denied: "cannot be less" is "must be at least", and "must not" no "should"."""
    return _denied(view, fact) != _denied(view.mirrored, other)


def _denied(view: View, fact: Fact[Modality]) -> bool:
    """Whether a negative covers what a cue stands over."""
    return any(fact.value.head in no.value.scope and fact.sentence == no.sentence for no in view.facts(Polarity))


def _open(view: View, fact: Fact[Modality]) -> bool:
    """Whether a cue leaves open whether something is so; "could not" says that it is not."""
    unable = fact.value.cue in view.language.words("certainty.ability_past") and _denied(view, fact)
    return fact.value.mode in _GUARDED and not unable


def _is_past(view: View, ours: Modality, theirs: Modality) -> bool:
    """Whether a cue is the past of the other: "could", "can"."""
    words = view.language.words
    return ours.cue in words("certainty.ability_past") and theirs.cue in words("certainty.ability")


def _duty(view: View, fact: Fact[Modality], there: Place, others: Sequence[Fact[Modality]]) -> Iterator[Finding]:
    """A duty that leaves no choice on one side and does on the other: "must" / "should", "has to" / "ought to"."""
    if view.same(_head(fact)) is None or any(other.value.cue == fact.value.cue for other in others):
        return
    weak = fact.value.cue in view.language.words("certainty.duty.cues.weak")
    opposite = view.mirrored.language.words("certainty.duty.cues.strong" if weak else "certainty.duty.cues.weak")
    rival = next((other for other in others if other.value.cue in opposite), None)
    verb = _has_to(view.mirrored, there)
    own = _span(view, fact)
    if rival is not None and _turned(view, fact, rival):
        return
    if rival is not None and not view.is_rewrite:
        words, span = (fact.text, rival.text), _span(view.mirrored, rival)
    elif not others and verb is not None and weak:
        span = view.mirrored.span(verb, there)
        words = view.ordered(own.text, span.text)
    else:
        return
    message = f"{became(*words)}: a duty of another strength."
    yield finding("modality", Severity.minor, *view.ordered(own, span), 0.35, message)


def _has_to(view: View, place: Place) -> Place | None:
    """The "have" of "have to", where the verb is its infinitive."""
    token, words = view.token(place), view.language.words
    over = Place(place.sentence, token.head)
    if token.dep != "xcomp" or view.token(over).lemma not in words("certainty.duty.over"):
        return None
    helping = {view.token(at).text.lower() for at in view.here.under(place, "aux")}
    return over if helping & words("function.infinitive") else None


def _word(view: View, fact: Fact[Modality], there: Place, others: Sequence[Fact[Modality]]) -> Iterator[Finding]:
    """An adverb, adjective or verb of doubt that no cue of doubt on the other side renders."""
    if any(other.value.mode in _SOFT for other in others):
        return
    plain = fact.value.cue in view.language.words("certainty.plain")
    if view.is_rewrite and fact.value.mode in _GUARDED - {"possible"} and not plain:
        yield from _gained(view, fact, there)
    elif not view.is_rewrite and fact.value.mode in _GUARDED and not _unlimited(view, fact):
        yield from _lost(view, fact, there)


def _unlimited(view: View, fact: Fact[Modality]) -> bool:
    """Whether "possible" leaves nothing open: "all possible measures"."""
    below = {view.token(place).lemma.lower() for place in view.here.under(_head(fact))}
    return fact.value.mode == "possible" and bool(below & view.language.words("certainty.unlimited"))


def _stands(view: View, fact: Fact[Modality]) -> bool:
    """Whether the cue's own word is on the other side, be it elsewhere ("it is thought that" / "is thought to")."""
    return view.same(view.first(fact)) is not None


def _others(view: View, fact: Fact[Modality], there: Place | None) -> list[Fact[Modality]]:
    """The cues over the counterpart of the predicate; where it is in doubt, the counterpart of the cue itself."""
    theirs = view.mirrored.facts(Modality)
    if there is not None:
        return [other for other in theirs if _over(view.mirrored, other, there)]
    cue, auxiliaries = view.counterpart(view.first(fact)), view.mirrored.language.words("cues.modality.auxiliaries")
    if cue is None or not cue.mutual:
        return []
    return [other for other in theirs if view.mirrored.first(other) == cue.place and other.value.cue in auxiliaries]


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
    silent = view.here.under(_head(fact), "advmod:neg")
    return bool(silent) and view.token(_head(fact)).lemma.lower() in view.language.words("saying.verbs")


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
    """Whether a cue governs a place of its side: directly, or through a chain of verbs."""
    for _ in range(4):
        if place == _head(fact):
            return True
        if view.token(place).dep not in _CHAINED or _own_clause(view, place):
            return False
        place = Place(place.sentence, view.token(place).head)
    return False


def _own_clause(view: View, place: Place) -> bool:
    """Whether the verb states a fact of its own beside its governor: "It fell, they wrote, so more may be needed"."""
    token = view.token(place)
    beside = token.dep == "conj" or (token.dep == "ccomp" and place.token < token.head)
    return beside and bool(view.here.under(place, "nsubj", "nsubj:pass")) and _finite(view, place)


def _finite(view: View, place: Place) -> bool:
    """Whether the verb, or an auxiliary of it, is a present or a past."""
    aux = [view.token(at) for at in view.here.under(place, "aux", "aux:pass")]
    finite = any(token.has("VerbForm=Fin") for token in (view.token(place), *aux))
    return finite and not any(token.has("VerbType=Mod") for token in aux)


def _agree(ours: str, theirs: str) -> bool:
    return ours == theirs or frozenset({ours, theirs}) in _EQUIVALENT


def _changed(view: View, fact: Fact[Modality], other: Fact[Modality]) -> Finding:
    ours, theirs = fact.value, other.value
    severity, confidence, change = Severity.minor, 0.5, "not the same"
    if ours.mode == "possible" and theirs.mode in {"future", "certain"}:
        severity = Severity.major if ours.cue in view.language.words("certainty.doubting") else Severity.minor
        confidence, change = 0.7, "said with more certainty"
    elif theirs.mode == "possible" and ours.mode in {"future", "certain"}:
        confidence, change = 0.7, "said with less certainty"
    elif _is_past(view, ours, theirs):  # on `roundtrip` dev nearly always the same claim
        severity, confidence = Severity.neutral, 0.05
    message = f"{became(fact.text, other.text)}: {change}."
    return finding("modality", severity, _span(view, fact), _span(view.mirrored, other), confidence, message)


def _lost(view: View, fact: Fact[Modality], there: Place) -> Iterator[Finding]:
    value, token = fact.value, view.mirrored.token(there)
    secondhand = value.mode in {"hearsay", "seeming"}
    if (view.same(_head(fact)) is None and value.mode != "hearsay") or _softened(view, fact, there):
        return
    # A verb with an auxiliary of its own, or a finite one, states the fact; an infinitive or participle does not.
    if not secondhand and token.pos == "VERB" and not token.has("Tense="):
        return
    severe = secondhand or value.cue in view.language.words("certainty.grave")
    severity, confidence = Severity.major if severe else Severity.minor, 0.7 if value.mode == "hearsay" else 0.5
    message = f"{quoted(fact.text)} is lost: the rewrite states {quoted(token.text)} as a fact."
    yield finding("modality", severity, _span(view, fact), view.mirrored.span(there), confidence, message)


def _doubted(view: View, fact: Fact[Modality], there: Place) -> Iterator[Finding]:
    """What the original tells as a fact may, might or could be so: "caused" / "may have caused"."""
    same = view.same(_head(fact)) is not None
    if same and view.mirrored.token(there).pos == "VERB" and _finite(view.mirrored, there):
        yield from _gained(view, fact, there)


def _gained(view: View, fact: Fact[Modality], there: Place) -> Iterator[Finding]:
    if not _softened(view, fact, there):
        stated = view.mirrored.token(there).text
        message = f"{quoted(fact.text)} is new: the original states {quoted(stated)} without it."
        yield finding("modality", Severity.minor, view.mirrored.span(there), _span(view, fact), 0.5, message)


def _softened(view: View, fact: Fact[Modality], place: Place) -> bool:
    """Whether the other side keeps its distance in another way, in the same sentence.

    A cue that stands on both sides ("so a booster may be needed") is not another way.
    """
    row = view.other.tokens[place.sentence]
    words = {form.lower() for token in row for form in (token.lemma, token.text)}
    softening = view.mirrored.language.words("certainty.softening") | view.mirrored.language.words("saying.verbs")
    if words & softening - view.here.lemmas:
        return True
    theirs = Counter(f.value.cue for f in view.mirrored.facts(Modality) if f.value.mode in _GUARDED)
    return bool(theirs - Counter(f.value.cue for f in view.facts(Modality) if f is not fact))


def _span(view: View, fact: Fact[Modality]) -> Span:
    """The cue, with its predicate where they stand close together: six tokens, a subject and an adverb between."""
    cue, head = view.first(fact), _head(fact)
    return view.span(cue, head) if abs(head.token - cue.token) <= 6 else view.span(cue)
