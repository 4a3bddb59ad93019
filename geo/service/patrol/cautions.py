"""What to know about a patrol plan before it is used, and how it spreads over the wijken."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from geo import schema
from geo.advice.fairness import PLANNED_MINUTES, VISITS, weigh_fairness
from geo.advice.predictability import Foreseeable
from geo.advice.rounds import Shift, leaves_starts_free
from geo.schema import PlaceKind
from geo.service.patrol.answers import (
    CAMERA,
    KEY,
    KIND,
    LATELY_DAYS,
    TESTABLE,
    Caution,
    LostVisit,
    PatrolWarning,
    PlannedVisit,
)
from geo.service.patrol.case import PatrolCase

Visits = tuple[tuple[PlannedVisit, ...], ...]


def compare_wijken(case: PatrolCase, visits: Visits) -> pd.DataFrame:
    """Lay the planned time per wijk beside its share of incidents and of inhabitants.

    Returns
    -------
    DataFrame
        ``fairness`` of the answer.
    """
    made = [visit for team in visits for visit in team]
    minutes = pd.Series(
        [(visit.leaves - visit.starts) / timedelta(minutes=1) for visit in made], dtype=np.float64
    )
    codes = case.places[schema.WIJK_CODE].take([visit.place for visit in made]).to_numpy()
    by_wijk = minutes.groupby(codes).agg(["size", "sum"])
    planned = by_wijk.reindex(case.wijken.index, fill_value=0)
    wijken = case.wijken.rename_axis(schema.WIJK_CODE)
    return weigh_fairness(
        wijken.assign(**{VISITS: planned["size"].astype(int), PLANNED_MINUTES: planned["sum"]})
    ).reset_index()


def list_warnings(
    case: PatrolCase,
    visits: Visits,
    *,
    foreseen: Sequence[Foreseeable] = (),
    lost: Sequence[LostVisit] = (),
) -> tuple[PatrolWarning, ...]:
    """List what whoever uses a plan has to know, the gravest first.

    Parameters
    ----------
    case, visits
        What was asked, and what is planned.
    foreseen
        Places that changes by hand make foreseeable.
    lost
        Visits for which appointments leave no time.
    """
    return (
        *_warn_of_age(case),
        *_warn_of_places(case, visits),
        *_warn_of_teams(case, visits),
        *_warn_of_shift(case, visits),
        *_warn_of_lost(lost),
        *_warn_of_wishes(case),
        *_warn_of_foreseen(case, foreseen),
    )


def _warn_of_age(case: PatrolCase) -> Iterator[PatrolWarning]:
    """Warn of a plan that rests on days long ago: what is called lately in it was not lately."""
    question = case.question
    days = (question.begins.date() - question.period.last).days
    if days > max(LATELY_DAYS):
        yield PatrolWarning(Caution.OLD_DATA, {"days": days})


def _warn_of_places(case: PatrolCase, visits: Visits) -> Iterator[PatrolWarning]:
    places = case.places
    found = places[KIND].isin([PlaceKind.HOTSPOT, PlaceKind.REPEAT])
    if not found.any():
        yield PatrolWarning(Caution.NO_PLACES)
    if not case.ways.on_streets:
        yield PatrolWarning(Caution.NO_STREETS)
    is_made = places.index.isin([visit.place for team in visits for visit in team])
    untested = (places[KIND] == PlaceKind.HOTSPOT) & ~places[TESTABLE].astype(np.bool_)
    watched = places[CAMERA] > 0
    yield from _warn_if(Caution.NOT_TESTABLE, int((untested & is_made).sum()))
    yield from _warn_if(Caution.MAY_BE_CHANCE, case.chance)
    yield from _warn_if(Caution.CAMERA_STANDS, int((watched & ~is_made).sum()))
    yield from _warn_if(Caution.CAMERA_DOUBLED, int((watched & is_made).sum()))


def _warn_if(caution: Caution, places: int) -> Iterator[PatrolWarning]:
    if places:
        yield PatrolWarning(caution, {"places": places})


def _warn_of_teams(case: PatrolCase, visits: Visits) -> Iterator[PatrolWarning]:
    """Warn of teams without a visit, or with a stretch between two that is longer than asked."""
    begins = case.question.begins.timestamp()
    ends = begins + case.question.minutes * 60
    for number, team in enumerate(visits, start=1):
        if not team:
            yield PatrolWarning(Caution.NO_VISIT, {"team": number})
            continue
        left = [begins, *(visit.leaves.timestamp() for visit in team)]
        starts = [*(visit.starts.timestamp() for visit in team), ends]
        stretches = np.subtract(starts, left) / 60
        longest = int(stretches.argmax())
        if stretches[longest] > case.question.rules.most_gap_minutes:
            figures = {
                "team": number,
                "minutes": round(stretches[longest]),
                # In the minute in which the visit before it is said to end.
                "after_minutes": int((left[longest] - begins) // 60),
            }
            yield PatrolWarning(Caution.EMPTY_STRETCH, figures)


def _warn_of_shift(case: PatrolCase, visits: Visits) -> Iterator[PatrolWarning]:
    """Warn of a shift so short that visits begin at much the same time in every plan."""
    question = case.question
    shift = Shift(week_minute=0, minutes=question.minutes)
    drawn = any(not visit.is_fixed for team in visits for visit in team)
    if drawn and not leaves_starts_free(shift, question.rules):
        yield PatrolWarning(Caution.SHORT_SHIFT)


def _warn_of_lost(lost: Sequence[LostVisit]) -> Iterator[PatrolWarning]:
    """Warn of each appointment that leaves no time for visits: its row, and how many they are."""
    for row, visits in sorted(Counter(one.because for one in lost).items()):
        yield PatrolWarning(Caution.LOST, {"place": row, "visits": visits})


def _warn_of_wishes(case: PatrolCase) -> Iterator[PatrolWarning]:
    question = case.question
    unknown = {one.key for one in question.left_out} - set(case.places[KEY])
    yield from _warn_if(Caution.LEFT_OUT_UNKNOWN, len(unknown))
    if question.appointments or question.added or question.left_out:
        yield PatrolWarning(Caution.NO_NAMES)


def _warn_of_foreseen(case: PatrolCase, foreseen: Sequence[Foreseeable]) -> Iterator[PatrolWarning]:
    """Warn of each place that can be foreseen: its row, and minutes after the shift begins."""
    row_of = {key: row for row, key in enumerate(case.places[KEY])}
    for one in foreseen:
        figures = {
            "place": row_of[one.key],
            "after_minutes": round(one.minutes),
            "alike": one.alike,
            "plans": one.plans,
        }
        yield PatrolWarning(Caution.PREDICTABLE, figures)
