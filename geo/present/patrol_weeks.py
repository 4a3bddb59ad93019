"""A week of patrols as plain data and as lines for the terminal."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from geo import schema
from geo.advice.fairness import (
    BY_INCIDENTS,
    BY_INHABITANTS,
    PLANNED_MINUTES,
    RATIO_INCIDENTS,
    RATIO_INHABITANTS,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    SHARE_PLANNED,
    VISITS,
    Balance,
)
from geo.present.patrols import tell_patrol
from geo.present.plain import Plain
from geo.service.patrol_answers import KEY, KIND, LABEL, WIJK_NAME
from geo.service.patrol_weeks import WeekAdvice

_DECIMALS: Final = 4
_RATIOS: Final = (
    SHARE_PLANNED,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    RATIO_INCIDENTS,
    RATIO_INHABITANTS,
)
_BALANCES: Final = {
    Balance.MORE: "more time than its share of incidents",
    Balance.ALIKE: "time like its share of incidents",
    Balance.LESS: "less time than its share of incidents",
    Balance.SMALL: "too few to tell",
    Balance.UNKNOWN: "share of incidents unknown",
}


def tell_week(advice: WeekAdvice) -> Plain:
    """Tell how often each place is visited in each shift of a week, and the plan of each.

    Parameters
    ----------
    advice
        ``asked`` and ``planned`` have a number a shift, in the order of the shifts.
    """
    question = advice.question
    rows = zip(advice.places.to_dict("records"), advice.asked, advice.planned, strict=True)
    return {
        "seed": question.shift.seed,
        "least_visits": question.spread.least_visits,
        "wijk_share": question.spread.wijk_share,
        "wijk_cap": advice.cap,
        "synthetic": any(shift.synthetic for shift in advice.shifts),
        "places": [
            {
                "key": place[KEY],
                "kind": place[KIND],
                "label": place[LABEL],
                "wijk": None if pd.isna(place[schema.WIJK_CODE]) else place[schema.WIJK_CODE],
                "wijk_name": place[WIJK_NAME],
                "asked": asked.tolist(),
                "planned": planned.tolist(),
            }
            for place, asked, planned in rows
        ],
        "fairness": [_tell_wijk(row) for row in advice.fairness.to_dict("records")],
        "shifts": [
            {"room": int(room), **tell_patrol(shift)}
            for room, shift in zip(advice.room, advice.shifts, strict=True)
        ],
    }


def print_week(answer: Plain) -> Iterator[str]:
    """Say per shift which places get how many visits, then how the week falls on the wijken."""
    if answer["synthetic"]:
        yield "invented data"
    for number, shift in enumerate(answer["shifts"]):
        yield _print_shift(answer, number, shift)
    for place in answer["places"]:
        yield (
            f"{place['label']}: {sum(place['planned'])} visits planned of "
            f"{sum(place['asked'])} asked"
        )
    for wijk in answer["fairness"]:
        yield (
            f"{wijk['name']}: {wijk[PLANNED_MINUTES]:g} minutes in {wijk[VISITS]} visits, "
            f"{_BALANCES[Balance(wijk[BY_INCIDENTS])]}"
        )
    if answer["wijk_cap"] is not None:
        yield f"a wijk gets at most {answer['wijk_cap']} visits"
    yield f"seed {answer['seed']}: it settles the seeds of all shifts"


def _tell_wijk(row: Mapping[Hashable, Any]) -> Plain:
    return {
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


def _print_shift(answer: Plain, number: int, shift: Plain) -> str:
    visits = ", ".join(
        f"{place['label']} {place['planned'][number]}"
        for place in answer["places"]
        if place["planned"][number]
    )
    lost = "" if shift["loss"] is None else f" ({shift['loss']:.1%} given up to be unforeseen)"
    return f"{shift['begins'][:16].replace('T', ' ')}: {visits or 'no visit'}{lost}"
