"""A page that runs a widget's script as a notebook does, with a model that holds the state in the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from drift.rendering import markup

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>{css}</style><div id="el"></div>
<script type="module">
const state = {state}, listeners = {{}};
window.model = {{
  get: (name) => state[name],
  set(name, value) {{
    const changed = JSON.stringify(state[name]) !== JSON.stringify(value);
    state[name] = value;
    if (changed) for (const act of listeners[`change:${{name}}`] ?? []) act();
  }},
  save_changes() {{}},
  on: (event, act) => (listeners[event] ??= []).push(act),
}};
const widget = await import(URL.createObjectURL(new Blob([{script}], {{ type: "text/javascript" }})));
widget.default.render({{ model: window.model, el: document.getElementById("el") }});
window.ready = true;
</script>
"""


def write(path: Path, script: str, state: dict[str, Any]) -> Path:
    def js(value: object) -> str:
        return json.dumps(value).replace("</", "<\\/")

    page = _PAGE.format(css=markup.asset("explore.css"), script=js(markup.asset(script)), state=js(state))
    path.write_text(page, encoding="utf-8")
    return path
