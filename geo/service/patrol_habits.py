"""Whether a change by hand makes patrol plans easy to foretell, beside those that were kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from geo import schema
from geo.advice.predictability import Starts, find_made_foreseeable
from geo.patrol_params import PatrolQuestion
from geo.patrol_records import SavedPlan
from geo.schema import PlaceKind
from geo.service.patrol_answers import KEY, KIND, Caution, PatrolAdvice, PatrolWarning
from geo.service.visit_answers import PatrolRecord

_MINUTE_SECONDS: Final = 60
# What a person adds is numbered in each plan anew: it is known by where it is.
_BY_HAND: Final = (PlaceKind.ADDED, PlaceKind.APPOINTMENT)


def is_changed(question: PatrolQuestion) -> bool:
    """Say whether a person changed by hand which stops there are."""
    return bool(question.appointments or question.added or question.left_out)


def undo_changes(question: PatrolQuestion) -> PatrolQuestion:
    """Return a question as it was before a person changed which stops there are."""
    return replace(question, appointments=(), added=(), left_out=())


def find_habits(
    records: Sequence[PatrolRecord], *, unchanged: PatrolAdvice, changed: PatrolAdvice
) -> tuple[PatrolWarning, ...]:
    """Warn where a change makes visits come at a time that who watches could tell.

    Parameters
    ----------
    records
        Plans that were kept; those count of shifts that begin at the same time of day.
    unchanged, changed
        The plan as it was suggested, and as a person changed it.

    Returns
    -------
    tuple of PatrolWarning
        One, with how many places it is about; none where there are none.
    """
    begins = changed.question.begins
    kept = sorted(
        (
            record.plan
            for record in records
            if _clock(record.plan.terms.begins, begins) == (begins.hour, begins.minute)
            and record.plan.terms.begins < begins
        ),
        key=lambda plan: plan.terms.begins,
    )
    found = find_made_foreseeable(
        [_list_saved(plan) for plan in kept],
        unchanged=dict(_list_starts(unchanged)),
        changed=dict(_list_starts(changed)),
    )
    return (PatrolWarning(Caution.PREDICTABLE, {"places": len(found)}),) if found else ()


def _clock(moment: datetime, other: datetime) -> tuple[int, int]:
    local = moment.astimezone(other.tzinfo)
    return local.hour, local.minute


def _list_saved(plan: SavedPlan) -> Starts:
    starts: dict[str, float] = {}
    for stop in plan.stops:
        name = _name(stop.place, stop.kind, stop.x, stop.y)
        minutes = _minutes(plan.terms.begins, stop.starts)
        starts[name] = min(minutes, starts.get(name, minutes))
    return starts


def _list_starts(advice: PatrolAdvice) -> Iterator[tuple[str, float]]:
    places, begins = advice.places, advice.question.begins
    columns = (places[KEY], places[KIND], places[schema.X], places[schema.Y])
    names = [
        _name(str(key), PlaceKind(kind), x, y) for key, kind, x, y in zip(*columns, strict=True)
    ]
    visits = sorted(
        (visit for team in advice.visits for visit in team),
        key=lambda visit: visit.starts,
        reverse=True,
    )
    # Of more visits to a place the first is told last, and stays.
    for visit in visits:
        yield names[visit.place], _minutes(begins, visit.starts)


def _name(key: str, kind: PlaceKind, x: float, y: float) -> str:
    return f"{x:.0f},{y:.0f}" if kind in _BY_HAND else key


def _minutes(begins: datetime, moment: datetime) -> float:
    return (moment.timestamp() - begins.timestamp()) / _MINUTE_SECONDS
