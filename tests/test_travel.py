import json

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiLineString

from geo import service
from geo.schema import TravelMode
from geo.workspace import create_workspace, open_workspace

SETTINGS = {"name": "Proef", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
WEST = LineString([(100000, 431000), (100100, 431000)])
EAST = LineString([(100100, 431000), (100300, 431000)])
ALONE = LineString([(100000, 431500), (100040, 431500)])
NORTH = LineString([(100200, 430900), (100200, 431100)])


@pytest.fixture
def folder(tmp_path):
    create_workspace(tmp_path / "werkmap", SETTINGS)
    return tmp_path / "werkmap"


@pytest.fixture
def file(tmp_path):
    lines = gpd.GeoDataFrame(
        {
            "highway": ["residential", "residential", "footway", "footway"],
            "bridge": ["yes", "no", "no", "no"],
        },
        geometry=[MultiLineString([WEST]), EAST, ALONE, NORTH],
        crs="EPSG:28992",
    )
    path = tmp_path / "straten.gpkg"
    lines.to_file(path)
    return path


def test_the_command_says_how_far_each_mode_gets_and_what_does_not_connect(run, folder, file):
    code, out, _ = run("-w", folder, "streets", "import", file, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["travel"]["foot"] == {"nodes": 6, "km": 0.5, "dropped_km": 0.0}
    assert answer["travel"]["car"]["km"] == 0.3
    code, out, _ = run("-w", folder, "streets", "import", file)
    assert "by car: 0.3 km in one network" in out


def test_what_was_imported_is_travelled_the_same_when_read_back(run, folder, file):
    run("-w", folder, "streets", "import", file)
    layer = service.load_streets(open_workspace(folder))
    graph = service.build_graphs(layer)[TravelMode.FOOT]
    assert graph.used_m == pytest.approx(500)
    assert graph.dropped_m == pytest.approx(40)
