from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from drawings import draw_report

from geo import schema, service
from geo.errors import ParamsError
from geo.params import Period, Question
from geo.workspace import create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
DATA = draw_report().data


def days(first, last):
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.fixture
def town(tmp_path):
    """Burglaries: five at one place each year, one place more in the second year, two codes."""
    rows = [
        f"{name}-{year}-{n},{year}-0{n}-02 1{n}:30,{x},5700000,{code}"
        for name, x, years in (("old", 500000, (2017, 2018)), ("new", 502000, (2018,)))
        for year in years
        for n, code in enumerate(["1.1.1", "1.1.1", "1.1.1"] + ["1.1.1"] * (year - 2016), 1)
    ]
    rows += [f"gone-{n},2017-0{n}-05,504000,5700000,1.1.1" for n in range(1, 5)]
    workspace = create_workspace(tmp_path / "town", TOWN)
    path = tmp_path / "rows.csv"
    path.write_text("id,start,x,y,code\n" + "\n".join(rows) + "\n", encoding="utf-8")
    service.import_incidents(workspace, [path], now=NOW)
    return workspace


def search(workspace, first, last):
    params = service.list_themes(workspace).card("woninginbraak").params(min_samples=4)
    question = Question(theme="woninginbraak", period=days(first, last))
    return service.find_hotspots(workspace, question, params=params)


def test_a_hotspot_is_explained_from_its_own_incidents(town):
    report = search(town, "2018-01-01", "2018-12-31")
    chosen = report.hotspots[schema.HOTSPOT_ID].iloc[0]
    found = service.explain_hotspot(town, report, chosen)
    assert found.codes[schema.CODE].tolist() == ["1.1.1"]
    assert found.codes[schema.TITLE].tolist() == ["Diefstal/inbraak woning"]
    assert found.codes[schema.INCIDENTS].sum() == report.hotspots[schema.INCIDENTS].iloc[0]
    assert found.week_hours.weights.sum() == pytest.approx(5)
    assert (found.recency.recent, found.recency.quiet_days) == (0, 243)
    assert (found.wijk, found.park) == (None, None)


def test_a_hotspot_of_another_report_is_refused(town):
    report = search(town, "2018-01-01", "2018-12-31")
    with pytest.raises(ParamsError, match="choose one out of the list"):
        service.explain_hotspot(town, report, "elsewhere")


def test_two_periods_tell_lasting_new_and_vanished_hotspots(town):
    now = search(town, "2018-01-01", "2018-12-31")
    before = search(town, "2017-01-01", "2017-12-31")
    found = service.compare_hotspots(now, before)
    told = found.current.set_index(found.current[schema.CENTRE].x.round())[schema.CHANGE]
    assert told.to_dict() == {500000: "grown", 502000: "new"}
    assert found.vanished[schema.CENTRE].x.round().tolist() == [504000]
    lasting = found.current[schema.CHANGE] == "grown"
    assert (found.current["p_value"].notna() == lasting).all()


def test_a_hotspot_that_turns_up_nearby_has_moved(tmp_path):
    workspace = create_workspace(tmp_path / "town", TOWN)
    rows = [
        f"{year}-{n},{year}-0{n}-02,{x},5700000,1.1.1"
        for year, x in ((2017, 500000), (2018, 500249))
        for n in range(1, 6)
    ]
    path = tmp_path / "rows.csv"
    path.write_text("id,start,x,y,code\n" + "\n".join(rows) + "\n", encoding="utf-8")
    service.import_incidents(workspace, [path], now=NOW)
    now = search(workspace, "2018-01-01", "2018-12-31")
    found = service.compare_hotspots(now, search(workspace, "2017-01-01", "2017-12-31"))
    # Within twice the 125 metres of the search.
    assert found.current[schema.CHANGE].tolist() == ["moved"]
    assert found.current[schema.MOVED_M].tolist() == [249]
    assert found.vanished.empty


def test_comparing_with_an_empty_period_calls_everything_new(town):
    found = service.compare_hotspots(
        search(town, "2018-01-01", "2018-12-31"), search(town, "2010-01-01", "2010-12-31")
    )
    assert found.current[schema.CHANGE].unique().tolist() == ["new"]
    assert found.vanished.empty


@pytest.mark.parametrize(
    ("first", "last", "previous", "year_earlier"),
    [
        ("2018-07-01", "2018-12-31", ("2017-12-29", "2018-06-30"), ("2017-07-01", "2017-12-31")),
        # A whole year: the year before is the period before.
        ("2018-01-01", "2018-12-31", ("2017-01-01", "2017-12-31"), None),
        ("2017-07-01", "2018-12-31", None, None),
        ("2016-01-01", "2018-12-31", None, None),
        ("2016-03-01", "2016-03-31", ("2016-02-01", "2016-02-29"), None),
        # After a leap year, and in one.
        ("2017-01-01", "2017-12-31", ("2016-01-01", "2016-12-31"), None),
        ("2017-02-01", "2017-02-28", ("2017-01-01", "2017-01-31"), ("2016-02-01", "2016-02-29")),
        ("2016-01-15", "2016-02-20", None, None),
        ("2017-02-27", "2017-02-28", ("2017-02-25", "2017-02-26"), ("2016-02-27", "2016-02-28")),
    ],
)
def test_earlier_periods_are_those_that_the_data_cover(first, last, previous, year_earlier):
    period = days(first, last)
    expected = [None if span is None else days(*span) for span in (previous, year_earlier)]
    found = [service.find_previous_period(period, DATA), service.find_year_earlier(period, DATA)]
    assert found == expected


def test_without_data_there_is_nothing_to_compare_with():
    period = days("1900-01-01", "1900-12-31")
    empty = replace(DATA, first=None, last=None)
    for find in (service.find_previous_period, service.find_year_earlier):
        assert find(period, empty) is None
        assert find(period, DATA) is None
