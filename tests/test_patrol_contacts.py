"""A contact point that an area layer gives, on all that a team takes along."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import geopandas as gpd
import pytest
import shapely
from icalendar import Calendar
from papers import read_pages
from patrol_kits import write_patrol
from patrol_town import FAR, ask, make_patrol_town
from towns import WEST

from geo import service
from geo.errors import ParamsError
from geo.patrol_records import decode_terms, encode_terms
from geo.present.patrol.files import ENDINGS
from geo.present.patrol.round_words import tell_round
from geo.schema import Layer

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PARK = "Parkmanagement <b>De Kade</b>, 0180-000000"
WIJK = "Wijkbureau West, west@voorbeeld.nl"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A wijk with a desk, and in it a park with a desk of its own."""
    folder = tmp_path_factory.mktemp("contacts")
    made = make_patrol_town(folder)
    east, north = 500_000, 5_700_000
    wijken = gpd.GeoDataFrame(
        {"code": ["W1", "W2"], "naam": ["West", "Oost"], "beheerder": [WIJK, None]},
        geometry=[
            shapely.box(east, north, east + 1000, north + 1000),
            shapely.box(east + 1000, north, east + 2000, north + 1000),
        ],
        crs=32631,
    )
    parks = gpd.GeoDataFrame(
        {"code": ["P1"], "naam": ["De Kade"], "Parkmanager": [PARK]},
        geometry=[shapely.box(east + 400, north + 400, east + 600, north + 600)],
        crs=32631,
    )
    for layer, shapes, name in (
        (Layer.WIJKEN, wijken, "wijken.geojson"),
        (Layer.PARKS, parks, "parken.gpkg"),
    ):
        shapes.to_file(folder / name)
        service.import_areas(made, folder / name, layer)
    return made


@pytest.fixture(scope="module")
def advice(town):
    return service.plan_patrol(town, ask(town))


def contact_at(advice, place):
    rows = advice.places
    return rows.loc[(rows["x"] == place[0]) & (rows["y"] == place[1]), "contact"].tolist()


def test_stop_has_the_contact_of_its_park_and_else_of_its_wijk(advice) -> None:
    assert contact_at(advice, WEST) == [PARK]
    assert contact_at(advice, FAR) == [WIJK]


def test_stop_has_no_contact_where_no_layer_gives_one(tmp_path) -> None:
    plain = make_patrol_town(tmp_path)
    assert set(service.plan_patrol(plain, ask(plain)).places["contact"]) == {""}


def test_contact_is_in_every_file_and_never_as_markup(town, advice, tmp_path) -> None:
    (kit,) = service.gather_patrol_kits(town, [advice])
    paths = {suffix: tmp_path / f"plan{suffix}" for suffix in ENDINGS}
    for path in paths.values():
        write_patrol(kit, path)
    sheet = " ".join(" ".join(read_pages(paths[".pdf"].read_bytes())).split())
    assert f"Contactpunt: {PARK}" in sheet
    assert f"Contactpunt: {WIJK}" in sheet
    events = Calendar.from_ical(paths[".ics"].read_bytes()).events
    assert any(f"Contactpunt: {PARK}" in event["description"] for event in events)
    for suffix in (".gpx", ".html"):
        text = paths[suffix].read_text("utf-8")
        assert "<b>De Kade</b>" not in text
        assert "De Kade&lt;/b&gt;, 0180-000000" in text
    told = [
        each["properties"].get("Contactpunt")
        for each in json.loads(paths[".geojson"].read_bytes())["features"]
    ]
    assert {PARK, WIJK} <= set(told)
    assert PARK in paths[".csv"].read_text("utf-8-sig")


def test_contact_is_kept_with_the_plan_and_told_on_the_phone(town, advice) -> None:
    plan_id = service.keep_patrol(town, advice, now=NOW)
    record = service.read_patrol(town, plan_id)
    told = tell_round(record, 1, crs=town.crs, timezone=town.timezone)["stops"]
    assert {stop["contact"] for stop in told} == {PARK, WIJK}


def test_plan_that_was_kept_without_contacts_is_still_read(town, advice) -> None:
    terms = service.freeze_patrol(town, advice).terms
    older = json.loads(encode_terms(terms))
    del older["contacts"]
    assert decode_terms(json.dumps(older)) == replace(terms, contacts={})


@pytest.mark.parametrize("contact", ["x" * 121, "twee\nregels", " ", "\u202eomgekeerd"])
def test_plan_refuses_a_contact_that_is_no_short_line(town, advice, contact) -> None:
    terms = service.freeze_patrol(town, advice).terms
    with pytest.raises(ParamsError, match="one line"):
        replace(terms, contacts={"jeugdoverlast:1": contact})
