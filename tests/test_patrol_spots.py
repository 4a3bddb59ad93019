"""Places of two themes on one corner: visited once, for one organisation, and worth both."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from patrol_town import FAR, ON_FOOT, ask, draw_rows
from towns import WEST, make_town

from geo import schema, service
from geo.params import MonteCarlo
from geo.patrol_params import PatrolParams
from geo.present.patrol.plain import tell_patrol
from geo.present.patrol.words import say_why
from geo.schema import Organisation
from geo.service.patrol.answers import TOTAL

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=100)
BOTH = ("jeugdoverlast", "vernieling")
BOA = replace(ON_FOOT, organisation=Organisation.BOA)


def damage(count, place):
    return [("2.2.1", start, where) for _, start, where in draw_rows(count, place)]


def build(folder, *, apart_m):
    """Youth nuisance on two corners, and damage so far from the first."""
    beside = (WEST[0] + apart_m, WEST[1])
    return make_town(folder, [*draw_rows(20, WEST), *draw_rows(20, FAR), *damage(15, beside)])


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build(tmp_path_factory.mktemp("near"), apart_m=40)


def plan(town, **changes):
    return service.plan_patrol(town, ask(town, **changes), params=SHORT, draws=FEW)


def test_two_themes_on_one_corner_are_one_place_worth_both(town) -> None:
    both = plan(town, themes=BOTH).places.set_index("x")
    alone = [plan(town, themes=(theme,)).places.set_index("x") for theme in BOTH]
    assert sorted(both.index) == sorted([FAR[0], WEST[0]])
    expected = alone[0][TOTAL][WEST[0]] + alone[1][TOTAL][WEST[0] + 40]
    assert both[TOTAL][WEST[0]] == pytest.approx(expected)
    assert both[TOTAL][FAR[0]] == pytest.approx(alone[0][TOTAL][FAR[0]])


@pytest.mark.parametrize("seed", range(4))
def test_nobody_visits_a_corner_twice_in_a_row_for_another_theme(town, seed) -> None:
    (visits,) = plan(town, themes=BOTH, seed=seed).visits
    for before, after in pairwise(visits):
        if before.place == after.place:
            assert after.starts - before.leaves >= timedelta(minutes=30)


@pytest.mark.parametrize("seed", range(4))
def test_two_organisations_do_not_stack_on_a_corner_of_two_themes(town, seed) -> None:
    advice = plan(town, themes=BOTH, teams=(ON_FOOT, BOA), seed=seed)
    first, second = ({visit.place for visit in team} for team in advice.visits)
    assert not first & second
    assert first | second == {0, 1}


def test_the_other_theme_is_named_in_the_reason(town) -> None:
    (kit,) = service.gather_patrol_kits(town, [plan(town, themes=BOTH)])
    advice = kit.advice
    row = advice.places.index[advice.places["x"] == WEST[0]].item()
    visit = next(visit for visit in advice.visits[0] if visit.place == row)
    assert "Op dezelfde plek: Vernieling 1 met 15 meldingen." in say_why(kit, visit)
    told = [visit["why"]["also"] for visit in tell_patrol(advice)["teams"][0]["visits"]]
    assert [{"label": "Vernieling 1", "incidents": 15}] in told
    assert [] in told


def test_places_further_apart_stay_two(tmp_path) -> None:
    places = plan(build(tmp_path, apart_m=130), themes=BOTH).places
    assert sorted(places[schema.THEME]) == ["jeugdoverlast", "jeugdoverlast", "vernieling"]
