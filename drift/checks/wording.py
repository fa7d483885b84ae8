"""Content words that do not mean the same: contraries, words that exclude or are confused with others, odd ones.

Context vectors cannot tell a synonym from a near miss ("key partners" / "leading partners" lie further apart than
"old" / "new"), so a finding needs evidence of its own: a contrary, another word of a closed set, a known confusion, a
word stranger than the one it replaces, a preposition of another place, a pronoun of the other sex, an epithet that
turned an aim into an origin. Without it this check is silent.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import HYPHENS, NO_NAMES, Place, is_content, key, quoted, replaced, views
from drift.checks.comparisons import exchanged
from drift.checks.contrasts import contrary, elsewhere, exclusive, forms
from drift.facts.names import countries, fold
from drift.facts.polarity import Polarity
from drift.facts.spelling import respelled
from drift.findings import finding
from drift.language import frequency
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Token

_MODIFIERS = frozenset({"amod", "compound", "nmod"})

#: Zipf frequency (wordfreq) under which a modifier is a strange choice (3.0: once in a million words), and how
#: close its vector may come (a true rare synonym in the same place lies above; `roundtrip` dev).
_STRANGE, _NOT_CLOSE = 3.0, 0.60


class _Pair(NamedTuple):
    """A word of the original and one of the rewrite; `bound` is an upper bound of their cosine.

    `slot` tells modifiers of the same noun, `in_place` words between the same neighbors, or verbs of the same
    subject and object.
    """

    here: Place
    there: Place
    bound: float
    slot: bool = False
    in_place: bool = False


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a word that stands in another's place without meaning it."""
    for view in views(comparison):
        # "poorer than" is "richer than" where the terms are exchanged
        told = {pair for exchange in exchanged(view) for pair in product(exchange.here.degree, exchange.there.degree)}
        found: dict[_Pair, Finding] = {}
        for pair in (*_slots(view), *_verbs(view), *_counters(view), *_matches(view), *_replaced(view)):
            finding = None if (pair.here, pair.there) in told else _judge(view, pair)
            if finding is not None:
                told.add((pair.here, pair.there))
                found[pair] = finding
        yield from (
            finding for pair, finding in found.items() if not any(_undone(view, pair, other) for other in found)
        )
        yield from _prepositions(view)
        yield from _epithets(view)


def _undone(view: View, pair: _Pair, other: _Pair) -> bool:
    """Whether two changes cancel out, one of how many and one of what they do: "few disagree", "most agree"."""
    counted = view.language.words("wordings.compared")
    for counter, verb in ((pair, other), (other, pair)):
        sides = (view, counter.here, verb.here), (view.mirrored, counter.there, verb.there)
        if all(
            side.token(at).lemma.lower() in counted and verb_at in {side.over(at), side.over(side.over(at))}
            for side, at, verb_at in sides
        ):
            return counter is not verb and _differ(contrary, view, verb)
    return False


def _slots(view: View) -> Iterator[_Pair]:
    """The one unmatched modifier on each side of the same noun."""
    for place in view.places:
        there = view.same(place) if view.token(place).pos in {"NOUN", "PROPN"} else None
        if there is None:
            continue
        ours = {view.key(p): p for p in _modifiers(view, place)}
        theirs = {view.mirrored.key(p): p for p in _modifiers(view.mirrored, there)}
        left = [ours[word] for word in ours.keys() - theirs], [theirs[word] for word in theirs.keys() - ours]
        if len(left[0]) == len(left[1]) == 1:
            yield _Pair(left[0][0], left[1][0], view.max_cosine(left[0][0], left[1][0]), slot=True)


def _verbs(view: View) -> Iterator[_Pair]:
    """Verbs with the same words as subject and object, of which neither stands on the other side."""
    ours, theirs = (
        [(p, _arguments(side, p)) for p in side.places if side.token(p).pos == "VERB" and side.unshared(p)]
        for side in (view, view.mirrored)
    )
    alike: dict[frozenset[tuple[str, str]], list[Place]] = {}
    for other, arguments in theirs:
        alike.setdefault(arguments, []).append(other)
    for place, arguments in ours:
        if len(arguments) > 1:
            yield from (_Pair(place, other, 1.0, in_place=True) for other in alike.get(arguments, ()))


def _arguments(view: View, verb: Place) -> frozenset[tuple[str, str]]:
    """The subject and object of a verb by their relation, the agent of a passive among them."""
    under = view.here.under
    agents = [place for by in under(verb, "obl:agent") for place in under(by, "comp:obj")]
    places = (*under(verb, "nsubj", "nsubj:pass", "obj"), *agents)
    return frozenset({view.token(place).dep: view.key(place) for place in places}.items())


def _counters(view: View) -> Iterator[_Pair]:
    """Words that say how many or which of the same noun: "all of the hostages", "the third woman"."""
    ours, theirs = dict(_counted(view)), dict(_counted(view.mirrored))
    for noun, place in ours.items():
        if noun in theirs:
            yield _Pair(place, theirs[noun], 1.0)


def _counted(view: View) -> Iterator[tuple[str, Place]]:
    compared, partitive = view.language.words("wordings.compared"), view.language.words("function.of")
    for place in view.places:
        token, under = view.token(place), view.here.under
        if token.lemma.lower() in compared:
            of = [at for at in under(place) if view.token(at).text.lower() in partitive]
            nouns = [noun for at in of for noun in under(at, "comp:obj")]
            if token.dep in {"amod", "det", "det:predet", "nummod"}:
                nouns = [Place(place.sentence, token.head)]
            yield from ((view.key(noun), place) for noun in nouns)


def _modifiers(view: View, noun: Place) -> list[Place]:
    return [place for place in view.here.under(noun, *_MODIFIERS) if is_content(view.token(place), view.language)]


def _matches(view: View) -> Iterator[_Pair]:
    """Content words that choose each other and are not the same word."""
    compared = view.language.words("wordings.compared")
    for place in view.places:
        token = view.token(place)
        told = is_content(token, view.language) or token.lemma.lower() in compared
        other = view.counterpart(place) if told else None
        if other is not None and not other.same and other.mutual and view.mirrored.unshared(other.place):
            yield _Pair(place, other.place, other.similarity)


def _replaced(view: View) -> Iterator[_Pair]:
    """Words of one part of speech between the same neighbors: vectors may look for a replaced word elsewhere.

    "Higher" and "lower" behind a verb are adverbs to a parser, or adjectives.

    Prepositions are held against each other by `_prepositions`.
    """
    for here, there in replaced(view):
        # Two words of one phrase may say the same together: "profits narrowed", "losses widened".
        if len(here) > 1 and not (_parted(view, here) and _parted(view.mirrored, there)):
            continue
        for ours, theirs in zip(here, there, strict=True):
            first, second = view.token(ours).pos, view.mirrored.token(theirs).pos
            if (first == second and first not in {"ADP", "SCONJ"}) or {first, second} == {"ADJ", "ADV"}:
                yield _Pair(ours, theirs, 1.0, in_place=True)


def _parted(view: View, places: Sequence[Place]) -> bool:
    """Whether a mark that is no hyphen stands between words."""
    first, last = (view.here.order[place] for place in (places[0], places[-1]))
    between = [view.token(place) for place in view.places[first:last]]
    return any(token.pos == "PUNCT" and token.text not in HYPHENS for token in between)


def _judge(view: View, pair: _Pair) -> Finding | None:
    if _elsewise(view, pair.here) or _elsewise(view.mirrored, pair.there):
        return None
    turned = _differ(contrary, view, pair)
    weight = (Severity.major, 0.75) if turned else _excluded(view, pair) or _sexed(view, pair)
    if weight is None:
        return _odd(view, pair) if pair.slot else None
    # both words on both sides ("in summer and winter") or a negation ("not new") is no change
    if not (view.unshared(pair.here) and view.mirrored.unshared(pair.there)):
        return None
    # "few failed" is "most learned"; what is negative on one side alone is told by the negation
    if _reserving(view, pair) and len(view.facts(Polarity)) != len(view.mirrored.facts(Polarity)):
        return None
    ours_negated, theirs_negated = _negated(view, pair.here), _negated(view.mirrored, pair.there)
    if ours_negated != theirs_negated or (ours_negated and not pair.in_place):
        return None
    return _finding(view, pair, *weight, "is the contrary of" if turned else "is not the same as")


def _elsewise(view: View, place: Place) -> bool:
    """Whether a word that counts says another number here: "quite a few", "nearly all", "not all", "the most"."""
    said = view.language.groups("wordings.before").get(view.token(place).lemma.lower(), ())
    return view.before(place) in said


def _odd(view: View, pair: _Pair) -> Finding | None:
    ours, theirs, own = view.token(pair.here), view.mirrored.token(pair.there), view.language
    lemmas = frozenset({respelled(ours.lemma, own), respelled(theirs.lemma, own)})
    confused = _pairs(own.ordered("wordings.confusions"), own)
    if lemmas in confused or frozenset({ours.text.lower(), theirs.text.lower()}) in confused:
        return _finding(view, pair, Severity.minor, 0.6, "does not mean the same as")
    if _strange(ours, theirs, pair.bound, own):
        return _finding(view, pair, Severity.minor, 0.5, "is an odd word for")
    return None


@cache
def _pairs(listed: tuple[str, ...], own: Language) -> frozenset[frozenset[str]]:
    """The pairs of a list ("safe/secure"), either way round."""
    return frozenset(frozenset(respelled(word, own) for word in pair.split("/")) for pair in listed)


_Weight = tuple[Severity, float]


def _sexed(view: View, pair: _Pair) -> _Weight | None:
    """How much it matters that a word calls somebody otherwise: "spokeswoman", "spokesman", "spokesperson"."""
    (stem, first), (other, second) = _sex(view, pair.here), _sex(view.mirrored, pair.there)
    if not first or not second or first == second or stem != other:
        return None
    left_open = not view.language.words("wordings.people.open").isdisjoint({first, second})
    return (Severity.minor, 0.5) if left_open else (Severity.major, 0.75)


def _sex(view: View, place: Place) -> tuple[str, str]:
    """A noun without the ending that says whom it calls so, and that ending, empty where it has none."""
    word, endings = view.token(place).lemma.lower(), view.language.words("wordings.people")
    ending = max((end for end in endings if word.endswith(end) and word != end), key=len, default="")
    return word.removesuffix(ending), ending


def _excluded(view: View, pair: _Pair) -> _Weight | None:
    """How much it matters that one word of a set stands for another that it excludes; words of names are none."""
    ours, theirs = view.token(pair.here), view.mirrored.token(pair.there)
    if not {ours.entity, theirs.entity} <= NO_NAMES or "PROPN" in {ours.pos, theirs.pos}:
        return None
    return (Severity.major, 0.7) if _differ(exclusive, view, pair) else None


def _differ(apart: Callable[..., bool], view: View, pair: _Pair) -> bool:
    """Whether the lists of `contrasts` keep two words apart.

    Parts of compounds ("half-time", "quarter-finals") are two words of a list only where the rest is the same.
    """
    (ours, here), (theirs, there) = _compound(view, pair.here), _compound(view.mirrored, pair.there)
    forms: list[tuple[str, str]] = []
    if [key(token, view.language) for token in (*ours[:here], *ours[here + 1 :])] == [
        key(token, view.mirrored.language) for token in (*theirs[:there], *theirs[there + 1 :])
    ]:
        forms += [(ours[here].lemma, theirs[there].lemma), (ours[here].text, theirs[there].text)]
    if len(ours) > 1 or len(theirs) > 1:
        forms.append((_joined(ours), _joined(theirs)))
    # "was given" is "received": in another voice, what two clauses may both use of one event agrees
    in_place = pair.in_place and _passive(view, pair.here) == _passive(view.mirrored, pair.there)
    return any(apart(first, second, view.language, in_place=in_place) for first, second in forms)


def _passive(view: View, place: Place) -> bool:
    return bool(view.here.under(place, "aux:pass", "nsubj:pass"))


def _compound(view: View, place: Place) -> tuple[Sequence[Token], int]:
    """The words that hyphens join to a word, itself among them, and its number there."""
    row = view.side.tokens[place.sentence]
    first = last = place.token
    while first > 1 and _hyphened(row[first - 2 : first + 1]):
        first -= 2
    while last + 2 < len(row) and _hyphened(row[last : last + 3]):
        last += 2
    return row[first : last + 1 : 2], (place.token - first) // 2


def _hyphened(three: Sequence[Token]) -> bool:
    left, mark, right = three
    return mark.text in HYPHENS and left.end == mark.start and mark.end == right.start


def _joined(compound: Sequence[Token]) -> str:
    """A compound written as one word: "semi-finals" is "semifinal"."""
    return "".join([*(token.text for token in compound[:-1]), compound[-1].lemma])


def _one_word(ours: Token, theirs: Token) -> bool:
    first, second = ours.lemma.lower(), theirs.lemma.lower()
    return forms(first, second) or first in second or second in first


def _strange(ours: Token, theirs: Token, bound: float, own: Language) -> bool:
    """Whether a rare word took the place of another, and is no form of it or name."""
    if "PROPN" in {ours.pos, theirs.pos} or ours.entity or theirs.entity or _one_word(ours, theirs):
        return False
    plain = ours.text.isalpha() and theirs.text.isalpha() and frequency(theirs.text.lower(), own) > 0
    forms = (theirs.text.lower(), theirs.lemma.lower())
    return plain and bound < _NOT_CLOSE and all(frequency(form, own) < _STRANGE for form in forms)


def _negated(view: View, place: Place) -> bool:
    """Whether a negation is near: "not new" may render "old"; "rejected" does not negate itself."""
    near = {place.token - 1, place.token, place.token + 1}
    return any(
        fact.sentence == place.sentence and view.first(fact) != place and not near.isdisjoint(fact.value.scope)
        for fact in view.facts(Polarity)
    )


def _reserving(view: View, pair: _Pair) -> bool:
    """Whether two words both say how much of something is meant: "all", "some"."""
    lemmas = {view.token(pair.here).lemma.lower(), view.mirrored.token(pair.there).lemma.lower()}
    return lemmas <= view.language.words("wordings.reserving")


def _finding(view: View, pair: _Pair, severity: Severity, confidence: float, relation: str) -> Finding:
    here, there = view.span(pair.here), view.mirrored.span(pair.there)
    message = f"{quoted(there.text)} {relation} {quoted(here.text)}."
    kind = "qualifier" if _reserving(view, pair) else "wording"
    return finding(kind, severity, here, there, confidence, message)


def _prepositions(view: View) -> Iterator[Finding]:
    """A preposition of another place or time: "agreement off Dakhla" / "agreement near Dakhla"."""
    told: set[Place] = set()
    own = view.language
    siding, sides = _pairs(own.ordered("wordings.prepositions.siding"), own), own.words("wordings.prepositions.sides")
    opposing = _pairs(own.ordered("wordings.prepositions.opposed"), own)
    for place, other in (*_rejoined(view), *_exchanged(view)):
        first, second = view.token(place).text.lower(), view.mirrored.token(other).text.lower()
        pair = frozenset({first, second})
        if place in told or not elsewhere(first, second, own):
            continue
        if _negated(view, place) != _negated(view.mirrored, other):
            continue  # "not in the room" is "outside the room"
        if pair in siding and view.key(Place(place.sentence, view.token(place).head)) not in sides:
            continue
        if pair <= own.words("quantities.ends") and _measured(view, place) and _measured(view.mirrored, other):
            continue  # which end of a change a number is, is told by the number
        told.add(place)
        severity, relation = Severity.minor, "is not the same as"
        if pair in opposing:
            severity, relation = Severity.major, "is the contrary of"
        yield _finding(view, _Pair(place, other, 1.0), severity, 0.65, relation)


def _measured(view: View, place: Place) -> bool:
    """Whether a preposition governs a number, or what one counts."""
    governed = _governed(view, place)
    return governed is not None and (view.token(governed).pos == "NUM" or bool(view.here.under(governed, "nummod")))


def _rejoined(view: View) -> Iterator[tuple[Place, Place]]:
    """Prepositions that join the same two words, on each side others."""
    theirs = _joints(view.mirrored)
    for words, places in _joints(view).items():
        others = theirs.get(words, [])
        rivals = {view.mirrored.token(place).text.lower() for place in others}
        if others and rivals.isdisjoint(view.token(place).text.lower() for place in places):
            yield from ((place, others[0]) for place in places)


def _exchanged(view: View) -> Iterator[tuple[Place, Place]]:
    """A preposition in place of another between the same neighbors, whatever the parser hangs it from."""
    for here, there in replaced(view):
        if len(here) == 1 and _governed(view, here[0]) and _governed(view.mirrored, there[0]):
            yield here[0], there[0]


def _joints(view: View) -> Mapping[tuple[str, str], list[Place]]:
    """The prepositions between a governor and a governed noun, by both."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in view.places:
        governed, head = _governed(view, place), Place(place.sentence, view.token(place).head)
        if governed is not None and is_content(view.token(head), view.language):
            found.setdefault((view.key(head), view.key(governed)), []).append(place)
    return found


def _governed(view: View, place: Place) -> Place | None:
    """The noun that a preposition governs, if the word is one by itself and the noun no mere "that"."""
    token, row, words = view.token(place), view.row(place), view.language.words
    if token.pos not in {"ADP", "SCONJ"} or token.dep != "udep":
        return None
    governed = next(iter(view.here.under(place, "comp:obj")), None)
    if governed is None or view.token(governed).has("PronType=Art,Dem,Ind"):
        return None
    over = row[token.head]
    if over.pos in {"ADP", "SCONJ"} or over.lemma.lower() in words("wordings.prepositions.compound"):
        return None  # "according to", "apart from", "in addition to"
    between = {token.text.lower() for token in row[place.token + 1 : governed.token]}
    return None if between & words("wordings.prepositions.negated") else governed  # "with no" is "without"


def _epithets(view: View) -> Iterator[Finding]:
    """The country that something aims at became the one it comes from: "attack on Israel", "Israeli attack"."""
    either = view.language.words("wordings.epithets.either")
    for place in view.places:
        other = view.same(place) if view.token(place).pos == "NOUN" and view.key(place) not in either else None
        if other is None:
            continue
        for here, there in ((view, view.mirrored), (view.mirrored, view)):
            noun, again = here.ordered(place, other)
            found = _turned_epithet(here, there, noun, again)
            if found is not None:
                aim, epithet = found
                original, rewrite = here.ordered(here.span(noun, aim), there.span(again, epithet))
                message = f"{quoted(rewrite.text)} does not say the same as {quoted(original.text)}."
                yield finding("wording", Severity.minor, original, rewrite, 0.65, message)


def _turned_epithet(here: View, there: View, noun: Place, again: Place) -> tuple[Place, Place] | None:
    """What a noun aims at on one side, and the epithet of the same country that it has on the other side instead."""
    aims = {country: place for place in _aims(here, noun) for country in _countries(here, place)}
    kept = {country for place in _aims(there, again) for country in _countries(there, place)}
    own = {country for place in _all_modifiers(here, noun) for country in _countries(here, place)}
    for epithet in _all_modifiers(there, again):
        for country in _countries(there, epithet):
            aim = aims.get(country)
            if aim is None or country in kept | own:
                continue
            if fold(there.token(epithet).text) != fold(here.token(aim).text):  # a "China expert" is one on China
                return aim, epithet
    return None


def _aims(view: View, noun: Place) -> list[Place]:
    """What the noun is about or goes to."""
    aims, under = view.language.words("wordings.epithets.aims"), view.here.under
    links = [place for place in under(noun, "udep") if view.token(place).text.lower() in aims]
    return [place for link in links for place in under(link, "comp:obj")]


def _all_modifiers(view: View, noun: Place) -> list[Place]:
    """The modifiers of a noun and those joined to them by "and"."""
    modifiers = _modifiers(view, noun)
    return [*modifiers, *(place for modifier in modifiers for place in view.here.under(modifier, "conj"))]


def _countries(view: View, place: Place) -> Collection[str]:
    """The codes of the country that a word names, with the word before it or by itself."""
    words = [fold(token.text) for token in view.row(place)[max(0, place.token - 1) : place.token + 1]]
    known = countries(view.language)
    return known.get(tuple(words)) or known.get((words[-1],), ())
