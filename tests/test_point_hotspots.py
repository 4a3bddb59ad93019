import json
import os
import signal
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from towns import TOWN

from geo import service
from geo.analysis.dbscan import cluster_points
from geo.analysis.hotspots import find_hotspots
from geo.engines.cluster import DaskEngine
from geo.engines.local import LocalEngine
from geo.errors import IntakeError, ParamsError
from geo.params import HotspotParams, Period, PointQuestion
from geo.workspace import create_workspace

PARAMS = HotspotParams(eps_m=60, min_samples=6, half_life_days=90)
YEAR = Period(first=date(2022, 1, 1), last=date(2022, 12, 31))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return create_workspace(tmp_path_factory.mktemp("town") / "town", TOWN)


@pytest.fixture(scope="module")
def rows():
    """Clusters over several tiles, a stacked spot, other themes, days and rows without a place."""
    random = np.random.default_rng(5)
    count = 6_000
    centres = random.uniform(0, 3_000, (25, 2))
    xy = centres[random.integers(0, 25, count)] + random.normal(0, 70, (count, 2))
    xy[:1_500] = random.uniform(0, 3_000, (1_500, 2))
    xy[1_500:3_500] = [1_000, 1_000]
    xy = xy.round(1) + np.array([500_000, 5_700_000])
    xy[::97] = np.nan
    order = random.permutation(count)
    started = pd.Timestamp("2021-12-20", tz="UTC") + pd.to_timedelta(
        random.uniform(0, 390, count), unit="D"
    )
    frame = pd.DataFrame(xy, columns=["x", "y"]).assign(
        theme=np.where(random.uniform(size=count) < 0.9, "vernieling", "drugs"),
        reporter=np.where(random.uniform(size=count) < 0.05, "politie", "burger"),
        started_at=started,
        name=[f"n{number}" for number in range(count)],
    )
    return frame.iloc[order].reset_index(drop=True)


@pytest.fixture(scope="module")
def points(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("points")
    for number, part in enumerate(np.array_split(np.arange(len(rows)), 5)):
        rows.iloc[part].to_parquet(folder / f"{number}.parquet", row_group_size=500)
    return folder


@pytest.fixture(scope="module")
def dask():
    with DaskEngine(workers=1) as engine:
        yield engine


def asked(points, out, **more):
    return PointQuestion(address=str(points), out=str(out), theme="vernieling", **more)


def search_on_one_machine(rows, period=YEAR):
    started = rows["started_at"].dt.tz_convert("Europe/Brussels").dt.date
    kept = rows[
        (rows["theme"] == "vernieling")
        & (rows["reporter"] != "politie")
        & (started >= period.first)
        & (started <= period.last)
    ]
    frame = gpd.GeoDataFrame(kept, geometry=gpd.points_from_xy(kept["x"], kept["y"]), crs=32631)
    return find_hotspots(frame, PARAMS, as_of=period.bounds(ZoneInfo(TOWN["timezone"]))[1])


def assert_same_answer(report, whole):
    told = pd.concat(pd.read_parquet(path) for path in sorted(list_labelled(report)))
    assert told["name"].tolist() == whole.incidents["name"].tolist()
    assert told["cluster"].tolist() == whole.incidents["cluster"].tolist()
    assert told["is_core"].tolist() == whole.incidents["is_core"].tolist()
    ours, theirs = report.hotspots, whole.hotspots
    for name in ("rank", "incidents", "core_points"):
        assert ours[name].tolist() == theirs[name].tolist()
    assert np.allclose(ours["score"], theirs["score"], rtol=1e-9)
    assert np.allclose(ours["area_ha"], theirs["area_ha"], rtol=1e-9)
    assert ours.geometry.geom_equals_exact(theirs.geometry, 1e-6).all()
    centres = gpd.GeoSeries(ours["centre"]).distance(gpd.GeoSeries(theirs["centre"]))
    assert centres.max() < 1e-6
    assert report.incidents == len(told)
    assert report.noise == (told["cluster"] == -1).sum()


def list_workers(engine):
    return sorted(engine._client.run(os.getpid).values())


def list_labelled(report):
    return list(Path(report.incidents_address).iterdir())


@pytest.mark.parametrize("tile_rows", [10_000, 700, 80])
def test_tiles_of_a_set_of_points_answer_as_the_search_on_one_machine(
    town, points, rows, tmp_path, tile_rows
):
    question = asked(points, tmp_path / "out", period=YEAR, tile_rows=tile_rows)
    report = service.find_point_hotspots(town, question, engine=LocalEngine(), params=PARAMS)
    whole = search_on_one_machine(rows)
    assert len(whole.hotspots) > 5
    assert report.tiles == pytest.approx(report.incidents / tile_rows, rel=0.4, abs=1)
    assert report.read == len(rows)
    assert report.without_place == whole.incidents["x"].isna().sum()
    assert report.police_made > 100
    assert_same_answer(report, whole)
    written = gpd.read_parquet(report.hotspots_address)
    assert written["rank"].tolist() == report.hotspots["rank"].tolist()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "hotspots.parquet",
        "incidents",
    ]


def test_a_killed_worker_changes_nothing_in_the_answer(town, points, rows, tmp_path):
    killed = []

    def kill(share, what):
        # Once in the midst of each of two steps: what it did and what it was doing are both lost.
        if what in ("deal into tiles", "cluster tiles") and what not in [w for w, _ in killed]:
            killed.append((what, victims.pop()))
            os.kill(killed[-1][1], signal.SIGKILL)

    with DaskEngine(workers=2, tell=kill) as engine:
        victims = list_workers(engine)
        question = asked(points, tmp_path / "out", period=YEAR, tile_rows=500)
        report = service.find_point_hotspots(town, question, engine=engine, params=PARAMS)
        assert not {pid for _, pid in killed} & set(list_workers(engine))
    assert len(killed) == 2
    assert_same_answer(report, search_on_one_machine(rows))


def test_workers_answer_as_this_process_does(town, points, tmp_path, dask):
    reports = [
        service.find_point_hotspots(
            town, asked(points, tmp_path / name, tile_rows=900), engine=engine, params=PARAMS
        )
        for name, engine in (("here", LocalEngine()), ("there", dask))
    ]
    here, there = (
        [path.read_bytes() for path in sorted(list_labelled(report))] for report in reports
    )
    assert here == there
    pd.testing.assert_frame_equal(*(pd.DataFrame(report.hotspots) for report in reports))


def test_without_a_period_all_rows_count_alike(town, points, tmp_path):
    report = service.find_point_hotspots(
        town, asked(points, tmp_path / "out"), engine=LocalEngine(), params=PARAMS
    )
    assert report.hotspots["score"].tolist() == report.hotspots["incidents"].tolist()


def test_a_set_of_nothing_but_places_is_of_one_theme(town, rows, tmp_path):
    rows[["x", "y"]].to_parquet(tmp_path / "p.parquet")
    question = asked(tmp_path / "p.parquet", tmp_path / "out")
    report = service.find_point_hotspots(town, question, engine=LocalEngine(), params=PARAMS)
    whole = cluster_points(*rows[["x", "y"]].dropna().to_numpy().T, eps_m=60, min_samples=6)
    assert report.incidents == len(rows)
    assert len(report.hotspots) == whole.labels.max() + 1
    with pytest.raises(IntakeError, match="started_at"):
        service.find_point_hotspots(
            town,
            asked(tmp_path / "p.parquet", tmp_path / "more", period=YEAR),
            engine=LocalEngine(),
        )


def test_points_of_geoparquet_stay_what_they_are_beside_their_hotspot(town, rows, tmp_path):
    known = rows.dropna(subset="x").head(900)
    places = gpd.points_from_xy(known["x"], known["y"], crs=32631)
    frame = gpd.GeoDataFrame(known[["name"]], geometry=places)
    frame.to_parquet(tmp_path / "p.parquet")
    question = asked(tmp_path / "p.parquet", tmp_path / "out")
    report = service.find_point_hotspots(town, question, engine=LocalEngine(), params=PARAMS)
    told = gpd.read_parquet(list_labelled(report)[0])
    assert told.crs == frame.crs
    assert told.geometry.geom_equals(frame.geometry, align=False).all()
    x, y = known["x"].to_numpy(), known["y"].to_numpy()
    whole = cluster_points(x, y, eps_m=PARAMS.eps_m, min_samples=PARAMS.min_samples)
    assert ((told["cluster"] >= 0) == (whole.labels >= 0)).all()


def test_moments_without_a_time_zone_are_refused(town, rows, tmp_path):
    naive = rows.assign(started_at=rows["started_at"].dt.tz_localize(None))
    naive.to_parquet(tmp_path / "p.parquet")
    with pytest.raises(IntakeError) as refused:
        service.find_point_hotspots(
            town,
            asked(tmp_path / "p.parquet", tmp_path / "out", period=YEAR),
            engine=LocalEngine(),
        )
    assert refused.value.key == "points-no-moment"
    assert not (tmp_path / "out" / "_work").exists()


def test_a_theme_that_nothing_is_of_has_no_hotspots(town, rows, tmp_path):
    rows.assign(theme="drugs").to_parquet(tmp_path / "p.parquet")
    question = asked(tmp_path / "p.parquet", tmp_path / "out", period=YEAR)
    report = service.find_point_hotspots(town, question, engine=LocalEngine())
    assert (report.incidents, len(report.hotspots), report.tiles) == (0, 0, 1)
    assert gpd.read_parquet(report.hotspots_address).empty


def test_nothing_is_written_where_files_are(town, points, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ParamsError) as refused:
        service.find_point_hotspots(town, asked(points, tmp_path), engine=LocalEngine())
    assert refused.value.key == "points-out-full"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_answer_is_a_set_of_points_itself(town, points, tmp_path):
    first = asked(points, tmp_path / "one")
    report = service.find_point_hotspots(town, first, engine=LocalEngine(), params=PARAMS)
    second = asked(report.incidents_address, tmp_path / "two")
    again = service.find_point_hotspots(town, second, engine=LocalEngine(), params=PARAMS)
    assert again.hotspots["incidents"].tolist() == report.hotspots["incidents"].tolist()
    columns = [pq.read_schema(list_labelled(one)[0]).names for one in (report, again)]
    assert columns[0] == columns[1]


def test_the_command_tells_the_same_of_a_set_of_points_by_either_engine(
    town, points, tmp_path, run
):
    words = ["-w", town.root, "hotspots", "--theme", "vernieling", "--points", points]
    days = ["--from", "2022-01-01", "--to", "2022-12-31", "--eps-m", "60", "--min-samples", "6"]
    here = run(*words, *days, "--out", tmp_path / "here", "--json")
    dask = ["--engine", "dask", "--workers", "1", "--tile-rows", "9000"]
    there = run(*words, *days, "--out", tmp_path / "there", *dask, "--json")
    assert (here[0], there[0]) == (0, 0), (here, there)
    ours, theirs = (json.loads(told[1].replace("there", "here")) for told in (here, there))
    assert ours == theirs
    assert ours["found"] > 5
    text = run(*words, "--out", tmp_path / "text")[1]
    assert text.startswith("vernieling all days: ")
    assert "lon, lat" in text


@pytest.mark.parametrize(
    "words",
    [
        ["--points", "p", "--out", "a", "--out", "b"],
        ["--points", "p"],
        ["--points", "p", "--out", "a", "--area", "W1"],
        ["--points", "p", "--out", "a", "--weekday", "mon"],
        ["--points", "p", "--out", "a", "--audience", "council"],
        ["--from", "2022-01-01", "--to", "2022-12-31", "--engine", "dask"],
        ["--from", "2022-01-01", "--to", "2022-12-31", "--tile-rows", "9"],
        [],
        ["--from", "2022-01-01"],
    ],
)
def test_what_goes_with_points_and_what_with_the_store_are_kept_apart(town, run, words):
    code, _, complaint = run("-w", town.root, "hotspots", "--theme", "vernieling", *words)
    assert code == 2
    assert "give --from" in complaint or "--points takes one --out" in complaint
