"""The base of a map: what stays still while people choose."""

from collections.abc import Mapping, Sequence
from typing import Final

import geopandas as gpd

from geo import schema
from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.present import wording
from geo.present.backgrounds import Background
from geo.present.degrees import frame_bounds, list_features, list_places
from geo.present.legend import list_fills
from geo.present.markup import escape
from geo.present.steps import Steps, step
from geo.present.street_lines import pack_streets
from geo.schema import Layer

# Names of more areas than this would lie over each other.
MAX_LABELS: Final = 40

_WORDS: Final = {
    "map": "Kaart; alles wat een klik hier doet, kan ook in de lijst",
    "zoomIn": "Inzoomen",
    "zoomOut": "Uitzoomen",
}

_WIJK_STYLE: Final = {"color": "#8a98a5", "weight": 1, "fillColor": "#ffffff", "fillOpacity": 0.75}
_PARK_STYLE: Final = {
    "color": "#6a7fa0",
    "weight": 1,
    "dashArray": "4 3",
    "fillColor": "#b9c6db",
    "fillOpacity": 0.45,
}
# How much of an area's own colour is left where a background lies beneath it.
_CLEAR: Final = {Layer.WIJKEN: 0.0, Layer.PARKS: 0.25}
_EDGE_STYLE: Final = {"color": "#45525e", "weight": 2, "fill": False}
_CHOSEN_AREA_STYLE: Final = {"color": "#0072b2", "weight": 5, "opacity": 0.8, "fill": False}


def plan_base(
    layers: Mapping[Layer, AreaLayer],
    *,
    streets: StreetLayer | None = None,
    background: Background | None = None,
) -> Steps:
    """Plan what stays still while people choose: areas, names, streets and controls.

    Parameters
    ----------
    layers
        Area layers of the workspace; wijken and business parks are drawn.
    streets
        Streets to hold ready until `plan_streets` shows them.
    background
        Tiles to lie beneath all else, from another machine; none by default.

    Returns
    -------
    tuple of str
        For `lay_base`. The same for the same layers, so that the screen keeps the map.
    """
    wijken, parks = (_drawable(layers.get(layer)) for layer in (Layer.WIJKEN, Layer.PARKS))
    attribution = escape(wording.say_attribution(layers, streets))
    steps = [step("furnish", words=_WORDS, attribution=attribution, fills=list_fills())]
    if background is not None:
        steps.append(step("showBackground", **background.as_shown()))
    for layer, areas, style in (
        (Layer.WIJKEN, wijken, _WIJK_STYLE),
        (Layer.PARKS, parks, _PARK_STYLE),
    ):
        if areas is not None:
            shapes = list_features(areas.geometry)
            steps.append(step("drawGround", shapes=shapes, style=style, clear=_CLEAR[layer]))
    if streets is not None:
        steps.append(step("keepStreets", **pack_streets(streets.lines)))
    if wijken is not None:
        steps += [_edge(wijken), _labels(wijken)]
    return (*steps, *plan_view([areas for areas in (wijken, parks) if areas is not None]))


def plan_view(frames: Sequence[gpd.GeoDataFrame], *, place: str = "") -> Steps:
    """Plan where to look: around all that the frames hold.

    Parameters
    ----------
    frames
        What must be in sight.
    place
        Name of what is looked at: the map turns to it when it was not there before, and leaves
        people where they are when it was. Without a name it turns only if it looks nowhere yet.
    """
    bounds = frame_bounds(frames)
    return () if bounds is None else (step("lookAt", bounds=bounds, place=place),)


def plan_area(code: str | None, layers: Mapping[Layer, AreaLayer]) -> Steps:
    """Plan the edge of the area to which people keep; none for what no layer knows."""
    found = None if code is None else find_area(code, layers)
    if found is None:
        return ()
    return (step("drawEdges", shapes=list_features(found.geometry), style=_CHOSEN_AREA_STYLE),)


def find_area(code: str, layers: Mapping[Layer, AreaLayer]) -> gpd.GeoDataFrame | None:
    """Return the parts of an area, each a row; None for what no layer knows or draws."""
    named = (layer.areas[layer.areas[schema.AREA_CODE] == code] for layer in layers.values())
    drawn = (rows[rows.geometry.notna()] for rows in named)
    return next((rows for rows in drawn if len(rows)), None)


def _drawable(layer: AreaLayer | None) -> gpd.GeoDataFrame | None:
    if layer is None:
        return None
    shapes = layer.areas.geometry
    areas = layer.areas[~(shapes.isna() | shapes.is_empty)].sort_values(schema.AREA_CODE)
    # A ring that crosses itself is taken in as it is; it has no union and no inside point.
    return None if areas.empty else areas.set_geometry(areas.geometry.make_valid())


def _edge(areas: gpd.GeoDataFrame) -> str:
    outline = gpd.GeoSeries([areas.geometry.union_all()], crs=areas.crs)
    return step("drawEdges", shapes=list_features(outline), style=_EDGE_STYLE, ground=True)


def _labels(areas: gpd.GeoDataFrame) -> str:
    named = areas if len(areas) <= MAX_LABELS else areas.iloc[:0]
    texts = [f"<span>{escape(str(name))}</span>" for name in named[schema.AREA_NAME].fillna("")]
    # On a line through the widest part a name stays inside a bent area.
    places = list_places(named.geometry.representative_point()).tolist()
    rows = [[*place, text] for place, text in zip(places, texts, strict=True)]
    return step("drawLabels", rows=rows, look="hk-label")
