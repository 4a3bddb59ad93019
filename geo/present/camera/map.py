"""The map of camera sites: what is suggested, what lies within range, and the other places."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo import schema
from geo.present import wording
from geo.present.camera.sites import label_candidates, label_sites
from geo.present.counted_cells import label_classes, plan_counts
from geo.present.degrees import list_features, list_places
from geo.present.legend import signs_legend_html
from geo.present.markup import escape
from geo.present.overlays import COUNTED, find_room, plan_edges, plan_streets, recent_points
from geo.present.steps import Steps, step
from geo.service.camera.answers import COVERED, RESPONSIBLE, CameraAdvice, SiteAdvice

# More places than this make a browser slow and a map no clearer.
MOST_CANDIDATES: Final = 1500

_RANGE_STYLE: Final = {
    "color": "#0072b2", "weight": 3, "fillColor": "#0072b2", "fillOpacity": 0.12,
}  # fmt: skip
_OWN_STYLE: Final = {
    "color": "#d55e00", "weight": 4, "dashArray": "8 5", "fillColor": "#d55e00", "fillOpacity": 0.1,
}  # fmt: skip
# Grey and edged with dots, so that it is not taken for ground without buildings.
_UNKNOWN_STYLE: Final = {
    "color": "#5b6670",
    "weight": 1,
    "dashArray": "1 4",
    "fillColor": "#5b6670",
    "fillOpacity": 0.25,
}
# Units that stay: grey-purple and dotted, beside the blue of what is suggested.
_STAYS_STYLE: Final = {
    "color": "#6a3d9a", "weight": 3, "dashArray": "2 6", "fillColor": "#6a3d9a", "fillOpacity": 0.1,
}  # fmt: skip
_CHOSEN_STYLE: Final = {"color": "#154273", "weight": 5}
_CANDIDATE: Final = "k"
_STAYS: Final = "Deze camera staat er al en blijft staan"
_CAMERA: Final = "C"


class CameraPart(StrEnum):
    """What people may put on the map or take off it; the values are shown on screen."""

    CANDIDATES = "Andere plekken"
    INCIDENTS = "Meldingen"
    HOTSPOTS = "Hotspots"
    STREETS = "Straten"


def site_id(number: int) -> str:
    """Name a suggested site on the map, by its number from 1."""
    return str(number)


def candidate_id(row: int) -> str:
    """Name a place to choose from on the map, by its row."""
    return f"{_CANDIDATE}{row}"


def read_candidate(name: str) -> int | None:
    """Return the row of a place by its name on the map; None for what is no such name."""
    number = name.removeprefix(_CANDIDATE)
    return int(number) if name.startswith(_CANDIDATE) and number.isdecimal() else None


def list_shown(advice: CameraAdvice) -> list[int]:
    """Return the rows of the places that can be chosen on the map: those that may be suggested.

    Of very many, those with most in hotspots.
    """
    rows = np.flatnonzero(advice.candidates[RESPONSIBLE].to_numpy(np.bool_))
    if len(rows) > MOST_CANDIDATES:
        counts = advice.candidates[schema.INCIDENTS].to_numpy()[rows]
        rows = np.sort(rows[np.argsort(-counts, kind="stable")[:MOST_CANDIDATES]])
    return [int(row) for row in rows]


def plan_cameras(
    advice: CameraAdvice,
    names: Sequence[str],
    *,
    parts: Collection[CameraPart] = tuple(CameraPart),
    own: SiteAdvice | None = None,
) -> Steps:
    """Plan the sites with their range, and what lies in it.

    Parameters
    ----------
    advice, names
        What is suggested, and how each place to choose from is called.
    parts
        What to show beside the suggested sites.
    own
        A place of one's own choice, if there is one.

    Returns
    -------
    tuple of str
        For `maps.lay_over`. Ranges and sites carry `site_id`, other places `candidate_id`.
    """
    steps: Steps = plan_streets() if CameraPart.STREETS in parts else ()
    steps += _plan_unknown(advice)
    if CameraPart.HOTSPOTS in parts:
        steps += plan_edges(advice.hotspots)
    steps += _plan_ranges(advice, names, own)
    if CameraPart.INCIDENTS in parts:
        steps += _plan_incidents(advice)
    if CameraPart.CANDIDATES in parts:
        steps += _plan_candidates(advice, names)
    return steps + _plan_in_use(advice) + _plan_numbers(advice, names)


def has_unknown(advice: CameraAdvice) -> bool:
    """Say whether the map shows ground on which no buildings are loaded."""
    return advice.unknown_ground is not None and not advice.unknown_ground.is_empty


def are_counted(advice: CameraAdvice) -> bool:
    """Say whether there are so many incidents that the map counts them in cells."""
    return int(advice.incidents.geometry.notna().sum()) > _find_room(advice)


def say_counted(advice: CameraAdvice, parts: Collection[CameraPart]) -> str:
    """Say that incidents are counted in cells; empty where each is drawn, or none."""
    return COUNTED if CameraPart.INCIDENTS in parts and are_counted(advice) else ""


def plan_chosen_site(chosen: str | None) -> Steps:
    """Plan to let one of the suggested sites stand out, by its name; none for no choice."""
    return () if chosen is None else (step("markChosen", id=chosen, style=_CHOSEN_STYLE),)


def legend_html(
    parts: Collection[CameraPart],
    *,
    own: bool = False,
    stays: bool = False,
    unknown: bool = False,
    counted: bool = False,
) -> str:
    """Return what the signs of the map mean."""
    blue, orange = _RANGE_STYLE["color"], _OWN_STYLE["color"]
    signs = [
        ("background:#3b0716;border-radius:50%;color:#fff", "1", "voorgestelde plek"),
        (f"background:{blue}20;border:3px solid {blue};border-radius:50%", "", "bereik"),
    ]
    if own:
        look = f"background:{orange}20;border:3px dashed {orange};border-radius:50%"
        signs.append((look, "", "bereik van uw eigen keuze"))
    if stays:
        look = f"background:{_STAYS_STYLE['color']};border-radius:3px;color:#fff"
        signs.append((look, _CAMERA, "camera die blijft staan"))
    if CameraPart.CANDIDATES in parts:
        look = "background:#fff;border:2px solid #006d4f;border-radius:50%"
        signs.append((look, "", "andere verantwoorde plek"))
    if CameraPart.INCIDENTS in parts and counted:
        signs += [(f"background:{colour}", "", label) for colour, label in label_classes()]
    elif CameraPart.INCIDENTS in parts:
        signs.append(("border-radius:50%", "9", "meldingen bij elkaar"))
    if CameraPart.HOTSPOTS in parts:
        label = "hotspot die geen toeval is of niet te toetsen"
        signs.append(("border:2px solid #154273", "", label))
    if unknown:
        look = "background:#5b667040;border:1px dotted #5b6670"
        signs.append((look, "", "geen gebouwen ingelezen: zicht niet bekend"))
    return signs_legend_html(signs)


def _plan_unknown(advice: CameraAdvice) -> Steps:
    if not has_unknown(advice):
        return ()
    shapes = gpd.GeoSeries([advice.unknown_ground], crs=advice.candidates.crs)
    return (step("drawEdges", shapes=list_features(shapes), style=_UNKNOWN_STYLE),)


def _plan_ranges(advice: CameraAdvice, names: Sequence[str], own: SiteAdvice | None) -> Steps:
    known: list[dict[str, Any]] = [
        {"id": site_id(number), "label": escape(label), "style": _RANGE_STYLE}
        for number, label in enumerate(label_sites(advice, names), start=1)
    ]
    places = [site.place for site in advice.sites]
    if own is not None:
        label = f"Uw keuze: {names[own.site]}"
        known.append({"id": "eigen", "label": escape(label), "style": _OWN_STYLE})
        places.append(own.place)
    for place in advice.question.in_use:
        known.append({"id": "blijft", "label": escape(_STAYS), "style": _STAYS_STYLE})
        places.append(place)
    if not places:
        return ()
    circles = shapely.buffer(shapely.points(places), advice.question.range_m, quad_segs=16)
    shapes = gpd.GeoSeries(circles, crs=advice.candidates.crs)
    return (step("drawOutlines", shapes=list_features(shapes, known)),)


def _plan_in_use(advice: CameraAdvice) -> Steps:
    in_use = advice.question.in_use
    if not in_use:
        return ()
    points = gpd.GeoSeries(shapely.points(in_use), crs=advice.candidates.crs)
    html = f'<b aria-label="{escape(_STAYS)}">{_CAMERA}</b>'
    rows = [[*place, html] for place in list_places(points).tolist()]
    return (step("drawLabels", rows=rows, look="hk-stays"),)


def _plan_numbers(advice: CameraAdvice, names: Sequence[str]) -> Steps:
    if not advice.sites:
        return ()
    known = [
        {"id": site_id(number), "rank": number, "chance": False, "label": escape(f"Plek {label}")}
        for number, label in enumerate(label_sites(advice, names), start=1)
    ]
    points = gpd.GeoSeries(
        shapely.points([site.place for site in advice.sites]), crs=advice.candidates.crs
    )
    return (step("drawRanks", shapes=list_features(points, known)),)


def _plan_candidates(advice: CameraAdvice, names: Sequence[str]) -> Steps:
    taken = {site.site for site in advice.sites}
    rows = [row for row in list_shown(advice) if row not in taken]
    if not rows:
        return ()
    labels = label_candidates(advice, names, rows)
    places = list_places(advice.candidates.geometry.iloc[rows]).tolist()
    drawn = [
        [*place, escape(label), candidate_id(row)]
        for place, label, row in zip(places, labels, rows, strict=True)
    ]
    return (step("drawPlaces", rows=drawn),)


def _find_room(advice: CameraAdvice) -> int:
    """Count the shapes that are left for incidents, whatever people take off the map."""
    ranges = 2 * (len(advice.sites) + len(advice.question.in_use) + 1)
    return find_room(
        hotspots=len(advice.hotspots), others=ranges + min(len(advice.candidates), MOST_CANDIDATES)
    )


def _plan_incidents(advice: CameraAdvice) -> Steps:
    if are_counted(advice):
        return plan_counts(advice.incidents, most_cells=_find_room(advice))
    points = recent_points(advice.incidents)
    if points.empty:
        return ()
    places = list_places(points.geometry).tolist()
    within = ["; binnen bereik" if covered else "" for covered in points[COVERED]]
    texts = [
        escape(f"{text}{more}")
        for text, more in zip(wording.say_incidents(points), within, strict=True)
    ]
    rows = [[*place, text, -1] for place, text in zip(places, texts, strict=True)]
    return (step("drawPoints", rows=rows, ids=[]),)
