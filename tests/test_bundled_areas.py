import json

import geopandas as gpd
import pytest
import shapely

from geo.analysis.area_checks import check_areas
from geo.analysis.areas import outline
from geo.intake.boundaries import load_layers
from geo.schema import Layer
from geo.workspace import BUNDLED_DIR, Workspace, open_workspace

PARK_WIJKEN = {
    "PARK-BOELEWERF": "WK059707",
    "PARK-CORNELISLAND": "WK059712",
    "PARK-DONKERSLOOT": "WK059710",
    "PARK-NIEUW-REIJERWAARD": "WK059708",
    "PARK-VERENAMBACHT": "WK059711",
}


@pytest.fixture(scope="module")
def layers(tmp_path_factory):
    """The layers that ship, whatever has been imported beside them."""
    bundled = open_workspace(BUNDLED_DIR)
    root = tmp_path_factory.mktemp("bundled")
    (root / "boundaries").mkdir()
    for path in bundled.boundaries_dir.glob("*.geojson"):
        (root / "boundaries" / path.name).write_bytes(path.read_bytes())
    return load_layers(Workspace(root, bundled.settings))


@pytest.fixture(scope="module")
def wijken(layers):
    return layers[Layer.WIJKEN].areas.set_index("area_code")


@pytest.fixture(scope="module")
def real_wijken(shared_dir):
    path = shared_dir / "data/boundaries/ridderkerk_wijken_2022_rd.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return gpd.GeoDataFrame.from_features(features, crs=28992).set_index("code")


def test_layers_say_that_they_are_schematic_and_whose_they_are(layers) -> None:
    assert set(layers) == {Layer.WIJKEN, Layer.PARKS}
    for layer in layers.values():
        assert layer.schematic
        assert layer.year == 2022
        assert layer.source
        assert layer.licence


@pytest.mark.parametrize("name", ["wijken", "parks"])
def test_files_state_their_coordinate_system(name) -> None:
    content = json.loads((BUNDLED_DIR / f"boundaries/{name}.geojson").read_text(encoding="utf-8"))
    assert content["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::28992"


def test_wijken_are_all_there_with_their_figures(wijken) -> None:
    assert list(wijken.index) == [f"WK0597{number:02}" for number in range(1, 13)]
    assert wijken["inhabitants"].sum() == 47_100
    assert wijken["dwellings"].sum() == 21_491
    assert wijken.loc["WK059711", "inhabitants"] == 0


def test_wijken_share_their_edges_without_gap_or_overlap(wijken, layers) -> None:
    ground = outline(layers[Layer.WIJKEN].areas)

    assert shapely.coverage_is_valid(wijken.geometry.to_numpy())
    assert ground.geom_type == "Polygon"
    assert not ground.interiors
    assert ground.area == pytest.approx(wijken.area.sum(), abs=1e-6)


@pytest.mark.parametrize("layer", [Layer.WIJKEN, Layer.PARKS])
def test_own_check_finds_nothing(layers, layer) -> None:
    others = [content.areas for name, content in layers.items() if name is not layer]
    areas = layers[layer].areas
    assert check_areas(areas, layer=layer, municipality_code="GM0597", others=others) == []


def test_each_park_lies_wholly_inside_its_wijk(layers, wijken) -> None:
    parks = layers[Layer.PARKS].areas.set_index("area_code")
    assert set(parks.index) == set(PARK_WIJKEN)
    for park, wijk in PARK_WIJKEN.items():
        assert wijken.geometry[wijk].contains_properly(parks.geometry[park])
    assert parks.geometry["PARK-BOELEWERF"].contains(shapely.Point(99_500, 434_900))


def test_each_park_lies_inside_its_real_wijk_too(layers, real_wijken) -> None:
    parks = layers[Layer.PARKS].areas.set_index("area_code")
    for park, wijk in PARK_WIJKEN.items():
        assert real_wijken.geometry[wijk].contains(parks.geometry[park])


def test_wijken_lie_where_the_real_ones_do(wijken, real_wijken) -> None:
    drawn, real = wijken.geometry, real_wijken.geometry
    overlap = drawn.intersection(real).area / drawn.union(real).area

    assert len(overlap.dropna()) == 12
    assert overlap.mean() >= 0.90
    assert overlap.min() >= 0.80
    assert (drawn.area / real.area - 1).abs().max() <= 0.15


def test_figures_are_the_official_ones(wijken, real_wijken) -> None:
    assert wijken["inhabitants"].to_dict() == real_wijken["population"].to_dict()
    assert wijken["dwellings"].to_dict() == real_wijken["dwelling_total"].to_dict()
    assert wijken["name"].to_dict() == real_wijken["name"].to_dict()
