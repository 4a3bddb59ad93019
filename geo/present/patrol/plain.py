"""Patrol plans as plain data and as lines for the terminal."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from geo import schema
from geo.advice.fairness import (
    BY_INCIDENTS,
    BY_INHABITANTS,
    RATIO_INCIDENTS,
    RATIO_INHABITANTS,
    VISITS,
)
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.service.patrol.answers import (
    CAMERA,
    KEY,
    KIND,
    LABEL,
    LATEST,
    LEFT_OUT,
    PARK_NAME,
    PLANNED_MINUTES,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    SHARE_PLANNED,
    TESTABLE,
    TOTAL,
    WIJK_NAME,
    Caution,
    LostVisit,
    PatrolAdvice,
    PatrolWarning,
    PlaceReason,
    PlannedVisit,
    StandingCamera,
)

_DECIMALS: Final = 4
_RATIOS: Final = (
    SHARE_PLANNED,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    RATIO_INCIDENTS,
    RATIO_INHABITANTS,
)
LINES: Final[Mapping[Caution, str]] = {
    Caution.OLD_DATA: "the plan is learned of days that end {days} days before the shift",
    Caution.NO_PLACES: "no hotspot and no warm ground: give another period, theme or area",
    Caution.NO_STREETS: "no streets are loaded: travel is the straight line times 1.3",
    Caution.NOT_TESTABLE: "{places} visited hotspots cannot be held against chance",
    Caution.MAY_BE_CHANCE: "left out: {places} hotspots that may be chance",
    Caution.CAMERA_STANDS: "left out: {places} places that a camera watches during the shift",
    Caution.CAMERA_DOUBLED: "{places} visited places are watched by a camera as well",
    Caution.NO_VISIT: "team {team} has no visit",
    Caution.EMPTY_STRETCH: "team {team} has {minutes} minutes without a visit",
    Caution.SHORT_SHIFT: "the shift is too short for starts to differ by half an hour over plans",
    Caution.LEFT_OUT_UNKNOWN: "{places} places to leave out are not there",
    Caution.NO_NAMES: "labels and reasons are shown as they are: name no persons in them",
    Caution.PREDICTABLE: "with these changes a visit to {label} can be foretold: {after_minutes} "
    "minutes after the start in {alike} of {plans} plans",
    Caution.LOST: "no time for {visits} visits because of {label}: see `lost` in the JSON answer",
}


def tell_patrol(advice: PatrolAdvice, files: Iterable[Path] = ()) -> Plain:
    """Tell who is where when, why there, and what the plan rests on.

    Parameters
    ----------
    advice
        Places are told as x and y in the workspace's coordinate system.
    files
        To which it was written.
    """
    question = advice.question
    return {
        **tell_period(question.period),
        "begins": question.begins.isoformat(),
        "minutes": question.minutes,
        "base": list(question.base),
        "end_base": list(question.end),
        "areas": list(question.areas),
        "seed": question.seed,
        "iterations": advice.iterations,
        "files": [str(path) for path in files],
        "synthetic": advice.synthetic,
        "on_streets": advice.on_streets,
        "may_be_chance": advice.chance,
        "prize": round(advice.prize, _DECIMALS),
        "loss": None if advice.loss is None else round(advice.loss, _DECIMALS),
        "shake": advice.shake,
        "places": len(advice.places),
        "teams": _tell_teams(advice),
        "not_visited": _tell_unwanted(advice),
        "lost": [_tell_lost(advice, one) for one in advice.lost],
        "cameras": [_tell_camera(camera) for camera in advice.cameras],
        "fairness": tell_fairness(advice.fairness),
        "warnings": [_tell_warning(advice, warning) for warning in advice.warnings],
    }


def print_patrol(answer: Plain) -> Iterator[str]:
    """Say stop by stop where a team is, from when until when, and why."""
    if answer["synthetic"]:
        yield "invented data"
    yield from (f"written: {name}" for name in answer["files"])
    if "plan" in answer:
        yield f"kept as plan {answer['plan']}"
    for number, team in enumerate(answer["teams"], start=1):
        yield f"team {number}, {team['organisation']}, {team['mode']}, {team['kmh']:g} km/h"
        for visit in team["visits"]:
            yield (
                f"  {visit['starts'][11:16]}-{visit['leaves'][11:16]} {visit['label']} "
                f"({visit['x']:.0f}, {visit['y']:.0f}): {_print_why(visit)}"
            )
        if not team["visits"]:
            yield "  no visit"
    for wijk in answer["fairness"]:
        yield _print_wijk(wijk)
    for warning in answer["warnings"]:
        yield LINES[Caution(warning["key"])].format(**warning)
    given_up = "nothing to win" if answer["loss"] is None else f"{answer['loss']:.1%} given up"
    yield f"seed {answer['seed']}: {given_up} so that the plan cannot be foretold"


def tell_fairness(fairness: pd.DataFrame) -> list[Plain]:
    """Tell per wijk the planned time beside its shares of incidents and of inhabitants.

    Parameters
    ----------
    fairness
        That of a plan, or of a week of them.
    """
    return [
        {
            "wijk": row[schema.WIJK_CODE],
            "name": row[WIJK_NAME],
            "incidents": int(row[schema.INCIDENTS]),
            VISITS: int(row[VISITS]),
            PLANNED_MINUTES: round(row[PLANNED_MINUTES], 1),
            **{
                name: None if pd.isna(row[name]) else round(float(row[name]), _DECIMALS)
                for name in _RATIOS
            },
            BY_INCIDENTS: str(row[BY_INCIDENTS]),
            BY_INHABITANTS: str(row[BY_INHABITANTS]),
        }
        for row in fairness.to_dict("records")
    ]


def _tell_teams(advice: PatrolAdvice) -> list[Plain]:
    return [
        {
            "organisation": team.organisation.value,
            "mode": team.mode.value,
            "kmh": team.speed_kmh,
            "visits": [_tell_visit(advice, visit) for visit in visits],
        }
        for team, visits in zip(advice.question.teams, advice.visits, strict=True)
    ]


def _tell_camera(camera: StandingCamera) -> Plain:
    return {
        "placement": camera.placement_id,
        "x": camera.x,
        "y": camera.y,
        "range_m": camera.range_m,
        "from": camera.first.isoformat(),
        "to": camera.last.isoformat(),
    }


def _tell_lost(advice: PatrolAdvice, lost: LostVisit) -> Plain:
    """Tell a visit for which an appointment leaves no time."""
    place, because = advice.places.iloc[lost.place], advice.places.iloc[lost.because]
    return {
        "place": str(place[KEY]),
        "label": str(place[LABEL]),
        "opens": lost.opens.isoformat(),
        "closes": lost.closes.isoformat(),
        "because": str(because[LABEL]),
    }


def _tell_warning(advice: PatrolAdvice, warning: PatrolWarning) -> Plain:
    """Tell a warning with its figures; a place by its key and label too."""
    told = {"key": warning.key.value, **warning.figures}
    if "place" in warning.figures:
        place = advice.places.iloc[int(warning.figures["place"])]
        told |= {"place": str(place[KEY]), "label": str(place[LABEL])}
    return told


def _tell_visit(advice: PatrolAdvice, visit: PlannedVisit) -> Plain:
    place = advice.places.iloc[visit.place]
    theme = str(place[schema.THEME])
    return {
        "key": str(place[KEY]),
        "kind": str(place[KIND]),
        "label": str(place[LABEL]),
        "theme": theme,
        "title": advice.titles.get(theme, ""),
        "rank": int(place[schema.RANK]),
        "id": str(place[schema.HOTSPOT_ID]),
        "wijk": str(place[WIJK_NAME]),
        "park": str(place[PARK_NAME]),
        "x": float(place["x"]),
        "y": float(place["y"]),
        "arrives": visit.arrives.isoformat(timespec="seconds"),
        "starts": visit.starts.isoformat(timespec="seconds"),
        "leaves": visit.leaves.isoformat(timespec="seconds"),
        "fixed": visit.is_fixed,
        "incidents": int(place[schema.INCIDENTS]),
        "latest": None if place[LATEST] is None else place[LATEST].isoformat(),
        "expected_week": round(float(place[TOTAL]), _DECIMALS),
        "testable": bool(place[TESTABLE]),
        "camera": int(place[CAMERA]) or None,
        "why": _tell_reason(advice.reasons[visit.place], visit),
    }


def _tell_reason(reason: PlaceReason, visit: PlannedVisit) -> Plain:
    return {
        "recent": {f"{days} days": count for days, count in reason.recent.items()},
        "around_this_hour": round(reason.count_at(visit.starts), _DECIMALS),
        "codes": [{"title": title, "incidents": count} for title, count in reason.codes],
        "police_made": reason.police_made,
        "warm_until": None if reason.warm_until is None else reason.warm_until.isoformat(),
        "words": reason.words,
        "also": [{"label": label, "incidents": count} for label, count in reason.also],
    }


def _tell_unwanted(advice: PatrolAdvice) -> list[Plain]:
    """Tell which places were not to be visited, and why: a person's reason, or a camera."""
    places = advice.places
    watched = (places[CAMERA] > 0) & (not advice.question.doubles_cameras)
    unwanted = places[(places[LEFT_OUT] != "") | watched]
    rows = zip(unwanted[KEY], unwanted[LABEL], unwanted[LEFT_OUT], unwanted[CAMERA], strict=True)
    return [
        {"key": key, "label": label, "reason": reason, "camera": int(camera) or None}
        for key, label, reason, camera in rows
    ]


def _print_why(visit: Plain) -> str:
    if visit["kind"] == schema.PlaceKind.APPOINTMENT:
        return "appointment"
    if visit["kind"] == schema.PlaceKind.ADDED:
        return f"added: {visit['why']['words']}"
    warm = visit["why"]["warm_until"]
    until = "" if warm is None else f", warm until {warm}"
    return f"{visit['incidents']} incidents, the latest on {visit['latest']}{until}"


def _print_wijk(wijk: Plain) -> str:
    shares = (
        f"{'?' if wijk[share] is None else format(wijk[share], '.0%')} of the {what}"
        for share, what in (
            (SHARE_PLANNED, "planned time"),
            (SHARE_INCIDENTS, "incidents"),
            (SHARE_INHABITANTS, "inhabitants"),
        )
    )
    return f"{wijk['name']}: {wijk[PLANNED_MINUTES]:g} minutes, {', '.join(shares)}"
