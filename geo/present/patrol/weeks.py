"""A week of patrols as plain data and as lines for the terminal."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from geo import schema
from geo.advice.fairness import (
    BY_INCIDENTS,
    PLANNED_MINUTES,
    VISITS,
    Balance,
)
from geo.present.patrol.plain import tell_fairness, tell_patrol
from geo.present.plain import Plain
from geo.service.patrol.answers import KEY, KIND, LABEL, WIJK_NAME
from geo.service.patrol.weeks import WeekAdvice

# Of fewer plans a standard deviation may be anything.
_FEW_PLANS: Final = 6
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
        "first_visits": [
            {
                "begins": clock,
                "key": key,
                "plans": one.plans,
                "deviation_minutes": round(one.deviation, 1),
                "low": round(one.low, 1),
                "high": round(one.high, 1),
            }
            for clock, places in advice.starts.items()
            for key, one in places.items()
        ],
        "fairness": tell_fairness(advice.fairness),
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
    label_of = {place["key"]: place["label"] for place in answer["places"]}
    for one in answer["first_visits"]:
        yield f"{one['begins']} {label_of[one['key']]}: {_print_starts(one)}"
    for wijk in answer["fairness"]:
        yield (
            f"{wijk['name']}: {wijk[PLANNED_MINUTES]:g} minutes in {wijk[VISITS]} visits, "
            f"{_BALANCES[Balance(wijk[BY_INCIDENTS])]}"
        )
    if answer["wijk_cap"] is not None:
        yield f"a wijk gets at most {answer['wijk_cap']} visits"
    yield f"seed {answer['seed']}: it settles the seeds of all shifts"
    for path in answer.get("files", ()):
        yield f"written: {path}"


def _print_shift(answer: Plain, number: int, shift: Plain) -> str:
    visits = ", ".join(
        f"{place['label']} {place['planned'][number]}"
        for place in answer["places"]
        if place["planned"][number]
    )
    lost = "" if shift["loss"] is None else f" ({shift['loss']:.1%} given up to be unforeseen)"
    return f"{shift['begins'][:16].replace('T', ' ')}: {visits or 'no visit'}{lost}"


def _print_starts(one: Plain) -> str:
    if one["plans"] < _FEW_PLANS:
        return f"visited in {one['plans']} plans, too few to tell how much first visits differ"
    return (
        f"first visits differ by {one['deviation_minutes']:.0f} minutes (standard deviation of "
        f"{one['plans']} plans, {one['low']:.0f} to {one['high']:.0f})"
    )
