from __future__ import annotations

import pytest

from drift.findings import KINDS, Policy
from drift.records import Finding, Severity


def finding(kind: str, confidence: float, severity: Severity = Severity.major) -> Finding:
    return Finding(kind, KINDS[kind].category, severity, None, None, confidence, "m")


FOUND = (
    finding("number", 0.9),
    finding("omission.sentence", 0.6),
    finding("omission.clause", 0.4),
    finding("fluency", 0.8, Severity.minor),
)


@pytest.mark.parametrize(
    ("choices", "kept"),
    [
        ({}, "number=major omission.sentence=major omission.clause=major fluency=minor"),
        ({"only": ["omission"]}, "omission.sentence=major omission.clause=major"),
        ({"skip": ["omission"]}, "number=major fluency=minor"),
        ({"only": ["omission"], "skip": ["omission.clause"]}, "omission.sentence=major"),
        ({"only": "omission,number"}, "number=major omission.sentence=major omission.clause=major"),
        ({"least_confidence": 0.6}, "number=major omission.sentence=major fluency=minor"),
        ({"least_confidence": 1}, ""),
        (
            {"severities": {"omission": "neutral"}},
            "number=major omission.sentence=neutral omission.clause=neutral fluency=minor",
        ),
        # a kind's own severity goes before its family's, whatever their order
        (
            {"severities": {"omission.clause": "minor", "omission": "critical"}},
            "number=major omission.sentence=critical omission.clause=minor fluency=minor",
        ),
        ({"severities": {"number": Severity.minor}, "only": ["number"]}, "number=minor"),
    ],
)
def test_what_is_reported(choices: dict[str, object], kept: str) -> None:
    applied = Policy.of(**choices).applied(FOUND)
    assert " ".join(f"{item.kind}={item.severity.name}" for item in applied) == kept


def test_signature_and_notes_say_what_was_changed() -> None:
    policy = Policy.of((), ["fluency"], least_confidence=0.5, severities={"omission": "critical"})
    severities = "omission.sentence=critical,omission.clause=critical"
    assert policy.signature() == {"without": "fluency", "least": "0.5", "severity": severities}
    assert list(policy.notes(FOUND)) == [
        "switched off: fluency",
        "findings less sure than 50 % are left out: 1",
        "severities set by the user: omission.sentence is critical, omission.clause is critical",
    ]
    own = Finding("house.style", "Style", Severity.minor, None, None, 0.3, "m")
    assert next(Policy.of(least_confidence=0.5).notes((*FOUND, own))) == (
        "findings less sure than 50 % are left out: 2"
    )
    assert Policy.of().signature() == {"without": "nothing"}
    assert list(Policy.of().notes(FOUND)) == []


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"only": ["quotes"]}, "no such kind of finding: quotes, did you mean quote?"),
        ({"severities": {"numbr": "minor"}}, "no such kind of finding: numbr"),
        ({"severities": {"number": "fatal"}}, "number: unknown severity 'fatal'"),
        ({"least_confidence": -0.1}, "a probability from 0 to 1, not -0.1"),
    ],
)
def test_what_there_is_not_is_refused(choices: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Policy.of(**choices)
