"""Frozen parameter classes of a week of patrols, which check themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

import numpy as np

from geo.errors import ParamsError
from geo.params import check_positive
from geo.patrol_params import AddedStop, Appointment, LeftOut, PatrolQuestion, settle_seed


@dataclass(frozen=True, kw_only=True)
class SpreadRules:
    """What a week must keep to.

    Parameters
    ----------
    least_visits
        Every place is visited so often in the week, or more.
    wijk_share
        A wijk gets at most this part of the visits for which the week has room, where there are
        places in more than one; 1 lets it have all.

    Raises
    ------
    ParamsError
        If the least is below zero, or the part is not above 0 and up to 1.
    """

    least_visits: int = 1
    wijk_share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse rules that no week can keep."""
        if self.least_visits < 0:
            raise ParamsError(
                "param-negative",
                expected="a least number of visits of zero or more",
                got=f"{self.least_visits}",
                remedy="give zero or a positive number",
                name="least_visits",
                value=self.least_visits,
            )
        check_positive("wijk_share", self.wijk_share)
        if self.wijk_share > 1:
            raise ParamsError(
                "patrol-wijk-share",
                expected="a part of all visits, up to 1",
                got=f"{self.wijk_share}",
                remedy="give a number from 0 to 1",
                value=self.wijk_share,
            )


@dataclass(frozen=True, kw_only=True)
class ShiftChanges:
    """What people changed by hand in one shift of a week.

    Parameters
    ----------
    begins
        Moment at which the shift begins, as the week names it.
    appointments, added, left_out
        As of a `PatrolQuestion`; what is left out is so in this shift only.
    """

    begins: datetime
    appointments: tuple[Appointment, ...] = ()
    added: tuple[AddedStop, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WeekQuestion:
    """Which places to visit how often in each shift of a week.

    Parameters
    ----------
    shift
        What holds for every shift: teams, base, themes, rules. Its seed is that of the week; its
        own start and length are not looked at.
    hours
        Of each shift the moment at which it begins, with its zone, and its minutes; in order.
    spread
        What the week must keep to.
    changes
        What people changed by hand, at most one of each shift.

    Raises
    ------
    ParamsError
        If there is no shift, one begins before the one that is named before it, something is asked
        of the week that belongs to a moment in one shift, or changes are of a shift that is not
        there or comes twice.
    """

    shift: PatrolQuestion
    hours: tuple[tuple[datetime, int], ...]
    spread: SpreadRules = field(default_factory=SpreadRules)
    changes: tuple[ShiftChanges, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a week that is none."""
        begins = [moment for moment, _ in self.hours]
        if not begins or any(second <= first for first, second in pairwise(begins)):
            raise ParamsError(
                "patrol-week-shifts",
                expected="one shift or more, each after the one before",
                got=f"{len(begins)} shifts that are not so",
                remedy="name each shift of the week once",
            )
        if self.shift.appointments or self.shift.added:
            raise ParamsError(
                "patrol-week-wishes",
                expected="a week without appointments and added stops",
                got="some, which belong to one shift",
                remedy="ask them of the plan of their shift",
            )
        changed = [one.begins for one in self.changes]
        if len(set(changed)) < len(changed) or not set(begins).issuperset(changed):
            raise ParamsError(
                "patrol-week-changes",
                expected="changes of shifts of the week, each shift once",
                got=f"changes of {len(changed)} shifts, of which one is not there or comes twice",
                remedy="change a shift that the week has",
            )

    def list_shifts(self) -> Iterator[PatrolQuestion]:
        """List the question of each shift, with a seed of its own that that of the week settles."""
        (drawn,) = np.random.SeedSequence(self.shift.seed).generate_state(1)
        changes = {one.begins: one for one in self.changes}
        for begins, minutes in self.hours:
            own = changes.get(begins, ShiftChanges(begins=begins))
            yield replace(
                self.shift,
                begins=begins,
                minutes=minutes,
                seed=int(drawn) + settle_seed(begins),
                appointments=own.appointments,
                added=own.added,
                left_out=(*self.shift.left_out, *own.left_out),
            )
