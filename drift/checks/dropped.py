"""Names of the original that the rewrite drops: its passage lacks them, and nothing there stands for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import Place, is_word
from drift.checks.naming import Naming, lacking
from drift.checks.slots import within
from drift.facts import names
from drift.facts.names import Name
from drift.reading.furniture import lead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.checks.beads import Counterpart, View
    from drift.records import Fact, Side

# The thresholds were read off names that were cut out of the controls of `roundtrip` dev, and off all names that
# the passages of `human_human_pairs` dev lack: most of these are said in other words.

#: Contextual cosine at which a new common noun renders a word that is not the name, though it is no sure counterpart.
NOUN_LIKE = 0.45
#: The same for a new proper noun, or for a pronoun that stands beside a pronoun.
NAME_LIKE = 0.6

_STANDING = frozenset({"NOUN", "PROPN", "PRON"})
_RELATIVE = ("PronType=Int,Rel", "PronType=Exs")
_BESIDE = frozenset({"appos", "compound", "nmod"})


def dropped(view: View, left: Iterable[Fact[Name]], ours: Naming, near: Naming) -> Iterator[tuple[Fact[Name], bool]]:
    """The names among those `left` on this side of a bead that are dropped, and whether each was one of a list.

    `ours` is what this side says by name, `near` what the passage beyond says, its neighbors included. No word
    of a dropped name stands there in any form, nor anything that may stand for it.
    """
    gone = [f for f in left if _sure(view, f) and _gone(f.value, near) and not _described(view, f)]
    new = _new(view.mirrored, ours) if gone else []
    for fact in gone:
        own = frozenset(_places(view.side, fact))
        nearest = {counterpart.place for place in own if (counterpart := view.counterpart(place)) is not None}
        if not any(_stands(view, place, fact.value, own, nearest) for place in new):
            yield fact, _listed(view.side, fact)


def _sure(view: View, fact: Fact[Name]) -> bool:
    """Whether a name is one beyond doubt: of a country, or a proper noun that is a member of a list or bears a label.

    An organization may be translated or spelled out, or be none (the labels are unstable), so it needs two words.
    A single word that begins a sentence may be an ordinary one, and a dateline stands outside the text.
    """
    name, sentence = fact.value, view.side.document.sentences[fact.sentence]
    if fact.end - sentence.start <= lead(sentence.text, view.language):
        return False
    if name.countries:
        return all(map(names.is_land, name.countries))
    if any(view.token(place).pos != "PROPN" for place in _places(view.side, fact)[-1:]):
        return False
    if _listed(view.side, fact):
        return True
    short = len(fact.text.split()) == 1
    return name.label in ({"PERSON", "GPE", "LOC", "NORP"} if short else {"PERSON", "GPE", "LOC", "NORP", "ORG"}) and (
        not short or not name.initial
    )


def _gone(name: Name, near: Naming) -> bool:
    """Whether no word of a name stands there in any form, nor another name of its country."""
    if set(name.countries) & near.countries:
        return False
    open_ = lacking(name, near)
    common = near.language.words("names.common")
    return all(word in open_ for word in name.words if word not in common or name.countries)


def _described(view: View, fact: Fact[Name]) -> bool:
    """Whether the title or description of a person that stands beside the name is kept, and may stand for it."""
    if fact.value.label != "PERSON":
        return False
    tokens, own = view.side.tokens[fact.sentence], within(view.side, fact)
    beside = {i for i, token in enumerate(tokens) if token.head in own and token.dep in _BESIDE}
    beside |= {tokens[i].head for i in own if tokens[i].dep == "appos"}
    kept = (i for i in beside.difference(own) if view.sure(Place(fact.sentence, i)) is not None)
    return any(tokens[i].pos in {"NOUN", "PROPN"} for i in kept)


def _new(view: View, theirs: Naming) -> list[Place]:
    """The words of this side of a bead that the other has less often, and that are no name of what it names too."""
    told = {
        place
        for fact in view.facts(Name)
        if set(fact.value.countries) & theirs.countries or not lacking(fact.value, theirs)
        for place in _places(view.side, fact)
    }
    return [place for place in view.places if place not in told and view.surplus(place)]


def _stands(view: View, place: Place, name: Name, own: frozenset[Place], nearest: set[Place]) -> bool:
    """Whether a word of the other side, which is new there, may stand for a name as well as for another word.

    `own` are the tokens of the name, `nearest` those of the other side that come nearest to them.
    """
    token, word = view.mirrored.token(place), view.mirrored.token(place).text.lower()
    if word in view.mirrored.language.words("pronouns.places") and not token.has("PronType=Exs"):
        return True
    if token.pos not in _STANDING or not is_word(token):
        return False
    personal = word in view.mirrored.language.words("pronouns.people")
    if token.pos == "PRON" and (token.has(*_RELATIVE) or (personal and name.label != "PERSON")):
        return False
    counterpart = view.mirrored.counterpart(place) if view.mirrored.unshared(place) else None
    if counterpart is None or counterpart.place in own:
        return True
    return not counterpart.sure and not _renders(view, place, counterpart, nearest)


def _renders(view: View, place: Place, counterpart: Counterpart, nearest: set[Place]) -> bool:
    """Whether a word of the other side renders its counterpart, though not surely, rather than a name."""
    pos = view.mirrored.token(place).pos
    if pos == "PRON":
        return view.token(counterpart.place).pos == "PRON" and counterpart.similarity >= NAME_LIKE
    return place not in nearest and counterpart.similarity >= (NOUN_LIKE if pos == "NOUN" else NAME_LIKE)


def _listed(side: Side, fact: Fact[Name]) -> bool:
    """Whether a name is a member of a list of proper nouns ("Gantz and Lapid")."""
    tokens, inside = side.tokens[fact.sentence], within(side, fact)
    outer = [i for i in inside if tokens[i].head not in inside and tokens[i].dep == "conj"]
    others = [tokens[tokens[i].head] for i in outer]
    others += [t for i, t in enumerate(tokens) if t.dep == "conj" and t.head in inside and i not in inside]
    return any(token.pos == "PROPN" for token in others)


def _places(side: Side, fact: Fact[Name]) -> list[Place]:
    return [Place(fact.sentence, token) for token in within(side, fact)]
