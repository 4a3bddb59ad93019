import json

import numpy as np
import pandas as pd
import pytest

from geo.advice.coverage import Distance, cover_demand

SITES = "x,y\n0,0\n100,0\n103,0\n"
DEMAND = "x,y,harm\n0,0,9\n100,0,1\n105,0,1\n108,0,1\n"


@pytest.fixture
def solve(run, tmp_path):
    """Solve two tables; a text becomes a file."""

    def call(sites=SITES, demand=DEMAND, *options, range_m=5, units=1):
        paths = []
        for name, content in (("sites.csv", sites), ("demand.csv", demand)):
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        words = ("--range-m", range_m, "--units", units, *options, "--json")
        code, out, told = run("camera", "solve", *paths, *words)
        return code, json.loads(out), told

    return call


def test_the_answer_names_sites_from_0_with_their_proof(solve):
    code, answer, _ = solve()
    assert code == 0
    assert answer.pop("seconds") < 60
    assert answer == {"sites": [2], "covered": 3, "demand": 4, "proof": "optimal", "gap": 0}


def test_weights_decide_where_they_are_named(solve):
    answer = solve(SITES, DEMAND, "--weight-column", "harm")[1]
    assert (answer["sites"], answer["covered"], answer["demand"]) == ([0], 9, 12)


def test_neither_workspace_nor_areas_are_needed(run, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("x,y\n0,0\n")
    words = ("camera", "solve", path, path, "--range-m", 1, "--units", 1)
    assert run("-w", tmp_path / "nowhere", *words)[0] == 0
    assert not (tmp_path / "nowhere").exists()


def test_several_units_are_chosen_together(solve):
    answer = solve(units=2)[1]
    assert (answer["sites"], answer["covered"]) == ([0, 2], 4)


def test_the_range_itself_is_covered(solve):
    assert solve("x;y\n0;0\n", "x;y\n3;4\n", range_m=5)[1]["covered"] == 1
    assert solve("x;y\n0;0\n", "x;y\n3;4\n", range_m=4.999)[1]["covered"] == 0


def test_degrees_are_held_against_metres_on_the_sphere(solve):
    # A thousandth of a degree of latitude is 111.19 m.
    sites, demand = "lon,lat\n4.6,51.87\n", "lon,lat\n4.6,51.871\n"
    covered = [
        solve(sites, demand, "--distance", "haversine", range_m=range_m)[1]["covered"]
        for range_m in (111.1, 111.3)
    ]
    assert covered == [0, 1]


def test_decimal_commas_tabs_and_capitals_are_read(solve):
    answer = solve("X\tY\n0,5\t1\n", "Y\tX\n1\t0,5\n")[1]
    assert answer["covered"] == 1


def test_incidents_that_all_weigh_nothing_leave_every_site_alike(solve):
    answer = solve(SITES, "x,y,w\n0,0,0\n1,1,0\n", "--weight-column", "w", units=2)[1]
    assert (answer["sites"], answer["covered"], answer["gap"]) == ([0, 1], 0, 0)


def test_as_text_it_says_the_same(run, tmp_path):
    sites, demand = tmp_path / "s.csv", tmp_path / "d.csv"
    sites.write_text(SITES)
    demand.write_text(DEMAND)
    code, told, _ = run("camera", "solve", sites, demand, "--range-m", 5, "--units", 2)
    assert code == 0
    assert told.splitlines()[:2] == [
        "sites: 0, 2 (rows of the file, from 0)",
        "covered: 4 of 4 (100.0%)",
    ]
    assert told.splitlines()[2].startswith("proof: optimal, gap 0.00%")


@pytest.mark.parametrize(
    ("sites", "demand", "key"),
    [
        ("a,b\n0,0\n", DEMAND, "camera-columns-missing"),
        ("lon,lat\n0,0\n", DEMAND, "camera-columns-missing"),
        (SITES, "x,y\n", "camera-no-rows"),
        ("x,y", DEMAND, "camera-no-rows"),
        ("", DEMAND, "file-empty"),
        (b"\x00\x01\x02" * 99, DEMAND, "file-not-text"),
        ("x,y\n1,nan\n", DEMAND, "camera-rows-unusable"),
        ("x,y\n1,inf\n", DEMAND, "camera-rows-unusable"),
        ("x,y\n1,1e300\n", DEMAND, "camera-rows-unusable"),
        ("x,y\n1,\n", DEMAND, "camera-rows-unusable"),
        (SITES, "x,y\n1,hier\n", "camera-rows-unusable"),
        (SITES, "x,y\n1,2,3\n", "camera-rows-unusable"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_whole(solve, sites, demand, key):
    code, answer, told = solve(sites, demand)
    assert (code, answer["error"]["key"]) == (1, key)
    assert told.startswith("error: expected ")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("weight", ["-1", "", "zwaar", "nan", "1e13"])
def test_a_weight_that_is_none_is_refused_with_its_row(solve, weight):
    demand = f"x,y,w\n0,0,1\n1,1,{weight}\n"
    code, answer, _ = solve(SITES, demand, "--weight-column", "w")
    assert (code, answer["error"]["key"]) == (1, "camera-rows-unusable")
    assert "row 2" in answer["error"]["message"]


@pytest.mark.parametrize("place", ["181,0", "-181,0", "0,91", "4.6,518700"])
def test_what_is_no_degree_is_refused(solve, place):
    sites = f"lon,lat\n{place}\n"
    answer = solve(sites, "lon,lat\n4,51\n", "--distance", "haversine")[1]
    assert answer["error"]["key"] == "camera-rows-unusable"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"range_m": 0}, "param-not-positive"),
        ({"range_m": "nan"}, "param-not-positive"),
        ({"units": 0}, "param-not-positive"),
        ({"units": 4}, "camera-too-many-units"),
    ],
)
def test_settings_without_an_answer_are_refused(solve, options, key):
    assert solve(**options)[1]["error"]["key"] == key


def test_a_missing_file_is_refused(run, tmp_path):
    path = tmp_path / "none.csv"
    assert run("camera", "solve", path, path, "--range-m", 5, "--units", 1)[0] == 1


def test_a_missing_weight_column_is_refused(solve):
    answer = solve(SITES, DEMAND, "--weight-column", "ernst")[1]
    assert answer["error"]["key"] == "camera-columns-missing"


def test_york_comes_out_through_the_command_too(run, tmp_path, shared_dir):
    reference = shared_dir / "data" / "reference"
    buildings = pd.read_csv(reference / "york.csv").rename(columns={"long": "lon"})
    crimes = pd.read_csv(reference / "york_crime.csv").rename(columns={"long": "lon"})
    is_first = buildings["grade"] == "I"
    coverage = cover_demand(
        buildings.loc[is_first, ["lon", "lat"]].to_numpy(),
        crimes[["lon", "lat"]].to_numpy(),
        range_m=100,
        distance=Distance.HAVERSINE,
    )
    left = crimes[~coverage.covers_points(range(71))]
    buildings[~is_first].to_csv(tmp_path / "sites.csv")
    left.to_csv(tmp_path / "left.csv")

    options = ("--range-m", 100, "--units", 20, "--distance", "haversine", "--json")
    code, out, _ = run("camera", "solve", tmp_path / "sites.csv", tmp_path / "left.csv", *options)

    answer = json.loads(out)
    assert (code, len(crimes) - len(left), answer["covered"]) == (0, 339, 201)
    assert (answer["demand"], answer["proof"], answer["gap"]) == (1475, "optimal", 0)
    assert len(np.unique(answer["sites"])) == 20
