"""What whoever uses a patrol plan is told to know."""

from datetime import timedelta

import pytest
from patrol_town import BASE, BY_CAR, ON_FOOT, ask, make_patrol_town

from geo import service
from geo.advice.fairness import BY_INCIDENTS, VISITS
from geo.params import MonteCarlo
from geo.patrol_params import AddedStop, LeftOut, PatrolParams
from geo.present.patrol.plain import LINES, print_patrol, tell_patrol
from geo.present.patrol.words import say_clock, shift_moment
from geo.service.patrol.answers import (
    KEY,
    PLANNED_MINUTES,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    SHARE_PLANNED,
    Caution,
)

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=50)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_patrol_town(tmp_path_factory.mktemp("cautions"))


def plan(town, **changes):
    return service.plan_patrol(town, ask(town, **changes), params=SHORT, draws=FEW)


def figures(advice, caution):
    return [warning.figures for warning in advice.warnings if warning.key is caution]


def test_a_plan_without_streets_or_ground_for_chance_says_so(town) -> None:
    advice = plan(town)
    assert figures(advice, Caution.NO_STREETS) == [{}]
    assert figures(advice, Caution.NOT_TESTABLE) == [{"places": 2}]
    assert figures(advice, Caution.NO_NAMES) == []


def test_a_plan_is_called_old_only_where_what_it_calls_lately_was_not_lately(town) -> None:
    begins = ask(town).begins
    late = plan(town, begins=begins + timedelta(days=88))
    assert figures(late, Caution.OLD_DATA) == []
    later = plan(town, begins=begins + timedelta(days=89))
    assert figures(later, Caution.OLD_DATA) == [{"days": 92}]
    assert later.warnings[0].key is Caution.OLD_DATA


def test_a_team_that_can_reach_nothing_is_told(town) -> None:
    far = (500_400, 5_730_000)
    advice = plan(town, teams=(ON_FOOT, BY_CAR), base=far)
    assert figures(advice, Caution.NO_VISIT) == [{"team": 1}]
    assert advice.visits[1]


def test_a_long_stretch_without_a_visit_is_told(town) -> None:
    begins = ask(town).begins
    keys = plan(town).places[KEY]
    only = AddedStop(
        x=BASE[0],
        y=BASE[1],
        label="Plein",
        reason="Vraag van bewoners",
        opens=begins + timedelta(minutes=60),
        closes=begins + timedelta(minutes=60),
    )
    advice = plan(
        town, added=(only,), left_out=tuple(LeftOut(key=key, reason="Afgesloten") for key in keys)
    )
    # From a quarter past seven until midnight.
    (stretch,) = figures(advice, Caution.EMPTY_STRETCH)
    assert stretch == {"team": 1, "minutes": 285, "after_minutes": 75}
    assert figures(plan(town), Caution.EMPTY_STRETCH) == []


def test_a_shift_too_short_for_starts_to_differ_is_told(town) -> None:
    """Of 210 a visit takes 15, its window 45, and the rounds begin within 150."""
    assert figures(plan(town, minutes=209), Caution.SHORT_SHIFT) == [{}]
    assert figures(plan(town, minutes=210), Caution.SHORT_SHIFT) == []


def test_a_short_shift_without_a_visit_has_no_starts_to_differ(town) -> None:
    advice = plan(town, minutes=60, base=(500_400, 5_730_000))
    assert advice.visits == ((),)
    assert figures(advice, Caution.SHORT_SHIFT) == []


def test_a_stretch_begins_in_the_minute_in_which_the_visit_before_it_ends(town) -> None:
    keys = plan(town).places[KEY]
    at = ask(town).begins + timedelta(minutes=60, seconds=40)
    only = AddedStop(x=BASE[0], y=BASE[1], label="Plein", reason="Vraag", opens=at, closes=at)
    advice = plan(
        town, added=(only,), left_out=tuple(LeftOut(key=key, reason="Afgesloten") for key in keys)
    )
    ((*_, last),) = advice.visits
    (stretch,) = figures(advice, Caution.EMPTY_STRETCH)
    told = shift_moment(advice.question, stretch["after_minutes"])
    assert last.leaves.second == 40
    assert say_clock(told) == say_clock(last.leaves)


def test_planned_time_is_laid_beside_incidents_and_inhabitants(town) -> None:
    advice = plan(town)
    west, oost = advice.fairness.to_dict("records")
    visits = len(advice.visits[0])
    assert (west["wijk_code"], west["wijk_name"]) == ("W1", "West")
    assert (west[VISITS], west[PLANNED_MINUTES]) == (visits, 15 * visits)
    shares = (SHARE_PLANNED, SHARE_INCIDENTS, SHARE_INHABITANTS)
    assert [west[share] for share in shares] == [1, 1, 1]
    assert [oost[share] for share in shares] == [0, 0, 0]
    assert west[BY_INCIDENTS] == "small"


def test_every_caution_has_a_line_that_its_figures_fill(town) -> None:
    begins = ask(town).begins
    moment = begins + timedelta(minutes=60)
    stop = AddedStop(
        x=BASE[0], y=BASE[1], label="Plein", reason="Vraag", opens=moment, closes=moment
    )
    advice = plan(town, added=(stop,), left_out=(LeftOut(key="storm:1", reason="Weg"),))
    lines = list(print_patrol(tell_patrol(advice)))
    assert any("a visit to Plein can be foretold: 60 minutes after" in line for line in lines)
    assert "1 places to leave out are not there" in lines
    assert "labels and reasons are shown as they are: name no persons in them" in lines
    figures = {"places": 1, "team": 1, "minutes": 1, "label": "a"}
    figures |= {"days": 92, "after_minutes": 1, "alike": 1, "plans": 1, "visits": 1}
    for caution in Caution:
        assert "{" not in LINES[caution].format(**figures)
