"""The one place that holds counts back from an audience that may not see few."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from geo.analysis.timing import WeekHours
from geo.analysis.trends import BEFORE, NOW, list_differences
from geo.schema import DayPart
from geo.service.driehoek.answers import Audience, Count, Figure, Held
from geo.service.open_answers import OpenReport

# The least count that is told to those who may not see places.
SMALLEST: Final = 5


def find_smallest(audience: Audience) -> int:
    """Return the least count that an audience may see."""
    return 0 if audience.may_see_places else SMALLEST


def tell_counts(counts: Sequence[int], audience: Audience) -> list[Count]:
    """Hold back the counts of a column that are too few, and one more where that gives one away.

    Parameters
    ----------
    counts
        Of which the sum may be known.
    audience
        Who will see them.
    """
    least = find_smallest(audience)
    told: list[Count] = [Held.FEW if count < least else count for count in counts]
    shown = [place for place, count in enumerate(told) if not isinstance(count, Held)]
    if len(told) - len(shown) == 1 and shown:
        told[min(shown, key=lambda place: counts[place])] = Held.PARTNER
    return told


def tell_figures(compared: pd.DataFrame, audience: Audience) -> list[Figure]:
    """Tell the rows of a comparison as figures, as far as an audience may see them.

    Parameters
    ----------
    compared
        ``now``, and the other columns of `geo.analysis.trends.compare_counts` where compared.
    audience
        Who will see them.
    """
    now = tell_counts(compared[NOW].tolist(), audience)
    if BEFORE not in compared:
        return [Figure(count) for count in now]
    before = tell_counts(compared[BEFORE].tolist(), audience)
    return [
        Figure(count, earlier, None if {count, earlier} & set(Held) else change)
        for count, earlier, change in zip(now, before, list_differences(compared), strict=True)
    ]


def tell_week(week: WeekHours, audience: Audience) -> WeekHours:
    """Tell the hours of the week; parts of the day that hold enough where places may not be seen.

    Each hour of such a part then bears the mean of its part; one that holds too few bears none.
    """
    if audience.may_see_places:
        return week
    days, hours = week.weights.shape
    parts = week.weights.reshape(days, len(DayPart), -1)
    sums = parts.sum(axis=2, keepdims=True)
    mean = np.where(sums < SMALLEST, 0.0, sums / parts.shape[2])
    return WeekHours(
        np.broadcast_to(mean, parts.shape).reshape(days, hours).copy(),
        uniform=week.uniform if week.uniform >= SMALLEST else 0,
        without_hour=week.without_hour if week.without_hour >= SMALLEST else 0,
    )


def tell_open_report(report: OpenReport | None, audience: Audience) -> OpenReport | None:
    """Tell what the police published to all, and our own counts beside it to who may see few."""
    if report is None or audience.may_see_places:
        return report
    return replace(report, checks=())


def count_held(figures: Iterable[Iterable[Count | None]]) -> int:
    """Count the figures that are held back."""
    return sum(isinstance(count, Held) for figure in figures for count in figure)
