import json

import pytest
from placement_town import LAST_DAY, LEARNED, USED, build_town, place_earlier

from geo import service

WHAT = ("--theme", "jeugdoverlast", "--from", LEARNED.first, "--to", LEARNED.last, "--range-m", 60)
GOAL = ("--purpose", "Minder overlast", "--use-from", USED.first, "--use-to", USED.last)
ASKED = (*WHAT, *GOAL, "--reduction", 0.5)


@pytest.fixture
def town(tmp_path):
    return build_town(tmp_path)


@pytest.fixture
def call(run, town):
    """A command about camera units in a town where one worked."""

    def answer(*words):
        return run("-w", town.root, "camera", *words)

    return answer


@pytest.fixture
def placed(call):
    """The same, with a placement that was agreed on."""
    assert call("place", *ASKED, "--consulted-on", "2026-07-20")[0] == 0
    return call


def told(answer):
    code, out, err = answer
    assert code == 0, err
    return json.loads(out)


def test_what_is_agreed_is_written_down_and_answered(call, town) -> None:
    answer = told(call("place", *ASKED, "--lighter-measures", "Extra toezicht", "--json"))
    assert (answer["placement"], answer["version"], answer["why"]) == (1, 1, "")
    assert (answer["target_m"], answer["buffer_m"], answer["reduction"]) == (60, 120, 0.5)
    assert answer["override"] is False
    assert answer["lighter_measures"] == "Extra toezicht"
    assert (answer["consulted_on"], answer["viewing_hours"]) == (None, "")
    record = service.read_placement(town, 1)
    assert list(record.first.place) == answer["site"]["place"]
    assert record.first.goal.evaluated_on.isoformat() == answer["evaluate_on"]


def test_lines_leave_what_is_not_filled_in_visibly_empty(call) -> None:
    out = call("place", *ASKED)[1]
    assert "placement 1, version 1: Minder overlast" in out
    assert "lighter measures: not filled in" in out
    assert "consulted on: not filled in" in out
    assert "what could just be seen" in out


def test_the_request_and_the_signs_are_kept_and_what_was_weighed_is_told(call, town) -> None:
    request = ("--requested", "--requested-on", "2026-07-01", "--request-reference", "2026-12")
    answer = told(call("place", *ASKED, *request, "--signs", "Borden", "--json"))
    assert answer["requested"] is True
    assert (answer["requested_on"], answer["request_reference"]) == ("2026-07-01", "2026-12")
    assert answer["signs"] == "Borden"
    assert answer["weighed"]["samples"] == 500
    assert len(answer["weighed"]["settings"]) == 5
    out = call("revise", 1, "--why", "De politie vroeg er toch niet om", "--not-requested")[2]
    assert "a day or a reference without a request" in out


def test_that_nobody_asked_is_told_apart_from_what_is_not_filled_in(call) -> None:
    assert "requested by the police: not filled in" in call("place", *ASKED)[1]
    changed = call("revise", 1, "--why", "Nagevraagd", "--not-requested")[1]
    assert "requested by the police: no" in changed


def test_another_place_needs_a_reason_and_tells_the_difference(call) -> None:
    code, out, _ = call("place", *ASKED, "--at", "500460,5700500", "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, "placement-no-reason")
    options = ("--at", "500460,5700500", "--reason", "Daar is stroom")
    answer = told(call("place", *ASKED, *options, "--json"))
    assert answer["override"]
    assert answer["site"]["place"] == [500460, 5700500]
    assert (
        answer["incidents_lost"] == answer["suggested"]["incidents"] - answer["site"]["incidents"]
    )
    assert "because: Daar is stroom" in call("place", *ASKED, *options)[1]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (("--retention-days", 29), "placement-retention"),
        (("--evaluate-on", USED.last), "placement-evaluated-early"),
        (("--site", 3), "placement-no-site"),
        (("--purpose", ""), "placement-text-missing"),
    ],
)
def test_what_cannot_be_agreed_is_not_written_down(call, options, key) -> None:
    code, out, _ = call("place", *ASKED, *options, "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, key)
    assert told(call("placements", "--json"))["placements"] == []


def test_a_place_that_is_none_is_a_misspelt_command(call) -> None:
    code, _, err = call("place", *ASKED, "--at", "hier")
    assert code == 2
    assert "X,Y" in err


def test_a_change_says_why_and_leaves_the_first_version(placed) -> None:
    options = ("--why", "De politie vroeg het", "--reduction", 0.2, "--viewing-hours", "22-04 uur")
    answer = told(placed("revise", 1, *options, "--json"))
    assert (answer["version"], answer["reduction"], answer["viewing_hours"]) == (
        2,
        0.2,
        "22-04 uur",
    )
    assert answer["consulted_on"] == "2026-07-20"
    (record,) = told(placed("placements", "--json"))["placements"]
    assert [version["reduction"] for version in record["versions"]] == [0.5, 0.2]
    assert [version["why"] for version in record["versions"]] == ["", "De politie vroeg het"]
    assert "version 2: De politie vroeg het" in placed("placements")[1]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (("--why", "Zomaar"), "placement-same"),
        (("--why", " ", "--reduction", 0.2), "placement-text-missing"),
        (("--why", "Korter", "--use-to", "2026-08-01"), "period-backwards"),
    ],
)
def test_a_change_that_is_none_or_has_no_reason_is_refused(placed, options, key) -> None:
    code, out, _ = placed("revise", 1, *options, "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, key)
    assert len(told(placed("placements", "--json"))["placements"][0]["versions"]) == 1


def test_a_placement_that_is_not_there_is_said(call) -> None:
    for words in (("revise", 7, "--why", "x"), ("evaluate", 7)):
        code, out, _ = call(*words, "--json")
        assert (code, json.loads(out)["error"]["key"]) == (1, "placement-unknown")


def test_surveys_are_listed_with_their_placement_and_compared(placed) -> None:
    out = placed("survey", 1, "--moment", "before", "--asked", 80, "--safe", 48)[1]
    assert "48 of 80 feel safe" in out
    evaluate = ("evaluate", 1, "--as-of", LAST_DAY)
    assert "feeling of safety: not measured" in placed(*evaluate)[1]
    told(placed("survey", 1, "--moment", "after", "--asked", 70, "--safe", 56, "--json"))
    (record,) = told(placed("placements", "--json"))["placements"]
    assert [survey["safe"] for survey in record["surveys"]] == [48, 56]
    assert "difference between +5 and +33 percentage points" in placed(*evaluate)[1]


def test_more_safe_people_than_were_asked_are_refused(placed) -> None:
    code, out, _ = placed("survey", 1, "--moment", "after", "--asked", 7, "--safe", 8, "--json")
    assert (code, json.loads(out)["error"]["key"]) == (1, "survey-more-safe")


def test_one_placement_is_evaluated(placed, town) -> None:
    answer = told(placed("evaluate", 1, "--as-of", LAST_DAY, "--json"))
    found = service.evaluate_placement(town, 1, LAST_DAY)
    assert answer["verdict"] == found.outcome.evaluation.verdict.value
    assert answer["net"]["estimate"] == found.outcome.evaluation.net.estimate
    assert answer["advice"] == found.advice.value
    assert answer["cut_short"] == []
    lines = placed("evaluate", 1, "--as-of", LAST_DAY)[1]
    assert f"placement 1: {answer['verdict']}" in lines
    assert f"advice: {answer['advice']}" in lines


def test_all_placements_are_evaluated_together(placed, town) -> None:
    service.record_placement(
        town, place_earlier(), now=service.read_placement(town, 1).versions[0].recorded_at
    )
    answer = told(placed("evaluate", "--all", "--as-of", LAST_DAY, "--json"))
    assert [outcome["placement"] for outcome in answer["placements"]] == [1, 2]
    nets = [outcome["net"]["estimate"] for outcome in answer["placements"]]
    assert answer["pooled"]["net"]["estimate"] == sum(nets)
    assert "together: " in placed("evaluate", "--all", "--as-of", LAST_DAY)[1]


def test_without_anything_to_evaluate_it_says_so(call) -> None:
    assert "no placement can be measured yet" in call("evaluate", "--all")[1]
    assert "no placements yet" in call("placements")[1]


@pytest.mark.parametrize("words", [(), (1, "--all")])
def test_one_number_or_all_of_them_has_to_be_named(call, words) -> None:
    assert call("evaluate", *words)[0] == 2


def test_a_goal_that_is_set_after_the_first_day_is_accepted_and_called_late(call) -> None:
    # Written down at this moment, long after the unit stood there.
    past = ("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-02-28")
    goal = ("--purpose", "Terugkijken", "--use-from", "2026-03-02", "--use-to", "2026-03-29")
    asked = (*past, "--range-m", 60, *goal, "--reduction", 0.5)
    assert told(call("place", *asked, "--json"))["set_late"]
    assert "a goal that is chosen afterwards proves little" in call("place", *asked)[1]
