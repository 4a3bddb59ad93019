"""A week of patrols: from question to the visits and the plan of each shift."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from patrol_town import BASE, BY_CAR, FAR, ON_FOOT, ask, make_patrol_town

from geo import service
from geo.advice.fairness import PLANNED_MINUTES, VISITS, Balance
from geo.advice.plan_checks import find_faults
from geo.errors import ParamsError
from geo.params import MonteCarlo
from geo.patrol_params import AddedStop, Appointment, LeftOut, PatrolParams
from geo.patrol_week_params import ShiftChanges, SpreadRules, WeekQuestion
from geo.present.patrol.weeks import print_week, tell_week
from geo.service.patrol.answers import KEY
from geo.service.patrol.stops import draw_rounds

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=50)
ONCE = SpreadRules()


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_patrol_town(tmp_path_factory.mktemp("weeks"))


def ask_week(town, days=3, spread=ONCE, **changes):
    shift = ask(town, **changes)
    hours = tuple((shift.begins + timedelta(days=day), shift.minutes) for day in range(days))
    return WeekQuestion(shift=shift, hours=hours, spread=spread)


def plan(town, **changes):
    return service.plan_week(town, ask_week(town, **changes), params=SHORT, draws=FEW)


def visits_in(shift):
    """How often each place is visited in the plan of a shift, by key."""
    made = [shift.places[KEY][visit.place] for team in shift.visits for visit in team]
    return {key: made.count(key) for key in made}


@pytest.mark.parametrize("seed", range(3))
def test_no_shift_visits_a_place_more_often_than_the_week_asks(town, seed) -> None:
    advice = plan(town, seed=seed)
    assert (advice.planned <= advice.asked).all()
    assert (advice.asked.sum(axis=0) <= advice.room).all()
    for number, shift in enumerate(advice.shifts):
        told = dict(zip(advice.places[KEY], advice.planned[:, number], strict=True))
        assert visits_in(shift) == {key: count for key, count in told.items() if count}


def test_every_hotspot_is_asked_for_as_often_as_the_floor(town) -> None:
    advice = plan(town, spread=SpreadRules(least_visits=4), days=3)
    assert (advice.asked.sum(axis=1) >= 4).all()
    assert len(advice.places) == 2


def test_a_week_goes_where_and_when_most_is_to_be_expected(town) -> None:
    """Early in the morning nothing happens: where room is short the evening gets it."""
    evening = ask(town)
    morning = evening.begins.replace(hour=7)
    hours = ((morning, 120), (evening.begins, 360))
    question = WeekQuestion(shift=evening, hours=hours, spread=SpreadRules(least_visits=0))
    cases = service.gather_week(town, question, draws=FEW)
    advice = service.search_week(question, cases, SHORT)
    assert advice.asked[:, 1].sum() > advice.asked[:, 0].sum()


def test_each_shift_is_the_plan_of_its_own_question(town) -> None:
    """What the answer says of a shift holds against the question of that shift alone."""
    question = ask_week(town)
    cases = service.gather_week(town, question, draws=FEW)
    advice = service.search_week(question, cases, SHORT)
    for case, shift in zip(cases, advice.shifts, strict=True):
        assert shift.question == case.question
        problem = draw_rounds(case, seed=case.question.seed)
        assert find_faults(problem, shift.plan) == []


def test_one_seed_settles_the_week_and_no_two_shifts_have_the_same(town) -> None:
    first, again, other = plan(town), plan(town), plan(town, seed=2)
    assert [shift.visits for shift in first.shifts] == [shift.visits for shift in again.shifts]
    assert [shift.visits for shift in first.shifts] != [shift.visits for shift in other.shifts]
    assert len({shift.question.seed for shift in first.shifts}) == 3


def test_a_place_that_people_leave_out_is_in_no_shift(town) -> None:
    far = next(key for key, x in places_of(town) if x == FAR[0])
    advice = plan(town, left_out=(LeftOut(key=far, reason="Afgesloten"),))
    assert far not in set(advice.places[KEY])
    assert all(far not in visits_in(shift) for shift in advice.shifts)


def places_of(town):
    places = service.plan_patrol(town, ask(town), params=SHORT, draws=FEW).places
    return zip(places[KEY], places["x"], strict=True)


def test_the_time_of_all_shifts_is_laid_beside_the_shares_of_wijken(town) -> None:
    advice = plan(town, days=4)
    fairness = advice.fairness
    minutes = sum(shift.fairness[PLANNED_MINUTES].sum() for shift in advice.shifts)
    assert fairness[PLANNED_MINUTES].sum() == pytest.approx(minutes)
    assert fairness[VISITS].sum() * 15 == pytest.approx(minutes)
    assert set(fairness["by_incidents"]) <= set(Balance)


def test_a_week_says_how_much_first_visits_differ(town) -> None:
    advice = plan(town, days=6)
    ((clock, places),) = advice.starts.items()
    assert clock == "18:00"
    assert set(places) <= set(advice.places[KEY])
    for key, spread in places.items():
        row = advice.places.index[advice.places[KEY] == key][0]
        assert spread.plans == (advice.planned[row] > 0).sum()
        assert spread.low < spread.deviation < spread.high
    assert plan(town, days=1).starts == {"18:00": {}}


def test_without_hotspots_a_week_is_empty(town) -> None:
    advice = plan(town, themes=("fietsdiefstal",))
    assert (len(advice.places), advice.asked.shape) == (0, (0, 3))
    assert all(visits_in(shift) == {} for shift in advice.shifts)


def test_two_teams_have_room_for_more(town) -> None:
    alone, together = plan(town, days=2), plan(town, days=2, teams=(ON_FOOT, BY_CAR))
    assert together.room.sum() >= alone.room.sum() > 0


def meeting(town):
    return Appointment(begins=ask(town).begins, minutes=30, x=BASE[0], y=BASE[1], label="Overleg")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda week, _: {"hours": ()}, "patrol-week-shifts"),
        (lambda week, _: {"hours": week.hours[::-1]}, "patrol-week-shifts"),
        (
            lambda week, town: {"shift": replace(week.shift, appointments=(meeting(town),))},
            "patrol-week-wishes",
        ),
    ],
    ids=["no shift", "out of order", "an appointment"],
)
def test_a_week_that_is_none_is_refused(town, change, key) -> None:
    week = ask_week(town)
    with pytest.raises(ParamsError) as refused:
        replace(week, **change(week, town))
    assert refused.value.key == key


def test_a_floor_without_room_is_refused_with_what_to_change(town) -> None:
    with pytest.raises(ParamsError) as refused:
        plan(town, days=1, spread=SpreadRules(least_visits=40))
    assert refused.value.key == "patrol-week-room"


WORDS = (
    *("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-10-31"),
    *("--week", "2026-11-02", "--days", 2, "--shift", "late", "--shift", "early"),
    *("--base", f"{BASE[0]},{BASE[1]}", "--team", "foot", "--least-visits", 2),
)


def test_the_command_tells_visits_plans_and_fairness_of_a_week(run, town) -> None:
    code, out, _ = run("-w", town.root, "patrol", "week", *WORDS, "--json")
    answer = json.loads(out)
    assert code == 0
    assert [shift["begins"][:16] for shift in answer["shifts"]] == [
        "2026-11-02T07:00",
        "2026-11-02T15:00",
        "2026-11-03T07:00",
        "2026-11-03T15:00",
    ]
    assert len(answer["places"]) == 2
    for place in answer["places"]:
        assert len(place["asked"]) == len(place["planned"]) == 4
        assert sum(place["asked"]) >= 2
    made = np.sum([place["planned"] for place in answer["places"]], axis=0)
    told = [sum(len(team["visits"]) for team in shift["teams"]) for shift in answer["shifts"]]
    assert told == made.tolist()
    assert {one["begins"] for one in answer["first_visits"]} <= {"07:00", "15:00"}
    assert answer["seed"] == 7_739_922


def test_shifts_at_the_same_hour_have_seeds_that_follow_each_other(town) -> None:
    """So that their rounds begin in other quarters, as those of a dozen plans in a row do."""
    late = [shift.question for shift in plan(town).shifts]
    seeds = {question.begins: question.seed for question in late}
    for begins, seed in seeds.items():
        assert seeds.get(begins + timedelta(days=1), seed + 1) == seed + 1


def test_lines_say_per_shift_who_gets_visits(run, town) -> None:
    _, out, _ = run("-w", town.root, "patrol", "week", *WORDS)
    assert "2026-11-02 15:00: " in out
    assert "visits planned of" in out
    assert "seed 7739922: it settles the seeds of all shifts" in out


@pytest.mark.parametrize(("days", "said"), [(2, "too few to tell"), (7, "standard deviation of")])
def test_lines_call_a_few_plans_few(town, days, said) -> None:
    answer = tell_week(plan(town, days=days))
    lines = [line for line in print_week(answer) if line.startswith("18:00 ")]
    assert lines
    assert all(said in line for line in lines)


def test_a_part_over_one_is_refused(run, town) -> None:
    code, out, _ = run("-w", town.root, "patrol", "week", *WORDS, "--wijk-share", 2, "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, "patrol-wijk-share")


def test_what_people_change_holds_for_its_shift_only(town) -> None:
    question = ask_week(town)
    second = question.hours[1][0]
    stop = AddedStop(x=FAR[0] + 300, y=FAR[1], label="School", reason="vraag van de school")
    busy = plan(town).places[KEY][0]
    changes = ShiftChanges(
        begins=second, added=(stop,), left_out=(LeftOut(key=busy, reason="werk"),)
    )
    cases = service.gather_week(town, replace(question, changes=(changes,)), draws=FEW)
    advice = service.search_week(replace(question, changes=(changes,)), cases, SHORT)
    made = [visits_in(shift) for shift in advice.shifts]
    assert [visits.get("added:1", 0) for visits in made] == [0, 1, 0]
    assert busy not in made[1]
    assert busy in made[0] | made[2]
    for case, shift in zip(cases, advice.shifts, strict=True):
        assert not find_faults(draw_rounds(case, seed=shift.question.seed), shift.plan)
    assert advice.fairness[VISITS].sum() == sum(sum(visits.values()) for visits in made)
    assert all("added:1" not in spread for spread in advice.starts.values())


def test_fixed_visits_take_their_room_from_the_week(town) -> None:
    question = ask_week(town, days=2)
    begins = question.hours[0][0]
    meeting = Appointment(begins=begins, minutes=330, x=BASE[0], y=BASE[1], label="Dienst op plek")
    changed = replace(question, changes=(ShiftChanges(begins=begins, appointments=(meeting,)),))
    cases = service.gather_week(town, changed, draws=FEW)
    free, full = plan(town, days=2), service.search_week(changed, cases, SHORT)
    assert full.room[0] < free.room[0]
    assert full.room[1] == free.room[1]


@pytest.mark.parametrize("days", [(9,), (0, 0)])
def test_changes_are_of_shifts_that_the_week_has(town, days) -> None:
    question = ask_week(town)
    changes = tuple(ShiftChanges(begins=question.hours[0][0] + timedelta(days=day)) for day in days)
    with pytest.raises(ParamsError) as told:
        replace(question, changes=changes)
    assert told.value.key == "patrol-week-changes"


def test_appointment_of_a_week_that_does_not_fit_is_refused_by_its_name(town) -> None:
    question = ask_week(town, days=1)
    begins = question.hours[0][0]
    meetings = tuple(
        Appointment(begins=begins + timedelta(minutes=m), minutes=60, x=x, y=FAR[1], label=label)
        for m, x, label in ((60, FAR[0], "Overleg"), (121, FAR[0] + 1500, "Spreekuur"))
    )
    changed = replace(question, changes=(ShiftChanges(begins=begins, appointments=meetings),))
    with pytest.raises(ParamsError, match="Spreekuur"):
        service.search_week(changed, service.gather_week(town, changed, draws=FEW), SHORT)
