"""What alignment, words and facts say about a pair, as named numbers for the trained scorer.

Everything is read from the `Comparison`: no text is encoded again. Words are compared folded (case, British and
American spelling); punctuation, case and spacing have three features of their own.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from drift.facts import agree, amounts
from drift.language import frequency
from drift.records import PairPrediction
from drift.scoring import form
from drift.scoring.surface import breaks, characters, disorder, f_score, grams, letters, unshared
from drift.scoring.words import prepare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from drift.language import Language
    from drift.records import Comparison, Fact
    from drift.scoring.words import Text, Word

MOST = 20  # counts are cut here: only texts of several sentences reach it
RELATED = 0.4  # under 1 % of human renderings (WMT, planted) have a lower cosine, and all sentences of strangers
LITTLE = 0.2  # weight of a function word beside content's 0.1 ... 1: a lost preposition must show, not tell
COUNTED = ("name", "modality", "attribution", "role")  # facts compared by how many of a kind are unanswered


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a pair. `lost_*` look at the original's words, `new_*` at the rewrite's.

    Shares and similarities lie in [0, 1]; `*_count` are counts, cut at 20; `*_log` are
    natural logarithms of 1 + words.
    """

    similarity: float
    strange: float
    lost_mean: float
    lost_first: float
    lost_second: float
    lost_third: float
    lost_function: float
    new_mean: float
    new_first: float
    new_second: float
    new_third: float
    new_function: float
    lost_distance: float
    new_distance: float
    lost_sum: float
    new_sum: float
    lost_sharp: float
    new_sharp: float
    lost_forms_count: float
    new_forms_count: float
    new_neighbors_count: float
    lost_elsewhere: float
    new_elsewhere: float
    lost_words: float
    lost_words_count: float
    lost_words_missing: float
    lost_words_closest: float
    new_words: float
    new_words_count: float
    new_words_missing: float
    new_words_closest: float
    new_words_unknown: float
    lost_little_count: float
    new_little_count: float
    lost_pronouns_count: float
    new_pronouns_count: float
    lost_names_count: float
    new_names_count: float
    lost_verbs_count: float
    new_verbs_count: float
    lost_nouns_count: float
    new_nouns_count: float
    lost_modifiers_count: float
    new_modifiers_count: float
    spelling: float
    negations: float
    negations_odd: float
    numbers_lost: float
    numbers_new: float
    dates_lost: float
    dates_new: float
    quotes_changed: float
    names_changed: float
    modality_changed: float
    attribution_changed: float
    roles_changed: float
    polarity_changed: float
    inflected_count: float
    agreement: float
    tenses: float
    question: float
    words_shared: float
    keys_shared: float
    neighbors_shared: float
    triples_shared: float
    characters_shared: float
    letters_shared: float
    dependencies_shared: float
    roles_crossed: float
    replaced: float
    replaced_names: float
    order: float
    breaks: float
    repeated: float
    marks_shared: float
    case_changed: float
    spaced: float
    unfinished: float
    uncapitalized: float
    capitals_lost: float
    stray: float
    longer: float
    shorter: float
    original_log: float
    rewrite_log: float
    read_changed: float
    read_unsupported: float
    read_quality: float
    read_lost_piece: float
    read_new_piece: float

    def vector(self) -> NDArray[np.float64]:
        """The values in the order of `NAMES`, shape (len(NAMES),)."""
        return np.array([getattr(self, name) for name in NAMES], dtype=np.float64)


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Features))


def read(comparison: Comparison, rows: Sequence[int], columns: Sequence[int]) -> PairPrediction:
    """The judge's reading of some sentences; log-odds of 0 where nothing was encoded."""
    return comparison.cross_encoder(rows, columns) if comparison.cross_encoder is not None else PairPrediction()


def features(comparison: Comparison, *, similarity: float | None = None) -> Features:
    """Features of the whole pair. `similarity` is its cosine; by default the mean over the beads.

    Raises:
        ValueError: the comparison has no original.
    """
    if comparison.original is None:
        msg = "a text checked alone has no pair to score"
        raise ValueError(msg)
    a, b = prepare(comparison.original), prepare(comparison.rewrite)
    if similarity is None:
        weights = [a.mass(bead.original) + b.mass(bead.rewrite) for bead in comparison.alignment.beads]
        cosines = [bead.similarity for bead in comparison.alignment.beads]
        similarity = float(np.average(cosines, weights=weights)) if sum(weights) > 0 else 0.0
    rows, columns = range(len(a.sentences)), range(len(b.sentences))
    return pair(a, b, (rows, columns), similarity, read(comparison, rows, columns))


def pair(
    a: Text, b: Text, places: tuple[Sequence[int], Sequence[int]], similarity: float, reading: PairPrediction
) -> Features:
    """Features of some sentences of the original beside some of the rewrite."""
    rows, columns = places
    left, right = a.words(rows), b.words(columns)
    lost, new = _Side.of(left, right), _Side.of(right, left)
    keys_a, keys_b = [w.key for w in left], [w.key for w in right]
    forms_a, forms_b = [w.form for w in left], [w.form for w in right]
    # Order is compared with replaced words put back: exchanged names are one change, and no free word order.
    replaced = _replacements(left, right)
    mended = [replaced.get(k, w) for k, w in enumerate(right)]
    mended_keys, mended_forms = [w.key for w in mended], [w.form for w in mended]
    facts = {kind: _facts(a, b, rows, columns, kind) for kind in ("number", "date", "quote", "polarity", *COUNTED)}
    negative = negations(left) - negations(right)
    plain = _plain(a, rows), _plain(b, columns)
    n, m = len(left), len(right)
    return Features(
        similarity=similarity, strange=max(0.0, RELATED - similarity),
        lost_mean=lost.mean, lost_first=lost.top[0], lost_second=lost.top[1], lost_third=lost.top[2],
        lost_function=lost.function,
        new_mean=new.mean, new_first=new.top[0], new_second=new.top[1], new_third=new.top[2],
        new_function=new.function,
        lost_distance=lost.distance,
        new_distance=new.distance,
        lost_sum=lost.total,
        new_sum=new.total,
        lost_sharp=lost.sharp,
        new_sharp=new.sharp,
        lost_forms_count=float(min(MOST, len(unshared(forms_a, forms_b)))),
        new_forms_count=float(min(MOST, len(unshared(forms_b, forms_a)))),
        new_neighbors_count=float(len(unshared(grams(mended_forms, 2), grams(forms_a, 2)))),
        lost_elsewhere=lost.elsewhere, new_elsewhere=new.elsewhere,
        lost_words=lost.share, lost_words_count=lost.count("content"), lost_words_missing=lost.unshared_missing,
        lost_words_closest=lost.unshared_closest,
        new_words=new.share, new_words_count=new.count("content"), new_words_missing=new.unshared_missing,
        new_words_closest=new.unshared_closest, new_words_unknown=_unknown(new.unshared, b.language),
        lost_little_count=lost.count("function"), new_little_count=new.count("function"),
        lost_pronouns_count=lost.count("PRON"), new_pronouns_count=new.count("PRON"),
        lost_names_count=lost.count("PROPN"), new_names_count=new.count("PROPN"),
        lost_verbs_count=lost.count("VERB"), new_verbs_count=new.count("VERB"),
        lost_nouns_count=lost.count("NOUN"), new_nouns_count=new.count("NOUN"),
        lost_modifiers_count=lost.count("ADJ") + lost.count("ADV"),
        new_modifiers_count=new.count("ADJ") + new.count("ADV"),
        spelling=_spelling(lost.unshared, new.unshared),
        negations=float(min(abs(negative), 3)), negations_odd=float(negative % 2),
        numbers_lost=facts["number"][0], numbers_new=facts["number"][1],
        dates_lost=facts["date"][0], dates_new=facts["date"][1],
        quotes_changed=sum(facts["quote"]), names_changed=sum(facts["name"]),
        modality_changed=sum(facts["modality"]), attribution_changed=sum(facts["attribution"]),
        roles_changed=sum(facts["role"]), polarity_changed=sum(facts["polarity"]),
        inflected_count=float(min(MOST, _inflected(left, right))),
        agreement=float(_disagreements(b, columns) - _disagreements(a, rows)),
        tenses=1.0 - f_score(_verb_forms(left), _verb_forms(right)),
        question=float(_asks(a, rows) != _asks(b, columns)),
        words_shared=f_score(forms_a, forms_b), keys_shared=f_score(keys_a, keys_b),
        neighbors_shared=f_score(grams(forms_a, 2), grams(mended_forms, 2)),
        triples_shared=f_score(grams(forms_a, 3), grams(mended_forms, 3)),
        characters_shared=characters(" ".join(forms_a), " ".join(mended_forms)),
        letters_shared=letters(*plain),
        dependencies_shared=f_score(_dependencies(a, rows), _dependencies(b, columns)),
        roles_crossed=crossed(left, right),
        replaced=float(min(MOST, len(replaced))),
        replaced_names=float(min(MOST, sum(right[k].token.pos in {"PROPN", "NUM"} for k in replaced))),
        order=disorder(keys_a, mended_keys), breaks=breaks(keys_a, mended_keys),
        repeated=_repeats(forms_b) - _repeats(forms_a),
        marks_shared=f_score(_marks(a, rows), _marks(b, columns)), case_changed=_case(left, right),
        spaced=_spaced(b, columns) - _spaced(a, rows),
        unfinished=form.unfinished(*plain), uncapitalized=form.uncapitalized(*plain),
        capitals_lost=form.capitals_lost(*plain), stray=min(MOST, form.stray(*plain, (a.language, b.language))),
        longer=max(0.0, math.log((m + 1) / (n + 1))), shorter=max(0.0, math.log((n + 1) / (m + 1))),
        original_log=math.log1p(n), rewrite_log=math.log1p(m),
        read_changed=reading.changed, read_unsupported=reading.unsupported, read_quality=reading.quality,
        read_lost_piece=reading.lost_piece, read_new_piece=reading.new_piece,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side's words lack on the other: weighted means, the worst words, the words not shared."""

    mean: float
    total: float
    sharp: float
    distance: float
    elsewhere: float
    top: tuple[float, float, float]
    function: float
    share: float
    unshared: tuple[Word, ...]
    unshared_missing: float
    unshared_closest: float

    @classmethod
    def of(cls, own: Sequence[Word], other: Sequence[Word]) -> _Side:
        places = unshared([w.key for w in own], [w.key for w in other])
        spare = tuple(own[k] for k in places)
        content = [w for w in own if w.weight > 0]
        mass = sum(w.weight for w in content)
        worst = sorted((w.missing * w.weight for w in content), reverse=True)
        top = (*worst, 0.0, 0.0, 0.0)
        little = [w.missing for w in own if w.weight == 0]
        bare = [w for w in spare if w.weight > 0]
        return cls(
            mean=sum(w.missing * w.weight for w in content) / mass if mass else 0.0,
            total=sum(w.missing * w.weight for w in content),
            sharp=sum(w.missing**4 for w in own),
            distance=sum(w.distance * (w.weight + LITTLE) for w in own) / sum(w.weight + LITTLE for w in own)
            if own
            else 0.0,
            elsewhere=sum(w.elsewhere * w.weight for w in content) / mass if mass else 0.0,
            top=(top[0], top[1], top[2]),
            function=sum(little) / len(little) if little else 0.0,
            share=sum(w.weight for w in bare) / mass if mass else 0.0,
            unshared=spare,
            unshared_missing=max((w.missing for w in bare), default=0.0),
            unshared_closest=min((w.missing for w in bare), default=0.0),
        )

    def count(self, what: str) -> float:
        """How many unshared words are content words, function words, or of a part of speech."""
        if what == "content":
            hits = sum(w.weight > 0 for w in self.unshared)
        elif what == "function":
            hits = sum(w.weight == 0 for w in self.unshared)
        else:
            hits = sum(w.token.pos == what for w in self.unshared)
        return float(min(MOST, hits))


def _unknown(words: Iterable[Word], own: Language) -> float:
    """How many of the words the language's list hardly knows: misspellings, or rare names."""
    return float(min(MOST, sum(w.form.isalpha() and frequency(w.form, own) < 1.5 for w in words)))


def _spelling(lost: Sequence[Word], new: Sequence[Word]) -> float:
    """The closest spelling between a lost and a new word, 0 ... 1: high where a word was misspelled or inflected."""
    from rapidfuzz.distance import JaroWinkler

    return max((JaroWinkler.similarity(x.form, y.form) for x in lost[:20] for y in new[:20]), default=0.0)


def negations(words: Iterable[Word]) -> int:
    """How many of the words are plain negations."""
    return sum(w.is_negation for w in words)


def _facts(a: Text, b: Text, rows: Iterable[int], columns: Iterable[int], kind: str) -> tuple[float, float]:
    """How many facts of a kind have no agreeing fact on the other side, for either side; at most 3 each."""
    first, second = list(a.side.of(kind, rows)), list(b.side.of(kind, columns))
    return unanswered(first, second, a.language), unanswered(second, first, b.language)


def unanswered(own: Sequence[Fact], other: Sequence[Fact], language: Language) -> float:
    """How many facts of one kind no fact of the other side answers, each answering once; at most 3."""
    left = list(other)
    count = 0
    for fact in own:
        match = next((k for k, candidate in enumerate(left) if agree(fact, candidate, language)), None)
        if match is None:
            count += not (isinstance(fact.value, amounts.Number) and fact.value.soft)
        else:
            del left[match]
    return float(min(3, count))


def _inflected(a: Sequence[Word], b: Sequence[Word]) -> int:
    """Words whose key the other side has but whose form it lacks."""
    keys = {w.key for w in a}
    forms = {w.form for w in a}
    return sum(w.key in keys and w.form not in forms for w in b)


def _disagreements(text: Text, sentences: Iterable[int]) -> int:
    """Verbs whose form does not fit the number of their subject."""
    count = 0
    several, one = (text.language.words(f"function.{name}") for name in ("plural_subjects", "single_subjects"))
    for index in sentences:
        row = text.side.tokens[index]
        for token in row:
            if token.dep not in {"nsubj", "nsubj:pass"}:
                continue
            verb = row[token.head]
            plural = token.has("Number=Plur") or token.text.lower() in several
            single = (token.pos == "NOUN" and token.has("Number=Sing")) or token.text.lower() in one
            conjoined = any(other.dep == "conj" and row[other.head] is token for other in row)
            count += (plural and verb.has("Person=3")) or (
                single and verb.features == "Tense=Pres|VerbForm=Fin" and not conjoined
            )
    return count


def _verb_forms(words: Iterable[Word]) -> list[str]:
    return [w.token.features for w in words if w.token.has("Verb")]


def _asks(text: Text, sentences: Iterable[int]) -> bool:
    return any(token.text == "?" for index in sentences for token in text.side.tokens[index])


def _dependencies(text: Text, sentences: Iterable[int]) -> list[tuple[str, str]]:
    """Pairs of a content word and the word that it depends on, by key."""
    return [
        (word.key, text.sentences[index][word.token.head].key)
        for index in sentences
        for word in text.sentences[index]
        if word.weight > 0
    ]


def crossed(a: Sequence[Word], b: Sequence[Word]) -> float:
    """How many words are a subject on one side and an object on the other, by key."""
    subjects, objects = {"nsubj", "obl:agent"}, {"obj", "comp:obj", "nsubj:pass", "iobj"}

    def roles(words: Iterable[Word]) -> dict[str, str]:
        found: dict[str, str] = {}
        for w in words:
            role = "s" if w.token.dep in subjects else "o" if w.token.dep in objects else ""
            if role and w.weight > 0:
                found.setdefault(w.key, role)
        return found

    first, second = roles(a), roles(b)
    return float(min(3, sum(second.get(item, role) != role for item, role in first.items())))


def _replacements(a: Sequence[Word], b: Sequence[Word]) -> dict[int, Word]:
    """Content words of `b` that stand between two words which enclose another word in `a`, with that word."""
    slots: dict[tuple[str, str], list[Word]] = {}
    edged_a, edged_b = (["", *(w.form for w in side), ""] for side in (a, b))
    for k, word in enumerate(a):
        slots.setdefault((edged_a[k], edged_a[k + 2]), []).append(word)
    found = {}
    for k, word in enumerate(b):
        held = slots.get((edged_b[k], edged_b[k + 2]), ())
        if word.weight > 0 and held and all(other.key != word.key for other in held):
            found[k] = held[0]
    return found


def _repeats(forms: Sequence[str]) -> float:
    """How many words follow a run of one or two equal words at once, or come as the same pair of words again."""
    single = sum(x == y for x, y in grams(forms, 2))
    pairs = Counter(grams(forms, 2))
    return float(min(MOST, single + sum(count - 1 for count in pairs.values())))


def _plain(text: Text, sentences: Iterable[int]) -> str:
    """The sentences as they stand, case, punctuation and spaces and all."""
    own = text.side.document.sentences
    return " ".join(own[index].text for index in sentences)


def _marks(text: Text, sentences: Iterable[int]) -> list[str]:
    """The punctuation tokens, quotation marks and dashes in one form."""
    plain = str.maketrans("“”„«»‘’–—", '"""""\'\'--')
    return [w.token.text.translate(plain) for index in sentences for w in text.sentences[index] if w.is_mark]


def _case(a: Sequence[Word], b: Sequence[Word]) -> float:
    """Share of the rewrite's words that the original has only in another case."""
    forms, texts = {w.form for w in a}, {w.token.text for w in a}
    return sum(w.form in forms and w.token.text not in texts for w in b) / len(b) if b else 0.0


def _spaced(text: Text, sentences: Iterable[int]) -> float:
    """How many commas, stops and brackets stand off from the word that they belong to."""
    clean = text.side.document.clean
    count = 0
    for index in sentences:
        for token in text.side.tokens[index]:
            before, after = clean[token.start - 1 : token.start], clean[token.end : token.end + 1]
            count += (token.text in {",", ".", ";", "?", "!", ")"} and before == " ") or (
                token.text == "(" and after == " "
            )
    return float(min(MOST, count))
