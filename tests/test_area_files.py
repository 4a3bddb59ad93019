import json

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from drawings import CRS, draw_layers, draw_report, draw_survey
from handing import hand_on
from overview_drawings import draw_summary

from geo.errors import ParamsError
from geo.present.area_files import render_area, render_layer, render_wijken
from geo.schema import Layer

LAYERS = draw_layers()
SUFFIXES = (".geojson", ".gpkg")


@pytest.fixture
def read(tmp_path):
    """Read a file as another program would, by its ending."""

    def open_file(content, suffix):
        path = tmp_path / f"uit{suffix}"
        path.write_bytes(content)
        if suffix == ".geojson":
            return gpd.read_file(path)
        # One layer a kind of shape; the looks of the layers have no shape.
        names = [name for name, shape in pyogrio.list_layers(path) if shape is not None]
        return pd.concat([gpd.read_file(path, layer=name) for name in names], ignore_index=True)

    return open_file


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_area_goes_along_with_the_hotspots_near_it(read, suffix):
    shapes = read(render_area(hand_on(draw_survey()), [draw_report()], LAYERS, suffix), suffix)
    assert shapes["kind"].tolist() == ["area", "hotspot", "hotspot"]
    assert shapes["theme"].tolist()[1:] == ["woninginbraak"] * 2
    assert shapes["name"].tolist()[0] == "Oost"
    # The hotspots look back over days of their own.
    assert shapes["from"].astype(str).str[:10].tolist() == ["2018-12-25", *["2018-01-01"] * 2]
    drawn = LAYERS[Layer.WIJKEN].areas.geometry.iloc[0]
    assert shapes.to_crs(CRS).geometry.iloc[0].hausdorff_distance(drawn) < 0.05


def test_an_area_without_hotspots_is_still_an_area(read):
    shapes = read(render_area(hand_on(draw_survey()), [], LAYERS, ".geojson"), ".geojson")
    assert shapes["kind"].tolist() == ["area"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_wijken_go_along_with_their_figures(read, suffix):
    shapes = read(render_wijken(hand_on(draw_summary()), LAYERS, suffix), suffix)
    assert dict(zip(shapes["name"], shapes["now"], strict=True)) == {"Oost": 8, "West": 12}
    assert shapes["population"].tolist() == [1000, 0]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_layer_goes_along_as_it_was_taken_in(read, suffix):
    shapes = read(render_layer(LAYERS[Layer.PARKS], suffix), suffix)
    assert shapes["area_code"].tolist() == ["P1"]
    assert shapes["name"].tolist() == ["De Kade"]


def test_each_file_states_where_it_comes_from():
    made = (
        render_area(hand_on(draw_survey()), [draw_report()], LAYERS, ".geojson"),
        render_wijken(hand_on(draw_summary()), LAYERS, ".geojson"),
        render_layer(LAYERS[Layer.WIJKEN], ".geojson"),
    )
    area, wijken, layer = (json.loads(content)["metadata"] for content in made)
    assert area["area"] == "WK1"
    for stated in (area, wijken):
        assert stated["synthetic"] is True
        assert stated["data_until"]
    assert layer == {
        "source": "eigen tekening",
        "year": 2022,
        "schematic": True,
        "licence": "",
    }


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_answer_gives_the_same_bytes(suffix):
    first, second = (
        render_area(hand_on(draw_survey()), [draw_report()], LAYERS, suffix) for _ in range(2)
    )
    assert first == second


def test_another_ending_is_refused():
    with pytest.raises(ParamsError):
        render_layer(LAYERS[Layer.WIJKEN], ".shp")
