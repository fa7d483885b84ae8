"""Content words that do not mean the same: contraries, words that exclude or are confused with others, odd ones.

Context vectors cannot tell a synonym from a near miss ("key partners" / "leading partners" lie further apart than
"old" / "new"), so a finding needs evidence of its own: a contrary, another word of a closed set, a known confusion, a
word stranger than the one it replaces, a preposition of another place, an epithet that changed its owner. Without it
this check is silent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from drift.checks.beads import Place, is_content, key, quoted, views
from drift.facts.spelling import american
from drift.reading import raw_span
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Span, Token

#: Contraries: one for the other turns the statement round. Pairs that are used for each other in some sense
#: ("high" / "tall", "come" / "go", "bring" / "take") are left out.
CONTRARIES = frozenset(
    frozenset(map(american, pair.split("/")))
    for pair in (
        "new/old young/old buy/sell increase/decrease rise/fall grow/shrink high/low large/small big/small "
        "big/little great/small long/short more/less more/fewer most/least many/few rare/common rich/poor hot/cold "
        "warm/cold strong/weak hard/soft fast/slow quick/slow early/late first/last good/bad better/worse best/worst "
        "right/wrong true/false safe/dangerous safe/unsafe legal/illegal possible/impossible public/private "
        "open/close open/shut start/end begin/end start/finish start/stop begin/stop win/lose gain/lose accept/reject "
        "accept/refuse agree/disagree allow/forbid allow/ban permit/prohibit support/oppose love/hate like/dislike "
        "success/failure succeed/fail friend/enemy ally/enemy peace/war victory/defeat profit/loss import/export "
        "arrive/leave enter/leave enter/exit arrive/depart attack/defend arrest/release hire/fire lend/borrow "
        "remember/forget include/exclude majority/minority maximum/minimum male/female husband/wife brother/sister "
        "mother/father son/daughter north/south east/west northern/southern eastern/western left/right ancient/modern "
        "easy/difficult easy/hard simple/complex cheap/expensive full/empty heavy/light dark/light bright/dark "
        "positive/negative optimistic/pessimistic optimist/pessimist innocent/guilty alive/dead live/die birth/death "
        "encourage/discourage raise/lower confirm/deny admit/deny deny/acknowledge strengthen/weaken improve/worsen "
        "expand/contract build/destroy create/destroy appear/disappear inside/outside indoors/outdoors above/below "
        "before/after future/past present/absent day/night morning/evening summer/winter employer/employee "
        "teacher/student buyer/seller supply/demand advantage/disadvantage urban/rural domestic/foreign "
        "likely/unlikely stable/unstable happy/sad happy/unhappy healthy/sick careful/careless temporary/permanent "
        "major/minor senior/junior upper/lower widen/narrow wide/narrow deep/shallow clean/dirty wet/dry thick/thin "
        "praise/criticize praise/condemn pass/reject approve/reject adopt/reject convict/acquit friendly/hostile "
        "victim/perpetrator winner/loser heaven/hell reward/punish "
        "unite/divide attract/repel hope/despair guilt/innocence wealth/poverty strength/weakness "
        "peaceful/violent voluntary/compulsory active/passive visible/invisible known/unknown popular/unpopular"
    ).split()
)

#: Words of one closed set, of which each excludes the others.
EXCLUSIVE = tuple(
    frozenset(map(american, words.split()))
    for words in (
        "red blue green yellow black white brown purple pink gray orange",
        "mother father uncle aunt brother sister son daughter nephew niece grandmother grandfather husband wife",
        "spring summer autumn winter",
        "dog cat horse cow pig sheep goat bear wolf",
        "river lake sea ocean",
        "knee elbow shoulder ankle wrist hip",
        "all some few most none",
        "first second third fourth fifth sixth seventh",
        "half third quarter",
        "halve double triple quadruple",
        "killed injured wounded",
        "dead injured wounded",
        "iron gold silver copper",
        "weekly monthly daily yearly annual",
    )
)

#: Words of those sets and of the contraries that carry no content of their own.
_COMPARED = frozenset(
    """
    more less many few most least last up down all some none half quarter first second third fourth fifth sixth seventh
    """.split()
)

#: Kinds of entities that are no names.
_COUNTS = frozenset({"", "ORDINAL", "CARDINAL", "DATE", "PERCENT", "QUANTITY"})

#: Words of those sets that agree.
_SAME_SET = (
    frozenset({"sea", "ocean"}), frozenset({"injured", "wounded"}), frozenset({"yearly", "annual"}),
    frozenset({"most", "all"}), frozenset({"some", "few"}),
)  # fmt: skip

#: Words that one foreign word can mean and that English keeps apart: a translator's everyday confusions.
CONFUSIONS = frozenset(
    frozenset(map(american, pair.split("/")))
    for pair in (
        "security/safe security/insurance royal/real sensible/sensitive actual/current actually/currently "
        "economic/economical politics/policy political/policy conscience/consciousness conscious/conscientious "
        "experience/experiment history/story fabric/factory notice/news success/event compromise/commitment "
        "concurrence/competition chef/boss delusion/disappointment preservative/condom assist/attend pretend/intend "
        "human/humane moral/morale personal/personnel principal/principle credible/incredible finger/toe sky/heaven "
        "shadow/shade anger/rabies conductor/driver library/bookshop army/weapon prime/cousin nail/clove letter/map "
        "mass/dough light/slight state/condition minister/priest plant/factory arms/arm stock/warehouse figure/digit "
        "drug/narcotic suit/dress iron/ironing bench/bank jump/spring screen/canvas hope/waiting"
    ).split()
)

#: Prepositions of place and time that exclude each other when they join the same two words.
_PLACES = (
    frozenset({"off", "near", "outside", "beyond"}),
    frozenset({"before", "after"}),
    frozenset({"for", "against"}),
    frozenset({"above", "below", "under", "over"}),
    frozenset({"inside", "outside", "within"}),
    frozenset({"from", "to"}),
    frozenset({"with", "without"}),
    frozenset({"since", "until"}),
    frozenset({"toward", "towards", "from"}),
)

#: Pairs within those sets that agree.
_ALIKE = (
    frozenset({"below", "under"}),
    frozenset({"above", "over"}),
    frozenset({"toward", "towards"}),
    frozenset({"inside", "within"}),
    frozenset({"outside", "beyond"}),
    frozenset({"near", "outside"}),
    frozenset({"near", "beyond"}),
)

_MODIFIERS = frozenset({"amod", "compound", "nmod"})

#: Zipf frequency (wordfreq) under which a modifier is a strange choice (3.0: once in a million words), and how
#: close its vector may come (a true rare synonym in the same place lies above; `roundtrip` dev).
_STRANGE, _NOT_CLOSE = 3.0, 0.60

#: Spellings this alike (rapidfuzz ratio, 0 to 100) are forms of one word.
_FORMS = 60.0


class _Pair(NamedTuple):
    """A word of the original and the word in its place; `bound` is an upper bound of their cosine."""

    here: Place
    there: Place
    bound: float
    slot: bool


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a word that stands in another's place without meaning it."""
    for _, view in views(comparison):
        told: set[tuple[Place, Place]] = set()
        for pair in (*_slots(view), *_verbs(view), *_counters(view), *_matches(view)):
            if (pair.here, pair.there) in told:
                continue
            finding = _judge(view, pair)
            if finding is not None:
                told.add((pair.here, pair.there))
                yield finding
        yield from _prepositions(view)
        yield from _epithets(view)
        yield from _reasons(view)


def _slots(view: View) -> Iterator[_Pair]:
    """The one unmatched modifier on each side of the same noun."""
    for place in view.places:
        if view.token(place).pos not in {"NOUN", "PROPN"}:
            continue
        counterpart = view.counterpart(place)
        if counterpart is None or not counterpart.same:
            continue
        modifiers = _modifiers(view, place), _modifiers(view.turned, counterpart.place)
        words = {key(view.token(p)) for p in modifiers[0]}, {key(view.turned.token(p)) for p in modifiers[1]}
        ours = [p for p in modifiers[0] if key(view.token(p)) not in words[1]]
        theirs = [p for p in modifiers[1] if key(view.turned.token(p)) not in words[0]]
        if len(ours) == 1 and len(theirs) == 1:
            yield _Pair(ours[0], theirs[0], _bound(view, ours[0], theirs[0]), slot=True)


def _verbs(view: View) -> Iterator[_Pair]:
    """Verbs with the same words as subject and object, of which neither stands on the other side."""
    ours, theirs = (
        [(p, _arguments(side, p)) for p in side.places if side.token(p).pos == "VERB" and side.alone(p)]
        for side in (view, view.turned)
    )
    alike: dict[frozenset[tuple[str, str]], list[Place]] = {}
    for other, arguments in theirs:
        alike.setdefault(arguments, []).append(other)
    for place, arguments in ours:
        if len(arguments) > 1:
            yield from (_Pair(place, other, 1.0, slot=False) for other in alike.get(arguments, ()))


def _arguments(view: View, verb: Place) -> frozenset[tuple[str, str]]:
    """The subject and object of a verb by their relation, the agent of a passive among them."""
    below = [view.token(place) for place in _below(view, verb, {"nsubj", "nsubjpass", "dobj"})]
    agents = [view.token(place) for place in _below(view, _below(view, verb, {"agent"}), {"pobj"})]
    return frozenset({token.dep: key(token) for token in (*below, *agents)}.items())


def _below(view: View, heads: Place | Sequence[Place], deps: Collection[str]) -> list[Place]:
    """The words that hang from a word, or from some of one sentence, by one of these relations, in text order."""
    found = [
        Place(head.sentence, i)
        for head in ([heads] if isinstance(heads, Place) else heads)
        for i in view.here.below.get(head, ())
        if view.side.tokens[head.sentence][i].dep in deps
    ]
    return sorted(found)


def _counters(view: View) -> Iterator[_Pair]:
    """Words that say how many or which of the same noun: "all of the hostages", "the third woman"."""
    ours, theirs = dict(_counted(view)), dict(_counted(view.turned))
    for noun, place in ours.items():
        if noun in theirs:
            yield _Pair(place, theirs[noun], 1.0, slot=False)


def _counted(view: View) -> Iterator[tuple[str, Place]]:
    for place in view.places:
        token, row = view.token(place), view.side.tokens[place.sentence]
        if token.lemma.lower() not in _COMPARED:
            continue
        of = [Place(place.sentence, i) for i in view.here.below.get(place, ()) if row[i].text.lower() == "of"]
        nouns = [view.token(noun) for noun in _below(view, of, {"pobj"})]
        if token.dep in {"amod", "det", "predet", "nummod"}:
            nouns = [row[token.head]]
        yield from ((key(noun), place) for noun in nouns)


def _modifiers(view: View, noun: Place) -> list[Place]:
    return [place for place in _below(view, noun, _MODIFIERS) if is_content(view.token(place))]


def _matches(view: View) -> Iterator[_Pair]:
    """Content words that choose each other and are not the same word."""
    for place in view.places:
        if not is_content(view.token(place)) and not _comparative(view.token(place)):
            continue
        counterpart = view.counterpart(place)
        if (
            counterpart is not None
            and not counterpart.same
            and counterpart.mutual
            and view.turned.alone(counterpart.place)
        ):
            yield _Pair(place, counterpart.place, counterpart.similarity, slot=False)


def _comparative(token: Token) -> bool:
    return token.lemma.lower() in _COMPARED


def _bound(view: View, here: Place, there: Place) -> float:
    """No token comes nearer than a word's best match, so the lower of the two bests bounds the pair's cosine."""
    return min(
        view.side.words[here.sentence][here.token].similarity, view.other.words[there.sentence][there.token].similarity
    )


def _judge(view: View, pair: _Pair) -> Finding | None:
    ours, theirs = view.token(pair.here), view.turned.token(pair.there)
    if _a_few(view, pair.here) or _a_few(view.turned, pair.there):
        return None
    contrary = _listed(ours, theirs, CONTRARIES)
    weight = (Severity.major, 0.75) if contrary else _excluded(ours, theirs) or _sexed(ours, theirs)
    if weight is None:
        return _odd(view, pair) if pair.slot else None
    # both words on both sides ("in summer and winter") or a negation ("not new") is no change
    if not (view.alone(pair.here) and view.turned.alone(pair.there)):
        return None
    if contrary and (_negated(view, pair.here) or _negated(view.turned, pair.there)):
        return None
    return _finding(view, pair, *weight, "is the contrary of" if contrary else "is not the same as")


def _a_few(view: View, place: Place) -> bool:
    """Whether "few" is some: "quite a few" are many."""
    before = view.side.tokens[place.sentence][place.token - 1] if place.token else None
    return view.token(place).lemma.lower() == "few" and before is not None and before.text.lower() == "a"


def _odd(view: View, pair: _Pair) -> Finding | None:
    ours, theirs = view.token(pair.here), view.turned.token(pair.there)
    if _listed(ours, theirs, CONFUSIONS):
        return _finding(view, pair, Severity.minor, 0.6, "does not mean the same as")
    if _strange(ours, theirs, pair.bound):
        return _finding(view, pair, Severity.minor, 0.5, "is an odd word for")
    return None


def _listed(ours: Token, theirs: Token, pairs: frozenset[frozenset[str]]) -> bool:
    lemmas = frozenset({american(ours.lemma), american(theirs.lemma)})
    return lemmas in pairs or frozenset({ours.text.lower(), theirs.text.lower()}) in pairs


_Weight = tuple[Severity, float]


def _sexed(ours: Token, theirs: Token) -> _Weight | None:
    """How much it matters that a word calls somebody otherwise: "spokeswoman", "spokesman", "spokesperson"."""
    first, second = _sex(ours), _sex(theirs)
    stems = ours.lemma.lower().removesuffix(first), theirs.lemma.lower().removesuffix(second)
    if not first or not second or first == second or stems[0] != stems[1]:
        return None
    return (Severity.minor, 0.5) if "person" in {first, second} else (Severity.major, 0.75)


def _sex(token: Token) -> str:
    """The ending of a noun that says whom it calls so, empty where it has none."""
    word = token.lemma.lower()
    return next((end for end in ("woman", "man", "person") if word.endswith(end) and word != end), "")


def _excluded(ours: Token, theirs: Token) -> _Weight | None:
    """How much it matters that one word of a set stands for another that it excludes; words of names are none."""
    if not {ours.entity, theirs.entity} <= _COUNTS or "PROPN" in {ours.pos, theirs.pos}:
        return None
    for first, second in ((ours.lemma, theirs.lemma), (ours.text, theirs.text)):
        pair = frozenset({american(first), american(second)})
        if len(pair) == 2 and pair not in _SAME_SET and any(pair <= words for words in EXCLUSIVE):
            return Severity.major, 0.7
    return None


def _one_word(ours: Token, theirs: Token) -> bool:
    first, second = ours.lemma.lower(), theirs.lemma.lower()
    return first[:4] == second[:4] or fuzz.ratio(first, second) >= _FORMS or first in second or second in first


def _strange(ours: Token, theirs: Token, bound: float) -> bool:
    """Whether a rare word took the place of another, and is no form of it or name."""
    from wordfreq import zipf_frequency

    if "PROPN" in {ours.pos, theirs.pos} or ours.entity or theirs.entity or _one_word(ours, theirs):
        return False
    plain = ours.text.isalpha() and theirs.text.isalpha() and zipf_frequency(theirs.text.lower(), "en") > 0
    forms = (theirs.text.lower(), theirs.lemma.lower())
    return plain and bound < _NOT_CLOSE and all(zipf_frequency(form, "en") < _STRANGE for form in forms)


def _negated(view: View, place: Place) -> bool:
    """Whether a negation is near: "not new" may render "old"; "rejected" does not negate itself."""
    start = view.token(place).start
    return any(
        fact.sentence == place.sentence
        and fact.start != start
        and any(abs(place.token - i) <= 1 for i in getattr(fact.value, "scope", ()))
        for fact in view.facts("polarity")
    )


def _finding(view: View, pair: _Pair, severity: Severity, confidence: float, relation: str) -> Finding:
    here, there = view.span(pair.here, pair.here), view.turned.span(pair.there, pair.there)
    return Finding(
        kind="wording",
        category="Accuracy/Mistranslation",
        severity=severity,
        original=here,
        rewrite=there,
        confidence=confidence,
        message=f"{quoted(there.text)} {relation} {quoted(here.text)}.",
    )


def _prepositions(view: View) -> Iterator[Finding]:
    """The same two words joined by another preposition: "agreement off Dakhla" / "agreement near Dakhla"."""
    joints = [list(_joints(side)) for side in (view, view.turned)]
    joined: list[dict[tuple[str, str], list[Place]]] = [{}, {}]
    for own, found in zip(joints, joined, strict=True):
        for head, inner, place in own:
            found.setdefault((head, inner), []).append(place)
    said = [
        {words: {side.token(place).text.lower() for place in places} for words, places in found.items()}
        for side, found in zip((view, view.turned), joined, strict=True)
    ]
    told: set[Place] = set()
    for head, inner, place in joints[0]:
        word = view.token(place).text.lower()
        others = joined[1].get((head, inner), [])
        rivals, mine = said[1].get((head, inner), set()), said[0][head, inner]
        if place in told or not others or word in rivals or rivals & mine:
            continue
        other = others[0]
        pair = frozenset({word, view.turned.token(other).text.lower()})
        sides = pair != frozenset({"for", "against"}) or head in _SIDES
        if sides and pair not in _ALIKE and any(pair <= group for group in _PLACES):
            told.add(place)
            opposed = pair in _OPPOSED
            relation = "is the contrary of" if opposed else "is not the same as"
            severity = Severity.major if opposed else Severity.minor
            yield _finding(view, _Pair(place, other, 1.0, slot=True), severity, 0.65, relation)


#: What gives a reason, and what sets one aside; "since", "as" and "while" may be either or neither.
_CAUSE = re.compile(r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result of|on account of)\b", re.IGNORECASE)
_CONCESSION = re.compile(
    r"\b(?:despite|in spite of|notwithstanding|even though|although|though|even if|regardless of)\b", re.IGNORECASE
)


def _reasons(view: View) -> Iterator[Finding]:
    """A reason that became an obstacle, or the other way round: "because of the storm", "despite the storm"."""
    for ours, theirs in ((_CAUSE, _CONCESSION), (_CONCESSION, _CAUSE)):
        here, there = _hits(view, ours), _hits(view.turned, theirs)
        # Each must be the only link of the two kinds on its side: elsewhere both texts may have both.
        if len(here) == len(there) == 1 and not _hits(view, theirs) and not _hits(view.turned, ours):
            yield Finding(
                kind="wording",
                category="Accuracy/Mistranslation",
                severity=Severity.major,
                original=here[0],
                rewrite=there[0],
                confidence=0.65,
                message=f"{quoted(there[0].text)} is the contrary of {quoted(here[0].text)}.",
            )


def _hits(view: View, pattern: re.Pattern[str]) -> list[Span]:
    """Where a pattern matches in this side of the bead."""
    document = view.side.document
    sentences = [document.sentences[i] for i in view.sentences]
    return [
        raw_span(document, sentence.start + match.start(), sentence.start + match.end())
        for sentence in sentences
        for match in pattern.finditer(sentence.text)
    ]


def _joints(view: View) -> Iterator[tuple[str, str, Place]]:
    """(governor, governed noun, place of the preposition).

    Of prepositions of place the governor may be any content word above the noun, since parsers attach them at
    will; of all others only the nearest is.
    """
    for place in view.places:
        token = view.token(place)
        row = view.side.tokens[place.sentence]
        if token.pos not in {"ADP", "SCONJ"} or token.dep != "prep":
            continue
        governed = next(iter(_below(view, place, {"pobj"})), None)
        inner = None if governed is None else view.token(governed)
        if governed is None or inner is None or inner.tag == "DT":
            continue
        if row[token.head].pos in {"ADP", "SCONJ"} or row[token.head].lemma.lower() in _COMPOUND:
            continue  # "according to", "apart from", "in addition to"
        if any(row[i].text.lower() == "no" for i in view.here.below.get(governed, ())):
            continue  # "with no" is "without"
        here = token.head
        for _ in range(4):
            if is_content(row[here]):
                yield key(row[here]), key(inner), place
                if token.text.lower() not in _PLACES[0]:
                    break
            if row[here].head == here:
                break
            here = row[here].head


#: Words that take a side: "opened a case for" is no contrary of "opened a case against".
_SIDES = frozenset("vote argue speak campaign fight rule decide stand lobby plead evidence protest be argument".split())

#: Words that make one preposition with the next.
_COMPOUND = frozenset(
    {"accord", "apart", "addition", "due", "thank", "prior", "close", "next", "regard", "respect", "aside"}
)

_OPPOSED = (frozenset({"before", "after"}), frozenset({"for", "against"}), frozenset({"with", "without"}))


def _epithets(view: View) -> Iterator[Finding]:
    """What the noun is about became what it is: "an Israeli expert on Morocco", "an Israeli and Moroccan expert"."""
    for place in view.places:
        counterpart = view.counterpart(place) if view.token(place).pos == "NOUN" else None
        if counterpart is None or not counterpart.same:
            continue
        topics = _topics(view, place)
        for epithet in _coordinated(view.turned, counterpart.place):
            word = view.turned.token(epithet).text.lower()
            topic = next((p for p in topics if _one_stem(view.token(p).text.lower(), word)), None)
            if topic is None or any(_one_stem(view.token(p).text.lower(), word) for p in _modifiers(view, place)):
                continue
            first, last = sorted((epithet, counterpart.place))
            here = view.span(*sorted((place, topic)))
            there = view.turned.span(first, last)
            yield Finding(
                kind="wording",
                category="Accuracy/Mistranslation",
                severity=Severity.minor,
                original=here,
                rewrite=there,
                confidence=0.65,
                message=f"{quoted(there.text)} does not say the same as {quoted(here.text)}.",
            )


def _topics(view: View, noun: Place) -> list[Place]:
    """What the noun is about, for, in or on."""
    about = {"on", "in", "for", "about", "to"}
    links = [place for place in _below(view, noun, {"prep"}) if view.token(place).text.lower() in about]
    return _below(view, links, {"pobj"})


def _coordinated(view: View, noun: Place) -> list[Place]:
    """Adjectives that are joined to another adjective of the noun by "and"."""
    return _below(view, _modifiers(view, noun), {"conj"})


def _one_stem(first: str, second: str) -> bool:
    """Whether two words share five letters, or all but two of a shorter one: "Morocco" and "Moroccan"."""
    length = min(5, max(3, min(len(first), len(second)) - 2))
    return first[:length] == second[:length]
