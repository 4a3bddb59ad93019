"""What is said of repeats and alerts, of one made band at a time."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import schema
from geo.analysis.alerts import Basis
from geo.analysis.pairs import RepeatBands
from geo.analysis.repeats import NearRepeats
from geo.params import MonteCarlo, Period
from geo.present import alerts as alert_words
from geo.present import repeats as words
from geo.present.marks import Mark
from geo.service.answers import AlertReport, DataStatus, RepeatReport

YEARS = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
DATA = DataStatus(100, 0, YEARS.first, YEARS.last, None, False, ("politie",), 1)
COLUMNS = [
    *("from_m", "to_m", "from_days", "to_days"),
    *("pairs", "expected", "ratio", "p_value", "is_raised"),
]
MARKS = {"inbraak": Mark("Woninginbraak", "Wo", "#d55e00", "#000000")}
ZONE = "Europe/Amsterdam"
AROUND = "Binnen 200 meter van de melding (stippels op de kaart)"
UNTIL = "tot en met 11 januari 2019"


def counted(*rows, bands=None):
    table = pd.DataFrame(rows, columns=COLUMNS)
    return NearRepeats(table, 1708, 3, bands or RepeatBands(), MonteCarlo())


def band(pairs, expected, p_value, *, raised=False, far=(0.0, 200.0), late=(0.0, 14.0)):
    ratio = pairs / expected if expected else float("inf") if pairs else float("nan")
    return (*far, *late, pairs, expected, ratio, p_value, raised)


def repeats(close, *rows):
    return RepeatReport(
        theme="inbraak",
        title="Woninginbraak",
        period=YEARS,
        close=counted(close),
        bands=counted(*rows or [close]),
        place_precisions={"adres": 1708},
        police_made=12,
        earlier=5000,
        data=DATA,
    )


def alerts(basis, close=None, found=None):
    made = gpd.GeoDataFrame(geometry=[], crs=28992) if found is None else found
    return AlertReport(
        theme="inbraak",
        title="Woninginbraak",
        as_of=date(2019, 1, 1),
        period=YEARS,
        first=date(2017, 3, 9),
        earlier=0,
        basis=basis,
        asked=False,
        repeats=counted(close or band(56, 40.7, 0.012, raised=True)),
        alerts=made,
        police_made=0,
        data=DATA,
    )


@pytest.mark.parametrize(
    ("close", "said"),
    [
        (band(1708, 854.0, 0.001, raised=True), "kwamen er 2,0 keer zo veel andere als"),
        (band(1708, 854.0, 0.001, raised=True), "1.708 paren, waar er zonder verband 854,0"),
        (band(157, 171.3, 0.883), "kwamen er niet duidelijk meer andere"),
        (band(157, 171.3, 0.883), "kan toeval zijn (p = 0,88)"),
        (band(1100, 1000.0, 0.002), "kwamen er iets meer andere dan zonder verband"),
        (band(1100, 1000.0, 0.002), "kans dat dit toeval is: minder dan 1 op 100 (p = 0,002)."),
        (band(1100, 1000.0, 0.002), "Het verschil is klein, minder dan 1,2 keer zo veel"),
        (band(9, 3.0, 0.002, raised=True), "Dat is een klein aantal"),
        (band(1, 0.2, 0.2), "1 paar, waar er"),
        (band(0, 0.0, 1.0), "0 paren"),
    ],
)
def test_the_sentence_says_how_often_and_whether_it_is_chance(close, said):
    assert said in words.say_repeats(repeats(close))


def test_a_small_difference_that_is_no_chance_is_not_denied():
    said = words.say_repeats(repeats(band(1100, 1000.0, 0.002)))
    assert "niet duidelijk" not in said
    assert "kan toeval zijn" not in said


def test_few_pairs_are_never_called_so_many_times_as_many():
    assert "keer zo veel" not in words.say_repeats(repeats(band(9, 3.0, 0.002, raised=True)))


def test_the_picture_bears_figures_signs_and_small_numbers():
    html = words.repeats_chart_html(
        counted(
            band(30, 10.0, 0.001, raised=True, far=(1, 100), late=(0, 7)),
            band(12, 12.0, 0.5, far=(1, 100), late=(7, 14)),
            band(4, 2.0, 0.2, far=(100, 200), late=(0, 7)),
            band(3, 0.4, 0.01, raised=True, far=(100, 200), late=(7, 14)),
        ),
        label='Wat "<vaak>" is',
    )
    first, second, third, fourth = html.split("<td")[1:]
    assert "<b>3,0 keer ▲</b><span>30 paren</span>" in first
    assert "<b>1,0 keer</b><span>12 paren</span>" in second
    assert "<b>2,0 keer</b><span>4 paren, klein aantal</span>" in third
    # Of less than one expected no number of times is said.
    assert "<b>- ▲</b><span>3 paren, klein aantal</span>" in fourth
    assert 'scope="row">0 tot 100 meter<' in html
    assert "<vaak>" not in html
    # Colours do not tell it alone, and are the same for the same figure.
    assert "#00224e" in first
    assert "#00224e" in third


def test_table_and_facts_state_what_was_left_out():
    report = repeats(band(9, 3.0, 0.002), band(0, 0.0, 1.0, far=(0, 1)))
    table = words.tabulate_repeats(report)
    assert table["Afstand"].tolist() == ["0 tot 200 meter", "zelfde plek"]
    assert table["Klein aantal"].tolist() == ["ja", "ja"]
    assert table["Verhouding"].isna().tolist() == [False, True]
    facts = dict(words.say_repeat_facts(report))
    counted_text = facts["Meldingen en aangiften"]
    assert "1.708 met een plaats en een dag; 3 zonder niet meegeteld" in counted_text
    assert "12 niet meegeteld, omdat de politie ze zelf vastlegde" in counted_text
    assert "5.000 eerdere niet meegeteld" in counted_text
    assert facts["Precisie van de plaats"] == "adres (1.708)"


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis.FOUND, "1,4 keer zo veel andere als zonder verband te verwachten is (56 paren"),
        (Basis.PRIOR, "Onderzoek elders vond na een woninginbraak binnen 200 meter en 14 dagen"),
        (Basis.NONE, "daar is niet te zien dat meldingen elkaar vaker opvolgen dan bij toeval."),
        (Basis.TOO_FEW, "Geen lijst voor woninginbraak: te weinig meldingen om het te zien."),
    ],
)
def test_each_ground_is_said(basis, said):
    (text,) = alert_words.say_grounds([alerts(basis)])
    assert said in text


def test_the_days_on_which_a_list_rests_are_those_of_the_data():
    report = alerts(Basis.FOUND)
    (text,) = alert_words.say_grounds([report])
    assert "kwamen er sinds 9 maart 2017 1,4 keer zo veel" in text
    assert "drie jaar" not in text
    (text,) = alert_words.say_grounds([replace(report, earlier=5000)])
    assert text.endswith("; 5.000 meldingen van daarvoor tellen niet mee.")


def test_several_themes_are_said_to_be_tested_apart():
    *_, last = alert_words.say_grounds([alerts(Basis.FOUND), alerts(Basis.NONE)])
    assert last.startswith("Elk van de 2 thema's is apart getoetst: van twintig thema's")


def found(streets):
    started = pd.DatetimeIndex(["2018-12-29 20:15"]).tz_localize(ZONE)
    return gpd.GeoDataFrame(
        {
            schema.THEME: ["inbraak"],
            schema.STARTED_AT: started,
            "until": pd.DatetimeIndex(["2019-01-12"]).tz_localize(ZONE),
            "to_m": [200.0],
            "streets": [streets],
        },
        geometry=[shapely.Point(0, 0).buffer(200)],
        crs=28992,
    )


def landmark(metres):
    return pd.DataFrame({"name": ["De Kade"], "rank": [pd.NA], "distance_m": [metres]})


@pytest.mark.parametrize(
    ("streets", "metres", "title"),
    [
        ("Kerkstraat; Dijk", 40.0, "Kerkstraat en Dijk: tot en met 11 januari 2019"),
        ("A; B; C; D; E; F; G; H", 40.0, "A, B, C, D, E, F en nog 2: tot en met 11 januari 2019"),
        (
            "",
            120.0,
            f"{AROUND}, op ongeveer 120 meter van bedrijventerrein De Kade: {UNTIL}",
        ),
        (
            "",
            900.0,
            f"{AROUND}: {UNTIL}",
        ),
    ],
)
def test_an_alert_names_streets_or_else_the_place(streets, metres, title):
    (item,) = alert_words.list_alerts(found(streets), landmark(metres), MARKS)
    assert item.title == title
    assert item.detail == "na woninginbraak op 29 dec 2018"
    assert item.mark is MARKS["inbraak"]


def test_the_ground_of_alerts_is_edged_and_none_gives_no_step():
    (step,) = alert_words.plan_alerts(found("Kerkstraat"))
    assert step.startswith('["drawEdges"')
    assert "Kerkstraat" not in step
    assert alert_words.plan_alerts(found("Kerkstraat").iloc[:0]) == ()


def test_the_same_report_is_said_the_same_whatever_the_period_of_the_page():
    report = alerts(Basis.FOUND)
    moved = replace(report, period=Period(first=date(2017, 1, 1), last=date(2018, 12, 31)))
    assert alert_words.say_grounds([report]) == alert_words.say_grounds([moved])
