"""What the store counts and reads without an incident frame."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from geo import schema
from geo.params import Period
from geo.store import Store, Stretch

ROWS = (
    # theme, local day, start and end in UTC, x, y
    ("inbraak", "2018-03-01", "2018-02-28 23:30", "2018-03-01 06:00", 10.0, 10.0),
    ("inbraak", "2018-03-01", "2018-03-01 12:00", "2018-03-01 12:00", 20.0, 30.0),
    ("inbraak", "2018-04-01", "2018-04-01 12:00", "2018-04-01 12:00", None, None),
    ("jeugd", "2018-03-31", "2018-03-31 12:00", "2018-03-31 12:00", 50.0, 50.0),
)
MARCH = Period(first=date(2018, 3, 1), last=date(2018, 3, 31))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.duckdb"
    with Store(path):
        pass
    with duckdb.connect(path) as connection:
        connection.executemany(
            "INSERT INTO incidents (incident_id, source, theme, started_on, started_at, ended_at,"
            " x, y, time_precision, place_precision, reporter, weight, content, import_id)"
            " VALUES (?, 'politie', ?, ?, ?, ?, ?, ?, 'minute', 'adres', 'burger', 1, 0, 1)",
            [(str(number), *row) for number, row in enumerate(ROWS)],
        )
    return path


def count(path: Path, stretch: Stretch) -> list[tuple[str, str, int]]:
    with Store(path) as store:
        days = store.count_by_day(stretch)
    return [
        (theme, f"{day:%Y-%m-%d}", incidents)
        for theme, day, incidents in days.itertuples(index=False)
    ]


def read(path: Path, stretch: Stretch, *columns: str) -> pd.DataFrame:
    with Store(path) as store:
        return store.read_rows(columns, stretch)


def test_days_are_counted_by_theme(path: Path) -> None:
    assert count(path, Stretch()) == [
        ("inbraak", "2018-03-01", 2),
        ("inbraak", "2018-04-01", 1),
        ("jeugd", "2018-03-31", 1),
    ]
    assert count(path, Stretch(theme="inbraak", period=MARCH)) == [("inbraak", "2018-03-01", 2)]


def test_rows_are_read_by_theme_days_and_ground(path: Path) -> None:
    assert read(path, Stretch(theme="inbraak"), "x")["x"].count() == 2
    assert len(read(path, Stretch(period=MARCH), "x")) == 3
    inside = read(path, Stretch(bounds=(10, 10, 20, 30)), "x", "y")
    assert sorted(inside["x"]) == [10.0, 20.0]
    assert read(path, Stretch(bounds=(11, 10, 20, 30)), "x", "y")["y"].tolist() == [30.0]


def test_moments_come_with_their_zone_and_days_as_moments_without(path: Path) -> None:
    rows = read(path, Stretch(), schema.STARTED_ON, schema.STARTED_AT, schema.ENDED_AT)
    assert str(rows[schema.STARTED_AT].dt.tz) == "UTC"
    assert str(rows[schema.ENDED_AT].dt.tz) == "UTC"
    assert rows[schema.STARTED_ON].dt.tz is None
    # Half past eleven at night in UTC is the next day in the town.
    assert rows.sort_values(schema.STARTED_AT)[schema.STARTED_ON].iloc[0].day == 1


def test_the_first_day_of_each_theme_is_known(path: Path) -> None:
    with Store(path) as store:
        assert store.find_first_days() == {"inbraak": date(2018, 3, 1), "jeugd": date(2018, 3, 31)}


def test_an_empty_store_counts_nothing_and_keeps_its_types(tmp_path: Path) -> None:
    with Store(tmp_path / "leeg.duckdb") as store:
        days = store.count_by_day(Stretch())
        rows = store.read_rows((schema.THEME, schema.STARTED_ON, "x"), Stretch(period=MARCH))
        assert store.find_first_days() == {}
    assert days.columns.tolist() == [schema.THEME, schema.STARTED_ON, schema.INCIDENTS]
    assert days[schema.STARTED_ON].dtype.kind == rows[schema.STARTED_ON].dtype.kind == "M"
    assert rows.empty


def test_nothing_but_known_columns_reaches_the_store(path: Path) -> None:
    with pytest.raises(KeyError):
        read(path, Stretch(), "1; DROP TABLE incidents")
