"""Patrol plans drawn by hand, as teams take them along."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from handing import hand_on
from pyproj import CRS

from geo import schema
from geo.advice.orienteering import PatrolPlan
from geo.disclosure import Audience
from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.params import Period
from geo.patrol_params import PatrolQuestion, PatrolTeam
from geo.present.patrol import calendar, files, gpx, sheet
from geo.schema import Layer, Organisation, PlaceKind, TravelMode
from geo.service.answers import DataStatus
from geo.service.patrol.answers import (
    PLACE_COLUMNS,
    Caution,
    PatrolAdvice,
    PatrolWarning,
    PlaceReason,
    PlannedVisit,
    StandingCamera,
)
from geo.service.patrol.kits import PatrolKit
from geo.themes import ThemeCard

ZONE = ZoneInfo("Europe/Amsterdam")
RD = CRS.from_epsg(28992)
BASE = (100_500.0, 430_500.0)
EVENING = datetime(2026, 11, 3, 18, 0, tzinfo=ZONE)
# The clock goes back from three to two.
AUTUMN_NIGHT = datetime(2026, 10, 25, 0, 30, tzinfo=ZONE)
CODES = (("Overlast door jongeren", 9), ("Geluidsoverlast", 4))
CARD = ThemeCard(
    title="Jeugdoverlast",
    codes=("E35",),
    explanation="Uitleg.",
    look_for=("of er nu hinder is", "wat bewoners vertellen"),
    harm_weight=1,
    colour="#CC79A7",
    hotspots={"eps_m": 100, "min_samples": 5, "half_life_days": 365, "window_months": 24},
)
TEAMS = (
    PatrolTeam(mode=TravelMode.FOOT),
    PatrolTeam(mode=TravelMode.BICYCLE, organisation=Organisation.BOA),
    PatrolTeam(mode=TravelMode.CAR, organisation=Organisation.YOUTH_WORK),
)


def make_places(count, *, text="", kind=PlaceKind.HOTSPOT):
    """Places in a spiral around the base, each with the same text wherever it has one."""
    turn = np.arange(count) * 2.4
    away = 120 + 45 * np.arange(count)
    rows = {
        "key": [f"jeugdoverlast:h{n}" for n in range(count)],
        "kind": [kind.value] * count,
        "label": [text] * count,
        schema.THEME: ["jeugdoverlast" if kind is PlaceKind.HOTSPOT else ""] * count,
        schema.RANK: range(1, count + 1),
        schema.HOTSPOT_ID: [f"h{n}" for n in range(count)],
        schema.WIJK_CODE: ["W1"] * count,
        "wijk_name": [text or "Slikkerveer"] * count,
        "park_name": [text] * count,
        "contact": [text] * count,
        schema.X: BASE[0] + away * np.cos(turn),
        schema.Y: BASE[1] + away * np.sin(turn),
        schema.INCIDENTS: [13] * count,
        "latest": [date(2026, 10, 20)] * count,
        "expected_week": [0.5] * count,
        "testable": [True] * count,
        "camera": [0] * count,
        "left_out": [""] * count,
    }
    return pd.DataFrame(rows)[list(PLACE_COLUMNS)]


def make_reason(words=""):
    hours = np.zeros(24)
    hours[20] = 13
    return PlaceReason(
        incidents=13,
        recent={28: 3, 91: 7},
        latest=date(2026, 10, 20),
        codes=((words, 9),) if words else CODES,
        hours=hours,
        police_made=2,
        words=words,
    )


def make_visits(places, begins, *, minutes=15, between=10):
    """Visits one after the other, in the order of the places; by way of UTC."""
    start = begins.astimezone(ZoneInfo("UTC"))
    visits = []
    for number, place in enumerate(places):
        arrives = start + timedelta(minutes=between + number * (minutes + between))
        moments = (arrives, arrives, arrives + timedelta(minutes=minutes))
        visits.append(PlannedVisit(place, *(each.astimezone(begins.tzinfo) for each in moments)))
    return tuple(visits)


def make_ways(places, visits):
    if not visits:
        return ()
    xy = places[["x", "y"]].to_numpy()[[visit.place for visit in visits]]
    stops = [BASE, *xy.tolist(), BASE]
    # Along the streets one goes first east or west, then north or south.
    return tuple(np.array([a, (b[0], a[1]), b]) for a, b in pairwise(stops))


def make_advice(
    stops=3, *, teams=1, text="", begins=EVENING, on_streets=True, synthetic=True, **changes
):
    """A plan in which each team visits all places, one after the other."""
    places = changes.pop("places", make_places(stops, text=text))
    order = changes.pop("order", range(len(places)))
    visits = tuple(make_visits(order, begins + timedelta(minutes=n)) for n in range(teams))
    parts = {
        "question": PatrolQuestion(
            themes=("jeugdoverlast",),
            period=Period(first=date(2026, 1, 1), last=date(2026, 10, 31)),
            begins=begins,
            minutes=480,
            teams=TEAMS[:teams],
            base=BASE,
            seed=7,
        ),
        "titles": {"jeugdoverlast": text or "Jeugdoverlast"},
        "places": places,
        "reasons": tuple(make_reason(text) for _ in range(len(places))),
        "plan": PatrolPlan((), 3.5),
        "visits": visits,
        "ways": tuple(make_ways(places, each) for each in visits),
        "fairness": pd.DataFrame(),
        "cameras": (StandingCamera(4, 100_700, 430_700, 100, date(2026, 9, 1), date(2026, 12, 1)),),
        "warnings": () if on_streets else (PatrolWarning(Caution.NO_STREETS),),
        "loss": 0.04,
        "chance": 2,
        "on_streets": on_streets,
        "synthetic": synthetic,
    }
    return PatrolAdvice(**(parts | changes))


def make_kit(stops=3, **changes):
    """The same with all that it is told with: two wijken and a few streets."""
    text = changes.get("text", "")
    advice = make_advice(stops, **changes)
    card = CARD.model_copy(update={"look_for": (text,) * 4}) if text else CARD
    return PatrolKit(
        advice=advice,
        municipality=text or "Testdam",
        crs=RD,
        timezone=ZONE,
        cards={"jeugdoverlast": card},
        layers={Layer.WIJKEN: _make_wijken(text)},
        streets=_make_streets(text) if advice.on_streets else None,
        data=DataStatus(
            400, 0, date(2024, 1, 1), date(2026, 10, 31), datetime(2026, 11, 1, tzinfo=ZONE),
            advice.synthetic, ("demo",), 1,
        ),
    )  # fmt: skip


def render_patrol(kit, suffix, audience=Audience.INTERNAL, **options):
    """The file of a plan for those who made it, or for others."""
    return files.render_patrol(hand_on(kit, audience), suffix, **options)


def write_patrol(kit, path, **options):
    files.write_patrol(hand_on(kit), path, **options)


def render_gpx(kit, **options):
    return gpx.render_gpx(hand_on(kit), **options)


def render_calendar(kit, **options):
    return calendar.render_calendar(hand_on(kit), **options)


def render_sheet(kit, **options):
    return sheet.render_sheet(hand_on(kit), **options)


def lay_out_sheet(kit, **options):
    return sheet.lay_out_sheet(hand_on(kit), **options)


def _make_wijken(text):
    boxes = [
        shapely.box(98_000, 428_000, 100_600, 433_000),
        shapely.box(100_600, 428_000, 103_000, 433_000),
    ]
    columns = {
        schema.AREA_CODE: ["W1", "W2"],
        schema.AREA_NAME: [text or "Slikkerveer", "Bolnes"],
        schema.INHABITANTS: [900, 800],
        schema.DWELLINGS: [400, 300],
        schema.CONTACT: ["", text],
    }
    areas = gpd.GeoDataFrame(columns, geometry=boxes, crs=RD)
    return AreaLayer(Layer.WIJKEN, areas, "verzonnen", year=None, schematic=False)


def _make_streets(text):
    lines = [
        *(shapely.LineString([(98_500, y), (102_500, y)]) for y in range(429_000, 432_500, 150)),
        *(shapely.LineString([(x, 428_500), (x, 432_500)]) for x in range(99_000, 102_500, 150)),
    ]
    columns = {
        schema.STREET_CLASS: ["street"] * len(lines),
        schema.AREA_NAME: [text or f"Straat {n}" for n in range(len(lines))],
        schema.ONE_WAY: [0] * len(lines),
        schema.OFF_GROUND: [False] * len(lines),
    }
    streets = gpd.GeoDataFrame(columns, geometry=lines, crs=RD)
    return StreetLayer(streets, "verzonnen", is_noded=True)
