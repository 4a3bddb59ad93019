"""Cells that people mail, each answer a page with a map: what is expected, and what stands out."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd

from geo.disclosure import Disclosed
from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.present import forecast_map, hot_cells, legend, wording
from geo.present.audience_words import state_audience
from geo.present.grounds import plan_base
from geo.present.map_pages import (
    MapPage,
    list_notices,
    paragraph_html,
    plain_table_html,
    render_map_page,
)
from geo.present.overlays import plan_streets
from geo.schema import Layer
from geo.service.answers import CellReport, Forecast

# On the page; the files hold every cell.
_MOST: Final = 25

_Layers = Mapping[Layer, AreaLayer]


def render_forecast_page(
    told: Disclosed[Forecast],
    cells: gpd.GeoDataFrame,
    layers: _Layers,
    *,
    streets: StreetLayer | None = None,
) -> str:
    """Draw what is expected as a page with map, table and facts, to be mailed or kept.

    Parameters
    ----------
    told
        What is expected, as its audience may see it.
    cells
        Its highest cells, as `geo.service.locate_cells` returns them.
    layers, streets
        What to show beneath.

    Returns
    -------
    str
        HTML; see `map_pages.render_map_page`.

    Raises
    ------
    HotspotkaartError
        If the map's scripts are not installed.
    """
    forecast = told.answer
    listed = forecast_map.list_cells(forecast_map.tabulate_cells(forecast, cells, layers))
    return render_map_page(
        MapPage(
            title=f"De komende weken: {forecast.title}",
            period=wording.say_period(forecast_map.span_of(forecast)),
            notices=list_notices(forecast.data, layers),
            base=plan_base(layers, streets=streets),
            over=(
                *(() if streets is None else plan_streets()),
                *forecast_map.plan_forecast(forecast, cells),
            ),
            caption=forecast_map.say_map_caption(forecast),
            legend=legend.cells_legend_html(),
            heading=f"De hoogste {min(_MOST, len(listed))} vakken",
            beside=(
                paragraph_html(forecast_map.say_forecast(forecast))
                + paragraph_html(f"Hoe goed ging dat eerder? {forecast_map.say_proof(forecast)}")
                + plain_table_html(listed.head(_MOST), numeric=forecast_map.NUMERIC)
            ),
            facts=[*forecast_map.describe_forecast(forecast), *state_audience(told)],
        )
    )


def render_hot_cells_page(
    told: Disclosed[CellReport], layers: _Layers, *, streets: StreetLayer | None = None
) -> str:
    """Draw the cells that stand out as a page with map, table and facts, to be mailed or kept.

    Parameters
    ----------
    told
        What was found, of every cell: for an audience that may see places.
    layers, streets
        What to show beneath.

    Returns
    -------
    str
        HTML; see `map_pages.render_map_page`.

    Raises
    ------
    HotspotkaartError
        If the map's scripts are not installed.
    """
    report = told.answer
    table = hot_cells.tabulate_hot_cells(report, layers)
    rows = plain_table_html(table.head(_MOST), numeric=hot_cells.NUMERIC) if len(table) else ""
    return render_map_page(
        MapPage(
            title=f"Warme vakken: {report.title.lower()}",
            period=wording.say_period(report.period),
            notices=list_notices(report.data, layers),
            base=plan_base(layers, streets=streets),
            over=(
                *(() if streets is None else plan_streets()),
                *hot_cells.plan_hot_cells(report, layers),
            ),
            caption=hot_cells.say_map_caption(report),
            legend=hot_cells.cells_legend_html(),
            heading="De vakken die eruit springen",
            beside=(
                paragraph_html(hot_cells.say_hot_cells(report))
                + paragraph_html(hot_cells.say_roughness(report))
                + rows
                + paragraph_html(hot_cells.EXPLANATION)
            ),
            facts=[*hot_cells.say_cell_facts(report), *state_audience(told)],
        )
    )
