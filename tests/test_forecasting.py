import json
from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from backtest_drawings import draw_backtest_report
from handing import hand_on

from geo import service
from geo.analysis.verdicts import Verdict
from geo.errors import ParamsError
from geo.params import BacktestParams, ForecastParams
from geo.present import terminal
from geo.present.forecasts import render_forecast, tell_backtest, tell_forecast
from geo.themes import SHIPPED_CARDS_DIR
from geo.workspace import create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UTM = {"name": "Ergens", "code": "X1", "crs": 32631, "timezone": "Europe/Brussels"}
JULY = ForecastParams(as_of=date(2018, 7, 1), weeks=13, cell_m=100.0)


def write_incidents(path, *, later="", reporter="burger", count=400):
    """Incidents of two years, every other one at the same corner."""
    random = np.random.default_rng(1)
    days = pd.Timestamp("2017-01-01") + pd.to_timedelta(random.uniform(0, 700, count), "D")
    at_corner = np.arange(count) % 2 == 0
    frame = pd.DataFrame(
        {
            "id": range(count),
            "start": days.strftime("%Y-%m-%d %H:%M"),
            "x": np.where(at_corner, 500050, random.uniform(500000, 503000, count)).round(),
            "y": np.where(at_corner, 5700050, random.uniform(5700000, 5702000, count)).round(),
            "code": "1.1.1",
            "reporter": reporter,
        }
    )
    path.write_text(frame.to_csv(index=False) + later, encoding="utf-8")


@pytest.fixture
def make_town(tmp_path):
    def make(name="stad", **written):
        workspace = create_workspace(tmp_path / name, UTM)
        path = tmp_path / f"{name}.csv"
        write_incidents(path, **written)
        service.import_incidents(workspace, [path], now=NOW)
        return workspace

    return make


def test_every_cell_of_the_extent_has_an_expectation_and_a_rank_of_its_own(make_town):
    forecast = service.forecast_cells(make_town(), "woninginbraak", JULY)
    cells = forecast.cells
    assert sorted(cells["rank"]) == list(range(1, len(cells) + 1))
    assert len(cells) >= 30 * 20
    best = cells.loc[cells["rank"].idxmin()]
    assert (best["x"], best["y"]) == (500050, 5700050)
    assert cells.sort_values("rank")["expected"].is_monotonic_decreasing


def test_what_happens_from_the_day_on_changes_nothing(make_town):
    later = "".join(f"L{n},2018-07-01 00:00,501550,5701550,1.1.1,burger\n" for n in range(50))
    answers = [
        service.forecast_cells(make_town(name, later=rows), "woninginbraak", JULY).cells
        for name, rows in (("zonder", ""), ("met", later))
    ]
    pd.testing.assert_frame_equal(*answers)


def test_records_of_police_themselves_raise_nothing(make_town):
    with pytest.raises(ParamsError) as caught:
        service.forecast_cells(make_town(reporter="politie"), "woninginbraak", JULY)
    assert caught.value.key == "forecast-nowhere"


def test_both_files_hold_every_cell(make_town):
    forecast = service.forecast_cells(make_town(), "woninginbraak", JULY)
    rows = pd.read_csv(pd.io.common.BytesIO(render_forecast(hand_on(forecast), ".csv")))
    assert list(rows) == ["x", "y", "expected", "rank"]
    assert len(rows) == len(forecast.cells)
    shapes = gpd.GeoDataFrame.from_features(
        json.loads(render_forecast(hand_on(forecast), ".geojson")), crs="EPSG:4326"
    ).to_crs(forecast.crs)
    assert len(shapes) == len(rows)
    assert shapes.area.between(9_900, 10_100).all()
    assert shapes["rank"].tolist() == rows["rank"].tolist()


def test_same_question_gives_the_same_bytes(make_town):
    town = make_town()
    first, second = (
        render_forecast(hand_on(service.forecast_cells(town, "woninginbraak", JULY)), ".csv")
        for _ in "ab"
    )
    assert first == second


def test_a_backtest_scores_every_method_beside_the_plain_count(make_town):
    params = BacktestParams(weeks=8, periods=2, last=date(2018, 11, 30))
    answer = tell_backtest(service.backtest_theme(make_town(), "woninginbraak", params))
    names = [row["method"] for row in answer["scores"]]
    assert list(dict.fromkeys(names)) == list(service.list_methods())
    assert (answer["from"], answer["to"]) == ("2018-08-11", "2018-11-30")
    best = answer["scores"][0]
    assert best["share"] == 0.01
    assert best["hit_rate"] > 0.25


def test_a_backtest_says_of_each_method_whether_it_beat_counting(make_town):
    params = BacktestParams(weeks=8, periods=2, last=date(2018, 11, 30))
    told = []
    report = service.backtest_theme(make_town(), "woninginbraak", params, progress=told.append)
    answer = json.loads(json.dumps(tell_backtest(report)))
    assert set(answer["verdicts"]) == set(service.list_methods())
    assert set(answer["verdicts"].values()) <= set(Verdict)
    assert answer["earlier"] > answer["incidents"] > 10
    assert {"pai_low", "pei_high", "rri_low", "ser_high"} <= set(answer["scores"][0])
    assert len(told) == 2 * len(service.list_methods())
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert (answer["judged_share"], answer["comparisons"]) == (0.03, 21)
    lines = list(terminal.print_backtest(answer))
    assert any("21 comparisons with counting at once" in line for line in lines)
    assert len([line for line in lines if line.startswith("stacked ")]) == 4


def test_the_terminal_gives_no_percentage_of_a_handful():
    lines = list(terminal.print_backtest(tell_backtest(draw_backtest_report(incidents=30))))
    small, enough = (
        next(line for line in lines if line.startswith(start))
        for start in ("stacked             3%", "stacked             5%")
    )
    assert "7.2" in small
    assert small.endswith("small number")
    assert "40.0%" in enough


def test_hotspots_of_a_card_look_back_as_far_as_the_card_says(make_town):
    params = BacktestParams(weeks=8, periods=2, last=date(2018, 11, 30))
    town = make_town()
    town.models_dir.mkdir()
    shipped = service.list_themes(town).card("woninginbraak").hotspots
    rows = []
    for months in (shipped.window_months, 1):
        card = (SHIPPED_CARDS_DIR / "woninginbraak.toml").read_text(encoding="utf-8")
        changed = card.replace(
            f"window_months = {shipped.window_months}", f"window_months = {months}"
        )
        (town.models_dir / "woninginbraak.toml").write_text(changed, encoding="utf-8")
        scores = service.backtest_theme(town, "woninginbraak", params).found.scores
        rows.append(scores.loc[scores["method"] == "hotspots", "hits"].tolist())
    assert rows[0] != rows[1]


def test_a_forecast_says_what_its_method_caught_before_the_day_and_knows_nothing_after(make_town):
    later = "".join(f"L{n},2018-07-01 00:00,501550,5701550,1.1.1,burger\n" for n in range(50))
    answers = [
        json.loads(json.dumps(tell_forecast(service.forecast_cells(town, "woninginbraak", JULY))))
        for town in (make_town("zonder"), make_town("met", later=later))
    ]
    assert answers[0] == answers[1]
    tested = answers[0]["tested"]
    assert tested["to"] == "2018-06-30"
    assert (tested["weeks"], tested["cell_m"]) == (JULY.weeks, JULY.cell_m)
    assert {row["method"] for row in tested["scores"]} == {"prior-counts", "stacked"}
    assert answers[0]["verdict"] == tested["verdicts"]["stacked"]
    assert "counting" in list(terminal.print_forecast(answers[0]))[-1]


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(1901, 1, 1), date(2090, 1, 1)])
def test_a_forecast_that_cannot_be_tested_says_so(make_town, day):
    params = ForecastParams(as_of=day, weeks=13)
    answer = tell_forecast(service.forecast_cells(make_town(), "woninginbraak", params))
    assert (answer["verdict"], answer["tested"]) == ("untested", None)
    assert "not tested" in list(terminal.print_forecast(answer))[-1]


def test_the_highest_cells_are_squares_in_order_of_rank_with_their_areas(make_town):
    forecast = service.forecast_cells(make_town(), "woninginbraak", JULY)
    cells = service.locate_cells(forecast, {}, share=0.01)
    assert cells["rank"].tolist() == list(range(1, len(cells) + 1))
    assert len(cells) == round(0.01 * len(forecast.cells))
    assert cells.geometry.area.tolist() == pytest.approx([10_000] * len(cells))
    assert cells[["wijk_code", "side"]].isna().to_numpy().all()


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"method": "glazen-bol"}, "method-unknown"),
        ({"cell_m": 0.0}, "cell-size"),
    ],
)
def test_a_forecast_that_cannot_be_made_says_why(make_town, settings, key):
    params = ForecastParams(**{"as_of": JULY.as_of, "weeks": 4} | settings)
    with pytest.raises(ParamsError) as caught:
        service.forecast_cells(make_town(), "woninginbraak", params)
    assert caught.value.key == key


@pytest.mark.parametrize("settings", [{"weeks": 0}, {"weeks": 521}, {"periods": 0}])
def test_numbers_that_nobody_means_are_refused(settings):
    with pytest.raises(ParamsError) as caught:
        BacktestParams(**settings)
    assert caught.value.key == "number-out-of-range"
