from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from records import scatter

from geo import service
from geo.analysis import tuning
from geo.analysis.backtest import list_origins
from geo.analysis.tuning import choose_setting
from geo.analysis.verdicts import Verdict
from geo.errors import BoundaryError, ParamsError, StoreError
from geo.params import BacktestParams, ForecastParams, HotspotParams, Period, Question
from geo.present.forecasts import tell_backtest, tell_forecast
from geo.present.plain import tell_hotspots
from geo.present.terminal import print_backtest
from geo.present.wording import say_facts
from geo.service import tuning as tuning_service
from geo.service.judging import judge_evidence
from geo.themes import read_themes
from geo.workspace import create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UTM = {"name": "Ergens", "code": "X1", "crs": 32631, "timezone": "Europe/Brussels"}
QUARTERS = BacktestParams(weeks=10, periods=2)
FEW = {
    "EPS_M": (50.0, 150.0),
    "MIN_SAMPLES": (5, 15),
    "WINDOW_MONTHS": (12,),
    "HALF_LIVES_DAYS": (365.0,),
}


@pytest.fixture(autouse=True)
def few_settings(monkeypatch):
    """A search through fewer settings: the way is the same, and it is gone sooner."""
    for name, values in FEW.items():
        monkeypatch.setattr(tuning, name, values)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    record = scatter(11, days=700, per_day=1.5, extent=2500)
    frame = pd.DataFrame(
        {
            "id": range(len(record.x)),
            "start": (pd.Timestamp("2017-01-01") + pd.to_timedelta(record.started, "D")).floor("s"),
            "x": 500000 + record.x.round(),
            "y": 5700000 + record.y.round(),
            "code": "1.1.1",
        }
    )
    path = tmp_path_factory.mktemp("bron") / "bron.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture
def town(tmp_path, source):
    workspace = create_workspace(tmp_path / "stad", UTM)
    service.import_incidents(workspace, [source], now=NOW)
    return workspace


def tune(town):
    return service.tune_theme(town, "woninginbraak", QUARTERS, today=date(2026, 11, 25))


def test_what_is_scored_has_no_say_in_what_is_chosen():
    record = scatter(11, days=700)
    origins = list_origins(600, days=50, periods=3)
    until = record.started < 600
    cut = replace(
        record,
        **{name: getattr(record, name)[until] for name in ("x", "y", "started", "known")},
    )
    chosen = [choose_setting(part, origins=origins, days=50) for part in (record, cut)]
    assert chosen[0] == chosen[1]


def test_a_tuned_card_bears_its_evidence_and_keeps_what_was_written_in_it(town):
    path = service.write_card(town, tune(town))
    assert path.parent == town.models_dir
    card = read_themes(town).card("woninginbraak")
    assert card.evidence.tuned_on == date(2026, 11, 25)
    assert card.evidence.incidents > 0
    assert card.evidence.hit_rate_low <= card.evidence.hit_rate <= card.evidence.hit_rate_high
    text = path.read_text(encoding="utf-8")
    assert "a choice, not a measurement" in text
    assert "not yet tuned" not in text
    assert text.index("Chosen by") < text.index("[hotspots]")


def test_tuning_again_gives_the_same_card(town):
    first, second = (service.write_card(town, tune(town)).read_bytes() for _ in "ab")
    assert first == second


def test_evidence_knows_the_data_that_it_comes_from(town, tmp_path):
    assert service.check_evidence(town, "woninginbraak") is None
    service.write_card(town, tune(town))
    assert service.check_evidence(town, "woninginbraak") is True
    more = tmp_path / "meer.csv"
    more.write_text("id,start,x,y,code\nnieuw,2017-05-01 12:00,500100,5700100,1.1.1\n")
    service.import_incidents(town, [more], now=NOW)
    assert service.check_evidence(town, "woninginbraak") is False


def test_hotspots_bear_the_verdict_of_their_card_on_these_data(town, tmp_path):
    question = Question(
        theme="woninginbraak", period=Period(first=date(2017, 1, 1), last=date(2018, 11, 30))
    )
    assert service.find_hotspots(town, question).verdict is Verdict.UNTESTED
    tuned = tune(town)
    service.write_card(town, tuned)
    assert service.find_hotspots(town, question).verdict is judge_evidence(tuned.evidence)
    other = HotspotParams(eps_m=77, min_samples=5, half_life_days=365)
    assert service.find_hotspots(town, question, params=other).verdict is Verdict.UNTESTED
    more = tmp_path / "meer.csv"
    more.write_text("id,start,x,y,code\nnieuw,2017-05-01 12:00,500100,5700100,1.1.1\n")
    service.import_incidents(town, [more], now=NOW)
    report = service.find_hotspots(town, question)
    assert report.verdict is Verdict.OTHER_DATA
    assert tell_hotspots(report)["verdict"] == "other-data"
    assert dict(say_facts(report, {}))["Had het geholpen"].startswith("Getoetst op andere gegevens")


def import_one(town, number):
    """Bring an incident of the past into the store."""
    more = town.root / f"meer_{number}.csv"
    more.write_text(f"id,start,x,y,code\nM{number},2017-05-01 12:00,500100,5700100,1.1.1\n")
    service.import_incidents(town, [more], now=NOW)


def read_amid_imports(monkeypatch, *, times):
    """Let an import land each time that the data were read, so many times."""
    landed, read = [], tuning_service.read_record

    def read_and_import(town, *args, **options):
        record = read(town, *args, **options)
        if len(landed) < times:
            landed.append(len(landed))
            import_one(town, len(landed))
        return record

    monkeypatch.setattr(tuning_service, "read_record", read_and_import)


def test_a_fingerprint_is_never_that_of_other_data_than_were_read(town, monkeypatch):
    read_amid_imports(monkeypatch, times=1)
    tuned = tune(town)
    service.write_card(town, tuned)
    assert service.check_evidence(town, "woninginbraak") is True
    assert tune(town) == tuned


def test_data_that_keep_changing_are_not_tuned_on(town, monkeypatch):
    read_amid_imports(monkeypatch, times=10)
    with pytest.raises(StoreError) as caught:
        tune(town)
    assert caught.value.key == "store-changing"


def test_a_card_that_cannot_be_written_leaves_the_old_one_whole(town, monkeypatch):
    tuned = tune(town)
    path = service.write_card(town, tuned)
    before = path.read_bytes()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(BoundaryError):
        service.write_card(town, tuned)
    assert path.read_bytes() == before
    assert [file.name for file in town.models_dir.iterdir()] == [path.name]


def test_hotspots_are_not_judged_on_periods_on_which_they_were_chosen(town):
    service.write_card(town, tune(town))
    fair = service.backtest_theme(town, "woninginbraak", QUARTERS)
    assert fair.judge("hotspots") is not Verdict.UNFAIR
    longer = replace(QUARTERS, periods=3)
    seen = service.backtest_theme(town, "woninginbraak", longer)
    assert seen.judge("hotspots") is Verdict.UNFAIR
    assert seen.judge("stacked") is not Verdict.UNFAIR
    told = tell_backtest(seen)
    assert told["verdicts"]["hotspots"] == "unfair"
    assert any("cannot be tested fairly" in line for line in print_backtest(told))
    as_of = fair.period.first - timedelta(days=1)
    params = ForecastParams(as_of=as_of, weeks=4, method="hotspots")
    assert tell_forecast(service.forecast_cells(town, "woninginbraak", params))["verdict"] == (
        "unfair"
    )


def test_later_incidents_do_not_make_evidence_foreign(town, tmp_path):
    service.write_card(town, tune(town))
    more = tmp_path / "meer.csv"
    more.write_text("id,start,x,y,code\nnieuw,2020-05-01 12:00,500100,5700100,1.1.1\n")
    service.import_incidents(town, [more], now=NOW)
    assert service.check_evidence(town, "woninginbraak") is True


def test_without_earlier_incidents_nothing_can_be_chosen(town):
    params = BacktestParams(weeks=10, periods=10)
    with pytest.raises(ParamsError) as caught:
        service.tune_theme(town, "woninginbraak", params, today=date(2026, 11, 25))
    assert caught.value.key == "backtest-empty"


def test_progress_is_told_up_to_the_end(town):
    told = []
    service.tune_theme(
        town, "woninginbraak", QUARTERS, today=date(2026, 11, 25), progress=told.append
    )
    assert told == sorted(told)
    assert told[-1] == 1.0
