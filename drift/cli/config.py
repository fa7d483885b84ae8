"""Settings from a TOML file: `--config FILE`, else the nearest `drift.toml` or `[tool.drift]` of a `pyproject.toml`.

The nearest is looked for from the working folder upward; what the command line says goes before what a file says.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.cli import inputs
from drift.cli.errors import UsageError
from drift.cli.options import Bits, FailOn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from drift.analyzer import Analyzer


@dataclass(frozen=True, slots=True)
class Config:
    """What a file sets; each field is what holds without it. `path` is the file, None where there is none."""

    path: Path | None = None
    model: str | None = None
    precision: Bits = Bits.float32
    fail_on: FailOn | None = None
    check: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    least_confidence: float = 0.0
    severity: Mapping[str, str] = field(default_factory=dict)
    repair: bool = True
    cache: bool = True

    @property
    def note(self) -> tuple[str, ...]:
        """The line of a report's notes that names the file, so that no setting works unseen."""
        return () if self.path is None else (f"settings of {Path(os.path.relpath(self.path)).as_posix()}",)


def load(given: Path | None) -> Config:
    """The settings of the given file, or of the nearest, or none.

    Raises:
        UsageError: the file cannot be read, is no TOML, or sets something that there is not.
    """
    if given is not None:
        content = _parsed(given)
        return _config(given, (_tool(content) or {}) if given.name == "pyproject.toml" else content)
    return next((_config(path, content) for path, content in _nearest(Path.cwd())), Config())


def chosen(  # noqa: PLR0913 - an argument an option of the command line
    config: Config,
    *,
    check: Sequence[str] | None,
    skip: Sequence[str] | None,
    model: str | None,
    precision: Bits | None,
    fail_on: FailOn | None,
    no_repair: bool,
    no_cache: bool,
) -> Config:
    """The settings with what the command line says. There `--check` and `--skip` stand for both lists of the file.

    Raises:
        UsageError: an option names no kind of finding.
    """
    only, without = inputs.kinds(check, option="--check"), inputs.kinds(skip, option="--skip")
    if not only and not without:
        only, without = config.check, config.skip
    return replace(
        config,
        check=only,
        skip=without,
        model=model or config.model,
        precision=precision or config.precision,
        fail_on=fail_on or config.fail_on,
        repair=config.repair and not no_repair,
        cache=config.cache and not no_cache,
    )


def analyzer(settings: Config) -> Analyzer:
    """The analyzer of these settings."""
    from drift.analyzer import Analyzer

    return Analyzer(
        settings.model,
        cache=settings.cache,
        only=settings.check,
        skip=settings.skip,
        least_confidence=settings.least_confidence,
        severities=settings.severity,
        repair=settings.repair,
        precision=settings.precision.value,
    )


def _nearest(start: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for folder in (start, *start.parents):
        if (folder / "drift.toml").is_file():
            yield folder / "drift.toml", _parsed(folder / "drift.toml")
        if (folder / "pyproject.toml").is_file():
            content = _tool(_parsed(folder / "pyproject.toml"))
            if content is not None:
                yield folder / "pyproject.toml", content


def _tool(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The table `[tool.drift]` of a pyproject.toml, None where it has none."""
    tools = content.get("tool")
    found = tools.get("drift") if isinstance(tools, dict) else None
    return found if isinstance(found, dict) else None


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path}: {error.strerror or error}"
        raise UsageError(msg) from error
    except ValueError as error:  # tomllib's own, and bytes that are no UTF-8
        msg = f"{path} is no TOML file: {error}"
        raise UsageError(msg) from error


def _config(path: Path, content: Mapping[str, Any]) -> Config:
    from drift.findings import Policy, expanded

    for key, value in content.items():
        if key not in _KEYS:
            msg = f"{path}: no such setting: {key}; the settings are {', '.join(_KEYS)}"
            raise UsageError(msg)
        valid, wanted = _KEYS[key]
        if not valid(value):
            msg = f"{path}: {key} must be {wanted}"
            raise UsageError(msg)
    named: dict[str, Any] = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value for key, value in content.items()
    }
    if "model" in named and (path.parent / named["model"]).is_dir():  # a folder is meant as seen from the file
        named["model"] = str(path.parent / named["model"])
    if "fail_on" in named:
        named["fail_on"] = FailOn(named["fail_on"])
    if "precision" in named:
        named["precision"] = Bits(named["precision"])
    made = Config(path if content else None, **named)
    try:
        Policy.of(least_confidence=made.least_confidence, severities=made.severity)
        return replace(made, check=expanded(made.check), skip=expanded(made.skip))
    except ValueError as error:
        msg = f"{path}: {error}"
        raise UsageError(msg) from error


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


_LEVELS = ", ".join(FailOn)
_KEYS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "model": (_is_text, "a folder or a hub name"),
    "precision": (lambda value: value in list(Bits), f"one of {', '.join(Bits)}"),
    "fail-on": (lambda value: value in list(FailOn), f"one of {_LEVELS}"),
    "check": (_is_list, "a list of kinds or families of findings"),
    "skip": (_is_list, "a list of kinds or families of findings"),
    "least-confidence": (_is_share, "a probability from 0 to 1"),
    "severity": (_is_table, "a table of severities by kind or family"),
    "repair": (lambda value: isinstance(value, bool), "true or false"),
    "cache": (lambda value: isinstance(value, bool), "true or false"),
}
