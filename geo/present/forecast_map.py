"""Where most is expected in the weeks that come: on the map, as a table and in words."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.sides import Side
from geo.analysis.trends import SMALL_COUNT
from geo.intake.boundaries import AreaLayer
from geo.params import Period
from geo.present import backtests, wording
from geo.present.chosen_cells import name_cells
from geo.present.degrees import list_features
from geo.present.legend import CELL_EDGE, CELL_LOOKS, look_of_cell
from geo.present.markup import escape
from geo.present.methods import name_method
from geo.present.steps import Steps, step
from geo.present.tables import name_areas
from geo.present.wording import say_count, say_date, say_number, say_period
from geo.schema import Layer
from geo.service.answers import Forecast
from geo.service.forecasting import SIDE

SHOWN_SHARE: Final = CELL_LOOKS[-1].share

RANK: Final = "Rang"
PLACE: Final = "Plek"
EXPECTED: Final = "Verwacht aantal"
PART: Final = "Hoort bij"

NUMERIC: Final = {RANK, EXPECTED}

_FILLED: Final = 0.75
_DECIMALS: Final = 2
_NOWHERE: Final = "buiten de ingelezen gebieden"
_SIDES: Final[Mapping[str, str]] = {
    Side.EAST: "oosten",
    Side.NORTH_EAST: "noordoosten",
    Side.NORTH: "noorden",
    Side.NORTH_WEST: "noordwesten",
    Side.WEST: "westen",
    Side.SOUTH_WEST: "zuidwesten",
    Side.SOUTH: "zuiden",
    Side.SOUTH_EAST: "zuidoosten",
    Side.MIDDLE: "midden",
}


def plan_forecast(forecast: Forecast, cells: gpd.GeoDataFrame) -> Steps:
    """Plan the highest cells, each in the look of its part of the area.

    Parameters
    ----------
    forecast
        What is expected.
    cells
        Its highest cells, as `geo.service.locate_cells` returns them.

    Returns
    -------
    tuple of str
        For `maps.lay_over`. Each cell carries ``id``, its name.
    """
    columns = name_cells(cells), cells[schema.RANK], cells[schema.EXPECTED]
    known = [
        {"id": name, "label": _label(rank, expected), "style": _style(rank, forecast)}
        for name, rank, expected in zip(*columns, strict=True)
    ]
    return (step("drawOutlines", shapes=list_features(cells.geometry, known)),)


def tabulate_cells(
    forecast: Forecast, cells: gpd.GeoDataFrame, layers: Mapping[Layer, AreaLayer]
) -> pd.DataFrame:
    """Table of the highest cells: Rang, Plek, Verwacht aantal, Hoort bij, and their middle."""
    ranks = cells[schema.RANK]
    return pd.DataFrame(
        {
            RANK: ranks,
            PLACE: _name_places(cells, layers),
            EXPECTED: cells[schema.EXPECTED].round(_DECIMALS),
            PART: [look_of_cell(rank, len(forecast.cells)).label for rank in ranks],
            "x": cells["x"],
            "y": cells["y"],
        },
        index=cells.index,
    )


def list_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Keep of the table of cells what people read, numbers the Dutch way."""
    listed = table[[RANK, PLACE, EXPECTED, PART]]
    words = [say_number(value, decimals=_DECIMALS) for value in listed[EXPECTED]]
    return listed.assign(**{EXPECTED: words})


def describe_cell(listed: pd.DataFrame, at: int) -> list[tuple[str, str]]:
    """Say what is known of one row of such a list."""
    (row,) = listed.iloc[[at]].to_dict("records")
    return [(str(name), str(value)) for name, value in row.items()]


def label_cells(listed: pd.DataFrame) -> list[str]:
    """Name each row of such a list in one line."""
    return [f"{rank}. {place}" for rank, place in zip(listed[RANK], listed[PLACE], strict=True)]


def say_forecast(forecast: Forecast) -> str:
    """Say what the map shows and on what it rests."""
    params = forecast.params
    return (
        f"Deze kaart stelt voor waar van {say_period(span_of(forecast))} de meeste meldingen van "
        f"{forecast.title.lower()} te verwachten zijn, als het gaat zoals het ging: in het hele "
        f"gebied ongeveer {say_number(forecast.cells[schema.EXPECTED].sum())}. Gebruikt is alleen "
        f"wat bekend was voor {say_date(params.as_of)}."
    )


def say_too_little(forecast: Forecast) -> str:
    """Say how much is needed where too little is known to expect anything; else empty."""
    if forecast.known >= SMALL_COUNT:
        return ""
    known = say_count(forecast.known, "melding", "meldingen")
    return (
        f"Bekend voor {say_date(forecast.params.as_of)}, met een plaats: {known}. Dat is te weinig "
        f"om iets te verwachten; nodig zijn er ten minste {SMALL_COUNT}. Kies een thema met meer "
        "meldingen of een latere periode, of lees oudere meldingen in."
    )


def say_proof(forecast: Forecast) -> str:
    """Say how well the same way of expecting did before."""
    if forecast.tested is None:
        return "Dat is niet na te rekenen: in de perioden ervoor zijn er geen meldingen."
    return backtests.say_proof(forecast.tested, str(forecast.params.method))


def say_map_caption(forecast: Forecast) -> str:
    """Say in one line what every picture must say: period, data as of, source and precision."""
    about = [forecast.title, f"verwacht voor {say_period(span_of(forecast))}"]
    said = wording.say_picture(about, forecast.data, forecast.place_precisions)
    return f"{said}, geteld in vakken van {say_number(forecast.params.cell_m)} meter"


def describe_forecast(forecast: Forecast) -> list[tuple[str, str]]:
    """State what every map, table and file must state about itself."""
    params = forecast.params
    metres = say_number(params.cell_m)
    return [
        ("Thema", forecast.title),
        ("Voor de weken", say_period(span_of(forecast))),
        ("Gebruikt", f"alleen wat bekend was voor {say_date(params.as_of)}"),
        ("Meldingen waarop dit rust", say_number(forecast.known)),
        ("Manier van rekenen", name_method(str(params.method))),
        ("Vakken", f"{say_number(len(forecast.cells))} van {metres} bij {metres} meter"),
        *wording.say_origin(forecast.data),
        ("Precisie van de plaats", wording.say_tally(forecast.place_precisions, {})),
    ]


def span_of(forecast: Forecast) -> Period:
    """Return the days for which something is expected."""
    params = forecast.params
    return Period(first=params.as_of, last=params.as_of + timedelta(days=params.days - 1))


def _name_places(cells: gpd.GeoDataFrame, layers: Mapping[Layer, AreaLayer]) -> list[str]:
    """Name where each cell lies: its buurt, its wijk with the side of it, its business park."""
    buurten, wijken, parks = (
        name_areas(cells[schema.LAYER_COLUMN[layer]], layers.get(layer))
        for layer in (Layer.BUURTEN, Layer.WIJKEN, Layer.PARKS)
    )
    sides = [f" ({_SIDES[side]})" if side in _SIDES else "" for side in cells[SIDE]]
    named = zip(buurten, wijken, sides, parks, strict=True)
    return [
        ", ".join(filter(None, (buurt, f"{wijk}{side}", park))) or _NOWHERE
        for buurt, wijk, side, park in named
    ]


def _label(rank: int, expected: float) -> str:
    return escape(f"Vak {rank}: {say_number(expected, decimals=_DECIMALS)} verwacht")


def _style(rank: int, forecast: Forecast) -> dict[str, object]:
    look = look_of_cell(rank, len(forecast.cells))
    return {
        "color": CELL_EDGE,
        "weight": look.edge_pixels,
        "fillColor": look.colour,
        "fillOpacity": _FILLED,
    }
