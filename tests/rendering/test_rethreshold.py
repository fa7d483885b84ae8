from __future__ import annotations

import pytest

from drift.records import Severity
from tests.rendering import rendering_samples as samples


def test_what_is_kept_is_sure_and_severe_enough() -> None:
    whole = samples.realistic()
    kept = whole.rethreshold(confidence=0.9, severity="major")
    assert kept.findings == tuple(f for f in whole.findings if f.confidence >= 0.9 and f.severity >= Severity.major)
    assert 0 < len(kept.findings) < len(whole.findings)
    assert len(kept.findings_frame()) == len(kept.findings)


def test_scores_and_beads_follow() -> None:
    whole = samples.realistic().rethreshold()
    nothing = whole.rethreshold(confidence=1.0)
    assert nothing.findings == ()
    assert nothing.scores.fidelity.value == nothing.scores.fluency.value == 1.0
    assert whole.scores.fidelity.value < 1.0
    # The number in the third sentence made its bead altered; its drift of 0.88 does so still.
    assert nothing.alignment.beads[3].kind == "altered"
    assert nothing.scores.coverage == whole.scores.coverage
    assert nothing.scores.drift == whole.scores.drift


def test_a_major_finding_alters_its_bead_only_while_it_is_kept() -> None:
    from dataclasses import replace

    from drift.records import Alignment

    whole = samples.realistic()
    calm = tuple(replace(bead, drift=0.2) if bead.kind == "altered" else bead for bead in whole.alignment.beads)
    whole = replace(whole, alignment=Alignment(calm))
    assert whole.rethreshold().alignment.beads[3].kind == "altered"
    assert whole.rethreshold(skip=["number"]).alignment.beads[3].kind == "paraphrase"
    assert whole.rethreshold(skip=["number"]).to_frame()["kind"][3] == "paraphrase"


def test_thresholds_start_from_everything_that_was_found() -> None:
    whole = samples.realistic()
    assert whole.rethreshold(confidence=0.9).rethreshold(confidence=0.2).findings == whole.findings


def test_kinds_and_families() -> None:
    whole = samples.realistic()
    assert {f.kind for f in whole.rethreshold(only=["omission", "number"]).findings} == {"omission.sentence", "number"}
    assert "omission.sentence" not in {f.kind for f in whole.rethreshold(skip=["omission"]).findings}
    hostile = samples.hostile()  # its first finding is of a check of somebody's own
    assert len(hostile.rethreshold(only=[hostile.findings[0].kind]).findings) == 1


def test_signature_and_notes_say_what_was_asked() -> None:
    kept = samples.realistic().rethreshold(severity=Severity.major, skip=["quote"])
    assert kept.signature.endswith("|kept:confidence>=0,severity>=major,skip=quote")
    assert kept.notes[-1].startswith("7 of 11 findings are left out")
    assert "left out" in kept._repr_html_()
    again = kept.rethreshold(severity="minor")
    assert again.signature.count("|kept:") == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"confidence": 1.5}, "probability"),
        ({"severity": "awful"}, "unknown severity"),
        ({"only": ["nonsense"]}, "nonsense"),
        ({"skip": ["nonsense"]}, "nonsense"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        samples.realistic().rethreshold(**wrong)


def test_one_text_alone_keeps_its_nature() -> None:
    kept = samples.alone().rethreshold(confidence=0.99)
    assert kept.findings == ()
    assert kept.scores.fluency.value == 1.0
    assert kept.original is None
