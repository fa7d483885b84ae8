"""What a string of figures is worth: separators of many locales, and vulgar fractions."""

from __future__ import annotations

import re

VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
#: Characters. A longer run of figures is a key or a dump, and may be more than a float can hold.
LONGEST = 40


def amounts_of(figures: str) -> list[float]:  # noqa: PLR0911 - one return a convention
    """The values that a string of figures and separators may stand for, the likelier first.

    >>> amounts_of("1,234")
    [1234.0, 1.234]
    >>> amounts_of("1.000.000")
    [1000000.0]
    """
    extra = 0.0
    if figures[-1] in VULGAR:
        extra = VULGAR[figures[-1]]
        figures = figures[:-1] or "0"
    parts = re.split(r"[.,'’ \u00a0\u2009\u202f]", figures)
    marks = [char for char in figures if not char.isdigit()]
    if not marks:
        return [float(figures) + extra]
    grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3 and parts[0] != "0"
    indian = len(parts) > 2 and len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1])
    whole = float("".join(parts))
    if len(set(marks)) == 1:
        if len(marks) > 1:
            # "2,200,12": a figure of the last group is lost
            cut = len(parts[0]) < 4 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:-1])
            return [whole] if grouped or indian or cut else []
        decimal = float(f"{parts[0]}.{parts[1]}")
        if marks[0] == ",":
            # "(3,5)" may also list a three and a five.
            return (
                [decimal, float(parts[0]), float(parts[1])]
                if not grouped
                else [whole]
                if parts[1] == "000"
                else [whole, decimal]
            )
        if marks[0] == ".":
            return [decimal] if not grouped else [whole, decimal] if parts[1] == "000" else [decimal, whole]
        return [whole]
    # Two kinds of mark: the last one, used once, is the decimal mark.
    if marks.count(marks[-1]) == 1 and marks[-1] in ".," and all(len(part) == 3 for part in parts[1:-1]):
        return [float("".join(parts[:-1]) + "." + parts[-1])]
    return []
