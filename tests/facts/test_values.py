"""Numbers, dates, names and quotations: what is read out of a sentence, by value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.facts import extract
from drift.facts.amounts import Number
from drift.facts.dates import Date
from drift.facts.figures import amounts_of
from drift.facts.names import Name, country_spans, initials_in, same_word, skeleton
from drift.facts.quotes import Quotation, straightened, words_of
from drift.language import language
from drift.parsing import parse
from drift.reading import read
from drift.records import Document, Fact
from tests.caching import cache

ENGLISH = language("en")


def facts(text: str, kind: str) -> list[Fact]:
    document = Document.from_sentences([text])
    return [fact for fact in extract(document, parse(document, cache=cache())) if fact.kind == kind]


@pytest.mark.parametrize(
    ("figures", "amounts"),
    [
        ("1,234", [1234.0, 1.234]),
        ("18,000", [18000.0]),
        ("1.234", [1.234, 1234.0]),
        ("1.000.000", [1_000_000.0]),
        ("1 000 000", [1_000_000.0]),
        ("1'000'000", [1_000_000.0]),
        ("1,00,000", [100_000.0]),
        ("1.234,56", [1234.56]),
        ("1,234.56", [1234.56]),
        ("1,5", [1.5, 1.0, 5.0]),
        ("2½", [2.5]),
        ("½", [0.5]),
        ("192.168.1.1", []),
    ],
)
def test_separators_of_many_locales(figures: str, amounts: list[float]) -> None:
    assert amounts_of(figures) == amounts


@pytest.mark.parametrize(
    ("text", "found", "amount", "unit"),
    [
        ("It cost US$3.5bn in all.", "US$3.5bn", 3.5e9, "US dollar"),
        ("It grew by 16 per cent.", "16 per cent", 16, "percent"),
        ("Two hundred and fifty thousand people came.", "Two hundred and fifty thousand", 250_000, ""),
        ("It took half an hour.", "half an hour", 0.5, "hour"),
        ("It took two and a half years.", "two and a half years", 2.5, "year"),
        ("It cost half a million dollars.", "half a million dollars", 5e5, "dollar"),
        ("A 15-year-old station burned.", "15-year", 15, "year"),
        ("The twenty-first attempt failed.", "twenty-first", 21, ""),
        ("Tens of thousands marched.", "Tens of thousands", 10_000, ""),
        ("It is 1.234 km away.", "1.234 km", 1.234, "kilometer"),
    ],
)
def test_numbers_have_a_value_and_a_unit(text: str, found: str, amount: float, unit: str) -> None:
    fact = next(fact for fact in facts(text, "number") if fact.text == found)
    assert isinstance(fact.value, Number)
    assert fact.value.readings[0].value == pytest.approx(amount)
    assert (fact.value.unit.name if fact.value.unit else "") == unit


@pytest.mark.parametrize(
    "text",
    [
        "No one knows which one of them it is.",
        "First of all, we want to help one another.",
        "The G7 and the A320 are COVID-19 free.",
        "He said that once, at last.",
        "Wait a second, please.",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert [f.text for f in facts(text, "number") if isinstance(f.value, Number) and not f.value.soft] == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It was on 29 November 2014.", Date(year=2014, month=11, day=29)),
        ("It was on Nov. 29.", Date(month=11, day=29)),
        ("It was on the 29th of November.", Date(month=11, day=29)),
        ("It was on 2014-11-29.", Date(year=2014, month=11, day=29)),
        ("It was on 29/11/2014.", Date(year=2014, month=11, day=29)),
        ("It was on 3/4/2014.", Date(year=2014, month=4, day=3, swapped=True)),
        ("It was in May.", Date(month=5)),
        ("It was on Tuesday.", Date(weekday=1)),
        ("It was in 1993.", Date(year=1993)),
        ("It was in the mid-1990s.", Date(decade=1990)),
        ("It was last week.", Date(shift=-1, unit="week")),
        ("It was yesterday.", Date(shift=-1, unit="day")),
    ],
)
def test_dates_by_their_parts(text: str, date: Date) -> None:
    assert [fact.value for fact in facts(text, "date")] == [date]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May may march on.",
        "They hired 1500 workers.",
        "She is in her 60s.",
        "It cost $2000 then.",
        "He drove 2000 km.",
        "It was the last of the days of yore.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert facts(text, "date") == []


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        *(("date", form) for form in ("2014-11-29", "29/11/2014", "29 November", "Nov. 29", "May 2014", "Tuesday")),
        *(("date", form) for form in ("1990s", "’90s", "1993", "yesterday", "last week")),
        *(("number", form) for form in ("7.30 pm", "18:45", "1 000 000", "3.5", "½", "2½", "twenty-one", "dozens")),
    ],
)
@pytest.mark.parametrize("mark", [" ", "(", "“", "—", "[", "\n", "…"])
def test_figures_and_dates_are_found_behind_any_mark(kind: str, form: str, mark: str) -> None:
    assert form in [fact.text for fact in facts(f"It was{mark}{form}, they said.", kind)]
    assert form in [fact.text for fact in facts(f"{mark}{form}".strip(), kind)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Prime Minister Boris Johnson met King Mohammed in Rabat.", ["Boris Johnson", "Mohammed", "Rabat"]),
        ("In July the Moroccan police met Bruce Maddy-Weitzman.", ["Moroccan", "Bruce Maddy-Weitzman"]),
        (
            "Yesterday Nasser al-Khelaifi and Ursula von der Leyen spoke.",
            ["Nasser al-Khelaifi", "Ursula von der Leyen"],
        ),
        ("We saw them on Monday in May.", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [fact.text for fact in facts(text, "name")] == names


def test_a_name_has_folded_words_and_countries() -> None:
    fact = facts("They flew to Côte d'Ivoire and São Paulo.", "name")
    assert all(isinstance(f.value, Name) for f in fact)
    assert ("sao", "paulo") in [f.value.words for f in fact if isinstance(f.value, Name)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The Moroccan king", [("MA",)]),
        ("the United Arab Emirates", [("AE",)]),
        ("the U.S. and us", [("US",)]),
        ("a turkey and polish", []),
        ("South Korean and North Korean troops", [("KR",), ("KP",)]),
    ],
)
def test_countries(text: str, codes: list[tuple[str, ...]]) -> None:
    assert [found for _, _, found in country_spans(text, ENGLISH)] == codes


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("morocco", "moroccan", True),
        ("paris", "parisian", True),
        ("kurds", "kurdish", True),
        ("counselling", "counseling", True),
        ("muenchen", "munchen", True),
        ("unterallgau", "allgau", True),
        ("germany", "germani", False),
        ("kelly", "kelli", False),
        ("iran", "iraq", False),
        ("austria", "australia", False),
    ],
)
def test_forms_of_one_word(a: str, b: str, same: bool) -> None:  # noqa: FBT001 - a table's column
    assert same_word(a, b, ENGLISH) is same
    assert same_word(b, a, ENGLISH) is same


def test_skeletons_survive_transliteration() -> None:
    assert skeleton("loudiyi") == skeleton("ludiya")
    assert skeleton("yiftach") == skeleton("yiftakh")
    assert skeleton("spain") != skeleton("finland")


def test_initials() -> None:
    assert initials_in("uae", ["united", "arab", "emirates"], ENGLISH)
    assert initials_in("mou", ["memorandum", "of", "understanding"], ENGLISH)
    assert not initials_in("un", ["umbrella", "is", "nice"], ENGLISH)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("He said “it is over” and left.", ["it is over"]),
        ('He said "it is over" and left.', ["it is over"]),
        ("He said «it is over» and left.", ["it is over"]),
        ("He said „it is over“ and left.", ["it is over"]),
        ("He said ‘it is over’ and left.", ["it is over"]),
        ("The teachers’ union and the boys’ school.", []),
        ("It's the dogs' and cats' day.", []),
        ("It was back in the ‘90s, y’all.", []),
        ("A ‘teachers’ pact’ was made.", ["teachers’ pact"]),
        ("She asked: “Did he say ‘no’ to that?”", ["Did he say ‘no’ to that?"]),
        ("「終わり」 he said, and “the end” too.", ["終わり", "the end"]),
        ("He ``tried to go back in,'' she said, ``again.''", ["tried to go back in,", "again."]),
        ('He said "what he calls "normal" is not" and left.', ['what he calls "normal" is not']),
        ('"I agree, she said. "We should go." He left.', ["I agree, she said.", "We should go."]),
    ],
)
def test_quotations_between_any_marks(text: str, quotes: list[str]) -> None:
    assert [fact.text for fact in facts(text, "quote")] == quotes


def test_a_quotation_over_sentences_is_one() -> None:
    document = Document.from_sentences(["He said: “We are late.", "We must go.", "It is time.” Then he left."])
    found = [fact for fact in extract(document, parse(document, cache=cache())) if fact.kind == "quote"]
    assert [fact.text for fact in found] == ["We are late.", "We must go.", "It is time."]
    assert {fact.value.index for fact in found if isinstance(fact.value, Quotation)} == {0}


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("It is “slow decay of the state.\n\n“We do not agree,” she said.", [("slow decay of the state", False)]),
        ("He said: “We do not agree.\n\n“And we will fight,” he said.", [("We do not agree", True)]),
    ],
)
def test_a_fragment_goes_not_on_in_the_next_paragraph(text: str, quotes: list[tuple[str, bool]]) -> None:
    document = read(text)
    found = [fact for fact in extract(document, parse(document, cache=cache())) if fact.kind == "quote"]
    assert [(f.text.rstrip("."), f.value.whole) for f in found[:1] if isinstance(f.value, Quotation)] == quotes


def test_behind_a_quotation_without_end_nothing_is_sure_up_to_the_end_of_the_paragraph() -> None:
    document = read("He said: “We are late, he told them. Then he left. Nobody spoke.\n\nAll slept.")
    found = [
        (fact.kind, fact.text)
        for fact in extract(document, parse(document, cache=cache()))
        if isinstance(fact.value, Quotation)
    ]
    assert found == [
        ("quote", "We are late, he told them."),
        ("unclosed", "Then he left."),
        ("unclosed", "Nobody spoke."),
    ]


@given(st.text(alphabet="a `'\"״.", max_size=30))
def test_straight_marks_take_no_more_room(text: str) -> None:
    assert len(straightened(text)) == len(text)


def test_words_of_a_quotation_are_folded() -> None:
    assert words_of("They don’t normalise the Centre", ENGLISH) == words_of("they do not normalize the center", ENGLISH)


@settings(max_examples=60)
@given(st.text(alphabet="ab1290 .,:-'’‘“”\"$£%mkMayJune€½\u00a0", max_size=40).filter(str.strip))
def test_facts_are_exact_stretches_of_any_text(text: str) -> None:
    document = Document.from_sentences([text])
    for fact in extract(document, parse(document)):
        assert document.clean[fact.start : fact.end] == fact.text
        assert fact.text.strip()


@settings(max_examples=200)
@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_figures_mean_the_same_number(value: int) -> None:
    for mark in (",", "\u00a0", "'"):
        assert amounts_of(f"{value:,}".replace(",", mark))[0] == value
