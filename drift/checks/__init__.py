"""PROVISIONAL (lead): so that the pipeline runs end to end. Owner facts B: overwrite this file."""
from __future__ import annotations
from dataclasses import dataclass
from drift.checks import (number, date, name, quote, negation, modality, attribution, role, omission, addition, moved, boilerplate, repetition, fragment, fluency)

@dataclass(frozen=True, slots=True)
class Kind:
    category: str
    summary: str = ""
    severity: str = ""
    example: str = ""
    languages: tuple[str, ...] = ()

_A = "Accuracy/Mistranslation"
KINDS = {"omission.sentence": Kind("Accuracy/Omission"), "omission.clause": Kind("Accuracy/Omission"), "addition.sentence": Kind("Accuracy/Addition"), "addition.clause": Kind("Accuracy/Addition"),
 **{k: Kind(_A) for k in ("number","date","name","quote","negation","modality","attribution","role","wording")}, "terminology": Kind("Terminology/Inconsistent"),
 **{k: Kind("Linguistic conventions") for k in ("repetition","fragment","fluency")}, "boilerplate": Kind("Other"), "moved": Kind("Other")}
CHECKS = tuple(m.check for m in (number, date, name, quote, negation, modality, attribution, role, omission, addition, moved, boilerplate, repetition, fragment, fluency))

def run(comparison):
    return tuple(f for c in CHECKS for f in c(comparison))
