"""A statement that is negative on one side only."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from drift.checks.beads import Place, became, is_light, quoted, views
from drift.checks.comparisons import exchanged
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


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a negation that the other side of the bead lacks."""
    for _, view in views(comparison):
        pairs, original, rewrite = _paired(view)
        yield from _affixes(view)
        for ours, theirs in pairs:
            yield from _weakened(view, ours, theirs)
        for here, cues in ((view, original), (view.mirrored, rewrite)):
            for fact in cues:
                found = _judge(here, fact)
                if found is not None:
                    yield found


def _affixes(view: View) -> Iterator[Finding]:
    """Words that are each other's negative by a prefix alone: "affordable" / "unaffordable"."""
    ours, theirs = (
        [place for place in side.places if side.token(place).pos in {"ADJ", "ADV"} and side.unshared(place)]
        for side in (view, view.mirrored)
    )
    for place in ours:
        for other in theirs:
            first, second = view.token(place), view.mirrored.token(other)
            short, long = sorted((first.lemma.lower(), second.lemma.lower()), key=len)
            if (
                first.pos == second.pos
                and _negates(short, long, view.language)
                and not _under_cue(view, place)  # "not affordable" renders "unaffordable"
                and not _under_cue(view.mirrored, other)
            ):
                here, there = view.span(place, place), view.mirrored.span(other, other)
                message = f"{quoted(there.text)} is the negative of {quoted(here.text)}."
                yield finding("negation", Severity.major, here, there, 0.75, message)


def _under_cue(view: View, place: Place) -> bool:
    """Whether a negative covers a word or what it describes, or stands close before it ("not an easy task")."""
    row = view.side.tokens[place.sentence]
    covered = {place.token, row[place.token].head}
    return any(
        not covered.isdisjoint(fact.value.scope) or 0 < place.token - _cue(view, fact) <= 3
        for fact in view.facts(Polarity)
        if fact.sentence == place.sentence
    )


def _weakened(view: View, ours: Fact[Polarity], theirs: Fact[Polarity]) -> Iterator[Finding]:
    """What never happened on one side and happens now and then on the other: "never" / "rarely"."""
    often = view.language.classes("negation.often")
    cues = {often.get(fact.value.cue) for fact in (ours, theirs)}
    if cues != {"never", "seldom"} or not (ours.value.scope and theirs.value.scope):
        return
    here, there = Place(ours.sentence, ours.value.scope[0]), Place(theirs.sentence, theirs.value.scope[0])
    if view.key(here) == view.mirrored.key(there):
        original = view.span(*sorted((Place(ours.sentence, _cue(view, ours)), here)))
        rewrite = view.mirrored.span(*sorted((Place(theirs.sentence, _cue(view.mirrored, theirs)), there)))
        yield finding("negation", Severity.minor, original, rewrite, 0.6, f"{became(ours.text, theirs.text)}.")


def _cue(view: View, fact: Fact[Polarity]) -> int:
    """Where the cue stands in its sentence."""
    return next(i for i, token in enumerate(view.side.tokens[fact.sentence]) if token.start == fact.start)


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
        here.remove(_weakest(view, here))
        there.remove(_weakest(view.mirrored, there))
    return pairs, _spare(view, everything[0], here), _spare(view.mirrored, everything[1], there)


def _negatives(view: View) -> Iterator[Fact[Polarity]]:
    """The cues of this side but for those that undo each other: "not without risks"."""
    plain, without = view.language.words("negation.not"), view.language.words("negation.without")
    for fact in view.facts(Polarity):
        row, at = view.side.tokens[fact.sentence], _cue(view, fact)
        near = [token.text.lower() for token in row[max(0, at - 1) : at + 2]]
        if not any(pair[0] in plain and pair[1] in without for pair in pairwise(near)):
            yield fact


def _like(ours: Fact[Polarity], theirs: Fact[Polarity]) -> bool:
    """Whether two cues are of one word, or both explicit."""
    return ours.value.cue == theirs.value.cue or ours.value.strength == theirs.value.strength == "explicit"


def _spare(view: View, facts: Sequence[Fact[Polarity]], left: Sequence[Fact[Polarity]]) -> list[Fact[Polarity]]:
    """The explicit cues that are left and do not just repeat an answered one."""
    answered = [fact for fact in facts if fact not in left]
    return [
        fact for fact in left if _explicit(view, fact) and not any(_goes_with(view, fact, other) for other in answered)
    ]


def _goes_with(view: View, fact: Fact[Polarity], answered: Fact[Polarity]) -> bool:
    """Whether a cue only says another one of its sentence again: "won't see us, not even in dreams", "neither, nor".

    It does where it negates the same word, or no verb with a subject of its own; not where it negates the other
    ("did not deny").
    """
    row, scope = view.side.tokens[fact.sentence], fact.value.scope
    if fact.sentence != answered.sentence or (scope and scope[0] == _cue(view, answered)):
        return False
    own = bool(scope) and row[scope[0]].pos in {"VERB", "AUX"} and _subject(row, scope[0])
    return not own or bool(set(scope) & set(answered.value.scope))


def _subject(row: Sequence[Token], verb: int) -> bool:
    return any(token.head == verb and token.dep in {"nsubj", "nsubj:pass", "expl"} for token in row)


def _weakest(view: View, facts: list[Fact[Polarity]]) -> Fact[Polarity]:
    return min(facts, key=lambda fact: _explicit(view, fact))


def _explicit(view: View, fact: Fact[Polarity]) -> bool:
    return fact.value.strength == "explicit" or (_denies(view, fact) and bool(fact.value.scope))


def _denies(view: View, fact: Fact[Polarity]) -> bool:
    return fact.value.cue in view.language.words("negation.implicit.denials")


def _meet(view: View, ours: Fact[Polarity], theirs: Fact[Polarity]) -> bool:
    scope = {Place(theirs.sentence, i) for i in theirs.value.scope}
    for index in ours.value.scope:
        counterpart = view.counterpart(Place(ours.sentence, index))
        if counterpart is not None and counterpart.place in scope:
            return True
    return False


def _judge(view: View, fact: Fact[Polarity]) -> Finding | None:
    value = fact.value
    row = view.side.tokens[fact.sentence]
    place, other = _predicate(view, fact)
    if place is None or other is None:
        return None
    there = view.mirrored.token(other)
    scope = [row[index] for index in value.scope]
    if any(
        _prefixed(token, view.mirrored.token(word), view.language) for token in scope for word in view.mirrored.places
    ):
        return None
    if _parted(view, fact, place) or _outdone(view, fact, other) or _exchanged(view, place, other):
        return None
    if _apart(view, fact, place, other) or _hinted(view, other) or _shared_cue(view, fact, other):
        return None
    if _covered_otherwise(view, place, other):
        return None
    cue = _cue(view, fact)
    negative = view.span(Place(fact.sentence, min(cue, place.token)), Place(fact.sentence, max(cue, place.token)))
    positive = view.mirrored.span(other, other)
    if view.is_rewrite:
        message = f"{quoted(positive.text)} is negated in the rewrite: {quoted(negative.text)}."
    else:
        message = f"The negation in {quoted(negative.text)} is lost: the rewrite affirms {quoted(positive.text)}."
    same = _denies(view, fact) or row[place.token].lemma.lower() == there.lemma.lower()
    severity = Severity.critical if same and row[place.token].pos in {"VERB", "AUX"} else Severity.major
    return finding("negation", severity, *view.ordered(negative, positive), 0.85 if same else 0.6, message)


def _predicate(view: View, fact: Fact[Polarity]) -> tuple[Place | None, Place | None]:
    """The first word under the cue that has a sure counterpart, and that counterpart."""
    row = view.side.tokens[fact.sentence]
    if _denies(view, fact):
        place = Place(fact.sentence, fact.value.scope[0])
        affirmed = _affirmed(view, place)
        return (place, affirmed) if affirmed is not None else _done(view, fact)
    for index in fact.value.scope:
        word = row[index].lemma.lower()
        if (
            row[index].pos in {"AUX", "ADP", "DET", "PRON", "SCONJ", "PART"}
            or word in view.language.words("negation.auxiliaries")
            or (row[index].pos == "ADV" and is_light(row[index], view.language))
        ):
            continue
        counterpart = view.counterpart(Place(fact.sentence, index))
        if counterpart is None:
            return None, None
        if counterpart.same or (counterpart.mutual and counterpart.similarity >= _CLOSE):
            return Place(fact.sentence, index), counterpart.place
        return None, None
    return None, None


def _done(view: View, fact: Fact[Polarity]) -> tuple[Place | None, Place | None]:
    """What was refused, and the same verb where the other side states it: "refused to sign" / "signed"."""
    verb, *rest = fact.value.scope
    row = view.side.tokens[fact.sentence]
    for index in rest:
        if row[index].pos != "VERB" or row[index].head != verb:
            continue
        counterpart = view.counterpart(Place(fact.sentence, index))
        if counterpart is not None and counterpart.same:
            there = view.mirrored.token(counterpart.place)
            if there.has("VerbForm=Fin"):
                return Place(fact.sentence, index), counterpart.place
    return None, None


def _affirmed(view: View, denial: Place) -> Place | None:
    """The verb that says the contrary of "deny" or "refuse" of the same participant.

    Contexts of contrary verbs differ too much for vectors ("denied" / "confirmed" .22), so the list of affirmations
    and a shared subject or object are the evidence. Most other renderings of a denial are no change.
    """
    if any(counterpart.same for counterpart in [view.counterpart(denial)] if counterpart is not None):
        return None
    affirmations = view.mirrored.language.words("negation.affirmations")
    shared = set()
    for argument in _arguments(view, denial):
        counterpart = view.counterpart(argument)
        if counterpart is not None and counterpart.same:
            shared.add(counterpart.place)
    return next(
        (
            place
            for place in view.mirrored.places
            if view.mirrored.token(place).lemma.lower() in affirmations
            and view.mirrored.token(place).pos == "VERB"
            and shared & set(_arguments(view.mirrored, place))
            and view.mirrored.unshared(place)
        ),
        None,
    )


def _arguments(view: View, verb: Place) -> list[Place]:
    row = view.side.tokens[verb.sentence]
    return [
        Place(verb.sentence, i)
        for i, token in enumerate(row)
        if token.head == verb.token and token.dep in {"nsubj", "obj", "ccomp", "xcomp"} and token.pos != "PRON"
    ]


def _parted(view: View, fact: Fact[Polarity], place: Place) -> bool:
    """Whether a mark that ends a clause stands between a cue and the word: "none against; Russia abstained"."""
    first, last = sorted((_cue(view, fact), place.token))
    return any(token.text in {";", ":"} for token in view.side.tokens[fact.sentence][first:last])


def _outdone(view: View, fact: Fact[Polarity], other: Place) -> bool:
    """Whether a negated comparative renders a superlative: "no attack killed more", "the deadliest attack"."""
    compares = any(token.has("Degree=Cmp") for token in view.side.tokens[fact.sentence])
    return compares and any(token.has("Degree=Sup") for token in view.other.tokens[other.sentence])


def _exchanged(view: View, place: Place, other: Place) -> bool:
    """Whether the terms of the comparison that is negated changed places too: "not as big as", "bigger than"."""
    return any(place in exchange.here.degree and other in exchange.there.degree for exchange in exchanged(view))


def _apart(view: View, fact: Fact[Polarity], place: Place, other: Place) -> bool:
    """Whether the two words, though one, cannot be held against each other.

    "The lowest" is not "as low"; a part of a hyphenated word ("off-ball") is not that part by itself; a word that
    stands more often here than there may have none of them for its counterpart.
    """
    ours, theirs = view.token(place), view.mirrored.token(other)
    if (ours.has("Degree=Sup")) != (theirs.has("Degree=Sup")):
        return True
    by_cue = joined(view.side.tokens[place.sentence], _cue(view, fact)) is not None  # "no-confidence"
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
    ours = {fact.value.cue for fact in view.facts(Polarity) if _covers(fact, place)}
    return any(_covers(fact, other) and fact.value.cue not in ours for fact in view.mirrored.facts(Polarity))


def _covers(fact: Fact[Polarity], place: Place) -> bool:
    return fact.sentence == place.sentence and place.token in fact.value.scope


def _shared_cue(view: View, fact: Fact[Polarity], other: Place) -> bool:
    """Whether a negation of the other side covers this one, or it denies nothing.

    A cue over a coordination may be said once or twice ("without leaders and [without] direction"), but not over a
    clause with a subject of its own; a negative question ("isn't it better?") asserts what it asks.
    """
    row = view.other.tokens[other.sentence]
    scopes = {
        i for theirs in view.mirrored.facts(Polarity) if theirs.sentence == other.sentence for i in theirs.value.scope
    }
    token = row[other.token]
    siblings = {
        i
        for i, sibling in enumerate(row)
        if (sibling.dep == "conj" and sibling.head == other.token) or (token.dep == "conj" and i == token.head)
    }
    ours = view.side.tokens[fact.sentence]
    follower = next((t for t in ours if t.start >= fact.end), None)
    question = (
        bool(ours)
        and any(t.text.startswith("?") for t in ours)
        and follower is not None
        and follower.pos in {"PRON", "DET"}
    )
    return question or (bool(siblings & scopes) and not _subject(row, other.token))


def _hinted(view: View, other: Place) -> bool:
    """Whether a word near the counterpart can carry the negation; words that stand on both sides cannot."""
    row = view.other.tokens[other.sentence]
    own = view.mirrored.language
    head = row[other.token].head
    near = {i for i, token in enumerate(row) if token.head in {other.token, head} or abs(i - other.token) <= 3}
    near |= {other.token, head, row[head].head}
    hints = own.words("negation.hints")
    if _licensed(view, other.sentence):
        hints -= own.words("negation.hints.licensed")
    new = (row[i] for i in near if row[i].lemma.lower() not in view.here.lemmas)
    return any(token.lemma.lower() in hints or _negative_looking(token, own) for token in new)


def _licensed(view: View, sentence: int) -> bool:
    """Whether a negative word of both sides explains an "any" of the other's sentence: "ruled out any cooperation"."""
    return any(
        view.mirrored.key(Place(sentence, _cue(view.mirrored, fact))) in view.here.words
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
