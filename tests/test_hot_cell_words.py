"""What is said and drawn of cells that stand out, of a handful of made cells."""

import json
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from geo import schema
from geo.intake.boundaries import AreaLayer
from geo.params import CellParams, Period
from geo.present import hot_cells as words
from geo.schema import Layer
from geo.service.answers import CellReport, DataStatus

YEAR = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
DATA = DataStatus(100, 0, YEAR.first, YEAR.last, None, False, ("politie",), 1)
COLUMNS = ["x", "y", "incidents", "nearby", "g", "p_value", "adjusted", "kind", "wijk_code"]
ROWS = [
    (100050.0, 430050.0, 3, 12, 9.0, 1e-9, 1e-8, "hot", "WK1"),
    (100150.0, 430050.0, 0, 12, 4.0, 1e-3, 0.008, "hot", "WK1"),
    (100250.0, 430050.0, 1, 9, 3.0, 1e-2, 0.04, "hot", None),
    (100350.0, 430050.0, 1, 3, 0.1, 0.4, 0.6, "usual", "WK1"),
    (100450.0, 430050.0, 0, 0, -4.0, 1e-4, 0.01, "cold", "WK1"),
]


def report(rows=ROWS, **changed):
    cells = pd.DataFrame(rows, columns=COLUMNS).astype({"wijk_code": "str", "kind": "str"})
    known = {
        "theme": "inbraak",
        "title": "Woninginbraak",
        "period": YEAR,
        "params": CellParams(),
        "cells": cells.assign(park_id=pd.Series(dtype="str")),
        "crs": CRS.from_epsg(28992),
        "incidents": 5,
        "place_precisions": {"adres": 4, "straat": 1},
        "without_place": 2,
        "police_made": 7,
        "data": DATA,
    }
    return CellReport(**known | changed)


@pytest.fixture
def layers():
    areas = gpd.GeoDataFrame(
        {
            schema.AREA_CODE: ["WK1"],
            schema.AREA_NAME: ["<b>Dorp</b>"],
            schema.INHABITANTS: pd.Series([1], dtype="Int64"),
            schema.DWELLINGS: pd.Series([1], dtype="Int64"),
            schema.CONTACT: pd.Series([None], dtype="str"),
        },
        geometry=[shapely.box(100000, 430000, 100500, 430100)],
        crs=28992,
    )
    return {Layer.WIJKEN: AreaLayer(Layer.WIJKEN, areas, "tekening", 2022, schematic=False)}


def features(report, layers):
    (step,) = words.plan_hot_cells(report, layers)
    verb, data = json.loads(step)
    assert verb == "drawOutlines"
    return data["shapes"]["features"]


def test_each_class_has_a_fill_of_its_own_and_usual_cells_are_not_drawn(layers):
    styles = [each["properties"]["style"] for each in features(report(), layers)]
    assert [style.get("fillColor") for style in styles] == [
        *("url(#hk-fill-800026)", "url(#hk-fill-e31a1c)", "url(#hk-fill-fd8d3c)"),
        None,
    ]
    # Cold is told by its dashes, not by a colour.
    assert "dashArray" in styles[-1]


def test_words_of_a_cell_say_what_lies_in_and_around_it(layers):
    labels = [each["properties"]["label"] for each in features(report(), layers)]
    assert labels[0] == "Warm vak: 3 meldingen, 12 tot 250 meter eromheen"
    assert labels[-1] == "Koud vak: 0 meldingen, 0 tot 250 meter eromheen"


def test_without_areas_the_map_looks_at_the_cells():
    look, _ = words.plan_hot_cells(report(), {})
    assert look.startswith('["lookAt"')


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS, "3 van de 5 vakken van 100 meter zijn warm"),
        (ROWS, "1 vak is koud."),
        ([ROWS[0], ROWS[3]], "1 van de 2 vakken van 100 meter is warm"),
        ([ROWS[3]], "Geen warme vakken: nergens in de vakken van 100 meter"),
    ],
)
def test_the_sentence_counts_what_stands_out(rows, said):
    assert said in words.say_hot_cells(report(rows))


def test_little_around_a_cell_is_called_a_rough_guide():
    assert "Klein aantal" in words.say_roughness(report([ROWS[3]]))
    assert words.say_roughness(report([ROWS[0]])) == ""


def test_tables_name_places_and_count_by_wijk(layers):
    table = words.tabulate_hot_cells(report(), layers)
    assert table["Plek"].tolist() == [*["<b>Dorp</b>"] * 2, "buiten de wijken", "<b>Dorp</b>"]
    assert table["Soort"].tolist() == ["warm", "warm", "warm", "koud"]
    assert table["Toeval, gecorrigeerd (q)"].tolist() == [
        *("hooguit 1 op 1.000", "hooguit 1 op 100", "hooguit 1 op 20", "hooguit 1 op 100"),
    ]
    by_wijk = words.count_by_wijk(report(), layers)
    assert by_wijk.to_numpy().tolist() == [["<b>Dorp</b>", 2, 3], ["buiten de wijken", 1, 1]]


def test_facts_and_caption_state_period_source_precision_and_what_was_left_out():
    facts = dict(words.say_cell_facts(report()))
    assert facts["Meldingen en aangiften"] == (
        "5 met een plaats; 2 zonder niet meegeteld; 7 niet meegeteld, omdat de politie ze zelf "
        "vastlegde"
    )
    caption = words.say_map_caption(report())
    for part in ("1 januari 2018 tot en met", "bron: politie", "plaats: adres en straat, geteld"):
        assert part in caption


def test_legend_says_every_class_in_words():
    legend = words.cells_legend_html()
    for text in ("1 op 1.000", "1 op 100", "1 op 20", "koud: minder dan toeval verklaart"):
        assert text in legend
