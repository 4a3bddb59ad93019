"""Periods as plain facts, for files and other programs."""

from typing import Any

from geo.params import Period


def tell_period(period: Period, *, of: str = "") -> dict[str, Any]:
    """Tell the first and the last day of a period.

    Parameters
    ----------
    period
        The period; both days belong to it.
    of
        What it is the period of, where an answer tells of several.
    """
    before = f"{of}_" if of else ""
    return {f"{before}from": period.first.isoformat(), f"{before}to": period.last.isoformat()}
