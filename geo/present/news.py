"""What is new since a day, in words and as a list."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from geo import schema
from geo.analysis.news import HAPPENED, LATER, count_news
from geo.present.intervals import say_interval
from geo.present.marks import Item, Mark, theme_marks
from geo.present.wording import say_count, say_date, say_number
from geo.service.answers import NewsReport
from geo.themes import Themes

# More than these are for the list of the page itself.
MOST_ITEMS: Final = 10
# Before the end of the data, where nobody was here before.
FIRST_DAYS: Final = 7


def say_news(report: NewsReport) -> str:
    """Say how much is new since the day, or that nothing is."""
    since = say_date(report.since)
    happened, later = len(report.news.happened), len(report.news.later)
    if not happened + later:
        return f"Niets nieuws sinds {since}: {_say_reach(report)}"
    parts = []
    if happened:
        parts.append(f"{say_count(happened, 'nieuwe melding', 'nieuwe meldingen')}")
    if later:
        came_in = say_count(later, "melding", "meldingen")
        parts.append(f"{came_in} van daarvoor, later binnengekomen")
    return f"Sinds {since}: {' en '.join(parts)}."


def say_hidden(report: NewsReport) -> str:
    """Say which news is not shown because its hour is not known; empty where there is none."""
    if not report.without_hour:
        return ""
    count = say_count(report.without_hour, "nieuwe melding", "nieuwe meldingen")
    return f"Van {count} is het uur niet bekend; die tellen bij gekozen uren niet mee."


def say_news_by_theme(report: NewsReport, marks: Mapping[str, Mark]) -> str:
    """Say how much of each theme is new: ``Jeugdoverlast 3 (waarvan 1 later binnengekomen)``.

    Empty where there is one theme or none, because `say_news` says it all.
    """
    counts = count_news(report.news)
    if len(counts) <= 1:
        return ""
    keys = theme_marks(counts.index.to_series(), marks)
    return ", ".join(
        f"{marks[key].title} {say_number(happened + later)}"
        + (f" (waarvan {say_number(later)} later binnengekomen)" if later else "")
        for key, happened, later in zip(keys, counts[HAPPENED], counts[LATER], strict=True)
    )


def list_news(report: NewsReport, marks: Mapping[str, Mark], themes: Themes) -> list[Item]:
    """List the latest news: first what happened since the day, then what came in later."""
    news = report.news
    rows = pd.concat([news.happened.assign(**{LATER: False}), news.later.assign(**{LATER: True})])
    shown = rows.head(MOST_ITEMS)
    keys = theme_marks(shown[schema.THEME], marks)
    columns = (schema.STARTED_AT, schema.ENDED_AT, schema.TIME_PRECISION, schema.ARRIVED_AT, LATER)
    return [
        Item(
            themes.titles.get(code, marks[key].title),
            say_interval(*when) + (f" · binnengekomen op {say_date(came)}" if late else ""),
            marks[key],
        )
        for key, code, *when, came, late in zip(
            keys, shown[schema.CODE], *(shown[name] for name in columns), strict=True
        )
    ]


def say_more(report: NewsReport) -> str:
    """Say how much news the list leaves out; empty where it holds all."""
    left = len(report.news.happened) + len(report.news.later) - MOST_ITEMS
    return f"En nog {say_number(left)}." if left > 0 else ""


def say_default(visited: date | None) -> str:
    """Say why the list starts on the day on which it does as long as nobody chooses."""
    if visited is not None:
        return f"Uw vorige bezoek hier was op {say_date(visited)}."
    return (
        f"Uw eerste dag hier: de laatste {FIRST_DAYS} dagen van de gegevens. Later begint de lijst "
        "bij uw vorige bezoek."
    )


def _say_reach(report: NewsReport) -> str:
    data = report.data
    if data.last is None:
        return "er zijn nog geen gegevens."
    reach = f"de gegevens lopen tot en met {say_date(data.last)}."
    if report.since > data.last:
        return f"{reach} Kies een eerdere dag om terug te kijken."
    return reach
