"""Tables, key figures and facts of the overview."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from drawings import draw_layers
from overview_drawings import DATA, draw_comparison, draw_summary

from geo.disclosure import Reason
from geo.params import HourSelection, Period, Question
from geo.present import overview
from geo.schema import DayPart

LAYERS = draw_layers()
QUARTER = Period(first=date(2018, 10, 1), last=date(2018, 12, 31))


def row(table, name):
    return table[table[overview.THEME] == name].iloc[0]


def test_a_theme_is_told_with_margin_and_verdict():
    told = row(overview.tabulate_themes(draw_comparison()), "Woninginbraak")
    assert (told["Meldingen"], told["Ervoor"], told["Verschil"]) == (88, 118, "-30")
    assert told["In procenten"] == "-25%"
    assert told["Marge (95%)"] == "tussen -60 en -1"
    assert told["Oordeel"] == "meer dan toeval verklaart"


def test_a_small_number_is_called_one():
    told = row(overview.tabulate_themes(draw_comparison()), "Jeugdoverlast")
    assert told["In procenten"] == "(+220%) klein aantal"


def test_the_total_comes_last_and_is_the_sum():
    table = overview.tabulate_themes(draw_comparison())
    assert table["Thema"].tolist()[-2:] == ["Overig", "Alle thema's samen"]
    assert table["Meldingen"].iloc[-1] == table["Meldingen"].iloc[:-1].sum() == 144


def test_a_theme_of_which_the_data_begin_too_late_is_noted():
    notes = overview.tabulate_themes(draw_comparison()).set_index("Thema")["Opmerking"]
    assert notes["Jeugdoverlast"] == "in de gegevens vanaf 14 maart 2017"
    assert notes["Woninginbraak"] == notes["Alle thema's samen"] == ""


def test_without_a_late_theme_there_is_no_empty_column():
    early = {"a": ("A", "2016-01-01", 20, 30)}
    assert "Opmerking" not in overview.tabulate_themes(draw_comparison(themes=early))


def test_without_a_period_before_only_counts_are_told():
    for tabulate in (overview.tabulate_themes, overview.tabulate_theme_figures):
        table = tabulate(draw_comparison(compared=False))
        assert list(table.columns) == ["Thema", "Meldingen"]


def test_figures_stay_figures_and_no_percentage_of_a_small_number_stands_alone():
    table = overview.tabulate_theme_figures(draw_comparison())
    large, small = row(table, "Woninginbraak"), row(table, "Jeugdoverlast")
    assert (large["Verschil"], large["Ondergrens (95%)"], large["Bovengrens (95%)"]) == (
        -30,
        -60,
        -1,
    )
    assert large["Verschil (%)"] == pytest.approx(-25.42, abs=0.01)
    assert small.isna()["Verschil (%)"]
    assert small["Opmerking"] == "(+220%) klein aantal; in de gegevens vanaf 14 maart 2017"


def test_the_chosen_theme_is_found_in_the_table():
    assert overview.find_theme(draw_comparison(), "jeugdoverlast") == 1


def key_figures(comparison, summary):
    return {label: told for label, *told in overview.say_key_figures(comparison, summary)}


def test_key_figures_say_count_change_place_and_last_day():
    figures = key_figures(draw_comparison(), draw_summary())
    assert figures["Woninginbraak"] == ["88", "van 144 meldingen in alle thema's"]
    change = ["-30", "van 118 naar 88, -25%, meer dan toeval verklaart"]
    assert figures["Verandering"] == change
    assert figures["Zonder plaats"] == ["3%", "3 van 88 meldingen"]
    assert figures["Gegevens tot en met"] == ["31 dec 2018", "ingelezen op 24 november 2026"]


@pytest.mark.parametrize(
    ("missing", "whole", "told"),
    [
        (0, 88, ["0%", "0 van 88 meldingen"]),
        (1, 200, ["0,5%", "1 van 200 meldingen"]),
        (1, 9, ["1", "1 van 9 meldingen; klein aantal"]),
        (0, 0, ["-", "geen meldingen in deze periode"]),
        (None, 88, ["-", "binnen een gebied niet te zeggen"]),
    ],
)
def test_a_share_without_a_place_is_no_percentage_of_a_handful(missing, whole, told):
    summary = draw_summary(without_place=missing, incidents=whole)
    assert key_figures(draw_comparison(), summary)["Zonder plaats"] == told


def test_nothing_out_of_nothing_is_told_without_a_percentage():
    nothing = draw_comparison(themes={"woninginbraak": ("Woninginbraak", "2016-01-01", 0, 0)})
    told = key_figures(nothing, draw_summary(incidents=0))
    assert told["Verandering"] == ["0", "van 0 naar 0, geen verschil"]


def test_without_a_period_before_no_change_is_made_up():
    told = key_figures(draw_comparison(compared=False), draw_summary(compared=False))
    assert told["Verandering"][0] == "-"


def test_why_nothing_is_compared_is_said():
    early = Period(first=date(2016, 1, 1), last=date(2016, 12, 31))
    late = Period(first=date(2018, 6, 1), last=date(2019, 5, 31))
    assert "beginnen op 1 januari 2016" in overview.say_not_compared(early, DATA)
    assert "loopt verder dan de gegevens (31 december 2018)" in overview.say_not_compared(
        late, DATA
    )
    empty = replace(DATA, first=None, last=None)
    assert overview.say_not_compared(early, empty) == "Er zijn nog geen gegevens."


def test_what_stands_beside_each_other_is_explained():
    told = overview.say_compared(draw_comparison())
    assert "1 januari 2017 tot en met 31 december 2017" in told
    assert "Van 20 vergelijkingen" in told
    assert "3 vergelijkingen tegelijk" in told
    assert "Overig telt de codes zonder themakaart" in told
    assert overview.say_compared(draw_comparison(compared=False)) == ""


def test_periods_that_differ_in_length_are_said_to():
    year = Period(first=date(2017, 1, 1), last=date(2017, 12, 31))
    told = overview.say_compared(draw_comparison(period=year))
    days = "1 januari 2016 tot en met 31 december 2016 (366 dagen, tegen 365 nu)"
    assert f"Vergeleken met de periode ervoor: {days}. De twee zijn niet even lang" in told
    assert "niet even lang" not in overview.say_compared(draw_comparison())
    facts = dict(overview.say_overview_facts(draw_comparison(period=year), draw_summary(), LAYERS))
    assert facts["Vergeleken met"] == days


def test_the_season_is_named_where_periods_are_shorter_than_a_year():
    assert "seizoen" in overview.say_compared(draw_comparison(period=QUARTER))
    assert "seizoen" not in overview.say_compared(draw_comparison())


def test_facts_state_what_every_table_must_state():
    hours = HourSelection(weekdays=(4,), day_parts=(DayPart.EVENING,))
    question = Question(theme="woninginbraak", period=QUARTER, area="WK1", hours=hours)
    summary = draw_summary(question=question, without_hour=2)
    facts = dict(overview.say_overview_facts(draw_comparison(period=QUARTER), summary, LAYERS))
    assert facts["Periode"] == "1 oktober 2018 tot en met 31 december 2018"
    # 92 days in both quarters: nothing to say of their length.
    assert facts["Vergeleken met"] == "1 juli 2018 tot en met 30 september 2018"
    assert facts["Verschil met ervoor"].startswith("-30 (van 118 naar 88, -25%); tussen -60 en -1")
    assert facts["Gebied"] == "Oost (wijk)"
    assert facts["Uren"] == "vrijdag, avond"
    assert facts["Meldingen en aangiften"] == (
        "88, waarvan 3 zonder plaats; 2 niet meegeteld, omdat het uur niet bekend is"
    )
    assert facts["Precisie van de plaats"] == "adres (80), straat (8)"
    assert facts["Precisie van de tijd"] == "op de minuut (88)"
    assert facts["Bron"] == "demo (verzonnen)"
    assert "ingelezen op 24 november 2026" in facts["Gegevens"]


def test_facts_without_a_period_before_say_so():
    answers = draw_comparison(compared=False), draw_summary(compared=False)
    facts = dict(overview.say_overview_facts(*answers, LAYERS))
    assert facts["Vergeleken met"].startswith("niets")
    assert "Verschil met ervoor" not in facts


def test_the_heading_names_period_area_and_hours():
    hours = HourSelection(weekdays=(4,))
    question = Question(theme="woninginbraak", period=QUARTER, area="WK1", hours=hours)
    assert overview.say_heading(draw_summary(question=question), LAYERS) == (
        "1 oktober 2018 tot en met 31 december 2018 · Oost (wijk) · vrijdag, de hele dag"
    )


def test_nothing_follows_from_a_count_that_is_held_back():
    drawn = draw_comparison()
    themes = drawn.themes.astype({"now": "Int64"})
    themes.loc["jeugdoverlast", "now"] = None
    table = overview.tabulate_theme_figures(replace(drawn, themes=themes))
    held, told = row(table, "Jeugdoverlast"), row(table, "Woninginbraak")
    assert held["Opmerking"].startswith("achtergehouden")
    for name in ("Meldingen", "Verschil", "Ondergrens (95%)", "Bovengrens (95%)", "Oordeel"):
        assert pd.isna(held[name])
        assert not pd.isna(told[name])


def test_what_is_held_back_is_said_and_nothing_follows_from_it():
    comparison = draw_comparison()
    themes = comparison.themes.astype({"now": "Int64", "difference": "Float64"})
    themes.loc["jeugdoverlast", ["now", "difference"]] = pd.NA
    held = replace(comparison, themes=themes, held={Reason.FEW: 1})
    told = row(overview.tabulate_themes(held), "Jeugdoverlast")
    assert (told["Meldingen"], told["Ervoor"]) == ("achtergehouden", 5)
    assert set(told[["Verschil", "In procenten", "Marge (95%)", "Oordeel"]]) == {""}
    summary = draw_summary(incidents=0, held={Reason.FEW: 1})
    youth = replace(
        summary, title="Jeugdoverlast", question=replace(summary.question, theme="jeugdoverlast")
    )
    (count, change, _) = overview.say_told_figures(held, youth)
    assert count == ("Jeugdoverlast", "achtergehouden", "alle thema's samen: 144")
    assert change == ("Verandering", "-", "achtergehouden")
    (count, change, _) = overview.say_told_figures(held, summary)
    assert count[1] == "88"
    assert change[1] == "-30"
