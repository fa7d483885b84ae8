"""Names, numbers, dates and quotations across the documents of a group: who writes them how, who is probably right."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.facts.amounts import Number
from drift.facts.dates import Date
from drift.facts.names import fold
from drift.results.trace import Entry, Spelling, short
from drift.tracing.families import components
from drift.tracing.quotations import utterances
from drift.tracing.spelling import known, misspelled, neighbors, same_form, sound, uses

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from drift.language import Language
    from drift.results.trace import Edge, Kind, Name
    from drift.tracing.spelling import Use
    from drift.tracing.texts import Text

SMALLEST = 10  # numbers below it ("two sides", "three civilians") agree by chance
PLAIN = 4.3  # Zipf frequency from which a single capitalized word that one document has is no name ("Thanks", "Said")
LOWER = 3.0  # Zipf frequency below which a word before an unknown lower-case one may be a first name
HINTS = 3  # known words beside an unknown one that are worth naming

Places = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class _Row:
    """What an entry is made of: spellings with the documents that have each, and how well known their words are."""

    kind: Kind
    spelled: Places
    known: Mapping[str, float]
    same: bool = False


def build(group: int, members: Sequence[int], texts: Mapping[int, Text], witnesses: Mapping[int, int]) -> list[Entry]:
    """The ledger of one group.

    `witnesses` maps a document to its family: documents of one family derive from each other and count as one
    witness.
    """
    rows = [*_names(members, texts), *_numbers(members, texts), *_dates(members, texts), *_quotes(members, texts)]
    judged = [_judge(row, witnesses) for row in rows]
    odd = _garbling(rows, judged)
    settled = [_by_reliability(row, verdict, odd, texts) for row, verdict in zip(rows, judged, strict=True)]
    entries = [_entry(group, row, verdict, texts, witnesses) for row, verdict in zip(rows, settled, strict=True)]
    entries = [_doubted(entry, odd, texts) for entry in entries]
    entries += _lower(group, members, texts, odd)
    order = {kind: place for place, kind in enumerate(("name", "number", "date", "quote"))}
    return sorted(
        entries, key=lambda entry: (order[entry.kind], -len(entry.spellings), -entry.witnesses, entry.spellings[0].text)
    )


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
    if entry.likely or len(entry.spellings) < 2:
        return entry
    source = {edge.rewrite: edge.original for edge in edges if edge.direction == "shown"}
    writes: dict[Name, set[str]] = defaultdict(set)
    for item in entry.spellings:
        for document in item.documents:
            writes[document].add(item.text)
    # a spelling that stands in rewrites alone, whose originals write it otherwise, is the rewriter's
    first = [
        item
        for item in entry.spellings
        if any(document not in source or source[document] not in writes for document in item.documents)
    ]
    if len(first) == 1:
        rest = [item for item in entry.spellings if item is not first[0]]
        why = "so in the original that the other derives from"
        return replace(entry, spellings=(first[0], *rest), likely=first[0].text, why=why)
    return entry


def _names(members: Sequence[int], texts: Mapping[int, Text]) -> Iterator[_Row]:
    for entity in entities(
        [use for place in members for use in uses(place, texts[place].names, texts[place].language)]
    ):
        spelled: Places = {}
        words: dict[str, float] = {}
        for form in entity:
            text = form[0].written if len(entity) > 1 else _usual(form)
            spelled.setdefault(text, []).extend(use.text for use in form)
            words[text] = sound(max((use.words for use in form), key=len), form[0].language)
        everyone = {use.text for form in entity for use in form}
        first = entity[0][0]
        plain = len(first.words) == 1 and not first.countries and known(first.words[0], first.language) >= PLAIN
        if len(everyone) > 1 or not plain:
            yield _Row("name", spelled, words)


def _usual(form: list[Use]) -> str:
    """How a name is shown that is spelled in one way: in full; a country in the form that most documents have."""
    times = Counter(use.written for use in form)
    if form[0].countries:
        return min(times, key=lambda written: (-times[written], len(written), written))
    return max(sorted(times), key=lambda written: len(written.split()))


def _numbers(members: Sequence[int], texts: Mapping[int, Text]) -> Iterator[_Row]:
    found: dict[Hashable, Places] = defaultdict(lambda: defaultdict(list))
    for place in members:
        for fact in texts[place].facts:
            if isinstance(fact.value, Number) and (key := _amount(fact.value)) is not None:
                found[key][" ".join(fact.text.split())].append(place)
    for spelled in found.values():
        yield _Row("number", dict(spelled), {}, same=True)


def _amount(value: Number) -> Hashable | None:
    """What makes two number facts one: amount and unit; None for what agrees by chance."""
    if not value.readings or value.vague or value.clock or value.ordinal:
        return None
    first = value.readings[0]
    return (first.value, str(first.unit)) if abs(first.value) >= SMALLEST else None


def _dates(members: Sequence[int], texts: Mapping[int, Text]) -> Iterator[_Row]:
    """Dates with a year, or with a month and a day: a bare weekday or month is anybody's."""
    found: dict[Hashable, Places] = defaultdict(lambda: defaultdict(list))
    for place in members:
        for fact in texts[place].facts:
            value = fact.value
            if isinstance(value, Date) and (value.year or value.decade or (value.month and value.day)):
                found[value][" ".join(fact.text.split())].append(place)
    for spelled in found.values():
        yield _Row("date", dict(spelled), {}, same=True)


def _quotes(members: Sequence[int], texts: Mapping[int, Text]) -> Iterator[_Row]:
    for same in utterances(members, texts):
        spelled: Places = {}
        for said in same:
            spelled.setdefault(said.text, []).append(said.place)
        if len(spelled) > 1 or len(next(iter(spelled)).split()) > 1 or len(next(iter(spelled.values()))) > 1:
            yield _Row("quote", spelled, {})


_Verdict = tuple[str, str]


def _votes(row: _Row, witnesses: Mapping[int, int]) -> dict[str, int]:
    """How many independent documents have each spelling. One that has it in two ways is no witness for either."""
    times = Counter(place for places in row.spelled.values() for place in set(places))
    # parts of a quotation are no other wordings of it
    sure = {place for place, count in times.items() if count == 1 or row.kind == "quote"}
    return {text: len({witnesses[place] for place in places if place in sure}) for text, places in row.spelled.items()}


def _judge(row: _Row, witnesses: Mapping[int, int]) -> _Verdict:
    """The likely spelling and why: independent witnesses first, then known words; "" where neither tells."""
    if row.same:
        alone = len({place for places in row.spelled.values() for place in places}) == 1
        return next(iter(row.spelled)), "in one document alone" if alone else "one value, however it is written"
    votes = _votes(row, witnesses)
    if len(votes) == 1:
        several = len({place for places in row.spelled.values() for place in places}) > 1
        return next(iter(votes)), "written alike by all" if several else "in one document alone"
    most = max(votes.values())
    leading = [text for text, count in votes.items() if count == most]
    if len(leading) == 1:
        many = f"{most} independent documents have it so, fewer otherwise"
        return leading[0], many if most > 1 else "the other document writes it in several ways"
    return _by_dictionary(row, leading)


def _by_dictionary(row: _Row, leading: Sequence[str]) -> _Verdict:
    ranked = sorted(leading, key=lambda text: -row.known.get(text, 0.0))
    if row.known.get(ranked[0], 0.0) > 0 and row.known.get(ranked[1], 0.0) == 0:
        return ranked[0], "its words are known, those of the other spelling are not"
    if row.kind == "quote":
        return "", "as many independent documents for each wording"
    return "", "as many independent documents for each spelling, and no dictionary decides"


def _garbling(rows: Sequence[_Row], judged: Sequence[_Verdict]) -> dict[int, list[str]]:
    """Place of a document -> names that it writes otherwise than is likely right."""
    found: dict[int, list[str]] = defaultdict(list)
    for row, (likely, _) in zip(rows, judged, strict=True):
        if row.kind == "name" and likely:
            for text, places in row.spelled.items():
                for place in dict.fromkeys(places):
                    if text != likely:
                        found[place].append(text)
    return found


def _by_reliability(row: _Row, verdict: _Verdict, odd: Mapping[int, list[str]], texts: Mapping[int, Text]) -> _Verdict:
    """Where nothing else told: the spelling of the documents that garble no other name."""
    if verdict[0] or row.kind != "name":
        return verdict
    clean = {text: [place for place in places if not odd.get(place)] for text, places in row.spelled.items()}
    trusted = [text for text, places in clean.items() if places]
    if len(trusted) != 1:
        return verdict
    place = next(place for text, places in row.spelled.items() if text != trusted[0] for place in places)
    return trusted[0], f"{short(texts[place].name)}, which has the other spelling, garbles “{odd[place][0]}” too"


def _entry(group: int, row: _Row, verdict: _Verdict, texts: Mapping[int, Text], witnesses: Mapping[int, int]) -> Entry:
    likely, why = verdict
    votes = _votes(row, witnesses)
    ordered = sorted(row.spelled, key=lambda text: (text != likely, -votes[text], text))
    spellings = tuple(
        Spelling(text, tuple(dict.fromkeys(texts[place].name for place in row.spelled[text]))) for text in ordered
    )
    count = len({witnesses[place] for places in row.spelled.values() for place in places})
    return Entry(row.kind, group, spellings, likely, why, count)


def _doubted(entry: Entry, odd: Mapping[int, list[str]], texts: Mapping[int, Text]) -> Entry:
    """An unknown name that one document alone has, and that document garbles other names: not to be trusted."""
    if entry.kind != "name" or len(entry.documents) != 1:
        return entry
    place = next(place for place, text in texts.items() if text.name == entry.documents[0])
    own = texts[place].language
    strange = [word for word in entry.spellings[0].text.split() if _strange(word, own)]
    if not odd.get(place) or not strange:
        return entry
    return replace(entry, likely="", why=_doubt(strange[0], short(entry.documents[0]), odd[place][0], own))


def _strange(word: str, own: Language) -> bool:
    return len(fold(word)) >= 5 and all(known(fold(part), own) == 0 for part in word.split("-"))


def _doubt(word: str, document: str, garbled: str, own: Language) -> str:
    near = neighbors(fold(word), own)[:HINTS]
    hint = f"; one letter away are known words: {', '.join(near)}" if near else ""
    return f"doubtful: “{word}” is no known word, and {document} garbles other names (“{garbled}”){hint}"


def _lower(
    group: int, members: Sequence[int], texts: Mapping[int, Text], odd: Mapping[int, list[str]]
) -> Iterator[Entry]:
    """Names that lost their capitals: an unknown word after a rare one, in a document that garbles names."""
    for place in members:
        text = texts[place]
        if not odd.get(place):
            continue
        for index in text.kept:
            row = [token for token in text.tokens[index] if token.text.strip()]
            for first, last in itertools.pairwise(row):
                pair = first.text, last.text
                if all(word.isalpha() and word.islower() for word in pair) and _strange(last.text, text.language):
                    if len(first.text) < 3 or known(fold(first.text), text.language) >= LOWER:
                        continue
                    why = _doubt(last.text, short(text.name), odd[place][0], text.language)
                    yield Entry("name", group, (Spelling(" ".join(pair), (text.name,)),), "", why, 1)
