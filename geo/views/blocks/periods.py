"""Periods that people can choose by name; they end at the last day of the data."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

import pandas as pd

from geo import service
from geo.params import Period
from geo.service.answers import DataStatus
from geo.themes import ThemeCard

# What a page looks at as long as nobody chooses: of a card and the last day of the data.
Recommend = Callable[[ThemeCard, date], Period]

RECOMMENDED: Final = "Aanbevolen"
OWN: Final = "Eigen periode"
_WEEKS: Final = "Laatste 4 weken"
_WEEKS_DAYS: Final = 28
_MONTHS: Final[Mapping[str, int]] = {
    "Laatste 3 maanden": 3,
    "Laatste 12 maanden": 12,
    "Laatste 24 maanden": 24,
    "Laatste 36 maanden": 36,
}
_YEAR: Final = "Dit kalenderjaar"
_ALL: Final = "Alle gegevens"
PRESETS: Final = (RECOMMENDED, _WEEKS, *_MONTHS, _YEAR, _ALL, OWN)


def recommend_card_window(card: ThemeCard, last: date) -> Period:
    """Look at the window over which the theme's card seeks hotspots."""
    return _months_until(last, card.hotspots.window_months)


def recommend_last_year(_: ThemeCard, last: date) -> Period:
    """Look at the last twelve months, whatever the theme."""
    return _months_until(last, 12)


def recommend_weeks(_: ThemeCard, last: date) -> Period:
    """Look at the last four weeks, whatever the theme."""
    return _days_until(last, _WEEKS_DAYS)


def read_preset(name: str, *, first: date, last: date) -> Period:
    """Return the period that goes by a name, for data from a first to a last day."""
    if name == _ALL:
        return Period(first=first, last=last)
    if name == _YEAR:
        return Period(first=date(last.year, 1, 1), last=last)
    return _days_until(last, _WEEKS_DAYS) if name == _WEEKS else _months_until(last, _MONTHS[name])


def find_shorter_preset(period: Period, data: DataStatus) -> str | None:
    """Find the longest period with one to compare before it that is no longer than this one."""
    if data.first is None or data.last is None:
        return None
    ready = {
        name: read_preset(name, first=data.first, last=data.last) for name in (_WEEKS, *_MONTHS)
    }
    fair = [
        name
        for name, shorter in ready.items()
        if shorter.days <= period.days and service.find_fair_previous(shorter, data)
    ]
    return max(fair, key=lambda name: ready[name].days, default=None)


def _months_until(last: date, months: int) -> Period:
    """Return the whole months that end on a day."""
    after = pd.Timestamp(last) + pd.Timedelta(days=1)
    return Period(first=(after - pd.DateOffset(months=months)).date(), last=last)


def _days_until(last: date, days: int) -> Period:
    """Return so many days, of which this one is the last."""
    return Period(first=last - timedelta(days=days - 1), last=last)
