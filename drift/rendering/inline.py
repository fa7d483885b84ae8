"""A matplotlib figure as an `<svg>` element that lives in a page.

The page forbids inline style attributes (content-security policy) and has a light and a dark theme, so
styles become presentation attributes, the ink becomes `currentColor`, and texts take the page's font.
"""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from drift.rendering import palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#1f2328"
"""The color of lines and letters that turn into `currentColor`."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
_PNG = "data:image/png;base64,"
_FONT_SIZE = re.compile(r"([\d.]+)px")


def inline(figure: Figure, *, name: str, title: str, description: str) -> str:
    """The figure as SVG markup with `<title>` and `<desc>`; ids begin with `name`, equal figures give equal text."""
    from matplotlib import rc_context

    buffer = io.BytesIO()
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    # S314: the markup is matplotlib's own, made a line above.
    root = ET.fromstring(buffer.getvalue())  # noqa: S314
    for element in root.iter():
        _restyle(element, name)
        if element.tag == f"{{{_SVG}}}image":
            element.set(_HREF, _lighter(element.get(_HREF, "")))
    for child in list(root):
        if child.tag in (f"{{{_SVG}}}metadata", f"{{{_SVG}}}title") or _is_style_only(child):
            root.remove(child)
    box = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib.update(
        {
            "viewBox": box,
            "role": "group",
            "aria-labelledby": f"{name}-title {name}-desc",
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        }
    )
    for index, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(index, element)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return ET.tostring(root, encoding="unicode")


def _lighter(address: str) -> str:
    """An embedded PNG with a palette where its colors fit into one: the same pixels, a third of the weight."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(address.removeprefix(_PNG)))) as given:
        pixels = np.asarray(given.convert("RGBA"))
    packed = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    colors, places = np.unique(packed, return_inverse=True)
    if len(colors) > 256:
        return address
    palette = colors.view(np.uint8).reshape(-1, 4)
    image = Image.fromarray(places.reshape(packed.shape).astype(np.uint8), mode="P")
    image.putpalette(palette[:, :3].tobytes())
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True, transparency=palette[:, 3].tobytes())
    return _PNG + base64.b64encode(buffer.getvalue()).decode()


def _is_style_only(element: ET.Element) -> bool:
    return element.tag == f"{{{_SVG}}}defs" and all(child.tag == f"{{{_SVG}}}style" for child in element)


def _restyle(element: ET.Element, name: str) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            key, value = "font-size", "".join(_FONT_SIZE.findall(value)[:1])
        if key and value:
            element.set(key, value)
    for key, value in list(element.attrib.items()):
        element.set(key, _own(element, key, value, name))
    if element.tag == f"{{{_SVG}}}a":
        # A shortcut for the mouse: the same places are reached from the rows and the findings.
        element.set("tabindex", "-1")
    if element.tag == f"{{{_SVG}}}text":
        element.attrib.setdefault("fill", "currentColor")


def _own(element: ET.Element, key: str, value: str, name: str) -> str:
    """An attribute's value with the page's ink and with ids that no other figure has."""
    if value.lower() == INK:
        return "currentColor"
    if key == "id":
        return f"{name}-{value}"
    if value.startswith("url(#"):
        return f"url(#{name}-{value[5:]}"
    if key == _HREF and value.startswith("#") and element.tag == f"{{{_SVG}}}use":
        return f"#{name}-{value[1:]}"
    return palette.themed(value) if key in {"fill", "stroke"} else value
