import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import schema, service
from geo.analysis.significance import NotTestable, Significance, Untestable
from geo.intake.demo_opportunities import LAYERS
from geo.intake.opportunities import OpportunityLayer, find_opportunities, save_opportunities
from geo.params import HourSelection, MonteCarlo, Period, Question
from geo.schema import DayPart, LineLayer, PointLayer
from geo.workspace import BUNDLED_DIR, Workspace, create_workspace, open_workspace

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
YEAR = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
FEW = MonteCarlo(repeats=99)


@pytest.fixture(scope="module")
def set_up(tmp_path_factory):
    bundled = open_workspace(BUNDLED_DIR)
    folder = tmp_path_factory.mktemp("demo") / "town"
    workspace = create_workspace(folder, bundled.settings.model_dump(mode="json"))
    return workspace, service.setup_workspace(workspace, now=NOW)


@pytest.fixture(scope="module")
def demo(set_up) -> Workspace:
    return set_up[0]


@pytest.fixture
def own(demo, tmp_path) -> Workspace:
    """A copy to change."""
    shutil.copytree(demo.root, tmp_path / "own")
    return open_workspace(tmp_path / "own")


def ask(workspace, theme="jeugdoverlast", *, draws=FEW, **question):
    found = service.find_hotspots(workspace, Question(theme=theme, period=YEAR, **question))
    return service.weigh_hotspots(workspace, found, draws=draws)


def reason_of(report):
    assert isinstance(report.significance.found, NotTestable)
    assert report.p_values.isna().all()
    assert report.significant.isna().all()
    return report.significance.found.reason


def test_setup_brings_invented_layers_and_again_brings_none(set_up) -> None:
    workspace, report = set_up
    assert report.invented == LAYERS
    assert service.setup_workspace(workspace, now=NOW).invented == ()


def test_setup_mends_a_demo_of_an_earlier_release(own) -> None:
    find_opportunities(own, PointLayer.PREMISES).unlink()
    assert service.setup_workspace(own, now=NOW).invented == (PointLayer.PREMISES,)


def test_planted_hotspots_of_the_demo_are_more_than_chance(demo) -> None:
    report = ask(demo)
    assert report.significance.kind is LineLayer.STREETS
    assert report.significance.synthetic
    assert len(report.hotspots) >= 3
    assert report.p_values.between(1 / 100, 0.05).all()
    assert report.significant.all()
    assert report.p_values.index.equals(report.hotspots.index)


def test_a_cluster_that_chance_makes_is_not_significant(demo) -> None:
    period = Period(first=date(2016, 1, 1), last=YEAR.last)
    found = service.find_hotspots(demo, Question(theme="vernieling", period=period))
    report = service.weigh_hotspots(demo, found, draws=FEW)
    assert (report.significant == (report.p_values <= 0.05)).all()
    assert set(report.significant) == {True, False}


def test_a_report_is_not_weighed_until_asked(demo) -> None:
    report = service.find_hotspots(demo, Question(theme="jeugdoverlast", period=YEAR))
    assert report.significance is None
    assert report.p_values.isna().all()
    assert report.significant.isna().all()


def test_a_year_of_a_town_is_tried_999_times(demo) -> None:
    question = Question(theme="jeugdoverlast", period=YEAR)
    found = service.find_hotspots(demo, question)
    full = replace(found, incidents=pd.concat([found.incidents] * 4).iloc[:1_500])
    assert len(full.incidents) == 1_500
    assert service.count_simulated(full) == 999 * 1_500
    more = replace(found, incidents=pd.concat([found.incidents] * 4).iloc[:1_501])
    assert service.count_simulated(more) == 199 * 1_501


def test_few_incidents_are_tried_999_times_and_many_199_times(own, monkeypatch) -> None:
    assert ask(own, "box_schuur", draws=None).significance.found.draws.repeats == 999
    monkeypatch.setattr("geo.service.weighing._REPEATS", ((10, 999), (10_000, 199)))
    assert ask(own, "box_schuur", draws=None).significance.found.draws.repeats == 199
    monkeypatch.setattr("geo.service.weighing._REPEATS", ((5, 999), (10, 199)))
    assert ask(own, "box_schuur", draws=None).significance.found.draws.repeats == 99


def test_a_ground_that_was_laid_before_gives_the_same_figures(demo) -> None:
    found = service.find_hotspots(demo, Question(theme="box_schuur", period=YEAR))
    ground = service.lay_chance_ground(demo, "box_schuur", area=None)
    weighed = service.find_significance(demo, found, ground=ground, draws=FEW)
    assert weighed.found.p_values.equals(ask(demo, "box_schuur").significance.found.p_values)


def test_weighing_tells_how_far_it_is_and_can_be_stopped(demo) -> None:
    found = service.find_hotspots(demo, Question(theme="jeugdoverlast", period=YEAR))
    told: list[float] = []
    service.find_significance(demo, found, tell=told.append)
    assert told[0] == 0
    assert told == sorted(set(told))
    assert len(told) > 1
    assert told[-1] < 1

    class Stopped(Exception):  # noqa: N818 - a sign, no error
        pass

    def stop(_: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        service.find_significance(demo, found, tell=stop)


def test_what_weighing_takes_goes_with_the_incidents_that_are_drawn(demo) -> None:
    found = service.find_hotspots(demo, Question(theme="jeugdoverlast", period=YEAR))
    assert service.count_simulated(found) == 999 * len(found.incidents)
    alone = replace(found, hotspots=found.hotspots.iloc[:0])
    assert service.count_simulated(alone) == 0


def test_without_the_layer_there_is_no_p_value(own) -> None:
    find_opportunities(own, LineLayer.STREETS).unlink()
    report = ask(own)
    assert reason_of(report) is Untestable.NO_OPPORTUNITIES
    assert report.significance.kind is LineLayer.STREETS


def test_a_card_that_names_no_layer_is_not_testable(own) -> None:
    own.models_dir.mkdir()
    shipped = (BUNDLED_DIR.parent / "models" / "jeugdoverlast.toml").read_text(encoding="utf-8")
    bare = "".join(line for line in shipped.splitlines(True) if "opportunities =" not in line)
    (own.models_dir / "jeugdoverlast.toml").write_text(bare, encoding="utf-8")
    report = ask(own)
    assert reason_of(report) is Untestable.NO_KIND
    assert report.significance.kind is None


def test_real_incidents_are_never_held_against_invented_places(own, tmp_path) -> None:
    rows = "".join(f"{n},2018-05-01T20:00,100700,431750,E35\n" for n in range(12))
    (tmp_path / "real.csv").write_text(f"id,start,x,y,code\n{rows}", encoding="utf-8")
    service.import_incidents(own, [tmp_path / "real.csv"], now=NOW)
    assert reason_of(ask(own)) is Untestable.INVENTED
    # What somebody brought is no longer invented.
    streets = [shapely.LineString([(96_000 + n, 424_000), (96_000 + n, 437_000)])
               for n in range(0, 10_000, 100)]  # fmt: skip
    frame = gpd.GeoDataFrame({schema.WEIGHT: 1.0}, index=range(100), geometry=streets)
    save_opportunities(own, OpportunityLayer(LineLayer.STREETS, frame, "eigen straten"))
    assert isinstance(ask(own).significance.found, Significance)


@pytest.mark.parametrize(
    ("precision", "reason"), [("raster", Untestable.COARSE), ("adres", Untestable.NO_OPPORTUNITIES)]
)
def test_places_by_postcode_or_raster_are_too_coarse_to_test(tmp_path, precision, reason) -> None:
    words = {"name": "Dorp", "code": "D", "crs": 28992, "timezone": "Europe/Amsterdam"}
    village = create_workspace(tmp_path / "dorp", words)
    rows = "".join(f"{n},2018-05-01T20:00,100750,431750,E35,{precision}\n" for n in range(12))
    path = tmp_path / "in.csv"
    path.write_text(f"id,start,x,y,code,place_precision\n{rows}", encoding="utf-8")
    service.import_incidents(village, [path], now=NOW)
    assert reason_of(ask(village)) is reason


def test_chance_stays_on_the_ground_that_was_searched(demo, own) -> None:
    """Outside the area that was asked for, what could have happened has no say."""
    inside = ask(demo, area="WK059704")
    streets = gpd.read_file(find_opportunities(own, LineLayer.STREETS))
    wijk = service.list_layers(own)[schema.Layer.WIJKEN].areas.set_index(schema.AREA_CODE)
    kept = streets[streets.intersects(wijk.geometry["WK059704"])]
    save_opportunities(
        own, OpportunityLayer(LineLayer.STREETS, kept, "alleen deze wijk", synthetic=True)
    )
    assert ask(own, area="WK059704").p_values.tolist() == inside.p_values.tolist()
    assert ask(demo).significance.found.off_ground == 0
    assert ask(own).significance.found != inside.significance.found


def test_an_area_without_such_places_is_not_testable(demo) -> None:
    assert reason_of(ask(demo, "woninginbraak", area="PARK-DONKERSLOOT")) is Untestable.NONE_HERE


def test_only_the_hours_that_were_asked_for_are_weighed(demo) -> None:
    hours = HourSelection(day_parts=(DayPart.EVENING,))
    evening = ask(demo, hours=hours)
    assert len(evening.incidents) < len(ask(demo).incidents)
    assert evening.p_values.notna().all()


def test_the_same_question_gives_the_same_p_values(demo) -> None:
    first, again = (ask(demo, "fietsdiefstal").p_values.to_numpy() for _ in range(2))
    assert np.array_equal(first, again)


def test_no_hotspots_give_no_p_values(demo) -> None:
    nothing = Period(first=date(2030, 1, 1), last=date(2030, 1, 2))
    found = service.find_hotspots(demo, Question(theme="vernieling", period=nothing))
    report = service.weigh_hotspots(demo, found)
    assert report.p_values.empty
    assert report.p_values.dtype == pd.Float64Dtype()


def test_places_far_from_the_municipality_are_left_out(own, tmp_path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("x,y\n100700,431750\n150000,431750\n", encoding="utf-8")
    taken = service.import_opportunities(own, path, PointLayer.ADDRESSES, source="BAG, CC0")
    assert (taken.places, taken.left_out, taken.source) == (1, 1, "BAG, CC0")
