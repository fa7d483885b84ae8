"""What drift knows of a language: a folder of data, `drift/language/<code>/`, read once and looked up by name.

A file `cues.toml` with

    [negation]
    explicit = "not never no"
    denials = ["deny", "rule out"]

holds two lists, `cues.negation.explicit` and `cues.negation.denials`. A list is words between spaces, or an array where
an entry has spaces of its own; a table of such lists sorts words into classes. English has every list there is; in
another language one that is not there is empty, so that whatever looks for its words finds none and says nothing.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    Table = Mapping[str, Any]

#: The language whose folder has every list, and that texts count as whose language was not determined.
COMPLETE = "en"


@dataclass(frozen=True, eq=False)  # one a code: equal to itself alone, so that what is made of it can be kept
class Language:
    """The data of one language; `code` is ISO 639-1, `tables` are its files by name."""

    code: str
    tables: Table

    def words(self, name: str) -> frozenset[str]:
        """The words of a list, or of all classes of a table.

        Raises:
            KeyError: no language has a list of this name.
        """
        found = self._words.get(name)
        if found is None:
            value = self._found(name)
            listed = value.values() if isinstance(value, dict) else [value]
            found = self._words[name] = frozenset(word for one in listed for word in entries(one))
        return found

    def ordered(self, name: str) -> tuple[str, ...]:
        """The entries of a list as they stand.

        Raises:
            KeyError: as for `words`.
        """
        return tuple(entries(self._found(name)))

    def classes(self, name: str) -> Mapping[str, str]:
        """Each word of a table of lists with the class that it stands in: {"may": "possible"}.

        Raises:
            KeyError: as for `words`.
        """
        found = self._classes.get(name)
        if found is None:
            table = self._found(name) or {}
            found = self._classes[name] = MappingProxyType(
                {word: kind for kind, listed in table.items() for word in entries(listed)}
            )
        return found

    def table(self, name: str) -> Mapping[str, Any]:
        """A table as it stands in the file, for values that are no lists of words.

        Raises:
            KeyError: as for `words`.
        """
        return MappingProxyType(self._found(name) or {})

    def file(self, name: str) -> str:
        """The text of a file of another form ("units.tsv"), empty where the language has none."""
        found = _root().joinpath(self.code).joinpath(name)
        return found.read_text(encoding="utf-8") if self.tables and found.is_file() else ""

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _classes(self) -> dict[str, Mapping[str, str]]:
        return {}

    def _found(self, name: str) -> Any:
        value = _at(self.tables, name)
        if value is None and self.code != COMPLETE:
            language(COMPLETE)._found(name)  # noqa: SLF001 - a name that English lacks is a slip, in every language
        elif value is None:
            raise KeyError(name)
        return value if value is not None else ""


def entries(listed: str | Sequence[str]) -> Sequence[str]:
    """The entries of a list as a file has it."""
    return listed.split() if isinstance(listed, str) else listed


def language(code: str) -> Language:
    """The data of a language by its code, of English where the code is empty; of one without a folder there is none."""
    return _read(code or COMPLETE)


def packs() -> tuple[str, ...]:
    """The codes of all languages with a folder, sorted."""
    return tuple(sorted(folder.name for folder in _root().iterdir() if folder.is_dir() and _has_data(folder)))


@cache
def _read(code: str) -> Language:
    folder = _root().joinpath(code)
    known = code.isalnum() and folder.is_dir()
    return Language(code, MappingProxyType(dict(_tables(folder)) if known else {}))


def _tables(folder: Traversable) -> Iterator[tuple[str, Table]]:
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8"))


def _has_data(folder: Traversable) -> bool:
    return any(file.name.endswith(".toml") for file in folder.iterdir())


def _root() -> Traversable:
    return files("drift.language")


def _at(tables: Table, name: str) -> Any:
    value: Any = tables
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict | MappingProxyType) else None
    return value
