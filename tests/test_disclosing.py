import json
import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from meetings import HOME, YEAR, YOUTH, build_town, draw_rows
from towns import WEST

from geo import service
from geo.disclosure import DEFAULT_RULES, Audience, Disclosed, Reason
from geo.errors import HotspotkaartError, ParamsError
from geo.params import CellParams, Question
from geo.present import exports, hot_cells
from geo.schema import PointLayer
from geo.service.disclosing import Inside

INSIDE = [Audience.INTERNAL, Audience.DRIEHOEK]
OUTSIDE = [Audience.COUNCIL, Audience.PUBLIC]
# A place that is nothing else, such as the middle of a wijk.
SPOT = (500537, 5700463)
# 14 addresses beside it, each on a point of its own.
ADDRESSES = [(SPOT[0] + 12 * number, SPOT[1] + 4) for number in range(14)]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deur")
    rows = [(code, moment, SPOT if place == WEST else place) for code, moment, place in draw_rows()]
    town = build_town(folder, rows, policy=False)
    addresses = gpd.GeoDataFrame(geometry=[shapely.Point(*one) for one in ADDRESSES], crs=32631)
    path = folder / "adressen.gpkg"
    addresses.to_file(path, driver="GPKG")
    service.import_opportunities(town, path, PointLayer.ADDRESSES)
    return town


@pytest.fixture(scope="module")
def report(town):
    """A hotspot of 30, and 8 incidents in none."""
    found = service.find_hotspots(town, Question(theme=HOME, period=YEAR))
    more = pd.concat([found.incidents, found.incidents.head(8)], ignore_index=True)
    return replace(found, incidents=more, noise=8)


@pytest.fixture(scope="module")
def cells(town):
    return service.find_hot_cells(town, HOME, YEAR, CellParams(cell_m=100, band_m=250))


def every_coordinate(frame):
    return {tuple(xy) for xy in shapely.get_coordinates(frame.geometry.to_numpy()).tolist()}


def shows_any(content, incidents):
    """Whether two numbers beside each other, in either order, are the place of an incident."""
    pairs = re.findall(rb"(-?\d+\.\d+)[^\d.-]{1,3}(-?\d+\.\d+)", content)
    # Each number may be the first of a pair and the second of another.
    pairs += re.findall(rb"(?<=[,\s\[])(-?\d+\.\d+)(?=[^\d.-]{1,3}(-?\d+\.\d+))", content)
    shown = np.array(pairs or [(b"0", b"0")]).astype(np.float64)
    shown = np.vstack([shown, shown[:, ::-1]])
    return any(
        (np.abs(shown - place) < within).all(axis=1).any()
        for frame, within in ((incidents, 0.5), (incidents.to_crs(4326), 1e-5))
        for place in every_coordinate(frame)
    )


@pytest.mark.parametrize("audience", INSIDE)
def test_who_may_see_places_gets_the_answer_itself(town, report, cells, audience) -> None:
    told = service.disclose_hotspots(town, report, audience)
    assert told.answer is report
    assert (told.audience, told.held_back) == (audience, 0)
    assert service.disclose_cells(town, cells, audience).answer is cells
    assert service.disclose_points(town, report.incidents, audience).answer is report.incidents


def test_the_council_sees_an_outline_that_holds_enough_addresses(town, report) -> None:
    told = service.disclose_hotspots(town, report, Audience.COUNCIL)
    (outline,) = told.answer.hotspots.geometry
    rules = DEFAULT_RULES[Audience.COUNCIL]
    assert (
        sum(outline.intersects(shapely.Point(*one)) for one in ADDRESSES) >= rules.least_addresses
    )
    assert told.answer.incidents.empty
    assert told.held[Reason.POINTS] == 1
    assert told.answer.hotspots["score"].isna().all()
    assert told.answer.peaks is None


def test_the_public_sees_no_outline(town, report) -> None:
    told = service.disclose_hotspots(town, report, Audience.PUBLIC)
    assert told.answer.hotspots.empty
    assert told.held[Reason.OUTLINES] == 1


def test_without_addresses_no_outline_goes_out(tmp_path) -> None:
    town = build_town(tmp_path, policy=False)
    report = service.find_hotspots(town, Question(theme=HOME, period=YEAR))
    told = service.disclose_hotspots(town, report, Audience.COUNCIL)
    assert (len(told.answer.hotspots), told.held[Reason.OUTLINES]) == (0, 1)


def test_a_hotspot_of_few_goes_out_to_nobody_outside(town, report) -> None:
    few = report.hotspots.assign(incidents=9)
    told = service.disclose_hotspots(town, replace(report, hotspots=few), Audience.COUNCIL)
    assert (len(told.answer.hotspots), told.held[Reason.FEW]) == (0, 1)


def test_no_few_remain_when_hotspots_are_taken_off_the_whole(town, report) -> None:
    # 30 in the hotspot and 2 beside it: the council may look up 32.
    more = replace(report, incidents=report.incidents.head(32), noise=2)
    told = service.disclose_hotspots(town, more, Audience.COUNCIL)
    assert told.answer.hotspots.empty
    assert told.held[Reason.FEW] == 1
    assert told.answer.noise == 32


@pytest.mark.parametrize("audience", OUTSIDE)
def test_cells_go_out_as_counts_in_large_squares(town, cells, audience) -> None:
    told = service.disclose_cells(town, cells, audience).answer
    assert told.params.cell_m == DEFAULT_RULES[audience].grid_m
    assert set(told.cells) == {"x", "y", "incidents"}
    assert (told.cells["incidents"] >= 5).all()


@pytest.mark.parametrize("audience", OUTSIDE)
def test_points_go_out_as_counts_and_no_point_is_in_them(town, report, audience) -> None:
    told = service.disclose_points(town, report.incidents, audience)
    assert set(told.answer) == {"x", "y", "incidents"}
    places = set(zip(told.answer["x"], told.answer["y"], strict=True))
    assert not places & every_coordinate(report.incidents)
    assert told.held[Reason.POINTS] == 1


@pytest.mark.parametrize("audience", OUTSIDE)
def test_files_for_outside_hold_no_coordinate_of_an_incident(
    town, report, cells, audience, tmp_path
) -> None:
    layers = service.list_layers(town)
    told = service.disclose_hotspots(town, report, audience)
    for suffix in (".geojson", ".gpkg", ".csv", ".html"):
        exports.write_hotspots(told, tmp_path / f"hotspots{suffix}", layers=layers)
    squares = service.disclose_cells(town, cells, audience)
    hot_cells.write_hot_cells(squares, tmp_path / "cells.geojson")
    for path in tmp_path.iterdir():
        assert not shows_any(path.read_bytes(), report.incidents)
    if audience is Audience.COUNCIL:
        drawn = gpd.read_file(tmp_path / "hotspots.gpkg", layer="hotspots")
        assert not every_coordinate(drawn) & every_coordinate(report.incidents)


def test_the_driehoek_s_file_does_hold_what_the_test_above_looks_for(
    town, report, tmp_path
) -> None:
    path = tmp_path / "hotspots.html"
    told = service.disclose_hotspots(town, report, Audience.DRIEHOEK)
    exports.write_hotspots(told, path, layers=service.list_layers(town))
    assert shows_any(path.read_bytes(), report.incidents)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_counts_that_are_few_are_missing_and_so_is_what_follows_from_them(town, audience) -> None:
    comparison = service.compare_themes(town, YEAR)
    themes = service.disclose_comparison(town, comparison, audience).answer.themes
    assert themes.loc[HOME, "now"] == 30
    gone = themes["now"].isna() | themes["before"].isna()
    assert gone.any()
    follows = ["difference", "low", "high", "p_value", "percent"]
    assert themes.loc[gone, follows].isna().all(axis=None)
    assert (themes["now"].dropna() >= 5).all()


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_theme_by_month_and_wijk_tells_no_few(town, audience) -> None:
    summary = service.summarise_theme(town, Question(theme=YOUTH, period=YEAR))
    told = service.disclose_theme(town, summary, audience)
    assert told.answer.months["incidents"].isna().all()
    # That nothing lies in no wijk is not told either, and the 9 keep it apart, as in a deck.
    assert summary.wijken["now"].tolist() == [17, 9]
    assert told.answer.wijken["area_code"].isna().tolist() == [False, False, True]
    assert told.answer.wijken["now"].fillna(-1).tolist() == [17, -1, -1]
    held = service.disclose_theme(
        town, service.summarise_theme(town, Question(theme=HOME, period=YEAR)), audience
    ).answer
    gone = held.wijken["now"].isna()
    assert gone.any()
    assert held.wijken.loc[gone, ["rate", "rate_low", "rate_high"]].isna().all(axis=None)


@pytest.mark.parametrize("by", ["theme", "wijk", "park", "month"])
def test_a_summary_never_lacks_one_count_alone(town, by) -> None:
    rows = service.summarise_incidents(town, period=YEAR, by=by)
    told = service.disclose_summary(town, rows, Audience.COUNCIL)
    missing = told.answer["incidents"].isna().sum()
    assert missing != 1 or len(rows) == 1
    assert told.held_back == missing
    assert service.disclose_summary(town, rows, Audience.DRIEHOEK).answer is rows


@pytest.mark.parametrize("what", Inside)
@pytest.mark.parametrize("audience", Audience)
def test_what_shows_where_police_look_stays_inside(town, what, audience) -> None:
    if audience.may_see_places:
        assert service.keep_inside(town, "plan", audience, what).answer == "plan"
        return
    with pytest.raises(ParamsError) as refused:
        service.keep_inside(town, "plan", audience, what)
    assert refused.value.key == "disclosure-inside"


def test_rules_of_a_file_hold_at_the_door(tmp_path) -> None:
    town = build_town(tmp_path, policy=False)
    (town.root / "afscherming.toml").write_text("[public]\nleast_count = 50\n", encoding="utf-8")
    comparison = service.compare_themes(town, YEAR)
    told = service.disclose_comparison(town, comparison, Audience.PUBLIC)
    assert told.answer.themes["now"].isna().all()
    assert told.rules.least_count == 50
    (town.root / "afscherming.toml").write_text('[public]\nplace = "point"\n', encoding="utf-8")
    with pytest.raises(HotspotkaartError) as refused:
        service.disclose_comparison(town, comparison, Audience.PUBLIC)
    assert refused.value.key == "disclosure-too-weak"


def test_an_outline_that_is_wider_is_still_there() -> None:
    told = Disclosed(
        "kaart",
        Audience.COUNCIL,
        DEFAULT_RULES[Audience.COUNCIL],
        {Reason.WIDENED: 2, Reason.FEW: 3, Reason.POINTS: 1},
    )
    assert told.held_back == 3


def test_a_command_writes_for_whom_it_is_told_to(run, town, tmp_path) -> None:
    days = ("--from", "2025-01-01", "--to", "2025-12-31")
    path = tmp_path / "hotspots.geojson"
    words = ("-w", town.root, "hotspots", "--theme", HOME, *days, "--out", path, "--json")
    code, out, _ = run(*words, "--audience", "public")
    told = json.loads(out)
    assert (code, told["audience"], told["held_back"]) == (0, "public", 1)
    assert json.loads(path.read_text("utf-8"))["features"] == []
    code, out, _ = run(*words)
    assert (code, json.loads(out)["audience"]) == (0, "internal")
    assert len(json.loads(path.read_text("utf-8"))["features"]) == 1


def test_a_command_hands_no_forecast_to_the_council(run, town, tmp_path) -> None:
    path = tmp_path / "verwacht.csv"
    # A theme that is not there: it is refused before anybody looks for it.
    words = ("--theme", "onbekend", "--as-of", "2025-12-01", "--out", path, "--audience", "council")
    code, _, told = run("-w", town.root, "forecast", *words)
    assert code == 1
    assert "expected an audience that may have forecast" in told
    assert not path.exists()
