"""Local wall times and moments, a calendar day at a time: each day of a zone is asked about once.

pandas asks a zone about each value by itself. Most days have one distance to UTC from beginning to
end, which holds for all that happened on them; only on the others is a value asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_DAY: Final = np.timedelta64(1, "D")
_UNIT: Final = "datetime64[us]"
_EPOCH_YEAR: Final = 1970
_LONGEST_YEAR: Final = 366
# A calendar ends with it, and so has no midnight after it.
_LAST_YEAR: Final = np.datetime64("9999", "Y")


@dataclass(frozen=True, eq=False)
class _Year:
    """Days of a year: how far each is from UTC, and whether that holds from beginning to end."""

    offset: NDArray[np.timedelta64]
    steady: NDArray[np.bool_]


def find_moments(
    wall: NDArray[np.datetime64], timezone: ZoneInfo, *, latest: bool
) -> NDArray[np.datetime64]:
    """Return the UTC moments of local wall times.

    A wall time that is skipped moves to the first that exists; one that occurs twice is taken as
    early or as late as possible.

    Parameters
    ----------
    wall
        Shape ``(n,)``, days in 1900-9999 or NaT.
    timezone
        Of the wall times.
    latest
        Whether one that occurs twice is taken as late as possible.
    """
    wall = wall.astype(_UNIT)
    offset, steady = _look_up(wall, timezone, _ask_local_days)
    moments = wall - offset
    rest = ~steady
    if rest.any():
        moments[rest] = _localise(wall[rest], timezone, latest=latest)
    return moments


def find_days(moments: NDArray[np.datetime64], timezone: ZoneInfo) -> NDArray[np.datetime64]:
    """Return the local days on which UTC moments lie.

    Parameters
    ----------
    moments
        Shape ``(n,)``, in 1900-9999 or NaT.
    timezone
        Of the days.
    """
    moments = moments.astype(_UNIT)
    offset, steady = _look_up(moments, timezone, _ask_utc_days)
    days = (moments + offset).astype("datetime64[D]")
    rest = ~steady
    if rest.any():
        days[rest] = _read_walls(moments[rest], timezone).astype("datetime64[D]")
    return days


def _look_up(
    values: NDArray[np.datetime64], timezone: ZoneInfo, ask: Callable[[int, ZoneInfo], _Year]
) -> tuple[NDArray[np.timedelta64], NDArray[np.bool_]]:
    """Return the distance to UTC of each value, and whether its day has that from end to end."""
    offset = np.zeros(len(values), "timedelta64[us]")
    steady = np.isnat(values)
    year = values.astype("datetime64[Y]")
    for number, count in zip(*np.unique(year[~steady], return_counts=True), strict=True):
        # Of a year with fewer values than days it is cheaper to ask about each value.
        if count >= _LONGEST_YEAR and number < _LAST_YEAR:
            here = year == number
            days = ask(int(number.astype(np.int64)) + _EPOCH_YEAR, timezone)
            place = (values[here].astype("datetime64[D]") - number).astype(np.int64)
            offset[here], steady[here] = days.offset[place], days.steady[place]
    return offset, steady


@lru_cache(maxsize=512)
def _ask_local_days(year: int, timezone: ZoneInfo) -> _Year:
    midnights = _list_midnights(year)
    early = _localise(midnights, timezone, latest=False)
    firm = early == _localise(midnights, timezone, latest=True)
    steady = firm[:-1] & firm[1:] & (np.diff(early) == _DAY)
    return _Year((midnights - early)[:-1], steady)


@lru_cache(maxsize=512)
def _ask_utc_days(year: int, timezone: ZoneInfo) -> _Year:
    midnights = _list_midnights(year)
    offset = _read_walls(midnights, timezone) - midnights
    return _Year(offset[:-1], offset[:-1] == offset[1:])


def _list_midnights(year: int) -> NDArray[np.datetime64]:
    """List the midnights at which the days of a year begin, and the one at which it ends."""
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-02", dtype="datetime64[D]")
    return days.astype(_UNIT)


def _localise(
    wall: NDArray[np.datetime64], timezone: ZoneInfo, *, latest: bool
) -> NDArray[np.datetime64]:
    zoned = pd.DatetimeIndex(wall).tz_localize(
        timezone, ambiguous=np.full(len(wall), not latest), nonexistent="shift_forward"
    )
    return zoned.tz_convert("UTC").tz_localize(None).to_numpy()


def _read_walls(moments: NDArray[np.datetime64], timezone: ZoneInfo) -> NDArray[np.datetime64]:
    return pd.DatetimeIndex(moments, tz="UTC").tz_convert(timezone).tz_localize(None).to_numpy()
