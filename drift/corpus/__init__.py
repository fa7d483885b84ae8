"""A corpus: manifests of pairs, shards that are written once, resume after any stop, engines.

`batch` is the way in; `shard` is the pure function that every engine runs.
"""

from __future__ import annotations

from drift.corpus.manifest import BatchError, Row
from drift.corpus.run import Progress, Summary, batch
from drift.corpus.shards import Settings, Tables, open_analyzer, shard

__all__ = ["BatchError", "Progress", "Row", "Settings", "Summary", "Tables", "batch", "open_analyzer", "shard"]
