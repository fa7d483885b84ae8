"""What `run` does with the checks' findings: each change once, in order, in languages that the kind speaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drift.checks import CHECKS, run
from drift.findings import KINDS
from drift.records import Alignment, Bead, Comparison, Document, Finding, Severity, Side, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Algeria accused Morocco of hostile acts in August, officials say. Nobody denied it."


def side(text: str = TEXT, language: str = "") -> Side:
    document = replace(Document.from_sentences([text]), language=language)
    return Side(document, ((),), (), ((),))


def comparison(language: str = "") -> Comparison:
    return Comparison(
        side(language=language), side(language=language), Alignment((Bead((0,), (0,), "same", 1.0, 0.0),))
    )


def span(words: str | None) -> Span | None:
    if words is None:
        return None
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def finding(kind: str, original: str | None, rewrite: str | None) -> Finding:
    return Finding(kind, KINDS[kind].category, Severity.minor, span(original), span(rewrite), 0.5, "So it is.")


def kept(*findings: Finding, language: str = "") -> list[str]:
    def check(_: Comparison) -> Iterator[Finding]:
        yield from findings

    return [f.kind for f in run(comparison(language), (check,))]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([("wording", "hostile", "hostile"), ("quote", "hostile acts", "hostile acts")], ["quote"]),
        ([("wording", "hostile", "hostile"), ("number", "August", "August")], ["wording", "number"]),
        ([("attribution", "officials say", None), ("omission.clause", "officials say", None)], ["attribution"]),
        (
            [("attribution", "officials say", None), ("omission.clause", "acts in August, officials say", None)],
            ["omission.clause"],
        ),
        ([("addition.clause", None, "hostile acts"), ("quote", "acts", "hostile acts in August")], ["quote"]),
        (
            [("omission.clause", "hostile acts", None), ("quote", "hostile acts in August", "acts")],
            ["omission.clause", "quote"],
        ),
        (
            [("omission.clause", "of hostile acts in August, officials say", None), ("date", "in August", None)],
            ["omission.clause"],
        ),
        (
            [("omission.clause", "of hostile acts in August", None), ("date", "August", "August")],
            ["omission.clause", "date"],
        ),
        (
            [("omission.sentence", "Nobody denied it.", None), ("negation", "Nobody denied", None)],
            ["omission.sentence"],
        ),
        ([("name", "Morocco", "Algeria"), ("role", "Algeria accused Morocco", "Algeria accused Morocco")], ["role"]),
        ([("name", "Morocco", "Morocco"), ("name", "Morocco", "Morocco")], ["name"]),
        ([("number", "August", "August"), ("date", "in August", "in August")], ["date"]),
        ([("fluency", None, "hostile"), ("fluency", None, "acts")], ["fluency", "fluency"]),
    ],
)
def test_each_change_is_told_once(findings: list[tuple[str, str | None, str | None]], expected: list[str]) -> None:
    assert kept(*(finding(*item) for item in findings)) == expected


def changed(kind: str, original: tuple[int, str], rewrite: tuple[int, str], severity: Severity) -> Finding:
    spans = [Span(start, start + len(words), words) for start, words in (original, rewrite)]
    return Finding(kind, KINDS[kind].category, severity, spans[0], spans[1], 0.5, "So it is.")


@pytest.mark.parametrize(
    ("quote", "other", "expected"),
    [
        # the name, or the negation, is all that changed
        (("Assaf is here", "Asaf is here"), ("name", (0, "Assaf"), (0, "Asaf"), "minor"), ["name"]),
        (("We never stop", "We nearly stop"), ("negation", (3, "never stop"), (10, "stop"), "major"), ["negation"]),
        (("I cannot go on", "I can go on"), ("negation", (5, "not go"), (6, "go"), "major"), ["negation"]),
        (("Do go", "Don't go"), ("negation", (3, "go"), (2, "n't go"), "major"), ["negation"]),
        # other words changed too, or the other finding is lighter
        (("Assaf is here", "Asaf was there"), ("name", (0, "Assaf"), (0, "Asaf"), "minor"), ["name", "quote"]),
        (("Assaf is here", "Asaf is here", "major"), ("name", (0, "Assaf"), (0, "Asaf"), "minor"), ["name", "quote"]),
        # of two that say the same the quotation stays, unless the word is the graver fault
        (("We like it", "We hate it"), ("wording", (3, "like"), (3, "hate"), "minor"), ["quote"]),
        (("We like it", "We hate it"), ("wording", (3, "like"), (3, "hate"), "major"), ["wording"]),
        (("We like it all", "We hated it"), ("wording", (3, "like"), (3, "hated"), "major"), ["quote", "wording"]),
        # that words are rightly reported hides no fault in them
        (
            ("We like it", "They hate it", "neutral"),
            ("wording", (3, "like"), (5, "hate"), "minor"),
            ["quote", "wording"],
        ),
    ],
)
def test_a_change_in_a_quotation_is_told_once_and_by_the_graver_finding(
    quote: tuple[str, ...], other: tuple[str, tuple[int, str], tuple[int, str], str], expected: list[str]
) -> None:
    ours, theirs, severity = (*quote, "minor")[:3]
    kind, *spans, graver = other
    items = [changed("quote", (0, ours), (0, theirs), Severity[severity]), changed(kind, *spans, Severity[graver])]
    assert sorted(kept(*items)) == expected


def test_findings_are_sorted_by_place() -> None:
    items = [finding("fluency", None, word) for word in ("denied", "Algeria", "August", "acts")]

    def check(_: Comparison) -> Iterator[Finding]:
        yield from items

    found = run(comparison(), (check,))
    assert [f.rewrite and f.rewrite.text for f in found] == ["Algeria", "acts", "August", "denied"]


def test_kinds_that_do_not_speak_the_language_are_silent() -> None:
    items = [finding("negation", "Nobody denied", "denied"), finding("repetition", None, "August")]
    assert kept(*items, language="fr") == ["repetition"]
    assert kept(*items, language="en") == kept(*items, language="") == ["repetition", "negation"]


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 60), st.integers(1, 20)), max_size=8))
@example(places=[("addition.clause", 0, 1), ("date", 0, 1)])  # each would give way to the other
@example(places=[("addition.clause", 0, 1), ("addition.clause", 0, 2), ("number", 0, 2)])  # the twin gives way itself
def test_run_keeps_a_part_of_what_it_is_given_and_is_stable(places: list[tuple[str, int, int]]) -> None:
    items = [
        Finding(
            kind,
            KINDS[kind].category,
            Severity.minor,
            None,
            Span(start, start + size, TEXT[start : start + size]),
            0.5,
            "So it is.",
        )
        for kind, start, size in places
        if start + size <= len(TEXT)
    ]

    def check(_: Comparison) -> Iterator[Finding]:
        yield from items

    found = run(comparison(), (check,))
    assert set(found) <= set(items)
    assert bool(found) is bool(items)
    assert found == run(comparison(), (check,))

    def again(_: Comparison) -> Iterator[Finding]:
        yield from found

    assert run(comparison(), (again,)) == found


def test_every_kind_is_described() -> None:
    assert len(KINDS) == 24
    for name, kind in KINDS.items():
        assert name == kind.name
        assert kind.summary
        assert not kind.summary.endswith(".")
        assert all(rule.partition(":")[0] in Severity.__members__ for rule in kind.severity)
        assert kind.example[1]


def test_checks_are_functions_of_a_comparison_and_silent_on_an_empty_one() -> None:
    empty = Comparison(None, Side(Document.from_sentences([""]), ((),), (), ((),)), Alignment(()))
    assert all(list(check(empty)) == [] for check in CHECKS)
