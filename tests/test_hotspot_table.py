from dataclasses import replace

from drawings import draw_layers, draw_report, weigh

from geo import schema, service
from geo.analysis.peak_windows import PeakWindow
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


PEAKS = {"H1": PeakWindow(1, 3, 18, 4, 0.41, 4.9, 0.001), "H2": None}


def test_what_is_not_known_has_no_column():
    plain = hotspot_table.tabulate_report(draw_report(), draw_layers())
    assert list(plain) == ["Rang", "Plek", "Meldingen", "Score", "Hectare"]


def test_chance_peak_and_what_was_before_stand_beside_each_hotspot():
    report = replace(weigh(draw_report(), 0.004, 0.34), peaks=PEAKS)
    comparison = service.compare_hotspots(report, draw_report(rank_counts=(8,)))
    table = hotspot_table.tabulate_report(report, draw_layers(), comparison=comparison)
    assert table["Kans op toeval"].tolist() == ["< 1 op 100", "kan toeval zijn"]
    assert table["Piek"].tolist() == [
        "di-do 18-22 uur, 41% van de meldingen",
        "geen duidelijke piek",
    ]
    assert table["Vorige periode"].tolist() == ["blijvend, gegroeid", "nieuw"]
    told = [(item.title, item.detail) for item in hotspot_table.list_times(table)]
    assert told == [
        ("1 · Oost", "di-do 18-22 uur, 41% van de meldingen, blijvend, gegroeid"),
        ("2 · Oost", "nieuw"),
    ]
    assert len(hotspot_table.list_times(table, most=1)) == 1


def test_only_the_first_hotspots_may_be_timed_and_it_is_said():
    report = replace(draw_report(), peaks={"H1": PEAKS["H1"]})
    table = hotspot_table.tabulate_report(report, draw_layers())
    assert table["Piek"].tolist() == ["di-do 18-22 uur, 41% van de meldingen", ""]
    assert "Piek" not in dict(hotspot_table.describe_hotspot(report, "H2", draw_layers()))
    facts = dict(hotspot_table.state_report(report, draw_layers()))
    assert facts["Piek"] == "bepaald voor de eerste 1 van de 2 hotspots"


def test_labels_say_what_may_be_chance():
    table = hotspot_table.tabulate_report(weigh(draw_report(), 0.004, 0.34), draw_layers())
    assert hotspot_table.label_report(table) == [
        "1 · Oost · 12 meldingen",
        "2 · Oost · 60 meldingen · kan toeval zijn",
    ]
    plain = hotspot_table.tabulate_report(draw_report(), draw_layers())
    assert hotspot_table.label_report(plain)[1] == "2 · Oost · 60 meldingen"


def test_a_file_holds_the_chance_in_words_and_as_a_number():
    table = hotspot_table.tabulate_export(weigh(draw_report(), 0.004, 0.34), draw_layers())
    assert table["Kans op toeval"].tolist() == [
        "kans dat dit toeval is: minder dan 1 op 100 (p = 0,004)",
        "kan toeval zijn (p = 0,34)",
    ]
    assert table["p-waarde"].tolist() == [0.004, 0.34]


def test_a_file_says_what_to_load_where_nothing_can_be_said():
    table = hotspot_table.tabulate_export(weigh(draw_report()), draw_layers())
    assert set(table["Kans op toeval"]) == {
        "niet toetsbaar: laad adressen (`areas import --layer addresses`)"
    }
    assert table["p-waarde"].isna().all()


def test_a_description_says_chance_and_peak_once_they_are_known():
    report = replace(weigh(draw_report(), 0.004, 0.34), peaks=PEAKS)
    first = dict(hotspot_table.describe_hotspot(report, "H1", draw_layers()))
    assert first["Toeval?"] == "kans dat dit toeval is: minder dan 1 op 100 (p = 0,004)"
    assert first["Piek"] == "di-do 18-22 uur, 41% van de meldingen"
    plain = dict(hotspot_table.describe_hotspot(draw_report(), "H1", draw_layers()))
    assert not {"Toeval?", "Piek"} & set(plain)


def test_facts_say_on_what_the_chances_rest():
    facts = dict(hotspot_table.state_report(weigh(draw_report(), 0.004, 0.34), draw_layers()))
    assert facts["Toets op toeval"] == "999 willekeurige patronen over alle adressen"
    assert "Toets op toeval" not in dict(hotspot_table.state_report(draw_report(), draw_layers()))


def test_a_page_with_room_tells_the_number_too():
    table = hotspot_table.tabulate_page(weigh(draw_report(), 0.004, 0.34), draw_layers())
    assert table["Kans op toeval"].str.contains("p = 0,").all()
    refused = hotspot_table.tabulate_page(weigh(draw_report()), draw_layers())
    assert set(refused["Kans op toeval"]) == {"niet toetsbaar"}
