"""What is left of a meeting for its audience: all its tables are protected together."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, TypeVar

import numpy as np
import pandas as pd

from geo.analysis.timing import WeekHours
from geo.analysis.trends import BEFORE, NOW, Difference, compare_counts, list_differences
from geo.disclosure import Count, Held, Rules
from geo.disclosure.frames import count_marks
from geo.disclosure.rounding import round_counts
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key
from geo.schema import DayPart
from geo.service.driehoek.answers import (
    AreaFigure,
    Figure,
    Meeting,
    MonthFigure,
    ParkPart,
    PatrolPart,
    PolicyRow,
    PriorityPart,
    ThemePart,
)
from geo.service.driehoek.patrols import tell_patrols
from geo.service.driehoek.tables import Gathered, hold_tables, lay_tables
from geo.service.open_answers import OpenReport
from geo.service.pieces import (
    MONTH,
    PARK,
    PRIORITY,
    ROW,
    THEME,
    TOTAL,
    WIJK,
    WITHOUT_PLACE,
)
from geo.service.theme_tables import find_last

_LEAST_SHOWN: Final = timedelta(days=365)


@dataclass(frozen=True, eq=False)
class _Told:
    """What is told of each count, and how long the two periods are."""

    counts: Mapping[Key, Count]
    days: tuple[float, float]

    def figure(self, figure: Figure, *key: object) -> Figure:
        """Tell a figure of which both columns bear a key."""
        now = self.counts[(*key, NOW)]
        if figure.before is None:
            return Figure(now)
        before = self.counts[(*key, BEFORE)]
        return Figure(now, before, tell_change(now, before, figure.change, days=self.days))


def disclose_meeting(gathered: Gathered) -> Meeting:
    """Hold back what the audience of a meeting may not see.

    Parameters
    ----------
    gathered
        The meeting with its true counts, and all that can be reckoned with.

    Returns
    -------
    Meeting
        Counts that are few, and those that would give one away, are marks; wijken of which the
        order would tell stand in order of their codes; of the hours only parts of the day are
        left.
    """
    meeting, rules = gathered.meeting, gathered.meeting.rules
    if not rules.least_count and rules.rounding_base == 1:
        return _choose(meeting)
    meeting = _name_nowhere(meeting)
    named = replace(gathered, meeting=meeting)
    tables = replace(lay_tables(named), elsewhere=hold_tables(named, rules))
    counts = round_counts(tables, withhold(tables, rules).told, base=rules.rounding_base)
    previous = meeting.previous or meeting.period
    told = _Told(counts, (meeting.period.days, previous.days))
    shown = _choose(_tell(meeting, told))
    # What was left out while it was gathered counts as well.
    held = Counter(meeting.held) + Counter(count_marks(_list_counts(shown)))
    return replace(
        shown,
        held=dict(held),
        # How many there are of all themes together, and how many without a place, stands nowhere.
        data=replace(shown.data, incidents=0, without_place=0),
        open_figures=_leave_checks_out(shown.open_figures),
    )


def _leave_checks_out(report: OpenReport | None) -> OpenReport | None:
    """Tell what the police published, which all know, without our own counts beside it."""
    return None if report is None else replace(report, checks=())


def _name_nowhere(meeting: Meeting) -> Meeting:
    """Give each theme a row for what lies in no wijk: without it, a reader knows there is none."""
    nothing = Figure(0, None if meeting.previous is None else 0)
    themes = tuple(
        replace(part, wijken=(*part.wijken, AreaFigure(None, "", nothing)))
        if part.wijken and all(area.code is not None for area in part.wijken)
        else part
        for part in meeting.themes
    )
    return replace(meeting, themes=themes)


def tell_week(week: WeekHours, rules: Rules) -> WeekHours:
    """Tell the hours of the week as parts of the day, each rounded down to steps of ``least_hour``.

    Each hour of a part then bears the mean of its part; one that holds too few bears none.
    """
    least = rules.least_hour
    if not least:
        return week
    days, hours = week.weights.shape
    parts = week.weights.reshape(days, len(DayPart), -1)
    sums = np.floor(parts.sum(axis=2, keepdims=True) / least + _ALMOST) * least
    spread = np.broadcast_to(sums / parts.shape[2], parts.shape).reshape(days, hours).copy()
    return WeekHours(
        spread,
        uniform=week.uniform // least * least,
        without_hour=week.without_hour // least * least,
    )


# Weights of an hour add up to whole incidents but for this.
_ALMOST = 1e-9


def tell_change(
    now: Count, before: Count, change: Difference | None, *, days: tuple[float, float]
) -> Difference | None:
    """Tell how two counts differ as far as both are told; from the rounded ones where rounded."""
    if change is None or isinstance(now, Held) or isinstance(before, Held):
        return None
    if (now, before) == (change.now, change.before):
        return change
    return list_differences(compare_counts(pd.Series([now]), pd.Series([before]), days=days))[0]


def _tell(meeting: Meeting, told: _Told) -> Meeting:
    policy = meeting.policy
    return replace(
        meeting,
        total=told.figure(meeting.total, TOTAL),
        themes=tuple(_tell_theme(part, told, meeting.rules) for part in meeting.themes),
        parks=tuple(_tell_park(park, told) for park in meeting.parks),
        policy=None
        if policy is None
        else replace(
            policy,
            rows=tuple(_tell_row(row, place, told) for place, row in enumerate(policy.rows)),
        ),
        priorities=tuple(_tell_priority(part, told) for part in meeting.priorities),
        patrols=None if meeting.patrols is None else tell_patrols(meeting.patrols, meeting.rules),
    )


def _tell_theme(part: ThemePart, told: _Told, rules: Rules) -> ThemePart:
    areas = [
        AreaFigure(area.code, area.name, told.figure(area.figure, WIJK, part.theme, area.code))
        for area in part.wijken
    ]
    return replace(
        part,
        figure=told.figure(part.figure, THEME, part.theme),
        months=tuple(
            MonthFigure(one.month, told.counts[MONTH, part.theme, one.month], one.is_whole)
            for one in part.months
        ),
        # By their true counts, the order would tell between which a withheld one lies.
        wijken=tuple(sorted(areas, key=_order)),
        week=tell_week(part.week, rules),
        without_place=told.counts[WITHOUT_PLACE, part.theme],
    )


def _order(area: AreaFigure) -> tuple[int, str]:
    now = area.figure.now
    return 1 if isinstance(now, Held) else -now, area.code or "~"


def _tell_park(park: ParkPart, told: _Told) -> ParkPart:
    return ParkPart(
        park.code,
        park.name,
        told.figure(park.total, PARK, park.code),
        {
            theme: told.figure(figure, PARK, park.code, theme)
            for theme, figure in park.themes.items()
        },
    )


def _tell_row(row: PolicyRow, place: int, told: _Told) -> PolicyRow:
    years = {year: told.counts.get((ROW, place, year), count) for year, count in row.years.items()}
    before, now = list(years.values())[-2:]
    change = (
        None
        if now is None or before is None
        else tell_change(now, before, row.change, days=(1.0, 1.0))
    )
    return replace(row, years=years, change=change)


def _tell_priority(part: PriorityPart, told: _Told) -> PriorityPart:
    if part.figure is None:
        return part
    return replace(part, figure=told.figure(part.figure, PRIORITY, part.name))


Part = TypeVar("Part")


def _choose(meeting: Meeting) -> Meeting:
    """Keep what was asked for: which of it is held back does not depend on that."""
    question = meeting.question
    asked = question.themes or tuple(part.theme for part in meeting.themes)
    themes = [part for part in meeting.themes if part.theme in asked]
    chosen = replace(
        meeting,
        themes=tuple(_choose_parts(part, meeting) for part in themes),
        parks=tuple(
            replace(park, themes={theme: park.themes[theme] for theme in asked})
            for park in meeting.parks
        ),
    )
    if not question.wijken:
        return chosen
    return replace(chosen, patrols=_choose_visits(meeting.patrols, question.wijken))


def _choose_parts(part: ThemePart, meeting: Meeting) -> ThemePart:
    """Keep the months that a line of them shows, and the wijken that were asked for."""
    span, wijken = meeting.period, meeting.question.wijken
    # So many that a line of them has a shape, also for a period of a month.
    first = min((meeting.previous or span).first, span.last - _LEAST_SHOWN)
    return replace(
        part,
        months=tuple(
            one for one in part.months if one.month <= span.last and find_last(one.month) >= first
        ),
        wijken=tuple(area for area in part.wijken if not wijken or area.code in wijken),
    )


def _choose_visits(part: PatrolPart | None, chosen: Collection[str]) -> PatrolPart | None:
    if part is None:
        return None
    return replace(part, wijken=tuple(area for area in part.wijken if area.code in chosen))


def _list_counts(meeting: Meeting) -> list[Count | None]:
    figures = [meeting.total]
    counts: list[Count | None] = []
    for part in meeting.themes:
        figures += [part.figure, *(area.figure for area in part.wijken)]
        counts += [part.without_place, *(month.count for month in part.months)]
    for park in meeting.parks:
        figures += [park.total, *park.themes.values()]
    figures += [part.figure for part in meeting.priorities if part.figure is not None]
    if meeting.patrols is not None:
        counts += [*meeting.patrols.total, *_list_visits(meeting.patrols)]
    rows = () if meeting.policy is None else meeting.policy.rows
    counts += [count for row in rows for count in row.years.values()]
    return counts + [count for figure in figures for count in figure]


def _list_visits(part: PatrolPart) -> list[Count]:
    return [count for area in part.wijken for count in area.visits]
