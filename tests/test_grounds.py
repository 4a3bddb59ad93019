import geopandas as gpd
import shapely
from drawings import CRS, draw_layers
from plans import data, verbs

from geo import schema
from geo.intake.streets import StreetLayer
from geo.present import grounds
from geo.present.backgrounds import Background
from geo.present.grounds import plan_area, plan_base, plan_view

NASTY = "<img src=x onerror=alert(1)>${alert(2)}`\\u202e"


def draw_streets(source="© makers"):
    line = shapely.LineString([(100000, 431000), (100500, 431500)])
    return StreetLayer(
        gpd.GeoDataFrame({schema.STREET_CLASS: ["road"]}, geometry=[line], crs=CRS), source
    )


def test_base_is_the_same_for_the_same_layers():
    assert plan_base(draw_layers()) == plan_base(draw_layers())


def test_base_does_not_follow_the_order_of_the_areas():
    layers = draw_layers()
    turned = {
        key: type(layer)(**(vars(layer) | {"areas": layer.areas.iloc[::-1]}))
        for key, layer in layers.items()
    }
    assert plan_base(turned) == plan_base(layers)


def test_names_of_areas_are_escaped():
    shown = "".join(plan_base(draw_layers(NASTY, "West")))
    assert "<img" not in shown
    assert "${alert" not in shown
    assert "&lt;img" in shown


def test_names_are_left_out_where_they_would_cover_each_other(monkeypatch):
    assert len(data(plan_base(draw_layers()), "drawLabels")["rows"]) == 2
    monkeypatch.setattr(grounds, "MAX_LABELS", 1)
    assert data(plan_base(draw_layers()), "drawLabels")["rows"] == []


def test_damaged_areas_are_drawn_as_far_as_they_go():
    layers = draw_layers()
    wijken = layers["wijken"]
    bow_tie = shapely.Polygon(
        [(100000, 431000), (101000, 432000), (101000, 431000), (100000, 432000)]
    )
    damaged = wijken.areas.set_geometry(gpd.GeoSeries([bow_tie, None], crs=wijken.areas.crs))
    damaged = damaged.assign(**{schema.AREA_CODE: [None, "WK1"], schema.AREA_NAME: [None, "West"]})
    layers["wijken"] = type(wijken)(**(vars(wijken) | {"areas": damaged}))
    assert "lookAt" in verbs(plan_base(layers))


def test_map_says_where_its_boundaries_and_streets_come_from():
    plain = data(plan_base(draw_layers()), "furnish")["attribution"]
    assert plain == "Schematische grenzen: eigen tekening 2022"
    shown = data(plan_base(draw_layers(), streets=draw_streets(NASTY)), "furnish")["attribution"]
    assert shown.startswith(f"{plain}. Straten: &lt;img")


def test_streets_lie_above_the_ground_and_below_the_edge():
    order = verbs(plan_base(draw_layers(), streets=draw_streets()))
    assert order.index("drawGround") < order.index("keepStreets") < order.index("drawEdges")
    assert "keepStreets" not in verbs(plan_base(draw_layers()))


def test_background_is_there_only_where_it_is_turned_on():
    assert "showBackground" not in verbs(plan_base(draw_layers()))
    tiles = Background("http://localhost/{z}/{x}/{y}.png", "makers", "none")
    steps = plan_base(draw_layers(), background=tiles)
    assert verbs(steps)[:2] == ["furnish", "showBackground"]
    assert data(steps, "showBackground")["url"] == tiles.url


def test_base_looks_at_all_areas_and_a_view_of_a_place_bears_its_name():
    layers = draw_layers()
    everywhere = data(plan_base(layers), "lookAt")
    assert everywhere["place"] == ""
    somewhere = data(plan_view([layers["parks"].areas], place="P1"), "lookAt")
    assert somewhere["place"] == "P1"
    assert somewhere["bounds"] != everywhere["bounds"]


def test_base_without_areas_looks_nowhere():
    assert verbs(plan_base({})) == ["furnish"]


def test_chosen_area_is_edged_and_no_other():
    layers = draw_layers()
    for code in ("WK1", "P1"):
        (feature,) = data(plan_area(code, layers), "drawEdges")["shapes"]["features"]
        assert feature["geometry"]["type"] == "Polygon"
    assert plan_area(None, layers) == ()
    assert plan_area("GM0597", layers) == ()


def test_planning_changes_no_layer():
    layers = draw_layers()
    before = layers["wijken"].areas.copy()
    plan_base(layers)
    assert before.equals(layers["wijken"].areas)
