"""Figures of many pairs, drawn from frames by matplotlib.

Every function draws on `ax`, or on a new figure, and returns the matplotlib Axes. The frames are those of
`drift.Reports.to_frame` (a row a pair), `drift.Reports.findings_frame` (a row a finding), or your own with the same
columns; rows with a missing value in a column that is drawn are left out.
"""

from drift.rendering.frameplots import calibration, confusion, distribution, findings

__all__ = ["calibration", "confusion", "distribution", "findings"]
