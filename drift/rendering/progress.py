"""A progress bar on standard error or in a notebook."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    Item = TypeVar("Item")


def bar(items: Iterable[Item], *, total: int | None, unit: str, shown: bool | None = None) -> Iterable[Item]:
    """The items, counted by a bar as they are taken. `shown` None: in a notebook alone."""
    if not (in_notebook() if shown is None else shown):
        return items
    from tqdm.auto import tqdm

    counted: Iterable[Item] = tqdm(items, total=total, unit=unit, smoothing=0.1)
    return counted


def in_notebook() -> bool:
    """Whether this process is the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")
