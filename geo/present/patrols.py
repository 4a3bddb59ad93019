"""Patrol plans as plain data and as lines for the terminal."""

from collections.abc import Iterator

from geo import schema
from geo.present.plain import Plain
from geo.service.patrol_answers import (
    KEY,
    KIND,
    LABEL,
    LATEST,
    TESTABLE,
    TOTAL,
    PatrolAdvice,
    PlannedVisit,
)

_DECIMALS = 4


def tell_patrol(advice: PatrolAdvice) -> Plain:
    """Tell who is where when, why there, and what the plan rests on.

    Parameters
    ----------
    advice
        Places are told as x and y in the workspace's coordinate system.
    """
    question = advice.question
    return {
        "from": question.period.first.isoformat(),
        "to": question.period.last.isoformat(),
        "begins": question.begins.isoformat(),
        "minutes": question.minutes,
        "seed": question.seed,
        "synthetic": advice.synthetic,
        "on_streets": advice.on_streets,
        "may_be_chance": advice.chance,
        "prize": round(advice.prize, _DECIMALS),
        "loss": None if advice.loss is None else round(advice.loss, _DECIMALS),
        "places": len(advice.places),
        "teams": [
            {
                "organisation": team.organisation.value,
                "mode": team.mode.value,
                "kmh": team.speed_kmh,
                "visits": [_tell_visit(advice, visit) for visit in visits],
            }
            for team, visits in zip(question.teams, advice.visits, strict=True)
        ],
    }


def print_patrol(answer: Plain) -> Iterator[str]:
    """Say stop by stop where a team is, from when until when, and why."""
    if answer["synthetic"]:
        yield "invented data"
    for number, team in enumerate(answer["teams"], start=1):
        yield f"team {number}, {team['mode']}, {team['kmh']:g} km/h"
        for visit in team["visits"]:
            yield (
                f"  {visit['starts'][11:16]}-{visit['leaves'][11:16]} {visit['label']} "
                f"({visit['x']:.0f}, {visit['y']:.0f}): {visit['incidents']} "
                f"incidents, the latest on {visit['latest']}"
            )
        if not team["visits"]:
            yield "  no visit"
    if answer["may_be_chance"]:
        yield f"left out: {answer['may_be_chance']} hotspots that may be chance"
    if not answer["on_streets"]:
        yield "no streets are loaded: travel is the straight line times 1.3"
    given_up = "nothing to win" if answer["loss"] is None else f"{answer['loss']:.1%} given up"
    yield f"seed {answer['seed']}: {given_up} so that the plan cannot be foretold"


def _tell_visit(advice: PatrolAdvice, visit: PlannedVisit) -> Plain:
    place = advice.places.iloc[visit.place]
    theme = str(place[schema.THEME])
    return {
        "theme": theme,
        "title": advice.titles.get(theme, ""),
        "key": str(place[KEY]),
        "kind": str(place[KIND]),
        "label": str(place[LABEL]),
        "rank": int(place[schema.RANK]),
        "id": str(place[schema.HOTSPOT_ID]),
        "x": float(place["x"]),
        "y": float(place["y"]),
        "arrives": visit.arrives.isoformat(timespec="seconds"),
        "starts": visit.starts.isoformat(timespec="seconds"),
        "leaves": visit.leaves.isoformat(timespec="seconds"),
        "incidents": int(place[schema.INCIDENTS]),
        "latest": None if place[LATEST] is None else place[LATEST].isoformat(),
        "expected_week": round(float(place[TOTAL]), _DECIMALS),
        "testable": bool(place[TESTABLE]),
    }
