"""Which findings a report holds, and how severe they are: what the user decides, not the checks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from drift.findings.kinds import KINDS
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from drift.records import Finding


@dataclass(frozen=True, slots=True)
class Policy:
    """`kinds` are reported; a finding less sure than `least_confidence` is not. `severities` are set by kind."""

    kinds: frozenset[str]
    least_confidence: float
    severities: Mapping[str, Severity]

    @classmethod
    def of(
        cls,
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
        *,
        least_confidence: float = 0.0,
        severities: Mapping[str, str | Severity] = MappingProxyType({}),
    ) -> Self:
        """A policy from names as users give them: a kind, or a family ("omission") that stands for all its kinds.

        A kind's own severity goes before its family's, whatever their order.

        Raises:
            ValueError: an unknown kind or severity, or a confidence that is no probability.
        """
        if not 0.0 <= least_confidence <= 1.0:
            msg = f"the least confidence is a probability from 0 to 1, not {least_confidence:g}"
            raise ValueError(msg)
        chosen: dict[str, Severity] = {}
        for name, severity in sorted(severities.items(), key=lambda item: item[0] in KINDS):
            chosen.update(dict.fromkeys(expanded([name]), _severity(name, severity)))
        return cls(
            kinds=frozenset(expanded(only) or KINDS) - frozenset(expanded(skip)),
            least_confidence=least_confidence,
            severities={kind: chosen[kind] for kind in KINDS if kind in chosen},
        )

    def applied(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are reported, with the severities that the user set."""
        return tuple(
            replace(finding, severity=self.severities.get(finding.kind, finding.severity))
            for finding in findings
            if self._wants(finding) and finding.confidence >= self.least_confidence
        )

    def signature(self) -> Mapping[str, str]:
        """Parts of a report's signature: `without` always, `least` and `severity` where the user set them."""
        parts = {"without": ",".join(self._off()) or "nothing"}
        if self.least_confidence:
            parts["least"] = f"{self.least_confidence:g}"
        if self.severities:
            parts["severity"] = ",".join(f"{kind}={severity.name}" for kind, severity in self.severities.items())
        return parts

    def notes(self, findings: Iterable[Finding]) -> Iterator[str]:
        """What a reader must know of it; `findings` are those before it was applied."""
        if off := self._off():
            yield f"switched off: {', '.join(off)}"
        if self.least_confidence:
            unsure = sum(self._wants(item) and item.confidence < self.least_confidence for item in findings)
            yield f"findings less sure than {100 * self.least_confidence:g} % are left out: {unsure}"
        if self.severities:
            changed = (f"{kind} is {severity.name}" for kind, severity in self.severities.items())
            yield f"severities set by the user: {', '.join(changed)}"

    def _wants(self, finding: Finding) -> bool:
        # A kind that is not described here is of somebody's own check, which was asked for by giving it.
        return finding.kind in self.kinds or finding.kind not in KINDS

    def _off(self) -> list[str]:
        return [kind for kind in KINDS if kind not in self.kinds]


def expanded(names: Iterable[str], known: Collection[str] = KINDS) -> tuple[str, ...]:
    """The kinds that the names mean, each once, in the names' order; `known` are the kinds that there are.

    One string may name several, between commas.

    Raises:
        ValueError: a name is neither a kind nor a family.
    """
    found: dict[str, None] = {}
    for name in names.split(",") if isinstance(names, str) else names:
        family = [kind for kind in known if kind == name or kind.startswith(f"{name}.")]
        if not family:
            msg = f"no such kind of finding: {name}{_nearest(name)} (see drift checks)"
            raise ValueError(msg)
        found.update(dict.fromkeys(family))
    return tuple(found)


def _severity(name: str, severity: str | Severity) -> Severity:
    try:
        return Severity.of(severity)
    except ValueError as error:
        msg = f"{name}: {error}"
        raise ValueError(msg) from error


def _nearest(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, [*KINDS, *{kind.partition(".")[0] for kind in KINDS}], n=1)
    return f", did you mean {near[0]}?" if near else ""
