import ast
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from drawings import draw_layers, draw_report

from geo import schema
from geo.analysis import area_checks
from geo.present import tables, wording
from geo.schema import Layer
from geo.service.upkeep_answers import LayerCheck


def test_hotspots_are_listed_by_name_of_wijk_and_park():
    hotspots = draw_report().hotspots.assign(**{schema.PARK_ID: ["P1", None]})
    table = tables.tabulate_hotspots(hotspots, draw_layers("Oost", "West"))
    assert table[tables.PLACE].tolist() == ["Oost, De Kade", "Oost"]
    assert table[tables.RANK].tolist() == [1, 2]


def test_park_with_the_name_of_its_wijk_is_said_once():
    hotspots = draw_report().hotspots.assign(**{schema.PARK_ID: "P1"})
    table = tables.tabulate_hotspots(hotspots, draw_layers("De Kade", "West"))
    assert set(table[tables.PLACE]) == {"De Kade"}


def test_area_without_a_name_goes_by_its_code_and_no_area_is_said():
    hotspots = draw_report().hotspots.assign(**{schema.WIJK_CODE: ["WK9", None]})
    places = tables.tabulate_hotspots(hotspots, draw_layers())[tables.PLACE]
    assert places.tolist() == ["WK9", "buiten de wijken"]


def test_double_area_codes_do_not_stop_the_table():
    layers = draw_layers()
    wijken = layers["wijken"]
    double = wijken.areas.assign(**{schema.AREA_CODE: "WK1"})
    layers["wijken"] = type(wijken)(**(vars(wijken) | {"areas": double}))
    places = tables.tabulate_hotspots(draw_report().hotspots, layers)[tables.PLACE]
    assert set(places) == {"Oost"}


def test_label_names_rank_place_and_incidents():
    table = tables.tabulate_hotspots(draw_report().hotspots, draw_layers())
    assert tables.label_hotspots(table) == ["1 · Oost · 12 meldingen", "2 · Oost · 60 meldingen"]


def test_empty_hotspots_make_an_empty_table():
    assert tables.tabulate_hotspots(draw_report(rank_counts=()).hotspots, draw_layers()).empty


def test_reasons_come_most_frequent_first():
    table = tables.tabulate_reasons({"outside": 2, "no-time": 5, "no-code": 2})
    assert table["Reden"].tolist() == ["geen datum", "geen code", "ver buiten de gemeente"]
    assert table["Rijen"].tolist() == [5, 2, 2]


def test_mapping_shows_the_first_five_values_of_each_column():
    sample = pd.DataFrame({"dag": list("abcdefg"), "tijd": ["", None, "9", "9", "9", "9", "9"]})
    table = tables.tabulate_mapping({"start": ("dag", "tijd")}, sample)
    assert table["Wordt gelezen als"].tolist() == ["begin", "begin"]
    assert table["Eerste waarden"].tolist() == [
        "a | b | c | d | e",
        "(leeg) | (leeg) | 9 | 9 | 9",
    ]


def test_quarantine_keeps_a_column_of_the_file_that_bears_the_same_name():
    refused = pd.DataFrame(
        {
            "quarantine_key": ["1-2"],
            "import_id": [1],
            "file": ["a.csv"],
            "row": [2],
            "reason": ["no-time"],
            "Reden": ["verloren"],
            "x": [None],
        }
    )
    table = tables.tabulate_quarantine(refused)
    assert table.iloc[0].to_dict() == {
        "Bestand": "a.csv",
        "Rij": 2,
        "Reden": "geen datum",
        "Reden (in bestand)": "verloren",
        "x": "",
    }


def test_a_table_to_repair_keeps_the_columns_of_the_file_as_they_are():
    refused = pd.DataFrame(
        {
            "quarantine_key": ["1-2"],
            "import_id": [1],
            "file_quarantine": ["a.csv"],
            "row": [2],
            "reason": ["no-time"],
            "file": ["eigen kolom"],
            "rij in bestand": ["7"],
        }
    )
    assert tables.tabulate_repair(refused).iloc[0].to_dict() == {
        "quarantine_key": "1-2",
        "Geweigerd omdat": "geen datum",
        "file": "eigen kolom",
        "rij in bestand": "7",
    }
    assert tables.tabulate_quarantine(refused).iloc[0]["Bestand"] == "a.csv"


def test_imports_are_told_in_local_time_with_what_still_waits():
    imports = pd.DataFrame(
        {
            "file": ["a.csv"],
            "source": ["generic"],
            "imported_at": pd.to_datetime(["2026-11-23 23:30"]),
            "read": [5],
            "accepted": [3],
            "duplicate": [0],
            "refused": [2],
            "waiting": [1],
        }
    )
    row = tables.tabulate_imports(imports, ZoneInfo("Europe/Amsterdam")).iloc[0]
    assert row["Ingelezen op"] == "24 november 2026, 00:30"
    assert (row["Bron"], row["Nog te herstellen"]) == ("algemeen bestand", 1)


def test_every_kind_of_finding_has_dutch_words():
    tree = ast.parse(Path(area_checks.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    kinds = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in {"_report", "Finding"}
        and isinstance(call.args[0], ast.Constant)
    }
    assert kinds == set(wording.FINDINGS) == set(wording.FINDING_REMEDIES)


def test_findings_are_listed_by_layer_with_examples():
    finding = area_checks.Finding("gap", 2, ("row 3", "WK1"), "close the gap")
    check = LayerCheck(draw_layers()["wijken"], (finding,))
    row = tables.tabulate_findings([check]).iloc[0].to_dict()
    assert row == {
        "Laag": "wijken",
        "Bevinding": "gat tussen gebieden",
        "Aantal": 2,
        "Bijvoorbeeld": "rij 3, WK1",
        "Wat te doen": wording.FINDING_REMEDIES["gap"],
    }
    assert tables.tabulate_findings([]).empty


def test_layers_are_listed_with_source_and_kind():
    table = tables.tabulate_layers(draw_layers())
    assert table["Laag"].tolist() == ["wijken", "bedrijventerreinen"]
    assert table["Soort"].tolist() == ["schematisch", "schematisch"]
    assert tables.tabulate_layers({}).empty
    official = replace(draw_layers()["wijken"], schematic=False, official=True)
    imported = replace(official, official=False)
    for layer, kind in ((official, "officieel"), (imported, "ingelezen bestand")):
        assert tables.tabulate_layers({Layer.WIJKEN: layer})["Soort"].tolist() == [kind]
