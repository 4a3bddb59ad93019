"""Hand-drawn answers for the tests of what people look at."""

from dataclasses import replace
from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.analysis.significance import NotTestable, Significance, Untestable
from geo.analysis.timing import WeekHours
from geo.analysis.trends import compare_counts
from geo.intake.boundaries import AreaLayer
from geo.params import HotspotParams, MonteCarlo, Period, Question
from geo.schema import Layer, PlacePrecision, PointLayer, TimePrecision
from geo.service.answers import (
    AreaSurvey,
    DataStatus,
    HotspotReport,
    HotspotSignificance,
)

CRS = "EPSG:28992"
PERIOD = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
PARAMS = HotspotParams(eps_m=150.0, min_samples=5, half_life_days=365.0)


def draw_layers(*names, schematic=True):
    """Wijken of one square kilometre in a row, the first with a park in its middle."""
    wijken = [shapely.box(100000 + 1000 * n, 431000, 101000 + 1000 * n, 432000) for n in range(2)]
    park = [shapely.box(100400, 431400, 100600, 431600)]
    return {
        Layer.WIJKEN: _layer(Layer.WIJKEN, ["WK1", "WK2"], names or ("Oost", "West"), wijken),
        Layer.PARKS: _layer(Layer.PARKS, ["P1"], ["De Kade"], park),
    } | ({} if schematic else {Layer.PARKS: _layer(Layer.PARKS, ["P1"], ["De Kade"], park)})


def draw_report(*, rank_counts=(12, 60), synthetic=True, code="1.1.1"):
    """A report with a round hotspot for each count, largest last, and one incident off the map."""
    centres = [shapely.Point(100500 + 800 * n, 431500) for n in range(len(rank_counts))]
    return HotspotReport(
        question=Question(theme="woninginbraak", period=PERIOD),
        title="Woninginbraak",
        params=PARAMS,
        incidents=_incidents(centres, code),
        hotspots=_hotspots(centres, rank_counts),
        noise=1,
        without_place=1,
        without_hour=0,
        data=DataStatus(
            incidents=344,
            first=date(2016, 1, 1),
            last=date(2018, 12, 31),
            as_of=datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
            synthetic=synthetic,
            without_place=1,
            sources=("demo",) if synthetic else ("politie",),
            version=1,
        ),
    )


def weigh(report, *p_values):
    """The report with these chances, or not testable for want of addresses."""
    found = Significance(pd.Series(p_values), MonteCarlo(), off_ground=0)
    refused = NotTestable(Untestable.NO_OPPORTUNITIES)
    weighed = HotspotSignificance(PointLayer.ADDRESSES, found if p_values else refused)
    return replace(report, significance=weighed)


def draw_survey(now=None, before=None, *, incidents=None, without_hour=0, area="WK1", **question):
    """A week of an area: the incidents of the report, and counts by theme of this and last week."""
    week = Period(first=date(2018, 12, 25), last=date(2018, 12, 31))
    report = draw_report()
    found = report.incidents if incidents is None else incidents
    return AreaSurvey(
        question=Question(theme="woninginbraak", period=week, area=area, **question),
        before=week.previous,
        incidents=found.assign(theme="woninginbraak", ended_at=found[schema.STARTED_AT]),
        counts=compare_counts(pd.Series(now or {}), pd.Series(before or {})),
        week_hours=WeekHours(np.zeros((7, 24)), 0, 0),
        without_hour=without_hour,
        data=report.data,
    )


def _layer(layer, codes, names, shapes):
    areas = gpd.GeoDataFrame(
        {
            schema.AREA_CODE: codes,
            schema.AREA_NAME: list(names),
            schema.INHABITANTS: pd.array([100] * len(codes), dtype="Int64"),
            schema.DWELLINGS: pd.array([40] * len(codes), dtype="Int64"),
            schema.CONTACT: pd.Series(None, range(len(codes)), dtype="str"),
        },
        geometry=shapes,
        crs=CRS,
    )
    return AreaLayer(layer=layer, areas=areas, source="eigen tekening", year=2022, schematic=True)


def _incidents(centres, code):
    shapes = [*centres, None]
    moments = [
        pd.Timestamp(f"2018-0{n + 1}-03 21:30", tz="Europe/Amsterdam") for n in range(len(shapes))
    ]
    return gpd.GeoDataFrame(
        {
            schema.INCIDENT_ID: [f"I{n}" for n in range(len(shapes))],
            schema.CODE: [code] * len(shapes),
            schema.STARTED_AT: pd.Series(moments, dtype="datetime64[us, Europe/Amsterdam]"),
            schema.TIME_PRECISION: [TimePrecision.MINUTE.value] * len(shapes),
            schema.PLACE_PRECISION: [PlacePrecision.ADDRESS.value] * len(shapes),
            schema.CLUSTER: [*range(len(centres)), schema.NOISE],
        },
        geometry=shapes,
        crs=CRS,
    )


def _hotspots(centres, counts):
    ranks = list(range(1, len(counts) + 1))
    return gpd.GeoDataFrame(
        {
            schema.RANK: pd.Series(ranks, dtype="int64"),
            schema.HOTSPOT_ID: pd.Series([f"H{rank}" for rank in ranks], dtype="str"),
            schema.INCIDENTS: pd.Series(list(counts), dtype="int64"),
            schema.CORE_POINTS: pd.Series([5] * len(ranks), dtype="int64"),
            schema.AREA_HA: pd.Series([3.14] * len(ranks), dtype="float64"),
            schema.SCORE: pd.Series([9.5] * len(ranks), dtype="float64"),
            schema.WIJK_CODE: pd.Series(["WK1"] * len(ranks), dtype="str"),
            schema.PARK_ID: pd.Series([None] * len(ranks), dtype="str"),
            schema.CENTRE: gpd.GeoSeries(centres, crs=CRS),
        },
        geometry=gpd.GeoSeries([centre.buffer(100) for centre in centres], crs=CRS),
        crs=CRS,
    )
