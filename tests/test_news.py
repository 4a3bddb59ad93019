from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema, service
from geo.analysis.news import count_news, order_latest, sort_news
from geo.errors import ParamsError
from geo.params import HourSelection, Period, Question
from geo.schema import DayPart
from geo.workspace import create_workspace

HERE = ZoneInfo("Europe/Amsterdam")
SINCE = date(2018, 12, 20)


def draw(*rows):
    """Incidents as (id, local start, local arrival or None, theme)."""
    local = {
        name: pd.to_datetime([row[place] for row in rows], format="ISO8601")
        .tz_localize(HERE)
        .astype("datetime64[us, Europe/Amsterdam]")
        for name, place in ((schema.STARTED_AT, 1), (schema.ARRIVED_AT, 2))
    }
    frame = pd.DataFrame({schema.INCIDENT_ID: [row[0] for row in rows], **local})
    frame = frame.assign(source="politie", theme=[row[3] if len(row) > 3 else "a" for row in rows])
    return gpd.GeoDataFrame(
        frame, geometry=gpd.points_from_xy([0.0] * len(rows), [0.0] * len(rows))
    )


def split(*rows, since=SINCE):
    news = sort_news(draw(*rows), since, timezone=HERE)
    return news.happened[schema.INCIDENT_ID].tolist(), news.later[schema.INCIDENT_ID].tolist()


def test_what_happened_since_is_told_from_what_came_in_later():
    assert split(
        ("happened", "2018-12-24 21:30", "2018-12-28 09:00"),
        ("came in later", "2018-12-10 21:30", "2018-12-28 09:00"),
        ("known", "2018-12-10 21:30", "2018-12-19 09:00"),
        ("stock", "2018-12-10 21:30", None),
        ("stock of after", "2018-12-21", None),
    ) == (["happened", "stock of after"], ["came in later"])


def test_the_day_itself_counts_from_local_midnight():
    assert split(
        ("at midnight", "2018-12-20 00:00", None),
        ("just before", "2018-12-19 23:59", None),
        ("in at midnight", "2018-12-01", "2018-12-20 00:00"),
        ("in just before", "2018-12-01", "2018-12-19 23:59"),
    ) == (["at midnight"], ["in at midnight"])


def test_the_latest_comes_first_and_ties_go_by_id():
    rows = [("b", "2018-12-21", None), ("a", "2018-12-21", None), ("c", "2018-12-22", None)]
    assert split(*rows)[0] == ["c", "a", "b"]
    assert order_latest(draw(*rows)).index.tolist() == [2, 1, 0]


def test_counts_stand_on_the_theme_with_most_news_first():
    news = sort_news(
        draw(
            ("1", "2018-12-21", None, "fiets"),
            ("2", "2018-12-01", "2018-12-21", "fiets"),
            ("3", "2018-12-21", None, "jeugd"),
            ("4", "2018-12-21", None, "drugs"),
            ("5", "2018-12-01", None, "woning"),
        ),
        SINCE,
        timezone=HERE,
    )
    assert count_news(news).to_dict("index") == {
        "fiets": {"happened": 1, "later": 1},
        "drugs": {"happened": 1, "later": 0},
        "jeugd": {"happened": 1, "later": 0},
    }
    assert count_news(news).index.tolist() == ["fiets", "drugs", "jeugd"]


def test_no_incidents_are_no_news():
    news = sort_news(draw(("1", "2018-12-01", None)).iloc[:0], SINCE, timezone=HERE)
    assert count_news(news).empty
    assert news.happened.columns.tolist() == news.later.columns.tolist()


days = st.dates(date(2018, 12, 1), date(2018, 12, 31))


@given(st.lists(st.tuples(days, st.none() | days, st.sampled_from("abc")), min_size=1), days)
def test_happened_and_later_are_all_that_is_new_and_nothing_counts_twice(rows, since):
    drawn = [(str(n), day, arrival, theme) for n, (day, arrival, theme) in enumerate(rows)]
    happened, later = split(*drawn, since=since)
    new = {
        str(n)
        for n, (day, arrival, _) in enumerate(rows)
        if day >= since or (arrival is not None and arrival >= since)
    }
    assert sorted([*happened, *later]) == sorted(new)
    counts = count_news(sort_news(draw(*drawn), since, timezone=HERE))
    assert counts.to_numpy().sum() == len(new)


@given(st.lists(st.tuples(days, st.none() | days), min_size=1), days, st.integers(0, 10))
def test_an_earlier_day_never_has_less_news(rows, since, sooner):
    drawn = [(str(n), day, arrival) for n, (day, arrival) in enumerate(rows)]
    now = split(*drawn, since=since)
    before = split(*drawn, since=since - timedelta(days=sooner))
    assert {*now[0], *now[1]} <= {*before[0], *before[1]}


# The service, on a store with two imports.

TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
HEADER = "id,start,x,y,code\n"
FIRST = HEADER + "".join(
    f"{n},2018-12-{n:02} 21:30,{500000 + n},5700000,{'1.1.1' if n % 2 else '1.2.3'}\n"
    for n in range(1, 11)
)
SECOND = HEADER + (
    "1,2018-12-01 21:30,500099,5700000,1.1.1\n"  # corrected: known since the first
    "20,2018-12-05 03:00,500000,5700000,1.1.1\n"
    "21,2018-12-12 21:30,500000,5700000,1.1.1\n"
    "22,2018-12-12 21:30,510000,5700000,1.2.3\n"
)
OPENED, WEEK_ON = datetime(2018, 12, 11, 9, tzinfo=UTC), datetime(2018, 12, 18, 9, tzinfo=UTC)
QUESTION = Question(
    theme="woninginbraak", period=Period(first=date(2018, 12, 1), last=date(2018, 12, 31))
)


def take_in(workspace, text, name, now):
    path = workspace.root / name
    path.write_text(text, encoding="utf-8")
    service.import_incidents(workspace, [path], now=now)


@pytest.fixture
def town(tmp_path):
    workspace = create_workspace(tmp_path / "town", TOWN)
    take_in(workspace, FIRST, "first.csv", OPENED)
    return workspace


def ids(report):
    return tuple(
        frame[schema.INCIDENT_ID].tolist() for frame in (report.news.happened, report.news.later)
    )


def look(workspace, since, question=QUESTION):
    return service.find_area_news(workspace, question, since=since)


def test_the_first_import_is_what_the_store_began_with(town):
    assert ids(look(town, date(2018, 12, 8))) == (["10", "9", "8"], [])
    assert ids(look(town, date(2018, 12, 11))) == ([], [])


def test_files_of_the_first_run_are_all_what_the_store_began_with(tmp_path):
    workspace = create_workspace(tmp_path / "town", TOWN)
    paths = [workspace.root / "a.csv", workspace.root / "b.csv"]
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(text, encoding="utf-8")
    service.import_incidents(workspace, paths, now=WEEK_ON)
    assert ids(look(workspace, date(2018, 12, 12))) == (["21", "22"], [])


def test_what_a_second_import_brings_is_new_but_a_correction_is_not(town):
    take_in(town, SECOND, "second.csv", WEEK_ON)
    assert ids(look(town, date(2018, 12, 12))) == (["21", "22"], ["20"])
    # After the second import's day it is known.
    assert ids(look(town, date(2018, 12, 19))) == ([], [])
    # Before both days everything that happened since then is no more than happened.
    assert ids(look(town, date(2018, 12, 5)))[1] == []


def test_an_import_undone_is_no_news_and_taken_in_again_it_is(town):
    take_in(town, SECOND, "second.csv", WEEK_ON)
    service.undo_import(town)
    assert ids(look(town, date(2018, 12, 11))) == ([], [])
    take_in(town, SECOND, "second.csv", WEEK_ON + timedelta(days=1))
    assert ids(look(town, date(2018, 12, 12))) == (["21", "22"], ["20"])


def test_when_all_is_undone_the_next_import_is_what_the_store_begins_with(town):
    service.undo_import(town)
    take_in(town, SECOND, "second.csv", WEEK_ON)
    assert ids(look(town, date(2018, 12, 12))) == (["21", "22"], [])


def test_a_correction_undone_leaves_no_trace(town):
    take_in(town, SECOND, "second.csv", WEEK_ON)
    before = ids(look(town, date(2018, 12, 8)))
    third = HEADER + "20,2018-12-06 03:00,500000,5700000,1.1.1\n"
    take_in(town, third, "third.csv", WEEK_ON + timedelta(days=7))
    # Corrected since, it came in when it first came in.
    assert ids(look(town, date(2018, 12, 19))) == ([], [])
    service.undo_import(town)
    assert ids(look(town, date(2018, 12, 8))) == before


def test_chosen_hours_hold_for_news_and_what_they_leave_out_is_counted(town):
    take_in(town, SECOND + "23,2018-12-13,500000,5700000,1.1.1\n", "second.csv", WEEK_ON)
    evenings = Question(
        theme="woninginbraak",
        period=QUESTION.period,
        hours=HourSelection(day_parts=(DayPart.EVENING,)),
    )
    report = look(town, date(2018, 12, 12), evenings)
    assert ids(report) == (["21", "22"], [])
    assert report.without_hour == 1


def test_an_unknown_area_is_refused(town):
    with pytest.raises(ParamsError, match="wijk, buurt or park"):
        look(town, SINCE, Question(theme="woninginbraak", period=QUESTION.period, area="WK1"))


def test_a_hotspot_has_the_news_of_its_theme_within_its_outline(town):
    take_in(town, SECOND, "second.csv", WEEK_ON)
    params = service.list_themes(town).card("woninginbraak").params(min_samples=4)
    first_week = Question(
        theme="woninginbraak", period=Period(first=date(2018, 12, 1), last=date(2018, 12, 9))
    )
    report = service.find_hotspots(town, first_week, params=params)
    (hotspot,) = report.hotspots[schema.HOTSPOT_ID]
    # 21 happened after the period of the report, 22 is of another theme and place.
    found = service.find_hotspot_news(town, report, hotspot, since=date(2018, 12, 12))
    assert ids(found) == (["21"], ["20"])
    assert set(found.news.happened[schema.THEME]) == {"woninginbraak"}


def test_an_incident_at_the_margin_of_a_hotspot_is_its_news_too(town):
    margin = "30,2018-12-13 21:30,500130,5700000,1.1.1\n31,2018-12-13 21:30,500300,5700000,1.1.1\n"
    take_in(town, HEADER + margin, "second.csv", WEEK_ON)
    params = service.list_themes(town).card("woninginbraak").params(min_samples=5)
    report = service.find_hotspots(town, QUESTION, params=params)
    (hotspot,) = report.hotspots[schema.HOTSPOT_ID]
    outline = report.hotspots.geometry.iloc[0]
    spot = report.incidents.set_index(schema.INCIDENT_ID).geometry["30"]
    assert not outline.intersects(spot)
    found = service.find_hotspot_news(town, report, hotspot, since=date(2018, 12, 12))
    assert ids(found) == (["30"], [])


def test_news_of_an_unknown_hotspot_is_refused(town):
    report = service.find_hotspots(town, QUESTION)
    with pytest.raises(ParamsError, match="choose one out of the list"):
        service.find_hotspot_news(town, report, "elsewhere", since=SINCE)


def test_a_store_without_incidents_has_no_news(tmp_path):
    report = look(create_workspace(tmp_path / "empty", TOWN), SINCE)
    assert ids(report) == ([], [])
    assert report.data.last is None
