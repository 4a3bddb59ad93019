from dataclasses import replace

from drawings import draw_layers, draw_report

from geo import schema
from geo.present import hotspot_table


def test_table_of_a_file_says_in_each_row_what_it_is_part_of():
    report = draw_report()
    narrowed = replace(report, question=replace(report.question, area="P1"))
    table = hotspot_table.tabulate_export(narrowed, draw_layers())
    assert table["Rang"].tolist() == [1, 2]
    row = table.iloc[0]
    assert row["Thema"] == "Woninginbraak"
    assert (row["Van"], row["Tot en met"]) == (report.period.first, report.period.last)
    assert row["Gebied"] == "De Kade (bedrijventerrein)"
    assert row["Uren"] == "alle uren"
    assert row["Synthetisch"] == "ja"


def test_table_of_real_data_does_not_say_synthetic():
    table = hotspot_table.tabulate_export(draw_report(synthetic=False), draw_layers())
    assert set(table["Synthetisch"]) == {"nee"}


def test_table_of_no_hotspots_keeps_its_headings():
    table = hotspot_table.tabulate_export(draw_report(rank_counts=()), draw_layers())
    assert table.empty
    assert "Synthetisch" in table


def test_description_counts_years_and_keeps_months_as_months():
    report = draw_report()
    facts = dict(hotspot_table.describe_hotspot(report, "H2", draw_layers()))
    assert facts["Rang"] == "2 van 2"
    assert facts["Per jaar"] == "2018: 1"
    assert facts["Eerste en laatste"] == "3 februari 2018"
    coarse = report.incidents.assign(**{schema.TIME_PRECISION: "month"})
    report = type(report)(**(vars(report) | {"incidents": coarse}))
    facts = dict(hotspot_table.describe_hotspot(report, "H2", draw_layers()))
    assert facts["Eerste en laatste"] == "februari 2018"
