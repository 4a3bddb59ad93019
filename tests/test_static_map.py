import io
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from papers import HOSTILE
from PIL import Image

from geo import schema
from geo.present.paper import static_map
from geo.present.paper.document import PictureKind
from geo.present.paper.map_furniture import round_down
from geo.present.paper.map_plan import AreaKind, MapArea, StaticMap
from geo.present.paper.static_map import render_map

RD = "EPSG:28992"
SITE = (100_500.0, 430_500.0)


def frame(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=RD)


def make_plan(name="Slikkerveer", **changes):
    target = shapely.Point(SITE).buffer(100)
    parts = {
        "areas": (
            MapArea(AreaKind.TARGET, target, "Cameragebied"),
            MapArea(AreaKind.BUFFER, shapely.Point(SITE).buffer(250) - target, "Eromheen"),
            MapArea(
                AreaKind.CONTROL, shapely.Point(101_600, 430_600).buffer(100), "Vergelijking", "V"
            ),
        ),
        "site": SITE,
        "site_label": "Camera",
        "wijken": frame(
            [
                shapely.box(100_000, 430_000, 101_000, 431_000),
                shapely.box(101_000, 430_000, 102_000, 431_000),
            ],
            **{schema.AREA_CODE: ["W1", "W2"], schema.AREA_NAME: [name, "Oost"]},
        ),
        "streets": frame(
            [
                shapely.LineString([(100_200, 430_450), (100_800, 430_450)]),
                shapely.LineString([(100_450, 430_800), (100_450, 430_200)]),
                shapely.LineString([(100_460, 430_800), (100_460, 430_200)]),
            ],
            **{
                schema.STREET_CLASS: ["street"] * 3,
                schema.AREA_NAME: ["Kerkweg", "Dorpsstraat", "Ernaast"],
            },
        ),
        "credit": ("Bron: verzonnen", "2023"),
    }  # fmt: skip
    return StaticMap(**(parts | changes))


def texts_of(plan):
    figure = static_map._draw(plan)
    main, overview, *_ = figure.axes
    return [each.get_text() for each in main.texts], [each.get_text() for each in overview.texts]


@pytest.mark.parametrize("kind", PictureKind)
def test_the_same_plan_gives_the_same_bytes(kind) -> None:
    content = render_map(make_plan(), kind)
    assert render_map(make_plan(), kind) == content
    assert render_map(make_plan(credit=("Anders",)), kind) != content


def test_an_svg_asks_nothing_of_another_machine() -> None:
    root = ET.fromstring(render_map(make_plan(HOSTILE), PictureKind.SVG))  # noqa: S314
    assert root.tag.endswith("svg")
    linked = [
        value
        for each in root.iter()
        for name, value in each.attrib.items()
        if name.endswith("href") and not value.startswith("#")
    ]
    assert linked == []
    assert not [each for each in root.iter() if each.tag.endswith(("script", "image"))]


def test_a_png_is_as_wide_as_the_text_of_a_page_at_200_dots_to_the_inch() -> None:
    picture = Image.open(io.BytesIO(render_map(make_plan(), PictureKind.PNG)))
    assert picture.width == pytest.approx(17 / 2.54 * 200, abs=2)
    assert picture.info["dpi"][0] == pytest.approx(200, abs=0.1)


def test_areas_are_told_apart_in_black_and_white() -> None:
    plan = make_plan(wijken=None, streets=None, site=None)
    picture = Image.open(io.BytesIO(render_map(plan, PictureKind.PNG))).convert("L")
    grey = np.asarray(picture, dtype=float)
    main = static_map._draw(plan).axes[0]

    def look_at(east, north=0):
        across, up = main.transData.transform((SITE[0] + east, SITE[1] + north)) * 2
        row, column = round(picture.height - up), round(across)
        return grey[row - 30 : row + 30, column - 30 : column + 30]

    target, buffer, outside = look_at(50), look_at(175), look_at(-230, 230)
    assert outside.min() == 255
    assert target.min() < 200
    assert buffer.min() < 200
    # Lines run through the target, where the buffer has dots: whole rows of it are white.
    assert (target.min(axis=1) < 230).all()
    assert (buffer.min(axis=1) > 250).any()


def test_names_are_shown_as_they_are() -> None:
    main, overview = texts_of(make_plan(HOSTILE))
    assert HOSTILE in main
    assert "V" in overview
    # What names a wijk may not be read as a formula.
    render_map(make_plan("$x^$"), PictureKind.SVG)


def test_streets_are_named_as_far_as_no_name_lies_over_another() -> None:
    main, _ = texts_of(make_plan())
    assert "Kerkweg" in main
    assert len({"Dorpsstraat", "Ernaast"} & set(main)) == 1


def test_the_name_of_a_wijk_lies_over_no_other_name() -> None:
    figure = static_map._draw(make_plan())
    main = figure.axes[0]
    figure.canvas.draw()
    boxes = {each.get_text(): each.get_window_extent() for each in main.texts}
    wijk = boxes.pop("Slikkerveer")
    assert "Kerkweg" in boxes
    assert not any(wijk.overlaps(other) for other in boxes.values())


def test_without_streets_wijken_or_a_control_there_is_still_a_map() -> None:
    plan = make_plan(streets=None, wijken=None, areas=make_plan().areas[:1])
    legend = static_map._draw(plan).axes[2].get_legend()
    labels = [each.get_text() for each in legend.get_texts()]
    assert labels == ["Camera", "Cameragebied", "Uitsnede van de kaart links"]
    assert render_map(plan, PictureKind.PNG)


def test_the_legend_names_every_kind_once() -> None:
    plan = make_plan()
    twice = replace(plan, areas=(*plan.areas, *plan.areas))
    legend = static_map._draw(twice).axes[2].get_legend()
    labels = [each.get_text() for each in legend.get_texts()]
    assert len(labels) == len(set(labels)) == 7


def test_one_metre_is_as_long_across_as_up() -> None:
    main, overview, _ = static_map._draw(make_plan()).axes
    for axes in (main, overview):
        (x0, y0), (x1, y1) = axes.transData.transform([SITE, (SITE[0] + 100, SITE[1] + 100)])
        assert x1 - x0 == pytest.approx(y1 - y0)


def test_all_of_the_near_areas_is_on_the_map_and_the_control_on_the_overview() -> None:
    plan = make_plan()
    main, overview, _ = static_map._draw(plan).axes
    near = shapely.box(*static_map.limits(main))
    assert near.contains(plan.areas[0].shape)
    assert near.contains(plan.areas[1].shape)
    assert shapely.box(*static_map.limits(overview)).contains(plan.areas[2].shape)


@given(st.floats(0.01, 1e7))
def test_a_scale_bar_has_a_round_length_of_at_least_two_fifths_of_the_room(length_m) -> None:
    found = round_down(length_m)
    assert 0.39 * length_m < found <= length_m
    assert f"{found:.0e}"[0] in "125"


def test_the_state_of_pyplot_is_not_touched() -> None:
    code = "import sys, geo.present.paper.static_map; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
