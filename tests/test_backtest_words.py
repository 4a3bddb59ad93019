import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from backtest_drawings import draw_backtest_report
from drawings import draw_report
from test_quality_words import KINDS, SPOTS

from geo import schema
from geo.analysis.forecasting import PRIOR_COUNTS, STACKED
from geo.present import backtests
from geo.present.backtest_chart import MAIN_METHODS, draw_backtest, say_backtest
from geo.present.methods import METHOD_WORDS, name_method
from geo.service import list_methods
from geo.service.answers import DataQuality
from geo.service.forecasting import HOTSPOTS


def test_the_headline_is_the_sentence_of_a_policy_officer():
    assert backtests.say_headline(draw_backtest_report(), STACKED) == (
        "Van de meldingen van woninginbraak in het kwartaal erna viel 24% in 3% van het gebied "
        "(300 van 1.250); het tellen van oude meldingen gaf 21% (262)."
    )


def test_other_periods_are_named_by_their_weeks():
    assert "in de 4 weken erna" in backtests.say_headline(draw_backtest_report(weeks=4), STACKED)
    assert "in de week erna" in backtests.say_headline(draw_backtest_report(weeks=1), STACKED)


def test_of_a_handful_no_percentage_is_given():
    report = draw_backtest_report(incidents=6)
    text = backtests.say_headline(report, STACKED)
    assert text == (
        "Van de 6 meldingen van woninginbraak in het kwartaal erna viel er 1 in 3% van het gebied; "
        "het tellen van oude meldingen gaf er 1. Een klein aantal: een verschil zegt dan niets."
    )
    table = backtests.tabulate_backtest(report)
    assert set(table[backtests.RATE]) == set(table[backtests.MORE]) == {"-"}


def test_a_small_catch_is_called_small():
    assert "(7 van 30, klein aantal)" in backtests.say_headline(
        draw_backtest_report(incidents=30), STACKED
    )


def test_what_does_not_beat_counting_says_so():
    report = draw_backtest_report()
    assert "beter dan het tellen" in backtests.say_judgement(report, STACKED)
    assert backtests.say_judgement(report, HOTSPOTS).startswith("De hotspots van dit thema deden")
    assert "slechter" in backtests.say_judgement(report, HOTSPOTS)
    weak = draw_backtest_report(gain=(-0.01, 0.05))
    assert "niet aantoonbaar beter" in backtests.say_proof(weak, STACKED)


@pytest.mark.parametrize(("incidents", "earlier"), [(4, 900), (900, 4)])
def test_too_little_says_how_much_is_needed(incidents, earlier):
    report = draw_backtest_report(incidents=incidents, earlier=earlier)
    text = backtests.say_too_few(report)
    assert "ten minste 10 nodig" in text
    assert backtests.say_proof(report, STACKED) == text
    assert backtests.say_too_few(draw_backtest_report()) == ""


def test_the_table_gives_every_figure_its_interval():
    table = backtests.tabulate_backtest(draw_backtest_report(), share=0.03).set_index(
        backtests.NAME
    )
    row = table.loc["Verwachtingskaart"]
    assert row[backtests.CAUGHT] == "300 van 1.250"
    assert row[backtests.RATE] == "24% (19 tot 29)"
    assert row[backtests.MORE] == "+3 (+1 tot +7)"
    assert row["PAI"] == "8,0 (6,4 tot 9,6)"
    assert table.loc["Tellen van oude meldingen", backtests.MORE] == "de meetlat"


def test_a_figure_that_is_none_is_not_made_up():
    report = draw_backtest_report()
    report.found.scores.loc[0, ["rri", "rri_high"]] = float("nan")
    report.found.scores.loc[1, "rri_high"] = float("nan")
    table = backtests.tabulate_backtest(report)
    assert table["RRI"].tolist()[:2] == ["-", "1,00 (0,80 tot -)"]


def test_what_is_taken_along_holds_numbers_and_what_each_method_does():
    table = backtests.export_backtest(draw_backtest_report())
    row = table[table["Naam op de opdrachtregel"] == STACKED].iloc[1]
    assert (row["Deel van het gebied (%)"], row["Aandeel (%)"]) == (3.0, 24.0)
    assert (row["PEI, laagste"], row["PEI, hoogste"]) == (0.192, 0.288)
    assert row["Wat de methode doet"] == METHOD_WORDS[STACKED].does


def test_no_percentage_of_a_handful_goes_into_a_file():
    report = draw_backtest_report()
    few = replace(report, found=replace(report.found, incidents=9))
    table = backtests.export_backtest(few)
    assert table["Aandeel (%)"].isna().all()
    assert table["Meer dan tellen (procentpunt), hoogste"].isna().all()
    assert table["Van"].eq(9).all()


def test_every_method_has_dutch_words():
    assert set(METHOD_WORDS) == set(list_methods())
    assert name_method("van-elders") == "van-elders"


def test_facts_say_what_was_tested_and_what_was_left_out():
    facts = dict(backtests.describe_backtest(draw_backtest_report()))
    assert facts["Getoetst op"] == (
        "4 perioden van 13 weken: 2 januari 2018 tot en met 31 december 2018"
    )
    assert facts["Vakken"] == "2.667 van 100 bij 100 meter"
    assert "politie" in facts["Wat niet meetelt"]


def test_the_data_are_stated_with_the_precision_of_the_theme_alone():
    quality = DataQuality(7, KINDS, SPOTS, pd.DataFrame(), findings=())
    theme = KINDS[schema.THEME].iloc[0]
    facts = dict(backtests.describe_data(draw_report().data, quality, theme))
    assert facts["Bron"] == "demo (verzonnen)"
    own = KINDS[KINDS[schema.THEME] == theme]
    counts = re.findall(r"\(([\d.]+)\)", facts["Precisie van de plaats"])
    counted = sum(int(count.replace(".", "")) for count in counts)
    assert counted == own[schema.INCIDENTS].sum()


def test_the_chart_draws_each_method_with_its_interval_beside_counting():
    spec = draw_backtest(draw_backtest_report())
    points = spec["data"]["values"]
    assert len(points) == 3 * len(MAIN_METHODS)
    assert all(point["low"] <= point["rate"] <= point["high"] for point in points)
    assert {round(point["prior"], 6) for point in points} == {7.0, 21.0, 35.0}
    (stacked,) = (point for point in points if point["row"] == f"0.03|{STACKED}")
    assert stacked["words"] == "Verwachtingskaart: 24% (tussen 19% en 29%)"
    assert "http" not in json.dumps(spec)


def test_each_method_of_the_chart_has_a_shape_and_a_colour_of_its_own():
    marks = draw_backtest(draw_backtest_report())["layer"][2]["encoding"]
    for look in ("color", "shape"):
        values = [test["value"] for test in marks[look]["condition"]] + [marks[look]["value"]]
        assert len(set(values)) == len(values)


def test_the_text_of_the_chart_holds_its_figures():
    text = say_backtest(draw_backtest_report(), (PRIOR_COUNTS, STACKED))
    assert "in 3% van het gebied: Tellen van oude meldingen 21% en Verwachtingskaart 24%" in text
