"""What people said of a report's findings: verdicts that are kept from run to run, and a baseline of what is known.

`verdicts.apply(report, verdicts.read("verdicts.json"))` is the report without what its readers rejected.
"""

from __future__ import annotations

from drift.review import baseline, verdicts
from drift.review.asking import uncertain
from drift.review.files import ReviewError
from drift.review.identity import concerns, identities, pair_of

__all__ = ["ReviewError", "baseline", "concerns", "identities", "pair_of", "uncertain", "verdicts"]
