import json
from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo import service
from geo.errors import ParamsError
from geo.params import BacktestParams, ForecastParams
from geo.present.forecasts import render_forecast, tell_backtest
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
    rows = pd.read_csv(pd.io.common.BytesIO(render_forecast(forecast, ".csv")))
    assert list(rows) == ["x", "y", "expected", "rank"]
    assert len(rows) == len(forecast.cells)
    shapes = gpd.GeoDataFrame.from_features(
        json.loads(render_forecast(forecast, ".geojson")), crs="EPSG:4326"
    ).to_crs(forecast.crs)
    assert len(shapes) == len(rows)
    assert shapes.area.between(9_900, 10_100).all()
    assert shapes["rank"].tolist() == rows["rank"].tolist()


def test_same_question_gives_the_same_bytes(make_town):
    town = make_town()
    first, second = (
        render_forecast(service.forecast_cells(town, "woninginbraak", JULY), ".csv") for _ in "ab"
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
