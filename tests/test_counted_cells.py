import json

import geopandas as gpd
import numpy as np
import pytest
from drawings import draw_report
from plans import data, verbs

from geo.present.counted_cells import CLASSES, label_classes, plan_counts
from geo.present.legend import counts_legend_html
from geo.present.maps import lay_base, lay_over
from geo.present.overlays import MAX_SHAPES
from geo.present.pictures import Part, plan_picture


def frame(rows):
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(*np.asarray(rows, float).T), crs=28992)


def town(number):
    """A dense town of four by six kilometres."""
    return frame(
        np.random.default_rng(1).uniform((100_000, 431_000), (104_000, 437_000), (number, 2))
    )


def counts(incidents, most_cells=5_000):
    return data(plan_counts(incidents, most_cells=most_cells), "drawCounts")


def crowd(number):
    """A report of so many incidents as a whole municipality has in years."""
    report = draw_report()
    incidents = report.incidents.iloc[:1].sample(number, replace=True, random_state=1)
    placed = incidents.set_geometry(town(number).geometry.to_numpy(), crs=report.incidents.crs)
    return type(report)(**(vars(report) | {"incidents": placed, "without_place": 0}))


def test_a_dense_town_sends_no_more_shapes_than_a_browser_can_take():
    report = crowd(60_000)
    steps = [json.loads(step) for step in plan_picture(report, {}, parts=tuple(Part))]
    shapes = sum(
        len(known.get("shapes", {}).get("features", []))
        + sum(len(level["rows"]) for level in known.get("levels", []))
        for _, known in steps
    )
    assert 1_000 < shapes <= MAX_SHAPES
    assert len(data(map(json.dumps, steps), "drawHeat")["rows"]) <= MAX_SHAPES
    assert "drawPoints" not in [verb for verb, _ in steps]


def test_the_page_of_a_map_holds_the_same_cells():
    base = lay_base(())
    lay_over(plan_counts(town(20_000), most_cells=500)).add_to(base)
    script = base.get_root().render()
    assert script.count('"where"') >= 3


def test_every_size_of_cell_tells_how_many_there_are():
    for level in counts(town(10_000))["levels"]:
        assert sum(row[0] for row in level["rows"]) == 10_000


def test_a_cell_is_drawn_where_its_incidents_lie():
    incidents = frame([(100_010, 431_010)])
    (level,) = counts(incidents)["levels"]
    ((number, _, *corners),) = level["rows"]
    lon, lat = np.cumsum(np.reshape(corners, (4, 2)), axis=0).T / 100_000
    (place,) = incidents.to_crs(4326).geometry
    assert number == 1
    assert lon.min() <= place.x <= lon.max()
    assert lat.min() <= place.y <= lat.max()


@pytest.mark.parametrize(("number", "colour"), [(1, 2), (6, 3), (7, 4), (24, 4), (25, 5)])
def test_the_colour_is_that_of_incidents_per_hectare(number, colour):
    # A cell of 25 metres is a sixteenth of a hectare.
    (level,) = counts(frame([(100_010, 431_010)] * number))["levels"]
    assert level["rows"][0][1] == colour


def test_incidents_without_a_place_are_passed_over():
    report = draw_report()
    (level, *_) = counts(report.incidents)["levels"]
    assert sum(row[0] for row in level["rows"]) == len(report.incidents) - 1
    assert plan_counts(report.incidents.iloc[:0], most_cells=100) == ()


def test_over_cells_a_hotspot_is_an_edge_so_that_a_cell_can_be_pointed_at():
    steps = plan_picture(crowd(6_000), {})
    assert {"drawCounts", "drawOutlines", "drawRanks"} <= set(verbs(steps))
    for shape in data(steps, "drawOutlines")["shapes"]["features"]:
        assert shape["properties"]["style"]["fill"] is False


def test_who_may_see_no_points_gets_no_cells_either():
    # Handed on to council or public a report has no incidents.
    report = crowd(6_000)
    outside = type(report)(**(vars(report) | {"incidents": report.incidents.head(0)}))
    assert "drawCounts" not in verbs(plan_picture(outside, {}))


def test_the_legend_names_every_class_the_fewest_first():
    labels = [label for _, label in label_classes()]
    assert labels[0] == "minder dan 1 melding per hectare"
    assert labels[1:] == [
        "1 tot 5 per hectare",
        "5 tot 25 per hectare",
        "25 tot 100 per hectare",
        "100 tot 400 per hectare",
        "400 of meer per hectare",
    ]
    html = counts_legend_html(label_classes(), streets=True)
    assert all(colour in html for _, colour in CLASSES)
    assert "straat" in html
