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
        "Van de meldingen van woninginbraak, telkens in het kwartaal erna (4 perioden samen), viel "
        "24% in 3% van het gebied (300 van 1.250); het tellen van oude meldingen gaf 21% "
        "(gemiddeld 262,5)."
    )


def test_other_periods_are_named_by_their_weeks():
    for weeks, words in ((4, "in de 4 weken erna"), (1, "in de week erna")):
        told = backtests.say_headline(draw_backtest_report(weeks=weeks), STACKED)
        assert f", telkens {words} (4 perioden samen), viel" in told
    report = draw_backtest_report()
    alone = replace(report, params=replace(report.params, periods=1))
    assert "woninginbraak, in het kwartaal erna, viel" in backtests.say_headline(alone, STACKED)


def test_of_a_handful_no_percentage_is_given():
    report = draw_backtest_report(incidents=6)
    text = backtests.say_headline(report, STACKED)
    assert text == (
        "Van de 6 meldingen van woninginbraak, telkens in het kwartaal erna (4 perioden samen), "
        "vielen er gemiddeld 1,4 in 3% van het gebied; het tellen van oude meldingen gaf er "
        "gemiddeld 1,3. Een klein aantal: een verschil zegt dan niets."
    )


def test_a_small_catch_is_called_small_and_gets_no_percentage():
    text = backtests.say_headline(draw_backtest_report(incidents=25), STACKED)
    assert "Van de 25 meldingen" in text
    assert "vielen er 6 in 3% van het gebied" in text
    assert text.endswith("Een klein aantal: daarom geen percentage.")
    assert text.count("%") == 1


def test_what_was_chosen_on_these_periods_is_no_proof():
    report = replace(draw_backtest_report(), unfair=frozenset({HOTSPOTS}))
    assert backtests.say_proof(report, HOTSPOTS).startswith("Niet eerlijk te toetsen: op een deel")
    assert "viel 24%" in backtests.say_proof(report, STACKED)
    assert HOTSPOTS not in {point["kind"] for point in draw_backtest(report)["data"]["values"]}
    assert name_method(HOTSPOTS) not in say_backtest(report)


def test_many_comparisons_at_once_are_counted_and_explained():
    report = draw_backtest_report()
    text = backtests.say_comparisons(report)
    assert text.startswith("Hier staan 9 vergelijkingen met tellen bij elkaar: 3 methoden, elk in ")
    assert "lijkt er gemiddeld één toch beter" in text
    assert dict(backtests.describe_backtest(report))["Hoeveel vergelijkingen"] == text


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


def test_the_chart_gives_no_percentage_of_a_handful():
    points = draw_backtest(draw_backtest_report(incidents=30))["data"]["values"]
    (small,) = (point for point in points if point["row"] == f"0.03|{STACKED}")
    assert small["label"] == "7,2 van 30"
    assert small["words"] == "Verwachtingskaart: 7,2 van 30 (klein aantal)"
    (enough,) = (point for point in points if point["row"] == f"0.05|{STACKED}")
    assert enough["label"] == "40%"
