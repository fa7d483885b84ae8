"""Names, numbers and quotations across the documents of a group: who writes them how, and who is probably right."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from drift.tracing.families import components
from drift.tracing.records import Entry, Spelling
from drift.tracing.spelling import misspelled, same_form, sound, uses

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from drift.tracing.records import Edge, Name
    from drift.tracing.spelling import Use
    from drift.tracing.texts import Text

QUOTE_ALIKE = 70.0  # token-set-free indel similarity of two quotations of one utterance, 0 to 100; read off the five
# agency reports, where "set the foundation ..." and "lay the foundation ..." have 95 and unrelated ones at most 55
QUOTE_WORDS = 3  # shorter quotations are terms, not utterances
SMALLEST = 10  # numbers below it ("two sides", "three civilians") agree by chance


def build(group: int, members: Sequence[int], texts: Mapping[int, Text], witnesses: Mapping[int, int]) -> list[Entry]:
    """The ledger of one group.

    `witnesses` maps a document to its family: documents of one family derive from each other and count as one
    witness.
    """
    names = [use for place in members for use in uses(place, texts[place].names)]
    entries = [_name(group, entity, texts, witnesses) for entity in entities(names) if _shared(entity)]
    return [
        *sorted(entries, key=lambda entry: (-len(entry.spellings), entry.spellings[0].text)),
        *_numbers(group, members, texts),
        *_quotes(group, members, texts, witnesses),
    ]


def entities(names: Sequence[Use]) -> list[list[list[Use]]]:
    """Names -> bearers -> spellings of each -> uses. A bearer with one spelling is a list of one."""
    # equal forms first, so that the quadratic comparison runs over distinct names only
    distinct: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Use]] = defaultdict(list)
    for use in names:
        distinct[use.words, use.countries].append(use)
    heads = [group[0] for group in distinct.values()]
    every = list(distinct.values())
    alike = [(i, j) for i in range(len(heads)) for j in range(i) if same_form(heads[i], heads[j])]
    odd = [(i, j) for i in range(len(heads)) for j in range(i) if misspelled(heads[i], heads[j])]
    doubtful = {place for link in odd for place in link}
    found = []
    for bearer in components(len(heads), [*alike, *odd]):
        inside = {place: k for k, place in enumerate(bearer)}
        links = [(inside[i], inside[j]) for i, j in alike if i in inside and j in inside]
        forms = components(len(bearer), links)
        # a form is shown as it stands in the pair that is spelled differently, so those names come first
        ordered = [sorted(form, key=lambda k: bearer[k] not in doubtful) for form in forms]
        found.append([[use for k in form for use in every[bearer[k]]] for form in ordered])
    return found


def settle(entry: Entry, edges: Sequence[Edge]) -> Entry:
    """Where nothing else told, what an original writes is likelier than what its rewrite makes of it."""
    if entry.likely or len(entry.spellings) != 2:
        return entry
    first, second = entry.spellings
    for right, wrong in ((first, second), (second, first)):
        for edge in edges:
            ours = {edge.original, edge.rewrite}
            theirs = [document for item in entry.spellings for document in item.documents if document not in ours]
            if edge.direction == "shown" and not theirs and (edge.original, edge.rewrite) in _uses(right, wrong):
                return replace(
                    entry,
                    spellings=(right, wrong),
                    likely=right.text,
                    why="so in the original that the other derives from",
                )
    return entry


def _uses(right: Spelling, wrong: Spelling) -> set[tuple[Name, Name]]:
    return {(one, other) for one in right.documents for other in wrong.documents if one not in wrong.documents}


def _shared(entity: list[list[Use]]) -> bool:
    return len(entity) > 1 or len({use.text for form in entity for use in form}) > 1


def _name(group: int, entity: list[list[Use]], texts: Mapping[int, Text], witnesses: Mapping[int, int]) -> Entry:
    spellings = [(form[0].written if len(entity) > 1 else _fullest(form), form) for form in entity]
    # a document that spells a name in two ways is no witness for either
    times = Counter(place for _, form in spellings for place in {use.text for use in form})
    votes = {text: len({witnesses[use.text] for use in form if times[use.text] == 1}) for text, form in spellings}
    known = {text: sound(max((use.words for use in form), key=len)) for text, form in spellings}
    likely, why = _judge(votes, known)
    ordered = sorted(spellings, key=lambda item: (item[0] != likely, -votes[item[0]], item[0]))
    rows = tuple(Spelling(text, tuple(dict.fromkeys(texts[use.text].name for use in form))) for text, form in ordered)
    return Entry("name", group, rows, likely, why)


def _fullest(form: list[Use]) -> str:
    return max(sorted(use.written for use in form), key=lambda written: len(written.split()))


def _judge(votes: Mapping[str, int], known: Mapping[str, float]) -> tuple[str, str]:
    """The likely spelling and why: independent witnesses first, then known words; "" where neither tells."""
    if len(votes) == 1:
        return next(iter(votes)), "written alike by all"
    most = max(votes.values())
    leading = [text for text, count in votes.items() if count == most]
    if len(leading) == 1:
        if most == 1:
            return leading[0], "the other document writes it in several ways"
        return leading[0], f"{most} independent documents have it so, fewer otherwise"
    ranked = sorted(leading, key=lambda text: -known[text])
    if known[ranked[0]] > 0 and known[ranked[1]] == 0:
        return ranked[0], "its words are known, those of the other spelling are not"
    return "", "as many independent documents for each spelling, and no dictionary decides"


def _numbers(group: int, members: Sequence[int], texts: Mapping[int, Text]) -> list[Entry]:
    found: dict[Hashable, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place in members:
        for fact in texts[place].facts:
            if fact.kind == "number" and (key := _amount(fact.value)) is not None:
                found[key][" ".join(fact.text.split())].append(place)
    entries = []
    for spelled in found.values():
        if len({place for places in spelled.values() for place in places}) > 1:
            rows = [
                Spelling(text, tuple(dict.fromkeys(texts[place].name for place in places)))
                for text, places in spelled.items()
            ]
            entries.append(Entry("number", group, tuple(rows), rows[0].text, "one value, however it is written"))
    return entries


def _amount(value: object) -> Hashable | None:
    """What makes two number facts one: amount and unit; None for what agrees by chance."""
    readings = getattr(value, "readings", ())
    if (
        not readings
        or getattr(value, "vague", False)
        or getattr(value, "clock", False)
        or getattr(value, "ordinal", False)
    ):
        return None
    first = readings[0]
    return (first.amount, str(first.unit)) if abs(first.amount) >= SMALLEST else None


def _quotes(group: int, members: Sequence[int], texts: Mapping[int, Text], witnesses: Mapping[int, int]) -> list[Entry]:
    from rapidfuzz import fuzz

    quotes = [
        (place, " ".join(fact.text.strip("“”\"«»‘’' ,.").split()))
        for place in members
        for fact in texts[place].facts
        if fact.kind == "quote"
    ]
    quotes = [item for item in dict.fromkeys(quotes) if len(item[1].split()) >= QUOTE_WORDS]
    links = [
        (i, j)
        for i in range(len(quotes))
        for j in range(i)
        if quotes[i][0] != quotes[j][0] and fuzz.ratio(quotes[i][1].casefold(), quotes[j][1].casefold()) >= QUOTE_ALIKE
    ]
    entries = []
    for same in components(len(quotes), links):
        wordings: dict[str, list[int]] = defaultdict(list)
        for k in same:
            wordings[quotes[k][1]].append(quotes[k][0])
        if len({place for places in wordings.values() for place in places}) < 2:
            continue
        votes = {text: len({witnesses[place] for place in places}) for text, places in wordings.items()}
        likely, why = _judge(votes, dict.fromkeys(votes, 0.0))
        if not likely:
            why = "as many independent documents for each wording"
        rows = tuple(
            Spelling(text, tuple(dict.fromkeys(texts[place].name for place in places)))
            for text, places in sorted(wordings.items(), key=lambda item: (item[0] != likely, -votes[item[0]], item[0]))
        )
        entries.append(Entry("quote", group, rows, likely, why))
    return entries
