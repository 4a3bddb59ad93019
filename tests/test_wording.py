from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from drawings import draw_layers, draw_report

from geo import schema
from geo.params import HourSelection, Period
from geo.present import wording
from geo.schema import DayPart, Layer, PlacePrecision, Refusal, TimePrecision


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1708, 0, "1.708"), (0, 0, "0"), (-1234.5, 1, "-1.234,5"), (0.25, 2, "0,25")],
)
def test_numbers_are_written_the_dutch_way(value, decimals, text):
    assert wording.say_number(value, decimals=decimals) == text


def test_dates_are_written_in_full():
    assert wording.say_date(date(2026, 11, 24)) == "24 november 2026"
    assert wording.say_moment(datetime(2026, 3, 1, 9, 5, tzinfo=UTC)) == "1 maart 2026, 09:05"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (1, "1 dag"),
        (92, "92 dagen"),
        (93, "ruim 3 maanden"),
        (731, "ruim 23 maanden"),
        (2_891, "ruim 7 jaar"),
    ],
)
def test_a_long_time_is_told_in_the_unit_that_people_count_it_in(days, told):
    assert wording.say_long(days) == told


@pytest.mark.parametrize(
    ("precision", "text"),
    [("minute", "1 mei 2018, 21:30"), ("day", "1 mei 2018"), ("month", "mei 2018")],
)
def test_a_time_never_pretends_to_be_more_precise_than_it_is(precision, text):
    assert wording.say_time(datetime(2018, 5, 1, 21, 30, tzinfo=UTC), precision) == text


def test_period_of_one_day_is_one_day():
    day = date(2018, 5, 1)
    assert wording.say_period(Period(first=day, last=day)) == "1 mei 2018"


@pytest.mark.parametrize(("count", "text"), [(0, "0 rijen"), (1, "1 rij"), (2000, "2.000 rijen")])
def test_one_is_singular(count, text):
    assert wording.say_count(count, "rij", "rijen") == text


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (wording.LAYERS, Layer),
        (wording.TIME_PRECISIONS, TimePrecision),
        (wording.PLACE_PRECISIONS, PlacePrecision),
        (wording.REFUSALS, Refusal),
    ],
)
def test_every_code_has_dutch_words(words, codes):
    assert set(words) == set(codes)
    assert all(words.values())


def test_reason_of_another_version_is_shown_as_written():
    assert wording.say_refusal("no-time") == "geen datum"
    assert wording.say_refusal("from-tomorrow") == "from-tomorrow"


def test_attribution_names_each_source_once_and_says_schematic():
    assert wording.say_attribution(draw_layers()) == "Schematische grenzen: eigen tekening 2022"
    assert wording.say_attribution({}) == "Geen grenzen ingelezen"


def test_caption_says_period_data_source_and_precision_in_one_line():
    assert wording.say_caption(draw_report(), draw_layers()) == (
        "1 januari 2018 tot en met 31 december 2018 · gegevens tot en met 31 december 2018 · "
        "bron: demo (verzonnen) · plaats: adres"
    )


def test_caption_says_what_the_question_keeps_to_and_which_part_is_shown():
    report = draw_report()
    hours = HourSelection(weekdays=(4,), day_parts=(DayPart.EVENING,))
    narrowed = replace(report, question=replace(report.question, area="P1", hours=hours))
    caption = wording.say_caption(narrowed, draw_layers(), when="maart 2018")
    assert caption.startswith("maart 2018 · De Kade (bedrijventerrein) · vrijdag, avond · ")


def test_caption_names_the_most_frequent_precision_first_and_none_for_nothing():
    report = draw_report()
    mixed = report.incidents.assign(place_precision=["raster", "straat", "straat"])
    caption = wording.say_caption(replace(report, incidents=mixed), {})
    assert caption.endswith("plaats: straat en raster")
    empty = replace(report, incidents=report.incidents.iloc[:0])
    assert wording.say_caption(empty, {}).endswith("plaats: geen")


def test_incidents_are_told_in_local_time_also_in_the_hour_that_comes_twice():
    moments = ["2016-10-30T00:20Z", "2016-10-30T01:20Z", "2016-07-01T22:05Z"]
    incidents = pd.DataFrame(
        {
            "code": ["A", "B", "C"],
            "started_at": pd.to_datetime(moments).tz_convert("Europe/Amsterdam"),
            "time_precision": ["minute", "day", "month"],
            "place_precision": ["adres", "straat", "raster"],
        }
    )
    assert wording.say_incidents(incidents) == [
        "A · 30 oktober 2016, 02:20 · plaats: adres",
        "B · 30 oktober 2016 · plaats: straat",
        "C · juli 2016 · plaats: raster",
    ]


def test_facts_state_period_source_data_and_precision():
    facts = dict(wording.say_facts(draw_report(), draw_layers()))
    assert facts["Periode"] == "1 januari 2018 tot en met 31 december 2018"
    assert facts["Bron"] == "demo (verzonnen)"
    assert facts["Gegevens"].endswith("ingelezen op 24 november 2026")
    assert facts["Precisie van de plaats"] == "adres (3)"
    assert facts["Meldingen en aangiften"] == "3, waarvan 1 buiten een hotspot en 1 zonder plaats"


def test_facts_of_an_empty_report_can_be_said():
    report = draw_report()
    empty = type(report)(**(vars(report) | {"incidents": report.incidents.iloc[:0]}))
    assert dict(wording.say_facts(empty, {}))["Precisie van de plaats"] == "geen meldingen"


def test_incidents_are_said_by_code_time_and_precision_of_place():
    incidents = draw_report().incidents.drop(columns=schema.GEOMETRY)
    assert wording.say_incidents(incidents)[0] == "1.1.1 · 3 januari 2018, 21:30 · plaats: adres"


@pytest.mark.parametrize(
    ("metres", "text"), [(2, "10 meter"), (347, "350 meter"), (1240, "1,2 kilometer")]
)
def test_a_distance_is_told_no_more_precisely_than_is_of_use(metres, text):
    assert wording.say_distance(metres) == text
