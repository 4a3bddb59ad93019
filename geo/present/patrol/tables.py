"""A patrol plan as tables and facts for the screen."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.advice.fairness import BY_INCIDENTS, VISITS, Balance
from geo.analysis.trends import SMALL_COUNT
from geo.present import wording
from geo.present.patrol.words import name_place, say_day, say_shift
from geo.present.wording import say_count, say_list, say_number
from geo.service.patrol.answers import (
    LEFT_OUT,
    PLANNED_MINUTES,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    SHARE_PLANNED,
    WIJK_NAME,
    PatrolAdvice,
    StandingCamera,
)

STOP: Final = "Stop"
TEAM: Final = "Team"
TIMES: Final = "Tijd"
PLACE: Final = "Plek"

VERDICT: Final = "Tegenover de meldingen"
_BALANCES: Final[Mapping[Balance, str]] = {
    Balance.MORE: "meer dan zijn deel",
    Balance.ALIKE: "ongeveer zijn deel",
    Balance.LESS: "minder dan zijn deel",
    Balance.SMALL: "te klein om te zeggen",
    Balance.UNKNOWN: "niet bekend",
}
SMALL_SHARES: Final = (
    f"Tussen haakjes staat een deel van een klein aantal: minder dan {SMALL_COUNT} bezoeken of "
    "meldingen. Eén meer of minder maakt dan veel uit."
)
# What would be rounded to nothing.
_LEAST_SHARE: Final = 0.005
_DUTCH_COLUMNS: Final = {
    WIJK_NAME: "Wijk",
    PLANNED_MINUTES: "Minuten in dit plan",
    SHARE_PLANNED: "Deel van de tijd",
    SHARE_INCIDENTS: "Deel van de meldingen",
    SHARE_INHABITANTS: "Deel van de inwoners",
}


def list_visit_ids(advice: PatrolAdvice) -> list[str]:
    """Name each visit by the numbers of its team and its stop, as in ``2.3``, team by team."""
    return [
        f"{team}.{stop}"
        for team, visits in enumerate(advice.visits, start=1)
        for stop in range(1, len(visits) + 1)
    ]


def tabulate_stops(advice: PatrolAdvice) -> pd.DataFrame:
    """Tabulate all visits in the order of `list_visit_ids`: who, when and where."""
    rows = [
        (
            team,
            stop,
            f"{visit.starts:%H:%M}-{visit.leaves:%H:%M}",
            name_place(advice, visit.place),
        )
        for team, visits in enumerate(advice.visits, start=1)
        for stop, visit in enumerate(visits, start=1)
    ]
    return pd.DataFrame(rows, columns=[TEAM, STOP, TIMES, PLACE])


def label_stops(advice: PatrolAdvice) -> list[str]:
    """Label each visit in a list: ``Stop 2 · 16:40-16:55 · Jeugdoverlast 1, Slikkerveer``.

    Where several teams go out, each label begins with the team.
    """
    table = tabulate_stops(advice)
    columns = (table[TEAM], table[STOP], table[TIMES], table[PLACE])
    several = len(advice.visits) > 1
    return [
        f"{f'Team {team}, stop' if several else 'Stop'} {stop} · {times} · {place}"
        for team, stop, times, place in zip(*columns, strict=True)
    ]


def say_plan(advice: PatrolAdvice) -> str:
    """Say in a sentence what the plan suggests."""
    visits = [visit for team in advice.visits for visit in team]
    if not visits:
        return "Geen verantwoorde stop in deze dienst."
    places = len({visit.place for visit in visits})
    when = f"{say_day(advice.question)}, {say_shift(advice.question)}"
    return (
        f"De kaart stelt {say_count(len(visits), 'bezoek', 'bezoeken')} aan "
        f"{say_count(places, 'plek', 'plekken')} voor, op {when}."
    )


def tabulate_fairness(fairness: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the planned time per wijk beside its share of incidents and of inhabitants.

    Wijken without any of the three are left out. Shares of few visits or incidents stand between
    brackets: one more or less would make them another.

    Parameters
    ----------
    fairness
        That of a plan, or of a week of them.
    """
    some = (fairness[[PLANNED_MINUTES, SHARE_INCIDENTS, SHARE_INHABITANTS]].fillna(0) > 0).any(
        axis="columns"
    )
    shown = fairness[some].sort_values(SHARE_PLANNED, ascending=False, kind="stable")
    columns = {
        _DUTCH_COLUMNS[WIJK_NAME]: shown[WIJK_NAME].astype(str),
        # First what it comes to: on a phone the rest lies beyond the edge.
        VERDICT: shown[BY_INCIDENTS].map(lambda found: _BALANCES[Balance(found)]),
        _DUTCH_COLUMNS[PLANNED_MINUTES]: shown[PLANNED_MINUTES].round().astype(int),
    }
    few_visits = pd.Series(bool(fairness[VISITS].sum() < SMALL_COUNT), shown.index)
    for name, is_small in (
        (SHARE_PLANNED, few_visits),
        (SHARE_INCIDENTS, shown[schema.INCIDENTS] < SMALL_COUNT),
        (SHARE_INHABITANTS, pd.Series(data=False, index=shown.index)),
    ):
        said = shown[name].map(_say_share).astype("str")
        columns[_DUTCH_COLUMNS[name]] = said.where(~is_small | (said == ""), "(" + said + ")")
    return pd.DataFrame(columns).reset_index(drop=True)


def list_cameras(advice: PatrolAdvice) -> list[str]:
    """Say which camera units stand there during the shift."""
    return [_say_camera(camera) for camera in advice.cameras]


def list_missed(advice: PatrolAdvice) -> list[str]:
    """Name the places that could have been visited and are not in the plan.

    Those that people left out are told with their reason elsewhere.
    """
    visited = {visit.place for team in advice.visits for visit in team}
    asked = advice.places[LEFT_OUT] == ""
    missed = [row for row in np.flatnonzero(asked) if row not in visited]
    return [say_list([name_place(advice, int(row)) for row in missed])] if missed else []


def _say_camera(camera: StandingCamera) -> str:
    until = wording.say_date(camera.last)
    reach = say_number(camera.range_m)
    return f"Camera van plaatsing {camera.placement_id}: bereik {reach} meter, tot en met {until}."


def _say_share(share: float | None) -> str:
    if share is None or pd.isna(share):
        return ""
    return "minder dan 1%" if 0 < share < _LEAST_SHARE else f"{say_number(100 * share)}%"
