"""The DuckDB file of a workspace: the only place that speaks SQL."""

from geo.store.agreements import unknown_agreement
from geo.store.connection import FileState, look_at_files
from geo.store.core import Store
from geo.store.counts import POINT_COLUMNS, Stretch
from geo.store.patrols import unknown_plan
from geo.store.placements import unknown_placement
from geo.store.records import (
    Bounds,
    Contents,
    Cutoff,
    ImportCounts,
    ImportRecord,
    OpenImport,
    Removal,
    UndoneImport,
)
from geo.store.removal import remove_past
from geo.store.upgrade import list_copies

__all__ = [
    "POINT_COLUMNS",
    "Bounds",
    "Contents",
    "Cutoff",
    "FileState",
    "ImportCounts",
    "ImportRecord",
    "OpenImport",
    "Removal",
    "Store",
    "Stretch",
    "UndoneImport",
    "list_copies",
    "look_at_files",
    "remove_past",
    "unknown_agreement",
    "unknown_placement",
    "unknown_plan",
]
