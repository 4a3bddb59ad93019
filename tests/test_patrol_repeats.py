"""Ground that is still warm: where others tend to follow the latest incidents."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from towns import MAPPING, NOW, TOWN

from geo import service
from geo.analysis.alerts import Basis
from geo.params import MonteCarlo, Period
from geo.patrol_params import PatrolParams, PatrolQuestion, PatrolTeam
from geo.schema import TravelMode
from geo.service.patrol.answers import KIND, LATEST, TESTABLE, TOTAL
from geo.service.upkeep_answers import ImportOptions
from geo.workspace import create_workspace

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=50)
BURGLARY, THEME = "1.1.1", "woninginbraak"
YEARS = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
LATEST_PLACE, LATEST_DAY = (502000.0, 5702000.0), date(2018, 12, 27)


def scatter(*, count=400, followed=60, seed=1):
    """Burglaries over three years; some are followed within 50 m and a week, none in December."""
    random = np.random.default_rng(seed)
    x, y = random.uniform(0, 3500, (2, count))
    day = random.uniform(0, 1050, count)
    first = slice(0, followed)
    frame = pd.DataFrame(
        {
            "x": 500000 + np.concatenate([x, x[first] + 30]).round(),
            "y": 5700000 + np.concatenate([y, y[first] + 30]).round(),
            "day": np.concatenate([day, day[first] + 5]),
            "reporter": "burger",
        }
    )
    frame.loc[len(frame)] = (*LATEST_PLACE, 1091.5, "burger")
    return frame


def build(folder, rows):
    starts = pd.Timestamp("2016-01-01") + pd.to_timedelta(rows["day"], "D")
    frame = rows.assign(id=range(len(rows)), code=BURGLARY)
    frame["start"] = starts.dt.strftime("%Y-%m-%dT%H:%M")
    folder.mkdir(exist_ok=True)
    frame.drop(columns="day").to_csv(folder / "bron.csv", index=False)
    (folder / "bron.toml").write_text(f'{MAPPING}reporter = "reporter"\n', encoding="utf-8")
    workspace = create_workspace(folder / "town", TOWN)
    options = ImportOptions(mapping=folder / "bron.toml")
    service.import_incidents(workspace, [folder / "bron.csv"], options, now=NOW)
    return workspace


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build(tmp_path_factory.mktemp("repeats"), scatter())


def gather(town, day=date(2019, 1, 1), **changes):
    question = PatrolQuestion(
        **{
            "themes": (THEME,),
            "period": YEARS,
            "begins": datetime(day.year, day.month, day.day, 18, tzinfo=town.timezone),
            "minutes": 240,
            "teams": (PatrolTeam(mode=TravelMode.CAR),),
            "base": (502000, 5701500),
        }
        | changes
    )
    return service.gather_patrol(town, question, draws=FEW)


def warm(case):
    return case.places[case.places[KIND] == "repeat"].reset_index()


def test_ground_that_is_warm_is_visited_where_the_latest_incident_was(town) -> None:
    case = gather(town)
    (row,) = warm(case).to_dict("records")
    assert (row["x"], row["y"]) == LATEST_PLACE
    assert (row[LATEST], row[TESTABLE]) == (LATEST_DAY, True)
    # It was on the 27th, and fourteen days are warm: that day and thirteen more.
    assert case.reasons[row["index"]].warm_until == LATEST_DAY + timedelta(days=13)
    advice = service.search_patrol(case, SHORT)
    assert row["index"] in {visit.place for visit in advice.visits[0]}


def test_it_is_worth_what_follows_beyond_chance(town) -> None:
    alerts = service.list_alerts(town, THEME, date(2019, 1, 1))
    band = alerts.repeats.table.iloc[0]
    assert alerts.basis is Basis.FOUND
    more = (band["pairs"] - band["expected"]) / alerts.repeats.incidents / 2
    assert more > 0
    assert warm(gather(town, harm={THEME: 1.0}))[TOTAL].tolist() == pytest.approx([more])
    assert warm(gather(town, harm={THEME: 3.0}))[TOTAL].tolist() == pytest.approx([3 * more])


@pytest.mark.parametrize(("days", "count"), [(13, 1), (14, 0)])
def test_it_cools_when_its_days_are_over(town, days, count) -> None:
    assert len(warm(gather(town, LATEST_DAY + timedelta(days=days)))) == count


def test_a_second_incident_on_the_same_ground_adds_its_warmth(town, tmp_path) -> None:
    rows = scatter()
    rows.loc[len(rows)] = (LATEST_PLACE[0] + 120, LATEST_PLACE[1], 1090.5, "burger")
    twice = build(tmp_path, rows)
    (row,) = warm(gather(twice)).to_dict("records")
    assert (row["x"], row["y"]) == LATEST_PLACE
    alerts = service.list_alerts(twice, THEME, date(2019, 1, 1))
    band = alerts.repeats.table.iloc[0]
    harm = service.list_themes(twice).card(THEME).harm_weight
    each = (band["pairs"] - band["expected"]) / alerts.repeats.incidents / 2 * harm
    assert row[TOTAL] == pytest.approx(2 * each)


def test_where_nothing_follows_no_ground_is_warm(tmp_path) -> None:
    assert warm(gather(build(tmp_path, scatter(count=1200, followed=0)))).empty


def test_records_of_the_police_themselves_warm_nothing(town, tmp_path) -> None:
    rows = scatter()
    more = [(LATEST_PLACE[0] + 500, LATEST_PLACE[1] + 500, 1092.5, "politie")] * 3
    extended = pd.concat([rows, pd.DataFrame(more, columns=rows.columns)], ignore_index=True)
    policed = build(tmp_path, extended)
    assert warm(gather(policed))[["x", "y", TOTAL]].equals(warm(gather(town))[["x", "y", TOTAL]])


def test_a_hotspot_that_is_warm_is_no_second_place(tmp_path) -> None:
    rows = scatter()
    for day in np.linspace(800, 1092, 30):
        rows.loc[len(rows)] = (*LATEST_PLACE, day, "burger")
    case = gather(build(tmp_path, rows))
    assert case.places.loc[0, ["x", "y"]].tolist() == list(LATEST_PLACE)
    assert set(case.places[KIND]) == {"hotspot"}


def test_records_of_the_police_on_a_hotspot_are_counted_apart(tmp_path) -> None:
    rows = scatter(followed=0)
    for day in np.linspace(800, 1092, 30):
        rows.loc[len(rows)] = (*LATEST_PLACE, day, "burger")
    plain = gather(build(tmp_path / "plain", rows))
    for _ in range(4):
        rows.loc[len(rows)] = (*LATEST_PLACE, 1000.5, "politie")
    policed = gather(build(tmp_path / "policed", rows))
    assert (plain.rates == policed.rates).all()
    reason = policed.reasons[0]
    assert (reason.police_made, plain.reasons[0].police_made) == (4, 0)
    assert reason.incidents == plain.reasons[0].incidents


def test_what_happened_lately_is_counted_back_from_the_end_of_the_period(tmp_path) -> None:
    rows = scatter(followed=0)
    for day in np.linspace(1000, 1091, 92):
        rows.loc[len(rows)] = (*LATEST_PLACE, day + 0.5, "burger")
    case = gather(build(tmp_path, rows))
    reason = case.reasons[0]
    # One a day, up to four days before the end of the period; the last day had two.
    assert reason.recent == {28: 25, 91: 88}
    assert reason.latest == LATEST_DAY
    assert sum(reason.hours) == pytest.approx(reason.incidents)
    # All of these were at noon; two of the scattered ones lie near, and were at other hours.
    assert reason.count_at(case.question.begins.replace(hour=12)) == pytest.approx(93)
    assert reason.incidents == 95
    assert reason.codes[0][1] == reason.incidents
