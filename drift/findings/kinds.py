"""Every kind of finding, as `kinds.toml` describes it; `drift checks` and `drift explain KIND` print these."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding.

    `severity` is a line a rule, worst first. `example` is (original, rewrite); the original is "" where the rewrite
    is looked at alone. Which languages a kind can judge stands with the languages: `drift.language.supports`.
    """

    name: str
    category: str
    summary: str
    severity: tuple[str, ...]
    example: tuple[str, str]


def _read() -> Mapping[str, Kind]:
    rows = tomllib.loads(files("drift.findings").joinpath("kinds.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Kind(name, row["category"], row["summary"], tuple(row["severity"]), tuple(row["example"]))
            for name, row in rows.items()
        }
    )


#: All kinds by name, in the order in which they are listed to the user.
KINDS: Mapping[str, Kind] = _read()
