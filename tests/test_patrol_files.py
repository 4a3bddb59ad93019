import csv
import html
import io
import json
import re

import geopandas as gpd
import pytest
import shapely
from papers import HOSTILE, read_pages
from patrol_kits import BASE, RD, make_kit, render_patrol, write_patrol

from geo.disclosure import Audience
from geo.errors import ParamsError, WorkspaceError
from geo.present.audience_words import AUDIENCES
from geo.present.patrol.files import ENDINGS, check_patrol_suffix
from geo.present.patrol.sheet import Paper
from geo.present.patrol.table import LATITUDE, LONGITUDE, tabulate_visits


def read_json(kit, **options):
    return json.loads(render_patrol(kit, ".geojson", **options))


def parts(collection, kind):
    return [each for each in collection["features"] if each["properties"]["Onderdeel"] == kind]


@pytest.mark.parametrize("suffix", ENDINGS)
def test_the_same_plan_gives_the_same_bytes(suffix) -> None:
    content = render_patrol(make_kit(2), suffix)
    assert content == render_patrol(make_kit(2), suffix)
    assert content != render_patrol(make_kit(3), suffix)


@pytest.mark.parametrize("suffix", ENDINGS)
def test_every_kind_of_file_says_that_data_are_made_up(suffix, tmp_path) -> None:
    made_up, real = (render_patrol(make_kit(1, synthetic=each), suffix) for each in (True, False))
    assert made_up != real


@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.DRIEHOEK])
@pytest.mark.parametrize("suffix", ENDINGS)
def test_every_kind_of_file_names_its_audience_its_source_and_the_day_of_its_data(
    suffix, audience
) -> None:
    content = render_patrol(make_kit(1), suffix, audience)
    if suffix == ".pdf":
        # On every page, and at the end with what was held back.
        assert all(AUDIENCES[audience] in page for page in read_pages(content))
        text = " ".join(read_pages(content))
        stated = ("Voor wie", "Bron", "demo (verzonnen)", "31 oktober 2026", "Achtergehouden")
    elif suffix in {".csv", ".geojson"}:
        text = content.decode("utf-8-sig")
        stated = ("audience", audience.value, "source", "demo", "2026-10-31")
    else:
        # Lines of a calendar are folded.
        text = html.unescape(content.decode("utf-8")).replace("\r\n ", "").replace("\\,", ",")
        stated = ("Voor wie", AUDIENCES[audience], "Bron", "demo (verzonnen)", "31 oktober 2026")
    assert [words for words in stated if words not in text] == []


@pytest.mark.parametrize("suffix", ["", ".docx", ".PDF", ".xlsx"])
def test_another_ending_is_refused_before_any_work(suffix) -> None:
    with pytest.raises(ParamsError) as refused:
        check_patrol_suffix(suffix)
    assert refused.value.key == "export-suffix-unknown"


def test_a_plan_is_written_whole_or_not_at_all(tmp_path) -> None:
    path = tmp_path / "plan.PDF"
    write_patrol(make_kit(1), path, paper=Paper.A5)
    assert path.read_bytes() == render_patrol(make_kit(1), ".pdf", paper=Paper.A5)
    with pytest.raises(WorkspaceError):
        write_patrol(make_kit(1), tmp_path / "nergens" / "plan.csv")


def test_stops_ways_and_bases_are_features_in_degrees() -> None:
    kit = make_kit(3, teams=2)
    collection = read_json(kit)
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    stops, ways = parts(collection, "stop"), parts(collection, "weg")
    assert len(stops) == 6
    assert len(ways) == sum(map(len, kit.advice.ways))
    assert {each["geometry"]["type"] for each in stops} == {"Point"}
    assert {each["geometry"]["type"] for each in ways} == {"LineString"}
    frame = gpd.GeoSeries(
        [shapely.geometry.shape(each["geometry"]) for each in collection["features"]],
        crs="EPSG:4326",
    ).to_crs(RD)
    begin = frame[len(frame) - 2]
    assert (begin.x, begin.y) == pytest.approx(BASE, abs=0.05)
    x, y = kit.advice.places[["x", "y"]].iloc[0]
    assert (frame[0].x, frame[0].y) == pytest.approx((x, y), abs=0.05)
    end = shapely.get_coordinates(frame[len(stops)])[-1]
    assert tuple(end) == pytest.approx((x, y), abs=0.05)


def test_geojson_is_read_by_other_programs(tmp_path) -> None:
    path = tmp_path / "plan.geojson"
    write_patrol(make_kit(2), path)
    frame = gpd.read_file(path)
    assert frame.crs == "EPSG:4326"
    assert set(frame.geom_type) == {"Point", "LineString"}


def test_a_way_that_goes_nowhere_is_no_feature() -> None:
    kit = make_kit(2, order=[0, 0])
    assert len(parts(read_json(kit), "weg")) == 2


def test_files_state_what_the_plan_rests_on() -> None:
    stated = read_json(make_kit(1, on_streets=False))["metadata"]
    assert (stated["from"], stated["to"]) == ("2026-01-01", "2026-10-31")
    assert (stated["seed"], stated["on_streets"], stated["synthetic"]) == (7, False, True)
    assert "vuistregel" in stated["Dosering"]


def test_a_table_has_a_row_a_visit_with_moments_that_keep_their_offset() -> None:
    kit = make_kit(2, teams=2)
    rows = list(csv.DictReader(io.StringIO(render_patrol(kit, ".csv").decode("utf-8-sig"))))
    assert [(row["Team"], row["Stop"]) for row in rows] == [
        ("1", "1"),
        ("1", "2"),
        ("2", "1"),
        ("2", "2"),
    ]
    assert rows[0]["Begin"] == "2026-11-03T18:10:00+01:00"
    assert rows[0]["Kenmerk"] == "jeugdoverlast:h0"
    assert rows[2]["Organisatie"] == "boa's"
    assert rows[0]["synthetic"] == "True"


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1"])
def test_no_cell_begins_like_a_formula(text) -> None:
    content = render_patrol(make_kit(1, text=text), ".csv").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content)):
        for cell in row:
            assert not re.match(r"[=+@\t\r]|-(?!\d)", cell)


def test_places_in_the_table_are_in_degrees() -> None:
    table = tabulate_visits(make_kit(2))
    assert table[LATITUDE].between(51.8, 51.9).all()
    assert table[LONGITUDE].between(4.5, 4.7).all()


def test_a_page_has_map_list_and_facts_and_asks_nothing_of_any_machine() -> None:
    page = render_patrol(make_kit(2, teams=2), ".html").decode()
    assert "default-src 'none'" in page
    for text in (
        "Patrouille dinsdag 3 november 2026",
        "Team 2: boa",
        "18:10 tot 18:25",
        "vuistregel",
    ):
        assert text in page


def test_text_of_people_is_no_markup_on_a_page() -> None:
    page = render_patrol(make_kit(2, text=HOSTILE), ".html").decode()
    assert "<script>alert" not in page
    assert "${c}" not in page


@pytest.mark.parametrize("suffix", ENDINGS)
def test_a_plan_without_visits_can_be_written(suffix) -> None:
    assert render_patrol(make_kit(1, visits=((),), ways=((),)), suffix)


@pytest.mark.parametrize("suffix", ENDINGS)
def test_a_team_can_be_written_alone(suffix) -> None:
    both, one = (render_patrol(make_kit(2, teams=2), suffix, team=team) for team in (None, 2))
    assert both != one
    if suffix != ".pdf":
        assert b"Team 1" not in one
