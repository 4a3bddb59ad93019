import json
from datetime import date

import pandas as pd
import pytest
from drawings import PERIOD
from overview_drawings import draw_months, draw_summary

from geo.disclosure import Reason
from geo.params import Period, Question
from geo.present.month_chart import draw_months as draw_chart
from geo.present.month_chart import say_incomplete, say_months, tabulate_months

SPRING = Period(first=date(2018, 3, 10), last=date(2018, 5, 31))
MONTHS = draw_months("2018-01", [3, 0, 1, 1204, 5, 6])


def band(spec):
    return spec["layer"][0]["data"]["values"]


def named(months):
    axis = draw_chart(months, PERIOD)["layer"][1]["encoding"]["x"]["axis"]
    return [f"{tick['year']}-{tick['month']}" for tick in axis["values"]]


def test_each_month_is_a_point_that_says_what_it_is():
    points = draw_chart(MONTHS, SPRING)["data"]["values"]
    assert [point["count"] for point in points] == [3, 0, 1, 1204, 5, 6]
    assert [point["words"] for point in points][2:4] == [
        "maart 2018: 1 melding",
        "april 2018: 1.204 meldingen",
    ]


def test_the_band_lies_around_the_days_of_the_period():
    assert band(draw_chart(MONTHS, SPRING)) == [
        {"first": "2018-03-10T00:00", "after": "2018-06-01T00:00"}
    ]


def test_the_band_stays_within_the_months():
    assert band(draw_chart(MONTHS, PERIOD)) == [
        {"first": "2018-01-01T00:00", "after": "2018-07-01T00:00"}
    ]
    long_ago = Period(first=date(2010, 1, 1), last=date(2010, 12, 31))
    assert band(draw_chart(MONTHS, long_ago)) == []


def test_a_month_that_is_cut_is_an_open_point_and_says_so():
    months = draw_months("2018-01", [3, 4], cut=[1])
    points = draw_chart(months, SPRING)["data"]["values"]
    assert [point["whole"] for point in points] == [True, False]
    assert points[1]["words"] == "februari 2018: 4 meldingen (mogelijk niet volledig)"
    assert say_incomplete(months) == (
        "Mogelijk niet volledig in de gegevens (open punt): februari 2018."
    )
    assert say_incomplete(MONTHS) == ""


@pytest.mark.parametrize(
    ("count", "ticks"),
    [
        (6, ["2018-1", "2018-2", "2018-3", "2018-4", "2018-5", "2018-6"]),
        (24, [f"{year}-{month}" for year in (2018, 2019) for month in (1, 4, 7, 10)]),
        (60, [f"{year}-1" for year in range(2018, 2023)]),
    ],
)
def test_as_many_months_are_named_as_there_is_room_for(count, ticks):
    assert named(draw_months("2018-01", [1] * count)) == ticks


def test_many_years_are_not_all_named():
    assert len(named(draw_months("1990-01", [1] * 420))) <= 10


def test_the_chart_asks_nothing_of_the_internet_and_holds_no_english():
    text = json.dumps(draw_chart(MONTHS, SPRING))
    assert "http" not in text
    assert "url" not in text
    for month in ("Jan", "May", "Oct"):
        assert month not in text
    assert "'mrt'" in text
    assert "'okt'" in text


def test_a_line_of_zeros_lies_on_the_ground():
    spec = draw_chart(draw_months("2018-01", [0, 0]), SPRING)
    assert spec["layer"][1]["encoding"]["y"]["scale"]["domain"] == [0, 4]


def test_words_say_what_the_chart_shows():
    told = say_months(draw_summary())
    assert told == (
        "Woninginbraak per maand, van januari 2016 tot en met december 2018: van 1 tot 22 "
        "meldingen, gemiddeld 4,4. In de gekozen periode gemiddeld 7,3 per maand."
    )


def test_a_period_without_a_whole_month_is_told_by_its_count():
    days = Period(first=date(2018, 3, 10), last=date(2018, 3, 20))
    summary = draw_summary(question=Question(theme="woninginbraak", period=days), incidents=1)
    assert say_months(summary).endswith("In de gekozen periode: 1 melding.")


def test_the_table_holds_the_same_numbers():
    table = tabulate_months(MONTHS, SPRING)
    assert table["Maand"].tolist()[:2] == ["januari 2018", "februari 2018"]
    assert table["Meldingen"].tolist() == [3, 0, 1, 1204, 5, 6]
    assert table["In de gekozen periode"].tolist() == ["", "", "deels", "ja", "ja", ""]
    assert "Opmerking" not in table
    cut = tabulate_months(draw_months("2018-01", [3, 4], cut=[0]), SPRING)
    assert cut["Opmerking"].tolist() == ["mogelijk niet volledig", ""]


def test_a_month_that_is_held_back_is_a_gap_and_told_as_such():
    counts = pd.array([30, None, 12, 1204, 5, 6], dtype="Int64")
    months = MONTHS.assign(incidents=counts)
    point = draw_chart(months, SPRING)["data"]["values"][1]
    assert (point["count"], point["words"]) == (None, "februari 2018: achtergehouden")
    assert tabulate_months(months, SPRING)["Meldingen"].tolist()[1] == "achtergehouden"
    held = draw_summary(months=months, incidents=0, held={Reason.FEW: 1})
    assert "Van 1 van de 6 maanden is het aantal achtergehouden" in say_months(held)
    # A count that nobody may see is not told as none.
    summary = draw_summary(
        months=MONTHS,
        incidents=0,
        held={},
        question=Question(
            theme="woninginbraak", period=Period(first=date(2018, 3, 2), last=date(2018, 3, 9))
        ),
    )
    assert "In de gekozen periode" not in say_months(summary)
