"""The jinja2 environment of the HTML templates: escaping always on, an undefined name is an error."""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from drift.rendering import phrases, safe

if TYPE_CHECKING:
    from jinja2 import Environment

# What an HTML parser drops or cannot hold; replaced one for one, so that offsets in the page stay true.
_LOST = re.compile("[\0\ud800-\udfff]")


def exact(text: str) -> Markup:
    """Text escaped such that the parsed page holds it character for character, with control characters shown.

    They are shown one for one, so that offsets stay true: what a terminal or a browser would act on is a picture of
    it. A carriage return is written as a reference, since a parser turns a bare one into a line feed; NUL and
    lone surrogates, which no page can hold, become U+FFFD.
    """
    shown = safe.calm(_LOST.sub("\ufffd", text))
    return Markup(str(escape(shown)).replace("\r", "&#13;"))  # noqa: S704 - escaped in place


def hidden(text: str) -> str:
    """JSON of a text of which `exact` shows control characters, for the page's script; "" where there are none.

    What a reader copies or judges is the text as it was given, not what the page shows of it.
    """
    held = _LOST.sub("\ufffd", text)
    return "" if safe.calm(held) == held else json.dumps(held)


@functools.cache
def environment() -> Environment:
    """The environment that reads this room's `templates/`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("drift.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["exact"] = exact
    made.filters["hidden"] = hidden
    made.filters["clip"] = safe.clip
    made.filters["percent"] = phrases.percent
    made.filters["summary"] = phrases.kind_summary
    made.filters["rough"] = phrases.rough
    made.filters["plural"] = phrases.plural
    made.globals.update(
        severities=phrases.SEVERITIES, shapes=phrases.SHAPES, meanings=phrases.SEVERITY_MEANINGS, beads=phrases.BEADS
    )
    return made


def asset(name: str) -> str:
    """A style sheet or script of `templates/`, as text that goes into a page unescaped."""
    loader = environment().loader
    if loader is None:  # pragma: no cover - set two functions above
        raise RuntimeError(name)
    return loader.get_source(environment(), name)[0]
