import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
from patrol_town import BASE, FAR, ON_FOOT, ask, draw_rows, make_patrol_town
from shapely.geometry import LineString
from towns import WEST, make_town

from geo import schema, service
from geo.advice.rounds import MOST_LOSS, SHAKES
from geo.errors import ParamsError, ThemeError
from geo.params import MonteCarlo
from geo.patrol_params import PatrolParams, PatrolTeam
from geo.schema import TravelMode

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=100)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_patrol_town(tmp_path_factory.mktemp("patrol"))


@pytest.fixture
def asked(town):
    return ask(town)


def plan(town, question):
    return service.plan_patrol(town, question, params=SHORT, draws=FEW)


def places_of(advice, team=0):
    return [advice.places["x"][visit.place] for visit in advice.visits[team]]


def test_a_shift_goes_to_hotspots_and_stays_within_its_hours(town, asked) -> None:
    advice = plan(town, asked)
    (visits,) = advice.visits
    assert set(places_of(advice)) == {WEST[0], FAR[0]}
    assert asked.begins <= visits[0].arrives
    assert visits[-1].leaves <= asked.begins + timedelta(minutes=asked.minutes)
    for before, after in pairwise(visits):
        assert before.leaves <= after.arrives
    for visit in visits:
        assert visit.leaves - visit.starts == timedelta(minutes=15)


def test_a_place_is_visited_when_most_happens_there(town, asked) -> None:
    """One visit fits: at eight it goes to one corner, at ten to the other."""
    found = []
    for hour in (20, 22):
        begins = asked.begins.replace(hour=hour)
        found += places_of(plan(town, replace(asked, begins=begins, minutes=24)))
    assert found == [WEST[0], FAR[0]]


def test_what_is_expected_counts_recent_weeks_more(town, asked) -> None:
    listed = plan(town, asked).places
    assert listed[schema.INCIDENTS].tolist() == [20, 20]
    # Twenty in the last month of ten is more a week than twenty over ten months.
    weeks = 304 / 7
    assert (listed["expected_week"] > 20 / weeks).all()
    assert (listed["latest"] == date(2026, 10, 20)).all()


def test_the_same_seed_gives_the_same_plan_and_another_one_another(town, asked) -> None:
    first, again = plan(town, asked), plan(town, asked)
    assert first.visits == again.visits
    other = plan(town, replace(asked, seed=2))
    assert other.visits != first.visits


def test_nobody_can_foretell_when_a_place_is_visited(town, asked) -> None:
    starts = []
    for seed in range(12):
        advice = plan(town, replace(asked, seed=seed))
        place = int(np.flatnonzero(advice.places["x"] == WEST[0])[0])
        first = next(visit.starts for visit in advice.visits[0] if visit.place == place)
        starts.append((first - asked.begins).total_seconds() / 60)
        # There are draws that give up no more, and one of them is found.
        assert 0 <= advice.loss <= MOST_LOSS
        assert advice.shake in SHAKES
    assert np.std(starts) >= 30


def test_a_weight_counts_as_often_as_it_says(town, asked) -> None:
    once, thrice = (
        plan(town, replace(asked, harm={"jeugdoverlast": weight})).places["expected_week"]
        for weight in (1.0, 3.0)
    )
    assert thrice.tolist() == pytest.approx((3 * once).tolist())


def test_along_streets_it_takes_longer_than_over_the_roofs(town, asked, tmp_path) -> None:
    free = plan(town, asked)
    detour = LineString([WEST, (500_500, 5_700_900), (500_200, 5_700_900), FAR])
    path = tmp_path / "straten.gpkg"
    gpd.GeoDataFrame(geometry=[detour, LineString([BASE, WEST])], crs="EPSG:32631").to_file(path)
    other = make_town(tmp_path, [*draw_rows(20, WEST), *draw_rows(20, FAR)])
    service.import_streets(other, path)
    bound = plan(other, asked)
    assert (free.on_streets, bound.on_streets) == (False, True)
    assert bound.prize < free.prize * 1.5


def test_without_hotspots_there_is_nothing_to_visit(town, asked) -> None:
    advice = plan(town, replace(asked, themes=("fietsdiefstal",)))
    assert (advice.visits, advice.loss, len(advice.places)) == (((),), None, 0)


def test_two_teams_do_not_stack_on_one_place(town, asked) -> None:
    advice = plan(town, replace(asked, teams=(ON_FOOT, PatrolTeam(mode=TravelMode.CAR))))
    visits = sorted(
        (visit for team in advice.visits for visit in team),
        key=lambda visit: (visit.place, visit.starts),
    )
    for before, after in pairwise(visits):
        if before.place == after.place:
            assert timedelta(minutes=30) <= after.starts - before.leaves <= timedelta(minutes=120)


def test_a_shift_over_the_change_of_the_clock_keeps_its_length(asked, tmp_path) -> None:
    town = make_town(tmp_path, draw_rows(20, WEST, start="2026-10-{day:02}T04:00"))
    begins = datetime(2026, 10, 25, 1, 30, tzinfo=town.timezone)
    (visits,) = plan(town, replace(asked, begins=begins)).visits
    assert len(visits) > 1
    for visit in visits:
        assert visit.leaves.timestamp() - visit.starts.timestamp() == 15 * 60
    # Five hours by the clock, and six in all.
    assert visits[-1].leaves.timestamp() <= begins.timestamp() + 6 * 3600
    assert visits[-1].leaves.hour <= 6


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"teams": ()}, "patrol-no-team"),
        ({"minutes": 0}, "param-not-positive"),
        ({"themes": ()}, "camera-themes"),
        ({"areas": ("nergens",)}, "area-unknown"),
    ],
)
def test_wrong_questions_are_refused(town, asked, changes, key) -> None:
    with pytest.raises(ParamsError) as refused:
        plan(town, replace(asked, **changes))
    assert refused.value.key == key


def test_an_unknown_theme_is_refused(town, asked) -> None:
    with pytest.raises(ThemeError):
        plan(town, replace(asked, themes=("storm",)))


WORDS = (
    *("--theme", "jeugdoverlast=2", "--from", "2026-01-01", "--to", "2026-10-31"),
    *("--begins", "2026-11-03T18:00", "--minutes", 240, "--team", "bicycle=12"),
)


def test_the_command_tells_where_when_and_why(run, town) -> None:
    code, out, _ = run(
        "-w", town.root, "patrol", "plan", *WORDS, "--base", "500400,5700400", "--json"
    )
    answer = json.loads(out)
    assert code == 0
    (team,) = answer["teams"]
    assert (team["mode"], team["kmh"]) == ("bicycle", 12)
    first = team["visits"][0]
    assert first["incidents"] == 20
    assert first["starts"].startswith("2026-11-03T")
    assert answer["on_streets"] is False


def test_lines_say_when_to_be_where(run, town) -> None:
    _, out, _ = run("-w", town.root, "patrol", "plan", *WORDS, "--base", "500400,5700400")
    assert "team 1, police, bicycle, 12 km/h" in out
    assert "20 incidents, the latest on 2026-10-20" in out
    assert "no streets are loaded" in out
    assert "seed 18739923:" in out


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--base", "hier"), "patrol-base"),
        (("--base", "1,2,3"), "patrol-base"),
        (("--base", "0,0", "--team", "paard"), "patrol-team"),
        (("--base", "0,0", "--team", "car=snel"), "patrol-team"),
        (("--base", "0,0"), "patrol-out-of-reach"),
    ],
)
def test_words_that_mean_nothing_are_refused(run, town, words, key) -> None:
    code, out, _ = run("-w", town.root, "patrol", "plan", *WORDS, *words, "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, key)
