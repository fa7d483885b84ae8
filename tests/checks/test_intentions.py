"""What was only meant, tried or asked told as done; the force of directives; a source that tells of itself."""

from __future__ import annotations

import pytest

from drift.checks import run
from tests.checks.comparing import beside

#: Original, rewrite, severity, what the finding marks in each.
DONE = (
    ("He threatened to leave the coalition.", "He left the coalition.", "major", "threatened to leave", "left"),
    ("The firm plans to cut 300 jobs.", "The firm cut 300 jobs.", "major", "plans to cut", "cut"),
    ("The firm wants to cut 300 jobs.", "The firm has cut 300 jobs.", "major", "wants to cut", "has cut"),
    ("She stopped short of calling for sanctions.", "She called for sanctions.", "major", None, "called"),
    ("The gunman tried to kill the senator.", "The gunman killed the senator.", "major", "tried to kill", "killed"),
    ("He made an attempt to kill the king.", "He killed the king.", "major", "attempt to kill", "killed"),
    ("The bank considered selling the unit.", "The bank sold the unit.", "major", "considered selling", "sold"),
    ("He is planning on leaving the party.", "He has left the party.", "major", "planning on leaving", "has left"),
    ("The army was about to attack the town.", "The army attacked the town.", "major", "about to attack", "attacked"),
    ("Police announced plans to close the station.", "Police closed the station.", "major", "plans to close", "closed"),
    ("The plan is to build a bridge.", "A bridge was built.", "major", "plan is to build", "was built"),
    ("The country is on the verge of leaving the union.", "The country has left the union.", "major", None, "has left"),
    ("She vowed that she would fight the ruling.", "She fought the ruling.", "major", None, "fought"),
    ("The ministry urged the company to pay.", "The company paid.", "major", "urged the company to pay", "paid"),
    ("The union called on its members to strike.", "The union's members struck.", "major", None, "struck"),
    ("Residents were asked to leave their homes.", "Residents left their homes.", "major", "asked to leave", "left"),
    ("The firm has threatened to start cutting jobs.", "The firm has started cutting jobs.", "major", None, None),
    ("Officials said all three would be charged.", "All three were charged.", "major", "would be charged", None),
    ("The firm will cut 300 jobs.", "The firm cut 300 jobs.", "major", "will cut", "cut"),
    ("Israel has agreed to release 100 prisoners.", "Israel has released 100 prisoners.", "minor", None, None),
    ("The law would ban smoking.", "The law bans smoking.", "minor", "would ban", "bans"),
    ("The law aims to protect children.", "The law protects children.", "minor", "aims to protect", "protects"),
    ("The firm cut 300 jobs.", "The firm plans to cut 300 jobs.", "minor", "cut", "plans to cut"),
    ("The firm cut 300 jobs.", "The firm will cut 300 jobs.", "minor", "cut", "will cut"),
    ("The law bans smoking in parks.", "The law would ban smoking in parks.", "minor", "bans", "would ban"),
)

NOT_SAID = (
    ("The trial is due to start on 3 March.", "The trial starts on March 3."),
    # what is meant stays so, in these words or others
    ("The firm plans to cut 300 jobs.", "The firm will cut 300 jobs."),
    ("The firm plans to cut 300 jobs.", "The firm wants to cut 300 jobs."),
    ("The firm plans to cut 300 jobs.", "The cut of 300 jobs is planned."),
    ("The firm plans to cut 300 jobs.", "The firm, as planned, cut 300 jobs."),
    ("The firm plans to cut 300 jobs.", "The firm is cutting 300 jobs."),
    ("He plans to leave the party.", "If he left the party, he would lose."),
    ("She wants to know the truth.", "She knows the truth?"),
    ("The match will start at noon.", "The match starts at noon."),
    ("The firm hopes to sell the unit. It needs cash.", "The firm sold the unit, the minister hopes. It needs cash."),
    # it is said to have happened
    ("He managed to leave the country.", "He left the country."),
    ("They began to build a bridge.", "They built a bridge."),
    ("They helped to build a bridge.", "They built a bridge."),
    ("He was forced to leave.", "He left."),
    ("He decided to leave.", "He left."),
    ("He fulfilled his promise to cut taxes.", "He cut taxes."),
    ("The firm planned to cut 300 jobs and cut them in May.", "The firm cut 300 jobs in May."),
    ("He would walk to school every day.", "He walked to school every day."),
    ("The coach wants to thank the fans.", "The coach thanks the fans."),
    ("She wished to stress that the talks were open.", "She stressed that the talks were open."),
    ("I would argue that the law is bad.", "I argue that the law is bad."),
    # another doer, another deed, or none
    ("Paul wants to leave the party.", "The voters left the party."),
    ("He wants to win the cup.", "He won the race last year."),
    (
        "Five jurors were chosen, with a final one set to be selected.",
        "Five jurors were selected, with a sixth to come.",
    ),
    ("He threatened to leave.", "He did not leave."),
    ("If they won, they would face Spain.", "If they win, they face Spain."),
    ("We intend to appeal and still expect to win.", "We think it is wrong, and we still expect to win."),
)

FORCE = (
    ("The ministry asked the company to pay.", "The ministry ordered the company to pay.", "minor", "asked", "ordered"),
    ("Residents were urged to leave.", "Residents were forced to leave.", "major", "urged", "forced"),
    ("Drivers are required to wear a belt.", "Drivers are advised to wear a belt.", "minor", "required", "advised"),
    ("The army allowed him to leave.", "The army ordered him to leave.", "minor", "allowed", "ordered"),
)

AS_STRONG = (
    ("The ministry asked the company to pay.", "The ministry urged the company to pay."),
    ("The ministry asked the company to pay.", "The ministry told the company to pay."),
    ("The court ordered him to pay a fine.", "The court forced him to pay a fine."),
    ("Participants were required to meet.", "Participants were asked to meet."),
    ("The firms do not ask us to pay.", "The firms do not order us to pay."),
    ("Residents were asked to leave and then ordered to leave.", "Residents were ordered to leave."),
    ("The police ordered the men to stop.", "The police asked the women to stop."),
)

OF_ITSELF = (
    ("The army said it had killed 12 militants.", "The army killed 12 militants.", "minor"),
    ("Israel said it had shot down a drone.", "Israel shot down a drone.", "minor"),
    ("The police claimed they had found weapons.", "The police found weapons.", "major"),
)

STILL_SAID = (
    ("The army said it had killed 12 militants.", "The army reported that it killed 12 militants."),
    ("The company said it wanted to grow.", "The company wanted to grow."),
    ("The army said it would kill militants.", "The army will kill militants."),
    ("The mayor said he had not killed anybody.", "The mayor has not killed anybody."),
)

pytestmark = pytest.mark.model


def found(kind: str, original: str, rewrite: str) -> list[tuple[str, str, str]]:
    told = [f for f in run(beside(original, rewrite)) if f.kind == kind]
    return [(f.severity.name, f.original.text if f.original else "", f.rewrite.text if f.rewrite else "") for f in told]


@pytest.mark.parametrize(("original", "rewrite", "severity", "ours", "theirs"), DONE + FORCE)
def test_what_was_meant_and_became_done_or_another_force_is_told(
    original: str, rewrite: str, severity: str, ours: str | None, theirs: str | None
) -> None:
    told = found("modality", original, rewrite)
    assert [row[0] for row in told] == [severity]
    assert ours in {None, told[0][1]}
    assert theirs in {None, told[0][2]}


@pytest.mark.parametrize(("original", "rewrite"), NOT_SAID + AS_STRONG)
def test_what_happened_or_stays_open_is_not_told(original: str, rewrite: str) -> None:
    assert found("modality", original, rewrite) == []


@pytest.mark.parametrize(("original", "rewrite", "severity"), OF_ITSELF)
def test_a_source_dropped_that_told_of_its_own_doings_is_told(original: str, rewrite: str, severity: str) -> None:
    assert [row[0] for row in found("attribution", original, rewrite)] == [severity]


@pytest.mark.parametrize(("original", "rewrite"), STILL_SAID)
def test_a_source_of_its_own_intentions_is_not_dropped(original: str, rewrite: str) -> None:
    assert found("attribution", original, rewrite) == []


def test_what_a_passage_says_elsewhere_is_not_told() -> None:
    original = ["The firm plans to cut 300 jobs.", "Unions protested."]
    assert not run_modality(original, ["The firm cut 300 jobs.", "Unions protested that it plans to cut any."])
    assert not run_modality(["The firm plans to cut 300 jobs.", "It cut them in May."], ["The firm cut 300 jobs.", "."])
    assert run_modality(original, ["The firm cut 300 jobs.", "Unions protested."])


def run_modality(original: list[str], rewrite: list[str]) -> list[str]:
    return [f.message for f in run(beside(original, rewrite)) if f.kind == "modality"]
