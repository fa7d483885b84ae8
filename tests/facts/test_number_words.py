"""Numbers in words: each usual form reads as the value of its figures, and no two numbers of a text overlap."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drift.facts import extract, numbers
from drift.facts.amounts import agree
from drift.language import language
from drift.parsing import parse
from drift.records import Document

if TYPE_CHECKING:
    from drift.facts.numbers import Found


def find(text: str) -> list[Found]:
    return numbers.find(text, language("en"))


def read(text: str) -> list[tuple[str, float, str]]:
    """What is said, its value and its unit, for each number that is missed by itself."""
    return [
        (
            text[found.start : found.end],
            found.number.readings[0].value,
            found.number.unit.name if found.number.unit else "",
        )
        for found in find(text)
        if not found.number.soft
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", 7),
        ("fifteen", 15),
        ("sixty-five", 65),
        ("sixty five", 65),
        ("a hundred", 100),
        ("one hundred", 100),
        ("hundred", 100),
        ("a hundred and twenty", 120),
        ("a hundred and one", 101),
        ("one hundred twenty-two", 122),
        ("hundred and twenty", 120),
        ("two hundred and fifty thousand", 250_000),
        ("a hundred and fifty thousand", 150_000),
        ("a hundred and two million", 102_000_000),
        ("a hundred thousand", 100_000),
        ("fifteen hundred", 1_500),
        ("twenty-five hundred", 2_500),
        ("a thousand", 1_000),
        ("a thousand and one", 1_001),
        ("a thousand five hundred", 1_500),
        ("a thousand two hundred and six", 1_206),
        ("two thousand and five hundred", 2_500),
        ("twenty-two thousand five hundred", 22_500),
        ("one million two hundred thousand", 1_200_000),
        ("ten million two hundred thousand and six", 10_200_006),
        ("a thousand million", 1e9),
        ("two thousand million", 2e9),
        ("two hundred thousand million", 2e11),
        ("two lakh crore", 2e12),
        ("a dozen", 12),
        ("two dozen", 24),
        ("thirty dozen", 360),
        ("a dozen and a half", 18),
        ("two and a half dozen", 30),
        ("half a dozen", 6),
        ("half-a-dozen", 6),
        ("a half-dozen", 6),
        ("half a hundred", 50),
        ("half a million", 500_000),
        ("half-a-million", 500_000),
        ("a half million", 500_000),
        ("a half-million", 500_000),
        ("half million", 500_000),
        ("half of a million", 500_000),
        ("half a billion", 500_000_000),
        ("a quarter million", 250_000),
        ("a quarter-million", 250_000),
        ("quarter-million", 250_000),
        ("a quarter of a million", 250_000),
        ("quarter of a million", 250_000),
        ("one quarter of a million", 250_000),
        ("a third of a million", 1e6 / 3),
        ("a tenth of a billion", 1e8),
        ("three quarters of a million", 750_000),
        ("three-quarters of a million", 750_000),
        ("three-quarter million", 750_000),
        ("two thirds of a billion", 2e9 / 3),
        ("two and a half", 2.5),
        ("two-and-a-half", 2.5),
        ("two and a quarter", 2.25),
        ("three and three quarters", 3.75),
        ("three and two-thirds", 3 + 2 / 3),
        ("two and one-half", 2.5),
        ("sixty-five and a half", 65.5),
        ("a hundred and twenty and a half", 120.5),
        ("two and a half thousand", 2_500),
        ("two and a half million", 2_500_000),
        ("two-and-a-half million", 2_500_000),
        ("two-and-a-half-million", 2_500_000),
        ("two and one-half million", 2_500_000),
        ("two and half million", 2_500_000),
        ("two and a third million", 7e6 / 3),
        ("two and three quarter million", 2_750_000),
        ("one and a half billion", 1_500_000_000),
        ("a hundred and twenty-two and a half thousand", 122_500),
        ("a million and a half", 1_500_000),
        ("one million and a half", 1_500_000),
        ("two million and a half", 2_500_000),
        ("a million and a quarter", 1_250_000),
        ("a million and three quarters", 1_750_000),
        ("a thousand and a half", 1_500),
        ("two point five", 2.5),
        ("three point one four", 3.14),
        ("zero point oh five", 0.05),
        ("two point five million", 2_500_000),
        ("a hundred and one point seven", 101.7),
        ("2 and a half", 2.5),
        ("2 and a half million", 2_500_000),
        ("2-and-a-half million", 2_500_000),
        ("2 million and a half", 2_500_000),
        ("2½ million", 2_500_000),
        ("2 1/2 million", 2_500_000),
        ("3/4 million", 750_000),
        ("2.5 hundred thousand", 250_000),
    ],
)
def test_a_number_in_words_is_one_number(words: str, value: float) -> None:
    for text in (words, words.capitalize(), f"They saw {words} people, he said.", f"They saw about {words}."):
        assert [(said.lower(), *rest) for said, *rest in read(text)] == [(words, pytest.approx(value), "")]


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("two and a half hours", 2.5, "hour"),
        ("six-and-a-half years", 6.5, "year"),
        ("six-and-a-half-year", 6.5, "year"),
        ("two and a half-hour", 2.5, "hour"),
        ("two and half years", 2.5, "year"),
        ("two and a quarter hours", 2.25, "hour"),
        ("two and a third miles", 7 / 3, "mile"),
        ("an hour and a half", 1.5, "hour"),
        ("one hour and a half", 1.5, "hour"),
        ("an hour-and-a-half", 1.5, "hour"),
        ("an hour and a quarter", 1.25, "hour"),
        ("an hour and three quarters", 1.75, "hour"),
        ("two hours and a half", 2.5, "hour"),
        ("3 hours and a half", 3.5, "hour"),
        ("a year and a half", 1.5, "year"),
        ("a second and a half", 1.5, "second"),
        ("a mile and a half", 1.5, "mile"),
        ("a decade and a half", 1.5, "decade"),
        ("a percentage point and a half", 1.5, "percentage point"),
        ("three quarters of an hour", 0.75, "hour"),
        ("three-quarters of a century", 0.75, "century"),
        ("two thirds of a mile", 2 / 3, "mile"),
        ("a million and a half dollars", 1_500_000, "dollar"),
        ("a quarter of a million dollars", 250_000, "dollar"),
        ("$2 and a half million", 2_500_000, "dollar"),
        ("$2½ million", 2_500_000, "dollar"),
        ("minus two and a half degrees", -2.5, "degree"),
        ("two point five percent", 2.5, "percent"),
        ("a hundred and twenty percent", 120, "percent"),
    ],
)
def test_a_number_in_words_has_its_unit(words: str, value: float, unit: str) -> None:
    for text in (words, f"They said {words} or more, in all.", f"It was just under {words}."):
        assert read(text) == [(words, pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("an hour and a half", "90 minutes"),
        ("one and a half hours", "90 minutes"),
        ("a year and a half", "18 months"),
        ("a quarter of an hour", "15 minutes"),
        ("a quarter-hour", "15 minutes"),
        ("three quarters of an hour", "45 minutes"),
        ("half an hour", "30 minutes"),
        ("half a percent", "0.5%"),
        ("a quarter of a percentage point", "0.25 percentage points"),
        ("a quarter century", "25 years"),
        ("half a century", "50 years"),
        ("one and a half times", "1.5 times"),
        ("two-and-a-half times", "2.5 times"),
        ("two-and-a-half-times", "2.5 times"),
        ("a quarter of a million pounds", "£250,000"),
        ("two and a half pints", "2.5 pints"),
        ("a hundred and a half", "150"),
        ("a hundred and one-half", "100.5"),
        ("two and a half million people", "2.5 million people"),
        ("a hundred and twenty people", "120 people"),
    ],
)
def test_words_agree_with_figures(words: str, figures: str) -> None:
    (one,), (other,) = find(words), find(figures)
    assert agree(one.number, other.number)
    assert agree(other.number, one.number)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # What follows "and" belongs to another thing.
        ("a hundred people and a half-empty hall", ["a hundred"]),
        ("a hundred and a half-empty hall", ["a hundred"]),
        ("one and a half of the team left", []),
        ("two and a half of the team left", ["two"]),
        ("two and three quarters of the team left", ["two", "three quarters"]),
        ("a hundred and two thirds of the staff", ["a hundred", "two thirds"]),
        ("a million and a half-truth", ["a million"]),
        ("a million and a quarter of the voters", ["a million"]),
        ("two and a quarter-final", ["two"]),
        ("two and a quarter finals", ["two"]),
        ("a year and a half-brother", []),
        ("two hours and a half-day", ["two hours"]),
        ("waited an hour and a half dozen came", ["a half dozen"]),
        ("two hundred and half a million", ["two hundred", "half a million"]),
        ("two and half a million", ["two", "half a million"]),
        ("two men and a third", ["two", "third"]),
        ("two and half the team", ["two"]),
        ("a hundred and one in four", ["a hundred", "one in four"]),
        ("a year and a quarter of the money", []),
        ("a year and a month", []),
        # Two numbers with a word between them.
        ("between one hundred and two hundred", ["one hundred", "two hundred"]),
        ("between a hundred and a thousand", ["a hundred", "a thousand"]),
        ("between one thousand and two thousand", ["one thousand", "two thousand"]),
        ("between a thousand and two million", ["a thousand", "two million"]),
        ("between two and three million", ["two", "three million"]),
        ("between a hundred and twenty and a hundred and fifty", ["a hundred and twenty", "a hundred and fifty"]),
        ("between five hundred and two hundred thousand", ["five hundred", "two hundred thousand"]),
        ("two thousand three thousand", ["two thousand", "three thousand"]),
        ("one thousand fifteen hundred", ["one thousand", "fifteen hundred"]),
        # No number: an article before another noun, a fraction by itself.
        ("a man and a half-moon", []),
        ("an hour and a man", []),
        ("a halfway house and an hourglass", []),
        ("the first quarter million-dollar sale", ["million-dollar"]),
        ("two years and a half marathon", ["two years"]),
        ("a million dollars and a half share", ["a million dollars"]),
        ("at one point five men left", ["five"]),
        ("that is the point", []),
    ],
)
def test_what_is_no_compound(text: str, said: list[str]) -> None:
    assert [found for found, _, _ in read(text)] == said


def test_a_sign_of_money_belongs_to_one_figure() -> None:
    assert read("5 $6 and 7$ 8") == [("5", 5, ""), ("$6", 6, "dollar"), ("7$", 7, "dollar"), ("8", 8, "")]


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = (("billion", 10**9), ("million", 10**6), ("thousand", 1_000))
PARTS = (("half", 0.5), ("quarter", 0.25), ("three quarters", 0.75), ("two thirds", 2 / 3), ("one third", 1 / 3))


def below_hundred(value: int, hyphen: str) -> str:
    if value < 20:
        return SMALL[value]
    return TENS[value // 10 - 2] + (hyphen + SMALL[value % 10] if value % 10 else "")


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, int]:
    """A whole number and its words, with one of the forms drawn for each choice that English leaves."""
    value = draw(st.one_of(st.integers(0, 1_200), st.integers(0, 10**6), st.integers(0, 10**12 - 1)))
    hyphen, joint = draw(st.sampled_from("- ")), draw(st.sampled_from([" and ", " "]))
    one = draw(st.sampled_from(["a", "one"]))

    def below_thousand(part: int, joint: str) -> str:
        hundreds, rest = divmod(part, 100)
        words = [f"{one if hundreds == 1 and part == value else SMALL[hundreds]} hundred"] if hundreds else []
        return joint.join([*words, *([below_hundred(rest, hyphen)] if rest or not hundreds else [])])

    rest, words = value, ""
    for name, size in SCALES:
        part, rest = divmod(rest, size)
        if part:
            count = one if part == 1 and not words else below_thousand(part, joint)
            words += f"{' ' if words else ''}{count} {name}"
    if rest or not words:
        words += (joint if rest < 100 else " ") if words else ""
        words += below_thousand(rest, joint)
    return words, value


@st.composite
def compound(draw: st.DrawFn) -> tuple[str, float]:
    """A number with a part of one, a decimal or a part of a scale, in words and as a value."""
    count = draw(st.integers(1, 99))
    part, share = draw(st.sampled_from(PARTS))
    article = "" if " " in part else "a "
    name, size = draw(st.sampled_from([*SCALES, ("hundred", 100), ("dozen", 12), ("", 1)]))
    words = below_hundred(count, draw(st.sampled_from("- ")))
    form = draw(st.sampled_from(["part before scale", "part after scale", "part of scale", "decimal", "figures"]))
    scale = f" {name}" if name else ""
    if form == "part of scale" and name:
        lead = draw(st.sampled_from(["half a", "half of a"])) if part == "half" else f"{article}{part} of a"
        return f"{lead}{scale}", share * size
    if form == "part after scale" and size >= 1_000:
        one = draw(st.sampled_from(["a", words]))
        return f"{one}{scale} and {article}{part}", (1 if one == "a" else count) * size + share * size
    if form == "decimal":
        digit = draw(st.integers(1, 9))
        return f"{words} point {SMALL[digit]}{scale}", float(f"{count}.{digit}") * size
    if form == "figures":
        return f"{count} and {article}{part}{scale}", (count + share) * size
    text = f"{words} and {article}{part}"
    return (text.replace(" ", "-") if draw(st.booleans()) else text) + scale, (count + share) * size


@settings(max_examples=200)
@given(spelled())
def test_a_whole_number_in_words_reads_as_its_figures(made: tuple[str, int]) -> None:
    words, value = made
    for text in (words, f"They counted {words} people, he said."):
        (said,) = find(text)
        assert text[said.start : said.end] == words
        assert said.number.readings[0].value == value
        if not said.number.soft:
            (figures,) = find(f"{value:,}")
            assert agree(said.number, figures.number)


@settings(max_examples=200)
@given(compound(), st.sampled_from(["", " people", " hours", " dollars", " percent"]))
def test_a_compound_in_words_reads_as_its_figures(made: tuple[str, float], counted: str) -> None:
    words, value = made
    (said,) = find(f"They counted {words}{counted}, he said.")
    (figures,) = find(f"They counted {value:.9f}{counted}, he said.")
    assert agree(said.number, figures.number)


def apart(found: list[Found]) -> bool:
    return all(one.end <= other.start for one, other in itertools.pairwise(found))


PIECES = (
    "a an and half quarter third thirds quarters of one two five twelve twenty hundred thousand million dozen dozens"
    " thousands tens first second hour hours percent point minus $ US$ £ % 2 2.5 3/4 ½ - , in to more than the people"
).split()


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", "-", ""])), min_size=1, max_size=14))
@example([("5", " "), ("$", ""), ("6", "")])
@example([("a", " "), ("quarter", " "), ("of", " "), ("a", " "), ("million", "")])
def test_numbers_do_not_overlap(pieces: list[tuple[str, str]]) -> None:
    text = "".join(itertools.chain.from_iterable(pieces))
    found = find(text)
    assert apart(found)
    assert all(text[one.start : one.end].strip() for one in found)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "3 May 2014", "1993", "Rabat", "came."]), min_size=1, max_size=14))
def test_the_numbers_among_the_facts_do_not_overlap(pieces: list[str]) -> None:
    document = Document.from_sentences([" ".join(pieces)])
    places = [(fact.start, fact.end) for fact in extract(document, parse(document)) if fact.kind == "number"]
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(places))
