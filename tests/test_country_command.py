import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from towns import TOWN

from geo.workspace import create_workspace

SETTINGS = ("--eps-m", 60, "--min-samples", 8)


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """A workspace, a set of points in two files, and a file of wijken."""
    folder = tmp_path_factory.mktemp("country")
    create_workspace(folder / "land", TOWN)
    random = np.random.default_rng(2)
    places = random.uniform((500000, 5700000), (502000, 5701000), (300, 2)).round(1)
    places[:80] = np.array([501500.0, 5700500]) + random.normal(0, 30, (80, 2)).round(1)
    days = pd.Timestamp("2018-01-01") + pd.to_timedelta(np.arange(300), "D")
    frame = pd.DataFrame(
        {
            "x": places[:, 0],
            "y": places[:, 1],
            "theme": np.where(np.arange(300) % 2, "woninginbraak", "jeugdoverlast"),
            "reporter": np.where(np.arange(300) < 298, "burger", "politie"),
            "started_at": days.tz_localize("Europe/Brussels"),
        }
    )
    frame.loc[297, ["x", "y"]] = np.nan
    (folder / "points").mkdir()
    for number, part in enumerate((frame.iloc[:150], frame.iloc[150:])):
        part.to_parquet(folder / "points" / f"{number}.parquet", row_group_size=40)
    wijken = gpd.GeoDataFrame(
        {"area_code": ["W1", "W2"], "name": ["West", "=Oost"], "inhabitants": [4000, 2000]},
        geometry=[
            shapely.box(500000, 5700000, 501000, 5701000),
            shapely.box(501000, 5700000, 502000, 5701000),
        ],
        crs=TOWN["crs"],
    )
    wijken.to_file(folder / "wijken.geojson")
    return folder


@pytest.fixture
def rank(run, country):
    def ask(*options):
        points = ("--points", country / "points", "--areas", country / "wijken.geojson")
        return run("-w", country / "land", "country", "rank", *points, *options)

    return ask


def test_wijken_and_hotspots_are_ranked_in_one_command(rank, tmp_path):
    wijken, hotspots = tmp_path / "wijken.csv", tmp_path / "hotspots.parquet"
    code, told, _ = rank(*SETTINGS, "--out", wijken, "--hotspots-out", hotspots, "--json")
    answer = json.loads(told)
    assert code == 0
    assert (answer["incidents"], answer["without_place"], answer["police_made"]) == (297, 1, 2)
    assert answer["outside"] == 0
    table = pd.read_csv(wijken)
    assert table["area_code"].tolist() == ["W2", "W1"]
    assert table["incidents"].sum() == 297
    assert table["rate_rank"].tolist() == [1, 2]
    found = pd.read_parquet(hotspots)
    assert len(found) == answer["hotspots"] >= 1
    assert found.loc[0, "wijk_code"] == "W2"
    assert found["incidents"].sum() == answer["in_hotspots"] == table["in_hotspots"].sum()


def test_what_was_found_is_told_in_lines_without_a_claim_about_chance(rank):
    code, told, _ = rank(*SETTINGS)
    assert code == 0
    assert "297 incidents in 2 wijken" in told
    assert "not held against chance" in told


def test_a_theme_and_a_period_choose_among_the_points(rank):
    code, told, _ = rank(
        "--theme", "woninginbraak", "--from", "2018-01-01", "--to", "2018-01-10", "--json"
    )
    answer = json.loads(told)
    assert code == 0
    assert (answer["incidents"], answer["hotspots"]) == (5, 0)
    assert answer["from"] == "2018-01-01"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--eps-m", 60), "--min-samples"),
        ((*SETTINGS, "--from", "2018-01-01"), "--to"),
        ((*SETTINGS, "--out", "land.xlsx"), ".parquet"),
        ((*SETTINGS, "--engine", "local", "--workers", 2), "dask"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(rank, options, complaint):
    code, _, told = rank(*options)
    assert code in {1, 2}
    assert complaint in told


def test_an_engine_without_points_is_refused(run, country):
    code, _, told = run("-w", country / "land", "incidents", "summary", "--engine", "dask")
    assert code == 2
    assert "--points" in told


def test_a_set_is_counted_by_the_command_that_counts_the_store(run, country):
    code, told, _ = run(
        "-w", country / "land", "incidents", "summary", "--points", country / "points", "--json"
    )
    assert code == 0
    assert json.loads(told)["total"] == 300


@pytest.mark.parametrize("work", [(), ("--engine", "dask", "--workers", 2)], ids=["here", "dask"])
def test_hotspots_found_in_tiles_are_ranked_as_those_found_at_once(rank, tmp_path, work):
    answers = []
    for name, how in (("once", ()), ("tiles", ("--labelled", tmp_path / "labelled", *work))):
        tables = tmp_path / f"{name}.parquet", tmp_path / f"{name}-hotspots.parquet"
        asked = ("--theme", "jeugdoverlast", *SETTINGS, "--min-samples", 5)
        code, told, _ = rank(
            *asked, "--out", tables[0], "--hotspots-out", tables[1], *how, "--json"
        )
        assert code == 0
        answers.append((json.loads(told), *map(pd.read_parquet, tables)))
    (once, *ours), (tiles, *theirs) = answers
    assert once == tiles
    assert once["hotspots"] > 0
    for one, other in zip(ours, theirs, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.mark.parametrize("labelled", [False, True])
def test_where_nothing_was_reported_every_wijk_stands_at_zero(rank, tmp_path, labelled):
    how = ("--labelled", tmp_path / "labelled") if labelled else ()
    code, told, _ = rank(*SETTINGS, "--from", "2030-01-01", "--to", "2030-01-31", "--json", *how)
    answer = json.loads(told)
    assert code == 0
    assert (answer["incidents"], answer["hotspots"], answer["wijken"]) == (0, 0, 2)


def test_workers_need_a_folder_to_write_in(rank):
    code, _, told = rank(*SETTINGS, "--engine", "dask")
    assert code == 2
    assert "--labelled" in told
