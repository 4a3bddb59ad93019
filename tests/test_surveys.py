from dataclasses import replace

import pandas as pd
import pytest
from drawings import draw_layers, draw_report, draw_survey, weigh

from geo import schema
from geo.analysis.peak_windows import PeakWindow
from geo.params import HourSelection
from geo.present.marks import Mark
from geo.present.placement import surveys
from geo.schema import DayPart
from geo.themes import Themes

MARKS = {
    "woninginbraak": Mark("Woninginbraak", "Wo", "#D55E00", "#000000"),
    "overig": Mark("Overig", "Ov", "#6b7884", "#000000"),
}
THEMES = Themes({}, {}, {"1.1.1": "Diefstal/inbraak woning"})
INCIDENTS = draw_survey().incidents


@pytest.mark.parametrize(
    ("area", "title"),
    [
        ("WK1", "Wijk Oost"),
        ("P1", "Bedrijventerrein De Kade"),
        ("WK9", "WK9"),
    ],
)
def test_an_area_is_named_with_its_kind(area, title):
    assert surveys.say_title(area, draw_layers()) == title


def test_an_area_without_a_name_goes_by_its_code():
    assert surveys.say_title("WK1", draw_layers(None, "West")) == "Wijk WK1"


def test_the_page_says_which_days_and_hours_it_is_about():
    evenings = HourSelection(day_parts=(DayPart.EVENING,))
    assert surveys.say_scope(draw_survey()) == (
        "25 december 2018 tot en met 31 december 2018 (7 dagen) · 3 meldingen"
    )
    assert "gekozen uren: alle dagen, avond" in surveys.say_scope(draw_survey(hours=evenings))


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (3, 3, "ervoor ook 3"),
        (3, 5, "ervoor 5: klein aantal, kan toeval zijn"),
        (12, 15, "ervoor 15: kan toeval zijn"),
        (40, 15, "ervoor 15: meer dan toeval verklaart"),
        (0, 9, "ervoor 9: minder dan toeval verklaart"),
    ],
)
def test_counts_are_held_against_the_period_before_in_words(now, before, words):
    (item,) = surveys.list_counts(
        draw_survey({"woninginbraak": now}, {"woninginbraak": before}), MARKS
    )
    assert item.title == f"Woninginbraak: {now}"
    assert item.detail == words
    assert "%" not in item.detail


def test_without_a_period_before_counts_stand_alone_and_it_is_said():
    alone = replace(draw_survey({"woninginbraak": 3, "gone": 2}), before=None)
    items = surveys.list_counts(alone, MARKS)
    assert [(item.title, item.detail) for item in items] == [
        *(("Woninginbraak: 3", ""), ("Overig: 2", "")),
    ]
    assert "begin van de gegevens (1 januari 2016)" in surveys.say_before(alone)
    assert "18 december 2018 tot en met 24 december 2018" in surveys.say_before(draw_survey())


def test_hotspots_are_told_with_rank_and_the_part_of_the_week():
    near = replace(draw_report(), peaks={"H1": PeakWindow(4, 2, 18, 6, 0.75, 9, 0.001), "H2": None})
    first, second = surveys.list_hotspots([near], MARKS)
    assert first.title == "Woninginbraak, hotspot 1"
    assert first.detail == "12 meldingen in 12 maanden; vr-za 18-24 uur, 75% van de meldingen"
    assert second.detail == "60 meldingen in 12 maanden; geen duidelijke piek"


def test_hotspots_say_whether_they_may_be_chance():
    near = weigh(draw_report(), 0.001, 0.3)
    told = [item.detail for item in surveys.list_hotspots([near], MARKS)]
    assert told == [
        "12 meldingen in 12 maanden; kans op toeval minder dan 1 op 100",
        "60 meldingen in 12 maanden; kan toeval zijn",
    ]


def near_by(*rows):
    """Landmarks as (name, rank, distance)."""
    frame = pd.DataFrame(rows, columns=[schema.AREA_NAME, schema.RANK, "distance_m"])
    return frame.astype({schema.RANK: "Int64", "distance_m": "float64"})


LANDMARKS = near_by(("Vernieling", 2, 0), ("De Kade", None, 137), (None, None, None))


def table(incidents=INCIDENTS, landmarks=LANDMARKS):
    return surveys.tabulate_latest(incidents, landmarks, MARKS, THEMES)


def test_latest_incidents_are_told_by_kind_time_and_what_is_near():
    told = table()
    assert told.columns.tolist() == [
        *("Thema", "Soort", "Wanneer", "Waar", "Precisie van de plaats"),
    ]
    assert told["Soort"].tolist() == ["Diefstal/inbraak woning"] * 3
    assert told["Wanneer"].iloc[0] == "woensdag 3 januari 2018, 21:30"
    assert told["Waar"].tolist() == [
        "in hotspot 2 (vernieling)",
        "op ongeveer 140 meter van bedrijventerrein De Kade",
        "",
    ]


def test_in_a_park_is_said_so():
    landmarks = near_by(("De Kade", None, 0), ("De Kade", None, 1240), ("De Kade", None, 2))
    assert table(landmarks=landmarks)["Waar"].tolist() == [
        "op bedrijventerrein De Kade",
        "op ongeveer 1,2 kilometer van bedrijventerrein De Kade",
        "op ongeveer 10 meter van bedrijventerrein De Kade",
    ]


@pytest.mark.parametrize("code", [None, "X9"])
def test_an_incident_without_a_known_code_goes_by_its_theme(code):
    incidents = INCIDENTS.assign(code=pd.array([code] * 3, dtype="str"))
    assert set(table(incidents)["Soort"]) == {"Woninginbraak"}


def test_the_list_leaves_out_what_is_not_known():
    items = surveys.list_latest(INCIDENTS, table(), MARKS)
    assert items[0].detail == "woensdag 3 januari 2018, 21:30 · in hotspot 2 (vernieling)"
    assert items[2].detail == "zaterdag 3 maart 2018, 21:30"


def test_facts_name_period_area_source_and_precision():
    facts = dict(surveys.say_survey_facts(draw_survey(without_hour=2), draw_layers()))
    assert facts["Gebied"] == "Oost (wijk)"
    assert facts["Meldingen en aangiften"] == "3; 2 niet meegeteld: het uur is niet bekend"
    assert facts["Bron"] == "demo (verzonnen)"
    assert {"Periode", "Gegevens", "Precisie van de plaats", "Precisie van de tijd"} <= set(facts)
