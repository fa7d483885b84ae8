"""The frozen data that every room passes on.

Offsets come in two coordinate systems and the names keep them apart:

- *raw* offsets index the text exactly as the user gave it. A `Span` is always raw.
- *clean* offsets index `Document.clean`, the text after repair. `Sentence.start`,
  `Token.start` and `Fact.start` are clean; `drift.reading.raw_span` leads back.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, get_args, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import typing_extensions

    V_co = typing_extensions.TypeVar("V_co", covariant=True, default=object)
else:
    V_co = TypeVar("V_co", covariant=True)  # Python takes a default from 3.13 on

V = TypeVar("V")

SentenceKind = Literal["prose", "headline", "byline", "furniture"]
BeadKind = Literal["same", "paraphrase", "altered", "merged", "split", "moved", "omitted", "added"]


class Renderer(Protocol):
    """Draws every record that a notebook shows. Results ask for more of it, see `drift.results`."""

    def html(self, shown: Shown) -> str:
        """The record as an HTML fragment."""

    def text(self, shown: Shown) -> str:
        """The record on a line or a few."""


_handed: list[Callable[[], Any]] = []


def hand_in(renderer: Callable[[], Renderer]) -> None:
    """Say what draws records: `drift/__init__.py` does, so that no room knows the one that draws. Called when asked."""
    _handed[:] = [renderer]


def renderer() -> Any:
    """What draws records; `Any` because each result asks for what it needs by a protocol of its own."""
    return _handed[0]()


class Shown:
    """A record that a notebook shows as HTML, and IPython elsewhere and `print` as text; its `repr` stays exact.

    A dataclass names `_repr_pretty_` in its own body: IPython would take the `__repr__` that it has there first.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        html: str = renderer().html(self)
        return html

    def __str__(self) -> str:
        text: str = renderer().text(self)
        return text

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002, FBT001 - IPython's protocol
        printer.text(str(self))


class Severity(enum.IntEnum):
    """MQM severity; the value is the penalty in points (MQM 2.0 defaults)."""

    neutral = 0
    minor = 1
    major = 5
    critical = 25

    @classmethod
    def of(cls, value: Severity | str) -> Severity:
        """The severity of this name; a severity is itself.

        Raises:
            ValueError: there is no such severity.
        """
        if isinstance(value, cls):
            return value
        if value not in cls.__members__:
            msg = f"unknown severity {value!r}; known: {', '.join(cls.__members__)}"
            raise ValueError(msg)
        return cls[str(value)]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the raw input: `raw[start:end] == text`."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start or self.end - self.start != len(self.text):
            msg = f"not a span of its text: [{self.start}, {self.end}) for {len(self.text)} characters"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that cleaning made to the raw text.

    `kind` is the method's name ("encoding", "markup", "glue", "residue", "space", ...), `reason` the
    sentence shown to the user. Repairs of a document are sorted, do not overlap, and replay:
    `drift.reading.apply(raw, repairs) == clean`.
    """

    span: Span
    replacement: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, headline, byline or piece of site furniture.

    `start` and `end` are clean offsets, `text == document.clean[start:end]`; `span` is the raw stretch.
    `paragraph` counts from 0. `reason` says why a line was judged furniture, headline or byline.
    """

    index: int
    text: str
    start: int
    end: int
    span: Span
    paragraph: int = 0
    kind: SentenceKind = "prose"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Document(Shown):
    """What was read: the raw text, its cleaned form, the repairs between them, and the sentences.

    `name` is the path as given, if any; `encoding` how bytes were decoded ("utf-8", "cp1252 (guessed)"),
    empty for text; `language` an ISO 639-1 code, empty where it was not determined.
    """

    raw: str
    clean: str
    sentences: tuple[Sentence, ...]
    repairs: tuple[Repair, ...] = ()
    name: str = ""
    encoding: str = ""
    language: str = ""

    _repr_pretty_ = Shown._repr_pretty_

    @classmethod
    def from_sentences(cls, sentences: Sequence[str]) -> Document:
        """A document of sentences that are already split: nothing is repaired or judged furniture.

        The raw text is the sentences joined by line feeds.
        """
        items: list[Sentence] = []
        start = 0
        for index, text in enumerate(sentences):
            end = start + len(text)
            items.append(Sentence(index, text, start, end, Span(start, end, text), paragraph=index))
            start = end + 1
        raw = "\n".join(sentences)
        return cls(raw=raw, clean=raw, sentences=tuple(items))


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the dependency parse.

    `start`/`end` are clean offsets; `head` indexes the same sentence (the root is its own head); `pos` is the part of
    speech, `features` what the form says ("Tense=Past|VerbForm=Fin"), `dep` the relation to the head, all three of
    Universal Dependencies as `drift.parsing.universal` explains.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    features: str
    dep: str
    head: int
    entity: str = ""

    def has(self, *features: str) -> bool:
        """Whether the token has one of these features ("VerbForm=Inf")."""
        return any(feature in self.features for feature in features)


@dataclass(frozen=True, slots=True)
class Fact(Generic[V_co]):
    """One comparable statement found in a sentence.

    `kind` names the extractor ("number", "date", "name", "quote", "polarity", "modality", "attribution",
    "role"; "unclosed" is what stands behind a quotation without end); `value` is that extractor's own frozen value,
    of a class of its own, compared by `==` or by its module's functions; `start`/`end` are clean offsets and
    `text == clean[start:end]`.
    """

    kind: str
    value: V_co
    sentence: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class WordMatch:
    """How much of one token's meaning the other side lacks, and the token there that comes nearest.

    `missing` (0 same ... 1 nowhere) looks at the bead's other side, `elsewhere` (<= missing) at the whole
    other document. `sentence` and `token` locate the best counterpart within the bead, -1 if there is none;
    `similarity` is the cosine of the two contextual vectors.
    """

    missing: float
    elsewhere: float
    sentence: int = -1
    token: int = -1
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of the original beside the sentences of the rewrite that render them.

    Either side may be empty (`omitted`, `added`). `similarity` is the cosine of the two sides (0 where one
    is empty), `runner_up` the best similarity of a pairing that was not taken, `drift` the calibrated
    probability that the meaning changed (1 where one side is empty), `reason` why the aligner chose it.
    """

    original: tuple[int, ...]
    rewrite: tuple[int, ...]
    kind: BeadKind
    similarity: float
    drift: float
    runner_up: float = 0.0
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(BeadKind):
            msg = f"unknown bead kind: {self.kind}"
            raise ValueError(msg)
        if not self.original and not self.rewrite:
            msg = "a bead needs a sentence on at least one side"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Alignment(Shown):
    """Beads in the original's order; every sentence of both sides is in exactly one."""

    beads: tuple[Bead, ...]

    _repr_pretty_ = Shown._repr_pretty_

    @property
    def links(self) -> frozenset[tuple[int, int]]:
        """All (original sentence, rewrite sentence) pairs that share a bead."""
        return frozenset((i, j) for bead in self.beads for i in bead.original for j in bead.rewrite)

    @property
    def omitted(self) -> frozenset[int]:
        """Original sentences with no counterpart."""
        return frozenset(i for bead in self.beads if not bead.rewrite for i in bead.original)

    @property
    def added(self) -> frozenset[int]:
        """Rewrite sentences with no counterpart (site furniture of the rewrite included)."""
        return frozenset(j for bead in self.beads if not bead.original for j in bead.rewrite)

    @property
    def moved(self) -> frozenset[tuple[int, int]]:
        """The links of beads that stand in another place in the rewrite."""
        return frozenset(
            (i, j) for bead in self.beads if bead.kind == "moved" for i in bead.original for j in bead.rewrite
        )


@dataclass(frozen=True)  # without slots: the index of facts is kept
class Side:
    """One text as the checks see it. `tokens` and `words` hold one tuple a sentence, token by token."""

    document: Document
    tokens: tuple[tuple[Token, ...], ...]
    facts: tuple[Fact, ...]
    words: tuple[tuple[WordMatch, ...], ...]

    @cached_property
    def _by_place(self) -> Mapping[tuple[str | type, int], Sequence[Fact[Any]]]:
        found: dict[tuple[str | type, int], list[Fact[Any]]] = {}
        for fact in self.facts:
            for kind in (fact.kind, type(fact.value)):
                found.setdefault((kind, fact.sentence), []).append(fact)
        return found

    @overload
    def of(self, kind: type[V], sentences: Iterable[int] | None = None) -> Iterator[Fact[V]]: ...
    @overload
    def of(self, kind: str, sentences: Iterable[int] | None = None) -> Iterator[Fact]: ...
    def of(self, kind: str | type, sentences: Iterable[int] | None = None) -> Iterator[Fact[Any]]:
        """Facts of one kind, by its name or by the class of its values, in text order; of all sentences, or of some."""
        wanted = range(len(self.document.sentences)) if sentences is None else sorted(frozenset(sentences))
        return (fact for sentence in wanted for fact in self._by_place.get((kind, sentence), ()))


@dataclass(frozen=True, slots=True)
class PairPrediction:
    """What reading some sentences of both sides together yields, as log-odds.

    That something of the original is `lost`, that the rewrite says something `unsupported`, that it is a good rendering
    (`quality`); `lost_piece` and `new_piece` are those of the original's and the rewrite's word piece that is the
    likeliest to be part of a change.
    """

    lost: float = 0.0
    unsupported: float = 0.0
    quality: float = 0.0
    lost_piece: float = 0.0
    new_piece: float = 0.0

    @property
    def changed(self) -> float:
        """Log-odds that anything is lost or unsupported: either may be, each by itself."""
        kept = -math.log1p(math.exp(min(60.0, self.lost))) - math.log1p(math.exp(min(60.0, self.unsupported)))
        return math.log(-math.expm1(min(kept, -1e-6))) - kept


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge reads in a bead: probabilities in [0, 1], and where.

    `kept`: the meaning is the same, which is 1 less the bead's drift; `lost`: the original says something that the
    rewrite does not; `unsupported`: the rewrite says something that the original does not; both may be. `original` and
    `rewrite` are the raw spans of what is lost and of what is unsupported; none where the meaning is kept.
    """

    kept: float
    lost: float
    unsupported: float
    original: tuple[Span, ...] = ()
    rewrite: tuple[Span, ...] = ()


class CrossEncoder(Protocol):
    """Reads sentences of both sides together; the same sentences always yield the same."""

    def __call__(self, rows: Sequence[int], columns: Sequence[int]) -> PairPrediction:
        """Read the original's sentences `rows` beside the rewrite's `columns`."""

    def all(self, places: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[PairPrediction]:
        """Read each of several (`rows`, `columns`), on all cores."""

    def claim(self, rows: Sequence[int], column: int) -> PairPrediction:
        """Read sentence `column` of the rewrite beside `rows` and the original's sentences that come nearest."""

    def ground(self, side: int, sentence: int, kept: Sequence[int] = ()) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The place (rows, columns) at which a sentence of a side is read beside `kept` and what comes nearest."""

    def altered(self, rows: Sequence[int], columns: Sequence[int], side: int, words: Sequence[Token]) -> list[float]:
        """Read the same passages; log-odds that each of some words of a side (0 or 1) is part of a change."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Comparison:
    """All that a check may look at. `original` is None when one text is checked alone.

    `cross_encoder` reads passages of the two sides together; None where one text stands alone or nothing was encoded. A
    comparison equals itself alone, so that checks can keep what they make of it for as long as it is there.
    """

    original: Side | None
    rewrite: Side
    alignment: Alignment
    cross_encoder: CrossEncoder | None = field(default=None, repr=False)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The original, where there is one, and the rewrite."""
        return (self.rewrite,) if self.original is None else (self.original, self.rewrite)


@dataclass(frozen=True, slots=True)
class Finding(Shown):
    """One thing that the rewrite changed, or one thing wrong with it.

    `original` and `rewrite` are raw spans, None where the finding has no place on that side. `confidence`
    is the probability in [0, 1] that a careful annotator agrees; `message` is one sentence for an editor.
    `accepted` says that a reader of an earlier report agreed; `known` whether the baseline, an earlier report,
    has the finding too (None: there is no baseline). `occurrence` tells it from others with the same kind and words,
    see `Identity`; None where nobody has counted them yet.
    """

    kind: str
    category: str
    severity: Severity
    original: Span | None
    rewrite: Span | None
    confidence: float
    message: str
    accepted: bool = False
    known: bool | None = None
    occurrence: int | None = field(default=None, compare=False)  # it says which of several, and nothing of this one

    _repr_pretty_ = Shown._repr_pretty_

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            msg = f"confidence is a probability, not {self.confidence}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes a finding the same in the next report: its kind and the raw words of both sides.

    None stands for a side where the finding has no place. Of several findings with the same kind and words
    `occurrence` counts from 1 by place in the rewrite, then in the original; those that a user's settings leave out
    of the report are counted too, so that no setting gives a finding another's identity.
    """

    kind: str
    original: str | None
    rewrite: str | None
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by the hashes of what the user gave; `original` is None where the rewrite was checked alone."""

    original: str | None
    rewrite: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader said of a finding; `confidence` is the probability that the report gave it.

    `pair` are the texts that were looked at, None in files that do not say.
    """

    finding: Identity
    accepted: bool
    confidence: float
    pair: Pair | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float

    def __float__(self) -> float:
        return self.value


@dataclass(frozen=True, slots=True)
class Scores:
    """The report's scores. All lie in [0, 1] except `quality` in [0, 100].

    `coverage`: share of the original's content that the rewrite has. `support`: share of the rewrite's
    content that the original has. `fidelity`: 1 minus MQM accuracy penalty per word of matched text.
    `fluency`: 1 minus MQM linguistic penalty per word. `drift`: calibrated share of content whose meaning
    changed, omissions and additions counted whole. `quality`: the adequacy that a human rater would give.
    All are not a number where nothing could be judged; of a text alone all but `fluency`.
    """

    coverage: Score
    support: Score
    fidelity: Score
    fluency: Score
    drift: Score
    quality: Score

    @classmethod
    def none(cls) -> Scores:
        """Scores of what cannot be judged: not a number."""
        nothing = Score(math.nan, math.nan, math.nan)
        return cls(nothing, nothing, nothing, nothing, nothing, nothing)
