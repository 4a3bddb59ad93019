"""The DuckDB file of a workspace: the only place that speaks SQL."""

from geo.store.connection import FileState, look_at_files
from geo.store.core import Store
from geo.store.records import Contents, ImportCounts, ImportRecord, UndoneImport

__all__ = [
    "Contents",
    "FileState",
    "ImportCounts",
    "ImportRecord",
    "Store",
    "UndoneImport",
    "look_at_files",
]
