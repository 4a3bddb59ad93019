import json

import pandas as pd
from pyproj import CRS

from geo.present.chosen_cells import name_cells, plan_chosen_cell

CELLS = pd.DataFrame({"x": [100050.0, 100112.5], "y": [431050.0, -62.5]}, index=[7, 3])
RD = CRS.from_epsg(28992)


def test_a_cell_is_called_by_its_place_wherever_it_stands_in_the_answer():
    assert name_cells(CELLS) == ["100050_431050", "100112_-62"]
    assert name_cells(CELLS.iloc[::-1]) == name_cells(CELLS)[::-1]


def test_the_chosen_cell_stands_out_by_a_name_too():
    first = CELLS.head(1)
    steps = plan_chosen_cell(first, "100050_431050", labels=["Vak <1>"], crs=RD)
    (mark, marked), (write, written) = (json.loads(text) for text in steps)
    assert (mark, write) == ("markChosen", "drawLabels")
    assert marked["id"] == "100050_431050"
    ((latitude, longitude, text),) = written["rows"]
    assert 51 < latitude < 52
    assert 4 < longitude < 5
    assert "Vak &lt;1&gt;" in text


def test_no_choice_and_a_cell_that_is_not_there_plan_nothing():
    for chosen in (None, "1_1"):
        assert plan_chosen_cell(CELLS, chosen, labels=["Vak 1", "Vak 2"], crs=RD) == ()
