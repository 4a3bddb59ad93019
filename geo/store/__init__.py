"""The DuckDB file of a workspace: the only place that speaks SQL."""

from geo.store.connection import FileState, look_at_files
from geo.store.core import Store
from geo.store.counts import Stretch
from geo.store.patrols import unknown_plan
from geo.store.placements import unknown_placement
from geo.store.records import (
    Bounds,
    Contents,
    ImportCounts,
    ImportRecord,
    OpenImport,
    UndoneImport,
)

__all__ = [
    "Bounds",
    "Contents",
    "FileState",
    "ImportCounts",
    "ImportRecord",
    "OpenImport",
    "Store",
    "Stretch",
    "UndoneImport",
    "look_at_files",
    "unknown_placement",
    "unknown_plan",
]
