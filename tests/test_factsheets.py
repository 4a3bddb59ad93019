import json
import re

import pytest
from factsheet_drawings import PLACE, gather, make_goal, make_placed_town, place_unit, theme
from shapely import Point

from geo import service
from geo.errors import ParamsError
from geo.schema import PointLayer
from geo.themes import SHIPPED_CARDS_DIR
from geo.workspace import SETTINGS_FILE, open_workspace


def import_places(town, folder, places):
    path = folder / "adressen.csv"
    path.write_text(
        "x,y,weight\n" + "\n".join(f"{x},{y},{weight}" for x, y, weight in places),
        encoding="utf-8",
    )
    service.import_opportunities(town, path, PointLayer.ADDRESSES, source="Basisregistratie")


def import_streets(town, folder, lines):
    path = folder / "straten.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "LineString", "coordinates": corners},
        }
        for name, corners in lines
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32631"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": features}
    path.write_text(json.dumps(content), encoding="utf-8")
    service.import_streets(town, path, source="Kadaster")


def test_the_ground_is_a_disc_a_ring_around_it_and_a_disc_elsewhere(tmp_path) -> None:
    ground = gather(tmp_path).ground
    x, y = PLACE
    assert ground.target.contains(Point(x + 99, y))
    assert not ground.target.contains(Point(x + 101, y))
    assert ground.buffer.contains(Point(x + 249, y))
    assert not ground.buffer.contains(Point(x, y))
    assert ground.control.contains(Point(501_300, 5_700_500))


def test_without_a_control_there_is_none(tmp_path) -> None:
    goal = make_goal(control=None, control_distance=None)
    assert gather(tmp_path, place_unit(goal=goal)).ground.control is None


def test_all_versions_come_along_and_the_last_one_counts(tmp_path) -> None:
    later = place_unit(purpose="Iets anders")
    sheet = gather(tmp_path, place_unit(), later)
    assert [each.version for each in sheet.versions] == [1, 2]
    assert sheet.placement == later


def test_wijken_and_streets_are_those_that_the_target_touches(tmp_path) -> None:
    town = make_placed_town(tmp_path)
    x, y = PLACE
    import_streets(
        town,
        tmp_path,
        [
            ("Kerkweg", [[x - 300, y + 50], [x + 300, y + 50]]),
            ("Verweg", [[x - 300, y + 150], [x + 300, y + 150]]),
            (None, [[x, y - 50], [x + 10, y - 50]]),
        ],
    )
    sheet = service.gather_factsheet(town, 1)
    assert sheet.wijken == ("West",)
    assert sheet.street_names == ("Kerkweg",)


def test_what_is_not_loaded_is_not_told_as_none(tmp_path) -> None:
    sheet = gather(tmp_path)
    assert sheet.dwellings is None
    assert sheet.street_names is None


def test_dwellings_are_counted_by_how_many_stand_on_each_place(tmp_path) -> None:
    town = make_placed_town(tmp_path)
    x, y = PLACE
    import_places(town, tmp_path, [(x, y, 3), (x + 90, y, 1), (x + 110, y, 50)])
    found = service.gather_factsheet(town, 1).dwellings
    assert (found.count, found.source, found.synthetic) == (4, "Basisregistratie", False)


@pytest.mark.parametrize(("synthetic", "told"), [(False, None), (True, 3)])
def test_invented_dwellings_are_not_told_beside_real_incidents(tmp_path, synthetic, told) -> None:
    town = make_placed_town(tmp_path, place_unit(synthetic=synthetic))
    import_places(town, tmp_path, [(*PLACE, 3)])
    (path,) = town.boundaries_dir.glob("*/addresses.geojson")
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"synthetic": True}), encoding="utf-8")
    found = service.gather_factsheet(town, 1)
    assert (found.dwellings and found.dwellings.count) == told
    assert found.in_view.dwellings == told


def test_incidents_of_the_target_are_timed_at_whatever_hour(tmp_path) -> None:
    week = gather(tmp_path).week_hours
    assert week.weights.sum() == pytest.approx(20)
    assert week.weights[:, 20].sum() == pytest.approx(20)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["woninginbraak"], True),
        (["woninginbraak", "fietsdiefstal", "winkeldiefstal"], True),
        (["jeugdoverlast"], False),
        (["vernieling"], False),
        (["woninginbraak", "jeugdoverlast"], False),
        (["kaart-die-weg-is"], False),
    ],
)
def test_themes_are_property_only_when_each_of_them_is(tmp_path, names, expected) -> None:
    themes = tuple(theme(name, 0) for name in names)
    assert gather(tmp_path, place_unit(themes=themes)).is_property_only is expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ('["1.2.4"]', True),
        ('[" 1.2.4 ", "1.6.2"]', True),
        ('["1.2.4", "E35"]', False),
        ('["eigen-code"]', False),
    ],
)
def test_a_card_that_the_workspace_edits_decides_what_is_property(
    tmp_path, codes, expected
) -> None:
    town = make_placed_town(tmp_path)
    card = (SHIPPED_CARDS_DIR / "jeugdoverlast.toml").read_text(encoding="utf-8")
    town.models_dir.mkdir(exist_ok=True)
    own = re.sub(r"(?m)^codes = .*$", f"codes = {codes}", card, count=1)
    (town.models_dir / "jeugdoverlast.toml").write_text(own, encoding="utf-8")
    assert service.gather_factsheet(town, 1).is_property_only is expected


def test_the_rules_of_the_municipality_come_from_its_settings(tmp_path) -> None:
    town = make_placed_town(tmp_path)
    with (town.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('[cameras]\nlocal_rules = "artikel 9 van de APV"\n')
    found = service.gather_factsheet(open_workspace(town.root), 1)
    assert found.local_rules == "artikel 9 van de APV"
    assert service.gather_factsheet(town, 1).local_rules == ""


def test_a_placement_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(ParamsError) as refused:
        service.gather_factsheet(make_placed_town(tmp_path), 2)
    assert refused.value.key == "placement-unknown"
