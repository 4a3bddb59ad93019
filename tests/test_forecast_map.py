import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from backtest_drawings import draw_backtest_report
from drawings import draw_layers, draw_report
from pyproj import CRS

from geo import service
from geo.params import ForecastParams
from geo.present import forecast_map
from geo.present.chosen_cells import name_cells
from geo.present.legend import CELL_LOOKS, cells_legend_html, look_of_cell
from geo.service.answers import Forecast


def draw_forecast(*, known=400, cells=200):
    """Cells of 100 m in rows of 20 over two wijken of a square kilometre, the first the highest."""
    number = np.arange(cells)
    frame = pd.DataFrame(
        {
            "x": 100050.0 + 100 * (number % 20),
            "y": 431050.0 + 100 * (number // 20),
            "expected": 1 / (number + 4),
            "rank": number + 1,
        }
    )
    params = ForecastParams(as_of=date(2019, 1, 1), weeks=4, method="stacked")
    tested = draw_backtest_report()
    return Forecast(
        theme="woninginbraak",
        title="Woninginbraak",
        params=params,
        cells=frame,
        crs=CRS.from_epsg(28992),
        known=known,
        place_precisions={"adres": known},
        tested=tested,
        data=draw_report().data,
    )


FORECAST = draw_forecast()
LAYERS = draw_layers()
CELLS = service.locate_cells(FORECAST, LAYERS, share=forecast_map.SHOWN_SHARE)


def test_the_highest_cells_are_drawn_and_no_others():
    ((verb, data),) = (json.loads(text) for text in forecast_map.plan_forecast(FORECAST, CELLS))
    features = data["shapes"]["features"]
    assert verb == "drawOutlines"
    assert [feature["properties"]["id"] for feature in features] == name_cells(CELLS)
    assert features[0]["properties"]["label"] == "Vak 1: 0,25 verwacht"


def test_the_look_of_a_cell_tells_its_part_of_the_area_without_its_colour():
    looks = [look_of_cell(rank, 200) for rank in (1, 2, 3, 6, 7, 10)]
    one, three, five = CELL_LOOKS
    assert looks == [one, one, three, three, five, five]
    assert len({look.edge_pixels for look in CELL_LOOKS}) == 3
    html = cells_legend_html()
    assert all(look.label in html and look.colour in html for look in CELL_LOOKS)


def test_cells_are_named_by_wijk_side_and_park():
    table = forecast_map.tabulate_cells(FORECAST, CELLS, LAYERS)
    assert table[forecast_map.PLACE].iloc[0] == "Oost (zuidwesten)"
    assert table[forecast_map.PLACE].iloc[5] == "Oost (zuiden)"
    assert table[forecast_map.RANK].tolist() == list(range(1, 11))
    nowhere = service.locate_cells(FORECAST, {}, share=0.01)
    assert set(forecast_map.tabulate_cells(FORECAST, nowhere, {})[forecast_map.PLACE]) == {
        "buiten de ingelezen gebieden"
    }


def test_people_read_every_cell_of_the_map_with_a_decimal_comma():
    table = forecast_map.tabulate_cells(FORECAST, CELLS, LAYERS)
    listed = forecast_map.list_cells(table)
    assert len(listed) == len(CELLS)
    assert listed[forecast_map.EXPECTED].tolist()[:3] == ["0,25", "0,20", "0,17"]
    assert forecast_map.label_cells(listed)[0] == "1. Oost (zuidwesten)"
    assert dict(forecast_map.describe_cell(listed, 1))["Verwacht aantal"] == "0,20"


def test_the_line_below_the_map_says_what_every_picture_must_say():
    assert forecast_map.say_map_caption(FORECAST) == (
        "Woninginbraak · verwacht voor 1 januari 2019 tot en met 28 januari 2019 · gegevens tot en "
        "met 31 december 2018 · bron: demo (verzonnen) · plaats: adres, geteld in vakken van 100 "
        "meter"
    )


def test_the_map_says_what_it_used_and_foretells_nothing():
    text = forecast_map.say_forecast(FORECAST)
    assert "stelt voor" in text
    assert "1 januari 2019 tot en met 28 januari 2019" in text
    assert "alleen wat bekend was voor 1 januari 2019" in text
    assert "voorspel" not in text
    facts = dict(forecast_map.describe_forecast(FORECAST))
    assert facts["Manier van rekenen"] == "Verwachtingskaart"
    assert facts["Meldingen waarop dit rust"] == "400"


def test_too_little_to_go_by_says_how_much_is_needed():
    text = forecast_map.say_too_little(replace(FORECAST, known=1))
    assert "1 melding." in text
    assert "ten minste 10" in text
    assert forecast_map.say_too_little(FORECAST) == ""
