"""Patrols asked at random: refused in words, or answered by a plan that can be done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from patrol_proofs import check_answer
from patrol_town import BASE, FAR, ask, make_patrol_town
from towns import WEST

from geo import service
from geo.errors import ParamsError
from geo.params import MonteCarlo, Question
from geo.patrol_params import (
    AddedStop,
    Appointment,
    LeftOut,
    PatrolParams,
    PatrolTeam,
    VisitRules,
)
from geo.present.sentences import SENTENCES
from geo.schema import Organisation, TravelMode

FEW = MonteCarlo(repeats=19)
PLACES = (BASE, FAR, WEST, (501_900, 5_700_900), (500_050, 5_700_950))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_patrol_town(tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="module")
def case(town):
    return service.gather_patrol(town, ask(town), draws=FEW)


@st.composite
def changes(draw, begins):
    """Teams, rules and wishes within and around a shift that begins at a moment."""
    minutes = draw(st.integers(10, 600))
    teams = draw(
        st.lists(
            st.builds(
                PatrolTeam,
                mode=st.sampled_from(TravelMode),
                kmh=st.none() | st.floats(1, 60),
                organisation=st.sampled_from(Organisation),
            ),
            min_size=1,
            max_size=3,
        )
    )
    least, more = draw(st.floats(0, 60)), draw(st.floats(0, 120))
    return {
        "minutes": minutes,
        "teams": tuple(teams),
        "base": draw(st.sampled_from(PLACES)),
        "end_base": draw(st.none() | st.sampled_from(PLACES)),
        "rules": VisitRules(
            dwell_minutes=draw(st.integers(1, 30)),
            least_gap_minutes=least,
            most_gap_minutes=least + more,
        ),
        "appointments": tuple(
            draw(st.lists(appointments(begins, minutes, len(teams)), max_size=3))
        ),
        "added": tuple(draw(st.lists(added_stops(begins, minutes), max_size=2))),
        "left_out": tuple(
            LeftOut(key=key, reason="Afgesloten")
            for key in draw(st.sets(st.sampled_from(["0", "1", "elders"]), max_size=2))
        ),
        "seed": draw(st.integers(0, 2**33)),
    }


@st.composite
def appointments(draw, begins, minutes, teams):
    x, y = draw(st.sampled_from(PLACES))
    return Appointment(
        begins=begins + timedelta(minutes=draw(st.integers(-5, minutes))),
        minutes=draw(st.integers(1, 60)),
        x=x,
        y=y,
        label="Overleg",
        team=draw(st.none() | st.integers(0, teams - 1)),
    )


@st.composite
def added_stops(draw, begins, minutes):
    x, y = draw(st.sampled_from(PLACES))
    first, last = sorted(draw(st.tuples(st.integers(-5, minutes), st.integers(-5, minutes))))
    opens, closes = (begins + timedelta(minutes=each) for each in (first, last))
    is_open = draw(st.booleans())
    return AddedStop(
        x=x,
        y=y,
        label="Plein",
        reason="Vraag van bewoners",
        opens=None if is_open else opens,
        closes=None if is_open else closes,
    )


@pytest.fixture(scope="module")
def known(town):
    """What all questions have in common, read once."""
    asked = ask(town)
    (theme,) = asked.themes
    found = service.find_hotspots(town, Question(theme=theme, period=asked.period))
    reports = {theme: service.weigh_hotspots(town, found, draws=FEW)}
    alerts = {theme: service.list_alerts(town, theme, asked.begins.date())}
    ground = replace(service.lay_patrol_ground(town, list(TravelMode)), alerts=alerts)
    return {"reports": reports, "ground": ground}


def refusal_of(town, question, known):
    """The key of the refusal; None for an answer that has been checked."""
    try:
        case = service.gather_patrol(town, question, **known)
        advice = service.search_patrol(case, PatrolParams(iterations=10))
    except ParamsError as refused:
        return refused.key
    check_answer(advice, detour=1.3)
    return None


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_a_patrol_is_refused_in_words_or_can_be_done_as_it_was_asked(
    town, case, known, data
) -> None:
    asked = data.draw(changes(case.question.begins))
    keys = {str(row): key for row, key in enumerate(case.places["key"])}
    left_out = tuple(replace(one, key=keys.get(one.key, one.key)) for one in asked["left_out"])
    question = replace(case.question, **asked | {"left_out": left_out})
    refusal = refusal_of(town, question, known)
    event(refusal or "answered")
    assert refusal in {None, *SENTENCES} - {"patrol-faulty"}


def test_plans_become_better_and_the_last_is_that_of_the_whole_search(case) -> None:
    params = PatrolParams(iterations=200)
    plans = list(service.improve_patrol(case, params))
    for plan in plans:
        check_answer(plan, detour=1.3)
    assert plans[0].visits == service.plan_patrol_at_once(case).visits
    assert plans[-1].visits == service.search_patrol(case, params).visits
    assert len(plans) == 4


def test_the_seed_settles_the_answer_to_the_last_bit(town, case) -> None:
    again = service.gather_patrol(town, case.question, draws=FEW)
    one, other = (service.plan_patrol_at_once(each) for each in (case, again))
    assert one.visits == other.visits
    assert one.warnings == other.warnings
    assert (one.loss, one.prize) == (other.loss, other.prize)
    assert one.fairness.equals(other.fairness)
