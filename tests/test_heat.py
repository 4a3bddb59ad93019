import folium
from drawings import draw_layers, draw_report
from folium.plugins import HeatMap

from geo.present.heat import FULL_HEAT, draw_heat
from geo.present.legend import heat_legend_html
from geo.present.maps import draw_base


def children(group, kind):
    return [child for child in group._children.values() if isinstance(child, kind)]


def test_only_incidents_with_a_place_are_warm():
    report = draw_report()
    (heat,) = children(draw_heat(report.incidents, report.hotspots), HeatMap)
    assert len(heat.data) == len(report.incidents) - 1
    assert {row[2] for row in heat.data} == {1 / FULL_HEAT}


def test_scale_does_not_depend_on_the_month():
    report = draw_report()
    whole, part = (
        children(draw_heat(rows, report.hotspots), HeatMap)[0].options
        for rows in (report.incidents, report.incidents.head(1))
    )
    assert whole == part


def test_heat_brings_no_script_of_its_own_because_the_base_has_it():
    report = draw_report()
    base = draw_base(draw_layers())
    draw_heat(report.incidents, report.hotspots).add_to(base)
    page = base.get_root().render()
    assert "https://cdn" not in page
    assert page.count("heat/leaflet-heat.js") == 1


def test_a_month_without_incidents_shows_the_hotspots_only():
    report = draw_report()
    group = draw_heat(report.incidents.iloc[:0], report.hotspots)
    assert not children(group, HeatMap)
    assert len(children(group, folium.GeoJson)) == 1
    assert not draw_heat(report.incidents.iloc[:0], report.hotspots.iloc[:0])._children


def test_legend_says_what_the_deepest_colour_stands_for():
    assert "van 1 tot 5 of meer meldingen" in heat_legend_html(5)
