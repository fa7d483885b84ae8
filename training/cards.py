"""What a packaged model says of itself, in JSON that a person can read: a source a line, with licence and SHA-256."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WIDTH = 300  # what is shorter stands on one line: a source, the figures of a set
#: Licences of the data sets, as their READMEs state them. No row of them is in a model, only weights.
LICENCES = {
    "menli_adv": "MIT; texts from WMT20 and PAWS-X", "demetr": "MIT", "stsb": "CC BY-SA 4.0 (scores)",
    "roundtrip": "CC BY-SA 4.0", "cannot": "CC BY-SA 4.0",
    "wmt15-17_da": "MIT; WMT data", "wmt23_mqm_zhen": "Apache-2.0 (MQM)", "bump": "MIT; CNN/DailyMail text",
    "summedits": "Apache-2.0", "multimwa": "no licence file",
    "argrewrite_v2": "CC BY 4.0", "gnat_aesop": "CC BY-SA 4.0",
    "rewrites": "the project's own", "rsd_ists": "no licence file (SemEval-2016)",
}  # fmt: skip


def made(name: str, seed: int, packages: Iterable[str]) -> dict[str, Any]:
    """What every card opens with: which model, made when and with which versions."""
    day = datetime.now(UTC).date().isoformat()
    return {"id": name, "date": day, "seed": seed, "versions": {package: version(package) for package in packages}}


def sources(paths: Iterable[Path], **more: Any) -> list[dict[str, Any]]:
    """The files that were learned from, a record each."""
    return [
        {"folder": path.parent.name, "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
         **more, "licence": LICENCES[path.parent.name]}
        for path in paths
    ]  # fmt: skip


def write(path: Path, card: Mapping[str, Any]) -> None:
    """Write a card or a model, one line for all that fits on one."""
    path.write_text(_shown(card, 0) + "\n", encoding="utf-8")


def _shown(value: Any, depth: int) -> str:
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    long = len(line) >= WIDTH or not depth
    if not long or not (isinstance(value, dict) or any(isinstance(item, (dict, list)) for item in value)):
        return line  # numbers of a list stay together
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    parts = (("" if key is None else f"{json.dumps(key)}: ") + _shown(item, depth + 1) for key, item in pairs)
    pad = "\n" + " " * depth
    return line[0] + ",".join(f"{pad} {part}" for part in parts) + pad + line[-1]
