from dataclasses import replace
from datetime import UTC, date, datetime

import geopandas as gpd
import pytest
import shapely
from drawings import draw_report

from geo import schema, service
from geo.errors import ParamsError
from geo.intake.boundaries import AreaReading
from geo.params import HourSelection, Period, Question
from geo.schema import DayPart, Layer
from geo.workspace import create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
WEST, EAST = "WK1", "WK2"
# Burglaries and bicycles: (id, start, x, code); the wijken meet at x = 501000.
ROWS = (
    "west-1,2018-12-31 21:30,500100,5700100,1.1.1\n"
    "west-2,2018-12-30 08:00,500200,5700100,1.1.1\n"
    "west-3,2018-12-24 22:00,500300,5700100,1.2.3\n"
    "west-before,2018-12-20 21:30,500100,5700100,1.1.1\n"
    "west-day,2018-12-29,500100,5700100,1.1.1\n"
    "east-1,2018-12-31 21:30,501100,5700100,1.1.1\n"
    "nowhere,2018-12-31 21:30,,,1.1.1\n"
    "old,2018-12-01 00:00,500100,5700100,1.1.1\n"
)
WEEK = Period(first=date(2018, 12, 25), last=date(2018, 12, 31))


@pytest.fixture
def town(tmp_path):
    workspace = create_workspace(tmp_path / "town", TOWN)
    wijken = gpd.GeoDataFrame(
        {"code": [WEST, EAST], "naam": ["West", "Oost"]},
        geometry=[
            shapely.box(500000, 5700000, 501000, 5701000),
            shapely.box(501000, 5700000, 502000, 5701000),
        ],
        crs=32631,
    )
    wijken.to_file(tmp_path / "wijken.gpkg")
    reading = AreaReading(code_column="code")
    service.import_areas(workspace, tmp_path / "wijken.gpkg", Layer.WIJKEN, reading)
    path = tmp_path / "rows.csv"
    path.write_text("id,start,x,y,code\n" + ROWS, encoding="utf-8")
    service.import_incidents(workspace, [path], now=NOW)
    return workspace


def survey(workspace, *, area=WEST, period=WEEK, **options):
    question = Question(theme="woninginbraak", period=period, area=area, **options)
    return service.survey_area(workspace, question)


def test_an_area_is_told_from_its_own_incidents_of_every_theme(town):
    found = survey(town, period=Period(first=date(2018, 12, 24), last=date(2018, 12, 31)))
    ids = found.incidents[schema.INCIDENT_ID].tolist()
    assert ids == ["west-1", "west-2", "west-day", "west-3"]
    assert found.counts["now"].to_dict() == {"woninginbraak": 3, "fietsdiefstal": 1}
    assert found.week_hours.weights.sum() == pytest.approx(4)
    assert not found.data.synthetic


def test_the_period_is_held_against_the_one_before(town):
    found = survey(town)
    assert found.before == Period(first=date(2018, 12, 18), last=date(2018, 12, 24))
    assert found.counts[["now", "before"]].to_dict("index") == {
        "woninginbraak": {"now": 3, "before": 1},
        "fietsdiefstal": {"now": 0, "before": 1},
    }


def test_without_earlier_data_there_is_nothing_to_hold_it_against(town):
    found = survey(town, period=Period(first=date(2018, 12, 5), last=date(2018, 12, 31)))
    assert found.before is None
    assert found.counts["now"].to_dict() == {"woninginbraak": 4, "fietsdiefstal": 1}
    assert found.counts["before"].isna().all()


def test_an_area_without_incidents_gives_empty_typed_frames(town):
    found = survey(
        town, area=EAST, period=Period(first=date(2018, 12, 15), last=date(2018, 12, 20))
    )
    assert found.incidents.empty
    assert found.counts.empty
    assert found.week_hours.weights.sum() == 0


def test_hours_hold_and_what_they_leave_out_of_the_period_is_counted(town):
    found = survey(town, hours=HourSelection(day_parts=(DayPart.EVENING,)))
    assert found.incidents[schema.INCIDENT_ID].tolist() == ["west-1"]
    assert found.without_hour == 1
    assert found.counts.loc["woninginbraak", ["now", "before"]].tolist() == [1, 1]


def test_an_unknown_area_is_refused(town):
    with pytest.raises(ParamsError, match="wijk, buurt or park"):
        survey(town, area="WK9")


def test_a_workspace_without_incidents_has_an_empty_area(tmp_path):
    workspace = create_workspace(tmp_path / "empty", TOWN)
    found = survey(workspace, area=None)
    assert found.before is None
    assert found.incidents.empty


def hotspots(*shapes):
    frame = gpd.GeoDataFrame(
        {schema.HOTSPOT_ID: [f"H{n}" for n in range(len(shapes))]},
        geometry=list(shapes),
        crs=32631,
    )
    return replace(draw_report(), hotspots=frame)


def test_hotspots_in_an_area_and_those_that_touch_it_are_near(town):
    inside, over, touching, away = (
        shapely.box(x, 5700100, x + 100, 5700200) for x in (500100, 500950, 501000, 501500)
    )
    layers = service.list_layers(town)
    searches = [hotspots(inside, over, touching, away), hotspots(away)]
    (near,) = service.find_near(searches, WEST, layers)
    assert near.hotspots[schema.HOTSPOT_ID].tolist() == ["H0", "H1", "H2"]
    assert [len(found.hotspots) for found in service.find_near(searches, EAST, layers)] == [3, 1]


def test_each_hotspot_gets_the_part_of_the_week_of_its_own_incidents(tmp_path):
    workspace = create_workspace(tmp_path / "town", TOWN)
    rows = [f"a{n},2018-12-0{n} 21:30,500000,5700000,1.1.1" for n in range(1, 9)]
    # Fridays and Saturdays of six weeks.
    rows += [
        f"b{n},{day} 22:30,505000,5700000,1.1.1"
        for n, day in enumerate(
            ["2018-11-02", "2018-11-03", "2018-11-09", "2018-11-10", "2018-11-16", "2018-11-17"] * 2
        )
    ]
    path = tmp_path / "rows.csv"
    path.write_text("id,start,x,y,code\n" + "\n".join(rows) + "\n", encoding="utf-8")
    service.import_incidents(workspace, [path], now=NOW)
    period = Period(first=date(2018, 11, 1), last=date(2018, 12, 31))
    report = service.find_hotspots(workspace, Question(theme="woninginbraak", period=period))
    timed = service.time_hotspots(workspace, report)
    east = report.hotspots.set_index(schema.HOTSPOT_ID)[schema.CENTRE]
    peaks = {round(east[hotspot].x): peak for hotspot, peak in timed.peaks.items()}
    # Fridays and Saturdays; and every evening of a week and a day.
    assert (peaks[505000].first_day, peaks[505000].days) == (4, 2)
    assert peaks[500000].days == 7
    assert {(peak.first_hour, peak.hours) for peak in peaks.values()} == {(22, 1), (21, 1)}
    assert timed.hotspots is report.hotspots
    first = service.time_hotspots(workspace, report, most=1)
    assert list(first.peaks) == report.hotspots[schema.HOTSPOT_ID].iloc[:1].tolist()


def test_a_search_without_hotspots_has_no_peaks(town):
    report = service.find_hotspots(town, Question(theme="woninginbraak", period=WEEK))
    assert service.time_hotspots(town, report).peaks == {}
