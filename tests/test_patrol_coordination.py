"""Police, boa and youth work in one shift: who goes where, from question to plan."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from patrol_town import BASE, FAR, ON_FOOT, ask, make_patrol_town
from towns import WEST

from geo import service
from geo.errors import ParamsError
from geo.params import MonteCarlo
from geo.patrol_params import Appointment, LeftOut, PatrolParams, PatrolTeam
from geo.schema import Organisation, TravelMode

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=100)
BOA = PatrolTeam(mode=TravelMode.BICYCLE, organisation=Organisation.BOA)
YOUTH_WORK = replace(ON_FOOT, organisation=Organisation.YOUTH_WORK)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_patrol_town(tmp_path_factory.mktemp("coordination"))


def plan(town, **changes):
    return service.plan_patrol(town, ask(town, **changes), params=SHORT, draws=FEW)


def who_visits(advice):
    """Each corner, and the organisations that visit it."""
    found = {}
    for team, visits in zip(advice.question.teams, advice.visits, strict=True):
        for visit in visits:
            found.setdefault(advice.places["x"][visit.place], set()).add(team.organisation)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_place_is_visited_for_one_organisation(town, seed) -> None:
    visited = who_visits(plan(town, teams=(ON_FOOT, BOA, YOUTH_WORK), seed=seed))
    assert visited.keys() == {WEST[0], FAR[0]}
    assert all(len(names) == 1 for names in visited.values())


def test_two_teams_of_one_organisation_may_share_a_place(town) -> None:
    teams = (ON_FOOT, replace(BOA, organisation=Organisation.POLICE))
    assert plan(town, teams=teams).visits == plan(town, teams=teams, shares_places=True).visits


def test_who_asks_for_it_lets_organisations_share_places(town) -> None:
    begins = ask(town).begins
    meetings = tuple(
        Appointment(
            begins=begins + timedelta(hours=at), minutes=150, x=x, y=y, label="Overleg", team=team
        )
        for team, at, (x, y) in ((0, 0.2, BASE), (1, 3.2, BASE))
    )
    places = plan(town).places
    far = places.loc[places["x"] == FAR[0], "key"].item()
    asked = {
        "teams": (ON_FOOT, BOA),
        "appointments": meetings,
        "left_out": (LeftOut(key=far, reason="Afgesloten"),),
    }
    alone, shared = (plan(town, **asked, shares_places=each) for each in (False, True))
    assert len(who_visits(alone)[WEST[0]]) == 1
    assert len(who_visits(shared)[WEST[0]]) == 2
    assert shared.prize > alone.prize


def test_who_is_preferred_for_a_theme_goes_to_its_places_if_out(town) -> None:
    first = {"jeugdoverlast": Organisation.YOUTH_WORK}
    visited = who_visits(plan(town, teams=(ON_FOOT, YOUTH_WORK), preferred=first))
    assert set.union(*visited.values()) == {Organisation.YOUTH_WORK}
    without = who_visits(plan(town, teams=(ON_FOOT, BOA), preferred=first))
    assert set.union(*without.values()) <= {Organisation.POLICE, Organisation.BOA}


def test_a_preference_for_a_theme_that_is_not_asked_for_is_refused(town) -> None:
    with pytest.raises(ParamsError) as refused:
        ask(town, preferred={"storm": Organisation.BOA})
    assert refused.value.key == "patrol-preferred"


WORDS = (
    *("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-10-31"),
    *("--begins", "2026-11-03T18:00", "--minutes", 240, "--base", f"{BASE[0]},{BASE[1]}"),
    *("--team", "foot", "--team", "youth_work:foot"),
)


def test_the_command_takes_who_goes_first(run, town) -> None:
    code, out, _ = run(
        *("-w", town.root, "patrol", "plan", *WORDS),
        *("--prefer", "jeugdoverlast=youth_work", "--json"),
    )
    police, youth_work = json.loads(out)["teams"]
    assert code == 0
    assert police["visits"] == []
    assert youth_work["visits"]


@pytest.mark.parametrize("words", ["jeugdoverlast=brandweer", "jeugdoverlast"])
def test_a_preference_for_nobody_is_refused(run, town, words) -> None:
    code, out, _ = run("-w", town.root, "patrol", "plan", *WORDS, "--prefer", words, "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, "patrol-words")
