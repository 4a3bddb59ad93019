import json

import geopandas as gpd
import numpy as np
import pytest
from pyproj import CRS
from shapely.geometry import Point
from towns import WEST, make_town

from geo.errors import IntakeError
from geo.intake.site_lists import read_site_list

GRID = CRS.from_epsg(32631)
TABLE = """x;y;stroom;Verharding;straat
500500;5700500;ja;1;Kade
500200;5700200;nee;1;
500900;5700900;Ja;;Dijk
"""


def write(folder, text, name="plekken.csv"):
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_columns_that_say_yes_or_no_are_properties_and_others_are_not(tmp_path):
    found = read_site_list(write(tmp_path, TABLE), crs=GRID)
    assert set(found.properties) == {"stroom", "Verharding"}
    assert found.properties["stroom"].tolist() == [True, False, True]
    assert found.properties["Verharding"].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("having", "rows"),
    [([], [0, 1, 2]), (["stroom"], [0, 2]), (["STROOM", "verharding"], [0])],
)
def test_places_are_kept_that_have_all_that_is_asked_for(tmp_path, having, rows):
    found = read_site_list(write(tmp_path, TABLE), crs=GRID)
    assert (found.keep(having) == found.xy[rows]).all()


def test_a_property_that_no_column_tells_is_refused(tmp_path):
    with pytest.raises(IntakeError) as refused:
        read_site_list(write(tmp_path, TABLE), crs=GRID).keep(["straat"])
    assert refused.value.key == "sites-property-unknown"


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_points_are_brought_to_the_grid_of_the_workspace(tmp_path, suffix):
    points = gpd.GeoDataFrame(
        {"stroom": ["ja", "nee"]}, geometry=[Point(*WEST), Point(500_100, 5_700_100)], crs=GRID
    )
    path = tmp_path / f"plekken{suffix}"
    points.to_crs(4326).to_file(path)
    found = read_site_list(path, crs=GRID)
    assert np.allclose(found.xy, [WEST, (500_100, 5_700_100)], atol=0.1)
    assert found.properties["stroom"].tolist() == [True, False]


@pytest.mark.parametrize("text", ["x,y\n", "a,b\n1,2\n", "x,y\n1,hier\n"])
def test_a_list_without_places_or_with_one_that_is_none_is_refused(tmp_path, text):
    with pytest.raises(IntakeError):
        read_site_list(write(tmp_path, text), crs=GRID)


def test_the_command_keeps_to_places_with_power(run, tmp_path):
    rows = [
        ("E35", f"2026-10-{1 + n % 28:02}T20:00", place)
        for n in range(14)
        for place in (WEST, (500200, 5700200))
    ]
    town = make_town(tmp_path, rows)
    path = write(tmp_path, TABLE)
    words = (
        *("-w", town.root, "camera", "advise", "--theme", "jeugdoverlast", "--range-m", 60),
        *("--from", "2026-01-01", "--to", "2026-10-31", "--sites", path, "--units", 1, "--json"),
    )
    code, out, _ = run(*words, "--having", "stroom")
    assert code == 0
    assert [site["place"] for site in json.loads(out)["sites"]] == [[500500.0, 5700500.0]]
    code, out, _ = run(*words, "--having", "dak")
    assert (code, json.loads(out)["error"]["key"]) == (1, "sites-property-unknown")
    alone = write(tmp_path, "x,y,stroom,gas\n1,2,ja,nee\n1,3,nee,ja\n", "leeg.csv")
    code, out, _ = run(*words, "--sites", alone, "--having", "stroom", "--having", "gas")
    assert (code, json.loads(out)["error"]["key"]) == (1, "camera-no-sites")


def test_points_from_a_system_of_their_own_are_refused(tmp_path):
    path = tmp_path / "plekken.parquet"
    drawing = 'LOCAL_CS["tekening",UNIT["metre",1]]'
    gpd.GeoDataFrame(geometry=[Point(1, 1)], crs=drawing).to_parquet(path)
    with pytest.raises(IntakeError) as caught:
        read_site_list(path, crs=GRID)
    assert caught.value.key == "crs-apart"
