from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from geo.errors import ParamsError
from geo.params import Period
from geo.patrol_params import (
    AddedStop,
    Appointment,
    LeftOut,
    PatrolParams,
    PatrolQuestion,
    PatrolTeam,
    VisitRules,
)
from geo.schema import Organisation, TravelMode

BEGINS = datetime(2026, 11, 3, 18, tzinfo=ZoneInfo("Europe/Amsterdam"))
NAIVE = BEGINS.replace(tzinfo=None)
TEAM = PatrolTeam(mode=TravelMode.FOOT)
MEETING = Appointment(begins=BEGINS, minutes=30, x=1.0, y=2.0, label="Overleg")
STOP = AddedStop(x=1.0, y=2.0, label="Plein", reason="Vraag van bewoners")
QUESTION = PatrolQuestion(
    themes=("jeugdoverlast",),
    period=Period(first=date(2026, 1, 1), last=date(2026, 10, 31)),
    begins=BEGINS,
    minutes=480,
    teams=(TEAM,),
    base=(1.0, 2.0),
)


def test_a_team_goes_as_fast_as_is_usual_unless_it_says_otherwise() -> None:
    assert [PatrolTeam(mode=mode).speed_kmh for mode in TravelMode] == [5, 15, 30]
    assert PatrolTeam(mode=TravelMode.BICYCLE, kmh=12).speed_kmh == 12
    assert TEAM.organisation is Organisation.POLICE


def test_teams_end_where_they_began_unless_told() -> None:
    assert QUESTION.end == QUESTION.base
    assert replace(QUESTION, end_base=(3.0, 4.0)).end == (3.0, 4.0)


def test_labels_and_reasons_may_be_as_long_as_they_fit() -> None:
    assert replace(MEETING, label="a" * 60).label == "a" * 60
    assert LeftOut(key="a", reason="b" * 200).reason == "b" * 200


@pytest.mark.parametrize(
    ("drawn", "wrong", "key"),
    [
        (TEAM, {"kmh": 0}, "param-not-positive"),
        (TEAM, {"kmh": float("nan")}, "param-not-positive"),
        (PatrolParams(), {"iterations": 0}, "param-not-positive"),
        (PatrolParams(), {"time_limit_s": -1.0}, "param-not-positive"),
        (MEETING, {"minutes": 0}, "param-not-positive"),
        (MEETING, {"begins": NAIVE}, "patrol-no-zone"),
        (MEETING, {"x": float("inf")}, "patrol-base"),
        (MEETING, {"minutes": 10**30}, "patrol-too-long"),
        (MEETING, {"begins": BEGINS.replace(year=1)}, "period-out-of-range"),
        (MEETING, {"label": " "}, "patrol-label"),
        (MEETING, {"label": "\u200b\u202e\x00"}, "patrol-label"),
        (MEETING, {"label": "x\udcff"}, "text-signs"),
        (MEETING, {"label": "a" * 61}, "patrol-label"),
        (STOP, {"label": ""}, "patrol-label"),
        (STOP, {"reason": ""}, "patrol-reason"),
        (STOP, {"reason": "a" * 201}, "patrol-reason"),
        (STOP, {"y": float("nan")}, "patrol-base"),
        (STOP, {"opens": NAIVE}, "patrol-no-zone"),
        (STOP, {"opens": BEGINS, "closes": BEGINS - timedelta(minutes=1)}, "patrol-added-window"),
        (LeftOut(key="a", reason="b"), {"reason": "  "}, "patrol-reason"),
        (LeftOut(key="a", reason="b"), {"reason": "\u200b"}, "patrol-reason"),
        (LeftOut(key="a", reason="b"), {"key": "x\udcff"}, "text-signs"),
        (VisitRules(), {"dwell_minutes": 0.5}, "patrol-dwell"),
        (QUESTION, {"minutes": -5}, "param-not-positive"),
        (QUESTION, {"minutes": 25 * 60 + 1}, "patrol-too-long"),
        (QUESTION, {"begins": BEGINS.replace(year=1)}, "period-out-of-range"),
        (QUESTION, {"begins": BEGINS.replace(year=9999)}, "period-out-of-range"),
        (QUESTION, {"themes": ("a", "a")}, "camera-themes"),
        (QUESTION, {"harm": {"storm": 1.0}}, "camera-harm"),
        (QUESTION, {"harm": {"jeugdoverlast": -1.0}}, "camera-harm"),
        (QUESTION, {"teams": ()}, "patrol-no-team"),
        (QUESTION, {"begins": NAIVE}, "patrol-no-zone"),
        (QUESTION, {"base": (float("nan"), 0.0)}, "patrol-base"),
        (QUESTION, {"base": (99_999_999.0, 0.0)}, "patrol-base"),
        (STOP, {"x": -1e300}, "patrol-base"),
        (QUESTION, {"end_base": (0.0, float("inf"))}, "patrol-base"),
        (QUESTION, {"appointments": (replace(MEETING, team=1),)}, "patrol-appointment-team"),
        (QUESTION, {"appointments": (replace(MEETING, team=-1),)}, "patrol-appointment-team"),
    ],
)
def test_what_nobody_can_plan_is_refused(drawn, wrong, key) -> None:
    with pytest.raises(ParamsError) as refused:
        replace(drawn, **wrong)
    assert refused.value.key == key
