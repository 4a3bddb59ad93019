"""Planned visits and ticks as rows of the store, and the name that a plan gets there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

from geo.patrol_records import SavedPlan, SavedStop, encode_terms
from geo.patrol_ticks import Finding, Tick, TickKind
from geo.schema import Organisation, PlaceKind
from geo.store.moments import to_utc

STOP_COLUMNS: Final = (
    "team",
    "stop",
    "place",
    "kind",
    "theme",
    "label",
    "area",
    "x",
    "y",
    "arrives",
    "starts",
    "leaves",
    "why",
)
TICK_COLUMNS: Final = (
    "tick_id",
    "plan_id",
    "version",
    "team",
    "stop",
    "place",
    "organisation",
    "kind",
    "finding",
    "ticked_at",
    "recorded_at",
)
_MOMENTS: Final = frozenset({"arrives", "starts", "leaves", "ticked_at", "recorded_at"})


def digest_plan(plan: SavedPlan, recorded_at: datetime) -> str:
    """Name a plan by what it holds: stores that are merged never give two plans one name."""
    parts = [f"{to_utc(recorded_at)}", encode_terms(plan.terms)]
    parts += [repr(list_values(stop, STOP_COLUMNS)) for stop in plan.stops]
    return blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()


def read_tick(row: Sequence[Any]) -> Tick:
    """Make a tick of its row.

    Raises
    ------
    ValueError
        If it is none.
    """
    named = _name_values(row, TICK_COLUMNS)
    finding = named["finding"]
    return Tick(
        **named
        | {
            "organisation": Organisation(named["organisation"]),
            "kind": TickKind(named["kind"]),
            "finding": None if finding is None else Finding(finding),
        }
    )


def read_stop(row: Sequence[Any]) -> SavedStop:
    """Make a stop of its row.

    Raises
    ------
    ValueError
        If it is none.
    """
    named = _name_values(row, STOP_COLUMNS)
    return SavedStop(**named | {"kind": PlaceKind(named["kind"])})


def list_values(record: SavedStop | Tick, names: Sequence[str]) -> list[object]:
    """List the values of a record by column, moments in UTC and without a zone."""
    values = ((name, getattr(record, name)) for name in names)
    return [to_utc(value) if name in _MOMENTS else value for name, value in values]


def _name_values(row: Sequence[Any], names: Sequence[str]) -> dict[str, Any]:
    return {
        name: value.replace(tzinfo=UTC) if name in _MOMENTS else value
        for name, value in zip(names, row, strict=True)
    }
