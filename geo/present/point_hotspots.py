"""Hotspots of a set of points, as plain data and as lines of text."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np

from geo import schema
from geo.present.degrees import in_degrees
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.service.answers import PointHotspotReport

# Hotspots on the terminal and in JSON; the file has all.
MOST_LISTED = 100
_DECIMALS = {schema.AREA_HA: 4, schema.SCORE: 6}


def tell_point_hotspots(report: PointHotspotReport) -> Plain:
    """Tell what a search in a set of points found, with the highest ranks."""
    period = report.question.period
    return {
        "theme": report.question.theme,
        "period": None if period is None else tell_period(period),
        "points": report.question.address,
        "read": report.read,
        "incidents": report.incidents,
        "police_made": report.police_made,
        "without_place": report.without_place,
        "noise": report.noise,
        "tiles": report.tiles,
        "parameters": {
            "eps_m": report.params.eps_m,
            "min_samples": report.params.min_samples,
            "half_life_days": report.params.half_life_days,
        },
        "found": len(report.hotspots),
        "incidents_file": report.incidents_address,
        "hotspots_file": report.hotspots_address,
        "hotspots": _list_rows(report.hotspots.head(MOST_LISTED)),
    }


def print_point_hotspots(answer: Plain) -> Iterator[str]:
    """Say what was found, a line a hotspot."""
    settings, period = answer["parameters"], answer["period"]
    days = f"{period['from']} to {period['to']}" if period else "all days"
    yield (
        f"{answer['theme']} {days}: {answer['incidents']} of {answer['read']} points, "
        f"{answer['found']} hotspots, {answer['noise']} in none "
        f"(eps {settings['eps_m']:g} m, at least {settings['min_samples']}; "
        f"{answer['tiles']} tiles)"
    )
    if answer["police_made"]:
        yield f"{answer['police_made']} records that police made themselves left out"
    if answer["without_place"]:
        yield f"{answer['without_place']} without a place"
    yield f"points with their hotspot in {answer['incidents_file']}"
    yield f"hotspots in {answer['hotspots_file']}"
    if not answer["hotspots"]:
        return
    yield "rank  incidents    score       area_ha  lon, lat"
    for row in answer["hotspots"]:
        area = "-" if row[schema.AREA_HA] is None else f"{row[schema.AREA_HA]:.2f}"
        yield (
            f"{row['rank']:>4}  {row['incidents']:>9}  {row['score']:>10.2f}  {area:>8}  "
            f"{row['lon']}, {row['lat']}"
        )
    if answer["found"] > len(answer["hotspots"]):
        yield f"and {answer['found'] - len(answer['hotspots'])} more in the file"


def _list_rows(hotspots: gpd.GeoDataFrame) -> list[Plain]:
    centres = in_degrees(gpd.GeoSeries(hotspots[schema.CENTRE], crs=hotspots.crs))
    facts = hotspots.drop(columns=[schema.CENTRE, schema.GEOMETRY]).round(_DECIMALS)
    told = facts.assign(lon=centres.x, lat=centres.y).astype(object)
    plain = told.where(facts.assign(lon=0, lat=0).notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in np.asarray(plain)]
