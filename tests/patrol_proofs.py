"""Whether a patrol answer can be done and is what was asked, reckoned from nothing but itself."""

from datetime import timedelta
from itertools import pairwise

import numpy as np

from geo import schema
from geo.service.patrol.answers import CAMERA, KEY, KIND, LEFT_OUT
from geo.service.patrol.spots import SAME_PLACE_M

MINUTE = timedelta(minutes=1)
# Times are whole milliseconds.
TICK = timedelta(milliseconds=1)


def check_answer(advice, *, detour=1.0):
    """All that a plan promises; ``detour`` is how much longer the way is than the drawn one."""
    check_teams(advice, detour)
    check_gaps(advice)
    check_wishes(advice)


def check_teams(advice, detour):
    question = advice.question
    ends = question.begins.timestamp() + question.minutes * 60
    for team, visits, legs in zip(question.teams, advice.visits, advice.ways, strict=True):
        assert len(legs) == (len(visits) + 1 if visits else 0)
        left = question.begins
        for visit, leg in zip(visits, legs, strict=False):
            assert visit.arrives - left >= travel_time(team, leg, detour)
            assert visit.arrives <= visit.starts
            left = visit.leaves
        if visits:
            home = travel_time(team, legs[-1], detour)
            assert (left + home).timestamp() <= ends
            assert legs[0][0].tolist() == list(question.base)
            assert legs[-1][-1].tolist() == list(question.end)


def check_gaps(advice):
    """Visits of a place, by whichever team, keep the least and the most time between them.

    Longer it may only be where a team that visits it had to be elsewhere meanwhile, or somebody was
    there for an appointment.
    """
    rules, by_place = advice.question.rules, {}
    xy = advice.places[[schema.X, schema.Y]].to_numpy()
    made = [(visit, team) for team, visits in enumerate(advice.visits) for visit in visits]
    for visit, team in made:
        by_place.setdefault(visit.place, []).append((visit, team))
    for place, visits in by_place.items():
        is_here = np.hypot(*(xy - xy[place]).T) <= SAME_PLACE_M
        ordered = sorted(visits, key=lambda one: one[0].starts)
        for (before, earlier), (after, later) in pairwise(ordered):
            gap = timedelta(seconds=after.starts.timestamp() - before.leaves.timestamp())
            assert rules.least_gap_minutes * MINUTE - TICK <= gap
            is_held = any(
                visit.is_fixed
                and (team in (earlier, later) or is_here[visit.place])
                and visit.leaves > before.leaves
                and visit.starts < after.starts
                for visit, team in made
            )
            assert is_held or gap <= rules.most_gap_minutes * MINUTE + TICK


def check_wishes(advice):
    question, places = advice.question, advice.places
    made = {}
    for number, team in enumerate(advice.visits):
        for visit in team:
            row = places.iloc[visit.place]
            assert row[LEFT_OUT] == ""
            assert row[CAMERA] == 0 or question.doubles_cameras
            minutes = question.rules.dwell_minutes
            if row[KIND] == "appointment":
                minutes = question.appointments[int(row[KEY].split(":")[1]) - 1].minutes
            assert abs(visit.leaves - visit.starts - minutes * MINUTE) <= TICK
            assert visit.is_fixed == (row[KIND] in {"appointment", "added"})
            made.setdefault(row[KEY], []).append((number, visit))
    for number, one in enumerate(question.appointments, start=1):
        ((team, visit),) = made[f"appointment:{number}"]
        assert visit.starts == one.begins
        assert one.team in {None, team}
    for number, one in enumerate(question.added, start=1):
        ((_, visit),) = made[f"added:{number}"]
        assert one.opens is None or one.opens <= visit.starts
        assert one.closes is None or visit.starts <= one.closes


def travel_time(team, leg, detour):
    metres = float(np.hypot(*np.diff(leg, axis=0).T).sum())
    return timedelta(hours=metres * detour / 1000 / team.speed_kmh)
