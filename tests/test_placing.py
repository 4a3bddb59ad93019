from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from placement_town import CONTROL, LATER, LEARNED, MOMENT, RADII_M, USED, WEST, YOUTH, build_town

from geo import service
from geo.advice.power import find_smallest_reduction, plan_power
from geo.advice_params import CameraQuestion
from geo.errors import ParamsError
from geo.params import HourSelection, MonteCarlo
from geo.placement_choice import Ahead
from geo.placement_plan import PlacementPlan
from geo.placements import Moment, Safeguards, SafetySurvey
from geo.schema import DayPart

FEW = MonteCarlo(repeats=19)
ASKED = CameraQuestion(themes=(YOUTH,), period=LEARNED, units=1, range_m=RADII_M[0])
PLAN = PlacementPlan(purpose="Minder overlast op de Kade", used=USED, reduction=0.5)
NEXT = LATER.last + timedelta(days=1)
ELSEWHERE = (500_460.0, 5_700_500.0)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("placing"))


@pytest.fixture(scope="module")
def advice(town):
    return service.advise_cameras(town, ASKED, draws=FEW)


@pytest.fixture
def own_town(tmp_path):
    return build_town(tmp_path)


def plan(town, advice, **changes):
    return service.plan_placement(town, advice, replace(PLAN, **changes))


def apart(place, other):
    return np.hypot(*np.subtract(place, other))


def test_the_suggested_site_is_taken_as_it_was_advised(town, advice) -> None:
    placement = plan(town, advice)
    (site,) = advice.sites
    assert placement.place == site.place
    assert placement.siting.chosen.points == site.score
    assert not placement.siting.is_override
    assert placement.themes[0].weight == advice.themes[0].harm
    assert (placement.learned_from, placement.used, placement.range_m) == (LEARNED, USED, 60)


def test_the_control_is_the_place_that_went_the_same_way(town, advice) -> None:
    goal = plan(town, advice).goal
    assert apart(goal.control, CONTROL) <= RADII_M[0]
    assert apart(goal.control, WEST) >= 2 * goal.buffer_m
    assert goal.control_distance < 1.5


def test_what_is_expected_is_what_was_by_the_day(town, advice) -> None:
    placement = plan(town, advice)
    counted = placement.themes[0].incidents
    # The best place lies so that it covers some of those beside it too.
    assert counted == 262
    assert placement.goal.expected == pytest.approx(counted * USED.days / LEARNED.days)


def test_what_could_be_seen_follows_from_what_is_expected(town, advice) -> None:
    goal = plan(town, advice).goal
    assert goal.smallest_reduction == find_smallest_reduction(goal.expected, with_buffer=True)
    assert goal.power == plan_power(goal.expected, 0.5, with_buffer=True)


def test_days_without_data_are_not_days_without_incidents(town, advice) -> None:
    longer = replace(LEARNED, first=LEARNED.first - timedelta(days=400))
    asked = replace(advice, question=replace(ASKED, period=longer))
    assert plan(town, asked).goal.expected == pytest.approx(plan(town, advice).goal.expected)


def test_what_is_not_said_follows_from_the_unit_and_the_days(town, advice) -> None:
    goal = plan(town, advice).goal
    assert (goal.target_m, goal.buffer_m) == (60, 120)
    assert goal.evaluated_on == USED.last + timedelta(days=28)
    said = plan(town, advice, target_m=80, buffer_m=200, evaluated_on=USED.last + timedelta(days=1))
    assert (said.goal.target_m, said.goal.buffer_m) == (80, 200)
    assert said.goal.evaluated_on == USED.last + timedelta(days=1)


def test_another_place_is_measured_as_the_advice_would_and_keeps_the_difference(
    town, advice
) -> None:
    placement = plan(town, advice, place=ELSEWHERE, reason="Daar is stroom")
    siting = placement.siting
    assert placement.place == ELSEWHERE
    assert siting.suggested.place == advice.sites[0].place
    own = service.advise_cameras(town, replace(ASKED, sites=(ELSEWHERE,)), draws=FEW)
    assert siting.chosen.points == pytest.approx(own.sites[0].score)
    assert siting.points_lost == pytest.approx(advice.sites[0].score - own.sites[0].score)


def test_what_the_choice_was_held_against_is_kept(town, advice) -> None:
    weighed = plan(town, advice).weighed
    (site,) = advice.sites
    assert (weighed.sites, weighed.in_use, weighed.gap) == (1, (), 0)
    assert (weighed.chosen, weighed.samples) == (site.chosen, site.samples)
    assert weighed.runner_up.place == advice.place_of(site.runner_up)
    assert weighed.runner_up.lost == pytest.approx(site.lost)
    told = [(tried.name, tried.moving, tried.farthest_m) for tried in weighed.settings]
    assert told == [(each.name, each.moving, each.farthest_m) for each in advice.variants]
    assert len(told) == 5
    # Of so few days nobody can say what lay ahead.
    assert (advice.outlook.ahead, weighed.ahead) == (None, None)
    known = replace(advice, outlook=replace(advice.outlook, ahead=0.06, low=0.05, high=0.09))
    assert plan(town, known).weighed.ahead == Ahead(share=0.06, low=0.05, high=0.09)
    # Another place does not change what the advice was held against.
    assert plan(town, advice, place=ELSEWHERE, reason="Daar is stroom").weighed == weighed


def test_units_that_stay_are_kept_with_the_choice_that_was_made_beside_them(town) -> None:
    stays = ((501_500.0, 5_700_200.0),)
    beside = service.advise_cameras(town, replace(ASKED, in_use=stays), draws=FEW)
    assert plan(town, beside).weighed.in_use == stays


def test_a_choice_that_is_not_proven_yet_is_kept_without_what_nobody_reckoned(town) -> None:
    case = service.pose_cameras(town, ASKED, draws=FEW)
    assert plan(town, service.suggest_cameras(case)).weighed is None


def test_a_place_where_nothing_happens_covers_nothing(town, advice) -> None:
    quiet = plan(town, advice, place=(501_500.0, 5_700_200.0), reason="Op verzoek")
    assert (quiet.siting.chosen.points, quiet.siting.chosen.incidents) == (0, 0)
    assert quiet.goal.expected == 0


def test_a_place_with_few_incidents_says_how_few(town, advice) -> None:
    few = plan(town, advice, place=(501_900.0, 5_700_880.0), reason="Op verzoek")
    # The one incident there came after the period that was learned from.
    assert few.siting.chosen.incidents == 0
    near = plan(town, advice, place=(500_640.0, 5_700_500.0), reason="Op verzoek")
    assert near.siting.chosen.incidents == 10
    assert near.siting.chosen.points > 0


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"place": ELSEWHERE}, "placement-no-reason"),
        ({"place": (0.0, 0.0), "reason": "Zomaar"}, "placement-outside"),
        ({"site": 2}, "placement-no-site"),
        ({"site": 2, "place": ELSEWHERE, "reason": "Zomaar"}, "placement-no-site"),
        ({"used": LEARNED}, "placement-learned-late"),
        ({"buffer_m": 10.0}, "placement-buffer"),
        ({"purpose": ""}, "placement-text-missing"),
        ({"evaluated_on": USED.last}, "placement-evaluated-early"),
        ({"reduction": 0.0}, "share-not-between"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_name(town, advice, changes, key) -> None:
    with pytest.raises(ParamsError) as refused:
        plan(town, advice, **changes)
    assert refused.value.key == key


def test_without_a_suggestion_a_place_needs_a_reason(town, advice) -> None:
    nothing = replace(advice, sites=())
    placement = plan(town, nothing, place=ELSEWHERE, reason="Op verzoek van de politie")
    assert placement.siting.suggested is None
    assert placement.weighed is None
    with pytest.raises(ParamsError) as refused:
        plan(town, nothing)
    assert refused.value.key == "placement-no-site"


def test_only_the_hours_of_use_count(town, advice) -> None:
    hours = HourSelection(day_parts=(DayPart.MORNING,))
    morning = replace(advice, question=replace(ASKED, hours=hours))
    placement = plan(town, morning)
    assert placement.themes[0].incidents == 0
    assert placement.goal.control is None


def test_a_place_in_use_is_no_control_for_as_long_as_it_is(own_town, advice) -> None:
    first = plan(own_town, advice)
    service.record_placement(own_town, first, now=MOMENT)
    # The unit stands on the one busy place, and the other one is its control already.
    second = plan(own_town, advice)
    assert (second.goal.control, second.goal.control_distance) == (None, None)
    afterwards = replace(advice, question=replace(ASKED, period=LATER))
    late = plan(own_town, afterwards, used=replace(USED, first=NEXT, last=NEXT))
    assert late.goal.control is not None


def test_what_was_recorded_is_read_again_with_its_versions(own_town, advice) -> None:
    placement = plan(own_town, advice)
    first = service.record_placement(own_town, placement, now=MOMENT)
    heard = replace(placement, safeguards=Safeguards(consulted_on=USED.first))
    second = service.revise_placement(
        own_town, first, heard, why="De driehoek is gehoord", now=MOMENT + timedelta(days=1)
    )
    record = service.read_placement(own_town, first.placement_id)
    assert record.versions == (first, second)
    assert (record.first, record.last) == (placement, heard)
    other = service.record_placement(own_town, placement, now=MOMENT)
    assert [r.placement_id for r in service.list_placements(own_town)] == [
        other.placement_id,
        first.placement_id,
    ]


def test_a_change_needs_a_reason_and_has_to_be_one(own_town, advice) -> None:
    placement = plan(own_town, advice)
    first = service.record_placement(own_town, placement, now=MOMENT)
    moved = replace(
        placement,
        siting=replace(
            placement.siting,
            chosen=replace(placement.siting.chosen, place=ELSEWHERE),
            reason="Daar is stroom",
        ),
    )
    refused = {}
    for changed, why in (
        (placement, "Zomaar"),
        (moved, "Er was stroom"),
        (replace(placement, purpose="Anders"), " "),
    ):
        with pytest.raises(ParamsError) as told:
            service.revise_placement(own_town, first, changed, why=why, now=MOMENT)
        refused[told.value.key] = why
    assert list(refused) == ["placement-same", "placement-moved", "placement-text-missing"]
    assert len(service.read_placement(own_town, 1).versions) == 1


def test_of_each_moment_the_last_survey_counts(own_town, advice) -> None:
    service.record_placement(own_town, plan(own_town, advice), now=MOMENT)
    for day, safe in enumerate((20, 25)):
        service.record_survey(
            own_town,
            SafetySurvey(
                placement_id=1,
                moment=Moment.BEFORE,
                asked=50,
                safe=safe,
                recorded_at=MOMENT + timedelta(days=day),
            ),
        )
    surveys = service.read_placement(own_town, 1).surveys
    assert list(surveys) == [Moment.BEFORE]
    assert surveys[Moment.BEFORE].safe == 25


def test_a_placement_that_is_not_there_is_said(town) -> None:
    with pytest.raises(ParamsError) as told:
        service.read_placement(town, 99)
    assert told.value.key == "placement-unknown"


def test_the_same_question_gives_the_same_placement(town, advice) -> None:
    assert plan(town, advice) == plan(town, advice)
