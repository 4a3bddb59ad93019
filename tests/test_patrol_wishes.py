"""Appointments, added stops and places left out: what people change, from question to plan."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from patrol_town import BASE, BY_CAR, FAR, ON_FOOT, ask, make_patrol_town
from towns import WEST

from geo import service
from geo.errors import ParamsError
from geo.params import MonteCarlo
from geo.patrol_params import AddedStop, Appointment, LeftOut, PatrolParams
from geo.present.patrol.cautions import say_caution
from geo.present.sentences import say_error
from geo.service.patrol.answers import KEY, KIND, LABEL, LEFT_OUT, Caution

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=100)
SCHOOL = (500_700, 5_700_700)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_patrol_town(tmp_path_factory.mktemp("wishes"))


def plan(town, **changes):
    return service.plan_patrol(town, ask(town, **changes), params=SHORT, draws=FEW)


def meet(town, after, minutes=30, place=SCHOOL, **others):
    begins = ask(town).begins + timedelta(minutes=after)
    x, y = place
    return Appointment(begins=begins, minutes=minutes, x=x, y=y, **{"label": "Overleg"} | others)


def stop(place=SCHOOL, **others):
    x, y = place
    return AddedStop(x=x, y=y, label="Speeltuin", reason="Vraag van de wijkraad", **others)


def visits_of(advice, kind):
    return [
        (team, visit)
        for team, made in enumerate(advice.visits)
        for visit in made
        if advice.places[KIND][visit.place] == kind
    ]


def keys(advice):
    return {warning.key for warning in advice.warnings}


def test_an_appointment_is_kept_on_the_minute(town) -> None:
    advice = plan(town, appointments=(meet(town, 95, minutes=40),))
    ((_, visit),) = visits_of(advice, "appointment")
    assert visit.is_fixed
    assert visit.starts - ask(town).begins == timedelta(minutes=95)
    assert visit.leaves - visit.starts == timedelta(minutes=40)
    assert visits_of(advice, "hotspot")


@pytest.mark.parametrize("after", [60, 130, 200])
def test_a_visit_keeps_half_an_hour_from_an_appointment_at_its_hotspot(town, after) -> None:
    advice = plan(town, appointments=(meet(town, after, place=WEST),), seed=after)
    ((_, meeting),) = visits_of(advice, "appointment")
    here = [
        visit
        for _, visit in visits_of(advice, "hotspot")
        if advice.places["x"][visit.place] == WEST[0]
    ]
    least = timedelta(minutes=30)
    for visit in here:
        assert visit.leaves + least <= meeting.starts or meeting.leaves + least <= visit.starts


def test_visits_after_a_long_appointment_stay_and_lost_ones_are_named(
    town,
) -> None:
    advice = plan(town, appointments=(meet(town, 90, minutes=150),))
    ((_, meeting),) = visits_of(advice, "appointment")
    free = [visit for visit in advice.visits[0] if not visit.is_fixed]
    assert any(visit.starts >= meeting.leaves for visit in free)
    assert advice.lost
    assert {one.because for one in advice.lost} == {meeting.place}
    (warning,) = [each for each in advice.warnings if each.key is Caution.LOST]
    assert warning.figures["visits"] == len(advice.lost)
    said = say_caution(warning, advice)
    assert said.startswith("Door Overleg")
    assert "omdat dan geen team op tijd kan zijn: Jeugdoverlast" in said


def test_an_appointment_of_one_team_is_kept_by_that_team(town) -> None:
    for team in (0, 1):
        mine = meet(town, 95, team=team)
        advice = plan(town, teams=(ON_FOOT, ON_FOOT), appointments=(mine,))
        assert [number for number, _ in visits_of(advice, "appointment")] == [team]


def test_two_appointments_at_once_are_shared_by_two_teams(town) -> None:
    both = (meet(town, 95), meet(town, 100, place=FAR, label="Controle"))
    advice = plan(town, teams=(ON_FOOT, BY_CAR), appointments=both)
    assert {number for number, _ in visits_of(advice, "appointment")} == {0, 1}


def test_an_added_stop_is_made_once_with_its_reason(town) -> None:
    advice = plan(town, added=(stop(),))
    ((_, visit),) = visits_of(advice, "added")
    assert advice.places[KEY][visit.place] == "added:1"
    assert advice.places[LABEL][visit.place] == "Speeltuin"
    assert advice.reasons[visit.place].words == "Vraag van de wijkraad"
    assert Caution.NO_NAMES in keys(advice)


def test_an_added_stop_is_made_within_its_hours(town) -> None:
    begins = ask(town).begins
    opens, closes = (begins + timedelta(minutes=each) for each in (200, 230))
    ((_, visit),) = visits_of(plan(town, added=(stop(opens=opens, closes=closes),)), "added")
    assert opens <= visit.starts <= closes


def test_a_place_left_out_is_told_with_its_reason_and_not_visited(town) -> None:
    everywhere = plan(town)
    key = everywhere.places[KEY][0]
    advice = plan(town, left_out=(LeftOut(key=key, reason="Wegwerkzaamheden"),))
    assert advice.places[KEY].tolist() == everywhere.places[KEY].tolist()
    assert advice.places[LEFT_OUT].tolist() == ["Wegwerkzaamheden", ""]
    assert {visit.place for visit in advice.visits[0]} == {1}


def test_a_place_to_leave_out_that_is_not_there_is_told(town) -> None:
    advice = plan(town, left_out=(LeftOut(key="storm:1", reason="Bestaat niet"),))
    assert Caution.LEFT_OUT_UNKNOWN in keys(advice)
    assert Caution.LEFT_OUT_UNKNOWN not in keys(plan(town))


def test_teams_may_end_elsewhere(town) -> None:
    advice = plan(town, end_base=SCHOOL)
    (lines,) = advice.ways
    assert lines[0][0].tolist() == list(BASE)
    assert lines[-1][-1].tolist() == list(SCHOOL)
    assert len(lines) == len(advice.visits[0]) + 1
    for line, visit in zip(lines, advice.visits[0], strict=False):
        assert line[-1].tolist() == advice.places.loc[visit.place, ["x", "y"]].tolist()


@pytest.mark.parametrize(("areas", "count"), [(("W1",), 2), (("W2",), 0), (("W2", "P1"), 1)])
def test_a_patrol_stays_in_the_areas_that_are_asked_for(town, areas, count) -> None:
    advice = plan(town, areas=areas)
    assert len(advice.places) == count
    assert (Caution.NO_PLACES in keys(advice)) == (count == 0)


OVERLAP = ((95, {}), (110, {"label": "Controle"}))


@pytest.mark.parametrize(
    ("appointments", "changes", "key"),
    [
        (OVERLAP, {}, "patrol-appointments-overlap"),
        (
            tuple((after, words | {"team": 1}) for after, words in OVERLAP),
            {"teams": (ON_FOOT, ON_FOOT)},
            "patrol-appointments-overlap",
        ),
        (((-10, {}),), {}, "patrol-appointment-outside"),
        (((345, {}),), {}, "patrol-appointment-outside"),
        (((95, {"place": (540_000, 5_700_000)}),), {}, "patrol-appointment-far"),
        (((355, {"minutes": 5}),), {}, "patrol-appointment-far"),
        (((95, {}), (126, {"place": FAR, "label": "Ver"})), {}, "patrol-appointment"),
        (((95, {"team": 1}),), {}, "patrol-appointment-team"),
    ],
    ids=[
        "at once",
        "at once, one team",
        "before the shift",
        "until after it",
        "too far away",
        "too far to be back",
        "too far from each other",
        "of no team",
    ],
)
def test_appointments_that_cannot_be_kept_are_refused_by_name(
    town, appointments, changes, key
) -> None:
    with pytest.raises(ParamsError) as refused:
        plan(town, appointments=tuple(meet(town, a, **w) for a, w in appointments), **changes)
    assert refused.value.key == key
    names = [words.get("label", "Overleg") for _, words in appointments]
    assert any(name in say_error(refused.value) for name in names)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"minutes": 14}, "patrol-too-short"),
        ({"base": (600_000, 5_700_000), "end_base": BASE}, "patrol-unreachable"),
        ({"base": (600_000, 5_700_000)}, "patrol-out-of-reach"),
        ({"base": (float("nan"), 0)}, "patrol-base"),
    ],
)
def test_shifts_that_nobody_can_do_are_refused(town, changes, key) -> None:
    with pytest.raises(ParamsError) as refused:
        plan(town, **changes)
    assert refused.value.key == key


def test_an_added_stop_that_is_open_outside_the_shift_only_is_refused(town) -> None:
    late = ask(town).begins + timedelta(hours=9)
    with pytest.raises(ParamsError) as refused:
        plan(town, added=(stop(opens=late),))
    assert refused.value.key == "patrol-added-outside"


WORDS = (
    *("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-10-31"),
    *("--date", "2026-11-03", "--shift", "late", "--team", "foot", "--team", "boa:bicycle=12"),
    *("--base", "500400,5700400"),
)


def test_the_command_takes_wishes_and_a_shift_by_name(run, town) -> None:
    code, out, _ = run(
        *("-w", town.root, "patrol", "plan", *WORDS, "--end-base", "500700,5700700"),
        *("--appointment", "20:30; 45; 500700,5700700; Overleg school; 2"),
        *("--add", "500300,5700600; Speeltuin; Vraag van de wijkraad; 17:00-18:00"),
        "--json",
    )
    answer = json.loads(out)
    assert code == 0
    assert answer["begins"] == "2026-11-03T15:00:00+01:00"
    assert answer["minutes"] == 480
    assert [team["organisation"] for team in answer["teams"]] == ["police", "boa"]
    (meeting,) = [v for v in answer["teams"][1]["visits"] if v["kind"] == "appointment"]
    assert (meeting["label"], meeting["starts"][11:16]) == ("Overleg school", "20:30")
    (added,) = [v for t in answer["teams"] for v in t["visits"] if v["kind"] == "added"]
    assert added["why"]["words"] == "Vraag van de wijkraad"
    assert "17:00" <= added["starts"][11:16] <= "18:00"


def test_the_command_leaves_out_what_its_own_answer_names(run, town) -> None:
    _, out, _ = run("-w", town.root, "patrol", "plan", *WORDS, "--json")
    key = json.loads(out)["teams"][0]["visits"][0]["key"]
    _, out, _ = run(
        "-w", town.root, "patrol", "plan", *WORDS, "--leave-out", f"{key}; Afgesloten", "--json"
    )
    answer = json.loads(out)
    assert [each["reason"] for each in answer["not_visited"]] == ["Afgesloten"]
    assert key not in {v["key"] for t in answer["teams"] for v in t["visits"]}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--begins", "2026-11-03T18:00"), "patrol-when"),
        (("--hours", "18:00-20:00"), "patrol-when"),
        (("--appointment", "20:30; 45; Overleg"), "patrol-words"),
        (("--appointment", "half negen; 45; 1,2; Overleg"), "patrol-words"),
        (("--appointment", "20:30; 45; hier; Overleg"), "patrol-base"),
        (("--add", "1,2; Speeltuin"), "patrol-words"),
        (("--add", "1,2; Speeltuin; Vraag; straks"), "patrol-hours"),
        (("--add", "1,2; ; Vraag"), "patrol-label"),
        (("--leave-out", "jeugdoverlast:1"), "patrol-reason"),
        (("--team", "leger:foot"), "patrol-team"),
        (("--end-base", "daar"), "patrol-base"),
    ],
)
def test_words_that_mean_nothing_are_refused(run, town, words, key) -> None:
    code, out, _ = run("-w", town.root, "patrol", "plan", *WORDS, *words, "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, key)


def foreseen(advice):
    warnings = [each for each in advice.warnings if each.key is Caution.PREDICTABLE]
    return [advice.places[KEY][each.figures["place"]] for each in warnings]


def test_a_stop_that_may_start_within_ten_minutes_only_is_foreseeable(town) -> None:
    begins = ask(town).begins
    opens, closes = (begins + timedelta(minutes=each) for each in (200, 210))
    advice = plan(town, added=(stop(opens=opens, closes=closes),))
    assert foreseen(advice) == ["added:1"]
    (warning,) = [each for each in advice.warnings if each.key is Caution.PREDICTABLE]
    assert 200 <= warning.figures["after_minutes"] <= 210
    assert warning.figures["alike"] == warning.figures["plans"]


def test_without_changes_nothing_is_foreseeable_and_an_appointment_is_no_change(town) -> None:
    assert foreseen(plan(town)) == []
    assert foreseen(plan(town, appointments=(meet(town, 95),))) == []


def test_an_added_stop_without_hours_is_at_another_time_in_every_plan(town) -> None:
    case = service.gather_patrol(town, ask(town, added=(stop(),)), draws=FEW)
    starts = []
    for seed in range(12):
        other = replace(case, question=replace(case.question, seed=seed))
        ((_, visit),) = visits_of(service.plan_patrol_at_once(other), "added")
        starts.append((visit.starts - case.question.begins).total_seconds() / 60)
    assert np.std(starts) >= 30
    assert foreseen(service.plan_patrol_at_once(case)) == []


def test_an_added_stop_gives_way_to_appointments_where_it_must(town) -> None:
    # All of the second half is taken: what opens by chance would often be too late.
    begins = ask(town).begins
    closes = begins + timedelta(minutes=60)
    busy = meet(town, 35, minutes=300)
    for seed in range(6):
        advice = plan(town, added=(stop(closes=closes),), appointments=(busy,), seed=seed)
        assert len(visits_of(advice, "added")) == len(visits_of(advice, "appointment")) == 1
