import os
import re
from pathlib import Path

from drawings import draw_layers, draw_report
from streamlit_folium import generate_leaflet_string

from geo.present import maps
from geo.present.grounds import plan_base
from geo.present.maps import lay_base, lay_over
from geo.present.pictures import Part, plan_picture

SCRIPT = Path(maps.__file__).with_name("map.js").read_text(encoding="utf-8")


def lay_out(layers, report, **options):
    """The whole page around a map, as folium writes it."""
    base = lay_base(plan_base(layers))
    lay_over(plan_picture(report, layers, parts=tuple(Part))).add_to(base)
    return base.get_root().render()


def component_script(element):
    """What the map component sends to the browser."""
    return generate_leaflet_string(element)


def test_map_loads_nothing_but_its_own_scripts():
    page = lay_out(draw_layers(), draw_report())
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", page)
    assert addresses
    assert all(address.startswith("../../app/static/vendor/") for address in addresses)
    assert not re.search(r"https?://(?!www\.w3\.org)", page)


def test_each_script_is_loaded_once():
    page = lay_out(draw_layers(), draw_report())
    for name in ("leaflet.js", "leaflet.markercluster.js", "leaflet-heat.js"):
        assert page.count(f"/{name}") == 1


def test_component_gets_the_same_base_for_the_same_layers():
    first, second = (component_script(lay_base(plan_base(draw_layers()))) for _ in "ab")
    assert first == second


def test_what_is_laid_over_draws_on_its_own_group():
    base = lay_base(plan_base(draw_layers()))
    group = lay_over(plan_picture(draw_report(), {}))
    group.add_to(base)
    base.get_root().render()
    shown = component_script(group)
    name = re.search(r"var (\w+) = L\.featureGroup", shown)[1]
    assert f"hotspotkaart.draw({name}, [" in shown


def test_nothing_to_lay_over_is_an_empty_group():
    assert not lay_over(())._children


def test_no_text_of_a_file_runs_as_a_template_on_this_machine():
    evil = "a{{lipsum.__globals__.os.getpid()}}b"
    page = lay_out(draw_layers(evil, "West"), draw_report(code=evil))
    assert f"a{os.getpid()}b" not in page
    assert page.count("lipsum.__globals__.os.getpid()") >= 2


def test_steps_are_never_read_as_a_template_even_if_a_text_were_not_escaped():
    base = lay_base(('["drawLabels",{"rows":[[1,2,"{{7*7}}{% raw %}"]]}]',))
    assert "{{7*7}}{% raw %}" in base.get_root().render()


def test_every_verb_of_a_plan_is_known_to_the_script():
    shown = lay_out(draw_layers(), draw_report())
    used = set(re.findall(r'\["([a-z][A-Za-z]+)",\{', shown))
    known = set(re.findall(r"function (\w+)\(", SCRIPT))
    assert used
    assert used <= known
