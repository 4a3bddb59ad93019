import csv
import io
import json
from dataclasses import replace

import geopandas as gpd
import pyogrio
import pytest
import shapely
from drawings import CRS, draw_layers, draw_report, weigh
from handing import hand_on

from geo.analysis.peak_windows import PeakWindow
from geo.disclosure import Audience, Reason
from geo.errors import ParamsError, WorkspaceError
from geo.present.audience_words import AUDIENCES
from geo.present.exports import render_hotspots, write_hotspots

SUFFIXES = (".geojson", ".gpkg", ".csv", ".html")


def read_geopackage(content, folder):
    path = folder / "uit.gpkg"
    path.write_bytes(content)
    return gpd.read_file(path, layer="hotspots")


def read_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_report_gives_the_same_bytes(suffix):
    first, second = (
        render_hotspots(hand_on(draw_report()), suffix, layers=draw_layers()) for _ in "ab"
    )
    assert first == second


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_written_file_holds_what_was_rendered(tmp_path, suffix):
    path = tmp_path / f"uit{suffix.upper()}"
    path.write_text("old")
    write_hotspots(hand_on(draw_report()), path)
    assert path.read_bytes() == render_hotspots(hand_on(draw_report()), suffix)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".shp", ".xlsx", ""])
def test_unknown_suffix_names_the_four(suffix):
    with pytest.raises(ParamsError) as caught:
        render_hotspots(hand_on(draw_report()), suffix)
    assert caught.value.key == "export-suffix-unknown"
    assert all(known in str(caught.value) for known in SUFFIXES)


def test_missing_folder_is_a_failure_that_names_it(tmp_path):
    with pytest.raises(WorkspaceError) as caught:
        write_hotspots(hand_on(draw_report()), tmp_path / "nergens" / "uit.csv")
    assert caught.value.key == "file-not-writable"


def test_geojson_follows_rfc_7946():
    collection = json.loads(render_hotspots(hand_on(draw_report()), ".geojson"))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    for feature in collection["features"]:
        ring = feature["geometry"]["coordinates"][0]
        assert shapely.LinearRing(ring).is_ccw
        assert all(4 < lon < 5 and 51 < lat < 52 for lon, lat in ring)
        assert all(round(value, 7) == value for point in ring for value in point)
        assert feature["id"] == feature["properties"]["id"]


def test_geojson_lies_where_the_report_does():
    report = draw_report()
    content = render_hotspots(hand_on(report), ".geojson")
    frame = gpd.read_file(io.BytesIO(content)).to_crs(CRS)
    apart = frame.geometry.hausdorff_distance(report.hotspots.geometry.reset_index(drop=True))
    assert apart.max() < 0.05


def test_geopackage_keeps_the_workspace_system(tmp_path):
    frame = read_geopackage(render_hotspots(hand_on(draw_report()), ".gpkg"), tmp_path)
    assert frame.crs == CRS
    assert frame["rank"].tolist() == [1, 2]
    assert frame.geometry.area.tolist() == pytest.approx(draw_report().hotspots.area.tolist())


@pytest.mark.parametrize(("p_values", "told"), [([0.004, 0.34], [0.004, 0.34]), ([], [None] * 2)])
def test_weighed_hotspots_carry_their_p_value(p_values, told, tmp_path):
    report = weigh(draw_report(), *p_values)
    features = json.loads(render_hotspots(hand_on(report), ".geojson"))["features"]
    assert [feature["properties"]["p_value"] for feature in features] == told
    frame = read_geopackage(render_hotspots(hand_on(report), ".gpkg"), tmp_path)
    assert frame["p_value"].astype(object).where(frame["p_value"].notna(), None).tolist() == told
    rows = read_rows(render_hotspots(hand_on(report), ".csv"))
    assert [float(row["p_value"]) if row["p_value"] else None for row in rows] == told


def test_hotspots_that_were_not_weighed_have_no_such_column():
    (first, _) = json.loads(render_hotspots(hand_on(draw_report()), ".geojson"))["features"]
    assert "p_value" not in first["properties"]


@pytest.mark.parametrize("suffix", [".csv", ".gpkg"])
def test_each_row_states_where_it_comes_from(suffix, tmp_path):
    content = render_hotspots(hand_on(draw_report()), suffix)
    rows = (
        read_rows(content)
        if suffix == ".csv"
        else read_geopackage(content, tmp_path).astype(str).to_dict("records")
    )
    for row in rows:
        assert row["theme"] == "woninginbraak"
        assert (row["from"], row["to"]) == ("2018-01-01", "2018-12-31")
        assert row["source"] == "demo"
        assert row["data_as_of"] == "2026-11-24T09:05:00+00:00"
        assert row["synthetic"] == "True"


def test_geojson_states_where_it_comes_from():
    known = json.loads(render_hotspots(hand_on(draw_report(synthetic=False)), ".geojson"))[
        "metadata"
    ]
    assert known["synthetic"] is False
    assert known["source"] == "politie"
    assert known["data_until"] == "2018-12-31"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_hotspots_make_an_empty_file_that_opens(suffix, tmp_path):
    content = render_hotspots(hand_on(draw_report(rank_counts=())), suffix)
    if suffix == ".csv":
        assert read_rows(content) == []
        assert content.decode("utf-8-sig").startswith("rank,id,incidents")
    elif suffix == ".gpkg":
        assert read_geopackage(content, tmp_path).empty
    elif suffix == ".geojson":
        assert json.loads(content)["features"] == []
    else:
        assert b"Geen hotspot" in content


def test_files_name_the_peak_and_its_share_once_known():
    peaks = {"H1": PeakWindow(1, 3, 18, 4, 0.41236, 4.9, 0.001), "H2": None}
    timed = replace(draw_report(), peaks=peaks)
    first, second = read_rows(render_hotspots(hand_on(timed), ".csv"))
    assert (first["peak"], first["peak_share"]) == ("di-do 18-22 uur", "0.4124")
    assert (second["peak"], second["peak_share"]) == ("", "")
    assert "peak" not in read_rows(render_hotspots(hand_on(draw_report()), ".csv"))[0]
    shapes = json.loads(render_hotspots(hand_on(timed), ".geojson"))["features"]
    assert shapes[1]["properties"]["peak"] is None


def test_the_share_of_a_peak_of_a_handful_goes_into_no_file():
    peaks = {"H1": PeakWindow(1, 3, 18, 4, 0.5, 4.5, 0.001), "H2": None}
    timed = replace(draw_report(), peaks=peaks)
    first, _ = read_rows(render_hotspots(hand_on(timed), ".csv"))
    assert (first["peak"], first["peak_share"]) == ("di-do 18-22 uur", "")


def test_the_mailed_map_says_what_may_be_chance():
    page = render_hotspots(hand_on(weigh(draw_report(), 0.004, 0.34)), ".html").decode("utf-8")
    assert "kan toeval zijn (p = 0,34)" in page
    assert "1 van de 2 hotspots kan toeval zijn" in page
    assert "999 willekeurige patronen over alle adressen" in page


INSIDE = [Audience.INTERNAL, Audience.DRIEHOEK]
OUTSIDE = [Audience.COUNCIL, Audience.PUBLIC]


@pytest.mark.parametrize("audience", Audience)
def test_every_file_names_its_audience(audience, tmp_path):
    told = hand_on(draw_report(), audience)
    collection = json.loads(render_hotspots(told, ".geojson"))
    assert collection["metadata"]["audience"] == audience
    assert {row["audience"] for row in read_rows(render_hotspots(told, ".csv"))} == {audience}
    frame = read_geopackage(render_hotspots(told, ".gpkg"), tmp_path)
    assert set(frame["audience"]) == {audience}
    assert AUDIENCES[audience] in render_hotspots(told, ".html").decode("utf-8")


@pytest.mark.parametrize("audience", OUTSIDE)
def test_no_point_leaves_for_council_or_public(audience, tmp_path):
    told = hand_on(draw_report(), audience)
    collection = json.loads(render_hotspots(told, ".geojson"))
    assert {feature["geometry"]["type"] for feature in collection["features"]} == {"Polygon"}
    assert not {"lon", "lat"} & set(collection["features"][0]["properties"])
    assert not {"lon", "lat"} & set(read_rows(render_hotspots(told, ".csv"))[0])
    path = tmp_path / "uit.gpkg"
    path.write_bytes(render_hotspots(told, ".gpkg", layers=draw_layers()))
    assert "Point" not in [shape for _, shape in pyogrio.list_layers(path)]


@pytest.mark.parametrize("audience", INSIDE)
def test_the_middle_of_a_hotspot_goes_to_who_may_see_places(audience):
    (first, _) = json.loads(render_hotspots(hand_on(draw_report(), audience), ".geojson"))[
        "features"
    ]
    assert 4 < first["properties"]["lon"] < 5


def test_a_score_that_is_held_back_is_no_column_of_the_map(tmp_path):
    report = draw_report()
    hidden = replace(report, hotspots=report.hotspots.assign(score=float("nan")))
    page = render_hotspots(hand_on(hidden, Audience.COUNCIL), ".html").decode("utf-8")
    assert ">Score<" not in page
    assert ">nan<" not in page
    assert ">Score<" in render_hotspots(hand_on(report), ".html").decode("utf-8")


@pytest.mark.parametrize("held", [{Reason.OUTLINES: 2}, {Reason.FEW: 2}])
def test_a_map_without_outlines_does_not_say_that_there_is_no_hotspot(held):
    told = hand_on(draw_report(rank_counts=()), Audience.PUBLIC, held)
    page = render_hotspots(told, ".html").decode("utf-8")
    assert "voor deze lezers zijn zij niet getekend" in page
    assert "Geen hotspot" not in page
