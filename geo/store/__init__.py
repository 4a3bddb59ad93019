"""The DuckDB file of a workspace: the only place that speaks SQL."""

from geo.store.core import Contents, ImportCounts, ImportRecord, Store

__all__ = ["Contents", "ImportCounts", "ImportRecord", "Store"]
