"""Hotspots as files: GeoJSON, GeoPackage, CSV and a map on a page of its own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.peak_windows import PeakWindow
from geo.disclosure import Disclosed
from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.present.audience_words import tell_audience
from geo.present.degrees import in_degrees
from geo.present.files import check_ending, write_file
from geo.present.layer_looks import (
    MAY_BE_CHANCE,
    look_of_areas,
    look_of_hotspots,
    look_of_points,
)
from geo.present.pages import render_page
from geo.present.peak_windows import is_small, say_window
from geo.present.periods import tell_period
from geo.present.shape_files import RENDERERS, render_layers, tell_origin
from geo.present.shape_layers import ShapeLayer
from geo.present.spreadsheets import render_csv
from geo.present.wording import LAYERS
from geo.schema import Layer
from geo.service.answers import HotspotReport

LON: Final = "lon"
LAT: Final = "lat"
PEAK: Final = "peak"
PEAK_SHARE: Final = "peak_share"

_DECIMALS: Final = 7
_SHARE_DECIMALS: Final = 4
HOTSPOTS: Final = "hotspots"

_CENTRES: Final = "hotspot_centres"

Layers = Mapping[Layer, AreaLayer]
Peaks = Mapping[str, PeakWindow | None]


def write_hotspots(
    told: Disclosed[HotspotReport],
    path: Path,
    *,
    layers: Layers | None = None,
    streets: StreetLayer | None = None,
) -> None:
    """Write a report to a file, of the kind that its suffix names.

    Parameters
    ----------
    told
        Answer of the hotspot search, as its audience may see it.
    path
        File to make or to replace: ``.geojson``, ``.gpkg``, ``.csv`` or ``.html``. It is there
        whole or not at all.
    layers
        Area layers that the map of an ``.html`` file shows beneath the hotspots.
    streets
        Streets that it shows, likewise.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    WorkspaceError
        If the file cannot be written.
    """
    content = render_hotspots(told, path.suffix.lower(), layers=layers, streets=streets)
    write_file(path, content)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as a CSV file that a spreadsheet opens safely.

    Raises
    ------
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_csv(table))


def check_suffix(suffix: str) -> None:
    """Refuse the ending of a file that no renderer makes, before any work is done for it.

    Raises
    ------
    ParamsError
        If the suffix is not one of the four.
    """
    check_ending(suffix, [*RENDERERS, ".csv", ".html"])


def render_hotspots(
    told: Disclosed[HotspotReport],
    suffix: str,
    *,
    layers: Layers | None = None,
    streets: StreetLayer | None = None,
) -> bytes:
    """Return the bytes of such a file.

    Every kind states theme, period, source, the day of the data, whether they are synthetic, and
    for whom it is. Who may not see places gets no middle of a hotspot, which may be an address.

    Raises
    ------
    ParamsError
        If the suffix is not one of the four.
    """
    check_suffix(suffix)
    if suffix == ".html":
        return render_page(told, layers or {}, streets=streets).encode("utf-8")
    stated = _metadata(told)
    if suffix == ".csv":
        return render_csv(_tabulate(told).assign(**stated))
    outlines = layer_hotspots(told)
    if suffix == ".geojson":
        return render_layers([outlines], suffix, facts=stated)
    centres = [_layer_centres(told.answer)] if told.audience.may_see_places else []
    beside = [layer_areas(layer) for layer in (layers or {}).values()]
    return render_layers([outlines, *centres, *beside], suffix, facts=stated)


def layer_hotspots(told: Disclosed[HotspotReport], *, theme: str = "") -> ShapeLayer:
    """Return the outlines of a report as a layer of a file.

    Parameters
    ----------
    told
        Answer of the hotspot search, as its audience may see it.
    theme
        Name of the theme, for a file that holds the hotspots of more than one.
    """
    report = told.answer
    facts = _tabulate(told).assign(**{MAY_BE_CHANCE: report.may_be_chance})
    shapes = gpd.GeoDataFrame(facts, geometry=report.hotspots.geometry)
    name = f"{HOTSPOTS}_{theme}" if theme else HOTSPOTS
    title = f"Hotspots {report.title.lower()}"
    return ShapeLayer(name, title, shapes, look_of_hotspots(), schema.HOTSPOT_ID)


def layer_areas(layer: AreaLayer) -> ShapeLayer:
    """Return the areas of a layer as a layer of a file; those without an outline are left out."""
    drawn = layer.areas[~(layer.areas.geometry.isna() | layer.areas.geometry.is_empty)]
    title = LAYERS[layer.layer].capitalize()
    stated = {
        "source": layer.source,
        "year": layer.year or "",
        "schematic": layer.schematic,
        "licence": layer.licence,
    }
    return ShapeLayer(layer.layer.value, title, drawn, look_of_areas(), stated=stated)


def _layer_centres(report: HotspotReport) -> ShapeLayer:
    """Return the middle of each hotspot as a layer of points."""
    hotspots = report.hotspots
    named = hotspots[[schema.HOTSPOT_ID, schema.RANK]]
    shapes = gpd.GeoDataFrame(named, geometry=hotspots[schema.CENTRE], crs=hotspots.crs)
    look = look_of_points("midden van een hotspot", name_column=schema.RANK)
    return ShapeLayer(_CENTRES, "Midden van de hotspots", shapes, look, schema.HOTSPOT_ID)


def tabulate_facts(report: HotspotReport, *, places: bool = True) -> pd.DataFrame:
    """Return the hotspots as a plain table, where ``places`` may be seen with the middle."""
    frame = report.hotspots
    facts = pd.DataFrame(frame.drop(columns=[schema.CENTRE, frame.geometry.name]))
    if report.significance is not None:
        facts = facts.assign(**{schema.P_VALUE: report.p_values})
    if report.peaks is not None:
        facts = facts.assign(**_list_peaks(report.peaks, frame[schema.HOTSPOT_ID]))
    if not places:
        return facts
    centres = in_degrees(gpd.GeoSeries(frame[schema.CENTRE], crs=frame.crs), decimals=_DECIMALS)
    return facts.assign(**{LON: centres.x, LAT: centres.y})


def _list_peaks(peaks: Peaks, ids: pd.Series) -> dict[str, pd.Series]:
    """Name the peak of each hotspot and the share that it holds; missing where it has none.

    Of fewer than ten incidents no share is told.
    """
    found = [peaks.get(hotspot) for hotspot in ids]
    named = [None if peak is None else say_window(peak) for peak in found]
    shares = [
        None if peak is None or is_small(peak) else round(peak.share, _SHARE_DECIMALS)
        for peak in found
    ]
    return {
        PEAK: pd.Series(named, ids.index, dtype="str"),
        PEAK_SHARE: pd.Series(shares, ids.index, dtype="Float64"),
    }


def _tabulate(told: Disclosed[HotspotReport]) -> pd.DataFrame:
    return tabulate_facts(told.answer, places=told.audience.may_see_places)


def _metadata(told: Disclosed[HotspotReport]) -> dict[str, Any]:
    report = told.answer
    return {
        "theme": report.theme,
        **tell_period(report.period),
        "area": report.question.area or "",
        "weekdays": " ".join(map(str, report.question.hours.weekdays)),
        "day_parts": " ".join(report.question.hours.day_parts),
        **tell_origin(report.data),
        **tell_audience(told),
        "eps_m": report.params.eps_m,
        "min_samples": report.params.min_samples,
        "half_life_days": report.params.half_life_days,
    }
