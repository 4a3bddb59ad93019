from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
from drawings import draw_report

from geo import schema
from geo.analysis.news import News
from geo.present import news as words
from geo.present.marks import Mark
from geo.service.answers import NewsReport
from geo.themes import Themes

MARKS = {
    "fietsdiefstal": Mark("Fietsdiefstal", "Fi", "#009E73", "#000000"),
    "overig": Mark("Overig", "Ov", "#6b7884", "#000000"),
}
THEMES = Themes({}, {}, {"1.2.3": "Diefstal van brom-, snor-, fietsen"})
DATA = draw_report().data
SINCE = date(2018, 12, 24)


def draw(*rows):
    """Incidents as (start, arrival, theme, code)."""
    moments = {
        name: pd.to_datetime([row[place] for row in rows]).tz_localize("Europe/Amsterdam")
        for name, place in ((schema.STARTED_AT, 0), (schema.ARRIVED_AT, 1))
    }
    frame = pd.DataFrame({**moments, schema.ENDED_AT: moments[schema.STARTED_AT]})
    frame[schema.TIME_PRECISION] = "minute"
    frame[schema.THEME] = [row[2] for row in rows]
    frame[schema.CODE] = [row[3] for row in rows]
    return gpd.GeoDataFrame(frame, geometry=[None] * len(rows))


def happened(count=1, theme="fietsdiefstal"):
    return draw(
        *[(f"2018-12-{28 - place % 4} 21:30", None, theme, "1.2.3") for place in range(count)]
    )


LATE = draw(("2018-12-03 08:00", "2018-12-28 09:00", "gone", "X9"))


def report(first=None, second=None, *, since=SINCE, without_hour=0, data=DATA):
    nothing = happened().iloc[:0]
    found = News(nothing if first is None else first, nothing if second is None else second)
    return NewsReport(since, found, without_hour, data)


def test_nothing_new_says_how_far_the_data_reach():
    assert words.say_news(report()) == (
        "Niets nieuws sinds 24 december 2018: de gegevens lopen tot en met 31 december 2018."
    )


def test_a_visit_after_the_end_of_the_data_is_told_with_what_to_do():
    assert words.say_news(report(since=date(2026, 11, 24))) == (
        "Niets nieuws sinds 24 november 2026: de gegevens lopen tot en met 31 december 2018. "
        "Kies een eerdere dag om terug te kijken."
    )


def test_without_data_nothing_is_new():
    empty = replace(DATA, first=None, last=None)
    assert words.say_news(report(data=empty)).endswith("er zijn nog geen gegevens.")


def test_what_happened_and_what_came_in_later_are_told_apart():
    assert words.say_news(report(happened(2))) == ("Sinds 24 december 2018: 2 nieuwe meldingen.")
    assert words.say_news(report(None, LATE)) == (
        "Sinds 24 december 2018: 1 melding van daarvoor, later binnengekomen."
    )
    assert words.say_news(report(happened(), LATE)) == (
        "Sinds 24 december 2018: 1 nieuwe melding en 1 melding van daarvoor, later binnengekomen."
    )


def test_themes_are_counted_with_how_much_came_in_later():
    told = words.say_news_by_theme(report(happened(3), LATE), MARKS)
    assert told == "Fietsdiefstal 3, Overig 1 (waarvan 1 later binnengekomen)"
    assert words.say_news_by_theme(report(), MARKS) == ""
    # Of one theme the sentence says it all.
    assert words.say_news_by_theme(report(happened(3)), MARKS) == ""


def test_the_list_names_kind_and_time_and_when_late_news_came_in():
    first, second = words.list_news(report(happened(), LATE), MARKS, THEMES)
    assert first.title == "Diefstal van brom-, snor-, fietsen"
    assert first.detail == "vrijdag 28 december 2018, 21:30"
    assert second.title == "Overig"
    assert second.detail == "maandag 3 december 2018, 08:00 · binnengekomen op 28 december 2018"


def test_a_long_list_is_cut_and_says_so():
    long = report(happened(words.MOST_ITEMS), LATE)
    assert len(words.list_news(long, MARKS, THEMES)) == words.MOST_ITEMS
    assert words.say_more(long) == "En nog 1."
    assert words.say_more(report(happened())) == ""


def test_news_that_chosen_hours_hide_is_said():
    assert words.say_hidden(report()) == ""
    assert "2 nieuwe meldingen is het uur niet bekend" in words.say_hidden(report(without_hour=2))


def test_the_first_day_is_explained_by_a_former_visit_or_by_its_absence():
    assert words.say_default(date(2026, 11, 21)) == (
        "Uw vorige bezoek hier was op 21 november 2026."
    )
    assert "laatste 7 dagen van de gegevens" in words.say_default(None)
