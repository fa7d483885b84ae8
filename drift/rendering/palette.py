"""The colors of the severities, for every page and figure: one hue a severity, told apart by color-blind eyes too.

Color is never the only sign: words have a shape and a kind of line, areas a hatch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Shades:
    """The shades of one severity as #rrggbb: of its letters, of areas, and of the ground behind letters and hatches."""

    ink: str
    fill: str
    wash: str


LIGHT: Mapping[Severity, Shades] = {
    Severity.critical: Shades("#8c1d2f", "#8c1d2f", "#fae3e4"),
    Severity.major: Shades("#7f4600", "#c07a1a", "#fcebd0"),
    Severity.minor: Shades("#23527c", "#3b73a8", "#e1edf8"),
    Severity.neutral: Shades("#565c64", "#8a9098", "#ecebe6"),
}
"""On white and on paper."""

DARK: Mapping[Severity, Shades] = {
    Severity.critical: Shades("#ff9ca8", "#e5566b", "#4a1d25"),
    Severity.major: Shades("#f2bd75", "#f2c57c", "#402c10"),
    Severity.minor: Shades("#9cc8f2", "#5f9fe0", "#182f47"),
    Severity.neutral: Shades("#b4b8bf", "#b4b8bf", "#2b2f35"),
}
"""On a dark screen."""

HATCHES: Mapping[Severity, str] = {
    Severity.critical: "",
    Severity.major: "///",
    Severity.minor: "\\\\\\",
    Severity.neutral: "--",
}
"""matplotlib's hatch of an area, drawn in `fill` on `wash`; a critical one is all fill."""

_FILLS = {shades.fill: f"var(--{severity.name}-fill)" for severity, shades in LIGHT.items()}
_WASHES = {shades.wash: f"var(--{severity.name}-wash)" for severity, shades in LIGHT.items()}


def css() -> str:
    """The shades as custom properties: `--major`, `--major-fill`, `--major-wash` and so on; paper is always light."""
    light, dark = (f":root {{ {_declared(theme)} }}" for theme in (LIGHT, DARK))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{ {dark} }}\n"


def painted(severity: Severity) -> dict[str, Any]:
    """What matplotlib's bars and patches of a severity are given: ground, hatch and the color of hatch and edge."""
    shades, hatch = LIGHT[severity], HATCHES[severity]
    return {"facecolor": shades.wash if hatch else shades.fill, "hatch": hatch, "edgecolor": shades.fill}


def themed(color: str) -> str:
    """A light shade of an area as the custom property that a page's theme fills in; any other value as it is."""
    low = color.lower()
    return _FILLS.get(low) or _WASHES.get(low) or color


def _declared(theme: Mapping[Severity, Shades]) -> str:
    return " ".join(
        f"--{name}: {shades.ink}; --{name}-fill: {shades.fill}; --{name}-wash: {shades.wash};"
        for name, shades in ((severity.name, theme[severity]) for severity in theme)
    )
