"""A statement that is negative on one side only."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from drift.checks import cues
from drift.checks.beads import Place, became, is_light, is_word, quoted, views
from drift.checks.comparisons import exchanged
from drift.checks.contrasts import contrary
from drift.checks.cues import Cue
from drift.facts.amounts import Number, agree
from drift.facts.polarity import Polarity, joined
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Fact, Token

#: Different words whose agreement this check can judge need a closer match than words of one lemma: below it,
#: "did not abandon" beside "supported" would look like a change. From reading `human_human_pairs` dev.
_CLOSE = 0.75


#: What stands with a verb that ends its clause: "They did not."
_BARE = frozenset({"nsubj", "expl", "aux", "advmod:neg", "punct", "cc"})

#: Relations of a word that states something without a verb: "found him not guilty".
_STATES = frozenset({"root", "ccomp", "xcomp"})


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a negation that the other side of the bead lacks."""
    for view in views(comparison):
        for mine, other in cues.exchanged(view, _answers, lambda _, __: False):
            answer, turned = cues.spans(view, mine, other)
            message = f"The answer is turned round: {became(answer.text, turned.text)}."
            yield finding("negation", Severity.critical, answer, turned, 0.75, message)
        pairs, original, rewrite = _paired(view)
        yield from _affixes(view)
        for ours, theirs in pairs:
            yield from _weakened(view, ours, theirs)
        for here, left in ((view, original), (view.mirrored, rewrite)):
            for fact in left:
                found = _judge(here, fact)
                if found is not None:
                    yield found


def _answers(view: View) -> list[Cue[str, str]]:
    """The answer of this side, where it has but one: "Yes.", "said no"."""
    says = view.language.classes("negation.replies")
    words = [(at, view.token(at)) for at in view.places]
    found = [
        Cue(says[token.text.lower()], "", at, at)
        for at, token in words
        if token.pos == "INTJ" and token.text.lower() in says
    ]
    return found if len(found) == 1 else []


def _affixes(view: View) -> Iterator[Finding]:
    """Words that are each other's negative by a prefix alone: "affordable" / "unaffordable"."""
    ours, theirs = (
        [place for place in side.places if side.token(place).pos in {"ADJ", "ADV"} and side.unshared(place)]
        for side in (view, view.mirrored)
    )
    for place, other in product(ours, theirs):
        first, second = view.token(place), view.mirrored.token(other)
        short, long = sorted((first.lemma.lower(), second.lemma.lower()), key=len)
        if first.pos != second.pos or not _negates(short, long, view.language):
            continue
        if not _under_cue(view, place) and not _under_cue(view.mirrored, other):  # "not affordable" is "unaffordable"
            here, there = view.span(place), view.mirrored.span(other)
            message = f"{quoted(there.text)} is the negative of {quoted(here.text)}."
            yield finding("negation", Severity.major, here, there, 0.75, message)


def _under_cue(view: View, place: Place) -> bool:
    """Whether a negative covers a word or what it describes, or stands close before it ("not an easy task")."""
    covered = {place.token, view.token(place).head}
    return any(
        not covered.isdisjoint(fact.value.scope) or 0 < place.token - view.first(fact).token <= 3
        for fact in view.facts(Polarity)
        if fact.sentence == place.sentence and view.first(fact) != place  # "unable" does not cover itself
    )


def _weakened(view: View, ours: Fact[Polarity], theirs: Fact[Polarity]) -> Iterator[Finding]:
    """What never happened on one side and happens now and then on the other: "never" / "rarely"."""
    often = view.language.classes("negation.often")
    said = {often.get(fact.value.cue) for fact in (ours, theirs)}
    if said != {"never", "seldom"} or not (ours.value.scope and theirs.value.scope):
        return
    here, there = Place(ours.sentence, ours.value.scope[0]), Place(theirs.sentence, theirs.value.scope[0])
    if view.key(here) == view.mirrored.key(there):
        original, rewrite = view.span(view.first(ours), here), view.mirrored.span(view.mirrored.first(theirs), there)
        yield finding("negation", Severity.minor, original, rewrite, 0.6, f"{became(ours.text, theirs.text)}.")


def _negates(short: str, long: str, own: Language) -> bool:
    """Whether the longer word is the shorter one with a prefix that negates it and does nothing else."""
    if len(short) <= 3 or short in own.words("negation.affixed_otherwise"):
        return False
    return any(long == prefix + short for prefix in own.words("negation.affixes.adjectives"))


def _paired(
    view: View,
) -> tuple[list[tuple[Fact[Polarity], Fact[Polarity]]], list[Fact[Polarity]], list[Fact[Polarity]]]:
    """The cues that answer each other, and the explicit cues of both sides that no negative of the other side answers.

    Cues pair first with their like where their scopes meet ("did not deny" is not "denied"), then with any that they
    meet, then in any order: a negation that is somewhere in the bead is rendered, if perhaps elsewhere, and this check
    would rather be silent than wrong. Spare implicit cues of the other side answer too.
    """
    everything = tuple(_negatives(view)), tuple(_negatives(view.mirrored))
    here, there = map(list, everything)
    pairs = []
    for alike in (True, False):
        for fact in tuple(here):
            partner = next((o for o in there if (not alike or _like(fact, o)) and _meet(view, fact, o)), None)
            if partner is not None:
                pairs.append((fact, partner))
                here.remove(fact)
                there.remove(partner)
    while here and there:
        for side, facts in ((view, here), (view.mirrored, there)):
            facts.remove(min(facts, key=lambda fact: _explicit(side, fact)))
    return pairs, _spare(view, everything[0], here), _spare(view.mirrored, everything[1], there)


def _undone(view: View, fact: Fact[Polarity], facts: Sequence[Fact[Polarity]]) -> bool:
    """Whether two cues that are left undo each other: "never leaves home without his dog"."""
    without = view.language.words("negation.without")
    return any(
        fact is not other
        and {one.value.cue in without for one in (fact, other)} == {True, False}
        and (view.over(view.first(fact)) in _scope(other) or view.over(view.first(other)) in _scope(fact))
        for other in facts
    )


def _negatives(view: View) -> Iterator[Fact[Polarity]]:
    """The cues of this side but for those that undo each other: "not without risks"."""
    plain, without = view.language.words("negation.not"), view.language.words("negation.without")
    for fact in view.facts(Polarity):
        cue = view.first(fact)
        near = [token.text.lower() for token in view.row(cue)[max(0, cue.token - 1) : cue.token + 2]]
        if not any(pair[0] in plain and pair[1] in without for pair in pairwise(near)):
            yield fact


def _like(ours: Fact[Polarity], theirs: Fact[Polarity]) -> bool:
    """Whether two cues are of one word, or both explicit."""
    return ours.value.cue == theirs.value.cue or ours.value.strength == theirs.value.strength == "explicit"


def _spare(view: View, facts: Sequence[Fact[Polarity]], left: Sequence[Fact[Polarity]]) -> list[Fact[Polarity]]:
    """The explicit cues that are left and neither repeat an answered one nor are denied themselves ("did not fail")."""
    answered = [fact for fact in facts if fact not in left]
    return [
        fact
        for fact in left
        if _explicit(view, fact)
        and not _undone(view, fact, left)
        and not any(view.first(fact) in _scope(other) for other in facts if other is not fact)
        and not any(_goes_with(view, fact, other) for other in answered)
    ]


def _goes_with(view: View, fact: Fact[Polarity], answered: Fact[Polarity]) -> bool:
    """Whether a cue only says another one of its sentence again: "won't see us, not even in dreams", "neither, nor".

    It does where it negates the same word, or no verb with a subject of its own; not where it negates the other
    ("did not deny", "is not impossible").
    """
    scope = _scope(fact)
    if fact.sentence != answered.sentence:
        return False
    if view.first(answered) in (scope if answered.value.strength == "implicit" else scope[:1]):
        return False
    own = any(view.token(verb).pos in {"VERB", "AUX"} and _has_subject(view, verb) for verb in scope[:1])
    return not own or not set(scope).isdisjoint(_scope(answered))


def _has_subject(view: View, verb: Place) -> bool:
    return bool(view.here.under(verb, "nsubj", "nsubj:pass", "expl"))


def _explicit(view: View, fact: Fact[Polarity]) -> bool:
    return fact.value.strength == "explicit" or (_denies(view, fact) and bool(fact.value.scope))


def _denies(view: View, fact: Fact[Polarity]) -> bool:
    return fact.value.cue in view.language.words("negation.implicit.denials")


def _meet(view: View, ours: Fact[Polarity], theirs: Fact[Polarity]) -> bool:
    scope = {Place(theirs.sentence, i) for i in theirs.value.scope}
    met = (view.counterpart(place) for place in _scope(ours))
    return any(counterpart is not None and counterpart.place in scope for counterpart in met)


def _scope(fact: Fact[Polarity]) -> list[Place]:
    return [Place(fact.sentence, index) for index in fact.value.scope]


def _judge(view: View, fact: Fact[Polarity]) -> Finding | None:
    held = _predicate(view, fact)
    if held is None or _excused(view, fact, *held):
        return None
    place, other = held
    token, there = view.token(place), view.mirrored.token(other)
    negative, positive = view.span(view.first(fact), place), view.mirrored.span(other)
    if view.is_rewrite:
        message = f"{quoted(positive.text)} is negated in the rewrite: {quoted(negative.text)}."
    else:
        message = f"The negation in {quoted(negative.text)} is lost: the rewrite affirms {quoted(positive.text)}."
    same = _denies(view, fact) or token.lemma.lower() == there.lemma.lower()
    stated = any(view.token(word).pos in {"VERB", "AUX"} for word in _scope(fact)) or token.dep in _STATES
    severity = Severity.critical if same and stated else Severity.major
    return finding("negation", severity, *view.ordered(negative, positive), 0.85 if same else 0.6, message)


def _excused(view: View, fact: Fact[Polarity], place: Place, other: Place) -> bool:
    """Whether the negation of a word is rendered otherwise, or the word and its counterpart cannot be compared."""
    theirs = [view.mirrored.token(there) for there in view.mirrored.places]
    said_otherwise = (
        _prefixed(view.token(word), there, view.language)
        # "not open" is "closed", but "denied" is no "confirmed"
        or (not _denies(view, fact) and contrary(view.token(word).lemma, there.lemma, view.language))
        for word in _scope(fact)
        for there in theirs
    )
    return (
        any(said_otherwise)
        or _parted(view, fact, place)
        or _due(view, fact, other)
        or _timed(view, fact)
        or _bounded(view, fact)
        or _excepted(view, fact, other)
        or _outdone(view, fact, other)
        # "not as big as", "bigger than": the terms of the comparison that is negated changed places too
        or any(place in exchange.here.degree and other in exchange.there.degree for exchange in exchanged(view))
        or _apart(view, fact, place, other)
        or _hinted(view, other, whole=_aside(view, fact))
        or _shared_cue(view, fact, other)
        or _covered_otherwise(view, place, other)
    )


def _predicate(view: View, fact: Fact[Polarity]) -> tuple[Place, Place] | None:
    """The first word under the cue that says something, and its counterpart, where that is sure."""
    if _denies(view, fact):
        place = _scope(fact)[0]
        affirmed = _affirmed(view, place)
        return (place, affirmed) if affirmed is not None else _done(view, fact)
    first = next((place for place in _scope(fact) if not _is_empty(view.token(place), view.language)), None)
    if first is None:
        return _bare(view, fact)
    counterpart = view.counterpart(first)
    close = counterpart is not None and (
        counterpart.same or (counterpart.mutual and counterpart.similarity >= _CLOSE and not _aside(view, fact))
    )
    if counterpart is None or not close:
        return None
    over, there = view.over(first), view.mirrored.over(counterpart.place)
    if view.token(over).pos == "ADP" and over in _scope(fact) and view.key(over) != view.mirrored.key(there):
        return None  # "not on schedule" is "behind schedule"
    return first, counterpart.place


def _bare(view: View, fact: Fact[Polarity]) -> tuple[Place, Place] | None:
    """What is denied by a light word alone, and the same on the other side: "is not there", "is over", "did not"."""
    verb = next((place for place in _scope(fact) if view.token(place).pos in {"VERB", "AUX"}), None)
    there = None if verb is None else view.same(verb)
    for place in _scope(fact):
        light = view.token(place).pos in {"ADV", "ADP"} or view.token(place).dep == "advmod"
        other = view.same(place) if light else None
        if other is not None and (verb is None or view.mirrored.over(other) == there):
            return place, other
    if verb is None or there is None:
        return None
    whole = all(
        _BARE.issuperset(side.token(at).dep for at in side.here.under(place))
        for side, place in ((view, verb), (view.mirrored, there))
    )
    return (verb, there) if whole else None


def _is_empty(token: Token, own: Language) -> bool:
    """Whether a word says nothing that could be denied."""
    if token.pos in {"AUX", "ADP", "DET", "PRON", "SCONJ", "PART"} or not is_word(token):
        return True
    return token.lemma.lower() in own.words("negation.auxiliaries") or (token.pos == "ADV" and is_light(token, own))


def _done(view: View, fact: Fact[Polarity]) -> tuple[Place, Place] | None:
    """What was refused, and the same verb where the other side states it: "refused to sign" / "signed"."""
    verb, *rest = _scope(fact)
    for place in rest:
        token = view.token(place)
        there = view.same(place) if token.pos == "VERB" and token.head == verb.token else None
        if there is not None and view.mirrored.token(there).has("VerbForm=Fin"):
            return place, there
    return None


def _affirmed(view: View, denial: Place) -> Place | None:
    """The verb that says the contrary of "deny" or "refuse" of the same participant.

    Contexts of contrary verbs differ too much for vectors ("denied" / "confirmed" .22), so the list of affirmations
    and a shared subject or object are the evidence. Most other renderings of a denial are no change.
    """
    if view.same(denial) is not None:
        return None
    there, affirmations = view.mirrored, view.mirrored.language.words("negation.affirmations")
    shared = {view.same(argument) for argument in _arguments(view, denial)}
    affirmed = (place for place in there.places if there.token(place).lemma.lower() in affirmations)
    return next(
        (
            place
            for place in affirmed
            if there.token(place).pos == "VERB" and there.unshared(place) and shared & set(_arguments(there, place))
        ),
        None,
    )


def _arguments(view: View, verb: Place) -> list[Place]:
    return [
        place for place in view.here.under(verb, "nsubj", "obj", "ccomp", "xcomp") if view.token(place).pos != "PRON"
    ]


def _parted(view: View, fact: Fact[Polarity], place: Place) -> bool:
    """Whether a mark that ends a clause stands between a cue and the word: "none against; Russia abstained"."""
    first, last = sorted((view.first(fact).token, place.token))
    return any(token.text in {";", ":"} for token in view.row(place)[first:last])


def _due(view: View, fact: Fact[Polarity], other: Place) -> bool:
    """Whether what is yet to be done is still to be done."""
    to = view.mirrored.language.words("function.infinitive")
    marks = {view.mirrored.token(at).text.lower() for at in view.there.under(other, "aux")}
    return fact.value.cue in view.language.words("negation.due") and not marks.isdisjoint(to)


def _timed(view: View, fact: Fact[Polarity]) -> bool:
    """Whether what does not hold until a time holds from then on: "not open until Tuesday", "open on Tuesday"."""
    until, scope, row = view.language.words("negation.until"), fact.value.scope, view.side.tokens[fact.sentence]
    for at, token in enumerate(row):
        mark = token.dep in {"mark", "advmod"}
        if token.text.lower() not in until or (row[token.head].head if mark else token.head) not in scope:
            continue
        place = Place(fact.sentence, at)
        times = [Place(fact.sentence, token.head)] if mark else view.here.under(place, "comp:obj")
        there = next((view.same(time) for time in times), None)
        if there is None:
            return bool(view.mirrored.facts("date") or view.mirrored.facts("number"))
        over = {there.token, *(mark.token for mark in view.there.under(there, "mark", "advmod"))}
        over.add(view.mirrored.token(there).head)
        return not any(view.other.tokens[there.sentence][one].text.lower() in until for one in over)
    return False


def _bounded(view: View, fact: Fact[Polarity]) -> bool:
    """Whether a negative only turns the bound of a number, which is another on the other side or none.

    "Do not take more than six" is "take at most six".
    """
    ours = [own for own in view.facts(Number) if own.sentence == fact.sentence and own.start > fact.end]
    kept = [(own.value, other.value) for own in ours for other in view.mirrored.facts(Number) if own.value.bound]
    return any(agree(own, other) and own.bound != other.bound for own, other in kept)


def _excepted(view: View, fact: Fact[Polarity], other: Place) -> bool:
    """Whether those that are excepted ("all but three survived") do not do on the other side what the rest does."""
    first, *verbs = _scope(fact)
    if view.token(first).pos != "NUM" or not verbs:
        return False
    there = view.same(verbs[0])
    above = view.mirrored.over(other)
    return there not in {other, above, view.mirrored.over(above)}


def _outdone(view: View, fact: Fact[Polarity], other: Place) -> bool:
    """Whether a negated comparative renders a superlative: "no attack was as deadly", "the deadliest"."""
    equal = view.language.words("negation.equatives")
    row = view.side.tokens[fact.sentence]
    compares = any(
        token.has("Degree=Cmp") or (token.text.lower() in equal and after.pos in {"ADJ", "ADV"})
        for token, after in pairwise(row)
    )
    return compares and any(token.has("Degree=Sup") for token in view.other.tokens[other.sentence])


def _apart(view: View, fact: Fact[Polarity], place: Place, other: Place) -> bool:
    """Whether the two words, though one, cannot be held against each other.

    "The lowest" is not "as low"; a part of a hyphenated word ("off-ball") is not that part by itself; a word that
    stands more often here than there may have none of them for its counterpart.
    """
    ours, theirs = view.token(place), view.mirrored.token(other)
    if ours.has("Degree=Sup") != theirs.has("Degree=Sup"):
        return True
    by_cue = joined(view.row(place), view.first(fact).token) is not None  # "no-confidence"
    if (_hyphenated(view, place) and not by_cue) != _hyphenated(view.mirrored, other):
        return True
    back = view.mirrored.counterpart(other)
    often, there = (len(part.words.get(view.key(place), ())) for part in (view.here, view.there))
    return back is not None and back.place != place and often > max(1, there)


def _hyphenated(view: View, place: Place) -> bool:
    """Whether a hyphen joins the word to the one before it."""
    row, here = view.side.tokens[place.sentence], place.token
    return any(joined(row, before) == here for before in (here - 1, here - 2) if before >= 0)


def _covered_otherwise(view: View, place: Place, other: Place) -> bool:
    """Whether a negative of the other side covers the counterpart, as none of ours does: "failed to act"."""
    ours = {fact.value.cue for fact in view.facts(Polarity) if place in _scope(fact)}
    return any(other in _scope(fact) and fact.value.cue not in ours for fact in view.mirrored.facts(Polarity))


def _shared_cue(view: View, fact: Fact[Polarity], other: Place) -> bool:
    """Whether a negation of the other side covers this one, or it denies nothing.

    A cue over a coordination may be said once or twice ("without leaders and [without] direction"), but not over a
    clause with a subject of its own; a negative question ("isn't it better?") asserts what it asks.
    """
    token = view.mirrored.token(other)
    scopes = {place for theirs in view.mirrored.facts(Polarity) for place in _scope(theirs)}
    siblings = set(view.there.under(other, "conj"))
    if token.dep == "conj":
        siblings.add(Place(other.sentence, token.head))
    ours = view.side.tokens[fact.sentence]
    follower = next((t for t in ours if t.start >= fact.end), None)
    asked = follower is not None and follower.pos in {"PRON", "DET"} and any(t.text.startswith("?") for t in ours)
    return asked or (bool(siblings & scopes) and not _has_subject(view.mirrored, other))


def _aside(view: View, fact: Fact[Polarity]) -> bool:
    """Whether a negative denies something behind a comma in passing: "on income, not on length".

    Other words may say that anywhere ("rather than", "whatever their length").
    """
    cue = view.first(fact)
    before = view.row(cue)[cue.token - 1].text if cue.token else ""
    stated = any(view.token(place).pos in {"VERB", "AUX"} for place in _scope(fact))
    return before == "," and not stated and fact.text.lower() in view.language.words("negation.not")


def _hinted(view: View, other: Place, *, whole: bool) -> bool:
    """Whether a word near the counterpart, or in its `whole` sentence, can carry the negation.

    Words that stand on both sides cannot.
    """
    row = view.other.tokens[other.sentence]
    own = view.mirrored.language
    head = row[other.token].head
    near = {i for i, token in enumerate(row) if token.head in {other.token, head} or abs(i - other.token) <= 3}
    near |= set(range(len(row))) if whole else {other.token, head, row[head].head}
    hints = own.words("negation.hints")
    if _licensed(view, other.sentence):
        hints -= own.words("negation.hints.licensed")
    new = (row[i] for i in near if row[i].lemma.lower() not in view.here.lemmas)
    return any(token.lemma.lower() in hints or _negative_looking(token, own) for token in new)


def _licensed(view: View, sentence: int) -> bool:
    """Whether a negative word of both sides explains an "any" of the other's sentence: "ruled out any cooperation"."""
    return any(
        view.mirrored.key(view.mirrored.first(fact)) in view.here.words
        for fact in view.mirrored.facts(Polarity)
        if fact.sentence == sentence
    )


def _negative_looking(token: Token, own: Language) -> bool:
    word = token.lemma.lower()
    if token.pos not in {"ADJ", "VERB", "ADV", "NOUN"}:
        return False
    prefixed = len(word) > 5 and word.startswith(own.ordered("negation.looks.prefixes"))
    return prefixed or (len(word) > 6 and word.endswith(own.ordered("negation.looks.suffixes")))


def _prefixed(token: Token, other: Token, own: Language) -> bool:
    """Whether one word is the other with a negative prefix: "not proven" beside "unproven"."""
    return any(
        long.lemma.lower() in {prefix + short.lemma.lower(), prefix + short.text.lower()}
        for prefix in own.words("negation.affixes")
        for long, short in ((token, other), (other, token))
    )
