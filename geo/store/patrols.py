"""Saved patrol plans and ticks in the store: what is written once stays as it is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from geo.errors import ParamsError, StoreError
from geo.patrol_records import PlanVersion, SavedPlan, SavedStop, decode_terms, encode_terms
from geo.patrol_ticks import Tick
from geo.store.connection import Transaction, damaged
from geo.store.moments import to_utc
from geo.store.patrol_rows import (
    STOP_COLUMNS,
    TICK_COLUMNS,
    digest_plan,
    list_values,
    read_stop,
    read_tick,
)
from geo.store.statements import ADD_PATROLS, PLANNED_VISITS, STRAY_PATROLS

# As for placements: two sessions of the app must not number a version alike.
_DESK: Final = Lock()


class Patrols:
    """The plans and ticks of an open store.

    Parameters
    ----------
    connection
        Of the store.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def add_plan(self, plan: SavedPlan, *, recorded_at: datetime) -> PlanVersion:
        """Keep a new plan; kept twice in one moment, it is one plan."""
        version = PlanVersion(
            plan_id=digest_plan(plan, recorded_at),
            version=1,
            recorded_at=recorded_at,
            why="",
            plan=plan,
        )
        with self._writing():
            if not self._count_versions(version.plan_id):
                self._insert(version)
        return version

    def add_version(self, version: PlanVersion) -> None:
        """Keep a later version of a plan beside the earlier ones.

        Raises
        ------
        ParamsError
            If there is no such plan, or this is not the version after its last.
        """
        with self._writing():
            latest = self._count_versions(version.plan_id)
            if not latest:
                raise unknown_plan(version.plan_id)
            if version.version != latest + 1:
                raise ParamsError(
                    "patrol-changed",
                    expected=f"a change of version {latest}, the last one",
                    got=f"one of version {version.version - 1}",
                    remedy="look at the last version and make the change again",
                    version=latest,
                )
            self._insert(version)

    def read_versions(self, plan_id: str | None = None) -> list[PlanVersion]:
        """Read all versions, of one plan or of all, in the order in which plans were first kept.

        Raises
        ------
        StoreError
            If one cannot be read.
        """
        where, values = _of(plan_id)
        rows = self._connection.execute(
            f"SELECT plan_id, version, recorded_at, why, body FROM patrol_plans{where}"
            " ORDER BY min(recorded_at) OVER (PARTITION BY plan_id), plan_id, version",
            values,
        ).fetchall()
        stops = self._read_stops(plan_id)
        try:
            return [
                PlanVersion(
                    plan_id=plan,
                    version=version,
                    recorded_at=recorded_at.replace(tzinfo=UTC),
                    why=why,
                    plan=SavedPlan(
                        terms=decode_terms(body), stops=tuple(stops.get((plan, version), ()))
                    ),
                )
                for plan, version, recorded_at, why, body in rows
            ]
        except ValueError as problem:
            raise damaged("a patrol plan that cannot be read") from problem

    def add_ticks(self, ticks: Sequence[Tick]) -> None:
        """Keep ticks: all of them or none; one whose id is known already stays as it was first."""
        if not ticks:
            return
        with self._writing():
            rows = [list_values(tick, TICK_COLUMNS) for tick in ticks]
            self._add_rows("ticks", TICK_COLUMNS, rows, known=" ON CONFLICT DO NOTHING")

    def read_ticks(self, plan_id: str | None = None) -> list[Tick]:
        """Read the ticks, of one plan or of all, in the order in which they were made.

        Raises
        ------
        StoreError
            If one cannot be read.
        """
        where, values = _of(plan_id)
        rows = self._connection.execute(
            f"SELECT {', '.join(TICK_COLUMNS)} FROM ticks{where} ORDER BY ticked_at, tick_id",
            values,
        ).fetchall()
        try:
            return [read_tick(row) for row in rows]
        except ValueError as problem:
            raise damaged("a tick that cannot be read") from problem

    def read_planned_visits(self) -> pd.DataFrame:
        """Read the planned visits of all versions of all plans.

        Returns
        -------
        DataFrame
            ``plan_id``, ``version``, ``team``, ``stop``, ``place``, ``kind``, ``theme``, ``label``,
            ``area``, ``x``, ``y``, ``starts``, ``leaves`` and ``shift_begins`` (UTC, without a
            zone), and ``is_last`` (whether its version is the last one of the plan), in order of
            start.
        """
        visits = self._frame(PLANNED_VISITS)
        rows = self._connection.execute(
            "SELECT plan_id, version, body FROM patrol_plans"
        ).fetchall()
        begins = {
            (plan, version): to_utc(decode_terms(body).begins) for plan, version, body in rows
        }
        shifts = zip(visits["plan_id"], visits["version"], strict=True)
        return visits.assign(
            shift_begins=pd.Series([begins[shift] for shift in shifts], dtype="datetime64[us]")
        )

    def read_tick_rows(self) -> pd.DataFrame:
        """Read all ticks as a frame.

        Returns
        -------
        DataFrame
            ``plan_id``, ``version``, ``team``, ``stop``, ``organisation``, ``kind`` and
            ``ticked_at`` (UTC, without a zone), in order of ticking.
        """
        return self._frame(
            "SELECT plan_id, version, team, stop, organisation, kind, ticked_at FROM ticks"
            " ORDER BY ticked_at, tick_id"
        )

    def rests_on_invented(self, plan_ids: Sequence[str]) -> bool:
        """Whether one of these plans rests on invented incidents."""
        rows = self._connection.execute(
            "SELECT body FROM patrol_plans WHERE plan_id IN (SELECT unnest($1::VARCHAR[]))",
            [list(plan_ids)],
        ).fetchall()
        return any(decode_terms(body).synthetic for (body,) in rows)

    def count(self) -> tuple[int, int]:
        """Count the plans and the ticks."""
        ((plans, ticks),) = self._connection.execute(
            "SELECT (SELECT count(DISTINCT plan_id) FROM patrol_plans),"
            " (SELECT count(*) FROM ticks)"
        ).fetchall()
        return int(plans), int(ticks)

    def find_flaw(self) -> str | None:
        """Say what is wrong with plans and ticks that no store wrote; None if they are whole."""
        try:
            self.read_versions()
            self.read_ticks()
        except StoreError as problem:
            return str(problem)
        stray = self._connection.execute(STRAY_PATROLS).fetchall()
        return f"patrol plan {stray[0][0]} without one of its versions" if stray else None

    def merge(self) -> None:
        """Put the plans and ticks of the attached backup beside those of the store."""
        for statement in ADD_PATROLS.strip().split(";\n"):
            self._connection.execute(statement)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with _DESK, Transaction(self._connection):
            yield

    def _frame(self, query: str) -> pd.DataFrame:
        frame: pd.DataFrame = self._connection.sql(query).to_arrow_table().to_pandas()
        return frame

    def _count_versions(self, plan_id: str) -> int:
        ((versions,),) = self._connection.execute(
            "SELECT count(*) FROM patrol_plans WHERE plan_id = $1", [plan_id]
        ).fetchall()
        return int(versions)

    def _insert(self, version: PlanVersion) -> None:
        self._connection.execute(
            "INSERT INTO patrol_plans (plan_id, version, recorded_at, why, body)"
            " VALUES ($1, $2, $3, $4, $5)",
            [
                version.plan_id,
                version.version,
                to_utc(version.recorded_at),
                version.why,
                encode_terms(version.plan.terms),
            ],
        )
        rows = [
            [version.plan_id, version.version, *list_values(stop, STOP_COLUMNS)]
            for stop in version.plan.stops
        ]
        self._add_rows("planned_visits", ("plan_id", "version", *STOP_COLUMNS), rows)

    def _add_rows(
        self, table: str, names: Sequence[str], rows: Sequence[Sequence[object]], *, known: str = ""
    ) -> None:
        """Add rows in one go, which is far quicker than one by one."""
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        self._connection.register("incoming", pa.table(columns))
        self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming{known}")
        self._connection.unregister("incoming")

    def _read_stops(self, plan_id: str | None) -> dict[tuple[str, int], list[SavedStop]]:
        where, values = _of(plan_id)
        rows = self._connection.execute(
            f"SELECT plan_id, version, {', '.join(STOP_COLUMNS)} FROM planned_visits{where}"
            " ORDER BY plan_id, version, team, stop",
            values,
        ).fetchall()
        stops: dict[tuple[str, int], list[SavedStop]] = {}
        try:
            for plan, version, *row in rows:
                stops.setdefault((plan, version), []).append(read_stop(row))
        except ValueError as problem:
            raise damaged("a planned visit that cannot be read") from problem
        return stops


def unknown_plan(plan_id: str) -> ParamsError:
    """Make the error for a patrol plan that is not there."""
    return ParamsError(
        "patrol-unknown",
        expected="the id of a patrol plan that was kept",
        got=plan_id[:40],
        remedy="choose one from the list",
        plan=plan_id[:40],
    )


def _of(plan_id: str | None) -> tuple[str, list[object]]:
    return ("", []) if plan_id is None else (" WHERE plan_id = $1", [plan_id])
