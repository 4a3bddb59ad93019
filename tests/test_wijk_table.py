from dataclasses import replace

from drawings import draw_layers
from overview_drawings import draw_summary

from geo import schema
from geo.present import wijk_table

LAYERS = draw_layers("Oost", "West")
FEW = {"WK1": (1000, 30, 8)}


def cells(column, **options):
    table = wijk_table.tabulate_wijken(draw_summary(**options), LAYERS)
    return dict(zip(table["Wijk"], table[column], strict=True))


def test_the_wijk_with_most_incidents_comes_first_and_nowhere_last():
    table = wijk_table.tabulate_wijken(draw_summary(), LAYERS)
    last = "In geen wijk of zonder plaats"
    assert table["Wijk"].tolist() == ["West", "Oost", "WK3", "WK4", last]
    assert table["Meldingen"].tolist() == [12, 8, 2, 1, 3]


def test_rates_are_given_with_their_margin():
    assert cells("Per 1.000 woningen")["Oost"] == "8,0"
    # Garwood's limits of 8 are 3.45 and 15.76.
    assert cells("Marge (95%)")["Oost"] == "3,5 tot 15,8"


def test_nobody_and_nothing_known_have_no_rate_and_no_zero():
    rates = cells("Per 1.000 woningen")
    assert rates["West"] == rates["WK3"] == rates["In geen wijk of zonder plaats"] == ""


def test_a_rate_on_few_dwellings_is_in_brackets():
    assert cells("Per 1.000 woningen")["WK4"] == "(17,5)"


def test_changes_of_small_numbers_are_called_small():
    assert cells("Verschil")["Oost"] == "-22"
    assert cells("In procenten")["Oost"] == "(-73%) klein aantal"
    assert cells("Oordeel")["Oost"] == "meer dan toeval verklaart"


def test_without_a_period_before_there_is_no_change():
    table = wijk_table.tabulate_wijken(draw_summary(compared=False), LAYERS)
    assert list(table.columns) == ["Wijk", "Meldingen", "Per 1.000 woningen", "Marge (95%)"]


def test_in_a_park_there_are_counts_and_no_rates():
    summary = draw_summary(basis=None)
    assert "Marge (95%)" not in wijk_table.tabulate_wijken(summary, LAYERS)
    assert "alleen per wijk bekend" in wijk_table.say_rates(summary, LAYERS)[0]


def test_why_a_rate_is_missing_or_rough_is_said():
    told = " ".join(wijk_table.say_rates(draw_summary(), LAYERS))
    assert "Per 1.000 woningen in deze periode" in told
    assert "West heeft geen woningen: daar is geen cijfer." in told
    assert "Van WK3 is het aantal woningen niet bekend of niet vrijgegeven" in told
    assert "WK4 heeft minder dan 100 woningen" in told


def test_nothing_is_explained_where_nothing_is_missing():
    told = wijk_table.say_rates(draw_summary(wijken=FEW, basis=schema.INHABITANTS), LAYERS)
    assert len(told) == 1
    assert "inwoners" in told[0]


def test_figures_stay_figures_with_code_and_population():
    table = wijk_table.tabulate_wijk_figures(draw_summary(), LAYERS)
    first = table.iloc[1]
    assert (first["Code"], first["Wijk"], first["Woningen"]) == ("WK1", "Oost", 1000)
    assert first["Per 1.000 woningen"] == 8.0
    assert first["Verschil"] == -22
    assert first["Opmerking"] == "(-73%) klein aantal"
    assert table["Per 1.000 woningen"].isna().tolist() == [True, False, True, False, True]
    assert table["Code"].iloc[-1] == ""


def test_a_town_without_wijken_has_an_empty_table():
    summary = replace(draw_summary(), wijken=None)
    assert wijk_table.tabulate_wijken(summary, LAYERS).empty
    assert wijk_table.tabulate_wijk_figures(summary, LAYERS).empty
