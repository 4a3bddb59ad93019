"""The map of one area: its incidents by theme, and the hotspots that lie in it or touch it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from geo import schema
from geo.present import wording
from geo.present.alerts import plan_alerts
from geo.present.counted_cells import label_classes, plan_counts
from geo.present.degrees import list_features, list_places
from geo.present.grounds import plan_view
from geo.present.legend import CHANCE_COLOUR
from geo.present.marks import Mark, mark_html, marks_legend_html, theme_marks
from geo.present.markup import escape
from geo.present.overlays import CHANCE_EDGE, COUNTED, find_room, plan_edges, recent_points
from geo.present.significance import MAY_BE_CHANCE, NOT_TESTABLE, say_briefly
from geo.present.steps import Steps, step
from geo.service.answers import HotspotReport

_MARK_PIXELS: Final = 24
# Marks that would lie over each other become one; those beside each other stay apart.
_CLUSTER_PIXELS: Final = 22
_FILLED: Final = 0.15
_GREY: Final = ' class="hk-chance"'


def plan_area_map(
    incidents: gpd.GeoDataFrame,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    *,
    edge: gpd.GeoDataFrame | None,
    alerts: gpd.GeoDataFrame | None = None,
) -> Steps:
    """Plan what changes with every choice: incidents and hotspots, in the mark of their theme.

    Parameters
    ----------
    incidents
        Incidents of the area; those without a place are passed over. Very many are counted in
        cells, whatever their theme.
    near
        Hotspots to show, a search a theme.
    marks
        Mark of each theme.
    edge
        The area itself, to stand out and to be looked at; None where nobody knows where it lies.
    alerts
        Alerts of which the ground is edged; None or none at all draws none.

    Returns
    -------
    tuple of str
        For `maps.lay_over`. Of an incident only theme, code, date and precision are shown.
    """
    shown = [search for search in near if len(search.hotspots)]
    counted = are_counted(incidents, near)
    return (
        *(() if edge is None else _look_at(edge)),
        *(() if alerts is None else plan_alerts(alerts)),
        *(_outlines(search, marks[search.theme], is_open=counted) for search in shown),
        *(
            plan_counts(incidents, most_cells=_find_room(near))
            if counted
            else _incident_marks(incidents, marks)
        ),
        *(_names(search, marks[search.theme]) for search in shown),
    )


def are_counted(incidents: gpd.GeoDataFrame, near: Sequence[HotspotReport]) -> bool:
    """Say whether there are so many incidents that the map of an area counts them in cells."""
    return int(incidents.geometry.notna().sum()) > _find_room(near)


def area_legend_html(
    incidents: gpd.GeoDataFrame,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    *,
    others: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the legend of `plan_area_map`.

    Parameters
    ----------
    incidents, near, marks
        As for the map.
    others
        What else lies on it: CSS look and label.
    """
    counted = are_counted(incidents, near)
    shown = {search.theme for search in near}
    if not counted:
        shown |= set(theme_marks(incidents[schema.THEME], marks))
    classes = [(f"background:{colour}", label) for colour, label in label_classes()]
    return marks_legend_html(
        marks,
        shown,
        others=[*others, *(classes if counted else ())],
        chance=any(search.may_be_chance.any() for search in near),
    )


def say_area_counted(incidents: gpd.GeoDataFrame, near: Sequence[HotspotReport]) -> str:
    """Say that incidents are counted in cells; empty where each is drawn."""
    return COUNTED if are_counted(incidents, near) else ""


def _find_room(near: Sequence[HotspotReport]) -> int:
    return find_room(hotspots=sum(len(search.hotspots) for search in near))


def _look_at(edge: gpd.GeoDataFrame) -> Steps:
    code = str(edge[schema.AREA_CODE].iloc[0])
    return (*plan_view([edge], place=code), *plan_edges(edge))


def _outlines(search: HotspotReport, mark: Mark, *, is_open: bool) -> str:
    look = {
        "color": mark.colour,
        "weight": 3,
        # Open, what lies beneath can be hit.
        "fill": not is_open,
        "fillColor": mark.colour,
        "fillOpacity": _FILLED,
    }
    grey = look | CHANCE_EDGE | {"fillColor": CHANCE_COLOUR}
    known = [
        {"label": label, "style": grey if chance else look}
        for label, chance in zip(_labels(search), search.may_be_chance, strict=True)
    ]
    return step("drawOutlines", shapes=list_features(search.hotspots.geometry, known))


def _labels(search: HotspotReport) -> list[str]:
    columns = search.hotspots[schema.RANK], search.hotspots[schema.INCIDENTS], say_briefly(search)
    return [
        escape(
            f"{search.title}, hotspot {rank}: {wording.say_count(count, 'melding', 'meldingen')}"
            + (f"; {chance}" if chance in (MAY_BE_CHANCE, NOT_TESTABLE) else "")
        )
        for rank, count, chance in zip(*columns, strict=True)
    ]


def _names(search: HotspotReport, mark: Mark) -> str:
    hotspots = search.hotspots
    # On top of the outline, which stays in sight.
    tops = shapely.points(
        shapely.get_x(hotspots[schema.CENTRE].to_numpy()), hotspots.geometry.bounds["maxy"]
    )
    places = list_places(gpd.GeoSeries(tops, crs=hotspots.crs)).tolist()
    own = f' style="border-color:{mark.colour}"'
    rows = [
        [*place, f"<b{_GREY if chance else own}>{escape(mark.letters)} {rank}</b>"]
        for place, rank, chance in zip(
            places, hotspots[schema.RANK], search.may_be_chance, strict=True
        )
    ]
    return step("drawLabels", rows=rows, look="hk-hotspot")


def _incident_marks(incidents: gpd.GeoDataFrame, marks: Mapping[str, Mark]) -> Steps:
    points = recent_points(incidents)
    if points.empty:
        return ()
    looks = [mark_html(mark) for mark in marks.values()]
    return (
        step(
            "drawMarks",
            rows=_rows(points, marks),
            looks=looks,
            size=_MARK_PIXELS,
            radius=_CLUSTER_PIXELS,
        ),
    )


def _rows(points: gpd.GeoDataFrame, marks: Mapping[str, Mark]) -> list[list[Any]]:
    """List latitude, longitude, number of the mark and words of each incident."""
    themes = theme_marks(points[schema.THEME], marks)
    texts = [
        escape(f"{marks[theme].title}: {text}")
        for theme, text in zip(themes, wording.say_incidents(points), strict=True)
    ]
    numbers = pd.Categorical(themes, list(marks)).codes.tolist()
    places = list_places(points.geometry).tolist()
    return [[*place, *rest] for place, *rest in zip(places, numbers, texts, strict=True)]
