"""The registry of suites, the names of their groups, and running them."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from drift.bench.alignment import aesop, argrewrite, roundtrip_align
from drift.bench.clauses import clauses
from drift.bench.coverage import roundtrip_coverage
from drift.bench.edited import aggrefact_spans, summedits_spans
from drift.bench.findings import cannot, human, roundtrip
from drift.bench.graded import mqm, msrp, sick, stsb, wmt
from drift.bench.indexed import index_suite
from drift.bench.page import page
from drift.bench.pairs import bump, demetr, menli, roundtrip_drift
from drift.bench.rewrites import articles, rewrites
from drift.bench.spans import infoloss, ragtruth
from drift.bench.speed import speed
from drift.bench.summaries import qags, summedits
from drift.bench.traced import trace_suite
from drift.bench.words import ists, mtref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.analyzer import Analyzer
    from drift.bench.results import Result, Suite

SUITES: Mapping[str, Suite] = MappingProxyType(
    {
        "argrewrite": argrewrite,
        "aesop": aesop,
        "roundtrip-align": roundtrip_align,
        "roundtrip-coverage": roundtrip_coverage,
        "ists": ists,
        "mtref": mtref,
        "roundtrip": roundtrip,
        "roundtrip-drift": roundtrip_drift,
        "human": human,
        "cannot": cannot,
        "clauses": clauses,
        "summedits-spans": summedits_spans,
        "aggrefact-spans": aggrefact_spans,
        "rewrites": rewrites,
        "articles": articles,
        "ragtruth": ragtruth,
        "infoloss": infoloss,
        "menli": menli,
        "demetr": demetr,
        "msrp": msrp,
        "sick": sick,
        "stsb": stsb,
        "wmt": wmt,
        "mqm": mqm,
        "bump": bump,
        "qags": qags,
        "summedits": summedits,
        "page": page,
        "speed": speed,
        "trace": trace_suite,
        "trace-index": index_suite,
    }
)

_DRIFT = ("menli", "demetr", "msrp", "sick", "stsb", "roundtrip-drift")
_QUALITY = ("wmt", "mqm")
_SUPPORT = ("bump", "qags", "summedits")
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "align": ("argrewrite", "aesop", "roundtrip-align"),
        "coverage": ("roundtrip-coverage", "clauses"),
        "words": ("ists", "mtref"),
        "facts": ("roundtrip", "human", "cannot", "summedits-spans", "aggrefact-spans"),
        "meaning": ("rewrites", "articles", "ragtruth", "infoloss"),
        "drift": _DRIFT,
        "quality": _QUALITY,
        "support": _SUPPORT,
        "score": (*_DRIFT, *_QUALITY, *_SUPPORT),
        "all": tuple(SUITES),
    }
)


def expand(names: Iterable[str]) -> tuple[str, ...]:
    """The suites that names of suites and groups stand for, each once, in the order asked.

    Raises:
        ValueError: a name is neither a suite nor a group; the message lists the known ones.
    """
    wanted: dict[str, None] = {}
    for name in names:
        if name not in SUITES and name not in GROUPS:
            msg = f"unknown suite {name!r}; suites: {', '.join(SUITES)}; groups: {', '.join(GROUPS)}"
            raise ValueError(msg)
        wanted.update(dict.fromkeys(GROUPS.get(name, (name,))))
    return tuple(wanted)


def run(
    names: Iterable[str], *, data: Path | str, analyzer: Analyzer, limit: int | None = None, seed: int = 0
) -> tuple[Result, ...]:
    """Run suites or groups of suites on the folders below `data`, at most `limit` items of each.

    Raises:
        ValueError: an unknown suite, or a limit below 1.
        DataError: a folder or file is missing, or not what its README says.
    """
    return tuple(SUITES[name](analyzer, Path(data), limit=limit, seed=seed) for name in expand(names))
