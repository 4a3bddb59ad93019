import numpy as np
import pytest

from geo.analysis.timing import WeekHours
from geo.present.week_chart import say_scale, say_week, tabulate_week, week_chart_html


def draw(*hours, uniform=0, without_hour=0):
    """A week as (weekday, hour, weight), with incidents that may be at any hour beside it."""
    weights = np.full((7, 24), uniform / 168)
    for day, hour, weight in hours:
        weights[day, hour] += weight
    return WeekHours(weights, uniform, without_hour)


def test_chart_has_a_square_an_hour_and_a_text_for_those_who_cannot_see_it():
    week = draw((5, 22, 4.0), (0, 3, 1.0))
    chart = week_chart_html(week)
    assert chart.count("<b ") == 7 * 24
    assert 'role="img"' in chart
    assert f'aria-label="{say_week(week)}"' in chart


def test_squares_bear_the_step_that_their_colour_has():
    chart = week_chart_html(draw((5, 22, 5.0), (5, 23, 2.5), (0, 0, 0.01)))
    steps = [square.split("</b>")[0].split(">")[1] for square in chart.split("<b ")[1:]]
    assert steps[5 * 24 + 22] == "5"
    assert steps[5 * 24 + 23] == "3"
    assert steps[0] == "1"
    assert set(steps) == {"", "1", "3", "5"}


def test_words_name_the_part_of_the_day_with_most():
    week = draw((5, 22, 4.5), (0, 3, 1.5))
    assert say_week(week) == (
        "Het meest op zaterdag in de avond (18 tot 24 uur): naar schatting 4,5 van de 6 meldingen."
    )


def test_first_of_equal_parts_is_named():
    assert "maandag in de nacht" in say_week(draw((6, 23, 1.0), (0, 0, 1.0)))


def test_incidents_without_a_known_hour_are_said_apart():
    text = say_week(draw((5, 22, 3.0), uniform=1, without_hour=2))
    assert "1 melding kan op elk uur van de week zijn gebeurd." in text
    assert text.endswith("Van 2 meldingen is alleen de maand bekend.")


@pytest.mark.parametrize("week", [draw(), draw(uniform=3), draw(without_hour=3)])
def test_a_week_without_any_known_hour_names_none(week):
    assert say_week(week).startswith("Het uur is van geen enkele melding bekend.")
    assert "Het meest" not in week_chart_html(week)


def test_scale_says_what_the_busiest_hour_counts():
    assert "0,25 meldingen" in say_scale(draw((0, 0, 0.25)))
    assert "3,0 meldingen" in say_scale(draw((0, 0, 3.0)))
    assert say_scale(draw()) == ""


def test_table_adds_up_to_the_week():
    table = tabulate_week(draw((5, 22, 4.5), (5, 18, 0.5), (0, 3, 1.5)))
    assert table.columns.tolist() == ["Dag", "Nacht", "Ochtend", "Middag", "Avond"]
    assert table["Dag"].tolist()[::6] == ["maandag", "zondag"]
    assert table.set_index("Dag").loc["zaterdag", "Avond"] == 5
    assert table.drop(columns="Dag").to_numpy().sum() == pytest.approx(6.5)
