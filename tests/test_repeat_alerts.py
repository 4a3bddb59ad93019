"""Repeats and alerts of a made town, from the store to the commands."""

import json
from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from towns import OOST, WEST
from towns import make_town as draw_town
from typer.testing import CliRunner

from geo import schema, service
from geo.analysis.alerts import STREETS, UNTIL, Basis
from geo.analysis.repeats import PAIRS, RATIO
from geo.cli import app
from geo.errors import ParamsError
from geo.params import Period, Question
from geo.present.wording import say_facts
from geo.workspace import create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UTM = {"name": "Ergens", "code": "X1", "crs": 32631, "timezone": "Europe/Brussels"}
YEARS = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
NEW_YEAR = date(2019, 1, 1)
BURGLARY, BICYCLES = "1.1.1", "1.2.3"
PLACES = (WEST, OOST)


def scatter(*, count, followed, seed=1):
    """Places and days at random over three years; some are followed within 50 m and a week."""
    random = np.random.default_rng(seed)
    x, y = random.uniform(0, 4000, (2, count))
    day = random.uniform(0, 1080, count)
    first = slice(0, followed)
    return pd.DataFrame(
        {
            "x": 500000 + np.concatenate([x, x[first] + 30]).round(),
            "y": 5700000 + np.concatenate([y, y[first] + 30]).round(),
            "day": np.concatenate([day, day[first] + 5]),
        }
    )


@pytest.fixture
def make_town(tmp_path):
    def make(*, count=400, followed=0, code=BURGLARY, reporter="burger", latest=True):
        rows = scatter(count=count, followed=followed)
        if latest:
            rows.loc[len(rows)] = (502000, 5702000, 1091.5)
        starts = pd.Timestamp("2016-01-01") + pd.to_timedelta(rows.pop("day"), "D")
        frame = rows.assign(
            id=range(len(rows)),
            start=starts.dt.strftime("%Y-%m-%d %H:%M"),
            code=code,
            reporter=reporter,
        )
        frame.to_csv(tmp_path / "bron.csv", index=False)
        workspace = create_workspace(tmp_path / "stad", UTM)
        service.import_incidents(workspace, [tmp_path / "bron.csv"], now=NOW)
        return workspace

    return make


def add_streets(workspace, folder):
    lines = [shapely.LineString([(x, 5701000), (x, 5703000)]) for x in (501900, 502090, 503000)]
    names = ["Kerkstraat", "Molenlaan", "Verre Dijk"]
    frame = gpd.GeoDataFrame({"naam": names}, geometry=lines, crs=32631)
    frame.to_file(folder / "straten.geojson")
    service.import_streets(workspace, folder / "straten.geojson")


def test_incidents_that_are_followed_by_others_are_found(make_town):
    report = service.count_repeats(make_town(followed=60), "woninginbraak", YEARS)
    (close,) = report.close.table.to_dict("records")
    assert close[PAIRS] >= 60
    assert close[RATIO] > 2
    assert close["is_raised"]
    assert (report.earlier, report.police_made) == (0, 0)
    assert len(report.bands.table) == 5 * 4


def test_same_question_gives_the_same_figures(make_town):
    town = make_town(followed=20)
    first, second = (service.count_repeats(town, "woninginbraak", YEARS) for _ in "ab")
    pd.testing.assert_frame_equal(first.bands.table, second.bands.table)


def test_records_of_police_themselves_take_no_part(make_town):
    town = make_town(followed=60, reporter="politie")
    report = service.count_repeats(town, "woninginbraak", YEARS)
    assert (report.bands.incidents, report.police_made) == (0, 461)
    assert service.list_alerts(town, "woninginbraak", NEW_YEAR).alerts.empty


def test_hotspots_leave_records_of_police_out_and_say_how_many(make_town):
    town = make_town(followed=60, reporter="politie")
    report = service.find_hotspots(town, Question(theme="woninginbraak", period=YEARS))
    assert (len(report.incidents), len(report.hotspots), report.police_made) == (0, 0, 461)
    assert (
        "461 niet meegeteld, omdat de politie ze zelf vastlegde"
        in dict(say_facts(report, {}))["Meldingen en aangiften"]
    )


def test_an_alert_names_the_streets_and_the_last_day(make_town, tmp_path):
    town = make_town(followed=60)
    add_streets(town, tmp_path)
    report = service.list_alerts(town, "woninginbraak", NEW_YEAR)
    assert report.basis is Basis.FOUND
    latest = report.alerts.iloc[0]
    assert latest[STREETS] == "Molenlaan; Kerkstraat"
    # Of 27 December, day 1 of the fourteen.
    assert latest[UNTIL] == pd.Timestamp("2019-01-10", tz="Europe/Brussels")
    assert latest[schema.THEME] == "woninginbraak"


def test_a_list_rests_on_the_days_of_which_there_are_data(make_town, monkeypatch):
    town = make_town(followed=60)
    report = service.list_alerts(town, "woninginbraak", NEW_YEAR)
    assert report.first == service.describe_data(town).first
    assert report.first > report.period.first
    assert report.earlier == 0
    later = service.list_alerts(town, "woninginbraak", date(2020, 1, 1))
    assert later.period.first == date(2017, 1, 1) <= later.first < date(2017, 2, 1)
    monkeypatch.setattr("geo.service.repeats.MOST_INCIDENTS", 100)
    latest = service.list_alerts(town, "woninginbraak", NEW_YEAR)
    assert latest.earlier == 361
    assert date(2018, 1, 1) < latest.first < NEW_YEAR


def test_of_more_than_can_be_counted_the_latest_are_taken(make_town, monkeypatch):
    town = make_town(followed=60)
    whole = service.count_repeats(town, "woninginbraak", YEARS)
    assert whole.earlier == 0
    monkeypatch.setattr("geo.analysis.pairs._MOST_LOOKS", 5_000)
    fewer = service.count_repeats(town, "woninginbraak", YEARS)
    assert 0 < fewer.bands.incidents < whole.bands.incidents
    assert fewer.earlier + fewer.bands.incidents == whole.bands.incidents


def test_nothing_from_the_day_on_is_used(make_town):
    town = make_town(followed=60)
    before = service.list_alerts(town, "woninginbraak", date(2018, 12, 27))
    assert before.period == Period(first=date(2015, 12, 27), last=date(2018, 12, 26))
    assert not (before.alerts[schema.STARTED_AT].dt.date >= date(2018, 12, 27)).any()
    assert before.repeats.incidents == 460


@pytest.mark.parametrize(
    ("code", "theme", "basis", "alerts"),
    [
        (BURGLARY, "woninginbraak", Basis.PRIOR, 1),
        (BICYCLES, "fietsdiefstal", Basis.TOO_FEW, 0),
    ],
)
def test_where_data_are_too_few_only_burglary_leans_on_the_literature(
    make_town, code, theme, basis, alerts
):
    report = service.list_alerts(make_town(count=40, code=code), theme, NEW_YEAR)
    assert (report.basis, len(report.alerts)) == (basis, alerts)


def test_data_without_repeats_give_no_alert_unless_asked(make_town):
    town = make_town(count=2500)
    report = service.list_alerts(town, "woninginbraak", NEW_YEAR)
    assert (report.basis, len(report.alerts)) == (Basis.NONE, 0)
    asked = service.list_alerts(town, "woninginbraak", NEW_YEAR, anyway=True)
    assert (asked.basis, asked.asked) == (Basis.NONE, True)
    assert len(asked.alerts) >= 1


def test_an_area_that_no_layer_has_is_refused(make_town):
    with pytest.raises(ParamsError) as caught:
        service.count_repeats(make_town(count=5), "woninginbraak", YEARS, area="W9")
    assert caught.value.key == "area-unknown"


def test_an_area_keeps_the_repeats_of_its_own(tmp_path):
    rows = [(BURGLARY, f"2018-03-{day:02} 12:00", place) for day in range(1, 9) for place in PLACES]
    town = draw_town(tmp_path, rows)
    whole, west = (
        service.count_repeats(town, "woninginbraak", YEARS, area=area) for area in (None, "W1")
    )
    assert (whole.bands.incidents, west.bands.incidents) == (16, 8)
    assert whole.close.table[PAIRS].tolist() == [2 * west.close.table[PAIRS].iloc[0]]


def test_an_alert_is_near_an_area_when_its_ground_touches_it(tmp_path):
    # Fifty metres west of the border between the wijken.
    places = [(500950, 5700500), (500100, 5700500)]
    rows = [(BURGLARY, "2018-12-30 12:00", place) for place in places]
    town = draw_town(tmp_path, rows)
    report = service.list_alerts(town, "woninginbraak", NEW_YEAR)
    layers = service.list_layers(town)
    assert report.alerts[schema.WIJK_CODE].tolist() == ["W1", "W1"]
    near = [len(service.find_alerts_near(report, area, layers)) for area in ("W1", "W2")]
    assert near == [2, 1]


def test_an_empty_store_gives_neither_pairs_nor_alerts(tmp_path):
    town = create_workspace(tmp_path / "leeg", UTM)
    assert service.count_repeats(town, "woninginbraak", YEARS).close.table[PAIRS].tolist() == [0]
    assert service.list_alerts(town, "woninginbraak", NEW_YEAR).alerts.empty


def test_commands_tell_the_same_as_json_and_as_text(make_town, tmp_path):
    town = make_town(followed=60)
    add_streets(town, tmp_path)
    start, theme = ["-w", str(town.root)], ["--theme", "woninginbraak"]
    days = ["--from", "2016-01-01", "--to", "2018-12-31"]
    told = json.loads(CliRunner().invoke(app, [*start, "repeats", *theme, *days, "--json"]).stdout)
    assert set(told) == {
        *("theme", "from", "to", "incidents", "left_out", "police_made", "earlier_left_out"),
        *("synthetic", "permutations", "seed", "close", "bands"),
    }
    assert (told["incidents"], told["close"]["is_raised"], len(told["bands"])) == (461, True, 20)
    text = CliRunner().invoke(app, [*start, "repeats", *theme, *days]).stdout
    assert "461 incidents with a place and a day" in text
    assert "raised" in text
    words = [*start, "alerts", *theme, "--as-of", "2019-01-01"]
    alerts = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert alerts["basis"] == "found"
    assert alerts["alerts"][0]["streets"] == ["Molenlaan", "Kerkstraat"]
    assert alerts["alerts"][0]["last_day"] == "2019-01-09"
    told = CliRunner().invoke(app, words).stdout
    assert "until 2019-01-09: Molenlaan; Kerkstraat (incident of 2018-12-27)" in told
    assert "these data show that others follow" in told
