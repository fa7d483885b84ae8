"""A statement that is negative on one side only."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from drift.checks.beads import LIGHT, Place, key, quoted, views
from drift.checks.comparisons import exchanged
from drift.facts.polarity import DENIALS, NOT, Polarity, joined
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact, Token

#: Prefixes that negate the rest of a word.
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "mis", "de", "anti", "counter")

#: Those of them that adjectives take, and the adjectives that mean something else with them ("different" /
#: "indifferent").
_AFFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-")
_OTHERWISE = frozenset({"different", "valuable", "famous", "born", "flammable", "habitable", "interested", "easy"})

#: Words that live on a negative or a question of their own sentence.
_LICENSED = frozenset({"any", "anymore", "anything", "anyone", "anybody", "ever", "either", "yet"})

#: Words that can render a negation without being one. They only ever silence the check.
_HINTS = _LICENSED | frozenset(
    """
    few little instead rather only too far except beyond against less least exclude keep rule stop halt abandon miss
    omit ignore hard difficult wrong false untrue oppose lose missing resist skip shun free hesitate struggle
    otherwise zero nil before until leave contrary opposite exception bar spare non neutral save trouble difficulty
    doubtful cancel cancellation scrap suspend suspension postpone shelve close closure shut ground cut end loss
    outage block void withdraw outside
    """.split()
)

#: Words for "never" that leave a door open.
_SELDOM = frozenset({"rarely", "seldom"})

#: What "denied" and "refused" must not become.
_AFFIRMATIONS = frozenset(
    """
    confirm admit acknowledge accept agree affirm recognize recognise approve welcome endorse manage succeed concede
    embrace support announce allow
    """.split()
)

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
        for here, cues, gained in ((view, original, False), (view.turned, rewrite, True)):
            for fact in cues:
                finding = _judge(here, fact, gained=gained)
                if finding is not None:
                    yield finding


def _affixes(view: View) -> Iterator[Finding]:
    """Words that are each other's negative by a prefix alone: "affordable" / "unaffordable"."""
    ours, theirs = (
        [place for place in side.places if side.token(place).pos in {"ADJ", "ADV"} and side.alone(place)]
        for side in (view, view.turned)
    )
    for place in ours:
        for other in theirs:
            first, second = view.token(place), view.turned.token(other)
            if (
                first.pos == second.pos
                and _negates(*sorted((first.lemma.lower(), second.lemma.lower()), key=len))
                and not _under_cue(view, place)  # "not affordable" renders "unaffordable"
                and not _under_cue(view.turned, other)
            ):
                here, there = view.span(place, place), view.turned.span(other, other)
                yield finding(
                    kind="negation",
                    severity=Severity.major,
                    original=here,
                    rewrite=there,
                    confidence=0.75,
                    message=f"{quoted(there.text)} is the negative of {quoted(here.text)}.",
                )


def _under_cue(view: View, place: Place) -> bool:
    """Whether a negative covers a word or what it describes, or stands close before it ("not an easy task")."""
    row = view.side.tokens[place.sentence]
    covered = {place.token, row[place.token].head}
    return any(
        not covered.isdisjoint(_value(fact).scope) or 0 < place.token - _cue(view, fact) <= 3
        for fact in view.facts("polarity")
        if fact.sentence == place.sentence
    )


def _weakened(view: View, ours: Fact, theirs: Fact) -> Iterator[Finding]:
    """What never happened on one side and happens now and then on the other: "never" / "rarely"."""
    cues = {_value(ours).cue, _value(theirs).cue}
    if "never" not in cues or cues.isdisjoint(_SELDOM) or not (_value(ours).scope and _value(theirs).scope):
        return
    here, there = Place(ours.sentence, _value(ours).scope[0]), Place(theirs.sentence, _value(theirs).scope[0])
    if key(view.token(here)) == key(view.turned.token(there)):
        yield finding(
            kind="negation",
            severity=Severity.minor,
            original=view.span(*sorted((Place(ours.sentence, _cue(view, ours)), here))),
            rewrite=view.turned.span(*sorted((Place(theirs.sentence, _cue(view.turned, theirs)), there))),
            confidence=0.6,
            message=f"{quoted(ours.text)} became {quoted(theirs.text)}.",
        )


def _cue(view: View, fact: Fact) -> int:
    """Where the cue stands in its sentence."""
    return next(i for i, token in enumerate(view.side.tokens[fact.sentence]) if token.start == fact.start)


def _negates(short: str, long: str) -> bool:
    """Whether the longer word is the shorter one with a prefix that negates it and does nothing else."""
    return len(short) > 3 and short not in _OTHERWISE and any(long == prefix + short for prefix in _AFFIXES)


def _paired(view: View) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """The cues that answer each other, and the explicit cues of both sides that no negative of the other side answers.

    Cues pair first with their like where their scopes meet ("did not deny" is not "denied"), then with any that they
    meet, then in any order: a negation that is somewhere in the bead is rendered, if perhaps elsewhere, and this check
    would rather be silent than wrong. Spare implicit cues of the other side answer too.
    """
    everything = tuple(_negatives(view)), tuple(_negatives(view.turned))
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
        here.remove(_weakest(here))
        there.remove(_weakest(there))
    return pairs, _spare(view, everything[0], here), _spare(view.turned, everything[1], there)


def _negatives(view: View) -> Iterator[Fact]:
    """The cues of this side but for those that undo each other: "not without risks"."""
    for fact in view.facts("polarity"):
        row, at = view.side.tokens[fact.sentence], _cue(view, fact)
        near = [token.text.lower() for token in row[max(0, at - 1) : at + 2]]
        if not any(pair[0] in NOT and pair[1] == "without" for pair in pairwise(near)):
            yield fact


def _like(ours: Fact, theirs: Fact) -> bool:
    """Whether two cues are of one word, or both explicit."""
    return _value(ours).cue == _value(theirs).cue or _value(ours).strength == _value(theirs).strength == "explicit"


def _spare(view: View, facts: Sequence[Fact], left: Sequence[Fact]) -> list[Fact]:
    """The explicit cues that are left and do not just repeat an answered one."""
    answered = [fact for fact in facts if fact not in left]
    return [fact for fact in left if _explicit(fact) and not any(_goes_with(view, fact, other) for other in answered)]


def _goes_with(view: View, fact: Fact, answered: Fact) -> bool:
    """Whether a cue only says another one of its sentence again: "won't see us, not even in dreams", "neither, nor".

    It does where it negates the same word, or no verb with a subject of its own; not where it negates the other
    ("did not deny").
    """
    row, scope = view.side.tokens[fact.sentence], _value(fact).scope
    if fact.sentence != answered.sentence or (scope and scope[0] == _cue(view, answered)):
        return False
    own = bool(scope) and row[scope[0]].pos in {"VERB", "AUX"} and _subject(row, scope[0])
    return not own or bool(set(scope) & set(_value(answered).scope))


def _subject(row: Sequence[Token], verb: int) -> bool:
    return any(token.head == verb and token.dep in {"nsubj", "nsubjpass", "expl"} for token in row)


def _weakest(facts: list[Fact]) -> Fact:
    return min(facts, key=_explicit)


def _explicit(fact: Fact) -> bool:
    return _value(fact).strength == "explicit" or (_value(fact).cue in DENIALS and bool(_value(fact).scope))


def _value(fact: Fact) -> Polarity:
    if not isinstance(fact.value, Polarity):
        msg = f"a polarity fact holds a Polarity, not {type(fact.value).__name__}"
        raise TypeError(msg)
    return fact.value


def _meet(view: View, ours: Fact, theirs: Fact) -> bool:
    scope = {Place(theirs.sentence, i) for i in _value(theirs).scope}
    for index in _value(ours).scope:
        counterpart = view.counterpart(Place(ours.sentence, index))
        if counterpart is not None and counterpart.place in scope:
            return True
    return False


def _judge(view: View, fact: Fact, *, gained: bool) -> Finding | None:
    value = _value(fact)
    row = view.side.tokens[fact.sentence]
    place, other = _predicate(view, fact)
    if place is None or other is None:
        return None
    there = view.turned.token(other)
    scope = [row[index] for index in value.scope]
    if any(_prefixed(token, view.turned.token(word)) for token in scope for word in view.turned.places):
        return None
    if _parted(view, fact, place) or _outdone(view, fact, other) or _exchanged(view, place, other):
        return None
    if _apart(view, fact, place, other) or _hinted(view, other) or _shared_cue(view, fact, other):
        return None
    if _covered_otherwise(view, place, other):
        return None
    cue = _cue(view, fact)
    negative = view.span(Place(fact.sentence, min(cue, place.token)), Place(fact.sentence, max(cue, place.token)))
    positive = view.turned.span(other, other)
    if gained:
        message = f"{quoted(positive.text)} is negated in the rewrite: {quoted(negative.text)}."
        original, rewrite = positive, negative
    else:
        message = f"The negation in {quoted(negative.text)} is lost: the rewrite affirms {quoted(positive.text)}."
        original, rewrite = negative, positive
    same = value.cue in DENIALS or row[place.token].lemma.lower() == there.lemma.lower()
    return finding(
        kind="negation",
        severity=Severity.critical if same and row[place.token].pos in {"VERB", "AUX"} else Severity.major,
        original=original,
        rewrite=rewrite,
        confidence=0.85 if same else 0.6,
        message=message,
    )


def _predicate(view: View, fact: Fact) -> tuple[Place | None, Place | None]:
    """The first word under the cue that has a sure counterpart, and that counterpart."""
    row = view.side.tokens[fact.sentence]
    if _value(fact).cue in DENIALS:
        place = Place(fact.sentence, _value(fact).scope[0])
        affirmed = _affirmed(view, place)
        return (place, affirmed) if affirmed is not None else _done(view, fact)
    for index in _value(fact).scope:
        word = row[index].lemma.lower()
        if (
            row[index].pos in {"AUX", "ADP", "DET", "PRON", "SCONJ", "PART"}
            or word in {"be", "have", "do"}
            or (row[index].pos == "ADV" and word in LIGHT)
        ):
            continue
        counterpart = view.counterpart(Place(fact.sentence, index))
        if counterpart is None:
            return None, None
        if counterpart.same or (counterpart.mutual and counterpart.similarity >= _CLOSE):
            return Place(fact.sentence, index), counterpart.place
        return None, None
    return None, None


def _done(view: View, fact: Fact) -> tuple[Place | None, Place | None]:
    """What was refused, and the same verb where the other side states it: "refused to sign" / "signed"."""
    verb, *rest = _value(fact).scope
    row = view.side.tokens[fact.sentence]
    for index in rest:
        if row[index].pos != "VERB" or row[index].head != verb:
            continue
        counterpart = view.counterpart(Place(fact.sentence, index))
        if counterpart is not None and counterpart.same:
            there = view.turned.token(counterpart.place)
            if there.tag in {"VBD", "VBZ", "VBP"}:
                return Place(fact.sentence, index), counterpart.place
    return None, None


def _affirmed(view: View, denial: Place) -> Place | None:
    """The verb that says the contrary of "deny" or "refuse" of the same participant.

    Contexts of contrary verbs differ too much for vectors ("denied" / "confirmed" .22), so the list of affirmations
    and a shared subject or object are the evidence. Most other renderings of a denial are no change.
    """
    if any(counterpart.same for counterpart in [view.counterpart(denial)] if counterpart is not None):
        return None
    shared = set()
    for argument in _arguments(view, denial):
        counterpart = view.counterpart(argument)
        if counterpart is not None and counterpart.same:
            shared.add(counterpart.place)
    return next(
        (
            place
            for place in view.turned.places
            if view.turned.token(place).lemma.lower() in _AFFIRMATIONS
            and view.turned.token(place).pos == "VERB"
            and shared & set(_arguments(view.turned, place))
            and view.turned.alone(place)
        ),
        None,
    )


def _arguments(view: View, verb: Place) -> list[Place]:
    row = view.side.tokens[verb.sentence]
    return [
        Place(verb.sentence, i)
        for i, token in enumerate(row)
        if token.head == verb.token and token.dep in {"nsubj", "dobj", "ccomp", "xcomp"} and token.pos != "PRON"
    ]


def _parted(view: View, fact: Fact, place: Place) -> bool:
    """Whether a mark that ends a clause stands between a cue and the word: "none against; Russia abstained"."""
    first, last = sorted((_cue(view, fact), place.token))
    return any(token.text in {";", ":"} for token in view.side.tokens[fact.sentence][first:last])


def _outdone(view: View, fact: Fact, other: Place) -> bool:
    """Whether a negated comparative renders a superlative: "no attack killed more", "the deadliest attack"."""
    compares, excels = (
        {token.tag for token in row} & tags
        for row, tags in (
            (view.side.tokens[fact.sentence], {"JJR", "RBR"}),
            (view.other.tokens[other.sentence], {"JJS", "RBS"}),
        )
    )
    return bool(compares and excels)


def _exchanged(view: View, place: Place, other: Place) -> bool:
    """Whether the terms of the comparison that is negated changed places too: "not as big as", "bigger than"."""
    return any(place in exchange.here.degree and other in exchange.there.degree for exchange in exchanged(view))


def _apart(view: View, fact: Fact, place: Place, other: Place) -> bool:
    """Whether the two words, though one, cannot be held against each other.

    "The lowest" is not "as low"; a part of a hyphenated word ("off-ball") is not that part by itself; a word that
    stands more often here than there may have none of them for its counterpart.
    """
    ours, theirs = view.token(place), view.turned.token(other)
    if ours.tag != theirs.tag and {ours.tag, theirs.tag} & {"JJS", "RBS"}:
        return True
    by_cue = joined(view.side.tokens[place.sentence], _cue(view, fact)) is not None  # "no-confidence"
    if (_hyphenated(view, place) and not by_cue) != _hyphenated(view.turned, other):
        return True
    back = view.turned.counterpart(other)
    often, there = (len(part.words.get(key(ours), ())) for part in (view.here, view.there))
    return back is not None and back.place != place and often > max(1, there)


def _hyphenated(view: View, place: Place) -> bool:
    """Whether a hyphen joins the word to the one before it."""
    row, here = view.side.tokens[place.sentence], place.token
    return any(joined(row, before) == here for before in (here - 1, here - 2) if before >= 0)


def _covered_otherwise(view: View, place: Place, other: Place) -> bool:
    """Whether a negative of the other side covers the counterpart, as none of ours does: "failed to act"."""
    ours = {_value(fact).cue for fact in view.facts("polarity") if _covers(fact, place)}
    return any(_covers(fact, other) and _value(fact).cue not in ours for fact in view.turned.facts("polarity"))


def _covers(fact: Fact, place: Place) -> bool:
    return fact.sentence == place.sentence and place.token in _value(fact).scope


def _shared_cue(view: View, fact: Fact, other: Place) -> bool:
    """Whether a negation of the other side covers this one, or it denies nothing.

    A cue over a coordination may be said once or twice ("without leaders and [without] direction"), but not over a
    clause with a subject of its own; a negative question ("isn't it better?") asserts what it asks.
    """
    row = view.other.tokens[other.sentence]
    scopes = {
        i for theirs in view.turned.facts("polarity") if theirs.sentence == other.sentence for i in _value(theirs).scope
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
    ours = {view.token(place).lemma.lower() for place in view.places}
    head = row[other.token].head
    near = {i for i, token in enumerate(row) if token.head in {other.token, head} or abs(i - other.token) <= 3}
    near |= {other.token, head, row[head].head}
    hints = _HINTS - _LICENSED if _licensed(view, other.sentence) else _HINTS
    return any(
        row[i].lemma.lower() not in ours and (row[i].lemma.lower() in hints or _negative_looking(row[i])) for i in near
    )


def _licensed(view: View, sentence: int) -> bool:
    """Whether a negative word of both sides explains an "any" of the other's sentence: "ruled out any cooperation"."""
    row = view.other.tokens[sentence]
    return any(
        key(row[_cue(view.turned, fact)]) in view.here.words
        for fact in view.turned.facts("polarity")
        if fact.sentence == sentence
    )


def _negative_looking(token: Token) -> bool:
    word = token.lemma.lower()
    return token.pos in {"ADJ", "VERB", "ADV", "NOUN"} and (
        (word.startswith(("un", "non", "dis")) and len(word) > 5) or (word.endswith("less") and len(word) > 6)
    )


def _prefixed(token: Token, other: Token) -> bool:
    """Whether one word is the other with a negative prefix: "not proven" beside "unproven"."""
    return any(
        long.lemma.lower() in {prefix + short.lemma.lower(), prefix + short.text.lower()}
        for prefix in _PREFIXES
        for long, short in ((token, other), (other, token))
    )
