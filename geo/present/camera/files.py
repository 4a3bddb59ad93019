"""Suggested camera sites as files: GeoJSON, GeoPackage, and a map on a page of its own."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import geopandas as gpd

from geo.disclosure import Disclosed
from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.present import wording
from geo.present.audience_words import state_audience, tell_audience
from geo.present.camera import facts as camera_facts
from geo.present.camera import sites as camera_sites
from geo.present.camera import words as camera_words
from geo.present.camera.map import (
    CameraPart,
    are_counted,
    has_unknown,
    legend_html,
    plan_cameras,
    say_counted,
)
from geo.present.grounds import plan_base
from geo.present.layer_looks import look_of_points
from geo.present.map_pages import MapPage, list_notices, plain_table_html, render_map_page
from geo.present.markup import escape
from geo.present.shape_files import render_layers, tell_origin
from geo.present.shape_layers import ShapeLayer
from geo.schema import Layer
from geo.service.camera.answers import CameraAdvice

_NAME: Final = "camera"
_NUMERIC: Final = {
    camera_sites.NUMBER,
    camera_sites.INCIDENTS,
    camera_sites.IN_HOTSPOTS,
    camera_sites.SCORE,
}


def render_sites(
    told: Disclosed[CameraAdvice],
    suffix: str,
    *,
    names: Sequence[str],
    layers: Mapping[Layer, AreaLayer],
) -> bytes:
    """Return the bytes of a file of the suggested sites: ``.geojson`` or ``.gpkg``.

    Parameters
    ----------
    told, names
        What is suggested, as its audience may see it, and how each place to choose from is called.
    suffix
        Of the file.
    layers
        Area layers, for the names.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    """
    advice = told.answer
    table = camera_sites.tabulate_sites(advice, names)
    points = advice.candidates.geometry.iloc[[site.site for site in advice.sites]]
    frame = gpd.GeoDataFrame(table, geometry=points.to_numpy(), crs=points.crs)
    facts = {
        **dict(camera_facts.state_advice(advice, layers)),
        **tell_origin(advice.data),
        **tell_audience(told),
    }
    look = look_of_points("voorgestelde plek", name_column=camera_sites.NUMBER)
    sites = ShapeLayer(_NAME, "Voorgestelde plekken voor camera's", frame, look)
    return render_layers([sites], suffix, facts=facts)


def render_camera_page(
    told: Disclosed[CameraAdvice],
    *,
    names: Sequence[str],
    layers: Mapping[Layer, AreaLayer],
    streets: StreetLayer | None = None,
    parts: Collection[CameraPart] = tuple(CameraPart),
) -> str:
    """Draw the advice as a page with map, table and facts, to be mailed or kept.

    Raises
    ------
    HotspotkaartError
        If the map's scripts are not installed.
    """
    advice = told.answer
    table = camera_sites.tabulate_sites(advice, names)
    return render_map_page(
        MapPage(
            title="Camera: voorgestelde plekken",
            period=wording.say_period(advice.question.period),
            notices=list_notices(
                advice.data, layers, camera_words.say_caution(advice), say_counted(advice, parts)
            ),
            base=plan_base(layers, streets=streets),
            over=plan_cameras(advice, names, parts=parts),
            caption=camera_facts.say_caption(advice, layers),
            legend=legend_html(
                parts,
                stays=bool(advice.question.in_use),
                unknown=has_unknown(advice),
                counted=are_counted(advice),
            ),
            heading="Voorgestelde plekken",
            beside=f"<p>{escape(camera_words.say_answer(advice, names))}</p>"
            + plain_table_html(table, numeric=_NUMERIC),
            facts=[*camera_facts.state_advice(advice, layers), *state_audience(told)],
        )
    )
