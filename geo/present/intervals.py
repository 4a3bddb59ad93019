"""When an incident happened, in words."""

from datetime import date, datetime, timedelta

from geo.present.wording import WEEKDAYS, say_date, say_month
from geo.schema import TimePrecision


def say_interval(start: datetime, end: datetime, precision: str) -> str:
    """Write when an incident happened as precisely as it is known, with its day of the week.

    Parameters
    ----------
    start, end
        Local; the end itself is not part of it.
    precision
        Of both.
    """
    if precision == TimePrecision.MONTH:
        return say_month(start)
    last = max(start, end - timedelta(microseconds=1))
    if precision == TimePrecision.DAY:
        days = dict.fromkeys(_say_weekday(moment.date()) for moment in (start, last))
        return " tot en met ".join(days)
    text = f"{_say_weekday(start.date())}, {start:%H:%M}"
    if end == start:
        return text
    same_day = end.date() == start.date()
    return f"{text} tot {'' if same_day else f'{_say_weekday(end.date())}, '}{end:%H:%M}"


def _say_weekday(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {say_date(day)}"
