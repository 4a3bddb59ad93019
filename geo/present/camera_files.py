"""Suggested camera sites as files: GeoJSON, GeoPackage, and a map on a page of its own."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import shapely

from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.present import camera_words, wording
from geo.present.camera_map import CameraPart, has_unknown, legend_html, plan_cameras
from geo.present.degrees import in_degrees
from geo.present.files import check_ending
from geo.present.geopackages import render_geopackage
from geo.present.grounds import plan_base
from geo.present.map_pages import MapPage, plain_table_html, render_map_page
from geo.present.markup import escape
from geo.present.pages import list_notices
from geo.schema import Layer
from geo.service.camera_answers import CameraAdvice

_NAME: Final = "camera"
_DECIMALS: Final = 7
_NUMERIC: Final = {
    camera_words.NUMBER,
    camera_words.INCIDENTS,
    camera_words.IN_HOTSPOTS,
    camera_words.SCORE,
}


def render_sites(
    advice: CameraAdvice, suffix: str, *, names: Sequence[str], layers: Mapping[Layer, AreaLayer]
) -> bytes:
    """Return the bytes of a file of the suggested sites: ``.geojson`` or ``.gpkg``.

    Parameters
    ----------
    advice, names
        What is suggested, and how each place to choose from is called.
    suffix
        Of the file.
    layers
        Area layers, for the names.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    """
    check_ending(suffix, _RENDERERS)
    table = camera_words.tabulate_sites(advice, names)
    points = advice.candidates.geometry.iloc[[site.site for site in advice.sites]]
    frame = gpd.GeoDataFrame(table, geometry=points.to_numpy(), crs=points.crs)
    facts = dict(camera_words.state_advice(advice, layers))
    return _RENDERERS[suffix](frame, facts | {"synthetic": advice.synthetic})


def render_camera_page(
    advice: CameraAdvice,
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
    table = camera_words.tabulate_sites(advice, names)
    return render_map_page(
        MapPage(
            title="Camera: voorgestelde plekken",
            period=wording.say_period(advice.question.period),
            notices=list_notices(advice.data, layers, camera_words.say_caution(advice)),
            base=plan_base(layers, streets=streets),
            over=plan_cameras(advice, names, parts=parts),
            caption=camera_words.say_caption(advice, layers),
            legend=legend_html(parts, unknown=has_unknown(advice)),
            heading="Voorgestelde plekken",
            beside=f"<p>{escape(camera_words.say_answer(advice, names))}</p>"
            + plain_table_html(table, numeric=_NUMERIC),
            facts=camera_words.state_advice(advice, layers),
        )
    )


def _geojson(frame: gpd.GeoDataFrame, facts: Mapping[str, Any]) -> bytes:
    known = json.loads(frame.drop(columns="geometry").to_json(orient="records"))
    shapes = shapely.to_geojson(in_degrees(frame.geometry, decimals=_DECIMALS).to_numpy())
    features = [
        {"type": "Feature", "properties": properties, "geometry": json.loads(shape)}
        for properties, shape in zip(known, shapes, strict=True)
    ]
    content = {
        "type": "FeatureCollection",
        "name": _NAME,
        "metadata": dict(facts),
        "features": features,
    }
    return (json.dumps(content, ensure_ascii=False) + "\n").encode("utf-8")


def _geopackage(frame: gpd.GeoDataFrame, facts: Mapping[str, Any]) -> bytes:
    return render_geopackage(frame, layer=_NAME, geometry_type="Point", facts=facts)


_RENDERERS: Final[Mapping[str, Callable[[gpd.GeoDataFrame, Mapping[str, Any]], bytes]]] = {
    ".geojson": _geojson,
    ".gpkg": _geopackage,
}
