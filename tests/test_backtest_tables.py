from dataclasses import replace

import pytest
from backtest_drawings import draw_backtest_report

from geo.analysis.forecasting import STACKED
from geo.present import backtest_tables
from geo.present.methods import METHOD_WORDS
from geo.service.forecasting import HOTSPOTS


def test_the_table_gives_every_figure_its_interval():
    table = backtest_tables.tabulate_backtest(draw_backtest_report(), share=0.03).set_index(
        backtest_tables.NAME
    )
    row = table.loc["Verwachtingskaart"]
    assert row[backtest_tables.CAUGHT] == "300 van 1.250"
    assert row[backtest_tables.RATE] == "24% (19 tot 29)"
    assert row[backtest_tables.MORE] == "+3,0 (+1,0 tot +7,0)"
    assert row["PAI"] == "8,0 (6,4 tot 9,6)"
    prior = table.loc["Tellen van oude meldingen"]
    assert prior[backtest_tables.MORE] == "de meetlat"
    # Cells tied: half a report, and not a whole one.
    assert prior[backtest_tables.CAUGHT] == "262,5 van 1.250"
    assert backtest_tables.NOTE not in table


def test_a_figure_that_is_none_is_not_made_up():
    report = draw_backtest_report()
    report.found.scores.loc[0, ["rri", "rri_high"]] = float("nan")
    report.found.scores.loc[1, "rri_high"] = float("nan")
    table = backtest_tables.tabulate_backtest(report)
    assert table["RRI"].tolist()[:2] == ["-", "1,00 (0,80 tot -)"]


@pytest.mark.parametrize("incidents", [6, 25])
def test_of_a_handful_the_table_gives_no_percentage_and_says_so(incidents):
    report = draw_backtest_report(incidents=incidents)
    table = backtest_tables.tabulate_backtest(report, share=0.03)
    assert set(table[backtest_tables.RATE]) == set(table[backtest_tables.MORE]) == {"-"}
    assert set(table[backtest_tables.NOTE]) == {"klein aantal"}


def test_of_a_handful_the_file_gives_no_percentage_and_says_so():
    table = backtest_tables.export_backtest(draw_backtest_report(incidents=30))
    rows = table[table["Naam op de opdrachtregel"] == STACKED].set_index("Deel van het gebied (%)")
    percentages = [name for name in table if name.startswith(("Aandeel", "Meer dan tellen"))]
    assert len(percentages) == 6
    assert rows.loc[3.0, percentages].isna().all()
    assert rows.loc[3.0, ["Gevangen", "PAI", "Let op"]].tolist() == [7.2, 8.0, "klein aantal"]
    assert rows.loc[5.0, percentages].notna().all()
    assert rows.loc[5.0, "Let op"] == ""


def test_a_difference_with_a_handful_is_one_too():
    report = draw_backtest_report(incidents=30)
    scores = report.found.scores
    is_prior = (scores["method"] == "prior-counts") & (scores["share"] == 0.05)
    scores.loc[is_prior, "hits"] = 3.0
    table = backtest_tables.tabulate_backtest(report, share=0.05).set_index(backtest_tables.NAME)
    row = table.loc["Verwachtingskaart"]
    assert row[backtest_tables.RATE].startswith("40%")
    assert (row[backtest_tables.MORE], row[backtest_tables.NOTE]) == ("-", "")


def test_what_is_taken_along_holds_numbers_and_what_each_method_does():
    table = backtest_tables.export_backtest(draw_backtest_report())
    row = table[table["Naam op de opdrachtregel"] == STACKED].iloc[1]
    assert (row["Deel van het gebied (%)"], row["Aandeel (%)"]) == (3.0, 24.0)
    assert (row["PEI, laagste"], row["PEI, hoogste"]) == (0.192, 0.288)
    assert row["Wat de methode doet"] == METHOD_WORDS[STACKED].does


def test_what_is_taken_along_holds_the_verdict_and_how_many_were_compared():
    table = backtest_tables.export_backtest(draw_backtest_report())
    judged = table[table[backtest_tables.JUDGED] != ""]
    assert set(judged["Deel van het gebied (%)"]) == {3.0}
    assert len(judged) == 3
    assert all("gemeten in 3% van het gebied" in text for text in judged[backtest_tables.JUDGED])
    assert set(table[backtest_tables.COMPARED]) == {9}


def test_what_is_no_fair_test_has_no_gain_in_table_and_file():
    report = replace(draw_backtest_report(), unfair=frozenset({HOTSPOTS}))
    row = backtest_tables.tabulate_backtest(report, share=0.03).iloc[-1]
    assert row[backtest_tables.MORE] == "-"
    assert row[backtest_tables.NOTE] == "niet eerlijk te toetsen"
    table = backtest_tables.export_backtest(report)
    rows = table[table["Naam op de opdrachtregel"] == HOTSPOTS]
    assert rows["Meer dan tellen (procentpunt)"].isna().all()
    assert rows[backtest_tables.JUDGED].iloc[1].startswith("Niet eerlijk te toetsen")
