"""What the code knows, as parts of pages: a command's help, the facts of a finding kind, a JSON Schema.

Each writes Markdown and is a Sphinx directive of its name, so that a page says in its own words what these cannot.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent


def command(argument: str) -> Iterator[str]:
    """`{command} report`: usage, what it does, arguments, options, examples. `drift` alone is the whole program."""
    import typer.main

    from drift.cli.app import app

    group: Any = typer.main.get_command(app)
    verb = group if argument == "drift" else group.commands[argument]
    name = "drift" if verb is group else f"drift {argument}"
    arguments = [item for item in verb.params if item.param_type_name == "argument"]
    options = [item for item in verb.params if item.param_type_name == "option"]
    words = [item.metavar if item.required else f"[{item.metavar}]" for item in arguments]
    yield from ("```text", " ".join([name, "[OPTIONS]", *(words or ["COMMAND"] * (verb is group))]), "```", "")
    for paragraph in (verb.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            _, *examples = paragraph.splitlines()[1:]
            yield from ("```console", *(f"$ {line.strip()}" for line in examples), "```", "")
        else:
            yield from (_text(paragraph), "")
    for item in arguments:
        yield from (f"`{item.metavar}`", f": {_text(item.help)}", "")
    for item in options:
        names = ", ".join(f"`{option} {item.metavar}`" if item.metavar else f"`{option}`" for option in item.opts)
        default = "" if item.is_flag or item.default is None or not item.show_default else f" Default: {item.default}."
        yield from (names, f": {_text(item.help)}{default}", "")


def finding_kind(argument: str) -> Iterator[str]:
    """`{finding-kind} number`: category, severities, example and what readers said, as `drift explain` prints them."""
    from drift.findings import KINDS, judged
    from drift.language import speakers

    kind = KINDS[argument]
    original, rewrite = kind.example
    count, agreed = judged(argument)
    yield from (f"**{_text(kind.summary[0].upper() + kind.summary[1:])}.**", "")
    yield f":Category: {_text(kind.category)}"
    for rule in kind.severity:
        severity, _, when = rule.partition(": ")
        yield f":{severity.capitalize()}: {_text(when)}"
    if original:
        yield f":Original: {_text(original)}"
    yield f":Rewrite: {_text(rewrite)}"
    yield f":Judged: {f'{count:g} by readers, who agreed with {agreed:g}' if count else 'not yet'}"
    yield f":Languages: {', '.join(speakers(kind.name)) or 'any'}"


def json_schema(argument: str) -> Iterator[str]:
    """`{json-schema} drift/x.schema.json`: the keys of a file, with types and descriptions."""
    schema = json.loads((ROOT / argument).read_text(encoding="utf-8"))
    yield from _keys(schema, "")
    for name, part in schema.get("$defs", {}).items():
        if "properties" in part:
            yield from _keys(part, f"**{name}**")


def _keys(schema: dict[str, Any], heading: str) -> Iterator[str]:
    yield from (heading, "", _text(schema.get("description", "")), "", "| key | type | meaning |", "|---|---|---|")
    for key, value in schema["properties"].items():
        optional = "" if key in schema.get("required", ()) else ", optional"
        yield f"| `{key}` | {_kind(value)}{optional} | {_text(value.get('description', ''))} |"
    yield ""


def _kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{json.dumps(item)}`" for item in value["enum"])
    if "anyOf" in value:
        return " or ".join(_kind(item) for item in value["anyOf"])
    given = value.get("type", "any")
    several = given if isinstance(given, list) else [given]
    return " or ".join(f"list of {_kind(value['items'])}" if name == "array" else name for name in several)


def _text(text: str) -> str:
    """Plain text as Markdown that shows it, options as code."""
    escaped = re.sub(r"([\\`*_{}\[\]<>|#$])", r"\\\1", " ".join(text.split()))
    return re.sub(r"(?<!\S)--[a-z-]+", lambda option: f"`{option[0]}`", escaped)


class Written(SphinxDirective):
    """A directive with one argument whose content is the Markdown that `write` makes of it."""

    required_arguments = 1
    write: ClassVar[Callable[[str], Iterator[str]]]

    def run(self) -> list[nodes.Node]:
        """The nodes of the Markdown."""
        return self.parse_text_to_nodes("\n".join(type(self).write(self.arguments[0])))


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx of the directives."""
    for write in (command, finding_kind, json_schema):
        name = write.__name__.replace("_", "-")
        app.add_directive(name, type(name, (Written,), {"write": staticmethod(write)}))
    return {"parallel_read_safe": True}
