import json

import geopandas as gpd
import pytest
import shapely
from towns import make_town

from geo import service
from geo.errors import IntakeError
from geo.schema import OutlineLayer

HOUSE = shapely.box(500_480, 5_700_520, 500_520, 5_700_524)
FAR = shapely.box(600_000, 5_700_000, 600_010, 5_700_010)


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path, [])


def write(folder, *shapes, crs=32631):
    path = folder / "panden.gpkg"
    gpd.GeoDataFrame({"naam": ["De Vries"] * len(shapes)}, geometry=list(shapes), crs=crs).to_file(
        path
    )
    return path


def test_buildings_are_kept_as_shapes_and_nothing_else(town, tmp_path):
    imported = service.import_outlines(
        town, write(tmp_path, HOUSE, FAR), OutlineLayer.FOOTPRINTS, source="BAG"
    )
    assert (len(imported.shapes), imported.left_out) == (1, 1)
    loaded = service.load_footprints(town)
    assert loaded.source == "BAG"
    assert loaded.shapes[0].equals(HOUSE)
    (file,) = town.boundaries_dir.rglob("footprints.geojson")
    assert "De Vries" not in file.read_text(encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8"))["type"] == "FeatureCollection"


def test_parts_become_buildings_of_their_own(town, tmp_path):
    both = shapely.union(HOUSE, shapely.box(500_600, 5_700_520, 500_610, 5_700_530))
    imported = service.import_outlines(town, write(tmp_path, both), OutlineLayer.FOOTPRINTS)
    assert len(imported.shapes) == 2


def test_without_a_file_there_are_none(town):
    assert service.load_footprints(town) is None


def test_water_is_a_layer_of_its_own(run, town, tmp_path):
    path = write(tmp_path, HOUSE)
    answer = run("-w", town.root, "areas", "import", path, "--layer", "water", "--json")
    assert (answer[0], json.loads(answer[1])["layer"]) == (0, "water")
    assert service.load_footprints(town) is None
    assert service.load_water(town).shapes[0].equals(HOUSE)


@pytest.mark.parametrize("shape", [shapely.Point(500_500, 5_700_500), FAR])
def test_what_is_no_building_here_is_refused_and_the_old_ones_stay(town, tmp_path, shape):
    service.import_outlines(town, write(tmp_path, HOUSE), OutlineLayer.FOOTPRINTS)
    (tmp_path / "panden.gpkg").unlink()
    with pytest.raises(IntakeError):
        service.import_outlines(town, write(tmp_path, shape), OutlineLayer.FOOTPRINTS)
    assert len(service.load_footprints(town).shapes) == 1


def test_the_command_takes_in_buildings_and_schools(run, town, tmp_path):
    path = write(tmp_path, HOUSE)
    code, out, _ = run("-w", town.root, "areas", "import", path, "--layer", "footprints", "--json")
    assert code == 0
    assert json.loads(out)["places"] == 1
    schools = tmp_path / "scholen.csv"
    schools.write_text("x,y\n500500,5700500\n", encoding="utf-8")
    assert run("-w", town.root, "areas", "import", schools, "--layer", "schools")[0] == 0
