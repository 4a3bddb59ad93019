import json
from datetime import date
from uuid import UUID

import pytest
from towns import WEST, make_town

from geo import service

FAR = (500_200, 5_700_200)
PLAN = ("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-10-31")
SHIFT = ("--begins", "2026-10-12T18:00", "--minutes", 240, "--team", "bicycle")
ASKED = (*PLAN, *SHIFT, "--base", "500400,5700400")
DAYS = ("--from", "2026-10-05", "--to", "2026-10-18")
TICK = str(UUID(int=7))


def rows(count, place):
    return [("E35", f"2026-10-{1 + n % 28:02}T20:00", place) for n in range(count)]


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path, [*rows(28, WEST), *rows(28, FAR)])


@pytest.fixture
def call(run, town):
    def answer(*words):
        return run("-w", town.root, "patrol", *words)

    return answer


@pytest.fixture
def plan_id(call):
    return told(call("plan", *ASKED, "--save", "--json"))["plan"]


def told(answer):
    code, out, err = answer
    assert code == 0, err
    return json.loads(out)


def test_a_plan_is_kept_where_that_is_asked_and_listed(call, plan_id):
    (plan,) = told(call("plans", "--json"))["plans"]
    assert (plan["plan"], plan["minutes"], plan["themes"]) == (plan_id, 240, ["jeugdoverlast"])
    assert len(plan["teams"][0]["stops"]) > 1
    assert plan["teams"][0]["organisation"] == "police"
    lines = call("plans")[1]
    assert f"plan {plan_id}, version 1" in lines
    starts = plan["teams"][0]["stops"][0]["starts"]
    # In the hours of the town, as the shift is.
    assert "2026-10-12T18:00" <= starts < "2026-10-12T22:00"
    assert f"1. {starts[11:16]}-" in lines


def test_what_people_wrote_gives_no_orders_to_a_terminal(call):
    written = "18:30; 30; 500400,5700400; \x1b[2JOverleg"
    told(call("plan", *ASKED, "--appointment", written, "--save", "--json"))
    lines = call("plans")[1]
    assert "Overleg" in lines
    assert "\x1b" not in lines
    assert "\x1b" not in call("plan", *ASKED, "--leave-out", "\x1b[2J; reden")[2]


def test_a_visit_is_ticked_off_once_under_one_id(call, plan_id, town):
    stop = ("--team", 1, "--stop", 1, "--kind", "arrived", "--at", "2026-10-12T18:30")
    answers = [told(call("visit", plan_id, *stop, "--tick", TICK, "--json")) for _ in range(2)]
    assert answers == [{"kept": [TICK], "refused": []}] * 2
    left = ("--team", 1, "--stop", 1, "--kind", "left", "--at", "2026-10-12T18:42")
    assert "kept: " in call("visit", plan_id, *left)[1]
    ticks = service.read_patrol(town, plan_id).ticks
    assert [(tick.kind, f"{tick.ticked_at:%H:%M}") for tick in ticks] == [
        ("arrived", "16:30"),
        ("left", "16:42"),
    ]


def test_what_was_particular_comes_out_of_the_list(call, plan_id):
    where = ("visit", plan_id, "--team", 1, "--stop", 2, "--at", "2026-10-12T19:30")
    assert call(*where, "--kind", "particular", "--finding", "Jan Jansen")[0] != 0
    assert told(call(*where, "--kind", "particular", "--finding", "waste", "--json"))["kept"]
    assert told(call(*where, "--kind", "particular", "--json"))["refused"]


def test_presence_is_told_by_place_and_week_with_what_changed(call, plan_id):
    stop = ("visit", plan_id, "--team", 1, "--stop", 1)
    call(*stop, "--kind", "arrived", "--at", "2026-10-12T18:30")
    call(*stop, "--kind", "left", "--at", "2026-10-12T18:42")
    other = ("visit", plan_id, "--team", 1, "--stop", 2)
    call(*other, "--kind", "nothing-found", "--at", "2026-10-12T19:30")
    answer = told(call("dosage", *DAYS, "--json"))
    assert (answer["plans"], answer["synthetic"]) == (1, False)
    visits = sum(place["done_visits"] for place in answer["places"])
    assert visits == 2
    assert sum(place["done_minutes"] for place in answer["places"]) == 12
    for place in answer["places"]:
        assert [week["week"] for week in place["weeks"]] == ["2026-10-05", "2026-10-12"]
        assert place["planned_visits"] == sum(week["planned_visits"] for week in place["weeks"])
    lines = call("dosage", *DAYS)[1]
    assert "visits, " in lines
    assert "not judged" in lines or "visited places" in lines


def test_an_unknown_plan_and_impossible_terms_are_refused(call):
    code, _, err = call("visit", "0123456789ab", "--team", 1, "--stop", 1, "--kind", "left")
    assert (code, "choose one from the list" in err) == (1, True)
    assert call("dosage", *DAYS, "--target-m", 200, "--buffer-m", 100)[0] == 1
    assert call("dosage", *DAYS, "--unvisited-days", 0)[0] == 1


def test_days_without_plans_say_so(call):
    lines = call("dosage", "--from", "2020-01-01", "--to", "2020-01-31")[1]
    assert "no kept plan has a hotspot in these days" in lines
    assert "not judged: no visit" in lines
    assert date(2020, 1, 1).isoformat() not in lines
