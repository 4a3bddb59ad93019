"""Years that data hold whole, also where nothing happened on their first or last days."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

# Of data that end earlier nobody can tell a quiet stretch from rows that were not delivered.
MOST_QUIET_DAYS: Final = 7
_CHANCE: Final = 0.05


@dataclass(frozen=True)
class Stretch:
    """Incidents between the first and the last local day with any.

    ``taken_on`` is the local day of the last import.
    """

    first: date
    last: date
    incidents: int
    taken_on: date

    @property
    def a_day(self) -> float:
        """How many incidents there are a day."""
        return self.incidents / ((self.last - self.first).days + 1)


def covers_year(stretch: Stretch, year: int) -> bool:
    """Whether data hold all days of a year.

    Data do not say from which day to which they were drawn up: a first incident on 2 January may
    follow a quiet New Year's Day or a day that was left out. It is taken for quiet where it is
    seven days at most, and chance leaves at least 5 of 100 such stretches without any incident;
    fewer than three are then expected to be missed. The last days can only be quiet where the
    import came after them.

    Parameters
    ----------
    stretch
        What the data hold.
    year
        Calendar year, of local days.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if stretch.last < first or stretch.first > last:
        return False
    starts = _may_be_quiet((stretch.first - first).days, stretch)
    missing = (last - stretch.last).days
    ends = missing <= 0 or (stretch.taken_on > last and _may_be_quiet(missing, stretch))
    return starts and ends


def _may_be_quiet(days: int, stretch: Stretch) -> bool:
    if days <= 0:
        return True
    return days <= MOST_QUIET_DAYS and math.exp(-stretch.a_day * days) >= _CHANCE
