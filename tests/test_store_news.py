import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import GRID, RECORD, SECOND, ZONE, accepted, add, refused

from geo import schema
from geo.store import Bounds, Store

# The first import of `test_store` is of 2 January 2024.
LATER = replace(SECOND, imported_at=datetime(2024, 1, 9, 23, 30))  # noqa: DTZ001 - in UTC
OLD, NEW = date(2018, 1, 1), date(2024, 1, 5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


def news(
    path: Path, since: date, *, theme: str | None = None, bounds: Bounds | None = None
) -> gpd.GeoDataFrame:
    with Store(path) as store:
        return store.read_news(since, theme=theme, crs=GRID, timezone=ZONE, bounds=bounds)


def ids(found: gpd.GeoDataFrame) -> list[str]:
    return list(found[schema.INCIDENT_ID])


def test_each_incident_comes_with_the_local_moment_of_its_first_import(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1), ("b", "2018-03-02", None)]))
    add(path, accepted([("a", "2018-03-01", 9), ("c", "2018-03-03", 3)]), record=LATER)
    found = news(path, OLD).set_index(schema.INCIDENT_ID)[schema.ARRIVED_AT]
    assert found.isna().to_dict() == {"a": True, "b": True, "c": False}
    assert found["c"] == pd.Timestamp("2024-01-10 00:30", tz=ZONE)
    # The day of the import is a local one.
    assert ids(news(path, date(2024, 1, 10))) == ["c"]
    assert ids(news(path, date(2024, 1, 11))) == []


def test_columns_are_those_of_incidents_with_the_arrival_beside_them(path: Path) -> None:
    empty = news(path, OLD)
    add(path, accepted([("a", "2018-03-01", 1), ("b", "2018-03-02", None)]))
    found = news(path, OLD)
    assert set(found.columns) == {*schema.INCIDENT_COLUMNS, schema.ARRIVED_AT}
    assert empty.dtypes.equals(found.dtypes)
    assert shapely.is_missing(found.geometry.to_numpy()).tolist() == [False, True]
    assert (found.crs, empty.crs) == (GRID, GRID)


def test_theme_and_bounds_are_kept_to_and_the_edge_counts(path: Path) -> None:
    rows = [("west", "2018-03-01", 1.0), ("east", "2018-03-02", 9.0), ("none", "2018-03-03", None)]
    add(path, accepted(rows))
    assert ids(news(path, OLD)) == ["west", "east", "none"]
    assert ids(news(path, OLD, bounds=(1.0, 5.5, 1.0, 5.5))) == ["west"]
    assert ids(news(path, OLD, bounds=(2.0, 0.0, 8.0, 9.0))) == []
    assert ids(news(path, OLD, theme="woninginbraak", bounds=(0.0, 0.0, 9.0, 9.0))) == [
        *("west", "east"),
    ]
    assert ids(news(path, OLD, theme="fietsdiefstal")) == []


def test_refused_rows_that_are_repaired_come_in_when_they_do(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]), refused([(2, "no-time", "x")]))
    repaired = replace(LATER, file="repaired.csv")
    add(path, accepted([("b", "2018-03-02", 1)]), record=repaired, repaired=[(1, "1-2")])
    assert ids(news(path, NEW)) == ["b"]


rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d"]),
        st.dates(date(2023, 12, 1), date(2024, 1, 31)).map(date.isoformat),
        st.integers(0, 5).map(float),
    ),
    max_size=6,
)


@given(st.lists(rows, min_size=1, max_size=3), st.dates(date(2023, 12, 1), date(2024, 2, 5)))
@settings(max_examples=15)
def test_news_are_those_that_started_or_first_came_in_since(
    files: list[list[tuple[str, str, float]]], since: date
) -> None:
    first_seen: dict[str, date | None] = {}
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "s.duckdb")) as store:
        for week, content in enumerate(files):
            moment = datetime(2024, 1, 2 + 7 * week, 12)  # noqa: DTZ001 - in UTC
            record = replace(RECORD, imported_at=moment, digest=str(week))
            store.add_incidents([accepted(content)], record)
            for name, _, _ in content:
                first_seen.setdefault(name, moment.date() if week else None)
        held = store.read_incidents(theme=None, period=None, crs=GRID, timezone=ZONE)
        found = store.read_news(since, theme=None, crs=GRID, timezone=ZONE)
    expected = [
        name
        for name, start in zip(held[schema.INCIDENT_ID], held[schema.STARTED_AT], strict=True)
        if start.date() >= since or ((seen := first_seen[name]) is not None and seen >= since)
    ]
    assert ids(found) == expected
