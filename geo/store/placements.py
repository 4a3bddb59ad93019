"""Placements and surveys in the store: what is written once stays as it is."""

from datetime import UTC, datetime
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
from geo.store.connection import damaged
from geo.store.moments import to_utc
from geo.store.statements import ADD_SURVEYS, STRAY_SURVEYS
from geo.store.versions import (
    Entry,
    Ledger,
    add_first,
    add_later,
    count_versions,
    find_strays,
    merge_records,
    read_entries,
    writing,
)


def add_placement(
    connection: duckdb.DuckDBPyConnection, placement: Placement, *, recorded_at: datetime
) -> PlacementVersion:
    """Write down a new placement under the next number."""
    body = encode_placement(placement)
    number = add_first(connection, LEDGER, body, recorded_at=recorded_at)
    return PlacementVersion(
        placement_id=number, version=1, recorded_at=recorded_at, why="", placement=placement
    )


def add_version(connection: duckdb.DuckDBPyConnection, version: PlacementVersion) -> None:
    """Write down a later version of a placement.

    Raises
    ------
    ParamsError
        If there is no such placement, or its number is not the one after the last version: somebody
        else came in between.
    """
    entry = Entry(
        version.placement_id,
        version.version,
        version.recorded_at,
        version.why,
        encode_placement(version.placement),
    )
    add_later(connection, LEDGER, entry)


def add_survey(connection: duckdb.DuckDBPyConnection, survey: SafetySurvey) -> None:
    """Write down a figure; an earlier one of the same moment stays, and counts no more.

    Raises
    ------
    ParamsError
        If there is no such placement.
    """
    with writing(connection):
        count_versions(connection, LEDGER, survey.placement_id)
        connection.execute(
            "INSERT INTO surveys (placement_id, moment, asked, safe, recorded_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            [
                survey.placement_id,
                survey.moment.value,
                survey.asked,
                survey.safe,
                to_utc(survey.recorded_at),
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
    entries = read_entries(connection, LEDGER, placement_id)
    try:
        return [
            PlacementVersion(
                placement_id=entry.number,
                version=entry.version,
                recorded_at=entry.recorded_at,
                why=entry.why,
                placement=decode_placement(entry.body),
            )
            for entry in entries
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
    where = "" if placement_id is None else " WHERE placement_id = $1"
    rows = connection.execute(
        f"SELECT placement_id, moment, asked, safe, recorded_at FROM surveys{where}"
        " ORDER BY recorded_at, placement_id, moment",
        [] if placement_id is None else [placement_id],
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
    surveys = [number for (number,) in connection.execute(STRAY_SURVEYS).fetchall()]
    stray = find_strays(connection, LEDGER) + surveys
    return f"placement {stray[0]} without one of its versions" if stray else None


def merge_placements(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the placements and surveys of the attached backup beside those of the store."""
    merge_records(connection, LEDGER)
    connection.execute(ADD_SURVEYS)


def unknown_placement(placement_id: int) -> ParamsError:
    """Make the error for a placement that is not there."""
    return ParamsError(
        "placement-unknown",
        expected="the number of a placement",
        got=f"{placement_id}",
        remedy="choose one from the list",
        placement=placement_id,
    )


def _changed(latest: int, seen: int) -> ParamsError:
    return ParamsError(
        "placement-changed",
        expected=f"a change of version {latest}, the last one",
        got=f"one of version {seen}",
        remedy="look at the last version and make the change again",
        version=latest,
    )


LEDGER: Final = Ledger("placements", "placement_id", unknown_placement, _changed)
