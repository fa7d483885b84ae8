"""What a number, a date or a word of quantity does in its sentence: told where it does something else, else silent."""

from __future__ import annotations

import pytest

from drift.checks import date, exchanged, multiples, number, quantifiers, ranks, run
from tests.checks.comparing import beside

CHECKS = (date.check, exchanged.check, number.check, multiples.check, ranks.check, quantifiers.check)

#: Original, rewrite, kind, severity, what the finding marks in each.
TOLD = (
    # an end of a change
    ("The bank raised its rate by 2 percent.", "The bank raised its rate to 2 percent.", "number", "major",
     "by 2 percent", "to 2 percent"),
    ("Shares rose 2 percent on Monday.", "Shares rose to 2 percent on Monday.", "number", "major",
     "rose 2 percent", "to 2 percent"),
    ("A 5 percent increase is planned.", "An increase to 5 percent is planned.", "number", "major",
     "5 percent increase", "to 5 percent"),
    ("A rise of 5 percent is planned.", "A rise to 5 percent is planned.", "number", "major",
     "rise of 5 percent", "to 5 percent"),
    ("The death toll climbed to nearly 300.", "The death toll climbed by nearly 300.", "number", "major",
     "to nearly 300", "by nearly 300"),
    ("The sentence was extended by three years.", "The sentence was extended to three years.", "number", "major",
     "by three years", "to three years"),
    # two that changed places
    ("The price fell from 50 to 30 dollars.", "The price fell from 30 to 50 dollars.", "number", "major",
     "50 to 30 dollars", "30 to 50 dollars"),
    ("The rate rose to 5 percent from 4 percent.", "The rate rose to 4 percent from 5 percent.", "number", "major",
     "5 percent from 4 percent", "4 percent from 5 percent"),
    ("The attack left 12 killed and 30 hurt.", "The attack left 30 killed and 12 hurt.", "number", "major",
     "12 killed and 30", "30 killed and 12"),
    ("Sales rose 5 percent in May and 8 percent in June.", "Sales rose 8 percent in May and 5 percent in June.",
     "number", "major", "5 percent in May and 8 percent", "8 percent in May and 5 percent"),
    ("Two men and three women were arrested.", "Three men and two women were arrested.", "number", "major",
     "Two men and three", "Three men and two"),
    ("Inflation was 3 percent in 2019 and 4 percent in 2020.", "Inflation was 4 percent in 2019 and 3 percent in 2020.",
     "number", "major", "3 percent in 2019 and 4 percent", "4 percent in 2019 and 3 percent"),
    ("Ann Brown, 34, and Tom Smith, 45, were held.", "Ann Brown, 45, and Tom Smith, 34, were held.", "number", "major",
     "34, and Tom Smith, 45", "45, and Tom Smith, 34"),
    ("Some 60 lawmakers voted for the bill and 40 against.", "Some 40 lawmakers voted for the bill and 60 against.",
     "number", "major", "60 lawmakers voted for the bill and 40", "40 lawmakers voted for the bill and 60"),
    ("The museum opened in 1990 and closed in 2005.", "The museum opened in 2005 and closed in 1990.", "date", "major",
     "1990 and closed in 2005", "2005 and closed in 1990"),
    # multiples
    ("The figure is twice as high as in 2010.", "The figure is half as high as in 2010.", "number", "major",
     "twice", "half"),
    ("The house is twice the size of the old one.", "The house is half the size of the old one.", "number", "major",
     "twice", "half"),
    ("It was three times as expensive.", "It was half as expensive.", "number", "major", "three times", "half"),
    ("They meet three times a week.", "They meet once a week.", "number", "major", "three times", "once"),
    ("He was elected twice.", "He was elected once.", "number", "major", "twice", "once"),
    ("The output grew twofold.", "The output grew threefold.", "number", "major", "twofold", "threefold"),
    # the side of the true value
    ("Nearly half of respondents agreed.", "More than half of respondents agreed.", "number", "major", "half", "half"),
    ("Almost 50 percent of voters agreed.", "Over 50 percent of voters agreed.", "number", "major",
     "50 percent", "50 percent"),
    ("Nearly 300 people died.", "More than 300 people died.", "number", "minor", "300", "300"),
    ("Just under 300 people died.", "Just over 300 people died.", "number", "minor", "300", "300"),
    ("At least 300 people died.", "Nearly 300 people died.", "number", "minor", "300", "300"),
    # a part and the whole
    ("All three men were arrested.", "One of the three men was arrested.", "number", "major",
     "three", "One of the three"),
    # ranks
    ("The second-largest city was hit.", "The largest city was hit.", "number", "major",
     "second-largest city", "largest city"),
    ("Lyon, the country's third largest city, was hit.", "Lyon, the country's biggest city, was hit.", "number",
     "major", "third largest city", "biggest city"),
    ("It is one of the largest banks in Spain.", "It is the largest bank in Spain.", "number", "major",
     "one of the largest banks", "largest bank"),
    ("It is among the most powerful storms of the decade.", "It is the most powerful storm of the decade.", "number",
     "major", "among the most powerful storms", "most powerful storm"),
    ("It is the largest bank in Spain.", "It is one of the largest banks in Spain.", "number", "minor",
     "largest bank", "one of the largest banks"),
    # quantifiers
    ("Almost all the hostages were freed.", "All the hostages were freed.", "wording", "major", "Almost all", "All"),
    ("All the hostages were freed.", "Almost all the hostages were freed.", "wording", "minor", "All", "Almost all"),
    ("Nearly all 300 passengers survived.", "All 300 passengers survived.", "wording", "major", "Nearly all", "All"),
    ("Almost every house was destroyed.", "All houses were destroyed.", "wording", "major", "Almost every", "All"),
    ("Virtually no rain fell in May.", "No rain fell in May.", "wording", "major", "Virtually no", "No"),
    ("He almost always wins.", "He always wins.", "wording", "major", "almost always", "always"),
    ("Not all members agreed.", "No members agreed.", "wording", "major", "Not all", "No"),
    ("Both sides accepted the plan.", "One side accepted the plan.", "wording", "major", "Both", "One"),
    ("One of the suspects confessed.", "Both suspects confessed.", "wording", "major", "One", "Both"),
    # lists of dates
    ("The company was fined in 2019 and again in 2021.", "The company was fined in 2021.", "date", "major",
     "2019", None),
    ("The talks were held on Monday and Tuesday.", "The talks were held on Tuesday.", "date", "major", "Monday", None),
    ("The company was fined in 2021.", "The company was fined in 2019 and 2021.", "date", "major", None, "2019"),
)  # fmt: skip

SILENT = (
    ("The team lost 2-0 in Rome.", "In Rome the team lost 0-2."),
    # an end of a change
    ("Rates were raised by 2 points.", "Rates were raised 2 points."),
    ("Rates were raised to 2 percent.", "Rates now stand at 2 percent."),
    ("A 5 percent increase is planned.", "An increase of 5 percent is planned."),
    ("The plan was backed by 30 members.", "It went to 30 members, who backed the plan."),
    ("Output fell by two to three percent.", "Output fell by some two or three percent."),
    ("Sales rose, thanks to 300 new stores.", "Sales were raised by 300 new stores."),
    ("The count rose to 40, up 12 from May.", "The count rose by 12 from May to 40."),
    ("The price fell from 50 to 30 dollars.", "The price fell to 30 dollars from 50."),
    ("The rate rose to 5 percent in May from 4 in April.", "The rate rose from 4 percent in April to 5 in May."),
    ("It will rise to 6 million in 2030 and to 9 million in 2050.", "It will grow from 6 to 9 million by 2050."),
    ("The dollar rose to 37 rubles by 10:29.", "The dollar rose to 37 rubles to 10:29."),
    # two that keep their places
    ("The attack left 12 killed and 30 hurt.", "The attack left 30 hurt and 12 killed."),
    ("Two men and three women were arrested.", "Three women and two men were arrested."),
    ("The firm hired 300 workers in Lyon and 500 in Paris.", "The firm hired 500 workers in Paris and 300 in Lyon."),
    ("Xerox shares closed at $11.45, up 2 cents, in New York.", "Xerox shares rose 2 cents to close at $11.45."),
    ("The Giants beat the Bears 24 to 17.", "The Bears lost 17 to 24 against the Giants."),
    ("The museum opened in 1990 and closed in 2005.", "The museum, closed in 2005, had opened in 1990."),
    # multiples
    ("They meet twice a week.", "They meet two times a week."),
    ("It was two times as expensive.", "It was twice as expensive."),
    ("Paris is twice as big as Rome.", "Rome is half as big as Paris."),
    ("Women are twice as likely as men to leave.", "Men are half as likely as women to leave."),
    ("Half the members voted, twice as many as in May.", "Twice as many members as in May voted, or half."),
    ("Once a farmer, he now leads the party twice a week.", "He leads the party twice a week; once he farmed."),
    # the side of the true value
    ("About half of respondents agreed.", "More than half of respondents agreed."),
    ("Nearly half of respondents agreed.", "Half of respondents agreed."),
    ("Almost half of respondents agreed.", "Less than half of respondents agreed."),
    ("Nearly 300 people died.", "More than 290 people died."),
    ("It is nearly two miles away.", "It is over three kilometers away."),
    ("It is not more than 300 people.", "It is nearly 300 people, not more than that."),
    # a part and the whole
    ("One of the three men was arrested.", "Of the three men, one was arrested."),
    ("Three of the men were arrested.", "Three men were arrested."),
    # ranks
    ("It is the second-largest city.", "It is the largest city after Paris."),
    ("It is the second-largest city.", "Among the cities it ranks as number two, behind the largest city."),
    ("It is one of the largest banks in Spain.", "It is among the largest banks in Spain."),
    ("It is one of the largest banks in Spain.", "It is a bank of the largest sort in Spain."),
    ("He is one of Spain's best players.", "Spain's best players include him."),
    ("Four is the highest level of warning.", "This is the highest level of warning."),
    # quantifiers
    ("Almost all the hostages were freed.", "Most of the hostages were freed."),
    ("Almost all the hostages were freed.", "All the hostages but a few were freed."),
    ("Almost all the hostages were freed.", "Nearly all of the hostages were freed."),
    ("All the hostages were freed, almost at once.", "Almost at once all the hostages were freed."),
    ("Not all members agreed.", "Some members did not agree."),
    ("Both sides accepted the plan.", "One side accepted the plan, and then the other."),
    ("Both Spain and France agreed.", "Spain and France agreed as one."),
    ("Both sides accepted the plan.", "Each side accepted the plan."),
    # lists of dates
    ("The company was fined in 2019 and in 2021.", "The company was fined in 2019 and two years later."),
    ("He worked there between 2019 and 2021.", "He worked there until 2021."),
    ("He worked there from 2019 to 2021.", "He left in 2021."),
    ("The talks were held on Monday and Tuesday.", "The talks ended on Tuesday after two days."),
    ("It was built in 2019, and it closed in 2021.", "It closed in 2021."),
)  # fmt: skip

pytestmark = pytest.mark.model


@pytest.mark.parametrize(("original", "rewrite", "kind", "severity", "ours", "theirs"), TOLD)
def test_what_a_number_does_otherwise_is_told_once(
    original: str, rewrite: str, kind: str, severity: str, ours: str | None, theirs: str | None
) -> None:
    found = [
        (f.kind, f.severity.name, f.original and f.original.text, f.rewrite and f.rewrite.text)
        for f in run(beside(original, rewrite), CHECKS)
    ]
    assert found == [(kind, severity, ours, theirs)]


@pytest.mark.parametrize(("original", "rewrite"), SILENT)
def test_what_it_does_in_other_words_is_not(original: str, rewrite: str) -> None:
    for first, second in ((original, rewrite), (rewrite, original)):
        assert [f.message for f in run(beside(first, second), CHECKS)] == []


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row[1])
def test_a_text_beside_itself_has_no_findings(row: tuple[str | None, ...]) -> None:
    assert row[1] is not None
    assert list(run(beside(row[1], row[1]), CHECKS)) == []


def test_an_end_of_a_change_is_no_preposition_of_place() -> None:
    found = run(beside("The price fell from 50 to 30 dollars.", "The price fell to 30 dollars from 50."))
    assert [f for f in found if f.kind == "wording"] == []
