"""Placements and surveys in the store: what is written once stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Final

import duckdb

from geo.errors import ParamsError, StoreError
from geo.placements import (
    Moment,
    Placement,
    PlacementVersion,
    SafetySurvey,
    decode_placement,
    encode_placement,
)
from geo.store.connection import Transaction, damaged
from geo.store.statements import ADD_PLACEMENTS, NUMBER_PLACEMENTS, STRAY_RECORDS

# Sessions of the app share one process, where DuckDB lets them write side by side: two that number
# their records at once would choose the same number.
_DESK: Final = Lock()


def add_placement(
    connection: duckdb.DuckDBPyConnection, placement: Placement, *, recorded_at: datetime
) -> PlacementVersion:
    """Write down a new placement under the next number."""
    with _writing(connection):
        ((highest,),) = connection.execute(
            "SELECT coalesce(max(placement_id), 0) FROM placements"
        ).fetchall()
        version = PlacementVersion(
            placement_id=highest + 1,
            version=1,
            recorded_at=recorded_at,
            why="",
            placement=placement,
        )
        _insert(connection, version)
    return version


def add_version(connection: duckdb.DuckDBPyConnection, version: PlacementVersion) -> None:
    """Write down a later version of a placement.

    Raises
    ------
    ParamsError
        If there is no such placement, or its number is not the one after the last version: somebody
        else came in between.
    """
    with _writing(connection):
        latest = _count_versions(connection, version.placement_id)
        if version.version != latest + 1:
            raise ParamsError(
                "placement-changed",
                expected=f"a change of version {latest}, the last one",
                got=f"one of version {version.version - 1}",
                remedy="look at the last version and make the change again",
                version=latest,
            )
        _insert(connection, version)


def add_survey(connection: duckdb.DuckDBPyConnection, survey: SafetySurvey) -> None:
    """Write down a figure; an earlier one of the same moment stays, and counts no more.

    Raises
    ------
    ParamsError
        If there is no such placement.
    """
    with _writing(connection):
        _count_versions(connection, survey.placement_id)
        connection.execute(
            "INSERT INTO surveys (placement_id, moment, asked, safe, recorded_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            [
                survey.placement_id,
                survey.moment.value,
                survey.asked,
                survey.safe,
                _to_utc(survey.recorded_at),
            ],
        )


def read_versions(
    connection: duckdb.DuckDBPyConnection, placement_id: int | None = None
) -> list[PlacementVersion]:
    """Read all versions, of one placement or of all, in order of number and version.

    Raises
    ------
    StoreError
        If one cannot be read.
    """
    where, values = _of(placement_id)
    rows = connection.execute(
        f"SELECT placement_id, version, recorded_at, why, body FROM placements{where}"
        " ORDER BY placement_id, version",
        values,
    ).fetchall()
    try:
        return [
            PlacementVersion(
                placement_id=number,
                version=version,
                recorded_at=recorded_at.replace(tzinfo=UTC),
                why=why,
                placement=decode_placement(body),
            )
            for number, version, recorded_at, why, body in rows
        ]
    except ValueError as problem:
        raise damaged("a placement that cannot be read") from problem


def read_surveys(
    connection: duckdb.DuckDBPyConnection, placement_id: int | None = None
) -> list[SafetySurvey]:
    """Read all figures, of one placement or of all, in the order in which they were written.

    Raises
    ------
    StoreError
        If one cannot be read.
    """
    where, values = _of(placement_id)
    rows = connection.execute(
        f"SELECT placement_id, moment, asked, safe, recorded_at FROM surveys{where}"
        " ORDER BY recorded_at, placement_id, moment",
        values,
    ).fetchall()
    try:
        return [
            SafetySurvey(
                placement_id=number,
                moment=Moment(moment),
                asked=asked,
                safe=safe,
                recorded_at=recorded_at.replace(tzinfo=UTC),
            )
            for number, moment, asked, safe, recorded_at in rows
        ]
    except ValueError as problem:
        raise damaged("a survey that cannot be read") from problem


def find_flaw(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Say what is wrong with placements and surveys that no store wrote; None if they are whole."""
    try:
        read_versions(connection)
        read_surveys(connection)
    except StoreError as problem:
        return str(problem)
    stray = connection.execute(STRAY_RECORDS).fetchall()
    return f"placement {stray[0][0]} without one of its versions" if stray else None


def merge_placements(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the placements and surveys of the attached backup beside those of the store."""
    connection.execute(NUMBER_PLACEMENTS)
    connection.execute(ADD_PLACEMENTS)


@contextmanager
def _writing(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    with _DESK, Transaction(connection):
        yield


def _count_versions(connection: duckdb.DuckDBPyConnection, placement_id: int) -> int:
    ((versions,),) = connection.execute(
        "SELECT count(*) FROM placements WHERE placement_id = $1", [placement_id]
    ).fetchall()
    if not versions:
        raise unknown_placement(placement_id)
    return int(versions)


def unknown_placement(placement_id: int) -> ParamsError:
    """Make the error for a placement that is not there."""
    return ParamsError(
        "placement-unknown",
        expected="the number of a placement",
        got=f"{placement_id}",
        remedy="choose one from the list",
        placement=placement_id,
    )


def _insert(connection: duckdb.DuckDBPyConnection, version: PlacementVersion) -> None:
    connection.execute(
        "INSERT INTO placements (placement_id, version, recorded_at, why, body)"
        " VALUES ($1, $2, $3, $4, $5)",
        [
            version.placement_id,
            version.version,
            _to_utc(version.recorded_at),
            version.why,
            encode_placement(version.placement),
        ],
    )


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _of(placement_id: int | None) -> tuple[str, list[object]]:
    return ("", []) if placement_id is None else (" WHERE placement_id = $1", [placement_id])
