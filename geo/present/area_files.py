"""Areas for other programs: one with its hotspots, wijken with their figures, a whole layer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.disclosure import Disclosed
from geo.intake.boundaries import AreaLayer
from geo.present.audience_words import tell_audience
from geo.present.exports import layer_areas, layer_hotspots
from geo.present.grounds import find_area
from geo.present.layer_looks import look_of_areas
from geo.present.periods import tell_period
from geo.present.shape_files import render_layers, tell_origin
from geo.present.shape_layers import ShapeLayer
from geo.schema import Layer
from geo.service.answers import AreaSurvey, HotspotReport, ThemeSummary

_KIND: Final = "kind"
_AREA: Final = "area"
_HOTSPOT: Final = "hotspot"


def render_area(
    told: Disclosed[AreaSurvey],
    near: Sequence[HotspotReport],
    layers: Mapping[Layer, AreaLayer],
    suffix: str,
) -> bytes:
    """Return the bytes of a file with the outline of an area, and of the hotspots in or near it.

    Parameters
    ----------
    told
        What was reported in the area, as its audience may see it.
    near
        Hotspots, a search a theme; each shape says of which theme and which days it is.
    layers
        Area layers, one of which draws the area.
    suffix
        ``.geojson`` or ``.gpkg``.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    """
    survey = told.answer
    code = str(survey.question.area)
    edge = find_area(code, layers)
    areas = [] if edge is None else [_layer_area(edge, survey)]
    facts = {_AREA: code, **tell_period(survey.period), **tell_origin(survey.data)}
    hotspots = [_layer_near(Disclosed(report, told.audience, told.rules)) for report in near]
    return render_layers([*areas, *hotspots], suffix, facts=facts | tell_audience(told))


def render_wijken(
    told: Disclosed[ThemeSummary], layers: Mapping[Layer, AreaLayer], suffix: str
) -> bytes:
    """Return the bytes of a file with the outline of each wijk and the figures of a theme in it.

    Raises
    ------
    ParamsError
        If the suffix is neither ``.geojson`` nor ``.gpkg``.
    """
    summary = told.answer
    question, wijken = summary.question, layers[Layer.WIJKEN].areas
    named = wijken[[schema.AREA_CODE, schema.AREA_NAME, wijken.geometry.name]]
    counted = pd.DataFrame(columns=[schema.AREA_CODE])
    if summary.wijken is not None:
        # The last row counts what lies in no wijk.
        counted = summary.wijken.dropna(subset=schema.AREA_CODE)
    shapes = named.merge(counted, on=schema.AREA_CODE, how="left")
    facts = {
        "theme": question.theme,
        **tell_period(question.period),
        "rate_by": summary.basis or "",
        **tell_origin(summary.data),
        **tell_audience(told),
    }
    drawn = replace(layer_areas(layers[Layer.WIJKEN]), shapes=_drawn(shapes), stated=None)
    return render_layers([drawn], suffix, facts=facts)


def render_layer(layer: AreaLayer, suffix: str) -> bytes:
    """Return the bytes of a file with the areas of a layer as they were taken in.

    Raises
    ------
    ParamsError
        If the suffix is neither ``.geojson`` nor ``.gpkg``.
    """
    areas = layer_areas(layer)
    return render_layers([areas], suffix, facts=areas.stated or {})


def _layer_area(edge: gpd.GeoDataFrame, survey: AreaSurvey) -> ShapeLayer:
    known = {_KIND: _AREA, **tell_period(survey.period), schema.INCIDENTS: len(survey.incidents)}
    shapes = edge[[schema.AREA_NAME, edge.geometry.name]].assign(**known)
    return ShapeLayer(_AREA, "Gebied", shapes, look_of_areas())


def _layer_near(told: Disclosed[HotspotReport]) -> ShapeLayer:
    report = told.answer
    known = {_KIND: _HOTSPOT, "theme": report.theme, **tell_period(report.period)}
    layer = layer_hotspots(told, theme=report.theme)
    return replace(layer, shapes=layer.shapes.assign(**known), key="")


def _drawn(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas[~(areas.geometry.isna() | areas.geometry.is_empty)]
