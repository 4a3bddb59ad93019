"""The hours of the week as a chart, as a table and in words."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.local_time import DAYS, HOURS
from geo.analysis.timing import WeekHours
from geo.intake.boundaries import AreaLayer
from geo.present.markup import escape
from geo.present.wording import (
    TIME_PRECISIONS,
    WEEKDAYS,
    say_caption,
    say_count,
    say_list,
    say_number,
)
from geo.schema import DayPart, Layer
from geo.service.answers import AreaSurvey, HotspotReport

DAY: Final = "Dag"

_PART_HOURS: Final = HOURS // len(DayPart)
# Five steps of cividis, dark for much: it keeps its order for colour-blind readers. Each comes
# with a colour for the number in it.
STEPS: Final = (
    ("#f1f5f8", "#1b2733"),
    ("#fee838", "#1b2733"),
    ("#c8b860", "#1b2733"),
    ("#8f8b79", "#000000"),
    ("#434e6c", "#ffffff"),
    ("#00224e", "#ffffff"),
)


def week_chart_html(week: WeekHours) -> str:
    """Return the chart as HTML: a row a day, a square an hour, darker and higher for more.

    Each square bears its step from 1 to 5, so that nothing is told by colour alone. To a screen
    reader the chart is one picture, described by `say_week`.
    """
    steps = step_hours(week.weights)
    hours = "".join(f"<i>{hour if hour % _PART_HOURS == 0 else ''}</i>" for hour in range(HOURS))
    rows = "".join(
        f"<i>{name[:2]}</i>" + "".join(_square(int(step)) for step in row)
        for name, row in zip(WEEKDAYS, steps, strict=True)
    )
    label = escape(say_week(week))
    return f'<div class="hk-week" role="img" aria-label="{label}"><i></i>{hours}{rows}</div>'


def say_scale(week: WeekHours) -> str:
    """Say what the darkest squares stand for; empty where no hour is known."""
    most = float(week.weights.max())
    if most == 0:
        return ""
    figure = say_number(most, decimals=1 if most >= 1 else 2)
    return (
        "Elk vakje is een uur; van 1 (weinig) tot 5 (veel). Het drukste uur telt naar schatting "
        f"{figure} meldingen: een melding met een begin en een einde is over die tijd verdeeld."
    )


def say_week_caption(report: HotspotReport | AreaSurvey, layers: Mapping[Layer, AreaLayer]) -> str:
    """Say in one line what every picture must say, of a chart of hours the precision of time too.

    Parameters
    ----------
    report
        Of which the hours are shown, all or some.
    layers
        Area layers, for the name of the area to which the question keeps.
    """
    known = report.incidents[schema.TIME_PRECISION].value_counts().index
    times = say_list([TIME_PRECISIONS.get(key, key) for key in known]) or "geen"
    return f"{say_caption(report, layers)} · tijd: {times}"


def say_week(week: WeekHours) -> str:
    """Say in words when incidents happen: the text that goes with the chart."""
    known = week.weights.sum() - week.uniform
    texts = [_say_peak(week)] if known > 0 else ["Het uur is van geen enkele melding bekend."]
    if week.uniform:
        count = say_count(week.uniform, "melding kan", "meldingen kunnen")
        texts.append(f"{count} op elk uur van de week zijn gebeurd.")
    if week.without_hour:
        count = say_count(week.without_hour, "melding", "meldingen")
        texts.append(f"Van {count} is alleen de maand bekend.")
    return " ".join(texts)


def step_hours(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Put the hours of a week in steps from 0 (none) to 5 (the busiest)."""
    most = weights.max()
    share = weights / most if most > 0 else weights
    # A hair below each limit: equal weights may differ in their last digit.
    steps: NDArray[np.int64] = np.ceil(share * (len(STEPS) - 1) - 1e-9).astype(np.int64)
    return steps


def tabulate_week(week: WeekHours) -> pd.DataFrame:
    """Table of estimated incidents by weekday and part of the day, to read instead of the chart."""
    figures = pd.DataFrame(_by_part(week).round(1), columns=list(DayPart))
    figures.insert(0, DAY, WEEKDAYS)
    return figures.rename(columns={part: part.capitalize() for part in DayPart})


def _square(step: int) -> str:
    ground, ink = STEPS[step]
    return f'<b style="background:{ground};color:{ink}">{step or ""}</b>'


def _say_peak(week: WeekHours) -> str:
    parts = _by_part(week)
    day, part = np.unravel_index(int(parts.argmax()), parts.shape)
    first = int(part) * _PART_HOURS
    known = say_number(week.weights.sum())
    return (
        f"Het meest op {WEEKDAYS[day]} in de {tuple(DayPart)[part]} ({first} tot "
        f"{first + _PART_HOURS} uur): naar schatting {say_number(parts.max(), decimals=1)} van de "
        f"{known} meldingen."
    )


def _by_part(week: WeekHours) -> NDArray[np.float64]:
    parts: NDArray[np.float64] = week.weights.reshape(DAYS, len(DayPart), -1).sum(axis=2)
    return parts
