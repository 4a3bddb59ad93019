"""Frozen parameter classes that check themselves."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import ParamsError
from geo.schema import DayPart

# Sums with dates stay within what a calendar can hold.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200

# Farther from where a coordinate system begins its places have no longitude and latitude.
MOST_METRES = 10_000_000

_DAYS, _HOURS = 7, 24
_QUARTER_MONTHS, _YEAR_MONTHS = 3, 12

_MOST_CELLS_IN_BAND = 30


@dataclass(frozen=True, kw_only=True)
class Period:
    """A span of local calendar days, both ends included.

    Parameters
    ----------
    first
        First day.
    last
        Last day, included.

    Raises
    ------
    ParamsError
        If the last day comes before the first, or lies in another age.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that runs backwards or lies in another age."""
        if self.last < self.first:
            raise ParamsError(
                "period-backwards",
                expected=f"a period that ends on or after {self.first}",
                got=f"{self.last}",
                remedy="swap the two dates",
                first=self.first,
                last=self.last,
            )
        check_years(self.first, self.last)

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.last - self.first).days + 1

    @property
    def calendar_months(self) -> int | None:
        """How many months it has, where it is one month, one quarter or whole calendar years."""
        after = self.last + timedelta(days=1)
        if self.first.day != 1 or after.day != 1:
            return None
        start, end = _count_months(self.first), _count_months(after)
        months = end - start
        aligned = months if months in {1, _QUARTER_MONTHS} else _YEAR_MONTHS
        return months if months % aligned == 0 and start % aligned == 0 else None

    @property
    def previous(self) -> "Period":
        """The period that ends the day before: a calendar one of its kind, else as many days.

        The year 2017 is held against the whole of 2016, a leap year, and March against February;
        any other period against as many days.

        Raises
        ------
        ParamsError
            If it lies in another age.
        """
        before = self.first - timedelta(days=1)
        if (months := self.calendar_months) is None:
            return Period(first=before - timedelta(days=self.days - 1), last=before)
        year, month = divmod(_count_months(self.first) - months, _YEAR_MONTHS)
        return Period(first=date(year, month + 1, 1), last=before)

    def bounds(self, timezone: ZoneInfo) -> tuple[pd.Timestamp, pd.Timestamp]:
        """Instants between which the period runs: first included, second excluded."""
        after = self.last + timedelta(days=1)
        return pd.Timestamp(self.first, tz=timezone), pd.Timestamp(after, tz=timezone)


@dataclass(frozen=True, kw_only=True)
class HotspotParams:
    """Settings of the hotspot search.

    Parameters
    ----------
    eps_m
        Neighbourhood radius in metres, distance exactly ``eps_m`` included.
    min_samples
        Incidents within ``eps_m``, the point itself included, that make a core point.
    half_life_days
        Days after which an incident counts half in the score.

    Raises
    ------
    ParamsError
        If a value is not positive and finite.
    """

    eps_m: float
    min_samples: int
    half_life_days: float

    def __post_init__(self) -> None:
        """Refuse values with which no hotspot can be found."""
        for name in ("eps_m", "min_samples", "half_life_days"):
            check_positive(name, getattr(self, name))


@dataclass(frozen=True, kw_only=True)
class MonteCarlo:
    """How often chance is tried, and from which seed.

    Parameters
    ----------
    repeats
        Simulations or permutations; the smallest p-value is ``1 / (repeats + 1)``.
    seed
        The same seed gives the same answer to the last bit.

    Raises
    ------
    ParamsError
        If nothing would be tried, or the seed is negative.
    """

    repeats: int = 999
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what gives no p-value."""
        if self.repeats < 1:
            raise ParamsError(
                "param-not-positive",
                expected="repeats > 0",
                got=f"{self.repeats}",
                remedy="give a positive number",
                name="repeats",
                value=self.repeats,
            )
        if self.seed < 0:
            raise ParamsError(
                "param-negative",
                expected="seed >= 0",
                got=f"{self.seed}",
                remedy="give zero or a positive number",
                name="seed",
                value=self.seed,
            )


@dataclass(frozen=True, kw_only=True)
class HourSelection:
    """Hours of the week to look at; nothing chosen means all of them.

    Parameters
    ----------
    weekdays
        Days from 0 (Monday) to 6; none means every day.
    day_parts
        Parts of those days; none means the whole day. Night is the first six hours of its own
        calendar day.

    Raises
    ------
    ParamsError
        If a day or part does not exist.
    """

    weekdays: tuple[int, ...] = ()
    day_parts: tuple[DayPart, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no day or part of one."""
        for name, values, known in (
            ("weekdays", self.weekdays, tuple(range(_DAYS))),
            ("day_parts", self.day_parts, tuple(DayPart)),
        ):
            wrong = [value for value in values if value not in known]
            if wrong:
                raise ParamsError(
                    "hours-unknown",
                    expected=f"{name} out of {', '.join(map(str, known))}",
                    got=f"{wrong[0]}",
                    remedy="choose one of these",
                    value=wrong[0],
                )

    @property
    def is_all(self) -> bool:
        """Whether no hour is left out."""
        return bool(self.mask().all())

    @property
    def splits_days(self) -> bool:
        """Whether the answer depends on the hour, and not on the day alone."""
        return 0 < len(set(self.day_parts)) < len(DayPart)

    def mask(self) -> NDArray[np.bool_]:
        """Return which hours are chosen: shape ``(7, 24)``, Monday and midnight first."""
        days = np.isin(np.arange(_DAYS), self.weekdays or range(_DAYS))
        parts = [part in self.day_parts for part in DayPart] if self.day_parts else [True]
        hours = np.repeat(parts, _HOURS // len(parts))
        chosen: NDArray[np.bool_] = days[:, None] & hours
        return chosen


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody wants to see.

    Parameters
    ----------
    theme
        Name of a theme card.
    period
        Local days, both ends included.
    area
        Code of a wijk, buurt or business park to stay in; None or the municipality's own code
        means all.
    hours
        Hours of the week to look at.
    """

    theme: str
    period: Period
    area: str | None = None
    hours: HourSelection = HourSelection()


@dataclass(frozen=True, kw_only=True)
class PointQuestion:
    """What somebody wants to find in a set of points that is not in the store.

    Parameters
    ----------
    address
        Of the points: a Parquet file, a folder of them, or an address such as ``s3://``.
    out
        Folder or address for the labelled points and the hotspots.
    theme
        Name of a theme card, and of the rows where they have a ``theme``; None takes all rows.
    period
        Local days, both ends included; None takes all rows, which then count alike.
    tile_rows
        Points that one worker clusters at a time, about.

    Raises
    ------
    ParamsError
        If a tile would hold nothing.
    """

    address: str
    out: str
    theme: str | None = None
    period: Period | None = None
    tile_rows: int = 2_000_000

    def __post_init__(self) -> None:
        """Refuse a tile that holds nothing."""
        check_positive("tile_rows", self.tile_rows)


@dataclass(frozen=True, kw_only=True)
class ForecastParams:
    """Settings of a forecast.

    Parameters
    ----------
    as_of
        First day that is expected; nothing after it is used.
    weeks
        How many weeks from that day on.
    cell_m
        Side of a cell in metres.
    method
        Name of the way to expect; None takes the default.

    Raises
    ------
    ParamsError
        If the number of weeks is out of range.
    """

    as_of: date
    weeks: int
    cell_m: float = 100.0
    method: str | None = None

    def __post_init__(self) -> None:
        """Refuse a number of weeks that nobody means."""
        _check_range("weeks", self.weeks, most=520)

    @property
    def days(self) -> float:
        """Length in days."""
        return 7.0 * self.weeks


@dataclass(frozen=True, kw_only=True)
class BacktestParams:
    """Settings of a back-test.

    Parameters
    ----------
    weeks
        Length of each period that is scored.
    periods
        How many of them follow each other.
    cell_m
        Side of a cell in metres.
    last
        Last day to score; None takes the last day of the data.

    Raises
    ------
    ParamsError
        If a number is out of range.
    """

    weeks: int = 13
    periods: int = 4
    cell_m: float = 100.0
    last: date | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that nobody means."""
        _check_range("weeks", self.weeks, most=520)
        _check_range("periods", self.periods, most=60)

    @property
    def days(self) -> float:
        """Length of a period in days."""
        return 7.0 * self.weeks


@dataclass(frozen=True, kw_only=True)
class CellParams:
    """Settings of the search for cells in which more, or less, is reported than around them.

    Parameters
    ----------
    cell_m
        Side of a cell in metres.
    band_m
        Cells whose centres lie this near are looked at together, metres.

    Raises
    ------
    ParamsError
        If a number is not positive, or the band holds no cell or far too many.
    """

    cell_m: float = 100.0
    band_m: float = 250.0

    def __post_init__(self) -> None:
        """Refuse surroundings that hold no neighbour, or take for ever."""
        most = _MOST_CELLS_IN_BAND * self.cell_m
        if not 0 < self.cell_m <= self.band_m <= most < float("inf"):
            raise ParamsError(
                "band-size",
                expected=f"cell_m > 0, and band_m of 1 to {_MOST_CELLS_IN_BAND} times that",
                got=f"cell_m {self.cell_m}, band_m {self.band_m}",
                remedy="give cells of 50 to 500 metres and a band of two or three cells",
                cell_m=self.cell_m,
                band_m=self.band_m,
                most=_MOST_CELLS_IN_BAND,
            )


def check_years(first: date, last: date) -> None:
    """Refuse days of another age: sums with them leave the calendar.

    Raises
    ------
    ParamsError
        If the first lies before it, or the last after it.
    """
    if first.year < _FIRST_YEAR or last.year > _LAST_YEAR:
        raise ParamsError(
            "period-out-of-range",
            expected=f"days in the years {_FIRST_YEAR} to {_LAST_YEAR}",
            got=f"{first} to {last}",
            remedy="correct the year",
            first=_FIRST_YEAR,
            last=_LAST_YEAR,
        )


def check_positive(name: str, value: float, *, endless: bool = False) -> None:
    """Refuse a number that is not over zero.

    Parameters
    ----------
    name
        What it sets, as the error calls it.
    value
        The number; one that is no number is refused.
    endless
        Whether it may be without end.

    Raises
    ------
    ParamsError
        If it is refused.
    """
    if not (0 < value < math.inf or (endless and value == math.inf)):
        raise ParamsError(
            "param-not-positive",
            expected=f"{name} > 0",
            got=f"{value}",
            remedy="give a positive number",
            name=name,
            value=value,
        )


def check_themes(names: Sequence[str]) -> None:
    """Refuse a question about no theme, or about one of them twice.

    Parameters
    ----------
    names
        Of theme cards.

    Raises
    ------
    ParamsError
        If it is refused.
    """
    if not names or len(set(names)) < len(names):
        raise ParamsError(
            "camera-themes",
            expected="at least one theme, and none of them twice",
            got=", ".join(names) or "none",
            remedy="name each theme once",
        )


def check_harm(themes: Sequence[str], harm: Mapping[str, float]) -> None:
    """Refuse a weight that is below zero, or of a theme that is not asked for.

    Parameters
    ----------
    themes
        Names of theme cards that are asked for.
    harm
        Theme to how heavily one of its incidents weighs.

    Raises
    ------
    ParamsError
        If it is refused.
    """
    for theme, weight in harm.items():
        if theme not in themes or not 0 <= weight < math.inf:
            raise ParamsError(
                "camera-harm",
                expected="a weight of zero or more for a theme that is asked for",
                got=f"{weight} for {theme}",
                remedy="name the theme, or correct its weight",
                theme=theme,
                weight=weight,
            )


def check_share(name: str, value: float, *, whole: bool = True) -> None:
    """Refuse a number that is no share.

    Parameters
    ----------
    name
        What it sets, as the error calls it.
    value
        The number.
    whole
        Whether it may be 1.

    Raises
    ------
    ParamsError
        If it is refused.
    """
    if not (0 < value < 1 or (whole and value == 1)):
        raise ParamsError(
            "share-not-between",
            expected=f"{name} over 0 and up to 1",
            got=f"{value}",
            remedy="give a share such as 0.25",
            name=name,
            value=value,
        )


def _count_months(day: date) -> int:
    return _YEAR_MONTHS * day.year + day.month - 1


def _check_range(name: str, value: int, *, most: int) -> None:
    if not 1 <= value <= most:
        raise ParamsError(
            "number-out-of-range",
            expected=f"1 to {most} {name}",
            got=f"{value}",
            remedy="give a number within that range",
            name=name,
            value=value,
            most=most,
        )
