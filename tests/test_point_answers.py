"""The same answers from the store, from a set of points here, and from one on workers."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from towns import NOW, TOWN

from geo import service
from geo.access import Role, Viewer
from geo.engines.cluster import DaskEngine
from geo.engines.local import LocalEngine
from geo.errors import AccessError, CrsMismatchError, IntakeError
from geo.intake.point_sets import open_point_set
from geo.params import BacktestParams, ForecastParams, Period
from geo.schema import Layer
from geo.service.opening import open_store
from geo.service.rows import PointSource, open_rows
from geo.store import Stretch
from geo.workspace import create_workspace

JULY = ForecastParams(as_of=date(2018, 7, 1), weeks=13, cell_m=250.0)
YEAR = BacktestParams(weeks=8, periods=2, cell_m=250.0)
SPRING = Period(first=date(2018, 3, 1), last=date(2018, 5, 31))
THEME = "woninginbraak"


def write_incidents(path):
    random = np.random.default_rng(4)
    count = 600
    days = pd.Timestamp("2016-06-01") + pd.to_timedelta(random.uniform(0, 850, count), "D")
    places = random.uniform((500000, 5700000), (502000, 5701000), (count, 2)).round(1)
    hot = random.random(count) < 0.4
    places[hot] = (np.array([500300.0, 5700300]) + random.normal(0, 40, (count, 2)).round(1))[hot]
    frame = pd.DataFrame(
        {
            "id": range(count),
            "start": days.strftime("%Y-%m-%d %H:%M"),
            "x": places[:, 0],
            "y": places[:, 1],
            "code": np.where(np.arange(count) % 5 == 0, "3.6.4", "1.1.1"),
            "reporter": np.where(np.arange(count) % 11 == 0, "politie", "burger"),
        }
    )
    frame.to_csv(path, index=False)


def lay_wijken(folder):
    areas = gpd.GeoDataFrame(
        {"area_code": ["W1", "W2"], "name": ["West", "Oost"], "inhabitants": [900, 20]},
        geometry=[
            shapely.box(500000, 5700000, 501000, 5701000),
            shapely.box(501000, 5700000, 501900, 5701000),
        ],
        crs=TOWN["crs"],
    )
    areas.to_file(folder / "wijken.geojson")
    return folder / "wijken.geojson"


def take_out(workspace, folder):
    """Write what the store holds as a set of points in two files of several row groups."""
    columns = (
        "x", "y", "theme", "started_at", "ended_at", "reporter", "place_precision", "source",
    )  # fmt: skip
    with open_store(workspace) as store:
        rows = store.read_rows(columns, Stretch())
    folder.mkdir()
    shuffled = rows.sample(frac=1, random_state=1)
    for number, part in enumerate((shuffled.iloc[:250], shuffled.iloc[250:])):
        part.to_parquet(folder / f"{number}.parquet", index=False, row_group_size=90)
    return open_point_set(str(folder))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("country")
    workspace = create_workspace(folder / "town", TOWN)
    write_incidents(folder / "rows.csv")
    service.import_areas(workspace, lay_wijken(folder), Layer.WIJKEN)
    service.import_incidents(workspace, [folder / "rows.csv"], now=NOW)
    return workspace


@pytest.fixture(scope="module")
def points(town, tmp_path_factory):
    return take_out(town, tmp_path_factory.mktemp("set") / "points")


@pytest.fixture(scope="module")
def workers():
    with DaskEngine(workers=2) as engine:
        yield engine


@pytest.fixture(params=["local", "workers"])
def source(request, points):
    engine = LocalEngine() if request.param == "local" else request.getfixturevalue("workers")
    return PointSource(points, engine)


@pytest.mark.parametrize("period", [None, SPRING])
@pytest.mark.parametrize("by", ["theme", "month", "wijk", "park"])
def test_counts_are_those_of_the_store(town, source, by, period):
    stored = service.summarise_incidents(town, by=by, period=period)
    counted = service.summarise_incidents(town, by=by, period=period, source=source)
    pd.testing.assert_frame_equal(stored, counted)
    assert stored["incidents"].sum() > 0


def test_a_forecast_is_that_of_the_store(town, source):
    stored = service.forecast_cells(town, THEME, JULY)
    found = service.forecast_cells(town, THEME, JULY, source=source)
    pd.testing.assert_frame_equal(stored.cells, found.cells, check_exact=True)
    assert stored.place_precisions == found.place_precisions
    assert (stored.known, stored.data.first) == (found.known, found.data.first)
    pd.testing.assert_frame_equal(
        stored.tested.found.scores, found.tested.found.scores, check_exact=True
    )


def test_a_backtest_is_that_of_the_store(town, source):
    stored = service.backtest_theme(town, THEME, YEAR)
    found = service.backtest_theme(town, THEME, YEAR, source=source)
    pd.testing.assert_frame_equal(stored.found.scores, found.found.scores, check_exact=True)
    assert (stored.period, stored.params) == (found.period, found.params)


def test_what_a_set_holds_is_described_as_the_store_is(town, points):
    stored = service.describe_data(town)
    found = open_rows(town, PointSource(points, LocalEngine())).describe()
    assert found == replace(stored, as_of=None, version=0)


def test_a_set_is_for_nobody_but_the_local_operator(town, points):
    keeper = replace(town, viewer=Viewer(frozenset({Role.OPENBARE_ORDE}), known_as="o"))
    with pytest.raises(AccessError):
        service.summarise_incidents(keeper, source=PointSource(points, LocalEngine()))


def test_a_set_without_themes_is_not_counted_by_theme(town, tmp_path):
    pd.DataFrame({"x": [5e5], "y": [57e5]}).to_parquet(tmp_path / "bare.parquet")
    bare = PointSource(open_point_set(str(tmp_path)), LocalEngine())
    with pytest.raises(IntakeError) as caught:
        service.summarise_incidents(town, by="theme", source=bare)
    assert caught.value.key == "points-columns"
    with pytest.raises(IntakeError):
        service.summarise_incidents(town, by="wijk", period=SPRING, source=bare)
    assert service.summarise_incidents(town, by="wijk", source=bare)["incidents"].sum() == 1


def test_a_set_in_another_system_is_refused(town, tmp_path):
    far = gpd.GeoDataFrame(geometry=gpd.points_from_xy([155000.0], [463000.0]), crs=28992)
    far.to_parquet(tmp_path / "far.parquet")
    source = PointSource(open_point_set(str(tmp_path)), LocalEngine())
    with pytest.raises(CrsMismatchError):
        service.summarise_incidents(town, by="wijk", source=source)
